/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/bundles/gw-setup.h"

G_BEGIN_DECLS

/**
 * GwSetupSheet:
 *
 * The file for the next computer: where it is written, and where it is read.
 *
 * Signal "made" (GwSetup *): a profile was made of the file, the person has seen what was taken
 * over, and it can be opened. The set-up is the sheet's.
 */
#define GW_TYPE_SETUP_SHEET (gw_setup_sheet_get_type ())

G_DECLARE_FINAL_TYPE (GwSetupSheet, gw_setup_sheet, GW, SETUP_SHEET, AdwWindow)

GtkWidget *gw_setup_sheet_new_write (GwContext   *context) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_setup_sheet_new_read  (GwReference *reference,
                                     const char  *language,
                                     const char  *directory,
                                     const char  *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
