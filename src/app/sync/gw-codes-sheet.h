/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

/**
 * GwCodesSheet:
 *
 * The code of this computer and those of colleagues, above the window: two people read them to each
 * other once, and what one sends by stick opens for the other without a passphrase.
 */
#define GW_TYPE_CODES_SHEET (gw_codes_sheet_get_type ())

G_DECLARE_FINAL_TYPE (GwCodesSheet, gw_codes_sheet, GW, CODES_SHEET, AdwWindow)

GtkWidget *gw_codes_sheet_new (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
