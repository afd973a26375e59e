/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a bundle.
 *
 * - It holds all leaves, with their ancestry, of every document that changed here since the last
 *   bundle, or of all; and the parts of the files that these documents show.
 * - Before a version goes into the file, the store is told that it leaves: typing does not take its
 *   place any more. It goes on waiting for the server.
 * - The file gets its name when it is on the stick as a whole and was read back. Only then is it
 *   remembered how far this desk has given: a bundle that failed is written again.
 * - For named desks it holds all that one of them has not said it has. So a stick that was lost
 *   costs nothing: the next one holds the same again. With a passphrase nobody knows who reads it,
 *   and it holds what no bundle with a passphrase has held.
 * - It says which bundles of others were read here, so that they know that theirs arrived.
 */

#include "core/bundles/gw-bundle-parts.h"
#include "core/bundles/gw-bundle-private.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-sticks.h"

/* The window's own writes wait while the store is told: not for long. */
#define GROUP_DOCS 200
#define GROUP_BYTES (4 * 1024 * 1024)
#define MAX_DEPTH GW_JSON_MAX_DEPTH

typedef struct
{
  GwBundleDesk *desk;
  GwStore *store;
  GwSealWriter *seal;
  GwRowWriter *rows;
  GwBundleInfo *info;
  const char *passphrase; /* (nullable) */
  GwSealCost cost;
  GPtrArray *readers;   /* (nullable) (element-type GwKeyEntry): whom it is for */
  GPtrArray *receipts;  /* (element-type GwStickReceipt): what was read here */
  gint64 since;       /* how far this desk has given, 0 for nothing */
  GHashTable *chunks; /* name -> GwBundleDatabase */
  GwBundleProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Writing;

typedef struct
{
  Writing *writing;
  const GwBundleDatabase *db;
} Noting;

static void
note_chunk (const char *name,
            gpointer    user_data)
{
  Noting *self = user_data;

  g_hash_table_insert (self->writing->chunks, g_strdup (name), (gpointer) self->db);
}

/* Most documents show none, and then their text says so. */
static void
note_files_of (Writing                *self,
               const GwBundleDatabase *db,
               GwDoc                  *doc)
{
  g_autoptr (JsonNode) node = NULL;
  Noting noting = { .writing = self, .db = db };

  if (strstr (gw_doc_get_text (doc), "\"chunks\"") == NULL)
    return;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, gw_doc_get_body (doc));
  gw_bundle_parts_foreach (node, note_chunk, &noting);
}

static gboolean
write_version (Writing                 *self,
               const GwBundleDatabase  *db,
               const GwOutgoing        *version,
               GError                 **error)
{
  g_autoptr (GString) row = g_string_new ("{\"db\":");

  note_files_of (self, db, version->doc);
  gw_json_append_string (row, db->remote);
  g_string_append (row, ",\"doc\":");
  if (!gw_store_append_doc (row, version->doc, (const char *const *) version->path, error))
    return FALSE;
  g_string_append_c (row, '}');
  self->info->revisions++;

  return gw_row_writer_add_text (self->rows, row->str, row->len, error);
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

/* Whether somebody awaits to hear that a bundle arrived. */
static gboolean
has_news (Writing *self)
{
  for (guint i = 0; i < self->receipts->len; i++) {
    if (!((const GwStickReceipt *) self->receipts->pdata[i])->told)
      return TRUE;
  }

  return FALSE;
}

/* All of them each time: the bundle that told them before may not have arrived. Without a signature
 * they would be nobody's word. */
static gboolean
write_receipts (Writing  *self,
                GError  **error)
{
  for (guint i = 0; self->info->signer != NULL && i < self->receipts->len; i++) {
    const GwStickReceipt *receipt = g_ptr_array_index (self->receipts, i);
    g_autoptr (JsonObject) row = json_object_new ();
    JsonObject *member = json_object_new ();
    g_autofree char *time = gw_time_format (receipt->time);

    json_object_set_string_member (member, "bundle", receipt->bundle);
    json_object_set_string_member (member, "time", time);
    json_object_set_object_member (row, "receipt", member);
    if (!gw_row_writer_add (self->rows, row, error))
      return FALSE;
    self->info->receipts++;
  }

  return TRUE;
}

static gboolean
sign_rows (Writing  *self,
           GError  **error)
{
  g_autoptr (JsonObject) row = json_object_new ();
  g_autofree char *seal = gw_seal_writer_dup_hash (self->seal);
  g_autofree char *rows = gw_row_writer_dup_hash (self->rows);
  g_autofree char *text = gw_bundle_dup_signed (seal, rows);
  g_autofree char *signature = NULL;

  if (self->info->signer == NULL)
    return TRUE;
  signature = gw_keys_sign (self->desk->keys, text);
  json_object_set_string_member (row, "signature", signature);

  return gw_row_writer_add (self->rows, row, error);
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
      || !write_chunks (self, error)
      || !write_receipts (self, error))
    return FALSE;
  if (self->info->documents == 0 && !has_news (self))
    return set_nothing (self, error);
  last = gw_bundle_info_to_end (self->info);

  return gw_row_writer_add (self->rows, last, error)
         && sign_rows (self, error)
         && gw_row_writer_finish (self->rows, error);
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
  info->id = gw_id_new ();
  info->country = g_strdup (desk->country);
  info->account = g_strdup (desk->account);
  info->desk = gw_store_dup_setting (store, "device-id", NULL);
  if (info->desk == NULL)
    info->desk = g_strdup ("");
  info->time = gw_time_now ();
  info->databases = g_strv_builder_end (databases);
  info->is_everything = (flags & GW_BUNDLE_EVERYTHING) != 0;
  if (desk->keys != NULL)
    info->signer = gw_key_desk_dup_key (desk->key_desk, desk->keys);
  info->trust = GW_KEY_TRUST_OWN;

  return info;
}

