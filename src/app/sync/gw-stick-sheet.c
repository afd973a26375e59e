/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-stick-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/sync/gw-stick-words.h"
#include "app/widgets/gw-names.h"

struct _GwStickSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwStickUse use;
  GwBundleDesk *desk;
  char *path;                    /* (nullable): the file that was chosen */
  GwBundleFlags flags;
  GCancellable *cancellable;     /* (nullable): while something is written or read */
  GtkApplication *held;          /* (nullable): the same; it does not end meanwhile */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  gboolean closes;               /* the person wants to leave as soon as that is possible */

  GtkStack *pages;
  GtkLabel *intro;
  AdwActionRow *file_row;
  GtkWidget *choose_button;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkWidget *everything_row;
  GtkSwitch *everything;
  GtkLabel *fault;
  GtkButton *remedy_button;
  GtkButton *go_button;
  GtkLabel *phase;
  GtkProgressBar *progress;
  GtkLabel *result;
  GtkLabel *detail;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (GwStickSheet, gw_stick_sheet, ADW_TYPE_WINDOW)

static void
show_fault (GwStickSheet *self,
            const char   *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), FALSE);
}

static void
update_file (GwStickSheet *self)
{
  g_autofree char *base = self->path != NULL ? g_path_get_basename (self->path) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;

  adw_action_row_set_subtitle (self->file_row, name != NULL ? name : _("Not chosen yet"));
}

/* Nothing runs any more. */
static void
end_run (GwStickSheet *self)
{
  g_clear_object (&self->cancellable);
  if (self->held != NULL)
    g_application_release (G_APPLICATION (self->held));
  g_clear_object (&self->held);
}

/* A failure leads back to the form, with all that was typed there. */
static void
take_failure (GwStickSheet *self,
              const GError *error)
{
  g_autofree char *sentence = gw_bundle_error_dup_sentence (error);

  g_debug ("By stick: %s", error->message);
  if (self->closes) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_stack_set_visible_child_name (self->pages, "form");
  show_fault (self, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button),
                          error->code == GW_BUNDLE_ERROR_MASS_DELETE);
  if (error->code == GW_BUNDLE_ERROR_PASSPHRASE)
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->go_button));
}

/* What was done is told, also to somebody who wanted to leave. */
static void
take_success (GwStickSheet *self,
              const char   *result,
              const char   *detail)
{
  self->closes = FALSE;
  gtk_editable_set_text (self->passphrase, "");
  gtk_editable_set_text (self->again, "");
  gtk_label_set_label (self->result, result);
  gtk_label_set_label (self->detail, detail);
  gtk_stack_set_visible_child_name (self->pages, "end");
  gtk_widget_grab_focus (self->close_button);
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleInfo) info = gw_bundle_write_finish (result, &error);
  g_autofree char *words = NULL;
  g_autofree char *detail = NULL;

  end_run (self);
  if (self->context == NULL)
    return;
  if (info == NULL) {
    take_failure (self, error);
    return;
  }
  words = gw_stick_words_sent (info);
  detail = gw_stick_words_sent_to (self->path);
  take_success (self, words, detail);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleReading) reading = gw_bundle_read_finish (result, &error);
  g_autofree char *words = NULL;
  g_autofree char *detail = NULL;

  end_run (self);
  if (self->context == NULL)
    return;
  /* Also when it failed in the middle: what came is here. */
  gw_store_thread_poke (gw_context_get_store (self->context));
  if (reading == NULL) {
    take_failure (self, error);
    return;
  }
  words = gw_stick_words_read (reading);
  detail = gw_stick_words_read_from (reading);
  take_success (self, words, detail);
}

static void
on_progress (GwBundlePhase phase,
             double        part,
             gpointer      user_data)
{
  GwStickSheet *self = user_data;

  if (self->context == NULL)
    return;
  gtk_label_set_label (self->phase, gw_stick_words_phase (phase));
  gtk_progress_bar_set_fraction (self->progress, part);
}

static void
begin (GwStickSheet *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (self->use == GW_STICK_SEND)
    gw_bundle_write_async (self->desk, self->path, passphrase, self->flags, on_progress, self,
                           self->cancellable, on_sent, g_object_ref (self));
  else
    gw_bundle_read_async (self->desk, self->path, passphrase, self->flags, on_progress, self,
                          self->cancellable, on_read, g_object_ref (self));
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
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (self->context != NULL)
    begin (self);
  else
    end_run (self);
}

