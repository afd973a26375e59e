/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last exchanges as the desk keeps them: see core/store/gw-store-exchanges.c. */

#include "core/sync/gw-sync-history.h"

#include "core/base/gw-json.h"
#include "core/store/gw-store-exchanges.h"

void
gw_sync_past_free (GwSyncPast *self)
{
  g_free (self->partner);
  g_free (self);
}

static JsonObject *
describe (gint64               begun,
          const GwSyncSummary *summary,
          const GError        *error)
{
  JsonObject *past = json_object_new ();

  json_object_set_int_member (past, "begun", begun);
  if (error != NULL && error->domain == GW_SYNC_ERROR)
    json_object_set_string_member (past, "error", gw_sync_error_get_name ((GwSyncError) error->code));
  json_object_set_int_member (past, "pulled", summary->pulled);
  json_object_set_int_member (past, "pushed", summary->pushed);
  json_object_set_int_member (past, "refused", summary->refused);
  json_object_set_int_member (past, "requests", (gint64) summary->requests);
  json_object_set_int_member (past, "bytes_up", (gint64) summary->bytes_up);
  json_object_set_int_member (past, "bytes_down", (gint64) summary->bytes_down);
  json_object_set_double_member (past, "seconds", summary->seconds);

  return past;
}

/**
 * gw_sync_history_note:
 * @store: a connection of the calling thread
 * @begun: when it began, microseconds since 1970
 * @summary: what was done
 * @error: (nullable): why it ended before everything was exchanged
 *
 * Remembers an exchange with the server. Those by stick and in the room are remembered where they are done.
 */
void
gw_sync_history_note (GwStore             *store,
                      gint64               begun,
                      const GwSyncSummary *summary,
                      const GError        *error)
{
  g_autoptr (JsonObject) past = NULL;

  g_return_if_fail (GW_IS_STORE (store) && summary != NULL);

  past = describe (begun, summary, error);
  gw_store_note_exchange (store, past);
}

static gboolean
find_error (const char  *name,
            GwSyncError *error)
{
  for (GwSyncError code = GW_SYNC_ERROR_NO_LINK; code <= GW_SYNC_ERROR_TOO_LARGE; code++) {
    if (g_strcmp0 (gw_sync_error_get_name (code), name) == 0) {
      *error = code;
      return TRUE;
    }
  }

  return FALSE;
}

static GwSyncWay
read_way (JsonObject *object)
{
  const char *way = gw_json_get_string (object, "way");

  return g_strcmp0 (way, "stick") == 0 ? GW_SYNC_WAY_STICK
         : g_strcmp0 (way, "room") == 0 ? GW_SYNC_WAY_ROOM : GW_SYNC_WAY_SERVER;
}

static GwSyncPast *
read_past (JsonObject *object)
{
  GwSyncPast *past = g_new0 (GwSyncPast, 1);

  past->begun = gw_json_get_int (object, "begun", 0);
  past->way = read_way (object);
  past->partner = g_strdup (gw_json_get_string (object, "partner"));
  past->has_failed = past->way == GW_SYNC_WAY_SERVER ? find_error (gw_json_get_string (object, "error"), &past->error)
                                                     : gw_json_get_string (object, "error") != NULL;
  past->summary.pulled = (guint) gw_json_get_int (object, "pulled", 0);
  past->summary.pushed = (guint) gw_json_get_int (object, "pushed", 0);
  past->summary.refused = (guint) gw_json_get_int (object, "refused", 0);
  past->summary.requests = (guint64) gw_json_get_int (object, "requests", 0);
  past->summary.bytes_up = (guint64) gw_json_get_int (object, "bytes_up", 0);
  past->summary.bytes_down = (guint64) gw_json_get_int (object, "bytes_down", 0);
  if (json_object_has_member (object, "seconds"))
    past->summary.seconds = json_object_get_double_member (object, "seconds");

  return past;
}

/**
 * gw_sync_history_list:
 * @store: a connection of the calling thread
 *
 * Returns: (transfer full) (element-type GwSyncPast): the last exchanges, the newest first
 */
GPtrArray *
gw_sync_history_list (GwStore *store)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_sync_past_free);
  g_autoptr (JsonArray) kept = NULL;

  g_return_val_if_fail (GW_IS_STORE (store), list);

  kept = gw_store_exchanges (store);
  for (guint i = json_array_get_length (kept); i > 0; i--) {
    JsonObject *object = gw_json_array_object (kept, i - 1);

    if (object != NULL)
      g_ptr_array_add (list, read_past (object));
  }

  return list;
}
