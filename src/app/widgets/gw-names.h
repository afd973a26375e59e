/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       gw_names_from_tooltips  (GtkWidget  *widget);
GtkWidget *gw_names_give           (GtkWidget  *widget,
                                    const char *name);
GtkWidget *gw_names_new_icon_button (const char *icon,
                                     const char *name) G_GNUC_WARN_UNUSED_RESULT;
void gw_names_wrap (GtkButton *button);

G_END_DECLS
