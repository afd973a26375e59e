/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a set-up file. It is looked through to its end before anything is made of it; and what is
 * made, a whole new profile, is taken away again where it cannot be finished. */

#include "core/bundles/gw-setup-private.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle-file.h"
#include "core/bundles/gw-bundle-parts.h"
#include "core/bundles/gw-bundle-rows.h"
#include "core/store/gw-store.h"

typedef struct
{
  GwSetup   *setup;
  gboolean   is_over;
  GwProfile *profile;   /* (nullable): NULL: it is only looked through */
  GwStore   *store;
} Reading;

/* What the server may not have is offered to it; what has no place there is not. */
static gboolean
goes_to_server (Reading    *self,
                const char *db)
{
  return strcmp (db, GW_SETUP_OWN) != 0 && gw_profile_can_write (self->profile, db);
}

static gboolean
take_document (Reading     *self,
               const char  *db,
               JsonObject  *document,
               GError     **error)
{
  if (!gw_bundle_parts_accept_doc (db, document, error))
    return FALSE;
  self->setup->documents++;
  if (self->store == NULL)
    return TRUE;
  if (!g_strv_contains (gw_profile_get_databases (self->profile), db))
    return gw_bundle_error_set_not_allowed (error, "A document is of a database that this role does not keep");

  return gw_store_insert_json (self->store, db, document,
                               goes_to_server (self, db) ? GW_INSERT_OUTBOX : GW_INSERT_DEFAULT, error);
}

static gboolean
take_chunk (Reading     *self,
            const char  *db,
            const char  *chunk,
            const char  *data,
            GError     **error)
{
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
  self->setup->chunks++;
  if (self->store == NULL)
    return TRUE;
  bytes = g_bytes_new_take (g_steal_pointer (&decoded), size);

  return gw_store_put_chunk (self->store, goes_to_server (self, db) ? db : NULL, chunk, bytes, error);
}

/* {"db", "doc"}, {"db", "chunk", "data"}, or the end. */
static gboolean
take_row (Reading     *self,
          JsonObject  *row,
          GError     **error)
{
  const char *db = gw_json_get_string (row, "db"), *chunk = gw_json_get_string (row, "chunk");
  JsonObject *document = gw_json_get_object (row, "doc");

  if (self->is_over)
    return gw_bundle_error_set_damaged (error, "A row follows the last");
  if (self->setup == NULL) {
    self->setup = gw_setup_from_row (row, error);
    return self->setup != NULL;
  }
  if (json_object_has_member (row, "end")) {
    self->is_over = gw_setup_is_end (self->setup, row);
    return self->is_over || gw_bundle_error_set_damaged (error, "The rows are not as many as the last row says");
  }
  if (db == NULL || (document != NULL) == (chunk != NULL))
    return gw_bundle_error_set_damaged (error, "A row is neither a document nor a chunk");

  return document != NULL ? take_document (self, db, document, error)
                          : take_chunk (self, db, chunk, gw_json_get_string (row, "data"), error);
}

static gboolean
walk (Reading       *self,
      GwSeal        *seal,
      int            fd,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (GwSealReader) sealed = gw_seal_reader_new (seal, fd, error);
  g_autoptr (GwRowReader) reader = sealed != NULL ? gw_row_reader_new (sealed) : NULL;

  while (reader != NULL) {
    g_autoptr (JsonObject) row = NULL;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !gw_row_reader_next (reader, &row, error))
      return FALSE;
    if (row == NULL)
      return self->is_over || gw_bundle_error_set_damaged (error, "The last row is missing");
    if (!take_row (self, row, error))
      return FALSE;
  }

  return FALSE;
}

/* Looks through the file from its beginning. */
static GwSetup *
look_through (GwSeal        *seal,
              int            fd,
              GCancellable  *cancellable,
              GError       **error)
{
  Reading reading = { NULL };
  gboolean ok = walk (&reading, seal, fd, cancellable, error);
  g_autoptr (GwSetup) setup = reading.setup;
  struct stat file = { 0 };

  if (!ok)
    return NULL;
  fstat (fd, &file);
  setup->bytes = file.st_size;

  return g_steal_pointer (&setup);
}

GwSetup *
gw_setup_read_fd (int            fd,
                  const char    *passphrase,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (GwSeal) seal = gw_seal_open (fd, passphrase, NULL, error);

  return seal != NULL ? look_through (seal, fd, cancellable, error) : NULL;
}

