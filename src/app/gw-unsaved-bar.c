/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-unsaved-bar.h"

#include <glib/gi18n-lib.h>

#include "app/gw-unsaved-copy.h"

struct _GwUnsavedBar
{
  AdwBin parent_instance;

  GwUnsaved *unsaved;
  GtkInfoBar *bar;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (GwUnsavedBar, gw_unsaved_bar, ADW_TYPE_BIN)

/* To free space would help in one case only. */
static const char *
get_words (const GError *error)
{
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_READ_ONLY))
    return _("Your work is open for reading only. What you typed now is in memory only and cannot be saved here: "
             "please copy it elsewhere before you close the program.");
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID))
    return _("A text is too long to be saved. It is in memory only: please shorten it, or copy it elsewhere before "
             "you close the program.");

  return _("What you typed last is not on the disk yet. It is kept in memory and tried again every second: please "
           "free some space, and do not close the program.");
}

static void
update (GwUnsavedBar *self)
{
  const GError *error = gw_unsaved_get_error (self->unsaved);

  if (error != NULL)
    gtk_label_set_text (self->label, get_words (error));
  gtk_info_bar_set_revealed (self->bar, error != NULL);
}

static void
copy_cb (GwUnsavedBar *self)
{
  gw_unsaved_copy_ask (GTK_WIDGET (self), self->unsaved);
}

static void
gw_unsaved_bar_dispose (GObject *object)
{
  g_clear_object (&GW_UNSAVED_BAR (object)->unsaved);

  G_OBJECT_CLASS (gw_unsaved_bar_parent_class)->dispose (object);
}

static void
gw_unsaved_bar_class_init (GwUnsavedBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_unsaved_bar_dispose;
}

static void
gw_unsaved_bar_init (GwUnsavedBar *self)
{
  GtkWidget *bar = gtk_info_bar_new (), *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_label (_("Save a copy elsewhere…"));
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->bar = GTK_INFO_BAR (bar);
  self->label = GTK_LABEL (label);
  gtk_info_bar_set_message_type (self->bar, GTK_MESSAGE_WARNING);
  gtk_info_bar_set_revealed (self->bar, FALSE);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (copy_cb), self);
  /* Beside each other they would leave the sentence no room on a narrow screen. */
  gtk_box_append (GTK_BOX (lines), label);
  gtk_box_append (GTK_BOX (lines), button);
  gtk_info_bar_add_child (self->bar, lines);
  adw_bin_set_child (ADW_BIN (self), bar);
}

/**
 * gw_unsaved_bar_follow:
 * @unsaved: what is not on the disk; once
 */
void
gw_unsaved_bar_follow (GwUnsavedBar *self,
                       GwUnsaved    *unsaved)
{
  g_return_if_fail (GW_IS_UNSAVED_BAR (self) && GW_IS_UNSAVED (unsaved));

  g_set_object (&self->unsaved, unsaved);
  g_signal_connect_object (unsaved, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
