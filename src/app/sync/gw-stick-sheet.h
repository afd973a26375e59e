/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

/**
 * GwStickUse:
 * @GW_STICK_SEND: write a bundle
 * @GW_STICK_READ: read one
 */
typedef enum
{
  GW_STICK_SEND,
  GW_STICK_READ,
} GwStickUse;

/**
 * GwStickSheet:
 *
 * The exchange by USB stick, above the window: a passphrase and a file, then how far it is, then what
 * came of it. It closes only when nothing is being written or read any more.
 */
#define GW_TYPE_STICK_SHEET (gw_stick_sheet_get_type ())

G_DECLARE_FINAL_TYPE (GwStickSheet, gw_stick_sheet, GW, STICK_SHEET, AdwWindow)

GtkWidget *gw_stick_sheet_new (GwContext  *context,
                               GwStickUse  use,
                               const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
