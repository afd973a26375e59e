/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/forms/gw-form-item.h"

G_BEGIN_DECLS

/**
 * GwFormDrawKind:
 *
 * What a question for a picture asks to be drawn (the appearances `draw`, `signature`, `annotate`).
 */
typedef enum
{
  GW_FORM_DRAW_NONE,
  GW_FORM_DRAW_DRAWING,
  GW_FORM_DRAW_SIGNATURE,
  GW_FORM_DRAW_ANNOTATION,
} GwFormDrawKind;

#define GW_TYPE_FORM_DRAW_SHEET (gw_form_draw_sheet_get_type ())

/**
 * GwFormDrawSheet:
 *
 * The window in which a picture is drawn. What is drawn is told a moment after each stroke, so that it is kept whatever
 * happens next; closing the window is enough.
 *
 * Signals:
 * - "changed" (GdkTexture): the picture as it is now
 * - "discarded": nothing of it is wanted
 */
G_DECLARE_FINAL_TYPE (GwFormDrawSheet, gw_form_draw_sheet, GW, FORM_DRAW_SHEET, AdwWindow)

GwFormDrawKind gw_form_draw_sheet_find_kind (GwFormItem     *item);
GtkWidget     *gw_form_draw_sheet_new       (GtkWidget      *parent,
                                             GwFormDrawKind  kind,
                                             const char     *question,
                                             GdkTexture     *ground) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
