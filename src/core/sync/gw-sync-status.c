/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/sync/gw-sync-status.h"

#include "core/base/gw-time.h"
#include "core/keys/gw-key.h"
#include "core/store/gw-store-dates.h"
#include "core/sync/gw-sync-private.h"

G_DEFINE_BOXED_TYPE (GwSyncStatus, gw_sync_status, gw_sync_status_copy, gw_sync_status_free)

GwSyncStatus *
gw_sync_status_copy (const GwSyncStatus *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
gw_sync_status_free (GwSyncStatus *self)
{
  g_free (self);
}

/* Returns: a short English name for JSON and logs that never changes. */
const char *
gw_sync_state_get_name (GwSyncState state)
{
  static const char *const names[] = {
    "not-set-up", "resting", "asking", "receiving", "sending", "paused", "metered", "failed",
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (names), "unknown");

  return names[state];
}

/**
 * gw_sync_clock_offset:
 * @server_time: what the server's clock said, microseconds since 1970
 * @server_time_at: when, of gw_time_steady()
 *
 * Returns: seconds by which the server's clock is ahead of this computer's now
 */
gint64
gw_sync_clock_offset (gint64 server_time,
                      gint64 server_time_at)
{
  return (server_time + (gw_time_steady () - server_time_at) - gw_time_now ()) / G_USEC_PER_SEC;
}

/**
 * gw_sync_status_read:
 * @store: a connection of the calling thread
 * @url: (nullable): the address of the server; what was exchanged with another one is no success of this one
 *
 * Reads the numbers that come from the store; the others stay.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_sync_status_read (GwSyncStatus  *self,
                     GwStore       *store,
                     const char    *url,
                     GError       **error)
{
  g_autoptr (GPtrArray) refused = gw_store_refused (store, NULL, error);
  g_autoptr (GPtrArray) conflicts = refused == NULL ? NULL : gw_store_conflicts (store, NULL, error);
  g_autofree char *success = NULL, *with = NULL, *base = url != NULL ? gw_sync_dup_base_url (url) : NULL;
  gint64 waiting, bytes, n_keys, key_bytes, n_parts, part_bytes;

  /* A key is published by the program: nobody changed anything. */
  if (conflicts == NULL || !gw_store_outbox_count (store, NULL, &waiting, &bytes, error)
      || !gw_store_outbox_count_prefix (store, GW_KEY_DOC_PREFIX, &n_keys, &key_bytes, error)
      || !gw_store_count_unsent_chunks (store, &n_parts, &part_bytes, error))
    return FALSE;
  success = gw_store_dup_remote (store, GW_SYNC_REMOTE, GW_SYNC_ALL, "last-success", NULL);
  with = gw_store_dup_remote (store, GW_SYNC_REMOTE, GW_SYNC_ALL, "last-url", NULL);
  self->waiting = waiting - n_keys + n_parts;
  self->waiting_bytes = bytes - key_bytes + part_bytes;
  self->refused = refused->len;
  self->conflicts = conflicts->len;
  self->later_date = gw_store_get_later_date (store);
  self->last_success = success == NULL || base == NULL || g_strcmp0 (with, base) != 0
                         ? 0 : g_ascii_strtoll (success, NULL, 10);

  return TRUE;
}
