/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of the whole store, and forgetting what has served its time. */

#include "core/store/gw-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-time.h"

static gboolean
copy_pages (GwStore  *self,
            sqlite3  *to,
            GError  **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", self->sql, "main");
  int code;

  if (backup == NULL) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED, "The copy cannot begin: %s",
                 sqlite3_errmsg (to));
    return FALSE;
  }
  /* All at once: with WAL a reader keeps nobody from writing, and a copy in parts begins again
   * whenever somebody else writes. */
  sqlite3_backup_step (backup, -1);
  code = sqlite3_backup_finish (backup);
  if (code != SQLITE_OK)
    gw_store_set_error (self, code, error);

  return code == SQLITE_OK;
}

/**
 * gw_store_backup:
 * @path: the file to make; one that is there is replaced when the copy is whole
 * @error: return location
 *
 * Copies the whole store while others read and write it. The copy is one file and opens by itself.
 *
 * Returns: TRUE when the copy is on the disk
 */
gboolean
gw_store_backup (GwStore     *self,
                 const char  *path,
                 GError     **error)
{
  g_autofree char *unfinished = NULL;
  sqlite3 *to = NULL;
  gboolean ok;
  int code;

  g_return_val_if_fail (GW_IS_STORE (self) && path != NULL, FALSE);
  gw_store_assert_thread (self);

  unfinished = g_strdup_printf ("%s.part", path);
  g_unlink (unfinished);
  code = sqlite3_open_v2 (unfinished, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  if (code != SQLITE_OK) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_IO, "Cannot make %s: %s", unfinished,
                 sqlite3_errstr (code));
    sqlite3_close (to);
    return FALSE;
  }
  ok = copy_pages (self, to, error);
  /* The copy says that it has a log, as the original: without one it is a file to be carried. */
  if (ok && sqlite3_exec (to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_IO, "%s: %s", unfinished, sqlite3_errmsg (to));
    ok = FALSE;
  }
  sqlite3_close (to);

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

/**
 * gw_store_tidy:
 *
 * Forgets the bodies of inner revisions whose time is over, but never one that a merge may still
 * need: of documents with a conflict or with something unsent. For once a day.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_tidy (GwStore  *self,
               GError  **error)
{
  gint64 now = gw_time_now () / G_USEC_PER_SEC;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!gw_store_exec (self,
                      "UPDATE rev SET body = NULL, keep_until = NULL"
                      " WHERE keep_until < ? AND leaf = 0"
                      " AND doc NOT IN (SELECT doc FROM doc WHERE conflicts > 0)"
                      " AND doc NOT IN (SELECT r.doc FROM outbox AS o JOIN rev AS r"
                      " ON r.rev = o.rev)",
                      error, "i", now)) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}
