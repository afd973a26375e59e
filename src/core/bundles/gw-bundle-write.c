/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a bundle.
 *
 * - It holds all leaves, with their ancestry, of every document that changed here since the last
 *   bundle, or of all; and the parts of the files that these documents show.
 * - Before a version goes into the file, the store is told that it leaves: typing does not take its
 *   place any more. It goes on waiting for the server.
 * - The file gets its name when it is on the stick as a whole and was read back. Only then is it
 *   remembered how far this desk has given: a bundle that failed is written again.
 */

#include "core/bundles/gw-bundle-private.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

/* The window's own writes wait while the store is told: not for long. */
#define GROUP_DOCS 200
#define GROUP_BYTES (4 * 1024 * 1024)
#define CHUNK_NAME_LENGTH 66
#define MAX_DEPTH GW_JSON_MAX_DEPTH

typedef struct
{
  GwBundleDesk *desk;
  GwStore *store;
  GwRowWriter *rows;
  GwBundleInfo *info;
  gint64 since;       /* how far this desk has given, 0 for nothing */
  GHashTable *chunks; /* name -> GwBundleDatabase */
  GwBundleProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Writing;

static void
note_chunks (Writing                *self,
             const GwBundleDatabase *db,
             JsonArray              *names)
{
  for (guint i = 0; i < json_array_get_length (names); i++) {
    const char *name = gw_json_array_string (names, i);

    if (name != NULL && strlen (name) == CHUNK_NAME_LENGTH && g_str_has_prefix (name, "c:"))
      g_hash_table_insert (self->chunks, g_strdup (name), (gpointer) db);
  }
}

/* A file is described wherever its document likes, by an object with "sha256" and "chunks". */
static void
note_files (Writing                *self,
            const GwBundleDatabase *db,
            JsonNode               *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    JsonArray *chunks = gw_json_get_array (object, "chunks");
    JsonObjectIter iter;
    JsonNode *member;

    if (chunks != NULL && gw_json_get_string (object, "sha256") != NULL)
      note_chunks (self, db, chunks);
    json_object_iter_init (&iter, object);
    while (json_object_iter_next (&iter, NULL, &member))
      note_files (self, db, member);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      note_files (self, db, json_array_get_element (array, i));
  }
}

static gboolean
write_version (Writing                 *self,
               const GwBundleDatabase  *db,
               const GwOutgoing        *version,
               GError                 **error)
{
  g_autoptr (JsonObject) row = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *document = gw_store_doc_to_json (version->doc, (const char *const *) version->path);

  json_node_set_object (node, document);
  note_files (self, db, node);
  json_object_set_string_member (row, "db", db->remote);
  json_object_set_object_member (row, "doc", document);
  self->info->revisions++;

  return gw_row_writer_add (self->rows, row, error);
}

static gboolean
write_versions (Writing    *self,
                GPtrArray  *docs,
                GError    **error)
{
  for (guint i = 0; i < docs->len; i++) {
    GPtrArray *versions = g_ptr_array_index (docs, i);

    if (versions->len > 0)
      self->info->documents++;
    for (guint j = 0; j < versions->len; j++) {
      const GwOutgoing *version = g_ptr_array_index (versions, j);
      const GwBundleDatabase *db = gw_bundle_desk_find_local (self->desk,
                                                              gw_doc_get_db (version->doc));

      if (!write_version (self, db, version, error))
        return FALSE;
    }
  }

  return TRUE;
}

static gsize
size_of (GPtrArray *versions)
{
  gsize size = 0;

  for (guint i = 0; i < versions->len; i++)
    size += strlen (gw_doc_get_text (((const GwOutgoing *) versions->pdata[i])->doc));

  return size;
}

/* (element-type GPtrArray): the versions of the next documents; @first moves on. */
static GPtrArray *
take_group (Writing    *self,
            GPtrArray  *changes,
            guint      *first,
            GError    **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gsize size = 0;

  for (; *first < changes->len && docs->len < GROUP_DOCS && size < GROUP_BYTES; (*first)++) {
    const GwChange *change = g_ptr_array_index (changes, *first);
    GPtrArray *versions;

    if (gw_bundle_desk_find_local (self->desk, change->db) == NULL)
      continue;
    versions = gw_store_hand_over (self->store, change->db, change->id, error);
    if (versions == NULL)
      return NULL;
    size += size_of (versions);
    g_ptr_array_add (docs, versions);
  }

  return g_steal_pointer (&docs);
}

static GPtrArray *
take_group_at_once (Writing    *self,
                    GPtrArray  *changes,
                    guint      *first,
                    GError    **error)
{
  g_autoptr (GPtrArray) docs = NULL;

  if (!gw_store_begin (self->store, error))
    return NULL;
  docs = take_group (self, changes, first, error);
  if (docs == NULL) {
    gw_store_rollback (self->store);
    return NULL;
  }

  return gw_store_commit (self->store, error) ? g_steal_pointer (&docs) : NULL;
}

