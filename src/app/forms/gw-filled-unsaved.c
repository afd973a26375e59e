/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a filled-in form is not on the disk yet. */

#include "app/forms/gw-filled-unsaved.h"

#include "app/gw-answer-words.h"

static gboolean
is_on_its_way (gpointer object)
{
  return gw_filled_form_get_state (object) != GW_FILLED_FORM_SAVED;
}

static const GError *
get_error (gpointer object)
{
  return gw_filled_form_get_error (object);
}

static void
save (gpointer object)
{
  gw_filled_form_flush (object);
}

static char *
dup_text (gpointer object)
{
  GwFormSession *session = gw_filled_form_get_session (object);
  g_auto (GStrv) refs = gw_filled_form_dup_unsaved (object);
  GString *text = g_string_new (NULL);

  for (guint i = 0; refs[i] != NULL; i++) {
    GwFormItem *item = gw_form_session_find_item (session, refs[i]);
    const char *value = gw_form_session_get_value (session, refs[i]);
    g_autofree char *question = item != NULL ? gw_answer_words_dup_question (item) : g_strdup (refs[i]);
    g_autofree char *shown = NULL;

    /* Rows are among them, which have no text of their own. */
    if (value == NULL)
      continue;
    shown = gw_answer_words_dup_shown (item, value);
    g_string_append_printf (text, "%s%s\n%s\n", text->len > 0 ? "\n" : "", question, shown);
  }

  return g_string_free (text, FALSE);
}

static const GwUnsavedKind kind = {
  .is_on_its_way = is_on_its_way,
  .get_error = get_error,
  .save = save,
  .dup_text = dup_text,
};

/**
 * gw_filled_unsaved_watch:
 * @title: what is filled in, as the person calls it
 * @filled: its answers, just opened
 */
void
gw_filled_unsaved_watch (GwUnsaved    *unsaved,
                         const char   *title,
                         GwFilledForm *filled)
{
  gw_unsaved_watch (unsaved, gw_filled_form_get_record (filled), title, G_OBJECT (filled), G_OBJECT (filled), &kind);
}

/**
 * gw_filled_unsaved_find:
 * @record: what is filled in
 *
 * Returns: (transfer none) (nullable): its answers as they were left, where not all of them are on the disk
 */
GwFilledForm *
gw_filled_unsaved_find (GwUnsaved  *unsaved,
                        const char *record)
{
  gpointer found = gw_unsaved_find (unsaved, record);

  return found != NULL ? GW_FILLED_FORM (found) : NULL;
}
