/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_MANUAL_DESK (gw_manual_desk_get_type ())

/**
 * GwManualDesk:
 *
 * The manual: contents, page, and what goes with the page. Opens `topic:ID` and `topic:ID#SECTION`.
 */
G_DECLARE_FINAL_TYPE (GwManualDesk, gw_manual_desk, GW, MANUAL_DESK, AdwBin)

G_END_DECLS
