/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-stick-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/sync/gw-codes.h"
#include "app/sync/gw-stick-words.h"
#include "app/widgets/gw-names.h"

struct _GwStickSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwStickUse use;
  GwBundleDesk *desk;
  GPtrArray *paths;              /* (element-type filename): what was chosen; one to send */
  guint n_done;                  /* so many of them were read, or are for others */
  GwBundleReading total;         /* what came of those */
  guint n_others;                /* of those, sealed for others */
  GString *failures;             /* of those, what is wrong with some */
  GwCodes *codes;                /* (nullable): whom one may send to, once it is known */
  GHashTable *names;             /* account -> itself: whom it shall be for; none: a passphrase */
  GwBundleFlags flags;
  GCancellable *cancellable;     /* (nullable): while something is written or read */
  GtkApplication *held;          /* (nullable): the same; it does not end meanwhile */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  gboolean closes;               /* the person wants to leave as soon as that is possible */

  GtkStack *pages;
  GtkLabel *intro;
  GtkWidget *readers_group;
  GtkListBox *readers;
  AdwActionRow *file_row;
  GtkWidget *choose_button;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkWidget *everything_row;
  GtkSwitch *everything;
  GtkLabel *fault;
  GtkButton *remedy_button;
  GtkLabel *signer;
  GtkLabel *signer_code;
  GtkLabel *signer_advice;
  GtkButton *same_button;
  GtkButton *anyway_button;
  GwKey *asked;                  /* (nullable): whose code is compared */
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
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->paths->len; i++) {
    g_autofree char *base = g_path_get_basename (self->paths->pdata[i]);
    g_autofree char *name = g_filename_display_name (base);

    g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", name);
  }
  adw_action_row_set_subtitle (self->file_row, names->len > 0 ? names->str : _("Not chosen yet"));
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

/* Only where a file asks for it: what was sealed for this computer opens by itself. */
static void
ask_passphrase (GwStickSheet *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), TRUE);
  show_fault (self, _("Please type the passphrase that your colleague told you."));
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

/* (nullable): the file at hand. */
static const char *
current_path (GwStickSheet *self)
{
  return self->n_done < self->paths->len ? self->paths->pdata[self->n_done] : NULL;
}

/* Of several files, which one it is. */
static char *
dup_sentence (GwStickSheet *self,
              const GError *error)
{
  g_autofree char *sentence = gw_bundle_error_dup_sentence (error);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (self->use == GW_STICK_SEND || self->paths->len < 2 || current_path (self) == NULL)
    return g_steal_pointer (&sentence);
  base = g_path_get_basename (current_path (self));
  name = g_filename_display_name (base);

  /* TRANSLATORS: %1$s is the name of a file, %2$s the sentences that say what is wrong with it. */
  return g_strdup_printf (_("“%1$s”: %2$s"), name, sentence);
}

/* A failure leads back to the form, with all that was typed there. */
static void
take_failure (GwStickSheet *self,
              const GError *error)
{
  g_autofree char *sentence = dup_sentence (self, error);

  g_debug ("By stick: %s", error->message);
  if (self->closes) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_stack_set_visible_child_name (self->pages, "form");
  show_fault (self, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button),
                          error->code == GW_BUNDLE_ERROR_MASS_DELETE);
  if (error->code == GW_BUNDLE_ERROR_PASSPHRASE_NEEDED)
    ask_passphrase (self);
  else if (error->code == GW_BUNDLE_ERROR_PASSPHRASE)
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
  detail = gw_stick_words_sent_to (current_path (self), g_hash_table_size (self->names) > 0);
  take_success (self, words, detail);
}

static void begin (GwStickSheet *self);

static void
tell_what_came (GwStickSheet *self)
{
  g_autofree char *words = gw_stick_words_read (&self->total);
  g_autofree char *detail = gw_stick_words_read_from (&self->total, self->n_others);
  g_autofree char *all = g_strconcat (detail, *detail != '\0' && self->failures->len > 0 ? "\n\n" : "",
                                      self->failures->str, NULL);

  take_success (self, words, all);
}

