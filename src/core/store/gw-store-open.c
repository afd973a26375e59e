/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a file that may be new, older, newer, or damaged, without ever making it worse.
 *
 * - No file: it is made under another name and gets its own when it is whole, so that a cut leaves
 *   either no store or a whole one, and an empty file is always a damaged one.
 * - Damaged: opened for reading; gw_store_get_fault() tells. Nothing readable: an error.
 * - Newer than the program: opened for reading; gw_store_get_fault() tells.
 * - Older: copied aside, then each step in a transaction of its own together with its number. A
 *   step that fails keeps the file as it was, opens it for reading, and tells. */

#include "core/store/gw-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-schema.h"

/* Above this a whole check at each start would be felt; damage is then met when it is read. */
#define QUICK_CHECK_MAX_BYTES (32 * 1024 * 1024)
#define BUSY_TIMEOUT_MS 5000

static const char *const schema_files[GW_STORE_SCHEMA_VERSION] = {
  "/org/godwit/Godwit/store/schema/0001-documents.sql",
  "/org/godwit/Godwit/store/schema/0002-accepted.sql",
  "/org/godwit/Godwit/store/schema/0003-retell.sql",
  "/org/godwit/Godwit/store/schema/0004-wanted-chunks.sql",
  "/org/godwit/Godwit/store/schema/0005-sticks.sql",
  "/org/godwit/Godwit/store/schema/0006-set-aside.sql",
  "/org/godwit/Godwit/store/schema/0007-unproved.sql",
};

static gboolean
open_connection (GwStore     *self,
                 const char  *path,
                 int          sqlite_flags,
                 const char  *vfs,
                 GError     **error)
{
  int code;

  g_hash_table_remove_all (self->statements);
  g_clear_pointer (&self->sql, sqlite3_close);
  code = sqlite3_open_v2 (path, &self->sql, sqlite_flags | SQLITE_OPEN_URI, vfs);
  if (code != SQLITE_OK) {
    gw_store_set_error (self, code, error);
    g_clear_pointer (&self->sql, sqlite3_close);
    return FALSE;
  }
  sqlite3_extended_result_codes (self->sql, TRUE);
  sqlite3_busy_timeout (self->sql, BUSY_TIMEOUT_MS);
  /* A damaged database must not be rewritten by the mere closing of it. */
  sqlite3_db_config (self->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (self->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  return TRUE;
}

static gboolean
read_pragma (GwStore     *self,
             const char  *pragma,
             gint64      *value,
             GError     **error)
{
  g_autoptr (GwStatement) statement = gw_store_query (self, pragma, error, "");

  return gw_store_read_int (self, statement, value, error);
}

/* SQLite answers a pragma it cannot follow with the old value and no error: what keeps words safe
 * is read back. */
static gboolean
set_pragmas (GwStore       *self,
             GwStoreFlags   flags,
             GError       **error)
{
  gint64 synchronous = flags & GW_STORE_UNSAFE ? 0 : 2, value = 0;

  if (!self->read_only) {
    g_autoptr (GwStatement) statement = NULL;
    gboolean row;

    statement = gw_store_query (self, "PRAGMA journal_mode = WAL", error, "");
    if (statement == NULL || !gw_store_step (self, statement, &row, error))
      return FALSE;
    if (!row || g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "wal") != 0) {
      g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED, "%s cannot keep a write-ahead log",
                   self->path);
      return FALSE;
    }
  }
  if (!gw_store_run_script (self,
                            flags & GW_STORE_UNSAFE ? "PRAGMA synchronous = OFF"
                                                    : "PRAGMA synchronous = FULL",
                            error)
      || !gw_store_run_script (self, "PRAGMA foreign_keys = ON", error)
      || !gw_store_run_script (self, "PRAGMA temp_store = MEMORY", error))
    return FALSE;

  if (!read_pragma (self, "PRAGMA synchronous", &value, error))
    return FALSE;
  if (value != synchronous) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED,
                         "SQLite does not wait for the disk");
    return FALSE;
  }
  if (!read_pragma (self, "PRAGMA foreign_keys", &value, error))
    return FALSE;
  if (value != 1) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED,
                         "SQLite does not hold foreign keys");
    return FALSE;
  }

  return TRUE;
}

static char *
dup_aside_path (GwStore *self,
                gint64   version)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autofree char *time = gw_time_format (gw_time_now ());
  g_autofree char *name = NULL;

  g_strdelimit (time, ":", '-');
  name = g_strdup_printf ("before-upgrade-%" G_GINT64_FORMAT "-%s.sqlite", version, time);
  g_mkdir_with_parents (backups, 0700);

  return g_build_filename (backups, name, NULL);
}

