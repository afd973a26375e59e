/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last exchanges, to answer "did it go?" and "what did it cost?": with the server, by stick and in the room. They
 * are this desk's own and kept as one small text among its settings. Each is an object of whoever did the exchange:
 *
 *   {"begun", "way":"stick"|"room"; else it was the server, "partner", "error", "pulled", "pushed", "refused",
 *    "requests", "bytes_up", "bytes_down", "seconds"}
 */

#include "core/store/gw-store-exchanges.h"

#include "core/base/gw-json.h"

#define KEY "sync-history"

/**
 * gw_store_exchanges:
 * @self: a connection of the calling thread
 *
 * Returns: (transfer full): the last exchanges, the oldest first
 */
JsonArray *
gw_store_exchanges (GwStore *self)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  text = gw_store_dup_setting (self, KEY, NULL);
  node = text != NULL ? gw_json_parse (text, -1, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_ref (json_node_get_array (node)) : json_array_new ();
}

static gboolean
append (GwStore     *self,
        JsonObject  *past,
        GError     **error)
{
  g_autoptr (JsonArray) list = gw_store_exchanges (self);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  while (json_array_get_length (list) >= GW_STORE_EXCHANGES)
    json_array_remove_element (list, 0);
  json_array_add_object_element (list, json_object_ref (past));
  node = json_node_init_array (json_node_alloc (), list);
  text = json_to_string (node, FALSE);

  return gw_store_set_setting (self, KEY, text, error);
}

/**
 * gw_store_note_exchange:
 * @self: a connection of the calling thread, with no group of writes open
 * @past: what was done
 *
 * Remembers an exchange. Where the disk does not take it, it is forgotten: nothing hangs on it.
 */
void
gw_store_note_exchange (GwStore    *self,
                        JsonObject *past)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_return_if_fail (GW_IS_STORE (self) && past != NULL);

  /* Another connection may note one, too: a stick is read while the server is asked. */
  ok = gw_store_begin (self, &error);
  if (ok && !append (self, past, &error))
    gw_store_rollback (self);
  else if (ok)
    gw_store_commit (self, &error);
  if (error != NULL)
    g_debug ("An exchange is not remembered: %s", error->message);
}
