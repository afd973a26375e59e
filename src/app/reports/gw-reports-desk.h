/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_REPORTS_DESK (gw_reports_desk_get_type ())

/**
 * GwReportsDesk:
 *
 * The reports of a desk, and the one that is being filled in. Opens `report:ID` and `answer:REPORT:PLACE`.
 */
G_DECLARE_FINAL_TYPE (GwReportsDesk, gw_reports_desk, GW, REPORTS_DESK, AdwBin)

G_END_DECLS
