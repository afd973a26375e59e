/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making a copy of the store that says whose it is, and looking into one without changing it. */

#include "core/store/gw-backup.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-private.h"

/* In the settings of the store, so that every copy has them. */
#define ACCOUNT_SETTING "copy-of-account"
#define COUNTRY_SETTING "copy-of-country"

void
gw_backup_info_free (GwBackupInfo *self)
{
  g_free (self->account);
  g_free (self->country);
  g_free (self->last_author);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_free (self);
}

/**
 * gw_backup_info_count:
 * @kind: what stands before the colon of an id: "report"
 *
 * Returns: how many documents of that kind there are
 */
guint
gw_backup_info_count (GwBackupInfo *self,
                      const char   *kind)
{
  g_return_val_if_fail (self != NULL && kind != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, kind));
}

static gboolean
count_kinds (GwBackupInfo *self,
             GwStore      *store,
             GError      **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (store,
                    "SELECT substr (id, 1, instr (id || ':', ':') - 1) AS kind, count(*) FROM doc"
                    " WHERE deleted = 0 AND db <> 'library' GROUP BY kind",
                    error, "");
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    guint n;

    if (!gw_store_step (store, statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    n = (guint) sqlite3_column_int64 (statement, 1);
    self->documents += n;
    g_hash_table_insert (self->kinds, g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                         GUINT_TO_POINTER (n));
  }
}

/* Deletions are changes, too. A body may have any shape: a "changed" that is no time is passed over. */
static gboolean
find_last_change (GwBackupInfo *self,
                  GwStore      *store,
                  GError      **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (store,
                    "SELECT json_extract (r.body, '$.changed') AS changed, json_extract (r.body, '$.author')"
                    " FROM doc AS d JOIN rev AS r ON r.rev = d.winner"
                    " WHERE d.db <> 'library' AND json_valid (r.body) AND changed GLOB '[0-9][0-9][0-9][0-9]-*'"
                    " ORDER BY changed DESC LIMIT 1",
                    error, "");
  gboolean row;

  if (statement == NULL || !gw_store_step (store, statement, &row, error))
    return FALSE;
  if (row && gw_time_parse ((const char *) sqlite3_column_text (statement, 0), &self->last_change)
      && sqlite3_column_type (statement, 1) == SQLITE_TEXT && sqlite3_column_bytes (statement, 1) > 0)
    self->last_author = g_strdup ((const char *) sqlite3_column_text (statement, 1));

  return TRUE;
}

/**
 * gw_backup_info_of:
 * @store: a connection of the calling thread, which may be read-only
 * @error: return location
 *
 * Returns: (transfer full): what @store holds, or NULL with @error set
 */
GwBackupInfo *
gw_backup_info_of (GwStore  *store,
                   GError  **error)
{
  g_autoptr (GwBackupInfo) self = g_new0 (GwBackupInfo, 1);
  g_autoptr (GwStatement) waiting = NULL;
  gint64 n_waiting = 0;

  g_return_val_if_fail (GW_IS_STORE (store), NULL);

  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  waiting = gw_store_query (store, "SELECT count(*) FROM outbox", error, "");
  if (!gw_store_read_int (store, waiting, &n_waiting, error) || !count_kinds (self, store, error)
      || !find_last_change (self, store, error))
    return NULL;
  self->waiting = (guint) n_waiting;
  self->account = gw_store_dup_setting (store, ACCOUNT_SETTING, NULL);
  self->country = gw_store_dup_setting (store, COUNTRY_SETTING, NULL);

  return g_steal_pointer (&self);
}

/**
 * gw_backup_info_read:
 * @path: a copy of a store, or a store
 * @error: return location
 *
 * Looks into a copy and changes nothing of it. May be called on any thread.
 *
 * Returns: (transfer full): what it holds; or NULL with @error set: %GW_STORE_ERROR_DAMAGED, _NEWER,
 *   _INVALID (no store of Godwit), _NOT_FOUND
 */
GwBackupInfo *
gw_backup_info_read (const char  *path,
                     GError     **error)
{
  g_autoptr (GwStore) store = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  store = gw_store_open (path, GW_STORE_READ_ONLY, error);
  if (store == NULL)
    return NULL;
  if (gw_store_get_fault (store) != NULL) {
    g_propagate_error (error, g_error_copy (gw_store_get_fault (store)));
    return NULL;
  }

  return gw_backup_info_of (store, error);
}

static gboolean
set_if_other (GwStore     *store,
              const char  *key,
              const char  *value,
              GError     **error)
{
  g_autofree char *before = gw_store_dup_setting (store, key, NULL);

  return g_strcmp0 (before, value) == 0 || gw_store_set_setting (store, key, value, error);
}

/**
 * gw_backup_make:
 * @store: a connection of the calling thread
 * @path: the file to make; one that is there is replaced when the copy is whole
 * @account: whose desk it is, or ""
 * @country: its country, or ""
 * @error: return location
 *
 * Copies the store while others use it, with a note whose it is, and looks into the copy: it counts
 * only when it can be read.
 *
 * Returns: (transfer full): what the copy holds; or NULL with @error set, and then there is none
 */
GwBackupInfo *
gw_backup_make (GwStore     *store,
                const char  *path,
                const char  *account,
                const char  *country,
                GError     **error)
{
  GwBackupInfo *info;

  g_return_val_if_fail (GW_IS_STORE (store) && path != NULL && account != NULL && country != NULL, NULL);

  if (!gw_store_is_read_only (store)
      && (!set_if_other (store, ACCOUNT_SETTING, account, error)
          || !set_if_other (store, COUNTRY_SETTING, country, error)))
    return NULL;
  if (!gw_store_backup (store, path, error))
    return NULL;
  info = gw_backup_info_read (path, error);
  if (info == NULL)
    g_unlink (path);

  return info;
}

/**
 * gw_backup_before_deletion:
 * @store: a connection of the calling thread, in no group
 * @error: return location
 *
 * Copies the store among the copies of its profile, before a large deletion that a person has allowed: what they
 * meant is not always what they get.
 *
 * Returns: FALSE with @error set, and then nothing should be deleted
 */
gboolean
gw_backup_before_deletion (GwStore  *store,
                           GError  **error)
{
  g_autofree char *folder = NULL, *id = NULL, *name = NULL, *copies = NULL, *path = NULL;

  g_return_val_if_fail (GW_IS_STORE (store), FALSE);

  folder = g_path_get_dirname (gw_store_get_path (store));
  copies = g_build_filename (folder, "backups", NULL);
  id = gw_id_new ();
  name = g_strdup_printf ("before-deletion-%s.sqlite", id);
  path = g_build_filename (copies, name, NULL);
  g_mkdir_with_parents (copies, 0700);

  return gw_store_backup (store, path, error);
}
