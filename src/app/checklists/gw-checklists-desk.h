/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_CHECKLISTS_DESK (gw_checklists_desk_get_type ())

/**
 * GwChecklistsDesk:
 *
 * The checklists that may be started, and the plans that are under way.
 */
G_DECLARE_FINAL_TYPE (GwChecklistsDesk, gw_checklists_desk, GW, CHECKLISTS_DESK, AdwBin)

G_END_DECLS
