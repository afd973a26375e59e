/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which profile is opened, and how the first one comes into being. */

#include "app/gw-application-private.h"

#include <glib/gi18n-lib.h>

#include "app/gw-ui-language.h"
#include "app/gw-window.h"
#include "app/widgets/gw-toast.h"
#include "core/base/gw-id.h"
#include "core/base/gw-paths.h"
#include "core/bundles/gw-bundle.h"
#include "core/keys/gw-signer.h"

#define WATCH_DELAY 300 /* milliseconds after the window was asked for */

static void show_first_start (GwApplication *self);

/* The folder of the profile that was open last, or else the first there is. */
static char *
find_profile (GwApplication *self)
{
  g_autofree char *profiles = gw_paths_dup_profiles_dir ();
  g_autoptr (GPtrArray) found = NULL;

  if (self->profile_option != NULL) {
    g_autofree char *mark = g_build_filename (self->profile_option, "profile.json", NULL);

    return g_file_test (mark, G_FILE_TEST_EXISTS) ? g_strdup (self->profile_option) : NULL;
  }

  found = gw_profile_list (profiles);
  if (self->settings != NULL) {
    g_autofree char *last = g_settings_get_string (self->settings, "profile");

    for (guint i = 0; i < found->len; i++) {
      g_autofree char *name = g_path_get_basename (g_ptr_array_index (found, i));

      if (g_str_equal (name, last))
        return g_strdup (g_ptr_array_index (found, i));
    }
  }

  return found->len > 0 ? g_strdup (g_ptr_array_index (found, 0)) : NULL;
}

static void
remember_profile (GwApplication *self,
                  const char    *directory)
{
  g_autofree char *name = g_path_get_basename (directory);

  if (self->settings != NULL && self->profile_option == NULL)
    g_settings_set_string (self->settings, "profile", name);
}

/* A window that stays open overnight has its copy of the day, too. */
static gboolean
on_hour (gpointer user_data)
{
  gw_application_back_up (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
watch (gpointer user_data)
{
  GwApplication *self = GW_APPLICATION (user_data);
  GwStoreThread *store = gw_context_get_store (self->context);

  if (store != NULL) {
    gw_manual_watch (gw_context_get_manual (self->context), store);
    gw_search_watch (gw_context_get_search (self->context), store);
    gw_application_back_up (self);
    if (self->hour_id == 0)
      self->hour_id = g_timeout_add_seconds (3600, on_hour, self);
    gw_account_begin (gw_context_get_account (self->context));
  }
  return G_SOURCE_REMOVE;
}

static gboolean
keep_size (GtkWindow     *window,
           GwApplication *self)
{
  gboolean maximized = gtk_window_is_maximized (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", maximized);
  if (!maximized && width > 0 && height > 0)
    g_settings_set (self->settings, "window-size", "(ii)", width, height);
  return GDK_EVENT_PROPAGATE;
}

static void
restore_size (GwApplication *self,
              GtkWindow     *window)
{
  int width, height;

  if (self->settings == NULL)
    return;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (window, width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (window);
  g_signal_connect_object (window, "close-request", G_CALLBACK (keep_size), self, 0);
}

/* (nullable): the path of a file that is a bundle, by its name. */
static char *
dup_bundle_path (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  return path != NULL && g_str_has_suffix (path, GW_BUNDLE_SUFFIX) ? g_steal_pointer (&path) : NULL;
}

/* Chosen at the first start; one that was opened outside shows itself. */
static gboolean
asks_for_stick (GwApplication *self)
{
  for (guint i = 0; i < self->files->len; i++) {
    g_autofree char *bundle = dup_bundle_path (self->files->pdata[i]);

    if (bundle != NULL)
      return FALSE;
  }

  return self->draft->stick;
}

void
gw_application_show_files (GwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && !GW_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window == NULL)
    return;

  for (guint i = 0; i < self->files->len; i++) {
    g_autofree char *uri = g_file_get_uri (self->files->pdata[i]);
    g_autofree char *target = g_strconcat ("formfile:", uri, NULL);
    g_autofree char *bundle = dup_bundle_path (self->files->pdata[i]);

    if (bundle != NULL)
      gtk_widget_activate_action (GTK_WIDGET (window), "win.read-stick", "s", bundle);
    else
      gw_window_open (GW_WINDOW (window), target);
  }
  g_ptr_array_set_size (self->files, 0);
}

/* Takes the place of the first start, if that is what is on the screen. */
static void
show_window (GwApplication *self)
{
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));
  GwWindow *window = gw_window_new (GTK_APPLICATION (self), self->context);

  restore_size (self, GTK_WINDOW (window));
  if (old != NULL && gtk_window_is_maximized (old))
    gtk_window_maximize (GTK_WINDOW (window));
  gw_window_restore_place (window);
  gtk_window_present (GTK_WINDOW (window));
  if (old != NULL)
    gtk_window_destroy (old);
  gw_application_show_files (self);

  /* The index and the newer pages of the manual are not needed for the first frame. */
  g_timeout_add_full (G_PRIORITY_LOW, WATCH_DELAY, watch, g_object_ref (self), g_object_unref);
}

static void
begin_anew (GwApplication *self)
{
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));

  show_first_start (self);
  gtk_window_destroy (old);
}

