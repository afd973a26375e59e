/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

gboolean gw_form_grid_theme_applies (GwForm     *form);
void     gw_form_grid_theme_lay     (GtkWidget  *box,
                                     GwFormItem *group);
void     gw_form_grid_theme_place   (GtkWidget  *widget,
                                     GwFormItem *item);
void     gw_form_grid_theme_widen   (GtkWidget  *widget,
                                     int         width);

G_END_DECLS
