/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far one thing is on its way to the server. */

#include "core/store/gw-store-private.h"

#include "core/base/gw-json.h"

/**
 * gw_store_doc_way:
 * @way: (out): how far all versions of the document are that this desk would send
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_doc_way (GwStore     *self,
                  const char  *db,
                  const char  *id,
                  GwStoreWay  *way,
                  GError     **error)
{
  enum { WAITING, REFUSED };
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && way != NULL, FALSE);

  statement = gw_store_query (self,
                              "SELECT count(*), count(o.refused) FROM doc AS d"
                              " JOIN rev AS r ON r.doc = d.doc JOIN outbox AS o ON o.rev = r.rev"
                              " WHERE d.db = ? AND d.id = ?",
                              error, "ss", db, id);
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;
  *way = sqlite3_column_int64 (statement, REFUSED) > 0   ? GW_STORE_WAY_REFUSED
         : sqlite3_column_int64 (statement, WAITING) > 0 ? GW_STORE_WAY_WAITS
                                                         : GW_STORE_WAY_ARRIVED;

  return TRUE;
}

/**
 * gw_store_file_waits:
 * @db: the database in which the file is shown
 * @file: its description
 * @waits: (out): whether a part of it has yet to be sent
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_file_waits (GwStore     *self,
                     const char  *db,
                     JsonObject  *file,
                     gboolean    *waits,
                     GError     **error)
{
  JsonArray *chunks;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && file != NULL && waits != NULL, FALSE);

  chunks = gw_json_get_array (file, "chunks");
  *waits = FALSE;
  for (guint i = 0; chunks != NULL && !*waits && i < json_array_get_length (chunks); i++) {
    JsonNode *name = json_array_get_element (chunks, i);
    g_autoptr (GwStatement) statement = NULL;
    gint64 found = 0;

    if (!JSON_NODE_HOLDS_VALUE (name) || json_node_get_value_type (name) != G_TYPE_STRING)
      continue;
    statement = gw_store_query (self, "SELECT 1 FROM chunk_outbox WHERE db = ? AND hash = ?", error, "ss", db,
                                json_node_get_string (name));
    if (!gw_store_read_int (self, statement, &found, error))
      return FALSE;
    *waits = found != 0;
  }

  return TRUE;
}
