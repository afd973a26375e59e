/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last exchanges, to answer "did it go?" and "what did it cost?". They are this desk's own and kept as one small
 * text among its settings. */

#include "core/sync/gw-sync-history.h"

#include "core/base/gw-json.h"

#define KEY "sync-history"

static JsonArray *
read_list (GwStore *store)
{
  g_autofree char *text = gw_store_dup_setting (store, KEY, NULL);
  g_autoptr (JsonNode) node = text != NULL ? gw_json_parse (text, -1, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_ref (json_node_get_array (node)) : json_array_new ();
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
 * Remembers an exchange. Where the disk does not take it, it is forgotten: nothing hangs on it.
 */
void
gw_sync_history_note (GwStore             *store,
                      gint64               begun,
                      const GwSyncSummary *summary,
                      const GError        *error)
{
  g_autoptr (JsonArray) list = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (GW_IS_STORE (store) && summary != NULL);

  list = read_list (store);
  while (json_array_get_length (list) >= GW_SYNC_HISTORY_LENGTH)
    json_array_remove_element (list, 0);
  json_array_add_object_element (list, describe (begun, summary, error));
  node = json_node_init_array (json_node_alloc (), list);
  text = json_to_string (node, FALSE);
  if (!gw_store_set_setting (store, KEY, text, &local_error))
    g_debug ("An exchange is not remembered: %s", local_error->message);
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

static GwSyncPast *
read_past (JsonObject *object)
{
  GwSyncPast *past = g_new0 (GwSyncPast, 1);

  past->begun = gw_json_get_int (object, "begun", 0);
  past->has_failed = find_error (gw_json_get_string (object, "error"), &past->error);
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
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonArray) kept = NULL;

  g_return_val_if_fail (GW_IS_STORE (store), list);

  kept = read_list (store);
  for (guint i = json_array_get_length (kept); i > 0; i--) {
    JsonObject *object = gw_json_array_object (kept, i - 1);

    if (object != NULL)
      g_ptr_array_add (list, read_past (object));
  }

  return list;
}
