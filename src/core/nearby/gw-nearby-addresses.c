/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include "core/nearby/gw-nearby.h"

/**
 * gw_nearby_dup_addresses:
 * @port: where this computer listens
 *
 * Only those of the fourth version of the protocol, which a person can read from one screen and type at
 * another. The port is left out where it is the usual one.
 *
 * Returns: (transfer full): what to type at the other computer to come here; may be empty
 */
GStrv
gw_nearby_dup_addresses (guint16 port)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return g_strv_builder_end (list);
  for (struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    const gboolean is_up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
    char text[INET_ADDRSTRLEN];
    g_autofree char *address = NULL;

    if (!is_up || one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET
        || inet_ntop (AF_INET, &((struct sockaddr_in *) (gpointer) one->ifa_addr)->sin_addr, text, sizeof text) == NULL)
      continue;
    address = port != GW_NEARBY_PORT ? g_strdup_printf ("%s:%u", text, port) : g_strdup (text);
    g_strv_builder_add (list, address);
  }
  freeifaddrs (all);

  return g_strv_builder_end (list);
}
