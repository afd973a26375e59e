/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files in parts of 32 kB, each under its own SHA-256: an upload goes on where it broke, and the
 * same file travels once. A chunk's name is "c:<sha256>", as on the server; a file is described in
 * the document that shows it by {name, mime, length, sha256, chunks}. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-json.h"

/* Descriptions come from elsewhere: one that asks for more is refused before memory is. */
#define MAX_FILE_SIZE (256 * 1024 * 1024)

static char *
name_of (GBytes *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strconcat ("c:", hash, NULL);
}

static gboolean
close_group (GwStore   *self,
             gboolean   ok,
             GError   **error)
{
  if (ok)
    return gw_store_commit (self, error);

  gw_store_rollback (self);
  return FALSE;
}

static gboolean
add_chunk (GwStore     *self,
           const char  *db,
           const char  *chunk,
           GBytes      *bytes,
           GError     **error)
{
  if (!gw_store_exec (self, "INSERT OR IGNORE INTO chunk (hash, data) VALUES (?, ?)", error, "sb",
                      chunk, bytes)
      || !gw_store_exec (self, "DELETE FROM chunk_wanted WHERE hash = ?", error, "s", chunk))
    return FALSE;
  if (db == NULL || !gw_tree_is_sent (db))
    return TRUE;

  return gw_store_exec (self, "INSERT OR IGNORE INTO chunk_outbox (db, hash) VALUES (?, ?)", error,
                        "ss", db, chunk);
}

static JsonObject *
describe (const char *name,
          const char *mime,
          gint64      length,
          const char *sha256,
          JsonArray  *chunks)
{
  JsonObject *file = json_object_new ();

  json_object_set_string_member (file, "name", name);
  json_object_set_string_member (file, "mime", mime);
  json_object_set_int_member (file, "length", length);
  json_object_set_string_member (file, "sha256", sha256);
  json_object_set_array_member (file, "chunks", json_array_ref (chunks));

  return file;
}

/* Reads and stores chunk by chunk, so that a large file never stands in memory whole. */
static JsonObject *
put_stream (GwStore       *self,
            const char    *db,
            GInputStream  *stream,
            const char    *name,
            const char    *mime,
            GError       **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (JsonArray) chunks = json_array_new ();
  g_autofree guchar *buffer = g_malloc (GW_STORE_CHUNK_SIZE);
  gint64 length = 0;
  gsize read = 0;

  do {
    g_autoptr (GBytes) bytes = NULL;
    g_autofree char *chunk = NULL;

    if (!g_input_stream_read_all (stream, buffer, GW_STORE_CHUNK_SIZE, &read, NULL, error))
      return NULL;
    if (read == 0)
      break;
    length += read;
    if (length > MAX_FILE_SIZE) {
      g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is larger than %d bytes", name,
                   MAX_FILE_SIZE);
      return NULL;
    }
    bytes = g_bytes_new (buffer, read);
    chunk = name_of (bytes);
    g_checksum_update (sum, buffer, read);
    json_array_add_string_element (chunks, chunk);
    if (!add_chunk (self, db, chunk, bytes, error))
      return NULL;
  } while (read == GW_STORE_CHUNK_SIZE);

  return describe (name, mime, length, g_checksum_get_string (sum), chunks);
}

static JsonObject *
put_stream_in_group (GwStore       *self,
                     const char    *db,
                     GInputStream  *stream,
                     const char    *name,
                     const char    *mime,
                     GError       **error)
{
  g_autoptr (JsonObject) file = NULL;

  if (!gw_store_begin (self, error))
    return NULL;
  file = put_stream (self, db, stream, name, mime, error);

  return close_group (self, file != NULL, error) ? g_steal_pointer (&file) : NULL;
}

/**
 * gw_store_put_file:
 * @db: the database of the document that will show the file
 * @bytes: its content
 * @name: its name
 * @mime: its type
 * @error: return location
 *
 * Stores a file and queues its chunks for upload; sync asks the server which of them it has.
 *
 * Returns: (transfer full): its description, to be put into a document, or NULL with @error set
 */
JsonObject *
gw_store_put_file (GwStore     *self,
                   const char  *db,
                   GBytes      *bytes,
                   const char  *name,
                   const char  *mime,
                   GError     **error)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL && mime != NULL, NULL);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  return put_stream_in_group (self, db, stream, name, mime, error);
}

