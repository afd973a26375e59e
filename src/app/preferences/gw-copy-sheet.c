/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/preferences/gw-copy-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-names.h"
#include "app/widgets/gw-number-words.h"
#include "core/bundles/gw-bundle.h"
#include "core/bundles/gw-copies.h"

struct _GwCopySheet
{
  AdwWindow parent_instance;

  GwContext *context;
  char *path;                    /* (nullable): of the copy */
  gboolean carries;
  GCancellable *cancellable;     /* (nullable): while something is written or read */
  GtkApplication *held;          /* (nullable): the same; it does not end meanwhile */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  gboolean closes;               /* the person wants to leave as soon as that is possible */

  GtkStack *pages;
  GtkLabel *intro;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkLabel *fault;
  GtkButton *go_button;
  GtkListBox *facts;
  GtkLabel *whose;
  GtkButton *put_back_button;
  GtkButton *not_now_button;
  GtkLabel *result;
  GtkLabel *detail;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (GwCopySheet, gw_copy_sheet, ADW_TYPE_WINDOW)

static void
show_fault (GwCopySheet *self,
            const char  *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static void
begin_run (GwCopySheet *self)
{
  self->cancellable = g_cancellable_new ();
  self->held = gtk_window_get_application (GTK_WINDOW (self));
  if (self->held != NULL) {
    g_object_ref (self->held);
    g_application_hold (G_APPLICATION (self->held));
  }
  show_fault (self, NULL);
  gtk_stack_set_visible_child_name (self->pages, "progress");
}

static void
end_run (GwCopySheet *self)
{
  g_clear_object (&self->cancellable);
  if (self->held != NULL)
    g_application_release (G_APPLICATION (self->held));
  g_clear_object (&self->held);
}

static char *
dup_sentence (const GError *error)
{
  if (error->domain == GW_BUNDLE_ERROR)
    return gw_sealed_copy_dup_sentence (error);
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_NEWER))
    return g_strdup (_("A newer Godwit made this copy. Nothing was changed here. Please install the newer Godwit on this "
                       "computer, too."));

  return g_strdup (_("This file is damaged, or no copy made by Godwit. Nothing was changed here."));
}

/* A failure leads back to the form, with all that was typed there. A copy that asks for no passphrase has
 * nothing to type. */
static void
take_failure (GwCopySheet  *self,
              const GError *error)
{
  g_autofree char *sentence = dup_sentence (error);
  gboolean asks = self->carries || gw_sealed_copy_is_one (self->path);

  g_message ("A copy: %s", error->message);
  if (self->closes) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_stack_set_visible_child_name (self->pages, "form");
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), asks);
  show_fault (self, sentence);
  if (g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE))
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  else if (asks)
    gtk_widget_grab_focus (GTK_WIDGET (self->go_button));
}

/* Looking. */

static void
add_fact (GwCopySheet *self,
          const char  *title,
          const char  *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->facts, row);
}

static void
add_number (GwCopySheet *self,
            const char  *title,
            guint        n)
{
  g_autofree char *stored = g_strdup_printf ("%u", n);
  g_autofree char *value = gw_number_words_format (stored);

  add_fact (self, title, value);
}

static void
add_last_change (GwCopySheet  *self,
                 GwBackupInfo *info)
{
  g_autofree char *when = NULL, *value = NULL;

  if (info->last_change == 0)
    return;
  when = gw_date_words_format_time (info->last_change);
  /* TRANSLATORS: %1$s is a date and time, %2$s the name of a person. */
  value = info->last_author != NULL ? g_strdup_printf (_("%1$s, by %2$s"), when, info->last_author) : g_strdup (when);
  add_fact (self, _("Last change"), value);
}

