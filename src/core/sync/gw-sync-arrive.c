/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One document that came from the server: stored where somebody who may write there could have written it, set aside
 * for a person to see where not. */

#include "core/sync/gw-sync-private.h"

#include "core/base/gw-json.h"
#include "core/keys/gw-signer.h"

/* Sets aside, and goes on: one strange document must not stop the others.
 * @id: (nullable), @rev: (nullable), @document: (nullable): as far as they came */
gboolean
gw_sync_leave_out (GwSyncExchange        *self,
                   const GwSyncDatabase  *db,
                   const char            *id,
                   const char            *rev,
                   JsonObject            *document,
                   GwArrivalFault         fault,
                   GError               **error)
{
  gboolean is_news = FALSE;

  if (!gw_store_set_aside (self->store, db->local, id, rev, document, fault, &is_news, error))
    return FALSE;
  self->summary.set_aside += is_news;
  g_debug ("%s: %s is set aside (%s)", db->local, id != NULL ? id : "", gw_arrival_fault_get_name (fault));

  return TRUE;
}

/* Within a group of writes.
 * @is_taken: (out): whether it is stored now */
gboolean
gw_sync_arrive (GwSyncExchange        *self,
                const GwSyncDatabase  *db,
                JsonObject            *document,
                gboolean              *is_taken,
                GError               **error)
{
  const char *id = gw_json_get_string (document, "_id"), *rev = gw_json_get_string (document, "_rev");
  GwArrivalFault fault = gw_arrival_judge (db->remote, document);
  g_autofree char *signer = NULL;
  g_autoptr (GError) local_error = NULL;

  *is_taken = FALSE;
  if (fault == GW_ARRIVAL_SOUND)
    fault = gw_signer_judge (self->store, db->remote, document, &signer);
  if (fault != GW_ARRIVAL_SOUND)
    return gw_sync_leave_out (self, db, id, rev, document, fault, error);
  *is_taken = gw_store_insert_json (self->store, db->local, document, GW_INSERT_FROM_SERVER, &local_error);
  if (*is_taken)
    return gw_signer_note (self->store, db->local, db->remote, document, signer, error)
           && gw_sync_fetch_ahead (self, db, document, error);
  if (g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID))
    return gw_sync_leave_out (self, db, id, rev, document, GW_ARRIVAL_SHAPE, error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}
