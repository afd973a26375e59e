/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Set-up files: at the first start, and when one is opened outside. */

#include "app/gw-application-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/gw-window.h"
#include "app/preferences/gw-setup-sheet.h"

static void
on_made (GwApplication *self,
         GwSetup       *setup,
         GtkWindow     *sheet)
{
  const char *directory = g_object_get_data (G_OBJECT (sheet), "directory");
  const char *server = g_hash_table_lookup (setup->settings, "server-url");
  const char *user = g_hash_table_lookup (setup->settings, "server-user");
  g_autofree char *open = g_strdup (directory);
  g_autofree char *password = g_strdup (setup->password);
  g_autofree char *address = g_strdup (server), *name = g_strdup (user);

  gtk_window_set_transient_for (sheet, NULL);
  gtk_window_destroy (sheet);
  gw_application_open_made (self, open, address, name, password);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
}

static void
show_sheet (GwApplication *self,
            GtkWindow     *parent,
            const char    *path)
{
  g_autofree char *directory = gw_application_choose_directory (self);
  GtkWidget *sheet = gw_setup_sheet_new_read (gw_context_get_reference (self->context),
                                              gw_context_get_language (self->context), directory, path);

  g_object_set_data_full (G_OBJECT (sheet), "directory", g_steal_pointer (&directory), g_free);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), parent);
  g_signal_connect_object (sheet, "made", G_CALLBACK (on_made), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (sheet));
}

static void
tell_not_here (GtkWindow *window)
{
  GtkWidget *dialog =
    adw_message_dialog_new (window, _("This computer is set up already"),
                            _("A set-up file is for a computer on which Godwit was not used yet. It was not opened, and "
                              "nothing was changed."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * gw_application_ask_setup:
 *
 * Asks at the first start for a set-up file, or for the passphrase of the one that was opened outside.
 */
void
gw_application_ask_setup (GwApplication *self)
{
  g_autofree char *path = g_steal_pointer (&self->setup_path);

  if (self->draft != NULL)
    show_sheet (self, gtk_application_get_active_window (GTK_APPLICATION (self)), path);
}

/**
 * gw_application_show_setup:
 *
 * Shows the set-up file that was opened outside, if there is one, as soon as there is a window.
 */
void
gw_application_show_setup (GwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->setup_path == NULL || window == NULL)
    return;
  if (self->draft != NULL) {
    gw_application_ask_setup (self);
  } else if (GW_IS_WINDOW (window)) {
    g_clear_pointer (&self->setup_path, g_free);
    tell_not_here (window);
  }
}
