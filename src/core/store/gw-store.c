/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The connection itself: statements, errors, groups. What is stored is in gw-store-*.c. */

#include "core/store/gw-store-private.h"

#include <stdarg.h>
#include <string.h>

G_DEFINE_QUARK (gw-store-error-quark, gw_store_error)
G_DEFINE_FINAL_TYPE (GwStore, gw_store, G_TYPE_OBJECT)

static void
free_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
gw_store_finalize (GObject *object)
{
  GwStore *self = GW_STORE (object);

  gw_store_set_signer (self, NULL, NULL, NULL);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (self->sql != NULL && sqlite3_close (self->sql) != SQLITE_OK)
    g_warning ("The store %s was closed while a statement was open", self->path);
  g_clear_error (&self->fault);
  g_free (self->path);

  G_OBJECT_CLASS (gw_store_parent_class)->finalize (object);
}

static void
gw_store_class_init (GwStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_store_finalize;
}

static void
gw_store_init (GwStore *self)
{
  self->owner = g_thread_self ();
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, free_statement);
}

static GwStoreError
error_for (int code)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
    return GW_STORE_ERROR_FULL;
  case SQLITE_IOERR:
    return GW_STORE_ERROR_IO;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return GW_STORE_ERROR_BUSY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return GW_STORE_ERROR_DAMAGED;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
  case SQLITE_CANTOPEN:
    return GW_STORE_ERROR_READ_ONLY;
  case SQLITE_TOOBIG:
    return GW_STORE_ERROR_INVALID;
  default:
    return GW_STORE_ERROR_FAILED;
  }
}

/* The answer of SQLite as one of our errors. A store that turns out to be damaged is not written
 * to any more: each write into a broken tree may destroy what could still be read. */
void
gw_store_set_error (GwStore  *self,
                    int       code,
                    GError  **error)
{
  GwStoreError kind = error_for (code);
  const char *text = self->sql != NULL ? sqlite3_errmsg (self->sql) : sqlite3_errstr (code);

  if (kind == GW_STORE_ERROR_DAMAGED && self->fault == NULL) {
    self->fault = g_error_new (GW_STORE_ERROR, kind, "The file %s is damaged: %s", self->path, text);
    self->read_only = TRUE;
  }
  g_set_error (error, GW_STORE_ERROR, kind, "%s (SQLite %d)", text, code);
}

void
gw_statement_done (GwStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

static GwStatement *
prepare (GwStore     *self,
         const char  *sql,
         GError     **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  /* A statement that is still being read (a function that calls itself) is not taken from its
   * reader. */
  g_assert (statement == NULL || !sqlite3_stmt_busy (statement));
  if (statement != NULL)
    return statement;

  code = sqlite3_prepare_v3 (self->sql, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK) {
    gw_store_set_error (self, code, error);
    return NULL;
  }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

/* A letter a parameter: i gint64, s text or NULL, b GBytes. */
static int
bind_all (sqlite3_stmt *statement,
          const char   *types,
          va_list       args)
{
  int code = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && code == SQLITE_OK; i++) {
    if (types[i] == 'i') {
      code = sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
    } else if (types[i] == 's') {
      code = sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1,
                                SQLITE_TRANSIENT);
    } else {
      GBytes *bytes = va_arg (args, GBytes *);
      gsize size;
      gconstpointer data = g_bytes_get_data (bytes, &size);

      g_assert (types[i] == 'b');
      code = sqlite3_bind_blob64 (statement, i + 1, data != NULL ? data : "", size,
                                  SQLITE_TRANSIENT);
    }
  }

  return code;
}

static GwStatement *
query_va (GwStore     *self,
          const char  *sql,
          GError     **error,
          const char  *types,
          va_list      args)
{
  GwStatement *statement;
  int code;

  gw_store_assert_thread (self);

  statement = prepare (self, sql, error);
  if (statement == NULL)
    return NULL;
  code = bind_all (statement, types, args);
  if (code != SQLITE_OK) {
    gw_statement_done (statement);
    gw_store_set_error (self, code, error);
    return NULL;
  }

  return statement;
}

/* Binds a statement whose text must be a literal: the cache knows it by its address. */
GwStatement *
gw_store_query (GwStore     *self,
                const char  *sql,
                GError     **error,
                const char  *types,
                ...)
{
  GwStatement *statement;
  va_list args;

  va_start (args, types);
  statement = query_va (self, sql, error, types, args);
  va_end (args);

  return statement;
}

gboolean
gw_store_step (GwStore      *self,
               GwStatement  *statement,
               gboolean     *row,
               GError      **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    gw_store_set_error (self, code, error);
    return FALSE;
  }

  *row = code == SQLITE_ROW;
  return TRUE;
}

gboolean
gw_store_exec (GwStore     *self,
               const char  *sql,
               GError     **error,
               const char  *types,
               ...)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;
  va_list args;

  va_start (args, types);
  statement = query_va (self, sql, error, types, args);
  va_end (args);

  return statement != NULL && gw_store_step (self, statement, &row, error);
}

