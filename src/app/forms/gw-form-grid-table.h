/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_TABLE (gw_form_grid_table_get_type ())

/**
 * GwFormGridTable:
 *
 * The rows of a repeat as a table: a column for each question, a line for each row; below it the question of the cell
 * in which the person is, with all that the form says about it. Rows can be looked for and sorted, which changes
 * nothing in the form. A block of cells comes from and goes to a spreadsheet.
 *
 * Signals:
 * - "left": a cell was left: store what was typed at once
 * - "question-built" (GwFormQuestion): the question below the table was drawn
 * - "cards-wanted": the person would rather see the rows as cards
 */
G_DECLARE_FINAL_TYPE (GwFormGridTable, gw_form_grid_table, GW, FORM_GRID_TABLE, GtkBox)

GtkWidget      *gw_form_grid_table_new          (GwFormSession   *session,
                                                 GwFormItem      *repeat) G_GNUC_WARN_UNUSED_RESULT;
void            gw_form_grid_table_refresh      (GwFormGridTable *self,
                                                 GPtrArray       *changes);
void            gw_form_grid_table_update_rows  (GwFormGridTable *self);
gboolean        gw_form_grid_table_holds        (GwFormGridTable *self,
                                                 GwFormItem      *item);
gboolean        gw_form_grid_table_focus_item   (GwFormGridTable *self,
                                                 GwFormItem      *item);
GwFormQuestion *gw_form_grid_table_get_question (GwFormGridTable *self);
GwFormQuestion *gw_form_grid_table_show_question (GwFormGridTable *self);
void            gw_form_grid_table_paste        (GwFormGridTable *self,
                                                 const char      *text);
char           *gw_form_grid_table_dup_block    (GwFormGridTable *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
