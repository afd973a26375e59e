/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving what was filled in as an XForms instance, as the servers of ODK take it, with the attached files, and the
 * audit log where the form asks for one, in a folder beside it. */

#include "app/others/gw-other-form-export.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-toast.h"
#include "core/answers/gw-answer-audit.h"
#include "core/answers/gw-answer-file.h"
#include "core/answers/gw-form-copy.h"

typedef struct
{
  GtkWidget *parent;
  GwFilledForm *filled;
  GtkFileChooserNative *chooser;
  GFile *file;
  GBytes *xml;
  GStrv names;      /* of attached files */
  GPtrArray *files; /* of GBytes, in step with @names; NULL where one is not here */
} Export;

static void
free_bytes (gpointer bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->parent);
  g_clear_object (&export->filled);
  g_clear_object (&export->chooser);
  g_clear_object (&export->file);
  g_clear_pointer (&export->xml, g_bytes_unref);
  g_clear_pointer (&export->names, g_strfreev);
  g_clear_pointer (&export->files, g_ptr_array_unref);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static GStrv
list_attached (GwFormSession *session)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);
  g_autoptr (GPtrArray) questions = gw_form_walk_questions (items);

  for (guint i = 0; i < questions->len; i++) {
    GwFormItem *item = questions->pdata[i];
    const char *value = gw_form_item_get_value (item);

    if (gw_form_item_get_control (item) == GW_FORM_CONTROL_UPLOAD && value != NULL && *value != '\0')
      g_strv_builder_add (names, value);
  }

  return g_strv_builder_end (names);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *words = NULL;
  int missing = g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL) {
    g_message ("The answers are not saved as a file: %s", error->message);
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("“%s” could not be written there. The answers themselves are safe; try another folder."),
                             escaped);
  } else if (missing > 0) {
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          /* TRANSLATORS: %1$s is the name of a file, %2$d how many are missing. */
                                          "The answers were saved as “%1$s”, without %2$d attached file that is not "
                                          "on this computer",
                                          "The answers were saved as “%1$s”, without %2$d attached files that are not "
                                          "on this computer",
                                          missing),
                             escaped, missing);
  } else {
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("The answers were saved as “%s”"), escaped);
  }
  gw_toast_say (export->parent, words);
}

static gboolean
write_file (GFile   *file,
            GBytes  *bytes,
            GError **error)
{
  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE,
                                  G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL, error);
}

/* The folder "NAME-media" beside NAME.xml, as ODK keeps it. */
static GFile *
find_media_folder (GFile *file)
{
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *base = g_file_get_basename (file);
  char *dot = strrchr (base, '.');
  g_autofree char *name = NULL;

  if (dot != NULL && dot > base)
    *dot = '\0';
  name = g_strconcat (base, "-media", NULL);

  return g_file_get_child (parent, name);
}

static void
write_on_pool (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Export *export = data;
  g_autoptr (GFile) folder = find_media_folder (export->file);
  GError *error = NULL;
  int missing = 0;

  if (export->names[0] != NULL && !g_file_make_directory_with_parents (folder, NULL, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_task_return_error (task, error);
      return;
    }
    g_clear_error (&error);
  }
  for (guint i = 0; export->names[i] != NULL; i++) {
    g_autoptr (GFile) child = g_file_get_child (folder, export->names[i]);

    if (export->files->pdata[i] == NULL || !g_file_has_prefix (child, folder)) {
      missing++;
    } else if (!write_file (child, export->files->pdata[i], &error)) {
      g_task_return_error (task, error);
      return;
    }
  }
  if (write_file (export->file, export->xml, &error))
    g_task_return_int (task, missing);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  char *record;
  GStrv names;
} Reading;

typedef struct
{
  GPtrArray *files;  /* of GBytes, in step with the names */
  GPtrArray *events; /* for the audit log */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->files, g_ptr_array_unref);
  g_clear_pointer (&found->events, g_ptr_array_unref);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->record);
  g_strfreev (reading->names);
  g_free (reading);
}

