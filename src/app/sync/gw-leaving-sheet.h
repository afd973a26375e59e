/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_LEAVING_SHEET (gw_leaving_sheet_get_type ())

/**
 * GwLeavingSheet:
 *
 * What leaves this computer: which papers go where and to whom, how many they are and how many wait; by which
 * ways; and what never leaves.
 */
G_DECLARE_FINAL_TYPE (GwLeavingSheet, gw_leaving_sheet, GW, LEAVING_SHEET, AdwWindow)

GtkWidget *gw_leaving_sheet_new (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
