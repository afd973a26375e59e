/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes are what somebody does with one of our own forms: answers, rows, languages, taking
 * steps back, saving and opening again. The record can be read after each of them, and at the end the filled-in
 * form is the one that opening the draft gives. */

#include "fuzz.h"

#include <string.h>

static const char * const form_files[] = {
  "tests/core/forms/cases/choices", "tests/core/forms/cases/constraint", "tests/core/forms/cases/geojson",
  "tests/core/forms/cases/relevance", "tests/core/forms/cases/repeats", "tests/core/forms/cases/actions",
  "tests/core/forms/cases/cascade", "tests/core/forms/cases/nested-rows", "tests/core/forms/cases/counts-grow-and-shrink",
};

static GwForm *
get_form (guint which)
{
  static GwForm *forms[G_N_ELEMENTS (form_files)];

  which %= G_N_ELEMENTS (form_files);
  if (forms[which] == NULL) {
    g_autofree char *folder = g_build_filename (GW_FUZZ_SOURCE_DIR, form_files[which], NULL);
    g_autofree char *path = g_build_filename (folder, "form.xml", NULL);
    g_autoptr (GError) error = NULL;

    forms[which] = gw_form_load_file (path, folder, NULL, &error);
    g_assert_no_error (error);
  }

  return forms[which];
}

static char *
make_value (GwFuzzBytes *bytes,
            GwFormItem  *item)
{
  static const char * const values[] = { "", "0", "1", "2", "3", "7", "-1", "1.5", "x", "2026-01-02", "1 2", " ", "12" };
  guint kind = gw_fuzz_byte (bytes);

  if (kind % 3 == 0) {
    g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);

    if (choices->len > 0)
      return g_strdup (((GwFormChoice *) choices->pdata[kind / 3 % choices->len])->value);
  }
  return kind % 3 == 1 ? gw_fuzz_text (bytes, 40) : g_strdup (values[kind / 3 % G_N_ELEMENTS (values)]);
}

static void
act_on_item (GwFormSession *session,
             GwFormItem    *item,
             GwFuzzBytes   *bytes,
             gboolean       removes)
{
  const char *ref = gw_form_item_get_ref (item);

  switch (gw_form_item_get_kind (item)) {
  case GW_FORM_ITEM_CONTROL: {
    g_autofree char *value = make_value (bytes, item);

    gw_form_session_set_value (session, ref, value, NULL);
    break;
  }
  case GW_FORM_ITEM_REPEAT:
    g_free (gw_form_session_add_row (session, ref, NULL, NULL));
    break;
  case GW_FORM_ITEM_ROW:
    if (removes)
      gw_form_session_remove_row (session, ref, NULL);
    break;
  default:
    break;
  }
}

static GPtrArray *steps; /* of GwFormStep */

static void
on_stepped (GwFormSession *session,
            GwFormStep    *step)
{
  g_ptr_array_add (steps, gw_form_step_ref (step));
}

static void
take_back (GwFormSession *session)
{
  g_autoptr (GwFormStep) step = NULL;
  guint n;

  if (steps->len == 0)
    return;
  step = g_ptr_array_steal_index (steps, steps->len - 1);
  n = steps->len;
  gw_form_session_take_back (session, step);
  g_assert_cmpuint (steps->len, <=, n + 1);
}

static void
listen (GwFormSession *session)
{
  g_ptr_array_set_size (steps, 0);
  g_signal_connect (session, "stepped", G_CALLBACK (on_stepped), NULL);
}

static void
open_again (GwFormSession **session)
{
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (*session);
  GwFormSession *again = gw_fuzz_open (gw_form_session_get_form (*session), draft);

  g_object_unref (*session);
  *session = again;
  listen (again);
}

static void
act (GwFormSession **session,
     GwFuzzBytes    *bytes)
{
  const char * const *languages = gw_form_get_languages (gw_form_session_get_form (*session));
  guint what = gw_fuzz_byte (bytes);
  g_autoptr (GPtrArray) items = NULL;

  if (what == 255) {
    open_again (session);
  } else if (what == 254) {
    gw_form_session_finalise (*session);
  } else if (what >= 252) {
    take_back (*session);
  } else if (what >= 248 && languages[0] != NULL) {
    g_assert_true (gw_form_session_set_language (*session, languages[what % g_strv_length ((char **) languages)]));
  } else {
    items = gw_fuzz_dup_all_items (*session);
    if (items->len > 0)
      act_on_item (*session, items->pdata[gw_fuzz_byte (bytes) % items->len], bytes, what % 2 == 0);
  }
}

/* Rows that a count took away are in the draft, and not in the form that is opened with it. */
static void
compare_answer (const char *ref,
                const char *value,
                gpointer    sessions)
{
  GwFormSession **both = sessions;
  const char *before = gw_form_session_get_value (both[0], ref);

  g_assert_cmpstr (gw_form_session_get_value (both[1], ref), ==, before);
  g_assert_true (before == NULL || g_str_equal (before, value));
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  GwFuzzBytes bytes = { data, data + size };
  GwForm *form = get_form (gw_fuzz_byte (&bytes));
  g_autoptr (GwFormSession) session = gw_fuzz_open (form, NULL);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;

  if (steps == NULL)
    steps = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref);
  listen (session);
  for (guint i = 0; i < 60 && bytes.at < bytes.end; i++) {
    act (&session, &bytes);
    gw_fuzz_check_record (session);
  }
  gw_fuzz_walk (session);
  draft = gw_form_session_dup_draft (session);
  again = gw_fuzz_open (form, draft);
  gw_form_draft_foreach (draft, compare_answer, NULL, (GwFormSession *[]) { session, again });
}