static gboolean
write_documents (Writing    *self,
                 GPtrArray  *changes,
                 GError    **error)
{
  guint first = 0;

  while (first < changes->len) {
    g_autoptr (GPtrArray) docs = NULL;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    docs = take_group_at_once (self, changes, &first, error);
    if (docs == NULL || !write_versions (self, docs, error))
      return FALSE;
    if (self->progress != NULL)
      self->progress (GW_BUNDLE_PHASE_WRITING, (double) first / changes->len, self->progress_data);
  }

  return TRUE;
}

/* A part that is not here yet, or no longer sound, does not keep the others: whoever shows a file
 * copes with parts that are missing. */
static gboolean
write_chunks (Writing  *self,
              GError  **error)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->chunks);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const GwBundleDatabase *db = value;
    g_autoptr (GError) local_error = NULL;
    g_autoptr (GBytes) bytes = gw_store_get_chunk (self->store, name, &local_error);
    g_autoptr (JsonObject) row = json_object_new ();
    g_autofree char *data = NULL;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    if (bytes == NULL || g_bytes_get_size (bytes) > GW_STORE_CHUNK_SIZE) {
      g_debug ("A part of a file does not go along: %s",
               local_error != NULL ? local_error->message : "it is too large");
      continue;
    }
    data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    json_object_set_string_member (row, "db", db->remote);
    json_object_set_string_member (row, "chunk", name);
    json_object_set_string_member (row, "data", data);
    if (!gw_row_writer_add (self->rows, row, error))
      return FALSE;
    self->info->chunks++;
  }

  return TRUE;
}

static gboolean
set_nothing (Writing  *self,
             GError  **error)
{
  g_set_error (error, GW_BUNDLE_ERROR,
               self->since > 0 ? GW_BUNDLE_ERROR_NOTHING_NEW : GW_BUNDLE_ERROR_NOTHING,
               "There is nothing after %" G_GINT64_FORMAT, self->since);
  return FALSE;
}

static gboolean
write_rows (Writing    *self,
            GPtrArray  *changes,
            GError    **error)
{
  g_autoptr (JsonObject) first = gw_bundle_info_to_row (self->info);
  g_autoptr (JsonObject) last = NULL;

  if (!gw_row_writer_add (self->rows, first, error)
      || !write_documents (self, changes, error)
      || !write_chunks (self, error))
    return FALSE;
  if (self->info->documents == 0)
    return set_nothing (self, error);
  last = gw_bundle_info_to_end (self->info);

  return gw_row_writer_add (self->rows, last, error) && gw_row_writer_finish (self->rows, error);
}

static GwBundleInfo *
describe (GwBundleDesk  *desk,
          GwStore       *store,
          GwBundleFlags  flags)
{
  GwBundleInfo *info = g_new0 (GwBundleInfo, 1);
  g_autoptr (GStrvBuilder) databases = g_strv_builder_new ();

  for (guint i = 0; i < desk->databases->len; i++)
    g_strv_builder_add (databases, ((const GwBundleDatabase *) desk->databases->pdata[i])->remote);
  info->country = g_strdup (desk->country);
  info->account = g_strdup (desk->account);
  info->desk = gw_store_dup_setting (store, "device-id", NULL);
  if (info->desk == NULL)
    info->desk = g_strdup ("");
  info->time = gw_time_now ();
  info->databases = g_strv_builder_end (databases);
  info->is_everything = (flags & GW_BUNDLE_EVERYTHING) != 0;

  return info;
}

/* Whatever goes wrong with what was written is one thing to the person: take another stick. */
static gboolean
read_back (Writing     *self,
           int          fd,
           const char  *passphrase,
           GError     **error)
{
  static const GwBundleVisitor nobody = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GwSeal) seal = gw_seal_open (fd, passphrase, &local_error);
  g_autoptr (GwBundleInfo) found = NULL;

  if (seal != NULL)
    found = gw_bundle_walk (seal, fd, &nobody, NULL, GW_BUNDLE_PHASE_READING_BACK, self->progress,
                            self->progress_data, self->cancellable, &local_error);
  if (found != NULL && found->documents == self->info->documents
      && found->revisions == self->info->revisions && found->chunks == self->info->chunks) {
    self->info->bytes = found->bytes;
    return TRUE;
  }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_READ_BACK, "What was read back: %s",
                 local_error != NULL ? local_error->message : "other numbers");

  return FALSE;
}

