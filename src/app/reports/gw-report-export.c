/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving a report as a file: the person says where, the pages are laid out on a thread, and a toast says where the file
 * is once it is on the disk. */

#include "app/reports/gw-report-export.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-toast.h"
#include "core/base/gw-time.h"

typedef struct
{
  GtkWidget *parent;
  GwReport *report;
  GwFilledForm *filled;
  GwReference *reference;
  GtkFileChooserNative *chooser;
  GwReportPrint *print;    /* NULL: the answers as they stand when the file is chosen */
  GFile *file;
} Export;

static void
export_free (Export *export)
{
  g_clear_object (&export->parent);
  g_clear_object (&export->report);
  g_clear_object (&export->filled);
  g_clear_object (&export->reference);
  g_clear_object (&export->chooser);
  g_clear_pointer (&export->print, gw_report_print_free);
  g_clear_object (&export->file);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("The report was saved as “%s”"), escaped);
  } else {
    g_message ("The report is not saved as a file: %s", error->message);
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("“%s” could not be written there. The report itself is safe; "
                               "try another folder."),
                             escaped);
  }
  gw_toast_say (export->parent, words);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gw_report_print_write_finish (result, &error);

  if (bytes == NULL) {
    g_message ("The report cannot be laid out: %s", error->message);
    gw_toast_say (export->parent, _("The pages could not be made just now. The report itself is safe; please try again."));
    return;
  }
  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       saved_cb, export);
  g_steal_pointer (&export);
}

static GwReportPrint *
make_print (Export *export)
{
  GwFormSession *session = gw_filled_form_get_session (export->filled);
  g_autofree char *code = gw_form_dup_language_code (gw_form_session_get_language (session));

  return gw_report_print_new (export->report, export->filled, export->reference, code, GW_REPORT_PRINT_UNANSWERED,
                              gw_time_now ());
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Export          *export)
{
  if (response != GTK_RESPONSE_ACCEPT) {
    export_free (export);
    return;
  }

  export->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (export->print == NULL)
    export->print = make_print (export);
  /* The thread that lays it out takes it over. */
  gw_report_print_write_async (g_steal_pointer (&export->print), GW_REPORT_FORMAT_PDF, NULL, written_cb, export);
}

static Export *
export_new (GtkWidget    *parent,
            GwReport     *report,
            GwFilledForm *filled,
            GwReference  *reference)
{
  Export *export = g_new0 (Export, 1);

  export->parent = g_object_ref (parent);
  export->report = g_object_ref (report);
  export->filled = g_object_ref (filled);
  export->reference = reference != NULL ? g_object_ref (reference) : NULL;

  return export;
}

/* Takes @export over. */
static void
ask (Export     *export,
     const char *name)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
  g_autofree char *clean = g_strdelimit (g_strdup (name), "/", '-');

  export->chooser = gtk_file_chooser_native_new (_("Save the report as PDF"),
                                                 GTK_WINDOW (gtk_widget_get_root (export->parent)),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (export->chooser), clean);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (export->chooser), folder, NULL);
  g_signal_connect (export->chooser, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (export->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}

/**
 * gw_report_export_ask:
 * @parent: a widget of the window
 * @report: what to save
 * @filled: its answers, as they stand now
 * @reference: (nullable): for the names of countries
 *
 * Asks where the PDF of @report shall be, and writes it there in the language in which its form is shown.
 */
void
gw_report_export_ask (GtkWidget    *parent,
                      GwReport     *report,
                      GwFilledForm *filled,
                      GwReference  *reference)
{
  g_autofree char *name = g_strdup_printf ("%s %s.pdf", gw_report_get_title (report), gw_report_get_country (report));

  gw_filled_form_flush (filled);
  ask (export_new (parent, report, filled, reference), name);
}

/**
 * gw_report_export_ask_frozen:
 * @frozen: a frozen version of @report
 * @xml: the same as XML
 * @is_handed_in: whether it was handed in
 *
 * The same for a version that does not change any more. Its check code is in the name of the file.
 */
void
gw_report_export_ask_frozen (GtkWidget      *parent,
                             GwReport       *report,
                             GwFilledForm   *filled,
                             GwReference    *reference,
                             const GwFrozen *frozen,
                             GBytes         *xml,
                             gboolean        is_handed_in)
{
  Export *export = export_new (parent, report, filled, reference);
  g_autofree char *name = g_strdup_printf ("%s %s %s.pdf", gw_report_get_title (report), gw_report_get_country (report),
                                           frozen->code);
  g_autoptr (GError) error = NULL;

  export->print = make_print (export);
  if (gw_report_print_use_frozen (export->print, frozen, xml, is_handed_in, &error)) {
    ask (export, name);
    return;
  }
  g_message ("The frozen version cannot be laid out: %s", error->message);
  gw_toast_say (parent, _("The pages could not be made just now. The report itself is safe; please try again."));
  export_free (export);
}