static gboolean
run_step (GwStore     *self,
          const char  *script,
          int          version,
          GError     **error)
{
  g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %d", version);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!gw_store_run_script (self, script, error) || !gw_store_run_script (self, number, error)) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}

/* Brings the file from its version to @n_steps. @steps[0] makes version 1 of an empty file. */
gboolean
gw_store_migrate (GwStore           *self,
                  const char *const *steps,
                  int                n_steps,
                  GError           **error)
{
  gint64 version;

  if (!read_pragma (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > 0 && version < n_steps) {
    g_autofree char *aside = dup_aside_path (self, version);

    if (!gw_store_backup (self, aside, error))
      return FALSE;
  }
  for (int i = version; i < n_steps; i++)
    if (!run_step (self, steps[i], i + 1, error))
      return FALSE;

  return TRUE;
}

static gboolean
migrate_to_latest (GwStore  *self,
                   GError  **error)
{
  GBytes *files[GW_STORE_SCHEMA_VERSION] = { NULL };
  const char *steps[GW_STORE_SCHEMA_VERSION] = { NULL };
  gboolean ok;

  for (int i = 0; i < GW_STORE_SCHEMA_VERSION; i++) {
    /* GResource ends every file with a zero byte that its size does not count. */
    files[i] = g_resource_lookup_data (gw_store_schema_get_resource (), schema_files[i], 0, NULL);
    g_assert (files[i] != NULL);
    steps[i] = g_bytes_get_data (files[i], NULL);
  }
  ok = gw_store_migrate (self, steps, GW_STORE_SCHEMA_VERSION, error);
  for (int i = 0; i < GW_STORE_SCHEMA_VERSION; i++)
    g_bytes_unref (files[i]);

  return ok;
}

/* Waits until the folder of @path knows the file by that name, after a rename. */
void
gw_store_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_CLOEXEC, 0);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

static gboolean
create_file (const char  *path,
             GError     **error)
{
  g_autofree char *number = g_strdup_printf ("PRAGMA application_id = %d", GW_STORE_APPLICATION_ID);
  g_autofree char *device = gw_id_new ();
  g_autofree char *unfinished = g_strdup_printf ("%s.%s.new", path, device);
  g_autoptr (GwStore) store = g_object_new (GW_TYPE_STORE, NULL);
  gboolean ok;

  store->path = g_strdup (unfinished);
  ok = open_connection (store, unfinished, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, error)
       && gw_store_run_script (store, number, error)
       && migrate_to_latest (store, error)
       && gw_store_set_setting (store, "device-id", device, error);
  g_clear_object (&store);

  if (ok && g_rename (unfinished, path) != 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_IO, "Cannot make %s: %s", path,
                 g_strerror (errno));
    ok = FALSE;
  }
  if (ok)
    gw_store_sync_folder (path);
  else
    g_unlink (unfinished);

  return ok;
}

/* Is the file sound as far as SQLite can tell quickly? A finding is an error. */
static gboolean
check_quickly (GwStore  *self,
               GError  **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gint64 pages = 0, page_size = 0;
  const char *finding;
  gboolean row;

  if (!read_pragma (self, "PRAGMA page_count", &pages, error)
      || !read_pragma (self, "PRAGMA page_size", &page_size, error))
    return FALSE;
  if (pages * page_size > QUICK_CHECK_MAX_BYTES)
    return TRUE;

  statement = gw_store_query (self, "PRAGMA quick_check(1)", error, "");
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;
  finding = row ? (const char *) sqlite3_column_text (statement, 0) : "no answer";
  if (g_strcmp0 (finding, "ok") == 0)
    return TRUE;

  g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The file %s is damaged: %s",
               self->path, finding);
  return FALSE;
}

/* Does the file belong to us, and can we write its version? */
static gboolean
check_version (GwStore  *self,
               GError  **error)
{
  gint64 application = 0, version = 0;

  if (!read_pragma (self, "PRAGMA application_id", &application, error)
      || !read_pragma (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (application != GW_STORE_APPLICATION_ID || version < 1) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is not a store of Godwit",
                 self->path);
    return FALSE;
  }
  if (version > GW_STORE_SCHEMA_VERSION) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NEWER,
                 "%s was written by a newer Godwit (version %" G_GINT64_FORMAT " of the store, "
                 "this one knows %d)",
                 self->path, version, GW_STORE_SCHEMA_VERSION);
    return FALSE;
  }

  return TRUE;
}

static gboolean
can_read_documents (GwStore  *self,
                    GError  **error)
{
  gint64 ignored;
  g_autoptr (GwStatement) statement = gw_store_query (self, "SELECT count(*) FROM sqlite_schema",
                                                      error, "");

  return gw_store_read_int (self, statement, &ignored, error);
}

/* SQLite refuses a file that is shorter than it says, unless it is told that somebody repairs it.
 * The connection is read-only: nothing is repaired, but what is there can be read. */