/* A folder that was named holds one profile. */
static GtkWidget *
new_set_aside_label (void)
{
  GtkWidget *label = gtk_label_new (_("A new profile would be made in the same folder. What is there now would be moved whole "
                                      "into a folder of its own within it; nothing is deleted."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

/* Nothing could be opened: what happened, what is safe, and what can be done. */
static void
show_fault (GwApplication *self,
            const char    *directory,
            const GError  *error)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *backup = gtk_button_new_with_label (_("Look for a backup"));
  GtkWidget *button = gtk_button_new_with_label (_("Begin with a new profile"));
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_warning ("Cannot open %s: %s", directory, error->message);
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_NEWER))
    /* TRANSLATORS: %s is a folder. */
    text = g_strdup_printf (_("It was last used by a newer Godwit. Nothing was changed. Please "
                              "open it with that version.\n\nFolder: %s"), directory);
  else
    /* TRANSLATORS: %1$s is a folder, %2$s is a technical message in English. */
    text = g_strdup_printf (_("Nothing was changed. The folder may be on a disk that is not "
                              "connected, or be damaged.\n\nFolder: %1$s\nDetails: %2$s"),
                            directory, error->message);
  escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "drive-harddisk-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("This profile could not be opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  g_signal_connect_object (button, "clicked", G_CALLBACK (begin_anew), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (backup, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (backup, "pill");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (backup), "s", directory);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (backup), "app.offer-backup");
  gtk_box_append (GTK_BOX (buttons), backup);
  gtk_box_append (GTK_BOX (buttons), button);
  if (self->profile_option != NULL)
    gtk_box_append (GTK_BOX (buttons), new_set_aside_label ());
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Godwit");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  gtk_window_present (GTK_WINDOW (window));
}

/* Runs on the store's thread, before anything is written. Without keys it is written all the same, unsigned. */
static gpointer
sign_from_now_on (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  g_autoptr (GError) problem = NULL;

  if (!gw_store_is_read_only (store) && !gw_signer_attach (store, data, &problem))
    g_message ("What is written is not signed: %s", problem->message);

  return NULL;
}

static gboolean
open_profile (GwApplication  *self,
              const char     *directory,
              GError        **error)
{
  g_autoptr (GwProfile) profile = gw_profile_open (directory, error);
  g_autoptr (GwStoreThread) store = NULL;
  g_autofree char *path = NULL;

  if (profile == NULL || !gw_profile_check_store (profile, error))
    return FALSE;
  path = gw_profile_dup_store_path (profile);
  gw_profile_finish_restore (profile);
  store = gw_store_thread_new (path, GW_STORE_CREATE, error);
  if (store == NULL)
    return FALSE;

  gw_store_thread_run_async (store, sign_from_now_on, gw_key_desk_new (profile, NULL),
                             (GDestroyNotify) gw_key_desk_unref, NULL, NULL, NULL, NULL);
  gw_context_open (self->context, profile, store);
  gw_application_follow_unsaved (self);
  if (gw_ui_language_find (gw_profile_get_language (profile)) != NULL)
    gw_application_set_language (self, gw_profile_get_language (profile));
  remember_profile (self, directory);
  return TRUE;
}

/* The files of a new profile are written on a thread: a slow disk must not hold the window. */
typedef struct
{
  char *directory;
  char *name;
  GwRole role;
  char *country;
  char *language;
  char *server;
  char *user;
  char *set_aside; /* where the profile is that could not be opened */
} NewProfile;

