/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GwFormGridMark:
 * @GW_FORM_GRID_CURSOR: where the person is
 * @GW_FORM_GRID_SELECTED: part of a block that was marked
 * @GW_FORM_GRID_INVALID: breaks a rule of the form
 * @GW_FORM_GRID_MISSING: needs an answer
 * @GW_FORM_GRID_CLOSED: can be read only
 * @GW_FORM_GRID_ABSENT: does not apply in this row
 * @GW_FORM_GRID_SOLID: stands still while the rest is scrolled below it
 * @GW_FORM_GRID_AT_END: written to the end of the cell, as numbers are
 * @GW_FORM_GRID_HEAD: the number of a row
 *
 * How a cell looks.
 */
typedef enum
{
  GW_FORM_GRID_CURSOR   = 1 << 0,
  GW_FORM_GRID_SELECTED = 1 << 1,
  GW_FORM_GRID_INVALID  = 1 << 2,
  GW_FORM_GRID_MISSING  = 1 << 3,
  GW_FORM_GRID_CLOSED   = 1 << 4,
  GW_FORM_GRID_ABSENT   = 1 << 5,
  GW_FORM_GRID_SOLID    = 1 << 6,
  GW_FORM_GRID_AT_END   = 1 << 7,
  GW_FORM_GRID_HEAD     = 1 << 8,
} GwFormGridMark;

#define GW_TYPE_FORM_GRID_CELL (gw_form_grid_cell_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridCell, gw_form_grid_cell, GW, FORM_GRID_CELL, GtkWidget)

GtkWidget     *gw_form_grid_cell_new       (GtkAccessibleRole  role) G_GNUC_WARN_UNUSED_RESULT;
void           gw_form_grid_cell_set       (GwFormGridCell    *self,
                                            const char        *text,
                                            GwFormGridMark     marks);
void           gw_form_grid_cell_set_marks (GwFormGridCell    *self,
                                            GwFormGridMark     marks);
GwFormGridMark gw_form_grid_cell_get_marks (GwFormGridCell    *self);
const char    *gw_form_grid_cell_get_text  (GwFormGridCell    *self);
gboolean       gw_form_grid_cell_is_cut    (GwFormGridCell    *self);

G_END_DECLS
