/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-lines.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_SHEET (gw_form_grid_sheet_get_type ())

/**
 * GwFormGridSheet:
 *
 * The lines of a table in a scrolled window: headings, row numbers, cells, where the person is and which block is
 * marked. Only the lines on the screen have widgets; they are used again for others as one scrolls. It shows and
 * moves; whoever owns it carries out what is asked for:
 *
 * Signals:
 * - "moved": the person is in another cell
 * - "edit" (utf8): the cell is to be changed, with this as the first letter or with %NULL as it stands
 * - "asked" (utf8): "clear", "copy", "cut", "paste", "fill", "add", "remove": something is to be done to what is marked
 * - "sort" (guint): the heading of a column was clicked
 */
G_DECLARE_FINAL_TYPE (GwFormGridSheet, gw_form_grid_sheet, GW, FORM_GRID_SHEET, GtkWidget)

GtkWidget *gw_form_grid_sheet_new           (GwFormGridLines *lines,
                                             const char      *name) G_GNUC_WARN_UNUSED_RESULT;
void       gw_form_grid_sheet_refresh       (GwFormGridSheet *self,
                                             GwFormItem      *item);
void       gw_form_grid_sheet_update        (GwFormGridSheet *self);
void       gw_form_grid_sheet_set_can_add   (GwFormGridSheet *self,
                                             gboolean         can_add);

guint      gw_form_grid_sheet_get_line      (GwFormGridSheet *self);
guint      gw_form_grid_sheet_get_column    (GwFormGridSheet *self);
gboolean   gw_form_grid_sheet_is_at_new     (GwFormGridSheet *self);
void       gw_form_grid_sheet_get_block     (GwFormGridSheet *self,
                                             guint           *first_line,
                                             guint           *first_column,
                                             guint           *last_line,
                                             guint           *last_column);
void       gw_form_grid_sheet_move_to       (GwFormGridSheet *self,
                                             guint            line,
                                             guint            column);
void       gw_form_grid_sheet_mark_to       (GwFormGridSheet *self,
                                             guint            line,
                                             guint            column);
gboolean   gw_form_grid_sheet_step          (GwFormGridSheet *self,
                                             int              lines,
                                             int              columns,
                                             gboolean         around);
gboolean   gw_form_grid_sheet_focus_cell    (GwFormGridSheet *self);
gboolean   gw_form_grid_sheet_has_focus     (GwFormGridSheet *self);
void       gw_form_grid_sheet_set_editor    (GwFormGridSheet *self,
                                             GtkWidget       *editor);
GtkWidget *gw_form_grid_sheet_find_cell     (GwFormGridSheet *self,
                                             guint            line,
                                             guint            column);

G_END_DECLS
