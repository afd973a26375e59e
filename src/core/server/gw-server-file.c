/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that a document shows, which lies in parts beside it (section 7 of the notes on CouchDB). Its description was
 * written by somebody else. */

#include "core/server/gw-server-file.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/server/gw-server-plan.h"

#define MAX_PARTS 2048
#define MAX_PART (64 * 1024)
#define PART_NAME_LENGTH (2 + 64) /* c: and a hash */

static gboolean
is_part_name (const char *name)
{
  return name != NULL && strlen (name) == PART_NAME_LENGTH && g_str_has_prefix (name, "c:")
         && strspn (name + 2, "0123456789abcdef") == 64;
}

/* @arrived: (out): FALSE where the part is not there yet, or is not what its name says */
static gboolean
add_part (GwServer    *server,
          const char  *db,
          const char  *name,
          GChecksum   *sum,
          gboolean    *arrived,
          GError     **error)
{
  g_autofree char *chunks = g_strconcat (db, "-chunks", NULL);
  g_autofree char *path = gw_server_dup_doc_path (chunks, name);
  g_autofree guchar *bytes = NULL;
  g_autofree char *found = NULL;
  g_autoptr (JsonObject) doc = NULL;
  const char *data;
  gsize size = 0;

  *arrived = FALSE;
  if (!gw_server_find (server, path, &doc, error))
    return FALSE;
  data = doc != NULL ? gw_json_get_string (doc, "data") : NULL;
  if (data == NULL || strlen (data) > 2 * MAX_PART)
    return TRUE;
  bytes = g_base64_decode (data, &size);
  found = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  *arrived = strcmp (found, name + 2) == 0;
  g_checksum_update (sum, bytes, (gssize) size);

  return TRUE;
}

/**
 * gw_server_hash_file:
 * @db: the database in which a document shows the file
 * @file: its description
 * @sha256: (out) (nullable) (transfer full): of the parts put together; NULL where not all have arrived, or where there
 *   are too many to be looked at
 * @error: return location
 *
 * Returns: FALSE where the server could not be asked
 */
gboolean
gw_server_hash_file (GwServer    *server,
                     const char  *db,
                     JsonObject  *file,
                     char       **sha256,
                     GError     **error)
{
  JsonArray *parts = gw_json_get_array (file, "chunks");
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n = parts != NULL ? json_array_get_length (parts) : 0;
  gboolean arrived = n > 0 && n <= MAX_PARTS;

  g_return_val_if_fail (server != NULL && db != NULL && file != NULL && sha256 != NULL, FALSE);

  *sha256 = NULL;
  for (guint i = 0; arrived && i < n; i++) {
    JsonNode *node = json_array_get_element (parts, i);
    const char *name = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node) : NULL;

    arrived = is_part_name (name);
    if (arrived && !add_part (server, db, name, sum, &arrived, error))
      return FALSE;
  }
  if (arrived)
    *sha256 = g_strdup (g_checksum_get_string (sum));

  return TRUE;
}
