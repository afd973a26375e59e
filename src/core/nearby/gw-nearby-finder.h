/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/nearby/gw-nearby-error.h"

G_BEGIN_DECLS

/**
 * GwNearbyFound:
 * @account: the name of the desk, by its own word; one short line, may be ""
 * @country: its country, or ""
 * @address: for gw_nearby_connect()
 *
 * A desk that waits for others in this network. All of it is text from a network that anybody can write.
 */
typedef struct
{
  char *account;
  char *country;
  char *address;
} GwNearbyFound;

/**
 * GwNearbyFinder:
 *
 * Finds the desks of the local network that wait, by multicast DNS (RFC 6762, RFC 6763), and tells them of this
 * one. Avahi does the work; it is asked over the system bus. As long as the object lives, and no longer.
 *
 * Signals: "changed": the list, or whether there is a service at all.
 * It belongs to the thread that made it, and works in its main context.
 */
#define GW_TYPE_NEARBY_FINDER (gw_nearby_finder_get_type ())
G_DECLARE_FINAL_TYPE (GwNearbyFinder, gw_nearby_finder, GW, NEARBY_FINDER, GObject)

GwNearbyFinder *gw_nearby_finder_new          (const char      *account,
                                               const char      *country,
                                               guint16          port) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *gw_nearby_finder_list         (GwNearbyFinder  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gw_nearby_finder_is_available (GwNearbyFinder  *self);
gboolean        gw_nearby_finder_is_announced (GwNearbyFinder  *self);

G_END_DECLS