/**
 * gw_store_put_file_path:
 * @path: a file of the computer
 *
 * As gw_store_put_file(), under the name the file has.
 *
 * Returns: (transfer full): its description, or NULL with @error set
 */
JsonObject *
gw_store_put_file_path (GwStore     *self,
                        const char  *db,
                        const char  *path,
                        const char  *mime,
                        GError     **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *base_name = NULL, *name = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && path != NULL && mime != NULL, NULL);

  file = g_file_new_for_path (path);
  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return NULL;
  base_name = g_path_get_basename (path);
  name = g_filename_display_name (base_name);

  return put_stream_in_group (self, db, G_INPUT_STREAM (stream), name, mime, error);
}

/**
 * gw_store_get_chunk:
 * @chunk: "c:<sha256>"
 *
 * Returns: (transfer full): the chunk, or NULL with @error set
 */
GBytes *
gw_store_get_chunk (GwStore     *self,
                    const char  *chunk,
                    GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self) && chunk != NULL, NULL);

  statement = gw_store_query (self, "SELECT data FROM chunk WHERE hash = ?", error, "s", chunk);
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no chunk %s", chunk);
    return NULL;
  }
  bytes = g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  name = name_of (bytes);
  if (strcmp (name, chunk) != 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The chunk %s is damaged", chunk);
    return NULL;
  }

  return g_steal_pointer (&bytes);
}

/**
 * gw_store_put_chunk:
 * @db: (nullable): where the server may not have it (it came in a file): the database whose
 *   documents show it, so that it waits to be sent; NULL where it came from the server
 * @chunk: the name under which it came, "c:<sha256>"
 * @bytes: what came
 *
 * Stores a chunk from a server or a stick, when it is what its name says.
 *
 * Returns: FALSE with @error set; %GW_STORE_ERROR_INVALID when it is something else
 */
gboolean
gw_store_put_chunk (GwStore     *self,
                    const char  *db,
                    const char  *chunk,
                    GBytes      *bytes,
                    GError     **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && chunk != NULL && bytes != NULL, FALSE);

  name = name_of (bytes);
  if (strcmp (name, chunk) != 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "The chunk %s is not what its name says", chunk);
    return FALSE;
  }
  if (!gw_store_begin (self, error))
    return FALSE;

  return close_group (self, add_chunk (self, db, chunk, bytes, error), error);
}

/* "chunks" of a description, when each is a text. */
static JsonArray *
chunks_of (JsonObject  *file,
           GError     **error)
{
  JsonArray *chunks = gw_json_get_array (file, "chunks");
  gint64 length = gw_json_get_int (file, "length", -1);
  guint count = chunks != NULL ? json_array_get_length (chunks) : 0;
  gboolean sound = chunks != NULL && length >= 0 && length <= MAX_FILE_SIZE;

  for (guint i = 0; i < count && sound; i++)
    sound = gw_json_array_string (chunks, i) != NULL;
  if (!sound) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "The description of a file is wrong");
    return NULL;
  }

  return chunks;
}

/**
 * gw_store_missing_chunks:
 * @file: a description
 *
 * Returns: (transfer full): the chunks of @file that are not here yet, perhaps none; or NULL with
 *   @error set
 */
GStrv
gw_store_missing_chunks (GwStore     *self,
                         JsonObject  *file,
                         GError     **error)
{
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();
  JsonArray *chunks;

  g_return_val_if_fail (GW_IS_STORE (self) && file != NULL, NULL);

  chunks = chunks_of (file, error);
  if (chunks == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (chunks); i++) {
    const char *chunk = gw_json_array_string (chunks, i);
    g_autoptr (GwStatement) statement = NULL;
    gint64 here;

    statement = gw_store_query (self, "SELECT 1 FROM chunk WHERE hash = ?", error, "s", chunk);
    if (!gw_store_read_int (self, statement, &here, error))
      return NULL;
    if (!here)
      g_strv_builder_add (missing, chunk);
  }

  return g_strv_builder_end (missing);
}

static gboolean
is_whole (GByteArray  *content,
          JsonObject  *file,
          GError     **error)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, content->data, content->len);

  if (gw_json_get_int (file, "length", -1) == content->len
      && g_strcmp0 (sum, gw_json_get_string (file, "sha256")) == 0)
    return TRUE;

  g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
               "The file is not what its description says");
  return FALSE;
}