static gboolean
tolerate_a_short_file (GwStore *self)
{
  sqlite3_db_config (self->sql, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  return gw_store_run_script (self, "PRAGMA writable_schema = ON", NULL);
}

/* Takes what went wrong as the store's fault and opens the file again for reading: as it is with
 * its log; if that does not go, without the log, which cannot be read on a read-only medium
 * ("immutable"); each time also as a file that was cut short. */
static gboolean
reopen_for_reading (GwStore     *self,
                    const char  *vfs,
                    GError      *fault,
                    GError     **error)
{
  g_autofree char *escaped = g_uri_escape_string (self->path, "/", TRUE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  const char *const ways[] = { self->path, uri };

  if (self->fault != NULL)
    g_error_free (fault);
  else
    self->fault = fault;
  self->read_only = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    if (!open_connection (self, ways[i], SQLITE_OPEN_READONLY, vfs, NULL))
      continue;
    if (can_read_documents (self, NULL)
        || (tolerate_a_short_file (self) && can_read_documents (self, NULL)))
      return TRUE;
  }

  g_propagate_error (error, g_error_copy (self->fault));
  return FALSE;
}

static gboolean
prepare_for_writing (GwStore       *self,
                     GwStoreFlags   flags,
                     GError       **error)
{
  int writable;

  if (!check_version (self, error)
      || (!(flags & GW_STORE_CHECK_LATER) && !check_quickly (self, error)))
    return FALSE;
  writable = sqlite3_db_readonly (self->sql, "main");
  if (writable != 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_READ_ONLY,
                 "The file %s does not let itself be written", self->path);
    return FALSE;
  }
  if (!set_pragmas (self, flags, error) || !migrate_to_latest (self, error))
    return FALSE;
  sqlite3_db_config (self->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  return TRUE;
}

/**
 * gw_store_verify:
 *
 * The check of the file that %GW_STORE_CHECK_LATER put off. A damaged store is read-only from here
 * on, and gw_store_get_fault() tells.
 *
 * Returns: FALSE with @error set when the file is damaged
 */
gboolean
gw_store_verify (GwStore  *self,
                 GError  **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);
  gw_store_assert_thread (self);

  if (check_quickly (self, &local_error))
    return TRUE;
  if (self->fault == NULL && g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED))
    self->fault = g_error_copy (local_error);
  self->read_only = self->read_only || self->fault != NULL;
  if (self->fault != NULL)
    sqlite3_db_config (self->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
is_nothing (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size == 0;
}

/**
 * gw_store_open:
 * @path: the file
 * @flags: how
 * @error: return location
 *
 * Opens the documents of a profile for the calling thread. When writing was asked for and is not
 * possible, but reading is, the store comes back read-only and gw_store_get_fault() says why.
 *
 * Returns: (transfer full): a store, or NULL with @error set when nothing can be read:
 *   %GW_STORE_ERROR_NOT_FOUND, %GW_STORE_ERROR_DAMAGED, %GW_STORE_ERROR_INVALID (not a store)
 */
GwStore *
gw_store_open (const char    *path,
               GwStoreFlags   flags,
               GError       **error)
{
  return gw_store_open_vfs (path, flags, NULL, error);
}

/**
 * gw_store_open_vfs:
 * @vfs: (nullable): the name of a registered SQLite VFS, for tests that cut the power
 *
 * As gw_store_open().
 *
 * Returns: (transfer full): a store, or NULL with @error set
 */
GwStore *
gw_store_open_vfs (const char    *path,
                   GwStoreFlags   flags,
                   const char    *vfs,
                   GError       **error)
{
  g_autoptr (GwStore) self = NULL;
  GError *fault = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    if (!(flags & GW_STORE_CREATE)) {
      g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no store %s", path);
      return NULL;
    }
    if (!create_file (path, error))
      return NULL;
  } else if (is_nothing (path)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The file %s is empty", path);
    return NULL;
  }

  self = g_object_new (GW_TYPE_STORE, NULL);
  self->path = g_strdup (path);

  if (flags & GW_STORE_READ_ONLY) {
    self->read_only = TRUE;
    if (!open_connection (self, path, SQLITE_OPEN_READONLY, vfs, error)
        || !set_pragmas (self, flags, error))
      return NULL;
    if (check_version (self, &fault)
        && (flags & GW_STORE_CHECK_LATER || check_quickly (self, &fault)))
      return g_steal_pointer (&self);
  } else if (open_connection (self, path, SQLITE_OPEN_READWRITE, vfs, &fault)
             && prepare_for_writing (self, flags, &fault)) {
    return g_steal_pointer (&self);
  }

  if (g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_INVALID)) {
    g_propagate_error (error, fault);
    return NULL;
  }
  if (!reopen_for_reading (self, vfs, fault, error))
    return NULL;

  return g_steal_pointer (&self);
}
