/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/sync/gw-status.h"

G_BEGIN_DECLS

#define GW_TYPE_SYNC_SHEET (gw_sync_sheet_get_type ())

G_DECLARE_FINAL_TYPE (GwSyncSheet, gw_sync_sheet, GW, SYNC_SHEET, AdwWindow)

GtkWidget *gw_sync_sheet_new (GwContext *context,
                              GwStatus  *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
