/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-sheet.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_EDITOR (gw_form_grid_editor_get_type ())

/**
 * GwFormGridEditor:
 *
 * The field or list that stands over a cell while it is changed. Each key is stored as it is typed; Escape brings back
 * what stood there.
 *
 * Signals:
 * - "ended" (int lines, int columns): it is gone; where the person wants to go from here
 * - "elsewhere" (utf8): this answer has a field of its own below the table, which takes the typed letters
 */
G_DECLARE_FINAL_TYPE (GwFormGridEditor, gw_form_grid_editor, GW, FORM_GRID_EDITOR, GObject)

GwFormGridEditor *gw_form_grid_editor_new     (GwFormSession    *session,
                                               GwFormGridSheet  *sheet) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gw_form_grid_editor_begin   (GwFormGridEditor *self,
                                               GwFormItem       *item,
                                               const char       *typed);
void              gw_form_grid_editor_end     (GwFormGridEditor *self);
void              gw_form_grid_editor_refresh (GwFormGridEditor *self);
GwFormItem       *gw_form_grid_editor_get_item (GwFormGridEditor *self);
GtkWidget        *gw_form_grid_editor_get_field (GwFormGridEditor *self);

G_END_DECLS
