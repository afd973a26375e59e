/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GW_TYPE_HOME_DESK (gw_home_desk_get_type ())

G_DECLARE_FINAL_TYPE (GwHomeDesk, gw_home_desk, GW, HOME_DESK, AdwBin)

G_END_DECLS
