/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_OTHERS_DESK (gw_others_desk_get_type ())

/**
 * GwOthersDesk:
 *
 * Any ODK form from a file, filled in and kept like everything else. It opens `formfile:URI` (a form on the disk;
 * without an address it asks for one), `formcopy:ID` (one that was begun), and the answers of those.
 */
G_DECLARE_FINAL_TYPE (GwOthersDesk, gw_others_desk, GW, OTHERS_DESK, AdwBin)

G_END_DECLS
