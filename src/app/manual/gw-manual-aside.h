/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/manual/gw-manual.h"

G_BEGIN_DECLS

#define GW_TYPE_MANUAL_ASIDE (gw_manual_aside_get_type ())

/**
 * GwManualAside:
 *
 * What goes with a page of the manual: its sections, related topics, its links (which a text cannot offer to the
 * keyboard) and its checklists. Signal "link" (char *target): `#SECTION`, `topic:ID` or `checklist:ID`.
 */
G_DECLARE_FINAL_TYPE (GwManualAside, gw_manual_aside, GW, MANUAL_ASIDE, GtkBox)

void gw_manual_aside_show (GwManualAside     *self,
                           GwManual          *manual,
                           GwManualPage      *page,
                           const char *const *languages);

G_END_DECLS
