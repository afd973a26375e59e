/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_COPY_SHEET (gw_copy_sheet_get_type ())

/**
 * GwCopySheet:
 *
 * A copy of everything that is carried away on a stick, sealed with a passphrase; or one that is looked into
 * before it is put back, which the action `app.put-back` does.
 */
G_DECLARE_FINAL_TYPE (GwCopySheet, gw_copy_sheet, GW, COPY_SHEET, AdwWindow)

GtkWidget *gw_copy_sheet_new_carry (GwContext  *context) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_copy_sheet_new_look  (GwContext  *context,
                                    const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
