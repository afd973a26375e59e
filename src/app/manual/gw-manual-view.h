/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/manual/gw-manual.h"

G_BEGIN_DECLS

#define GW_TYPE_MANUAL_VIEW (gw_manual_view_get_type ())

/**
 * GwManualView:
 *
 * One page of the manual, drawn natively. Signal "link" (char *target), as of #GwManualText.
 */
G_DECLARE_FINAL_TYPE (GwManualView, gw_manual_view, GW, MANUAL_VIEW, GtkWidget)

GtkWidget  *gw_manual_view_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void        gw_manual_view_set_page        (GwManualView *self,
                                            GwManualPage *page,
                                            GListModel   *topics);
void        gw_manual_view_scroll_to       (GwManualView *self,
                                            const char   *section);
double      gw_manual_view_get_position    (GwManualView *self);
void        gw_manual_view_set_position    (GwManualView *self,
                                            double        position);
guint       gw_manual_view_find            (GwManualView *self,
                                            const char   *words);
gboolean    gw_manual_view_find_next       (GwManualView *self,
                                            gboolean      backwards);

G_END_DECLS