static gboolean
fill_file (Writing     *self,
           int          fd,
           const char  *passphrase,
           GwSealCost   cost,
           GPtrArray   *changes,
           GError     **error)
{
  g_autoptr (GwSealWriter) seal = gw_seal_writer_new (fd, passphrase, cost, error);
  g_autoptr (GwRowWriter) rows = seal != NULL ? gw_row_writer_new (seal) : NULL;
  gboolean ok;

  if (rows == NULL)
    return FALSE;
  self->rows = rows;
  ok = write_rows (self, changes, error) && gw_bundle_file_settle (fd, error);
  self->rows = NULL;
  if (ok && self->progress != NULL)
    self->progress (GW_BUNDLE_PHASE_READING_BACK, 0, self->progress_data);

  return ok && read_back (self, fd, passphrase, error);
}

static gboolean
write_file (Writing     *self,
            const char  *path,
            const char  *passphrase,
            GwSealCost   cost,
            GPtrArray   *changes,
            GError     **error)
{
  g_autofree char *unfinished = NULL;
  int fd = gw_bundle_file_create (path, &unfinished, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = fill_file (self, fd, passphrase, cost, changes, error);
  close (fd);
  ok = ok && gw_bundle_file_place (unfinished, path, error);
  if (!ok)
    g_unlink (unfinished);

  return ok;
}

static gint64
find_given (GwStore       *store,
            GwBundleFlags  flags)
{
  g_autofree char *given = gw_store_dup_remote (store, GW_BUNDLE_REMOTE, GW_BUNDLE_ALL,
                                                GW_BUNDLE_GIVEN, NULL);

  return given == NULL || (flags & GW_BUNDLE_EVERYTHING) ? 0 : g_ascii_strtoll (given, NULL, 10);
}

/* The bundle is there and good, so a failure is none: the next one holds the same once more. */
static void
remember_given (GwStore *store,
                gint64   seq)
{
  g_autofree char *given = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  g_autoptr (GError) error = NULL;

  if (!gw_store_set_remote (store, GW_BUNDLE_REMOTE, GW_BUNDLE_ALL, GW_BUNDLE_GIVEN, given, &error))
    g_debug ("What went by stick is not remembered: %s", error->message);
}

static gboolean
write_all (Writing        *self,
           const char     *path,
           const char     *passphrase,
           GwSealCost      cost,
           GwBundleFlags   flags,
           GError        **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  const GwChange *last;

  self->since = find_given (self->store, flags);
  changes = gw_store_changes (self->store, self->since, -1, error);
  if (changes == NULL)
    return FALSE;
  if (changes->len == 0)
    return set_nothing (self, error);
  if (!write_file (self, path, passphrase, cost, changes, error))
    return FALSE;
  last = g_ptr_array_index (changes, changes->len - 1);
  remember_given (self->store, last->seq);

  return TRUE;
}

GwBundleInfo *
gw_bundle_write_at_cost (GwBundleDesk          *desk,
                         const char            *path,
                         const char            *passphrase,
                         GwSealCost             cost,
                         GwBundleFlags          flags,
                         GwBundleProgressFunc   progress,
                         gpointer               progress_data,
                         GCancellable          *cancellable,
                         GError               **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GHashTable) chunks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GwBundleInfo) info = NULL;
  Writing writing = {
    .desk = desk,
    .chunks = chunks,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };

  g_return_val_if_fail (desk != NULL && path != NULL && passphrase != NULL, NULL);

  store = gw_store_open (desk->store_path, GW_STORE_DEFAULT, &local_error);
  if (store != NULL) {
    info = describe (desk, store, flags);
    writing.store = store;
    writing.info = info;
    if (write_all (&writing, path, passphrase, cost, flags, &local_error))
      return g_steal_pointer (&info);
  }
  gw_bundle_error_translate (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

/**
 * gw_bundle_write:
 * @desk: whose papers
 * @path: a file that is not there yet
 * @passphrase: UTF-8, at least 8 characters
 * @flags: %GW_BUNDLE_EVERYTHING, or nothing: what this desk has not given by stick yet
 * @progress: (nullable): called on the calling thread
 * @cancellable: (nullable): ends it; then there is no file
 * @error: return location
 *
 * Writes a bundle, waits until it is on the stick and reads it back. Only on success is there a
 * file under @path. A file that is there already is never replaced: nobody may have read it yet.
 *
 * Returns: (transfer full): what was written, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleInfo *
gw_bundle_write (GwBundleDesk          *desk,
                 const char            *path,
                 const char            *passphrase,
                 GwBundleFlags          flags,
                 GwBundleProgressFunc   progress,
                 gpointer               progress_data,
                 GCancellable          *cancellable,
                 GError               **error)
{
  return gw_bundle_write_at_cost (desk, path, passphrase, GW_SEAL_COST_DEFAULT, flags, progress,
                                  progress_data, cancellable, error);
}