/**
 * gw_setup_read:
 * @path: a set-up file
 * @passphrase: what it was closed with
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Looks through a set-up file. It is whole, to its end, or refused; nothing is made of it.
 *
 * Returns: (transfer full): what is in it, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwSetup *
gw_setup_read (const char    *path,
               const char    *passphrase,
               GCancellable  *cancellable,
               GError       **error)
{
  GError *problem = NULL;
  GwSetup *setup = NULL;
  gint64 size = 0;
  int fd;

  g_return_val_if_fail (path != NULL && passphrase != NULL, NULL);

  fd = gw_bundle_file_open (path, &size, &problem);
  if (fd >= 0) {
    setup = gw_setup_read_fd (fd, passphrase, cancellable, &problem);
    close (fd);
  }
  if (setup == NULL) {
    gw_bundle_error_translate (&problem);
    g_propagate_error (error, problem);
  }

  return setup;
}

static gboolean
keep_settings (GwSetup    *setup,
               GwProfile  *profile,
               GError    **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, setup->settings);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (!gw_profile_set_setting (profile, key, value, error))
      return FALSE;
  }

  return TRUE;
}

/* All of it, or none. */
static gboolean
fill_store (GwProfile     *profile,
            GwSeal        *seal,
            int            fd,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autoptr (GwStore) store = gw_store_open (path, GW_STORE_CREATE, error);
  Reading reading = { .profile = profile, .store = store };
  gboolean ok;

  if (store == NULL || !gw_store_begin (store, error))
    return FALSE;
  ok = walk (&reading, seal, fd, cancellable, error);
  g_clear_pointer (&reading.setup, gw_setup_free);
  if (!ok) {
    gw_store_rollback (store);
    return FALSE;
  }

  return gw_store_commit (store, error);
}

/* Only what this run made: gw_profile_create() refuses a folder in which any of it was before. */
static void
take_away (const char *directory)
{
  static const char *const names[] = {
    "store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "backups/profile.json", "profile.json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (directory, names[i], NULL);

    g_unlink (path);
  }
}

static GwProfile *
make_profile (GwSetup       *setup,
              GwSeal        *seal,
              int            fd,
              const char    *directory,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GwProfile) profile = gw_profile_create (directory, setup->name, setup->role, setup->country,
                                                     setup->language, error);

  if (profile == NULL)
    return NULL;
  if (!keep_settings (setup, profile, error) || !fill_store (profile, seal, fd, cancellable, error)) {
    take_away (directory);
    return NULL;
  }

  return g_steal_pointer (&profile);
}

/**
 * gw_setup_make:
 * @path: a set-up file
 * @passphrase: what it was closed with
 * @directory: where the profile shall be; refused where there is one, or documents of one
 * @setup: (out) (transfer full): what was taken over
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Makes a profile of a set-up file, with an identity of its own: to the server and to the other desks it
 * is a new one. Its keys are made when they are first asked for, as for every new profile.
 *
 * Returns: (transfer full): the profile, or NULL with an @error of %GW_BUNDLE_ERROR, or
 *   %G_IO_ERROR_EXISTS or %G_IO_ERROR_NOT_EMPTY; then there is no new profile, and what was there is as it was
 */
GwProfile *
gw_setup_make (const char    *path,
               const char    *passphrase,
               const char    *directory,
               GwSetup      **setup,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GwSeal) seal = NULL;
  g_autoptr (GwProfile) profile = NULL;
  g_autoptr (GwSetup) found = NULL;
  GError *problem = NULL;
  gint64 size = 0;
  int fd;

  g_return_val_if_fail (path != NULL && passphrase != NULL && directory != NULL && setup != NULL, NULL);

  fd = gw_bundle_file_open (path, &size, &problem);
  seal = fd >= 0 ? gw_seal_open (fd, passphrase, NULL, &problem) : NULL;
  found = seal != NULL ? look_through (seal, fd, cancellable, &problem) : NULL;
  if (found != NULL)
    profile = make_profile (found, seal, fd, directory, cancellable, &problem);
  if (fd >= 0)
    close (fd);
  if (profile == NULL) {
    if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS)
        && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_EMPTY))
      gw_bundle_error_translate (&problem);
    g_propagate_error (error, problem);
    return NULL;
  }
  *setup = g_steal_pointer (&found);

  return g_steal_pointer (&profile);
}