/**
 * gw_store_get_file:
 * @file: a description
 *
 * Returns: (transfer full): the file, verified, or NULL with @error set: %GW_STORE_ERROR_INCOMPLETE
 *   when chunks are missing, %GW_STORE_ERROR_INVALID when the description is wrong
 */
GBytes *
gw_store_get_file (GwStore     *self,
                   JsonObject  *file,
                   GError     **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_auto (GStrv) missing = NULL;
  JsonArray *chunks;

  g_return_val_if_fail (GW_IS_STORE (self) && file != NULL, NULL);

  missing = gw_store_missing_chunks (self, file, error);
  if (missing == NULL)
    return NULL;
  if (missing[0] != NULL) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE,
                 "%u parts of the file are not here yet", g_strv_length (missing));
    return NULL;
  }
  chunks = chunks_of (file, error);
  for (guint i = 0; i < json_array_get_length (chunks); i++) {
    g_autoptr (GBytes) bytes = gw_store_get_chunk (self, gw_json_array_string (chunks, i), error);

    if (bytes == NULL)
      return NULL;
    if (content->len + g_bytes_get_size (bytes) > MAX_FILE_SIZE)
      break;
    g_byte_array_append (content, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  if (!is_whole (content, file, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/**
 * gw_store_want_file:
 * @db: the database of the document that shows the file
 * @file: a description
 *
 * Somebody wants to see @file: sync is to fetch what is missing of it.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_want_file (GwStore     *self,
                    const char  *db,
                    JsonObject  *file,
                    GError     **error)
{
  g_auto (GStrv) missing = NULL;
  gboolean ok = TRUE;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && file != NULL, FALSE);

  missing = gw_store_missing_chunks (self, file, error);
  if (missing == NULL)
    return FALSE;
  if (missing[0] == NULL || !gw_tree_is_sent (db))
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  for (guint i = 0; missing[i] != NULL && ok; i++)
    ok = gw_store_exec (self, "INSERT OR IGNORE INTO chunk_wanted (db, hash) VALUES (?, ?)", error, "ss", db, missing[i]);

  return close_group (self, ok, error);
}

static GStrv
read_names (GwStore      *self,
            GwStatement  *statement,
            GError      **error)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_strv_builder_add (list, (const char *) sqlite3_column_text (statement, 0));
  }

  return g_strv_builder_end (list);
}

/**
 * gw_store_wanted_chunks:
 * @db: a database
 *
 * Returns: (transfer full): what gw_store_want_file() asked for and is not here yet, or NULL with @error set
 */
GStrv
gw_store_wanted_chunks (GwStore     *self,
                        const char  *db,
                        GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  statement = gw_store_query (self, "SELECT hash FROM chunk_wanted WHERE db = ? ORDER BY hash", error, "s", db);

  return read_names (self, statement, error);
}

/**
 * gw_store_count_unsent_chunks:
 * @n_chunks: (out): parts of files that the server may not have
 * @n_bytes: (out): their size
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_count_unsent_chunks (GwStore  *self,
                              gint64   *n_chunks,
                              gint64   *n_bytes,
                              GError  **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  statement = gw_store_query (self,
                              "SELECT count(*), ifnull (sum (length (c.data)), 0)"
                              " FROM chunk_outbox AS o JOIN chunk AS c ON c.hash = o.hash", error, "");
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;
  *n_chunks = sqlite3_column_int64 (statement, 0);
  *n_bytes = sqlite3_column_int64 (statement, 1);

  return TRUE;
}

/**
 * gw_store_unsent_chunks:
 * @db: a database
 * @limit: at most so many, or -1
 *
 * Returns: (transfer full): chunks of files in @db that the server may not have, or NULL with @error
 *   set
 */
GStrv
gw_store_unsent_chunks (GwStore     *self,
                        const char  *db,
                        int          limit,
                        GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  statement = gw_store_query (self,
                              "SELECT hash FROM chunk_outbox WHERE db = ? ORDER BY hash LIMIT ?",
                              error, "si", db, (gint64) limit);

  return read_names (self, statement, error);
}

/**
 * gw_store_mark_chunk_sent:
 * @chunk: a chunk that the server has now
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_chunk_sent (GwStore     *self,
                          const char  *db,
                          const char  *chunk,
                          GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && chunk != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;

  return close_group (self,
                      gw_store_exec (self, "DELETE FROM chunk_outbox WHERE db = ? AND hash = ?",
                                     error, "ss", db, chunk),
                      error);
}
