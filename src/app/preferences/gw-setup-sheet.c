/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/preferences/gw-setup-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/gw-ui-language.h"
#include "app/widgets/gw-names.h"
#include "app/widgets/gw-number-words.h"
#include "core/bundles/gw-bundle.h"
#include "core/net/gw-secret.h"

struct _GwSetupSheet
{
  AdwWindow parent_instance;

  GwContext *context;            /* (nullable): whose computer it is; NULL: one that is set up */
  GwReference *reference;        /* (nullable) */
  char *language;
  char *directory;               /* (nullable): where the new profile shall be */
  char *path;                    /* (nullable): the file */
  char *known_password;          /* (nullable): of the account */
  GwSetup *setup;                /* (nullable): what was taken over */
  GCancellable *cancellable;     /* (nullable): while something is written or read */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */

  GtkStack *pages;
  GtkLabel *intro;
  GtkWidget *choices;
  GtkSwitch *everything;
  GtkWidget *password_row;
  GtkSwitch *password;
  GtkWidget *file_list;
  AdwActionRow *file_row;
  GtkWidget *choose_button;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkLabel *fault;
  GtkButton *go_button;
  GtkLabel *result;
  GtkListBox *facts;
  GtkLabel *detail;
  GtkButton *close_button;
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwSetupSheet, gw_setup_sheet, ADW_TYPE_WINDOW)

static void
show_fault (GwSetupSheet *self,
            const char   *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

/* A failure leads back to the form, with all that was typed there. */
static void
take_failure (GwSetupSheet *self,
              const GError *error)
{
  g_autofree char *sentence = error->domain == GW_BUNDLE_ERROR ? gw_setup_dup_sentence (error)
                              : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_EMPTY)
                              ? g_strdup (_("There are documents in this folder already. They were not changed."))
                              : g_strdup (_("There is a profile on this computer already. It was not changed."));

  g_message ("A set-up file: %s", error->message);
  gtk_stack_set_visible_child_name (self->pages, "form");
  show_fault (self, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
forget_passphrase (GwSetupSheet *self)
{
  gtk_editable_set_text (self->passphrase, "");
  gtk_editable_set_text (self->again, "");
}

/* --- on a thread --- */

typedef struct
{
  GwSetup *setup;
  char *store_path; /* (nullable): NULL: a profile is made */
  char *directory;
  char *path;
  char *passphrase;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  gw_setup_free (self->setup);
  g_free (self->store_path);
  g_free (self->directory);
  g_free (self->path);
  explicit_bzero (self->passphrase, strlen (self->passphrase));
  g_free (self->passphrase);
  g_free (self);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GwProfile) profile = NULL;
  GError *error = NULL;

  if (job->store_path != NULL)
    gw_setup_write (job->setup, job->store_path, job->path, job->passphrase, cancellable, &error);
  else
    profile = gw_setup_make (job->path, job->passphrase, job->directory, &job->setup, cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
begin_job (GwSetupSheet        *self,
           GwSetup             *setup,
           GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, NULL);
  Job *job = g_new0 (Job, 1);

  job->setup = setup;
  if (setup != NULL)
    job->store_path = g_strdup (gw_store_thread_get_path (gw_context_get_store (self->context)));
  job->directory = g_strdup (self->directory);
  job->path = g_strdup (self->path);
  job->passphrase = g_strdup (gtk_editable_get_text (self->passphrase));
  g_task_set_source_tag (task, begin_job);
  /* What was made must not be forgotten because somebody pressed Stop a moment too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run);
}

/* Returns: whether it went well; else that is on the screen */
static gboolean
end_job (GwSetupSheet *self,
         GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_object (&self->cancellable);
  if (!ok && self->pages != NULL)
    take_failure (self, error);

  return ok;
}

/* --- writing --- */

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GwSetupSheet *self = GW_SETUP_SHEET (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autofree char *words = NULL;

  if (!end_job (self, result) || self->pages == NULL)
    return;
  forget_passphrase (self);
  /* TRANSLATORS: %u is a number of documents: an action, an answer, a tick is one each. */
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The set-up file with %u document was written and read back.",
                                        "The set-up file with %u documents was written and read back.",
                                        job->setup->documents), job->setup->documents);
  gtk_label_set_label (self->result, words);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), FALSE);
  gtk_label_set_label (self->detail, _("You can take the stick out now. Open the file on the next computer, or choose “I "
                                       "have a set-up file” where Godwit begins there. Keep the passphrase apart from it."));
  gtk_button_set_label (self->close_button, _("Close"));
  gtk_stack_set_visible_child_name (self->pages, "end");
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

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
  g_autoptr (GwSetupSheet) self = user_data;
  const char *password;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, NULL);
  if (self->pages == NULL)
    return;
  password = gtk_switch_get_active (self->password) ? self->known_password : NULL;
  begin_job (self, gw_setup_new (gw_context_get_profile (self->context), password,
                                 gtk_switch_get_active (self->everything)), on_written);
}

