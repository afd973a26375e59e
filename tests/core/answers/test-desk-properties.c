/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two desks work apart on one filled-in form, of any kind, and meet: in whichever order what they did
 * is carried over and merged, both have the same form afterwards, with the same rows in the same order and
 * the same places where somebody has to decide; and every text that a person left somewhere is still
 * to be found. A failure prints its seed; GODWIT_SEED=N runs that seed alone. */

#include <string.h>
#include <glib/gstdio.h>

#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-filled-form.h"
#include "core/answers/two-desks.h"
#include "core/base/gw-time.h"
#include "core/forms/form-maker.h"

#define RECORD "01HZZZZZZZZZZZZZZZZZZZZZZZ"
#define DB "party"
#define N_EDITS 25
#define N_MEETINGS 2

typedef struct
{
  char *path;
  const char *name;
  GwStoreThread *thread;
  GwFilledForm *filled;
  GHashTable *typed; /* ref -> the text that this person left there */
} Desk;

static void
desk_init (Desk       *desk,
           const char *name)
{
  desk->name = name;
  desk->path = two_desks_new_path ();
  desk->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
desk_clear (Desk *desk)
{
  two_desks_remove (desk->path);
  g_free (desk->path);
  g_hash_table_unref (desk->typed);
}

static void
desk_open (Desk   *desk,
           GwForm *form)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  desk->thread = gw_store_thread_new (desk->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  desk->filled = gw_filled_form_open_sync (desk->thread, DB, RECORD, desk->name, form, environment, &error);
  g_assert_no_error (error);
}

static void
desk_close (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  gw_filled_form_flush_sync (desk->filled, &error);
  g_assert_no_error (error);
  g_clear_object (&desk->filled);
  gw_store_thread_flush (desk->thread, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gw_store_thread_close (desk->thread);
  g_clear_object (&desk->thread);
}

/* The language is the page's and is not kept. */
static void
work (Desk  *desk,
      GRand *rand,
      guint  meeting)
{
  GwFormSession *session = gw_filled_form_get_session (desk->filled);
  g_autofree char *prefix = g_strdup_printf ("%s%u-", desk->name, meeting);

  for (guint i = 0; i < N_EDITS; i++) {
    g_autoptr (FormEdit) edit = form_maker_pick_edit (session, rand, i, prefix);
    const char *ref = edit->ref != NULL ? edit->ref : "";
    g_autofree char *before = g_strdup (gw_form_session_get_value (session, ref));

    if (edit->kind == FORM_EDIT_LANGUAGE || !form_maker_edit (session, edit))
      continue;
    /* To type what stands there already is to type nothing. */
    if (edit->kind == FORM_EDIT_SET
        && g_strcmp0 (before, gw_form_session_get_value (session, ref)) != 0)
      g_hash_table_replace (desk->typed, g_strdup (ref), g_strdup (gw_form_session_get_value (session, ref)));
    if (g_rand_int_range (rand, 0, 5) == 0)
      gw_filled_form_flush (desk->filled);
  }
}

static char *
copy_store (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  char *copy = two_desks_new_path ();
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (copy, contents, length, &error);
  g_assert_no_error (error);
  return copy;
}

static void
meet (const char *one,
      const char *two)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) first = gw_store_open (one, GW_STORE_DEFAULT, &error);
  g_autoptr (GwStore) second = gw_store_open (two, GW_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  two_desks_exchange (first, second, DB);
}

/* All that can be seen of the form as it is opened, and what waits for a decision. */
static char *
dup_state (const char *path,
           GwForm     *form)
{
  Desk reader = { .path = (char *) path, .name = "reader" };
  g_autoptr (GPtrArray) undecided = NULL;
  GString *out;

  desk_open (&reader, form);
  undecided = gw_filled_form_dup_undecided (reader.filled);
  {
    g_autofree char *state = form_maker_dup_state (gw_filled_form_get_session (reader.filled));

    out = g_string_new (state);
  }
  for (guint i = 0; i < undecided->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) versions = gw_filled_form_list_versions_sync (reader.filled, undecided->pdata[i], &error);

    g_assert_no_error (error);
    g_string_append_printf (out, "undecided %s:", (const char *) undecided->pdata[i]);
    for (guint j = 0; j < versions->len; j++)
      g_string_append_printf (out, " %s (%s)", ((GwAnswer *) versions->pdata[j])->value, ((GwAnswer *) versions->pdata[j])->author);
    g_string_append_c (out, '\n');
  }
  desk_close (&reader);
  return g_string_free (out, FALSE);
}

