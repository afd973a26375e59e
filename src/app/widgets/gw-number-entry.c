/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-number-entry.h"

/**
 * gw_number_entry_make:
 * @entry: a field
 *
 * Makes @entry one for figures, which are written from the left also where words are not: "-1.29" would
 * stand there as "1.29-". It stays at the side where the language begins.
 */
void
gw_number_entry_make (GtkEntry *entry)
{
  gboolean mirrored;

  g_return_if_fail (GTK_IS_ENTRY (entry));

  mirrored = gtk_widget_get_direction (GTK_WIDGET (entry)) == GTK_TEXT_DIR_RTL;
  gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))), GTK_TEXT_DIR_LTR);
  gtk_entry_set_alignment (entry, mirrored ? 1.0f : 0.0f);
}

/**
 * gw_number_entry_new:
 *
 * Returns: (transfer floating): a field for figures
 */
GtkWidget *
gw_number_entry_new (void)
{
  GtkWidget *entry = gtk_entry_new ();

  gw_number_entry_make (GTK_ENTRY (entry));
  return entry;
}