static void
begin_run (GwSetupSheet *self)
{
  show_fault (self, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->pages, "progress");
}

/* What was typed a moment ago goes along: first it goes to the disk. */
static void
write_file (GwSetupSheet *self)
{
  begin_run (self);
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_store_thread_run_async (gw_context_get_store (self->context), do_nothing, NULL, NULL, NULL, NULL, on_written_down,
                             g_object_ref (self));
}

/* --- reading --- */

static void
add_fact (GwSetupSheet *self,
          const char   *title,
          const char   *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->facts, row);
}

static const char *
get_role_words (GwRole role)
{
  switch (role) {
  case GW_ROLE_NFP:
    return _("National Focal Point");
  case GW_ROLE_ALTERNATE:
    return _("Alternate focal point");
  case GW_ROLE_RESPONDENT:
    return _("Respondent");
  case GW_ROLE_SECRETARIAT:
    return _("Secretariat");
  case GW_ROLE_GUEST:
    return _("Guest");
  case GW_ROLE_COURIER:
  default:
    return NULL;
  }
}

static void
add_facts (GwSetupSheet *self)
{
  const GwCountry *country =
    self->reference != NULL ? gw_reference_find_country (self->reference, self->setup->country) : NULL;
  const GwUiLanguage *language = gw_ui_language_find (self->setup->language);
  g_autofree char *number = g_strdup_printf ("%u", self->setup->documents);
  g_autofree char *documents = gw_number_words_format (number);
  const char *server = g_hash_table_lookup (self->setup->settings, "server-url");

  add_fact (self, _("Your name"), self->setup->name);
  add_fact (self, _("Role"), get_role_words (self->setup->role));
  add_fact (self, _("Country"), country != NULL ? gw_label_get (&country->name, self->language) : self->setup->country);
  add_fact (self, _("Language"), language != NULL ? language->name : NULL);
  add_fact (self, _("Server"), server);
  add_fact (self, _("Account name"), g_hash_table_lookup (self->setup->settings, "server-user"));
  if (server != NULL)
    add_fact (self, _("Password"), self->setup->password != NULL ? _("Taken over") : _("Not in the file: it is asked for"));
  add_fact (self, _("Documents"), documents);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GwSetupSheet *self = GW_SETUP_SHEET (source);
  Job *job = g_task_get_task_data (G_TASK (result));

  if (!end_job (self, result))
    return;
  self->setup = g_steal_pointer (&job->setup);
  if (self->pages == NULL)
    return;
  forget_passphrase (self);
  gtk_label_set_label (self->result, _("This computer is set up"));
  add_facts (self);
  gtk_label_set_label (self->detail, _("This computer is a desk of its own, with a code of its own. Colleagues who write "
                                       "sticks for you compare it once. Your other computer goes on as before."));
  gtk_button_set_label (self->close_button, _("Begin"));
  gtk_stack_set_visible_child_name (self->pages, "end");
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

static void
read_file (GwSetupSheet *self)
{
  begin_run (self);
  begin_job (self, NULL, on_made);
}

/* --- the form --- */

static void
set_path (GwSetupSheet *self,
          char         *path)
{
  g_autofree char *base = NULL, *name = NULL;

  g_free (self->path);
  self->path = path;
  if (path != NULL) {
    base = g_path_get_basename (path);
    name = g_filename_display_name (base);
  }
  adw_action_row_set_subtitle (self->file_row, name != NULL ? name : _("Not chosen yet"));
}

static void
on_chosen (GwSetupSheet *self,
           int           response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (path == NULL) {
    show_fault (self, _("This place cannot be used. Please choose a folder of this computer or of a stick."));
    return;
  }
  show_fault (self, NULL);
  if (self->context == NULL) {
    set_path (self, path);
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
    return;
  }
  /* By its name it is known later on. */
  set_path (self, gw_setup_is_one (path) ? g_strdup (path) : g_strconcat (path, GW_SETUP_SUFFIX, NULL));
  g_free (path);
  write_file (self);
}

static void
choose (GwSetupSheet *self)
{
  gboolean writes = self->context != NULL;

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (writes ? _("Where to write") : _("Set-up file"), GTK_WINDOW (self),
                                               writes ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
                                               writes ? _("_Write") : _("_Open"), _("_Cancel"));
  if (writes) {
    g_autoptr (GwSetup) setup = gw_setup_new (gw_context_get_profile (self->context), NULL, FALSE);
    g_autofree char *name = gw_setup_dup_name (setup);

    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Returns: (nullable): what is still missing, in the person's language */
static const char *
find_missing (GwSetupSheet *self,
              GtkWidget   **place)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  *place = GTK_WIDGET (self->passphrase);
  if (self->context == NULL && self->path == NULL) {
    *place = self->choose_button;
    return _("Please choose the set-up file that was written on your other computer.");
  }
  if (self->context == NULL)
    return *passphrase == '\0' ? _("Please type the passphrase with which the set-up file was closed.") : NULL;
  if (g_utf8_strlen (passphrase, -1) < GW_BUNDLE_MIN_PASSPHRASE)
    return _("Please take a passphrase of at least 8 characters; a few words are good.");
  if (g_str_equal (passphrase, gtk_editable_get_text (self->again)))
    return NULL;
  *place = GTK_WIDGET (self->again);

  return _("The passphrase is not the same twice. Please type it again.");
}

static void
on_go (GwSetupSheet *self)
{
  GtkWidget *place;
  const char *missing = find_missing (self, &place);

  show_fault (self, missing);
  if (missing != NULL)
    gtk_widget_grab_focus (place);
  else if (self->context != NULL)
    choose (self);
  else
    read_file (self);
}

static void
on_stop (GwSetupSheet *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_close (GwSetupSheet *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* Not in the middle of something; and a profile that was made is opened. */
static gboolean
gw_setup_sheet_close_request (GtkWindow *window)
{
  GwSetupSheet *self = GW_SETUP_SHEET (window);

  on_stop (self);
  if (self->cancellable != NULL)
    return TRUE;
  if (self->setup != NULL) {
    g_signal_emit (self, signals[MADE], 0, self->setup);
    return TRUE;
  }

  return GTK_WINDOW_CLASS (gw_setup_sheet_parent_class)->close_request (window);
}

static void
gw_setup_sheet_dispose (GObject *object)
{
  GwSetupSheet *self = GW_SETUP_SHEET (object);

  on_stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), GW_TYPE_SETUP_SHEET);
  g_clear_object (&self->chooser);
  g_clear_object (&self->context);
  g_clear_object (&self->reference);

  G_OBJECT_CLASS (gw_setup_sheet_parent_class)->dispose (object);
}

static void
gw_setup_sheet_finalize (GObject *object)
{
  GwSetupSheet *self = GW_SETUP_SHEET (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->setup, gw_setup_free);
  if (self->known_password != NULL)
    explicit_bzero (self->known_password, strlen (self->known_password));
  g_free (self->known_password);
  g_free (self->language);
  g_free (self->directory);
  g_free (self->path);

  G_OBJECT_CLASS (gw_setup_sheet_parent_class)->finalize (object);
}

static void
gw_setup_sheet_class_init (GwSetupSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_setup_sheet_dispose;
  object_class->finalize = gw_setup_sheet_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = gw_setup_sheet_close_request;

  signals[MADE] = g_signal_new ("made", GW_TYPE_SETUP_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/preferences/gw-setup-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, pages);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, intro);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, choices);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, everything);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, password_row);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, password);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, file_list);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, file_row);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, choose_button);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, passphrase);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, again);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, go_button);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, result);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, facts);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, detail);
  gtk_widget_class_bind_template_child (widget_class, GwSetupSheet, close_button);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_setup_sheet_init (GwSetupSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gw_names_from_tooltips (GTK_WIDGET (self->passphrase));
  gw_names_from_tooltips (GTK_WIDGET (self->again));
}

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwSetupSheet) self = user_data;
  GwSecretPlace place;

  self->known_password = gw_secret_lookup_finish (GW_SECRET (source), result, &place);
  if (self->pages != NULL)
    gtk_widget_set_visible (self->password_row, self->known_password != NULL);
}