static void
check_same (guint32     seed,
            const char *what,
            const char *one,
            const char *other,
            const char *text)
{
  g_autofree char *difference = form_maker_find_difference (one, other);

  if (difference == NULL)
    return;
  g_printerr ("%s\n", text);
  g_error ("GODWIT_SEED=%u: %s:%s", seed, what, difference);
}

static gboolean
holds (GPtrArray  *answers,
       const char *value)
{
  for (guint i = 0; i < answers->len; i++)
    if (g_str_equal (((GwAnswer *) answers->pdata[i])->value, value))
      return TRUE;
  return FALSE;
}

/* Whatever a person left in a place stands there, or beside it, or in its history. */
static void
check_nothing_is_lost (guint32     seed,
                       const Desk *desk,
                       const char *path,
                       const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = gw_store_open (path, GW_STORE_DEFAULT, &error);
  GHashTableIter iter;
  gpointer ref, value;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, desk->typed);
  while (g_hash_table_iter_next (&iter, &ref, &value)) {
    g_autoptr (GPtrArray) versions = gw_answer_list_versions (store, DB, RECORD, ref, &error);
    g_autoptr (GPtrArray) history = gw_answer_list_history (store, DB, RECORD, ref, &error);

    g_assert_no_error (error);
    if (*(const char *) value == '\0' || holds (versions, value) || holds (history, value))
      continue;
    g_printerr ("%s\n", text);
    g_error ("GODWIT_SEED=%u: “%s”, which %s left in %s, is lost", seed, (const char *) value, desk->name,
               (const char *) ref);
  }
}

static void
run_desks (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *text = form_maker_make (rand);
  g_autoptr (GwForm) form = form_maker_load (text);
  Desk here, there;

  desk_init (&here, "amina");
  desk_init (&there, "boris");
  desk_open (&here, form);
  work (&here, rand, 0);
  desk_close (&here);
  two_desks_remove (there.path);
  g_free (there.path);
  there.path = copy_store (here.path);

  for (guint meeting = 1; meeting <= N_MEETINGS; meeting++) {
    g_autofree char *here_copy = NULL;
    g_autofree char *there_copy = NULL;
    char *states[4];

    desk_open (&here, form);
    desk_open (&there, form);
    work (&here, rand, meeting);
    work (&there, rand, meeting);
    desk_close (&here);
    desk_close (&there);
    here_copy = copy_store (here.path);
    there_copy = copy_store (there.path);
    meet (here.path, there.path);
    meet (there_copy, here_copy);
    states[0] = dup_state (here.path, form);
    states[1] = dup_state (there.path, form);
    states[2] = dup_state (here_copy, form);
    states[3] = dup_state (there_copy, form);
    check_same (seed, "two desks that have met show another form", states[0], states[1], text);
    check_same (seed, "meeting the other way round gives another form", states[0], states[2], text);
    check_same (seed, "meeting the other way round gives the other desk another form", states[0], states[3], text);
    check_nothing_is_lost (seed, &here, there.path, text);
    check_nothing_is_lost (seed, &there, here.path, text);
    two_desks_remove (here_copy);
    two_desks_remove (there_copy);
    for (guint i = 0; i < G_N_ELEMENTS (states); i++)
      g_free (states[i]);
  }
  desk_clear (&here);
  desk_clear (&there);
}

static void
test_desks_meet (void)
{
  form_maker_run_seeds (run_desks, 4, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/properties/two-desks-meet-in-any-order", test_desks_meet);

  return g_test_run ();
}