/* Every block proves its seal and its place, and is unpacked; the rows are the ones that were written when their hash
 * is. What they say needs no reading: it came out of the store in this very run. */
static gboolean
hash_rows (Writing       *self,
           GwSealReader  *sealed,
           gint64         size,
           char         **hash,
           GError       **error)
{
  g_autoptr (GwRowReader) reader = gw_row_reader_new (sealed);
  gboolean is_over = FALSE;
  gint64 told = -1;

  while (!is_over) {
    gint64 done = gw_row_reader_get_done (reader);

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
        || !gw_row_reader_skip (reader, &is_over, error))
      return FALSE;
    if (self->progress != NULL && done != told)
      self->progress (GW_BUNDLE_PHASE_READING_BACK, CLAMP ((double) done / MAX (size, 1), 0, 1),
                      self->progress_data);
    told = done;
  }
  *hash = gw_row_reader_dup_hash (reader);

  return TRUE;
}

/* Whatever goes wrong with what was written is one thing to the person: take another stick. */
static gboolean
read_back (Writing     *self,
           int          fd,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GwSeal) seal = gw_seal_open_written (self->seal, fd, self->desk->keys, &local_error);
  g_autoptr (GwSealReader) sealed = seal != NULL ? gw_seal_reader_new (seal, fd, &local_error) : NULL;
  g_autofree char *written = gw_row_writer_dup_hash (self->rows);
  g_autofree char *found = NULL;
  struct stat file = { 0 };

  fstat (fd, &file);
  if (sealed != NULL && hash_rows (self, sealed, file.st_size, &found, &local_error)
      && strcmp (found, written) == 0) {
    self->info->bytes = file.st_size;
    return TRUE;
  }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_READ_BACK, "What was read back: %s",
                 local_error != NULL ? local_error->message : "other rows");

  return FALSE;
}

/* Our own key is among those of named desks: what we wrote we can read back, and look at later. */
static GPtrArray *
list_keys (Writing *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_unref);

  if (self->readers == NULL)
    return NULL;
  g_ptr_array_add (keys, gw_key_ref (self->info->signer));
  for (guint i = 0; i < self->readers->len; i++)
    g_ptr_array_add (keys, gw_key_ref (((const GwKeyEntry *) self->readers->pdata[i])->key));

  return g_steal_pointer (&keys);
}

static gboolean
fill_file (Writing    *self,
           int         fd,
           GPtrArray  *changes,
           GError    **error)
{
  g_autoptr (GPtrArray) keys = list_keys (self);
  GwSealFor to = { .passphrase = self->passphrase, .cost = self->cost, .keys = keys };
  g_autoptr (GwSealWriter) seal = gw_seal_writer_new (fd, &to, error);
  g_autoptr (GwRowWriter) rows = seal != NULL ? gw_row_writer_new (seal) : NULL;
  gboolean ok;

  if (rows == NULL)
    return FALSE;
  self->seal = seal;
  self->rows = rows;
  ok = write_rows (self, changes, error) && gw_bundle_file_settle (fd, error);
  if (ok && self->progress != NULL)
    self->progress (GW_BUNDLE_PHASE_READING_BACK, 0, self->progress_data);
  ok = ok && read_back (self, fd, error);
  self->seal = NULL;
  self->rows = NULL;

  return ok;
}

