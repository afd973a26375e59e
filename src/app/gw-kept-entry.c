/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-kept-entry.h"

#include "app/gw-kept-text.h"

static void
changed_cb (GtkEditable *entry,
            GwKeptText  *kept)
{
  const char *text = gtk_editable_get_text (entry);

  gw_kept_text_set (kept, *text != '\0' ? text : NULL);
}

/* What was typed before the store answered stands. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GtkWidget) entry = user_data;
  GwKeptText *kept = GW_KEPT_TEXT (source);
  const char *text;

  gtk_editable_set_editable (GTK_EDITABLE (entry), TRUE);
  if (!gw_kept_text_read_finish (kept, result, NULL))
    return;
  text = gw_kept_text_get (kept);
  if (text != NULL && *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/**
 * gw_kept_entry_new:
 * @store: where the text is kept
 * @place: what it is, unlike any other: "clearance:<report>"
 * @title: what is to be typed
 *
 * Returns: (transfer floating): an #AdwEntryRow whose text is kept on this computer from the first key on, and is there
 *   again when the row is made again, until gw_kept_entry_forget()
 */
GtkWidget *
gw_kept_entry_new (GwStoreThread *store,
                   const char    *place,
                   const char    *title)
{
  GtkWidget *entry = adw_entry_row_new ();
  GwKeptText *kept = gw_kept_text_open (store, place, title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  g_object_set_data_full (G_OBJECT (entry), "kept", kept, g_object_unref);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), kept, 0);
  /* Else the first key would take the place of all that was kept. */
  gtk_editable_set_editable (GTK_EDITABLE (entry), FALSE);
  gw_kept_text_read_async (kept, read_cb, g_object_ref (entry));

  return entry;
}

/* What was typed has found its place. */
void
gw_kept_entry_forget (GtkWidget *entry)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gw_kept_text_save (g_object_get_data (G_OBJECT (entry), "kept"));
}