static void
add_to_total (GwStickSheet          *self,
              const GwBundleReading *reading)
{
  self->total.stored += reading->stored;
  self->total.known += reading->known;
  self->total.set_aside += reading->set_aside;
  self->total.merged += reading->merged;
  self->total.arrived += reading->arrived;
  self->total.waiting = reading->waiting;
  g_clear_pointer (&self->total.info, gw_bundle_info_free);
  self->total.info = gw_bundle_info_copy (reading->info);
}

/* The next file of the stick, or the end. What was allowed for one holds for that one only. */
static void
go_on (GwStickSheet *self)
{
  self->n_done++;
  self->flags = GW_BUNDLE_DEFAULT;
  if (current_path (self) != NULL) {
    begin (self);
    return;
  }
  end_run (self);
  tell_what_came (self);
}

/* Whose name and code it is, and what can be done. */
static void
show_signer (GwStickSheet       *self,
             const GwBundleInfo *info)
{
  g_autofree char *words = gw_stick_words_signer (info);
  g_autofree char *code = info->signer != NULL ? gw_key_dup_code (info->signer) : NULL;
  gboolean can_compare = info->signer != NULL && info->trust == GW_KEY_TRUST_UNCONFIRMED;

  g_clear_pointer (&self->asked, gw_key_unref);
  self->asked = info->signer != NULL ? gw_key_ref (info->signer) : NULL;
  gtk_label_set_label (self->signer, words);
  gtk_label_set_label (self->signer_code, can_compare ? code : "");
  gtk_widget_set_visible (GTK_WIDGET (self->signer_code), can_compare);
  gtk_label_set_label (self->signer_advice, can_compare
    ? _("Call the person, or meet, and let the digits be read to you from “Codes of people” on that computer. "
        "Nothing of the file was taken over yet.")
    : _("Please ask the person before you go on. Nothing of the file was taken over yet."));
  gtk_widget_set_visible (GTK_WIDGET (self->same_button), can_compare);
  gw_names_wrap (self->same_button);
  gw_names_wrap (self->anyway_button);
  gtk_stack_set_visible_child_name (self->pages, "signer");
  gtk_widget_grab_focus (GTK_WIDGET (can_compare ? self->same_button : self->anyway_button));
}

static void
on_inspected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleInfo) info = gw_bundle_inspect_finish (result, &error);

  end_run (self);
  if (self->context == NULL)
    return;
  if (info != NULL && !self->closes)
    show_signer (self, info);
  else if (info != NULL)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    take_failure (self, error);
}

/* NULL where none was typed: what was sealed for this computer needs none. */
static const char *
typed_passphrase (GwStickSheet *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  return *passphrase != '\0' ? passphrase : NULL;
}

/* Nothing that a person could type would mend it: one such file does not keep those beside it. */
static gboolean
is_hopeless (int code)
{
  return code == GW_BUNDLE_ERROR_NOT_FOR_US || code == GW_BUNDLE_ERROR_DAMAGED
         || code == GW_BUNDLE_ERROR_NOT_A_BUNDLE || code == GW_BUNDLE_ERROR_NEWER
         || code == GW_BUNDLE_ERROR_OTHER_COUNTRY || code == GW_BUNDLE_ERROR_NOT_ALLOWED
         || code == GW_BUNDLE_ERROR_TOO_LARGE;
}

