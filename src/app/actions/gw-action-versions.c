/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two people changed the same answers of one action apart: all versions, and the choice between
 * them. Fields that the rules can join are not asked for. */

#include "app/actions/gw-action-versions.h"

#include <glib/gi18n-lib.h>

#include "app/gw-answer-words.h"
#include "app/gw-versions-sheet.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

typedef struct
{
  GwActionForm *form;
  JsonObject *joined; /* what will be kept, but for the fields that are chosen */
  GStrv fields;       /* to be chosen, in the order of the sheet */
  GStrv revs;         /* the versions that the person sees */
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  g_object_unref (comparison->form);
  json_object_unref (comparison->joined);
  g_strfreev (comparison->fields);
  g_strfreev (comparison->revs);
  g_free (comparison);
}

static void
keep_cb (GwVersionsSheet *sheet,
         Comparison      *comparison)
{
  for (guint i = 0; comparison->fields[i] != NULL; i++)
    gw_action_set_answer (comparison->joined, comparison->fields[i], gw_versions_sheet_get_chosen (sheet, i));
  gw_record_settle (gw_action_form_get_record (comparison->form), comparison->joined,
                    (const char *const *) comparison->revs);
  gw_versions_sheet_finish (sheet);
}

static gboolean
is_text (GwFormItem *item)
{
  return item != NULL && gw_form_item_get_control (item) == GW_FORM_CONTROL_INPUT
         && gw_form_item_get_data_type (item) == GW_FORM_DATA_STRING;
}

static GwVersion *
name_version (GwDoc      *doc,
              GwFormItem *item,
              const char *field)
{
  JsonObject *body = gw_doc_get_body (doc);
  const char *changed = gw_json_get_string (body, "changed");
  g_autofree char *found = gw_action_dup_answer (body, field);
  const char *answer = found != NULL ? found : "";
  g_autofree char *shown = gw_answer_words_dup_shown (item, answer);
  gint64 time = 0;

  if (changed != NULL && !gw_time_parse (changed, &time))
    time = 0;
  return gw_version_new (gw_json_get_string (body, "author"), time, answer, shown);
}

static void
add_field (GwVersionsSheet  *sheet,
           GwStoreThread    *store,
           GwActionForm     *form,
           GwRecordVersions *versions,
           const char       *field)
{
  const char *ref = gw_action_field_to_ref (field);
  GwFormItem *item = ref != NULL ? gw_form_session_find_item (gw_action_form_get_session (form), ref) : NULL;
  g_autofree char *question = item != NULL ? gw_answer_words_dup_question (item) : g_strdup (field);
  const char *between = item != NULL && gw_form_item_has_appearance (item, "multiline") ? "\n\n" : "; ";
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_version_free);
  g_autoptr (GwKeptText) kept = NULL;
  g_autofree char *place
      = g_strdup_printf ("versions:%s:%s", gw_record_get_id (gw_action_form_get_record (form)), field);

  for (guint i = 0; i < versions->docs->len; i++)
    g_ptr_array_add (named, name_version (versions->docs->pdata[i], item, field));
  if (is_text (item))
    kept = gw_kept_text_open (store, place, question);
  gw_versions_sheet_add (sheet, question, named, between, kept);
}

/**
 * gw_action_versions_show:
 * @parent: a widget of the window
 * @store: where a text that is made of the versions is kept
 * @form: the open action
 * @versions: its versions, with something undecided
 *
 * Opens the sheet that compares them.
 */
void
gw_action_versions_show (GtkWidget        *parent,
                         GwStoreThread    *store,
                         GwActionForm     *form,
                         GwRecordVersions *versions)
{
  GwVersionsSheet *sheet = gw_versions_sheet_new (
      parent, _("Two versions of an action"),
      _("Two people changed this action apart. Choose what it shall say. All other changes of both are kept."));
  g_autoptr (GStrvBuilder) revs = g_strv_builder_new ();
  Comparison *comparison = g_new0 (Comparison, 1);

  for (guint i = 0; i < versions->docs->len; i++)
    g_strv_builder_add (revs, gw_doc_get_rev (versions->docs->pdata[i]));
  comparison->form = g_object_ref (form);
  comparison->joined = gw_json_copy (versions->joined);
  comparison->fields = g_strdupv (versions->undecided);
  comparison->revs = g_strv_builder_end (revs);
  for (guint i = 0; comparison->fields[i] != NULL; i++)
    add_field (sheet, store, form, versions, comparison->fields[i]);
  g_signal_connect_data (sheet, "keep", G_CALLBACK (keep_cb), comparison,
                         (GClosureNotify) (void (*) (void)) comparison_free, 0);
  gtk_window_present (GTK_WINDOW (sheet));
}
