/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the program ends: by the person, by a signal, with the session; and what holds it back. */

#include "app/gw-application-private.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "app/gw-window.h"

/* How long the last keys may take from the display to the program. */
#define HEAR_OUT_MS 100

/* Each window is asked, since one may hold words that the disk has not taken yet. */
static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  /* A dialog goes with the window below it, and must not be closed after that. */
  GList *windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (user_data)),
                                     (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
  g_list_free_full (windows, g_object_unref);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_REMOVE;
}

/* The session ends, or somebody ends the program: as if the person had closed it. The last keys may
 * still be on their way from the display, so they are heard first. A second signal ends the program at
 * once, since this one is heard only once. */
static gboolean
on_signal (gpointer user_data)
{
  g_timeout_add_full (G_PRIORITY_LOW, HEAR_OUT_MS, quit_cb, user_data, NULL);
  return G_SOURCE_REMOVE;
}

/* The session is asked to wait while words are in memory only. It is told once. */
static void
hold_session (GwApplication *self,
              gboolean       hold)
{
  if (hold == self->holds_session)
    return;

  self->holds_session = hold;
  if (hold)
    self->session_cookie = gtk_application_inhibit (GTK_APPLICATION (self),
                                                    gtk_application_get_active_window (GTK_APPLICATION (self)),
                                                    GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                                                    _("The last change is not saved yet"));
  else if (self->session_cookie != 0)
    gtk_application_uninhibit (GTK_APPLICATION (self), self->session_cookie);
}

static void
on_unsaved (GwApplication *self)
{
  GwUnsaved *unsaved = gw_context_get_unsaved (self->context);

  hold_session (self, unsaved != NULL && gw_unsaved_get_error (unsaved) != NULL);
}

/**
 * gw_application_is_saved:
 *
 * Hands everything that was typed to the store and waits for it: for the moments that leave no time
 * to come back later.
 *
 * Returns: whether all of it is on the disk
 */
gboolean
gw_application_is_saved (GwApplication *self)
{
  GwStoreThread *store = gw_context_get_store (self->context);
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return TRUE;
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (GW_IS_WINDOW (l->data))
      gw_window_keep_place (l->data);
  }
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  if (!gw_store_thread_flush (store, &error)) {
    g_warning ("Not everything could be saved: %s", error->message);
    return FALSE;
  }

  return gw_unsaved_get_error (gw_context_get_unsaved (self->context)) == NULL;
}

/* The session asks whether it may end. */
static void
on_query_end (GwApplication *self)
{
  hold_session (self, !gw_application_is_saved (self));
}

/**
 * gw_application_follow_unsaved:
 *
 * To be called when a profile was opened.
 */
void
gw_application_follow_unsaved (GwApplication *self)
{
  g_signal_connect_object (gw_context_get_unsaved (self->context), "notify::error", G_CALLBACK (on_unsaved), self,
                           G_CONNECT_SWAPPED);
  on_unsaved (self);
}

/**
 * gw_application_listen_for_the_end:
 *
 * Once, at the start.
 */
void
gw_application_listen_for_the_end (GwApplication *self)
{
  static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
  static const GActionEntry action = { .name = "quit", .activate = quit_action };

  g_action_map_add_action_entries (G_ACTION_MAP (self), &action, 1, self);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_unix_signal_add (numbers[i], on_signal, self);
  g_signal_connect (self, "query-end", G_CALLBACK (on_query_end), NULL);
}
