/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_BIN_SHEET (gw_bin_sheet_get_type ())

/**
 * GwBinSheet:
 *
 * What was deleted here or by colleagues in the last 90 days: who, when, until when it is kept, and a button
 * that brings it back.
 */
G_DECLARE_FINAL_TYPE (GwBinSheet, gw_bin_sheet, GW, BIN_SHEET, AdwWindow)

GtkWidget *gw_bin_sheet_new (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