/* Only where the keyring has it, can it go along. */
static void
look_up_password (GwSetupSheet *self)
{
  GwAccount *account = gw_context_get_account (self->context);
  g_autoptr (GwSecret) secret = gw_secret_new ();

  if (gw_account_get_url (account) != NULL)
    gw_secret_lookup_async (secret, gw_account_get_url (account), gw_account_get_user (account), on_looked_up,
                            g_object_ref (self));
}

/**
 * gw_setup_sheet_new_write:
 * @context: whose computer it is
 *
 * Returns: (transfer full): the sheet that writes a file for the next one
 */
GtkWidget *
gw_setup_sheet_new_write (GwContext *context)
{
  GwSetupSheet *self = g_object_new (GW_TYPE_SETUP_SHEET, NULL);

  self->context = g_object_ref (context);
  gtk_window_set_title (GTK_WINDOW (self), _("A file for the next computer"));
  gtk_label_set_label (self->intro, _("The file says on another computer who you are: your name, role, country and "
                                      "language, the address of the server, and your own notes and reading places. Nobody "
                                      "can read it without the passphrase. The keys of this computer stay here."));
  gtk_widget_set_visible (self->file_list, FALSE);
  gtk_button_set_label (self->go_button, _("Write…"));
  look_up_password (self);

  return GTK_WIDGET (self);
}

/**
 * gw_setup_sheet_new_read:
 * @reference: (nullable): for the name of the country
 * @language: of the words
 * @directory: where the profile shall be
 * @path: (nullable): the file, where it is known already
 *
 * Returns: (transfer full): the sheet that makes a profile of a file
 */
GtkWidget *
gw_setup_sheet_new_read (GwReference *reference,
                         const char  *language,
                         const char  *directory,
                         const char  *path)
{
  GwSetupSheet *self = g_object_new (GW_TYPE_SETUP_SHEET, NULL);

  g_set_object (&self->reference, reference);
  self->language = g_strdup (language);
  self->directory = g_strdup (directory);
  gtk_window_set_title (GTK_WINDOW (self), _("Set-up file"));
  gtk_label_set_label (self->intro, _("On your other computer, the preferences of Godwit write a file for this one, closed "
                                      "with a passphrase that you chose there."));
  gtk_widget_set_visible (self->choices, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->again), FALSE);
  gtk_button_set_label (self->go_button, _("Set up this computer"));
  set_path (self, g_strdup (path));
  gtk_window_set_focus (GTK_WINDOW (self), path != NULL ? GTK_WIDGET (self->passphrase) : self->choose_button);

  return GTK_WIDGET (self);
}
