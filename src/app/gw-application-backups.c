/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of the store each day, made while one works, and the way back to one of them. */

#include "app/gw-application-private.h"

#include <glib/gi18n-lib.h>

#include "app/gw-backup-list.h"
#include "app/gw-window.h"
#include "core/bundles/gw-copies.h"
#include "core/store/gw-store-bin.h"

typedef struct
{
  char *path;
  char *account;
  char *country;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  g_free (order->account);
  g_free (order->country);
  g_free (order);
}

/* Runs on the store's thread. What has been in the bin for long enough goes when the copy is there. */
static gpointer
make_backup (GwStore   *store,
             gpointer   data,
             GError   **error)
{
  const Order *order = data;
  g_autoptr (GwBackupInfo) info = gw_backup_make (store, order->path, order->account, order->country, error);

  if (info != NULL)
    gw_store_forget_binned (store, error);
  return NULL;
}

static void
on_backup_made (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GwApplication) self = user_data;
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL)
    g_warning ("No backup was made today: %s", error->message);
  else if (profile != NULL)
    gw_profile_prune_backups_async (profile, NULL, NULL);
}

/**
 * gw_application_back_up:
 *
 * Makes today's copy of the store, if there is none yet.
 */
void
gw_application_back_up (GwApplication *self)
{
  GwStoreThread *store = gw_context_get_store (self->context);
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autofree char *path = NULL;
  Order *order;

  if (store == NULL || gw_store_thread_is_read_only (store))
    return;
  path = gw_profile_dup_backup_due (profile);
  if (path == NULL)
    return;
  order = g_new0 (Order, 1);
  order->path = g_steal_pointer (&path);
  order->account = g_strdup (gw_profile_get_name (profile));
  order->country = g_strdup (gw_profile_get_country (profile));
  gw_store_thread_run_async (store, make_backup, order, order_free, NULL, NULL, on_backup_made, g_object_ref (self));
}

typedef struct
{
  GwApplication *application;
  char *directory;
  char *backup;
  char *passphrase; /* (nullable) */
} Restore;

static void
restore_clear (gpointer data)
{
  Restore *restore = data;

  g_object_unref (restore->application);
  g_free (restore->directory);
  g_free (restore->backup);
  /* It shall not lie about in memory. */
  for (char *c = restore->passphrase; c != NULL && *c != '\0'; c++)
    *(volatile char *) c = '\0';
  g_free (restore->passphrase);
}

static void
restore_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, restore_clear);
}

static void
put_back (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Restore *restore = task_data;
  GError *error = NULL;

  if (!gw_copies_put_back (restore->directory, restore->backup, restore->passphrase, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
show_failure (GwApplication *self,
              const GError  *error)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  /* TRANSLATORS: %s is a technical message in English. */
  g_autofree char *text = g_strdup_printf (_("What was there before is still there. The copy may be "
                                             "damaged, or the disk full.\n\nDetails: %s"),
                                           error->message);
  GtkWidget *dialog = adw_message_dialog_new (window, _("The backup could not be put back"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Whatever came of it, the profile is opened again. */
static void
on_put_back (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GwApplication *self = GW_APPLICATION (source);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  gw_application_open (self);
  if (error != NULL)
    show_failure (self, error);
  g_application_release (G_APPLICATION (self));
}

static void
begin_to_put_back (gpointer user_data)
{
  Restore *restore = user_data;
  GwApplication *self = restore->application;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_put_back, NULL);
  GtkWindow *window;

  /* No one may have the store open while another takes its place. */
  g_task_set_source_tag (task, begin_to_put_back);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (restore), restore_unref);
  g_application_hold (G_APPLICATION (self));
  while ((window = gtk_application_get_active_window (GTK_APPLICATION (self))) != NULL)
    gw_application_destroy_window (window);
  gw_context_close (self->context);
  g_task_run_in_thread (task, put_back);
}

/* What was typed and is not on the disk would be lost with the store that is closed. */
static void
put_back_if_saved (Restore   *restore,
                   GtkWindow *parent)
{
  if (!GW_IS_WINDOW (parent) || gw_application_is_saved (restore->application))
    begin_to_put_back (restore);
  else
    gw_window_ask_to_lose (GW_WINDOW (parent), begin_to_put_back, g_atomic_rc_box_acquire (restore), restore_unref);
}

static void
on_answer (GtkWidget  *dialog,
           const char *answer,
           Restore    *restore)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  GwBackupList *list = GW_BACKUP_LIST (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)));

  if (!g_str_equal (answer, "restore"))
    return;

  restore->backup = g_strdup (gw_backup_list_get_chosen (list)->path);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  put_back_if_saved (restore, parent);
}

/**
 * gw_application_put_back:
 * @path: a copy, sealed or not, that the person has looked into
 * @passphrase: (nullable): for a sealed one
 *
 * Puts the copy in the place of what is in the profile that is open, and opens it again.
 */
void
gw_application_put_back (GwApplication *self,
                         const char    *path,
                         const char    *passphrase)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  Restore *restore = g_atomic_rc_box_new0 (Restore);

  while (window != NULL && !GW_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  restore->application = g_object_ref (self);
  restore->directory = g_strdup (gw_profile_get_directory (gw_context_get_profile (self->context)));
  restore->backup = g_strdup (path);
  restore->passphrase = g_strdup (passphrase);
  put_back_if_saved (restore, window);
  restore_unref (restore);
}

/**
 * gw_application_offer_backup:
 * @directory: the profile
 *
 * Asks which of the backups is to be put in the place of what is there.
 */
void
gw_application_offer_backup (GwApplication *self,
                             const char    *directory)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GwProfile) profile = gw_profile_open (directory, &error);
  g_autoptr (GPtrArray) backups = profile != NULL ? gw_profile_list_backups (profile) : NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  if (backups == NULL) {
    /* TRANSLATORS: %1$s is a folder, %2$s is a technical message in English. */
    text = g_strdup_printf (_("Nothing was changed. The folder may be on a disk that is not "
                              "connected, or be damaged.\n\nFolder: %1$s\nDetails: %2$s"),
                            directory, error->message);
    dialog = adw_message_dialog_new (window, _("This profile could not be opened"), text);
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  } else if (backups->len == 0) {
    dialog = adw_message_dialog_new (window, _("There is no backup yet"),
                                     _("A copy is made each day on which Godwit is open. Nothing "
                                       "was changed."));
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  } else {
    Restore *restore = g_atomic_rc_box_new0 (Restore);

    restore->application = g_object_ref (self);
    restore->directory = g_strdup (directory);
    dialog = adw_message_dialog_new (window, _("Put a backup back?"),
                                     _("Your work will be as it was then. What is there now is kept among the "
                                       "backups, so that nothing is lost."));
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), gw_backup_list_new (backups));
    adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Not now"),
                                      "restore", _("_Put it back"), NULL);
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "restore",
                                                ADW_RESPONSE_SUGGESTED);
    g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), restore,
                           (GClosureNotify) (void (*) (void)) restore_unref, 0);
  }
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
