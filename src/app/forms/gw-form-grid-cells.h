/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/forms/gw-form-grid-columns.h"
#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormGridShape:
 * @GW_FORM_GRID_LIST: one choice below the other
 * @GW_FORM_GRID_FLOW: one after the other, as many in a line as fit
 * @GW_FORM_GRID_EVEN: in columns of one width
 * @GW_FORM_GRID_SCALE: all in one line, evenly spaced, each with its words beneath
 * @GW_FORM_GRID_ROW: a row of a grid whose heading has the words
 *
 * How the choices of a question stand. Where the width does not do, the last three become shorter lines or a list.
 */
typedef enum
{
  GW_FORM_GRID_LIST,
  GW_FORM_GRID_FLOW,
  GW_FORM_GRID_EVEN,
  GW_FORM_GRID_SCALE,
  GW_FORM_GRID_ROW,
} GwFormGridShape;

#define GW_TYPE_FORM_GRID_CELLS (gw_form_grid_cells_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridCells, gw_form_grid_cells, GW, FORM_GRID_CELLS, GtkWidget)

GtkWidget  *gw_form_grid_cells_new         (gboolean           single,
                                            GwFormGridShape    shape,
                                            guint              n_columns) G_GNUC_WARN_UNUSED_RESULT;
void        gw_form_grid_cells_set_columns (GwFormGridCells   *self,
                                            GwFormGridColumns *columns);
void        gw_form_grid_cells_set_choices (GwFormGridCells   *self,
                                            GwForm            *form,
                                            GPtrArray         *choices,
                                            const char        *question);
void        gw_form_grid_cells_set_value   (GwFormGridCells   *self,
                                            const char        *value,
                                            gboolean           editable);
char       *gw_form_grid_cells_dup_value   (GwFormGridCells   *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_form_grid_cells_get_choices (GwFormGridCells   *self);
gboolean    gw_form_grid_cells_is_aligned  (GwFormGridCells   *self);
gboolean    gw_form_grid_cells_is_row      (GwFormGridCells   *self);
int         gw_form_grid_cells_get_cursor  (GwFormGridCells   *self);
gboolean    gw_form_grid_cells_focus_cell  (GwFormGridCells   *self,
                                            int                index);
gboolean    gw_form_grid_cells_clear       (GwFormGridCells   *self);

G_END_DECLS
