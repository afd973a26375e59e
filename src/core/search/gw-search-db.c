/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-search-db.h"

G_DEFINE_QUARK (gw-search-error-quark, gw_search_error)

/**
 * gw_search_db_set_error:
 * @code: what SQLite returned
 *
 * Turns a failure into an error: a cut-off query is %G_IO_ERROR_CANCELLED, a file that is no
 * database is %GW_SEARCH_ERROR_DAMAGED.
 */
void
gw_search_db_set_error (sqlite3  *db,
                        int       code,
                        GError  **error)
{
  int primary = code & 0xff;

  if (primary == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the search was given up");
  else
    g_set_error (error, GW_SEARCH_ERROR,
                 primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT ? GW_SEARCH_ERROR_DAMAGED
                                                                       : GW_SEARCH_ERROR_FAILED,
                 "%s", db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code));
}

/**
 * gw_search_db_open:
 *
 * Returns: (transfer full): a connection for one thread at a time, or %NULL with @error
 */
sqlite3 *
gw_search_db_open (const char      *path,
                   GwSearchDbMode   mode,
                   GError         **error)
{
  /* A path may hold any sign; as an URI it must not end at a question mark. */
  g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);
  g_autofree char *uri = g_strdup_printf ("file:%s%s", escaped,
                                          mode == GW_SEARCH_DB_FROZEN ? "?immutable=1" : "");
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
              | (mode == GW_SEARCH_DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                            : SQLITE_OPEN_READONLY);
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2 (uri, &db, flags, NULL);

  if (code != SQLITE_OK) {
    gw_search_db_set_error (db, code, error);
    sqlite3_close (db);
    return NULL;
  }
  sqlite3_busy_timeout (db, 5000);
  sqlite3_extended_result_codes (db, 1);

  return db;
}

gboolean
gw_search_db_exec (sqlite3     *db,
                   const char  *sql,
                   GError     **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;

  gw_search_db_set_error (db, code, error);
  return FALSE;
}

sqlite3_stmt *
gw_search_db_prepare (sqlite3     *db,
                      const char  *sql,
                      GError     **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    gw_search_db_set_error (db, code, error);

  return statement;
}

/**
 * gw_search_db_run:
 *
 * Runs a statement that gives no rows, and makes it ready for the next time.
 */
gboolean
gw_search_db_run (sqlite3       *db,
                  sqlite3_stmt  *statement,
                  GError       **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    gw_search_db_set_error (db, code, error);
    sqlite3_reset (statement);
    return FALSE;
  }
  sqlite3_reset (statement);

  return TRUE;
}

void
gw_search_db_bind_text (sqlite3_stmt *statement,
                        int           parameter,
                        const char   *text)
{
  sqlite3_bind_text (statement, parameter, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}
