/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-unsaved-ask.h"

#include <glib/gi18n-lib.h>

#include "app/gw-unsaved-copy.h"

typedef struct
{
  GtkWidget *parent;
  GwUnsaved *unsaved;
  GwUnsavedLose lose;
  gpointer user_data;
  GDestroyNotify destroy;
} Asked;

static void
asked_free (gpointer  data,
            GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->parent);
  g_object_unref (asked->unsaved);
  if (asked->destroy != NULL)
    asked->destroy (asked->user_data);
  g_free (asked);
}

static void
response_cb (GtkWidget  *dialog,
             const char *answer,
             Asked      *asked)
{
  /* The profile may have been closed meanwhile. */
  if (gtk_widget_get_root (asked->parent) == NULL)
    return;

  if (g_str_equal (answer, "lose"))
    asked->lose (asked->user_data);
  else if (g_str_equal (answer, "copy"))
    gw_unsaved_copy_ask (asked->parent, asked->unsaved);
}

static const char *
get_body (GwUnsaved *unsaved)
{
  const GError *error = gw_unsaved_get_error (unsaved);

  if (error == NULL || g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID)
      || g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_READ_ONLY))
    return _("It could not be saved here. It is kept in memory only, and would be lost now.");

  return _("The disk does not take it. It is kept in memory only, and would be lost "
           "now. If you free some space, it is saved by itself.");
}

/**
 * gw_unsaved_ask:
 * @parent: a widget of the window
 * @unsaved: what is not on the disk, and does not get there
 * @lose: called when the person wants to go on nevertheless
 * @user_data: for @lose
 * @destroy: (nullable): frees @user_data
 *
 * Asks before something is done that would lose what was typed last.
 */
void
gw_unsaved_ask (GtkWidget      *parent,
                GwUnsaved      *unsaved,
                GwUnsavedLose   lose,
                gpointer        user_data,
                GDestroyNotify  destroy)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)),
                                              _("The last change is not saved yet"), get_body (unsaved));
  Asked *asked = g_new0 (Asked, 1);

  asked->parent = g_object_ref (parent);
  asked->unsaved = g_object_ref (unsaved);
  asked->lose = lose;
  asked->user_data = user_data;
  asked->destroy = destroy;
  /* Three stand above each other, the last one on top: that one has the focus. */
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "lose", _("_Lose the last change"), "copy",
                                    _("Save a copy elsewhere…"), "stay", _("_Stay here"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "lose", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), asked, asked_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
