/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GwFormGridMeasures:
 * @widths: of the columns, in pixels
 * @n: how many columns
 * @number_width: of the column of row numbers
 * @n_fixed: how many of the columns stand still when the rest is scrolled
 * @scroll: by how much the rest is scrolled towards its end
 *
 * Where the columns of a table are. One for all its lines.
 */
typedef struct
{
  int   *widths;
  guint  n;
  int    number_width;
  guint  n_fixed;
  int    scroll;
} GwFormGridMeasures;

#define GW_TYPE_FORM_GRID_STRIP (gw_form_grid_strip_get_type ())

/**
 * GwFormGridStrip:
 *
 * One line of a table: a widget before, and one for each column.
 */
G_DECLARE_FINAL_TYPE (GwFormGridStrip, gw_form_grid_strip, GW, FORM_GRID_STRIP, GtkWidget)

typedef GtkWidget *(*GwFormGridMakeFunc) (int      column,
                                          gpointer user_data);

GtkWidget *gw_form_grid_strip_new      (const GwFormGridMeasures *measures,
                                        GtkAccessibleRole         role,
                                        GwFormGridMakeFunc        make,
                                        gpointer                  user_data) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_form_grid_strip_get_head (GwFormGridStrip          *self);
GtkWidget *gw_form_grid_strip_get_cell (GwFormGridStrip          *self,
                                        guint                     column);
guint      gw_form_grid_strip_get_line (GwFormGridStrip          *self);
void       gw_form_grid_strip_set_line (GwFormGridStrip          *self,
                                        guint                     line);

int        gw_form_grid_measures_total (const GwFormGridMeasures *measures);
int        gw_form_grid_measures_place (const GwFormGridMeasures *measures,
                                        guint                     column);
int        gw_form_grid_measures_fixed (const GwFormGridMeasures *measures);

G_END_DECLS
