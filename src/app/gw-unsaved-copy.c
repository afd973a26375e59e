/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not on the disk as a file elsewhere, on a stick for instance: plain text, which can be read and pasted
 * without this program. */

#include "app/gw-unsaved-copy.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-toast.h"
#include "core/base/gw-time.h"

typedef struct
{
  GtkWidget *parent;
  GtkFileChooserNative *chooser;
  GFile *file;
  char *text;
} Copy;

static void
copy_free (Copy *copy)
{
  g_clear_object (&copy->parent);
  g_clear_object (&copy->chooser);
  g_clear_object (&copy->file);
  g_free (copy->text);
  g_free (copy);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (copy->file);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("What is not saved here is in “%s” now, too"), escaped);
  } else {
    g_message ("The copy is not written: %s", error->message);
    /* TRANSLATORS: %s is the name of a file. */
    words = g_strdup_printf (_("“%s” could not be written there. What you typed is still here in memory; try "
                               "another disk or a stick."),
                             escaped);
  }
  gw_toast_say (copy->parent, words);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Copy            *copy)
{
  g_autoptr (GBytes) bytes = NULL;

  if (response != GTK_RESPONSE_ACCEPT) {
    copy_free (copy);
    return;
  }

  copy->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  bytes = g_bytes_new (copy->text, strlen (copy->text));
  g_file_replace_contents_bytes_async (copy->file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       written_cb, copy);
}

static char *
dup_file_text (const char *words)
{
  g_autofree char *now = gw_date_words_format_time (gw_time_now ());
  /* TRANSLATORS: The first line of a file. %s is a date and time. */
  g_autofree char *head = g_strdup_printf (_("Typed in Godwit and not saved there yet on %s"), now);

  return g_strdup_printf ("%s\n\n\n%s", head, words);
}

/**
 * gw_unsaved_copy_ask:
 * @parent: a widget of the window
 * @unsaved: what is not on the disk
 *
 * Asks for a place and writes there, as plain text, what is not on the disk at this moment.
 */
void
gw_unsaved_copy_ask (GtkWidget *parent,
                     GwUnsaved *unsaved)
{
  g_autofree char *words = gw_unsaved_dup_text (unsaved);
  g_autoptr (GDate) today = NULL;
  g_autofree char *day = NULL, *name = NULL;
  Copy *copy;

  if (*words == '\0') {
    gw_toast_say (parent, _("No typed text is waiting. What is not saved yet are ticks or dates, which a file cannot take."));
    return;
  }

  today = gw_date_today ();
  day = gw_date_format (today);
  name = g_strdup_printf ("godwit-%s.txt", day);
  copy = g_new0 (Copy, 1);
  copy->parent = g_object_ref (parent);
  copy->text = dup_file_text (words);
  copy->chooser = gtk_file_chooser_native_new (_("Save a copy elsewhere…"), GTK_WINDOW (gtk_widget_get_root (parent)),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (copy->chooser), name);
  g_signal_connect (copy->chooser, "response", G_CALLBACK (response_cb), copy);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (copy->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (copy->chooser));
}
