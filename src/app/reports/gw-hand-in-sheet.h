/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/answers/gw-filled-form.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

#define GW_TYPE_HAND_IN_SHEET (gw_hand_in_sheet_get_type ())

/**
 * GwHandInSheet:
 *
 * From a draft to what the Secretariat says of it: what is needed, frozen versions and who cleared them, handing in,
 * and remarks.
 *
 * Signals:
 * - `go-to` (const char *ref): the person wants to see a question
 */
G_DECLARE_FINAL_TYPE (GwHandInSheet, gw_hand_in_sheet, GW, HAND_IN_SHEET, AdwWindow)

GtkWidget *gw_hand_in_sheet_new (GwContext    *context,
                                 GwReport     *report,
                                 GwFilledForm *filled);

G_END_DECLS
