/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-setup-private.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-file.h"
#include "core/bundles/gw-bundle-parts.h"
#include "core/bundles/gw-bundle-rows.h"
#include "core/store/gw-store.h"

typedef struct
{
  GwSetup      *setup;
  GwStore      *store;
  GwRowWriter  *rows;
  GHashTable   *chunks;   /* name -> local name of a database that shows it */
  GCancellable *cancellable;
} Packing;

typedef struct
{
  Packing    *packing;
  const char *db;
} Noting;

static void
note_chunk (const char *name,
            gpointer    user_data)
{
  Noting *self = user_data;

  g_hash_table_insert (self->packing->chunks, g_strdup (name), g_strdup (self->db));
}

static gboolean
pack_versions (Packing     *self,
               const char  *db,
               GPtrArray   *versions,
               GError     **error)
{
  Noting noting = { .packing = self, .db = db };

  for (guint i = 0; i < versions->len; i++) {
    const GwOutgoing *version = g_ptr_array_index (versions, i);
    g_autoptr (JsonObject) row = json_object_new ();
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    JsonObject *document = gw_store_doc_to_json (version->doc, (const char *const *) version->path);

    json_node_set_object (node, document);
    gw_bundle_parts_foreach (node, note_chunk, &noting);
    json_object_set_string_member (row, "db", db);
    json_object_set_object_member (row, "doc", document);
    if (!gw_row_writer_add (self->rows, row, error))
      return FALSE;
    self->setup->documents++;
  }

  return TRUE;
}

/* The store is told that a version leaves: typing does not take its place any more. */
static gboolean
pack_documents (Packing  *self,
                GError  **error)
{
  g_autoptr (GPtrArray) changes = gw_store_changes (self->store, 0, -1, error);

  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);
    g_autoptr (GPtrArray) versions = NULL;

    if (!self->setup->has_everything && strcmp (change->db, GW_SETUP_OWN) != 0)
      continue;
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    versions = gw_store_hand_over (self->store, change->db, change->id, error);
    if (versions == NULL || !pack_versions (self, change->db, versions, error))
      return FALSE;
  }

  return changes != NULL;
}

/* A part that is not here, or no longer sound, does not keep the others: it comes from the server. */
static gboolean
pack_chunks (Packing  *self,
             GError  **error)
{
  GHashTableIter iter;
  gpointer name, db;

  g_hash_table_iter_init (&iter, self->chunks);
  while (g_hash_table_iter_next (&iter, &name, &db)) {
    g_autoptr (GBytes) bytes = gw_store_get_chunk (self->store, name, NULL);
    g_autoptr (JsonObject) row = json_object_new ();
    g_autofree char *data = NULL;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    if (bytes == NULL || g_bytes_get_size (bytes) > GW_STORE_CHUNK_SIZE)
      continue;
    data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    json_object_set_string_member (row, "db", db);
    json_object_set_string_member (row, "chunk", name);
    json_object_set_string_member (row, "data", data);
    if (!gw_row_writer_add (self->rows, row, error))
      return FALSE;
    self->setup->chunks++;
  }

  return TRUE;
}

static gboolean
pack_rows (Packing  *self,
           GError  **error)
{
  g_autoptr (JsonObject) first = gw_setup_to_row (self->setup), last = NULL;

  if (!gw_row_writer_add (self->rows, first, error)
      || !pack_documents (self, error) || !pack_chunks (self, error))
    return FALSE;
  last = gw_setup_to_end (self->setup);

  return gw_row_writer_add (self->rows, last, error) && gw_row_writer_finish (self->rows, error);
}

static gboolean
read_back (Packing     *self,
           int          fd,
           const char  *passphrase,
           GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwSetup) found = gw_setup_read_fd (fd, passphrase, self->cancellable, &problem);

  if (found != NULL && found->documents == self->setup->documents && found->chunks == self->setup->chunks) {
    self->setup->bytes = found->bytes;
    return TRUE;
  }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_READ_BACK, "What was read back: %s",
                 problem != NULL ? problem->message : "other numbers");

  return FALSE;
}

static gboolean
fill_file (Packing     *self,
           int          fd,
           const char  *passphrase,
           GError     **error)
{
  GwSealFor to = { .passphrase = passphrase, .cost = GW_SEAL_COST_DEFAULT };
  g_autoptr (GwSealWriter) seal = gw_seal_writer_new (fd, &to, error);
  g_autoptr (GwRowWriter) rows = seal != NULL ? gw_row_writer_new (seal) : NULL;

  self->rows = rows;

  return rows != NULL && pack_rows (self, error) && gw_bundle_file_settle (fd, error)
         && read_back (self, fd, passphrase, error);
}

static gboolean
write_file (Packing     *self,
            const char  *path,
            const char  *passphrase,
            GError     **error)
{
  g_autofree char *unfinished = NULL;
  int fd = gw_bundle_file_create (path, &unfinished, error);

  return fd >= 0 && gw_bundle_file_finish (fd, unfinished, path, fill_file (self, fd, passphrase, error), error);
}

/**
 * gw_setup_write:
 * @self: who and what; its numbers are filled in
 * @store_path: the documents
 * @path: the file to make; one of that name is left as it is
 * @passphrase: at least 8 characters
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Writes the set-up file, waits until it is on the stick, and reads it back to its end. Only then does
 * it get its name.
 *
 * Returns: FALSE with an @error of %GW_BUNDLE_ERROR, and then there is no file
 */
gboolean
gw_setup_write (GwSetup       *self,
                const char    *store_path,
                const char    *path,
                const char    *passphrase,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GHashTable) chunks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Packing packing = { .setup = self, .chunks = chunks, .cancellable = cancellable };
  GError *problem = NULL;

  g_return_val_if_fail (self != NULL && store_path != NULL && path != NULL && passphrase != NULL, FALSE);

  self->time = gw_time_now ();
  self->documents = self->chunks = 0;
  store = gw_store_open (store_path, GW_STORE_DEFAULT, &problem);
  packing.store = store;
  if (store != NULL && write_file (&packing, path, passphrase, &problem))
    return TRUE;
  gw_bundle_error_translate (&problem);
  g_propagate_error (error, problem);

  return FALSE;
}
