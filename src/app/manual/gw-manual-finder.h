/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _GwManualFinder GwManualFinder;

GwManualFinder *gw_manual_finder_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void            gw_manual_finder_free  (GwManualFinder *self);
void            gw_manual_finder_clear (GwManualFinder *self);
void            gw_manual_finder_add   (GwManualFinder *self,
                                        GtkWidget      *piece);
guint           gw_manual_finder_find  (GwManualFinder *self,
                                        const char     *words);
GtkWidget      *gw_manual_finder_next  (GwManualFinder *self,
                                        gboolean        backwards,
                                        int            *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwManualFinder, gw_manual_finder_free)

G_END_DECLS