static gboolean
write_file (Writing     *self,
            const char  *path,
            GPtrArray   *changes,
            GError     **error)
{
  g_autofree char *unfinished = NULL;
  int fd = gw_bundle_file_create (path, &unfinished, error);

  return fd >= 0 && gw_bundle_file_finish (fd, unfinished, path, fill_file (self, fd, changes, error), error);
}

/* The least of what those it is for say they have. */
static gint64
find_confirmed (Writing *self)
{
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < self->readers->len; i++) {
    const GwKeyEntry *reader = g_ptr_array_index (self->readers, i);
    g_autofree char *partner = gw_key_book_dup_partner (self->store, reader->key);

    least = MIN (least, gw_store_get_partner_seq (self->store, partner));
  }

  return least;
}

static gint64
find_given (Writing       *self,
            GwBundleFlags  flags)
{
  g_autofree char *given = NULL;

  if (flags & GW_BUNDLE_EVERYTHING)
    return 0;
  if (self->readers != NULL)
    return find_confirmed (self);
  given = gw_store_dup_remote (self->store, GW_BUNDLE_REMOTE, GW_BUNDLE_ALL, GW_BUNDLE_GIVEN, NULL);

  return given == NULL ? 0 : g_ascii_strtoll (given, NULL, 10);
}

static GPtrArray *
list_readers (Writing *self)
{
  GPtrArray *readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_reader_free);

  for (guint i = 0; self->readers != NULL && i < self->readers->len; i++) {
    const GwKeyEntry *entry = g_ptr_array_index (self->readers, i);
    GwStickReader *reader = g_new0 (GwStickReader, 1);

    reader->account = g_strdup (gw_key_get_account (entry->key));
    reader->desk = gw_key_book_dup_partner (self->store, entry->key);
    g_ptr_array_add (readers, reader);
  }

  return readers;
}

/* An account is named once, however many computers it has. */
static void
list_exchange (Writing   *self,
               GPtrArray *readers)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *before = NULL;

  for (guint i = 0; i < readers->len; i++) {
    const char *account = ((const GwStickReader *) readers->pdata[i])->account;

    if (g_strcmp0 (before, account) != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", account);
    before = account;
  }
  gw_bundle_list_written (self->store, names->str, self->info->revisions, self->info->bytes);
}

/* The bundle is there and good, so a failure is none: the next one holds the same once more. */
static void
remember (Writing       *self,
          GwBundleFlags  flags,
          gint64         seq)
{
  g_autoptr (GPtrArray) readers = list_readers (self);
  GwStickSent sent = {
    .bundle = self->info->id,
    .time = self->info->time,
    .since = self->since,
    .seq = seq,
    .documents = self->info->documents,
    .bytes = self->info->bytes,
    .readers = readers,
  };
  g_autofree char *given = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  g_autoptr (GError) error = NULL;

  if (!gw_store_note_sent (self->store, &sent, &error)
      || (self->info->receipts > 0 && !gw_store_mark_told (self->store, self->receipts, &error))
      || (self->readers == NULL
          && !gw_store_set_remote (self->store, GW_BUNDLE_REMOTE, GW_BUNDLE_ALL, GW_BUNDLE_GIVEN, given,
                                   &error)))
    g_debug ("What went by stick is not remembered: %s", error->message);
  if (!(flags & GW_BUNDLE_UNLISTED))
    list_exchange (self, readers);
}

static gboolean
write_all (Writing        *self,
           const char     *path,
           GwBundleFlags   flags,
           GError        **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  gint64 seq;

  self->since = find_given (self, flags);
  changes = gw_store_changes (self->store, self->since, -1, error);
  if (changes == NULL)
    return FALSE;
  if (changes->len == 0 && !has_news (self))
    return set_nothing (self, error);
  if (!write_file (self, path, changes, error))
    return FALSE;
  seq = changes->len > 0 ? ((const GwChange *) changes->pdata[changes->len - 1])->seq : self->since;
  remember (self, flags, seq);

  return TRUE;
}