static gint64
find_begun (GwStore    *store,
            const char *record)
{
  g_autoptr (GPtrArray) copies = gw_form_copy_read_all (store, NULL);

  for (guint i = 0; copies != NULL && i < copies->len; i++) {
    const GwFormCopy *copy = copies->pdata[i];

    if (g_str_equal (copy->id, record))
      return copy->created;
  }

  return g_get_real_time ();
}

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  Reading *reading = data;
  g_autoptr (Found) found = g_new0 (Found, 1);

  found->events = gw_answer_audit_read (store, GW_FORM_COPY_DB, reading->record, find_begun (store, reading->record),
                                        error);
  if (found->events == NULL)
    return NULL;
  found->files = g_ptr_array_new_with_free_func (free_bytes);

  for (guint i = 0; reading->names[i] != NULL; i++) {
    g_autoptr (GwAnswerFile) file = gw_answer_file_find (store, GW_FORM_COPY_DB, reading->record, reading->names[i],
                                                         NULL);

    g_ptr_array_add (found->files, file != NULL ? gw_answer_file_read (store, file, NULL) : NULL);
  }

  return g_steal_pointer (&found);
}

/* Before the answers are written, since they name it. */
static gboolean
add_audit (Export     *export,
           GPtrArray  *events,
           GError    **error)
{
  gboolean may_name = !gw_store_thread_is_read_only (gw_filled_form_get_store (export->filled));
  GError *fault = NULL;
  GwFormFile *file = gw_answer_audit_finish (events, gw_filled_form_get_session (export->filled), may_name, &fault);
  g_autoptr (GStrvBuilder) names = NULL;

  if (fault != NULL) {
    g_propagate_error (error, fault);
    return FALSE;
  }
  if (file == NULL)
    return TRUE;
  names = g_strv_builder_new ();
  g_strv_builder_addv (names, (const char **) export->names);
  g_strv_builder_add (names, file->name);
  g_strfreev (export->names);
  export->names = g_strv_builder_end (names);
  g_ptr_array_add (export->files, g_bytes_ref (file->content));
  gw_form_file_free (file);

  return TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (Found) found = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (found != NULL)
    export->files = g_ptr_array_ref (found->files);
  if (found == NULL || !add_audit (export, found->events, &error)) {
    g_message ("Attached files are not read: %s", error->message);
    gw_toast_say (export->parent, _("The attached files could not be read just now. They are safe; please try again."));
    return;
  }
  export->xml = gw_form_session_write_instance (gw_filled_form_get_session (export->filled));
  task = g_task_new (NULL, NULL, written_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&export), export_free);
  g_task_run_in_thread (task, write_on_pool);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Export          *export)
{
  GwFormSession *session = gw_filled_form_get_session (export->filled);
  Reading *reading;

  if (response != GTK_RESPONSE_ACCEPT) {
    export_free (export);
    return;
  }

  export->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gw_filled_form_flush (export->filled);
  export->names = list_attached (session);
  reading = g_new0 (Reading, 1);
  reading->record = g_strdup (gw_filled_form_get_record (export->filled));
  reading->names = g_strdupv (export->names);
  gw_store_thread_run_async (gw_filled_form_get_store (export->filled), read_on_thread, reading, reading_free,
                             found_free, NULL, read_cb, export);
}

/**
 * gw_other_form_export_ask:
 * @parent: a widget of the window
 * @filled: what was filled in
 * @title: what it is called
 *
 * Asks where the answers shall be saved, and writes them there.
 */
void
gw_other_form_export_ask (GtkWidget    *parent,
                          GwFilledForm *filled,
                          const char   *title)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
  Export *export = g_new0 (Export, 1);
  g_autofree char *name = g_strdup_printf ("%s.xml", title);

  gw_filled_form_flush (filled);
  export->parent = g_object_ref (parent);
  export->filled = g_object_ref (filled);
  export->chooser = gtk_file_chooser_native_new (_("Save the answers as XML"),
                                                 GTK_WINDOW (gtk_widget_get_root (parent)),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (export->chooser), g_strdelimit (name, "/", '-'));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (export->chooser), folder, NULL);
  g_signal_connect (export->chooser, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (export->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}