static void
pass_over (GwStickSheet *self,
           const GError *error)
{
  g_autofree char *sentence = dup_sentence (self, error);

  g_debug ("By stick: %s", error->message);
  if (error->code == GW_BUNDLE_ERROR_NOT_FOR_US)
    self->n_others++;
  else
    g_string_append_printf (self->failures, "%s%s", self->failures->len > 0 ? "\n\n" : "", sentence);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  GwBundleReading *reading = gw_bundle_read_finish (result, &error);

  if (self->context == NULL) {
    end_run (self);
    g_clear_pointer (&reading, gw_bundle_reading_free);
    return;
  }
  /* Also when it failed in the middle: what came is here. */
  gw_store_thread_poke (gw_context_get_store (self->context));
  if (reading != NULL) {
    add_to_total (self, reading);
    gw_bundle_reading_free (reading);
    go_on (self);
  } else if (error->code == GW_BUNDLE_ERROR_SIGNER) {
    gw_bundle_inspect_async (self->desk, current_path (self), typed_passphrase (self), self->cancellable,
                             on_inspected, g_object_ref (self));
  } else if (self->paths->len > 1 && is_hopeless (error->code)) {
    pass_over (self, error);
    go_on (self);
  } else {
    end_run (self);
    take_failure (self, error);
  }
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

/* (nullable): whom it shall be for. */
static GStrv
dup_names (GwStickSheet *self)
{
  g_autofree char **names = (char **) g_hash_table_get_keys_as_array (self->names, NULL);

  return g_hash_table_size (self->names) > 0 ? g_strdupv (names) : NULL;
}

static void
begin (GwStickSheet *self)
{
  g_auto (GStrv) names = dup_names (self);

  if (self->use == GW_STICK_READ)
    gw_bundle_read_async (self->desk, current_path (self), typed_passphrase (self), self->flags, on_progress,
                          self, self->cancellable, on_read, g_object_ref (self));
  else if (names != NULL)
    gw_bundle_write_for_async (self->desk, current_path (self), (const char *const *) names, self->flags,
                               on_progress, self, self->cancellable, on_sent, g_object_ref (self));
  else
    gw_bundle_write_async (self->desk, current_path (self), gtk_editable_get_text (self->passphrase), self->flags,
                           on_progress, self, self->cancellable, on_sent, g_object_ref (self));
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
  self->flags |= flags;
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

/* Several may lie on a stick: by name they come in the order in which they were written. */
static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
take_files (GwStickSheet *self,
            GListModel   *files)
{
  g_ptr_array_set_size (self->paths, 0);
  g_string_truncate (self->failures, 0);
  self->n_done = 0;
  self->flags = GW_BUNDLE_DEFAULT;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    char *path = g_file_get_path (file);

    if (path != NULL)
      g_ptr_array_add (self->paths, path);
  }
  g_ptr_array_sort (self->paths, compare_paths);
  update_file (self);
  show_fault (self, self->paths->len == 0
                      ? _("This place cannot be used. Please choose a folder of this computer or of a "
                          "stick.") : NULL);
}

static void
on_chosen (GwStickSheet *self,
           int           response)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  take_files (self, files);
  if (self->paths->len == 0)
    return;
  if (self->use == GW_STICK_SEND)
    start (self, gtk_switch_get_active (self->everything) ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->go_button));
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
  else
    gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
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

  if (g_hash_table_size (self->names) > 0) {
    show_fault (self, NULL);
    choose (self);
  } else if (g_utf8_strlen (passphrase, -1) < GW_BUNDLE_MIN_PASSPHRASE) {
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
  if (self->use == GW_STICK_SEND)
    go_send (self);
  else if (current_path (self) == NULL)
    choose (self);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->passphrase)) && typed_passphrase (self) == NULL)
    ask_passphrase (self);
  else
    start (self, GW_BUNDLE_DEFAULT);
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
on_confirmed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = gw_codes_write_finish (result, &error);

  if (self->context == NULL)
    return;
  if (!ok)
    g_warning ("A code is not written down: %s", error->message);
  /* If it was not, the same question comes again. */
  start (self, GW_BUNDLE_DEFAULT);
}

static void
on_same (GwStickSheet *self)
{
  gw_codes_confirm_async (self->context, self->asked, on_confirmed, g_object_ref (self));
}

static void
on_anyway (GwStickSheet *self)
{
  start (self, GW_BUNDLE_ALLOW_SIGNER);
}

/* This one stays on the stick; those after it need not. */
static void
on_leave (GwStickSheet *self)
{
  if (self->n_done + 1 < self->paths->len) {
    self->n_done++;
    start (self, GW_BUNDLE_DEFAULT);
  } else if (self->total.info != NULL) {
    tell_what_came (self);
  } else {
    gtk_stack_set_visible_child_name (self->pages, "form");
  }
}

