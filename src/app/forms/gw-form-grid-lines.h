/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-words.h"

G_BEGIN_DECLS

/**
 * GwFormGridSort:
 *
 * In which order a table is looked at. The order in the form stays.
 */
typedef enum
{
  GW_FORM_GRID_UNSORTED,
  GW_FORM_GRID_UP,
  GW_FORM_GRID_DOWN,
} GwFormGridSort;

#define GW_TYPE_FORM_GRID_LINES (gw_form_grid_lines_get_type ())

/**
 * GwFormGridLines:
 *
 * The rows of a repeat as a table is looked at: which of them, in which order, and what stands where. It changes
 * nothing in the form.
 *
 * Signals:
 * - "changed": other rows, or in another order
 */
G_DECLARE_FINAL_TYPE (GwFormGridLines, gw_form_grid_lines, GW, FORM_GRID_LINES, GObject)

gboolean         gw_form_grid_lines_fit         (GwFormItem      *repeat);

GwFormGridLines *gw_form_grid_lines_new         (GwFormSession   *session,
                                                 GwFormItem      *repeat) G_GNUC_WARN_UNUSED_RESULT;
GwFormItem      *gw_form_grid_lines_get_repeat  (GwFormGridLines *self);
void             gw_form_grid_lines_update      (GwFormGridLines *self);

guint            gw_form_grid_lines_get_n_columns (GwFormGridLines *self);
const char      *gw_form_grid_lines_get_title   (GwFormGridLines *self,
                                                 guint            column);
GwFormGridKind   gw_form_grid_lines_get_kind    (GwFormGridLines *self,
                                                 guint            column);
gboolean         gw_form_grid_lines_is_required (GwFormGridLines *self,
                                                 guint            column);

guint            gw_form_grid_lines_get_n       (GwFormGridLines *self);
guint            gw_form_grid_lines_get_n_all   (GwFormGridLines *self);
GwFormItem      *gw_form_grid_lines_get_row     (GwFormGridLines *self,
                                                 guint            line);
guint            gw_form_grid_lines_get_number  (GwFormGridLines *self,
                                                 guint            line);
GwFormItem      *gw_form_grid_lines_get_cell    (GwFormGridLines *self,
                                                 guint            line,
                                                 guint            column);
gboolean         gw_form_grid_lines_find_cell   (GwFormGridLines *self,
                                                 GwFormItem      *item,
                                                 guint           *line,
                                                 guint           *column);

void             gw_form_grid_lines_sort        (GwFormGridLines *self,
                                                 guint            column,
                                                 GwFormGridSort   sort);
GwFormGridSort   gw_form_grid_lines_get_sort    (GwFormGridLines *self,
                                                 guint            column);
void             gw_form_grid_lines_find        (GwFormGridLines *self,
                                                 const char      *words);

G_END_DECLS