static void
new_profile_free (NewProfile *plan)
{
  g_free (plan->directory);
  g_free (plan->name);
  g_free (plan->country);
  g_free (plan->language);
  g_free (plan->server);
  g_free (plan->user);
  g_free (plan->set_aside);
  g_free (plan);
}

static void
make_profile (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  NewProfile *plan = task_data;
  GError *error = NULL;
  g_autoptr (GwProfile) profile = NULL;
  g_autoptr (GwStore) store = NULL;
  g_autofree char *path = NULL, *mark = g_build_filename (plan->directory, "profile.json", NULL);

  if (g_file_test (mark, G_FILE_TEST_EXISTS) || gw_profile_has_remains (plan->directory)) {
    plan->set_aside = gw_profile_set_aside (plan->directory, &error);
    if (plan->set_aside == NULL) {
      g_task_return_error (task, error);
      return;
    }
  }
  profile = gw_profile_create (plan->directory, plan->name, plan->role, plan->country,
                               plan->language, &error);
  if (profile != NULL && plan->server != NULL
      && (!gw_profile_set_setting (profile, "server-url", plan->server, &error)
          || !gw_profile_set_setting (profile, "server-user", plan->user, &error)))
    g_clear_object (&profile);
  if (profile != NULL) {
    path = gw_profile_dup_store_path (profile);
    store = gw_store_open (path, GW_STORE_CREATE, &error);
  }

  if (store == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GwFirstStart *
get_first_start (GwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));

  return GW_IS_FIRST_START (content) ? GW_FIRST_START (content) : NULL;
}

static void
tell_set_aside (GwApplication *self,
                const char    *folder)
{
  g_autofree char *escaped = g_markup_escape_text (folder, -1);
  /* TRANSLATORS: %s is a folder. */
  g_autofree char *words = g_strdup_printf (_("What could not be opened is whole in %s"), escaped);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (GW_IS_WINDOW (window))
    gw_toast_say (gw_window_get_place (GW_WINDOW (window)), words);
}

static void
on_profile_made (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GwApplication *self = GW_APPLICATION (source);
  NewProfile *plan = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean asks = asks_for_stick (self);

  self->opening = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error)
      || !open_profile (self, plan->directory, &error)) {
    GwFirstStart *first_start = get_first_start (self);
    /* TRANSLATORS: %1$s is a folder, %2$s is a technical message in English. */
    g_autofree char *sentence = g_strdup_printf (_("Your profile could not be made in %1$s: %2$s"),
                                                 plan->directory, error->message);

    g_warning ("%s", error->message);
    if (first_start != NULL)
      gw_first_start_show_fault (first_start, sentence);
    return;
  }

  if (plan->server != NULL && *self->draft->password != '\0')
    gw_account_set (gw_context_get_account (self->context), plan->server, plan->user,
                    self->draft->password);
  show_window (self);
  if (plan->set_aside != NULL)
    tell_set_aside (self, plan->set_aside);
  if (asks)
    gtk_widget_activate_action (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self))),
                                "win.read-stick", "s", "");
  g_clear_pointer (&self->draft, gw_first_start_draft_free);
}

/* Returns: (transfer full): where a new profile shall be */
char *
gw_application_choose_directory (GwApplication *self)
{
  g_autofree char *profiles = gw_paths_dup_profiles_dir ();
  g_autofree char *id = gw_id_new ();
  g_autofree char *name = NULL;

  if (self->profile_option != NULL)
    return g_strdup (self->profile_option);
  name = g_ascii_strdown (id, -1);
  return g_build_filename (profiles, name, NULL);
}

static void
on_first_start_finished (GwApplication *self)
{
  GwFirstStartDraft *draft = self->draft;
  g_autoptr (GTask) task = NULL;
  NewProfile *plan;

  if (self->opening)
    return;
  self->opening = TRUE;

  plan = g_new0 (NewProfile, 1);
  plan->directory = gw_application_choose_directory (self);
  plan->name = g_strstrip (g_strdup (draft->name));
  plan->role = draft->role;
  plan->country = g_strdup (draft->country != NULL ? draft->country : "");
  plan->language = g_strdup (draft->language);
  if (draft->connect && *draft->server != '\0') {
    plan->server = g_strstrip (g_strdup (draft->server));
    plan->user = g_strstrip (g_strdup (draft->user));
  }

  task = g_task_new (self, NULL, on_profile_made, NULL);
  g_task_set_source_tag (task, on_first_start_finished);
  g_task_set_task_data (task, plan, (GDestroyNotify) new_profile_free);
  g_task_run_in_thread (task, make_profile);
}

