/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of an action is not on the disk yet. */

#include "app/actions/gw-action-unsaved.h"

#include <glib/gi18n-lib.h>

#include "app/gw-answer-words.h"

static gboolean
is_on_its_way (gpointer object)
{
  return gw_record_get_saving (gw_action_form_get_record (object));
}

static const GError *
get_error (gpointer object)
{
  return gw_record_get_error (gw_action_form_get_record (object));
}

static void
save (gpointer object)
{
  gw_record_save (gw_action_form_get_record (object));
}

/* Each edit is the whole action, so the whole action is told. */
static char *
dup_text (gpointer object)
{
  GwFormSession *session = gw_action_form_get_session (object);
  GString *text = g_string_new (NULL);
  const char *field;

  /* A deletion has no words. */
  if (!gw_record_get_exists (gw_action_form_get_record (object)))
    return g_string_free (text, FALSE);

  for (guint i = 0; (field = gw_action_nth_field (i)) != NULL; i++) {
    const char *ref = gw_action_field_to_ref (field);
    GwFormItem *item = gw_form_session_find_item (session, ref);
    const char *value = gw_form_session_get_value (session, ref);
    g_autofree char *question = item != NULL ? gw_answer_words_dup_question (item) : g_strdup (field);
    g_autofree char *shown = NULL;

    if (value == NULL || *value == '\0')
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
 * gw_action_unsaved_watch:
 * @form: an action, just opened
 */
void
gw_action_unsaved_watch (GwUnsaved    *unsaved,
                         GwActionForm *form)
{
  GwRecord *record = gw_action_form_get_record (form);

  gw_unsaved_watch (unsaved, gw_record_get_id (record), _("Actions"), G_OBJECT (form), G_OBJECT (record), &kind);
}

/**
 * gw_action_unsaved_find:
 * @id: of an action
 *
 * Returns: (transfer none) (nullable): the action as it was left, where not all of it is on the disk
 */
GwActionForm *
gw_action_unsaved_find (GwUnsaved  *unsaved,
                        const char *id)
{
  gpointer found = gw_unsaved_find (unsaved, id);

  return found != NULL ? GW_ACTION_FORM (found) : NULL;
}
