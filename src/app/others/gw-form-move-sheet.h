/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/answers/gw-form-copy-move.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_MOVE_SHEET (gw_form_move_sheet_get_type ())

/**
 * GwFormMoveSheet:
 *
 * What moving a draft to a newer version of its form would do: what is new, what has no place any more, and what to
 * look at. Nothing happens until a person says so.
 */
G_DECLARE_FINAL_TYPE (GwFormMoveSheet, gw_form_move_sheet, GW, FORM_MOVE_SHEET, AdwWindow)

void gw_form_move_sheet_ask  (GtkWidget        *parent,
                              GwContext        *context,
                              const GwFormCopy *copy,
                              const GwFormCopy *newer);
void gw_form_move_sheet_undo (GtkWidget        *parent,
                              GwStoreThread    *store,
                              const char       *id);

G_END_DECLS
