/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-lines.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_PASTE (gw_form_grid_paste_get_type ())

/**
 * GwFormGridPaste:
 *
 * A block from a spreadsheet on its way into a table, a little at a time. All of it is one step. What does not fit a
 * cell is left out and told; an empty cell of the block leaves what is there.
 *
 * Signals:
 * - "done": everything that fits is stored
 */
G_DECLARE_FINAL_TYPE (GwFormGridPaste, gw_form_grid_paste, GW, FORM_GRID_PASTE, GObject)

GwFormGridPaste *gw_form_grid_paste_new         (GwFormSession   *session,
                                                 GwFormGridLines *lines,
                                                 GPtrArray       *block) G_GNUC_WARN_UNUSED_RESULT;
void             gw_form_grid_paste_set_area    (GwFormGridPaste *self,
                                                 guint            line,
                                                 guint            column,
                                                 guint            n_lines,
                                                 guint            n_columns);
void             gw_form_grid_paste_start       (GwFormGridPaste *self);
void             gw_form_grid_paste_finish      (GwFormGridPaste *self);
guint            gw_form_grid_paste_get_n_filled (GwFormGridPaste *self);
GwFormStep      *gw_form_grid_paste_get_step    (GwFormGridPaste *self);
char            *gw_form_grid_paste_dup_words   (GwFormGridPaste *self,
                                                 gboolean        *all_fitted) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
