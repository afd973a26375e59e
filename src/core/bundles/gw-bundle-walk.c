/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A bundle from its first row to its last. Every row is held against what a bundle may be, also
 * when it is read for the second time: the file is not trusted, whoever knew the passphrase. */

#include "core/bundles/gw-bundle-private.h"

#include <string.h>
#include <sys/stat.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-parts.h"

typedef struct
{
  const GwBundleVisitor *visitor;
  gpointer user_data;
  GwBundleInfo *info;
  GwRowReader *reader;
  char *seal;     /* the hash of its header */
  char *last_doc; /* database and id of the row before */
  char *awaited;  /* (nullable): what the next row must be the signature of */
  gboolean is_over;
} Walk;

/* The versions of one document follow each other. */
static void
count_doc (Walk       *self,
           const char *db,
           const char *id)
{
  g_autofree char *name = g_strconcat (db, "/", id, NULL);

  if (g_strcmp0 (name, self->last_doc) != 0)
    self->info->documents++;
  g_free (self->last_doc);
  self->last_doc = g_steal_pointer (&name);
  self->info->revisions++;
}

static gboolean
visit_doc (Walk        *self,
           const char  *db,
           JsonObject  *document,
           GError     **error)
{
  if (!gw_bundle_parts_accept_doc (db, document, error))
    return FALSE;
  count_doc (self, db, gw_json_get_string (document, "_id"));

  return self->visitor->on_doc == NULL
         || self->visitor->on_doc (db, document, self->user_data, error);
}

static gboolean
visit_chunk (Walk        *self,
             const char  *db,
             const char  *chunk,
             JsonObject  *row,
             GError     **error)
{
  const char *data = gw_json_get_string (row, "data");
  g_autofree guchar *decoded = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;

  if (data == NULL || strlen (data) > 2 * GW_STORE_CHUNK_SIZE)
    return gw_bundle_error_set_damaged (error, "A chunk is empty or too long");
  decoded = g_base64_decode (data, &size);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, decoded, size);
  if (size > GW_STORE_CHUNK_SIZE || !gw_bundle_parts_is_name (chunk) || strcmp (chunk + 2, hash) != 0)
    return gw_bundle_error_set_damaged (error, "A chunk is not what its name says");
  bytes = g_bytes_new_take (g_steal_pointer (&decoded), size);
  self->info->chunks++;

  return self->visitor->on_chunk == NULL
         || self->visitor->on_chunk (db, chunk, bytes, self->user_data, error);
}

static gboolean
visit_receipt (Walk        *self,
               JsonObject  *receipt,
               GError     **error)
{
  const char *bundle = gw_json_get_string (receipt, "bundle");
  const char *text = gw_json_get_string (receipt, "time");
  gint64 time = 0;

  if (!gw_id_is_valid (bundle) || text == NULL || !gw_time_parse (text, &time))
    return gw_bundle_error_set_damaged (error, "A receipt does not say what for");
  self->info->receipts++;
  if (self->visitor->on_receipt != NULL)
    self->visitor->on_receipt (bundle, time, self->user_data);

  return TRUE;
}

/* Behind a bundle that names a key stands its signature, and nothing else is its end. */
static gboolean
visit_end (Walk        *self,
           JsonObject  *row,
           GError     **error)
{
  g_autofree char *rows = NULL;

  if (!gw_bundle_info_is_end (self->info, row))
    return gw_bundle_error_set_damaged (error, "The rows are not as many as the last row says");
  if (self->info->signer == NULL) {
    self->is_over = TRUE;
    return TRUE;
  }
  rows = gw_row_reader_dup_hash (self->reader);
  self->awaited = gw_bundle_dup_signed (self->seal, rows);

  return TRUE;
}

static gboolean
visit_signature (Walk        *self,
                 JsonObject  *row,
                 GError     **error)
{
  self->is_over = gw_key_verify (self->info->signer, gw_json_get_string (row, "signature"),
                                 self->awaited);

  return self->is_over || gw_bundle_error_set_damaged (error, "The signature is not that of the key that is named");
}

