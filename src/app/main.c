/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-application.h"
#include "app/gw-ui-language.h"
#include "gw-resources.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GwApplication) application = NULL;

  /* Before any call of GTK: without a graphics processor, software GL costs a second at the
   * start, 140 MiB, and most of the processor while scrolling. A person's own choice is kept. */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);

  gtk_disable_setlocale ();
  gw_ui_language_init ();
  gw_register_resource ();

  application = gw_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
