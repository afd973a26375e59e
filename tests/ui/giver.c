/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program that has a file to give, for tests of the window: it puts the file, or the picture in it, on the
 * clipboard, or lets it be drawn from its small window. Ends when it is told to, or after two minutes.
 *
 * usage: giver copy-file|copy-picture|drag FILE */

#include <gtk/gtk.h>

static GdkFileList *
new_list (GFile *file)
{
  GFile *files[] = { file };

  return gdk_file_list_new_from_array (files, 1);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GFile         *file)
{
  GValue value = G_VALUE_INIT;
  GdkContentProvider *provider;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, new_list (file));
  provider = gdk_content_provider_new_for_value (&value);
  g_value_unset (&value);

  return provider;
}

static void
show_window (GFile *file)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("Giver");
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), file, 0);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_title (GTK_WINDOW (window), "Giver");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 60);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
}

static void
give (const char *how,
      GFile      *file)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());

  if (g_str_equal (how, "copy-file")) {
    GValue value = G_VALUE_INIT;

    g_value_init (&value, GDK_TYPE_FILE_LIST);
    g_value_take_boxed (&value, new_list (file));
    gdk_clipboard_set_value (clipboard, &value);
    g_value_unset (&value);
  } else if (g_str_equal (how, "copy-picture")) {
    g_autoptr (GdkTexture) texture = gdk_texture_new_from_file (file, NULL);

    g_assert (texture != NULL);
    gdk_clipboard_set_texture (clipboard, texture);
  } else {
    show_window (file);
  }
}

static gboolean
end_cb (gpointer user_data)
{
  exit (0);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GFile) file = NULL;

  g_assert (argc == 3);
  gtk_init ();
  file = g_file_new_for_path (argv[2]);
  give (argv[1], file);
  g_timeout_add_seconds (120, end_cb, NULL);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