static void
on_toggled (GtkCheckButton *check,
            GwStickSheet   *self)
{
  const char *account = g_object_get_data (G_OBJECT (check), "account");

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->names, g_strdup (account));
  else
    g_hash_table_remove (self->names, account);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), g_hash_table_size (self->names) == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->again), g_hash_table_size (self->names) == 0);
  show_fault (self, NULL);
}

static void
add_reader (GwStickSheet     *self,
            const GwKeyEntry *entry)
{
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
  g_autofree char *name = gw_codes_words_name (entry->key);
  g_autofree char *state = gw_codes_words_state (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "account", g_strdup (gw_key_get_account (entry->key)), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (self->readers, row);
}

/* An account with several computers is named once: the file opens on all of them. */
static void
fill_readers (GwStickSheet *self)
{
  const char *before = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < self->codes->entries->len; i++) {
    const GwKeyEntry *entry = g_ptr_array_index (self->codes->entries, i);

    if ((entry->trust != GW_KEY_TRUST_CONFIRMED && entry->trust != GW_KEY_TRUST_UNCONFIRMED)
        || g_strcmp0 (before, gw_key_get_account (entry->key)) == 0)
      continue;
    before = gw_key_get_account (entry->key);
    add_reader (self, entry);
    any = TRUE;
  }
  /* A desk without a name cannot sign, and seals for nobody. */
  gtk_widget_set_visible (self->readers_group, any && self->codes->own != NULL);
}

static void
on_codes (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwStickSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  GwCodes *codes = gw_codes_load_finish (result, &error);

  if (codes == NULL)
    g_warning ("The codes cannot be read: %s", error->message);
  if (codes == NULL || self->context == NULL) {
    g_clear_pointer (&codes, gw_codes_free);
    return;
  }
  self->codes = codes;
  fill_readers (self);
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
  g_clear_pointer (&self->codes, gw_codes_free);
  g_clear_pointer (&self->asked, gw_key_unref);
  g_clear_pointer (&self->total.info, gw_bundle_info_free);

  G_OBJECT_CLASS (gw_stick_sheet_parent_class)->dispose (object);
}

static void
gw_stick_sheet_finalize (GObject *object)
{
  GwStickSheet *self = GW_STICK_SHEET (object);

  g_ptr_array_unref (self->paths);
  g_string_free (self->failures, TRUE);
  g_hash_table_unref (self->names);

  G_OBJECT_CLASS (gw_stick_sheet_parent_class)->finalize (object);
}

static void
gw_stick_sheet_class_init (GwStickSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_stick_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_stick_sheet_finalize;
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
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, readers_group);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, readers);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, signer);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, signer_code);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, signer_advice);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, same_button);
  gtk_widget_class_bind_template_child (widget_class, GwStickSheet, anyway_button);
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
  gtk_widget_class_bind_template_callback (widget_class, on_same);
  gtk_widget_class_bind_template_callback (widget_class, on_anyway);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_stick_sheet_init (GwStickSheet *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->failures = g_string_new (NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fit_to_use (GwStickSheet *self)
{
  gboolean sends = self->use == GW_STICK_SEND;

  gtk_window_set_title (GTK_WINDOW (self), sends ? _("Send by USB stick") : _("Read a USB stick"));
  gtk_label_set_label (self->intro, sends
    ? _("For colleagues of your country whom no connection reaches: what is shared with them goes into "
        "one file that only they can open. What is yours alone stays here.")
    : _("A colleague of your country wrote the file. It is looked through to its end before anything of it "
        "is taken over. You can choose several files at once."));
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), !sends);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), sends);
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
  if (path != NULL)
    g_ptr_array_add (self->paths, g_strdup (path));
  fit_to_use (self);
  if (use == GW_STICK_SEND)
    gw_codes_load_async (context, on_codes, g_object_ref (self));
  update_file (self);
  gw_names_from_tooltips (GTK_WIDGET (self->passphrase));
  gw_names_from_tooltips (GTK_WIDGET (self->again));
  gtk_window_set_focus (GTK_WINDOW (self), use == GW_STICK_SEND ? GTK_WIDGET (self->passphrase)
                                           : path == NULL ? self->choose_button : GTK_WIDGET (self->go_button));

  return GTK_WIDGET (self);
}
