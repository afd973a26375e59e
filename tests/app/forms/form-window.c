/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window that fills in one form from a file, without a store: for pictures of the form page and for tests that drive
 * it as a person does.
 *
 * usage: form-window FORM.xml [LANGUAGE [OUT.xml]]    (OUT: the instance is written there as it changes) */

#include <adwaita.h>

#include "app/forms/gw-form-page.h"
#include "app/gw-ui-language.h"
#include "gw-resources.h"

static const char *out;

static void
changed_cb (GwFormSession *session)
{
  g_autoptr (GBytes) xml = gw_form_session_write_instance (session);

  g_file_set_contents (out, g_bytes_get_data (xml, NULL), (gssize) g_bytes_get_size (xml), NULL);
}

static gboolean
close_cb (GtkWindow *window,
          gboolean  *open)
{
  *open = FALSE;
  return FALSE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (argv[1]);
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();
  const char *language = argc > 2 ? argv[2] : "en", *found;
  GtkWidget *window, *overlay, *page, *view;
  gboolean open = TRUE;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  gw_ui_language_init ();
  gw_ui_language_apply (language);
  gw_register_resource ();
  adw_init ();
  if (gw_ui_language_find (language)->rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  gtk_css_provider_load_from_resource (css, "/org/godwit/Godwit/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  form = gw_form_load_file (argv[1], folder, &issues, &error);
  if (form == NULL) {
    g_printerr ("%s: %s\n", argv[1], error->message);
    return 1;
  }
  session = gw_form_session_new (form, environment, NULL);
  found = gw_form_find_language (form, language);
  if (found != NULL)
    gw_form_session_set_language (session, found);
  out = argc > 3 ? argv[3] : NULL;
  if (out != NULL)
    g_signal_connect (session, "changed", G_CALLBACK (changed_cb), NULL);

  window = adw_window_new ();
  overlay = adw_toast_overlay_new ();
  page = gw_form_page_new ();
  view = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (view), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (view), page);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), view);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_set_title (GTK_WINDOW (window), gw_form_get_title (form));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 400);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), &open);
  gw_form_page_set_session (GW_FORM_PAGE (page), session);
  gtk_window_present (GTK_WINDOW (window));
  while (open)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
