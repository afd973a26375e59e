/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/records/gw-record.h"

G_BEGIN_DECLS

#define GW_TYPE_ACTION_BIN (gw_action_bin_get_type ())

/**
 * GwActionBin:
 *
 * What was deleted since the desk was opened, told of at the foot of the window and brought back
 * from there. Deletions in one breath are one: they are told of and undone together.
 */
G_DECLARE_FINAL_TYPE (GwActionBin, gw_action_bin, GW, ACTION_BIN, GObject)

GwActionBin *gw_action_bin_new      (GtkWidget   *desk) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_action_bin_is_empty (GwActionBin *self);
void         gw_action_bin_delete   (GwActionBin *self,
                                     GwRecord    *record);
void         gw_action_bin_restore  (GwActionBin *self);

G_END_DECLS