static gboolean
add_readers (Writing     *self,
             const char  *name,
             GError     **error)
{
  g_autoptr (GPtrArray) found = gw_key_book_find (self->store, self->desk->keys, name, error);
  guint before = self->readers->len;

  while (found != NULL && found->len > 0) {
    GwKeyEntry *entry = g_ptr_array_steal_index (found, 0);

    if (entry->trust == GW_KEY_TRUST_OWN || entry->trust == GW_KEY_TRUST_WITHDRAWN
        || entry->trust == GW_KEY_TRUST_CHANGED)
      gw_key_entry_free (entry);
    else
      g_ptr_array_add (self->readers, entry);
  }
  if (found == NULL || self->readers->len > before)
    return found != NULL;
  g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND, "No key of %s holds", name);

  return FALSE;
}

static gboolean
find_readers (Writing            *self,
              const char *const  *names,
              GError            **error)
{
  for (guint i = 0; names[i] != NULL; i++) {
    if (!add_readers (self, names[i], error))
      return FALSE;
  }
  if (self->info->signer != NULL && self->readers->len > 0 && self->readers->len < GW_SEAL_MAX_SLOTS)
    return TRUE;
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY,
                       "This desk has no key, or there is nobody, or too many");

  return FALSE;
}

static GwBundleInfo *
write_bundle (GwBundleDesk          *desk,
              const char            *path,
              const char            *passphrase,
              GwSealCost             cost,
              const char *const     *names,
              GwBundleFlags          flags,
              GwBundleProgressFunc   progress,
              gpointer               progress_data,
              GCancellable          *cancellable,
              GError               **error)
{
  g_autoptr (GwStore) store = gw_store_open (desk->store_path, GW_STORE_DEFAULT, error);
  g_autoptr (GwBundleInfo) info = store != NULL ? describe (desk, store, flags) : NULL;
  g_autoptr (GPtrArray) receipts = store != NULL ? gw_store_receipts (store, error) : NULL;
  g_autoptr (GPtrArray) readers = names != NULL
    ? g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_entry_free) : NULL;
  g_autoptr (GHashTable) chunks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Writing writing = {
    .desk = desk,
    .store = store,
    .info = info,
    .passphrase = passphrase,
    .cost = cost,
    .readers = readers,
    .receipts = receipts,
    .chunks = chunks,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };

  if (receipts == NULL
      || (names != NULL && !find_readers (&writing, names, error))
      || !write_all (&writing, path, flags, error))
    return NULL;

  return g_steal_pointer (&info);
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
  GError *local_error = NULL;
  GwBundleInfo *info;

  g_return_val_if_fail (desk != NULL && path != NULL && passphrase != NULL, NULL);

  info = write_bundle (desk, path, passphrase, cost, NULL, flags, progress, progress_data, cancellable,
                       &local_error);
  if (info == NULL) {
    gw_bundle_error_translate (&local_error);
    g_propagate_error (error, local_error);
  }

  return info;
}

/**
 * gw_bundle_write:
 * @desk: whose papers
 * @path: a file that is not there yet
 * @passphrase: UTF-8, at least 8 characters
 * @flags: %GW_BUNDLE_EVERYTHING, or nothing: what this desk has not given with a passphrase yet
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

/**
 * gw_bundle_write_for:
 * @desk: whose papers
 * @path: a file that is not there yet
 * @names: who shall open it, each as for gw_key_book_find(); all desks of an account, if it is one
 * @flags: %GW_BUNDLE_EVERYTHING, or nothing: what one of them has not said it has
 * @progress: (nullable): called on the calling thread
 * @cancellable: (nullable): ends it; then there is no file
 * @error: return location
 *
 * As gw_bundle_write(), without a passphrase: nobody else can open it, and nobody has to be told one.
 *
 * Returns: (transfer full): what was written, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleInfo *
gw_bundle_write_for (GwBundleDesk          *desk,
                     const char            *path,
                     const char *const     *names,
                     GwBundleFlags          flags,
                     GwBundleProgressFunc   progress,
                     gpointer               progress_data,
                     GCancellable          *cancellable,
                     GError               **error)
{
  GError *local_error = NULL;
  GwBundleInfo *info;

  g_return_val_if_fail (desk != NULL && path != NULL && names != NULL, NULL);

  info = write_bundle (desk, path, NULL, (GwSealCost) { 0 }, names, flags, progress, progress_data,
                       cancellable, &local_error);
  if (info == NULL) {
    gw_bundle_error_translate (&local_error);
    g_propagate_error (error, local_error);
  }

  return info;
}
