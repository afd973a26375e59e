/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two people changed one answer apart: all versions, and the choice between them. */

#include "app/forms/gw-form-versions.h"

#include <glib/gi18n-lib.h>

#include "app/gw-answer-words.h"
#include "app/gw-versions-sheet.h"

typedef struct
{
  GwStoreThread *store;
  GwFilledForm *form;
  GwFormItem *item;
  char *ref;
  GStrv revs; /* the versions that the person sees */
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  g_object_unref (comparison->store);
  g_object_unref (comparison->form);
  g_object_unref (comparison->item);
  g_free (comparison->ref);
  g_strfreev (comparison->revs);
  g_free (comparison);
}

static Comparison *
get_comparison (GwVersionsSheet *sheet)
{
  return g_object_get_data (G_OBJECT (sheet), "comparison");
}

/* Whether the person has closed the sheet in the meantime. */
static gboolean
is_closed (GwVersionsSheet *sheet)
{
  return !gtk_widget_get_visible (GTK_WIDGET (sheet));
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwVersionsSheet) sheet = user_data;
  g_autoptr (GError) error = NULL;

  if (gw_filled_form_settle_finish (GW_FILLED_FORM (source), result, &error)) {
    gw_versions_sheet_finish (sheet);
    return;
  }

  g_message ("The versions of an answer are not settled: %s", error->message);
  if (!is_closed (sheet))
    gw_versions_sheet_tell (sheet, _("This could not be saved just now. Both versions are still here; please try again."));
}

static void
keep_cb (GwVersionsSheet *sheet)
{
  Comparison *comparison = get_comparison (sheet);

  gw_filled_form_settle_async (comparison->form, comparison->ref, gw_versions_sheet_get_chosen (sheet, 0),
                               gw_versions_sheet_get_begun (sheet, 0),
                               (const char *const *) comparison->revs, settled_cb, g_object_ref (sheet));
}

static GPtrArray *
name_versions (GwFormItem *item,
               GPtrArray  *answers)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_version_free);

  for (guint i = 0; i < answers->len; i++) {
    const GwAnswer *answer = answers->pdata[i];
    g_autofree char *shown = gw_answer_words_dup_shown (item, answer->value);

    g_ptr_array_add (versions, gw_version_new (answer->author, answer->changed, answer->value, shown));
  }

  return versions;
}

/* Where one may write what one likes: neither a choice nor a number nor a day. */
static gboolean
is_text (GwFormItem *item)
{
  return gw_form_item_get_control (item) == GW_FORM_CONTROL_INPUT
         && gw_form_item_get_data_type (item) == GW_FORM_DATA_STRING;
}

static void
fill (GwVersionsSheet *sheet,
      GPtrArray       *answers)
{
  Comparison *comparison = get_comparison (sheet);
  g_autofree char *question = gw_answer_words_dup_question (comparison->item);
  g_autoptr (GPtrArray) versions = name_versions (comparison->item, answers);
  g_autoptr (GStrvBuilder) revs = g_strv_builder_new ();
  g_autoptr (GwKeptText) kept = NULL;
  g_autofree char *place
      = g_strdup_printf ("versions:%s:%s", gw_filled_form_get_record (comparison->form), comparison->ref);

  for (guint i = 0; i < answers->len; i++)
    g_strv_builder_add (revs, ((GwAnswer *) answers->pdata[i])->rev);
  comparison->revs = g_strv_builder_end (revs);
  if (is_text (comparison->item))
    kept = gw_kept_text_open (comparison->store, place, question);
  gw_versions_sheet_add (sheet, question, versions, "\n\n", kept);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwVersionsSheet) sheet = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = gw_filled_form_list_versions_finish (GW_FILLED_FORM (source), result, &error);

  if (is_closed (sheet))
    return;
  if (answers != NULL && answers->len > 0) {
    fill (sheet, answers);
    return;
  }

  g_message ("The versions of an answer cannot be read: %s", error != NULL ? error->message : "there are none");
  gw_versions_sheet_tell (sheet, _("The versions cannot be read just now. Nothing was changed; please try again."));
}

/**
 * gw_form_versions_show:
 * @parent: a widget of the window
 * @form: the filled-in form
 * @item: the question whose answer two people changed apart
 *
 * Opens the sheet that compares them.
 */
void
gw_form_versions_show (GtkWidget    *parent,
                       GwFilledForm *form,
                       GwFormItem   *item)
{
  GwVersionsSheet *sheet = gw_versions_sheet_new (
      parent, _("Two versions of one answer"),
      _("These versions were written apart. Nothing is lost: what you do not keep stays in the history of this answer."));
  Comparison *comparison = g_new0 (Comparison, 1);

  comparison->store = g_object_ref (gw_filled_form_get_store (form));
  comparison->form = g_object_ref (form);
  comparison->item = g_object_ref (item);
  comparison->ref = g_strdup (gw_form_item_get_ref (item));
  g_object_set_data_full (G_OBJECT (sheet), "comparison", comparison, comparison_free);
  g_signal_connect (sheet, "keep", G_CALLBACK (keep_cb), NULL);
  gw_filled_form_list_versions_async (form, comparison->ref, NULL, listed_cb, g_object_ref (sheet));
  gtk_window_present (GTK_WINDOW (sheet));
}
