/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_ACTIONS_DESK (gw_actions_desk_get_type ())

/**
 * GwActionsDesk:
 *
 * What the country did for migratory species: the table of all actions, and one of them in its
 * form. Opens targets "action:…".
 */
G_DECLARE_FINAL_TYPE (GwActionsDesk, gw_actions_desk, GW, ACTIONS_DESK, AdwBin)

G_END_DECLS
