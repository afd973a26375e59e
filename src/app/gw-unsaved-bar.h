/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-unsaved.h"

G_BEGIN_DECLS

#define GW_TYPE_UNSAVED_BAR (gw_unsaved_bar_get_type ())

/**
 * GwUnsavedBar:
 *
 * Says, on whatever desk, that something typed does not get to the disk, why, and what can be done.
 */
G_DECLARE_FINAL_TYPE (GwUnsavedBar, gw_unsaved_bar, GW, UNSAVED_BAR, AdwBin)

void gw_unsaved_bar_follow (GwUnsavedBar *self,
                            GwUnsaved    *unsaved);

G_END_DECLS
