/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nearby/gw-nearby-private.h"

G_BEGIN_DECLS

/* One file over the link, in frames. */
typedef void (*GwNearbyCarryFunc) (double   part,
                                   gpointer user_data);

gboolean gw_nearby_send_file    (GwNearbyLink       *link,
                                 const char         *path,
                                 gint64              size,
                                 GwNearbyCarryFunc   progress,
                                 gpointer            user_data,
                                 GError            **error);
gboolean gw_nearby_receive_file (GwNearbyLink       *link,
                                 const char         *path,
                                 gint64              size,
                                 GwNearbyCarryFunc   progress,
                                 gpointer            user_data,
                                 GError            **error);

G_END_DECLS
