/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/records/gw-action.h"
#include "core/records/gw-reference.h"

G_BEGIN_DECLS

#define GW_TYPE_ACTION_TABLE (gw_action_table_get_type ())

/**
 * GwActionTable:
 *
 * All actions: a table where there is room, a list of two lines where there is not. Searched as
 * one types, filtered by status and year, sorted by column.
 *
 * Signals:
 * - "chosen" (GwAction): a person opens it
 */
G_DECLARE_FINAL_TYPE (GwActionTable, gw_action_table, GW, ACTION_TABLE, AdwBin)

void      gw_action_table_set_actions  (GwActionTable *self,
                                        GListModel    *actions,
                                        GwReference   *reference,
                                        const char    *language);
GwAction *gw_action_table_get_selected (GwActionTable *self);
void      gw_action_table_find         (GwActionTable *self);
void      gw_action_table_focus        (GwActionTable *self,
                                        const char    *id);

G_END_DECLS