static gboolean
visit_first (Walk        *self,
             JsonObject  *row,
             GError     **error)
{
  self->info = gw_bundle_info_from_row (row, error);

  return self->info != NULL
         && (self->visitor->on_info == NULL
             || self->visitor->on_info (self->info, self->user_data, error));
}

/* {"db", "doc"}, {"db", "chunk", "data"}, {"receipt"}, the end, or the signature behind it. */
static gboolean
visit_row (Walk        *self,
           JsonObject  *row,
           GError     **error)
{
  const char *db = gw_json_get_string (row, "db");
  const char *chunk = gw_json_get_string (row, "chunk");
  JsonObject *document = gw_json_get_object (row, "doc");
  JsonObject *receipt = gw_json_get_object (row, "receipt");

  if (self->is_over)
    return gw_bundle_error_set_damaged (error, "A row follows the last");
  if (self->info == NULL)
    return visit_first (self, row, error);
  if (self->awaited != NULL)
    return visit_signature (self, row, error);
  if (json_object_has_member (row, "end"))
    return visit_end (self, row, error);
  if (receipt != NULL)
    return visit_receipt (self, receipt, error);
  if (db == NULL || (document != NULL) == (chunk != NULL))
    return gw_bundle_error_set_damaged (error, "A row is neither a document nor a chunk");
  if (!gw_bundle_info_has (self->info, db))
    return gw_bundle_error_set_not_allowed (error, "A row is of a database that the first row does not name");

  return document != NULL ? visit_doc (self, db, document, error)
                          : visit_chunk (self, db, chunk, row, error);
}

static gboolean
walk_rows (Walk                  *self,
           GwRowReader           *reader,
           gint64                 size,
           GwBundlePhase          phase,
           GwBundleProgressFunc   progress,
           gpointer               progress_data,
           GCancellable          *cancellable,
           GError               **error)
{
  gint64 told = -1;

  for (;;) {
    g_autoptr (JsonObject) row = NULL;
    gint64 done;

    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !gw_row_reader_next (reader, &row, error))
      return FALSE;
    if (row == NULL)
      break;
    if (!visit_row (self, row, error))
      return FALSE;
    done = gw_row_reader_get_done (reader);
    if (progress != NULL && done != told) {
      told = done;
      progress (phase, CLAMP ((double) done / MAX (size, 1), 0, 1), progress_data);
    }
  }

  return self->is_over || gw_bundle_error_set_damaged (error, "The last row is missing");
}

/* @fd: the bundle that @seal opens, or a copy of it.
 * Returns: what was found, when all of it is as it must be. */
GwBundleInfo *
gw_bundle_walk (GwSeal                 *seal,
                int                     fd,
                const GwBundleVisitor  *visitor,
                gpointer                user_data,
                GwBundlePhase           phase,
                GwBundleProgressFunc    progress,
                gpointer                progress_data,
                GCancellable           *cancellable,
                GError                **error)
{
  g_autoptr (GwSealReader) sealed = gw_seal_reader_new (seal, fd, error);
  g_autoptr (GwRowReader) reader = sealed != NULL ? gw_row_reader_new (sealed) : NULL;
  g_autoptr (GwBundleInfo) info = NULL;
  g_autofree char *hash = gw_seal_dup_hash (seal);
  Walk walk = { .visitor = visitor, .user_data = user_data, .reader = reader, .seal = hash };
  struct stat file = { 0 };
  gboolean ok;

  if (reader == NULL)
    return NULL;
  fstat (fd, &file);
  ok = walk_rows (&walk, reader, file.st_size, phase, progress, progress_data, cancellable, error);
  info = walk.info;
  g_free (walk.last_doc);
  g_free (walk.awaited);
  if (!ok)
    return NULL;
  info->bytes = file.st_size;
  info->is_for_us = gw_seal_is_for_us (seal);
  info->trust = GW_KEY_TRUST_UNCONFIRMED;

  return g_steal_pointer (&info);
}