static void
fill_first_start (GwApplication *self,
                  GtkWidget     *window)
{
  GtkWidget *first_start = gw_first_start_new (self->draft);

  gw_first_start_set_reference (GW_FIRST_START (first_start),
                                gw_context_get_reference (self->context));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), first_start);
  g_signal_connect_object (first_start, "finished", G_CALLBACK (on_first_start_finished), self,
                           G_CONNECT_SWAPPED);
  /* The widget that tells of the change is replaced by it: not before its signal is over. */
  g_signal_connect_object (first_start, "language-chosen", G_CALLBACK (gw_application_rebuild),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (first_start, "set-up-file", G_CALLBACK (gw_application_ask_setup), self,
                           G_CONNECT_SWAPPED);
  gw_first_start_begin (GW_FIRST_START (first_start));
}

static gboolean
refill_first_start (gpointer user_data)
{
  GwApplication *self = GW_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->draft != NULL && window != NULL) {
    gw_application_set_language (self, self->draft->language);
    fill_first_start (self, GTK_WIDGET (window));
  }

  return G_SOURCE_REMOVE;
}

static void
show_first_start (GwApplication *self)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));

  g_clear_pointer (&self->draft, gw_first_start_draft_free);
  self->draft = gw_first_start_draft_new (gw_context_get_language (self->context));
  gtk_window_set_title (GTK_WINDOW (window), "Godwit");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 680);
  gtk_widget_set_size_request (window, 360, 294);
  fill_first_start (self, window);
  gtk_window_present (GTK_WINDOW (window));
}

/* (nullable) (transfer none) */
static GtkWindow *
find_above (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (GTK_IS_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
      return window;
  }

  return NULL;
}

static void
destroy_above (GtkWindow *parent)
{
  GtkWindow *above;

  while ((above = find_above (parent)) != NULL) {
    destroy_above (above);
    gtk_window_set_transient_for (above, NULL);
    gtk_window_destroy (above);
  }
}

/* A window above another that is destroyed would keep a pointer to it (GTK 4.8), so those above
 * go first, and those above them. */
void
gw_application_destroy_window (GtkWindow *parent)
{
  destroy_above (parent);
  gtk_window_destroy (parent);
}

/* Builds what is on the screen anew, in the place where it is. */
void
gw_application_rebuild (GwApplication *self)
{
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));
  GwWindow *window;
  g_autoptr (GVariant) state = NULL;

  if (self->draft != NULL) {
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, refill_first_start, g_object_ref (self),
                     g_object_unref);
    return;
  }

  while (old != NULL && !GW_IS_WINDOW (old))
    old = gtk_window_get_transient_for (old);
  if (old == NULL)
    return;

  state = gw_window_save_state (GW_WINDOW (old));
  window = gw_window_new (GTK_APPLICATION (self), self->context);
  gw_window_restore_state (window, state);
  restore_size (self, GTK_WINDOW (window));
  gw_window_take_size (window, GW_WINDOW (old));
  gtk_window_present (GTK_WINDOW (window));
  gw_application_destroy_window (old);
}

/* Opens the last profile, or begins the first one. */
void
gw_application_open (GwApplication *self)
{
  g_autofree char *directory = find_profile (self);
  g_autoptr (GError) error = NULL;

  if (directory == NULL)
    show_first_start (self);
  else if (open_profile (self, directory, &error))
    show_window (self);
  else
    show_fault (self, directory, error);
  gw_application_show_setup (self);
}

/* Opens a profile that was made of a set-up file, in the place of the first start. */
void
gw_application_open_made (GwApplication *self,
                          const char    *directory,
                          const char    *server,
                          const char    *user,
                          const char    *password)
{
  GtkWindow *old = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->draft, gw_first_start_draft_free);
  if (!open_profile (self, directory, &error)) {
    show_fault (self, directory, error);
    if (old != NULL)
      gtk_window_destroy (old);
    return;
  }
  if (server != NULL && user != NULL && password != NULL)
    gw_account_set (gw_context_get_account (self->context), server, user, password);
  show_window (self);
}