static void
show_info (GwCopySheet  *self,
           GwBackupInfo *info)
{
  const char *own = gw_profile_get_name (gw_context_get_profile (self->context));
  gboolean is_anothers = info->account != NULL && !g_str_equal (info->account, own);
  /* TRANSLATORS: %s is the name of a person. */
  g_autofree char *whose = is_anothers ? g_strdup_printf (_("It is a copy of the desk of “%s”, not of yours."), info->account)
                                       : NULL;

  add_number (self, _("Reports"), gw_backup_info_count (info, "report"));
  add_number (self, _("Answers"), gw_backup_info_count (info, "answer"));
  add_number (self, _("Actions"), gw_backup_info_count (info, "action"));
  add_number (self, _("Checklists"), gw_backup_info_count (info, "plan"));
  add_number (self, _("All documents"), info->documents);
  add_last_change (self, info);
  gtk_label_set_label (self->whose, whose != NULL ? whose : "");
  gtk_widget_set_visible (GTK_WIDGET (self->whose), is_anothers);
  gtk_stack_set_visible_child_name (self->pages, "content");
  gtk_widget_grab_focus (GTK_WIDGET (self->not_now_button));
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwCopySheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBackupInfo) info = gw_copies_info_finish (result, &error);

  end_run (self);
  if (self->context == NULL)
    return;
  if (info != NULL && !self->closes)
    show_info (self, info);
  else if (info != NULL)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    take_failure (self, error);
}

static void
look (GwCopySheet *self)
{
  const char *passphrase = gw_sealed_copy_is_one (self->path) ? gtk_editable_get_text (self->passphrase) : NULL;

  begin_run (self);
  gw_copies_look_async (gw_profile_get_directory (gw_context_get_profile (self->context)), self->path, passphrase,
                        self->cancellable, on_looked, g_object_ref (self));
}

/* The windows are closed for it, this one among them. */
static void
on_put_back (GwCopySheet *self)
{
  GActionGroup *application = G_ACTION_GROUP (g_application_get_default ());

  g_action_group_activate_action (application, "put-back",
                                  g_variant_new ("(ss)", self->path, gtk_editable_get_text (self->passphrase)));
}

/* Carrying. */

static void
on_carried (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwCopySheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBackupInfo) info = gw_copies_info_finish (result, &error);
  g_autofree char *words = NULL;

  end_run (self);
  if (self->context == NULL)
    return;
  if (info == NULL) {
    take_failure (self, error);
    return;
  }
  self->closes = FALSE;
  gtk_editable_set_text (self->passphrase, "");
  gtk_editable_set_text (self->again, "");
  /* TRANSLATORS: %u is a number of documents: an action, an answer, a tick is one each. */
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A copy with %u document was written and read back.",
                                        "A copy with %u documents was written and read back.", info->documents),
                           info->documents);
  gtk_label_set_label (self->result, words);
  gtk_label_set_label (self->detail, _("You can take the stick out now. Keep the passphrase apart from it: without the "
                                       "passphrase nobody can open the copy, not even you."));
  gtk_stack_set_visible_child_name (self->pages, "end");
  gtk_widget_grab_focus (self->close_button);
}

/* Runs on the store's thread, after all that was handed to it. */
static gpointer
do_nothing (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  return NULL;
}

static void
on_written_down (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GwCopySheet) self = user_data;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, NULL);
  if (self->context == NULL) {
    end_run (self);
    return;
  }
  gw_copies_carry_async (gw_context_get_profile (self->context), self->path, gtk_editable_get_text (self->passphrase),
                         self->cancellable, on_carried, g_object_ref (self));
}

/* What was typed a moment ago goes along: first it goes to the disk. */
static void
carry (GwCopySheet *self)
{
  begin_run (self);
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_store_thread_run_async (gw_context_get_store (self->context), do_nothing, NULL, NULL, NULL, NULL, on_written_down,
                             g_object_ref (self));
}

static void
on_chosen (GwCopySheet *self,
           int          response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (path == NULL) {
    show_fault (self, _("This place cannot be used. Please choose a folder of this computer or of a stick."));
    return;
  }
  g_free (self->path);
  /* By its name it is known later on. */
  self->path = gw_sealed_copy_is_one (path) ? g_steal_pointer (&path) : g_strconcat (path, GW_SEALED_COPY_SUFFIX, NULL);
  carry (self);
}

