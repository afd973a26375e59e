/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-toast.h"

/* Seconds in which a sentence is read. */
#define TIME_TO_READ 10

/**
 * gw_toast_show:
 * @widget: a widget of the window
 * @toast: (transfer full): what is told
 *
 * Shows @toast at the foot of the window. It is dropped where @widget has left its window.
 */
void
gw_toast_show (GtkWidget *widget,
               AdwToast  *toast)
{
  GtkWidget *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget) && ADW_IS_TOAST (toast));

  overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/**
 * gw_toast_say:
 * @widget: a widget of the window
 * @words: a sentence, with markup escaped
 *
 * Says something that needs no answer, long enough to be read.
 */
void
gw_toast_say (GtkWidget  *widget,
              const char *words)
{
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_timeout (toast, TIME_TO_READ);
  gw_toast_show (widget, toast);
}
