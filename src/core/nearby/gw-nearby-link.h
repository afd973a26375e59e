/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/nearby/gw-nearby-error.h"

G_BEGIN_DECLS

/* One connection to the other computer: TLS 1.3 with a certificate made for it alone, and frames of
 * bounded size in it. All functions wait, on any one thread; no wait is longer than @stall without a byte
 * that moves, none goes on behind the deadline, and all of them end when the cancellable is. README.md beside this
 * file has the format. */

#define GW_NEARBY_MAX_FRAME (64 * 1024)
#define GW_NEARBY_BINDING_SIZE 32

typedef struct _GwNearbyLink GwNearbyLink;

GwNearbyLink *gw_nearby_link_new         (GSocket        *socket,
                                          gboolean        has_listened,
                                          guint           stall,
                                          gint64          deadline,
                                          GCancellable   *cancellable,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_nearby_link_free        (GwNearbyLink   *self);
gboolean      gw_nearby_link_has_listened (GwNearbyLink  *self);
void          gw_nearby_link_get_binding (GwNearbyLink   *self,
                                          guint8          binding[GW_NEARBY_BINDING_SIZE]);
guint64       gw_nearby_link_get_sent    (GwNearbyLink   *self);
guint64       gw_nearby_link_get_received (GwNearbyLink  *self);
void          gw_nearby_link_set_stall   (GwNearbyLink   *self,
                                          guint           stall);
void          gw_nearby_link_set_deadline (GwNearbyLink  *self,
                                          gint64          deadline);
gboolean      gw_nearby_link_send        (GwNearbyLink   *self,
                                          guint8          type,
                                          const void     *data,
                                          gsize           size,
                                          GError        **error);
gboolean      gw_nearby_link_receive     (GwNearbyLink   *self,
                                          guint8         *type,
                                          GBytes        **content,
                                          GError        **error);
gboolean      gw_nearby_link_wait        (GwNearbyLink   *self,
                                          int             fd,
                                          gboolean       *has_frame,
                                          GError        **error);
gboolean      gw_nearby_fill_random      (guint8         *data,
                                          gsize           size,
                                          GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwNearbyLink, gw_nearby_link_free)

G_END_DECLS
