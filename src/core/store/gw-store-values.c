/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of a server, what is still wanted from it, and this desk's own settings. */

#include "core/store/gw-store-private.h"

#include "core/base/gw-fault.h"

static char *
read_text (GwStore      *self,
           GwStatement  *statement,
           GError      **error)
{
  gboolean row;

  if (statement == NULL || !gw_store_step (self, statement, &row, error) || !row)
    return NULL;
  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
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

/**
 * gw_store_dup_remote:
 * @remote: a server, under the name sync gave it
 * @db: a database
 * @key: "since", "checkpoint", ...
 *
 * Returns: (transfer full) (nullable): the value; NULL without an error where none was set
 */
char *
gw_store_dup_remote (GwStore     *self,
                     const char  *remote,
                     const char  *db,
                     const char  *key,
                     GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && remote != NULL && db != NULL && key != NULL, NULL);

  statement = gw_store_query (self,
                              "SELECT value FROM remote WHERE remote = ? AND db = ? AND key = ?",
                              error, "sss", remote, db, key);
  return read_text (self, statement, error);
}

/**
 * gw_store_set_remote:
 * @value: (nullable): the value, or NULL to forget it
 *
 * Within a group, so that how far a server was read is committed together with what was read.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_set_remote (GwStore     *self,
                     const char  *remote,
                     const char  *db,
                     const char  *key,
                     const char  *value,
                     GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && remote != NULL && db != NULL && key != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (value != NULL)
    ok = gw_store_exec (self,
                        "INSERT INTO remote (remote, db, key, value) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (remote, db, key) DO UPDATE SET value = excluded.value",
                        error, "ssss", remote, db, key, value);
  else
    ok = gw_store_exec (self, "DELETE FROM remote WHERE remote = ? AND db = ? AND key = ?", error,
                        "sss", remote, db, key);

  return close_group (self, ok, error);
}

/**
 * gw_store_forget_remotes:
 *
 * Forgets all that is known of servers: each is read from the beginning at the next sync, and what
 * it does not show then is offered to it again.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_forget_remotes (GwStore  *self,
                         GError  **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  if (GW_FAULT (DESK_NOT_RENEWED))
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self, "DELETE FROM remote", error, "")
       && gw_store_exec (self, "DELETE FROM want", error, "")
       && gw_store_exec (self, "UPDATE accepted SET seen = 0", error, "")
       && gw_store_exec (self,
                         "INSERT OR IGNORE INTO accepted (rev, db)"
                         " SELECT r.rev, d.db FROM rev AS r JOIN doc AS d ON d.doc = r.doc"
                         " WHERE r.state = 2",
                         error, "")
       /* The copy is older than this desk: what had never left it then may have left it since. */
       && gw_store_exec (self, "UPDATE rev SET state = 1 WHERE state = 0", error, "")
       && gw_store_exec (self, "UPDATE outbox SET attempted = 1", error, "");

  return close_group (self, ok, error);
}

/**
 * gw_store_want:
 * @rev: a revision that the server told of and that is to be fetched; what was set aside is passed over
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_want (GwStore     *self,
               const char  *db,
               const char  *id,
               const char  *rev,
               GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self, "INSERT OR IGNORE INTO want (db, id, rev) SELECT ?1, ?2, ?3"
                      " WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE db = ?1 AND id = ?2 AND rev = ?3)",
                      error, "sss", db, id, rev);

  return close_group (self, ok, error);
}

/**
 * gw_store_is_wanted:
 *
 * Returns: whether @rev was told to gw_store_want() and has not come yet
 */
gboolean
gw_store_is_wanted (GwStore    *self,
                    const char *db,
                    const char *id,
                    const char *rev)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean found = FALSE;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  statement = gw_store_query (self, "SELECT 1 FROM want WHERE db = ? AND id = ? AND rev = ?", NULL, "sss", db, id, rev);

  return statement != NULL && gw_store_step (self, statement, &found, NULL) && found;
}

/**
 * gw_store_unwant:
 * @rev: (nullable): a revision that came or is gone, or NULL for all of @id
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_unwant (GwStore     *self,
                 const char  *db,
                 const char  *id,
                 const char  *rev,
                 GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "DELETE FROM want WHERE db = ?1 AND id = ?2 AND (?3 IS NULL OR rev = ?3)",
                      error, "sss", db, id, rev)
       /* What was set aside once and is here now, after it was asked for again. */
       && gw_store_exec (self,
                         "DELETE FROM set_aside WHERE db = ?1 AND id = ?2 AND rev = ?3"
                         " AND EXISTS (SELECT 1 FROM doc AS d JOIN rev AS r ON r.doc = d.doc"
                         "  WHERE d.db = ?1 AND d.id = ?2 AND r.gen || '-' || r.hash = ?3)",
                         error, "sss", db, id, rev);

  return close_group (self, ok, error);
}

/**
 * gw_store_wanted:
 * @limit: at most so many, or -1
 *
 * Returns: (transfer full) (element-type GwWanted): what is to be fetched, or NULL with @error set
 */
GPtrArray *
gw_store_wanted (GwStore     *self,
                 const char  *db,
                 int          limit,
                 GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_wanted_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  statement = gw_store_query (self,
                              "SELECT id, rev FROM want WHERE db = ? ORDER BY id, rev LIMIT ?",
                              error, "si", db, (gint64) limit);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwWanted *wanted;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    wanted = g_new0 (GwWanted, 1);
    wanted->id = g_strdup ((const char *) sqlite3_column_text (statement, 0));
    wanted->rev = g_strdup ((const char *) sqlite3_column_text (statement, 1));
    g_ptr_array_add (list, wanted);
  }

  return g_steal_pointer (&list);
}

/**
 * gw_store_dup_setting:
 * @key: a name; "device-id" is set from the beginning
 *
 * Returns: (transfer full) (nullable): the value; NULL without an error where none was set
 */
char *
gw_store_dup_setting (GwStore     *self,
                      const char  *key,
                      GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && key != NULL, NULL);

  statement = gw_store_query (self, "SELECT value FROM setting WHERE key = ?", error, "s", key);
  return read_text (self, statement, error);
}

/**
 * gw_store_set_setting:
 * @value: (nullable): the value, or NULL to forget it
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_set_setting (GwStore     *self,
                      const char  *key,
                      const char  *value,
                      GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && key != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (value != NULL)
    ok = gw_store_exec (self,
                        "INSERT INTO setting (key, value) VALUES (?, ?)"
                        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        error, "ss", key, value);
  else
    ok = gw_store_exec (self, "DELETE FROM setting WHERE key = ?", error, "s", key);

  return close_group (self, ok, error);
}
