/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_PROGRESS_RING (gw_progress_ring_get_type ())

G_DECLARE_FINAL_TYPE (GwProgressRing, gw_progress_ring, GW, PROGRESS_RING, GtkWidget)

GtkWidget *gw_progress_ring_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       gw_progress_ring_set (GwProgressRing *self,
                                 guint           done,
                                 guint           all);

G_END_DECLS