static void
choose (GwCopySheet *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autofree char *name = gw_sealed_copy_dup_name (gw_profile_get_name (profile), gw_profile_get_country (profile));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Where to write"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Write"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_go (GwCopySheet *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  show_fault (self, NULL);
  if (!self->carries && *passphrase == '\0') {
    show_fault (self, _("Please type the passphrase with which the copy was closed."));
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  } else if (!self->carries) {
    look (self);
  } else if (g_utf8_strlen (passphrase, -1) < GW_BUNDLE_MIN_PASSPHRASE) {
    show_fault (self, _("Please take a passphrase of at least 8 characters; a few words are good."));
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  } else if (!g_str_equal (passphrase, gtk_editable_get_text (self->again))) {
    show_fault (self, _("The passphrase is not the same in both fields. Please type it again."));
    gtk_widget_grab_focus (GTK_WIDGET (self->again));
  } else {
    choose (self);
  }
}

static void
on_typed (GwCopySheet *self)
{
  show_fault (self, NULL);
}

static void
on_stop (GwCopySheet *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
gw_copy_sheet_close_request (GtkWindow *window)
{
  GwCopySheet *self = GW_COPY_SHEET (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (gw_copy_sheet_parent_class)->close_request (window);
  self->closes = TRUE;
  on_stop (self);

  return GDK_EVENT_STOP;
}

static void
gw_copy_sheet_dispose (GObject *object)
{
  GwCopySheet *self = GW_COPY_SHEET (object);

  on_stop (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_copy_sheet_parent_class)->dispose (object);
}

static void
gw_copy_sheet_finalize (GObject *object)
{
  g_free (GW_COPY_SHEET (object)->path);

  G_OBJECT_CLASS (gw_copy_sheet_parent_class)->finalize (object);
}

static void
gw_copy_sheet_class_init (GwCopySheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_copy_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_copy_sheet_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = gw_copy_sheet_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/preferences/gw-copy-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, pages);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, intro);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, passphrase);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, again);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, go_button);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, facts);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, whose);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, put_back_button);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, not_now_button);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, result);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, detail);
  gtk_widget_class_bind_template_child (widget_class, GwCopySheet, close_button);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_put_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_copy_sheet_init (GwCopySheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gw_names_from_tooltips (GTK_WIDGET (self->passphrase));
  gw_names_from_tooltips (GTK_WIDGET (self->again));
  gw_names_wrap (self->go_button);
  gw_names_wrap (self->put_back_button);
  gw_names_wrap (self->not_now_button);
}

static GwCopySheet *
new_sheet (GwContext  *context,
           const char *path)
{
  GwCopySheet *self = g_object_new (GW_TYPE_COPY_SHEET, NULL);

  self->context = g_object_ref (context);
  self->carries = path == NULL;
  self->path = g_strdup (path);
  gtk_window_set_title (GTK_WINDOW (self), self->carries ? _("Copy to a stick") : _("Put a copy back"));
  gtk_label_set_label (self->intro, self->carries
    ? _("Everything that is here goes into one file, also what is yours alone. Only who knows the passphrase can open it. "
        "Keep it for the day on which this computer fails.")
    : _("The copy is looked into before anything is changed. It was closed with a passphrase."));
  gtk_widget_set_visible (GTK_WIDGET (self->again), self->carries);
  gtk_button_set_label (self->go_button, self->carries ? _("Choose where to write…") : _("Look into it"));
  gw_names_wrap (self->go_button);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->passphrase));

  return self;
}

/**
 * gw_copy_sheet_new_carry:
 * @context: whose desk
 *
 * Returns: (transfer floating): a sheet that writes a sealed copy to a stick
 */
GtkWidget *
gw_copy_sheet_new_carry (GwContext *context)
{
  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);

  return GTK_WIDGET (new_sheet (context, NULL));
}

/**
 * gw_copy_sheet_new_look:
 * @context: whose desk
 * @path: a copy, sealed or not
 *
 * Returns: (transfer floating): a sheet that says what the copy holds, and lets it be put back
 */
GtkWidget *
gw_copy_sheet_new_look (GwContext  *context,
                        const char *path)
{
  GwCopySheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context) && path != NULL, NULL);

  self = new_sheet (context, path);
  if (!gw_sealed_copy_is_one (path)) {
    gtk_widget_set_visible (GTK_WIDGET (self->intro), FALSE);
    gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->passphrase)), FALSE);
    look (self);
  }

  return GTK_WIDGET (self);
}
