/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-cells.h"
#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_CHOICE (gw_form_grid_choice_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridChoice, gw_form_grid_choice, GW, FORM_GRID_CHOICE, GwFormQuestion)

GtkWidget       *gw_form_grid_choice_new_row     (GwFormSession     *session,
                                                  GwFormItem        *item,
                                                  GwFormGridColumns *columns,
                                                  GPtrArray         *headings) G_GNUC_WARN_UNUSED_RESULT;
void             gw_form_grid_choice_set_headings (GwFormGridChoice *self,
                                                  GPtrArray         *headings);
GwFormGridCells *gw_form_grid_choice_get_cells   (GwFormGridChoice  *self);
gboolean         gw_form_grid_choice_same_values (GPtrArray         *a,
                                                  GPtrArray         *b);

G_END_DECLS