/* The one number of a statement; 0 where it has no row. */
gboolean
gw_store_read_int (GwStore      *self,
                   GwStatement  *statement,
                   gint64       *value,
                   GError      **error)
{
  gboolean row;

  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;

  *value = row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

gboolean
gw_store_run_script (GwStore     *self,
                     const char  *script,
                     GError     **error)
{
  int code = sqlite3_exec (self->sql, script, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    gw_store_set_error (self, code, error);
  return code == SQLITE_OK;
}

/**
 * gw_store_get_path:
 *
 * Returns: (transfer none): the file
 */
const char *
gw_store_get_path (GwStore *self)
{
  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  return self->path;
}

/**
 * gw_store_is_read_only:
 *
 * Returns: whether every write will be refused
 */
gboolean
gw_store_is_read_only (GwStore *self)
{
  g_return_val_if_fail (GW_IS_STORE (self), TRUE);

  return self->read_only;
}

/**
 * gw_store_get_fault:
 *
 * Returns: (transfer none) (nullable): why the store cannot be written though that was asked for:
 *   %GW_STORE_ERROR_DAMAGED, %GW_STORE_ERROR_NEWER or %GW_STORE_ERROR_READ_ONLY
 */
const GError *
gw_store_get_fault (GwStore *self)
{
  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  return self->fault;
}

static gboolean
refuse_write (GwStore  *self,
              GError  **error)
{
  if (self->fault != NULL)
    g_propagate_error (error, g_error_copy (self->fault));
  else
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_READ_ONLY,
                 "The store %s is open for reading only", self->path);
  return FALSE;
}

/**
 * gw_store_begin:
 *
 * Opens a group of writes. The group waits here, not at its first write, for another process
 * that writes: a reader that becomes a writer halfway could not be tried again.
 *
 * Returns: FALSE with @error set when nothing can be written now
 */
gboolean
gw_store_begin (GwStore  *self,
                GError  **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);
  gw_store_assert_thread (self);

  if (self->read_only)
    return refuse_write (self, error);
  if (self->broken) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED,
                         "An earlier write of this group failed");
    return FALSE;
  }

  if (self->depth == 0)
    ok = gw_store_exec (self, "BEGIN IMMEDIATE", error, "");
  else
    ok = gw_store_exec (self, "SAVEPOINT inner_group", error, "");
  if (ok)
    self->depth++;

  return ok;
}

/**
 * gw_store_commit:
 *
 * Closes the innermost group. When it is the outermost, all of it is on the disk on return.
 *
 * Returns: FALSE with @error set when nothing of the group was written
 */
gboolean
gw_store_commit (GwStore  *self,
                 GError  **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);
  gw_store_assert_thread (self);
  g_return_val_if_fail (self->depth > 0, FALSE);

  if (self->broken) {
    gw_store_rollback (self);
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_FAILED,
                         "An earlier write of this group failed");
    return FALSE;
  }

  if (self->depth == 1)
    ok = gw_store_exec (self, "COMMIT", error, "");
  else
    ok = gw_store_exec (self, "RELEASE inner_group", error, "");
  if (!ok) {
    gw_store_rollback (self);
    return FALSE;
  }
  self->depth--;

  return TRUE;
}

/**
 * gw_store_rollback:
 *
 * Closes the innermost group and takes back what was written in it.
 */
void
gw_store_rollback (GwStore *self)
{
  g_return_if_fail (GW_IS_STORE (self));
  gw_store_assert_thread (self);
  g_return_if_fail (self->depth > 0);

  self->depth--;
  /* After a full disk or a failed one SQLite rolls back everything by itself. What is then still
   * asked of the outer group would be written alone, so the group as a whole counts as broken. */
  if (sqlite3_get_autocommit (self->sql))
    self->broken = TRUE;
  else if (self->depth == 0)
    gw_store_exec (self, "ROLLBACK", NULL, "");
  else if (!gw_store_exec (self, "ROLLBACK TO inner_group", NULL, "")
           || !gw_store_exec (self, "RELEASE inner_group", NULL, ""))
    self->broken = TRUE;

  if (self->depth == 0) {
    if (!sqlite3_get_autocommit (self->sql))
      sqlite3_exec (self->sql, "ROLLBACK", NULL, NULL, NULL);
    self->broken = FALSE;
  }
}

void
gw_outgoing_free (GwOutgoing *self)
{
  gw_doc_unref (self->doc);
  g_strfreev (self->path);
  g_free (self);
}

void
gw_refused_free (GwRefused *self)
{
  g_free (self->db);
  g_free (self->id);
  g_free (self->rev);
  g_free (self->reason);
  g_free (self);
}

void
gw_wanted_free (GwWanted *self)
{
  g_free (self->id);
  g_free (self->rev);
  g_free (self);
}
