/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

/**
 * GwRoomSheet:
 *
 * The exchange with a computer in the same room, above the window: who is there, the code that two people
 * compare, how far it is, and what came of it. While it is open, and no longer, this computer waits for others
 * and is announced in the network. It closes only when nothing is being exchanged any more.
 */
#define GW_TYPE_ROOM_SHEET (gw_room_sheet_get_type ())

G_DECLARE_FINAL_TYPE (GwRoomSheet, gw_room_sheet, GW, ROOM_SHEET, AdwWindow)

GtkWidget *gw_room_sheet_new (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