/* What was typed a moment ago goes along: first it goes to the disk. */
static void
start (GwStickSheet  *self,
       GwBundleFlags  flags)
{
  self->flags = flags;
  self->cancellable = g_cancellable_new ();
  self->held = gtk_window_get_application (GTK_WINDOW (self));
  if (self->held != NULL) {
    g_object_ref (self->held);
    g_application_hold (G_APPLICATION (self->held));
  }
  show_fault (self, NULL);
  gtk_label_set_label (self->phase, _("One moment…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_stack_set_visible_child_name (self->pages, "progress");
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_store_thread_run_async (gw_context_get_store (self->context), do_nothing, NULL, NULL, NULL,
                             NULL, on_written_down, g_object_ref (self));
}

static void
take_path (GwStickSheet *self,
           GFile        *file)
{
  g_clear_pointer (&self->path, g_free);
  self->path = file != NULL ? g_file_get_path (file) : NULL;
  update_file (self);
  show_fault (self, self->path == NULL
                      ? _("This place cannot be used. Please choose a folder of this computer or of a "
                          "stick.") : NULL);
}

static void
on_chosen (GwStickSheet *self,
           int           response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  take_path (self, file);
  if (self->path == NULL)
    return;
  if (self->use == GW_STICK_SEND)
    start (self, gtk_switch_get_active (self->everything) ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

/* (nullable): where the first stick is mounted. */
static GFile *
find_stick (void)
{
  static const char *const parents[] = { "/run/media", "/media" };

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++) {
    g_autofree char *own = g_build_filename (parents[i], g_get_user_name (), NULL);
    g_autoptr (GDir) folder = g_dir_open (own, 0, NULL);
    const char *name = folder != NULL ? g_dir_read_name (folder) : NULL;

    if (name != NULL)
      return g_file_new_build_filename (own, name, NULL);
  }

  return NULL;
}

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
choose (GwStickSheet *self)
{
  gboolean sends = self->use == GW_STICK_SEND;
  g_autofree char *name = gw_bundle_dup_name (self->desk);
  g_autoptr (GFile) stick = find_stick ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (sends ? _("Where to write") : _("The file on the stick"),
                                               GTK_WINDOW (self),
                                               sends ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                     : GTK_FILE_CHOOSER_ACTION_OPEN,
                                               sends ? _("_Write") : _("_Choose"), _("_Cancel"));
  if (sends)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  if (stick != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), stick, NULL);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _("Bundles of Godwit"), "*" GW_BUNDLE_SUFFIX);
  if (!sends)
    add_filter (GTK_FILE_CHOOSER (self->chooser), _("All files"), "*");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
go_send (GwStickSheet *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (g_utf8_strlen (passphrase, -1) < GW_BUNDLE_MIN_PASSPHRASE) {
    show_fault (self, _("Please take a passphrase of at least 8 characters; a few words are good."));
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  } else if (!g_str_equal (passphrase, gtk_editable_get_text (self->again))) {
    show_fault (self, _("The passphrase is not the same in both fields. Please type it again."));
    gtk_widget_grab_focus (GTK_WIDGET (self->again));
  } else {
    show_fault (self, NULL);
    choose (self);
  }
}

static void
on_go (GwStickSheet *self)
{
  if (self->use == GW_STICK_SEND) {
    go_send (self);
  } else if (self->path == NULL) {
    choose (self);
  } else if (*gtk_editable_get_text (self->passphrase) == '\0') {
    show_fault (self, _("Please type the passphrase that your colleague told you."));
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  } else {
    start (self, GW_BUNDLE_DEFAULT);
  }
}

/* What was said of the passphrase before is over. */
static void
on_typed (GwStickSheet *self)
{
  show_fault (self, NULL);
}

static void
on_remedy (GwStickSheet *self)
{
  start (self, GW_BUNDLE_ALLOW_DELETIONS);
}

static void
on_stop (GwStickSheet *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
gw_stick_sheet_close_request (GtkWindow *window)
{
  GwStickSheet *self = GW_STICK_SHEET (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (gw_stick_sheet_parent_class)->close_request (window);
  self->closes = TRUE;
  on_stop (self);

  return GDK_EVENT_STOP;
}

static void
gw_stick_sheet_dispose (GObject *object)
{
  GwStickSheet *self = GW_STICK_SHEET (object);

  on_stop (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->context);
  g_clear_pointer (&self->desk, gw_bundle_desk_unref);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (gw_stick_sheet_parent_class)->dispose (object);
}

static void
gw_stick_sheet_class_init (GwStickSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_stick_sheet_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gw_stick_sheet_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/sync/gw-stick-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, pages);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, intro);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, file_row);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, choose_button);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, passphrase);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, again);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, everything_row);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, everything);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, go_button);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, phase);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, result);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, detail);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, close_button);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_stick_sheet_init (GwStickSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fit_to_use (GwStickSheet *self)
{
  gboolean sends = self->use == GW_STICK_SEND;

  gtk_window_set_title (GTK_WINDOW (self), sends ? _("Send by USB stick") : _("Read a USB stick"));
  gtk_label_set_label (self->intro, sends
    ? _("For colleagues of your country whom no connection reaches: what is shared with them goes into "
        "one file that only the passphrase opens. What is yours alone stays here.")
    : _("A colleague of your country wrote the file and can tell you its passphrase. It is looked "
        "through to its end before anything of it is taken over."));
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), !sends);
  gtk_widget_set_visible (GTK_WIDGET (self->again), sends);
  gtk_widget_set_visible (self->everything_row, sends);
  gtk_button_set_label (self->go_button, sends ? _("Choose where to write…") : _("Read it"));
}

/**
 * gw_stick_sheet_new:
 * @context: whose work
 * @use: what for
 * @path: (nullable): the file to read, when it is known already
 */
GtkWidget *
gw_stick_sheet_new (GwContext  *context,
                    GwStickUse  use,
                    const char *path)
{
  GwStickSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (gw_context_get_profile (context) != NULL, NULL);

  self = g_object_new (GW_TYPE_STICK_SHEET, NULL);
  self->context = g_object_ref (context);
  self->use = use;
  self->desk = gw_bundle_desk_new (gw_context_get_profile (context));
  self->path = g_strdup (path);
  fit_to_use (self);
  update_file (self);
  gw_names_from_tooltips (GTK_WIDGET (self->passphrase));
  gw_names_from_tooltips (GTK_WIDGET (self->again));
  gtk_window_set_focus (GTK_WINDOW (self), use == GW_STICK_READ && path == NULL
                                             ? self->choose_button : GTK_WIDGET (self->passphrase));

  return GTK_WIDGET (self);
}
