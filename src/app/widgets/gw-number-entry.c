/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-number-entry.h"

static void
keep_left (GtkEntry *entry)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (entry)) == GTK_TEXT_DIR_RTL;

  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))), GTK_TEXT_DIR_LTR);
  gtk_entry_set_alignment (entry, mirrored ? 1.0f : 0.0f);
}

static void
direction_changed_cb (GtkWidget        *widget,
                      GtkTextDirection  previous,
                      GtkEntry         *entry)
{
  keep_left (entry);
}

/**
 * gw_number_entry_write_from_left:
 * @entry: a field for figures
 *
 * Figures are written from the left also where words are not: "-1.29" would stand there as "1.29-". They
 * stay at the side where the language begins, also when that becomes another.
 */
void
gw_number_entry_write_from_left (GtkEntry *entry)
{
  g_return_if_fail (GTK_IS_ENTRY (entry));

  keep_left (entry);
  g_signal_connect (entry, "direction-changed", G_CALLBACK (direction_changed_cb), entry);
  g_signal_connect (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "direction-changed",
                    G_CALLBACK (direction_changed_cb), entry);
}
