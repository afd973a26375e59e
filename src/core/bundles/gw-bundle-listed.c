/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-private.h"
#include "core/store/gw-store-exchanges.h"

/* @partner: names of people, "" where the bundle names nobody */
static void
list (GwStore    *store,
      const char *partner,
      const char *versions_as,
      guint       versions,
      const char *bytes_as,
      gint64      bytes)
{
  g_autoptr (JsonObject) past = json_object_new ();

  json_object_set_int_member (past, "begun", gw_time_now ());
  json_object_set_string_member (past, "way", "stick");
  if (*partner != '\0')
    json_object_set_string_member (past, "partner", partner);
  json_object_set_int_member (past, versions_as, versions);
  json_object_set_int_member (past, bytes_as, bytes);
  gw_store_note_exchange (store, past);
}

/* A bundle lies there, whole. */
void
gw_bundle_list_written (GwStore    *store,
                        const char *partner,
                        guint       versions,
                        gint64      bytes)
{
  list (store, partner, "pushed", versions, "bytes_up", bytes);
}

/* One was read to its end. @versions: that were new */
void
gw_bundle_list_read (GwStore    *store,
                     const char *partner,
                     guint       versions,
                     gint64      bytes)
{
  list (store, partner, "pulled", versions, "bytes_down", bytes);
}
