/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_MATRIX (gw_form_grid_matrix_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridMatrix, gw_form_grid_matrix, GW, FORM_GRID_MATRIX, GtkBox)

guint      gw_form_grid_matrix_count_run (GPtrArray        *items,
                                          guint             first);
GtkWidget *gw_form_grid_matrix_new       (GwFormItem       *first) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_form_grid_matrix_is_heading (GwFormItem      *item);
GtkWidget *gw_form_grid_matrix_add_row   (GwFormGridMatrix *self,
                                          GwFormSession    *session,
                                          GwFormItem       *item);
void       gw_form_grid_matrix_refresh   (GwFormGridMatrix *self,
                                          GwFormItem       *item,
                                          GwFormAspect      aspects);

G_END_DECLS
