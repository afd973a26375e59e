/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What the index and the pack have in common with SQLite; private to core/search. */

/**
 * GwSearchError:
 * @GW_SEARCH_ERROR_DAMAGED: the file is not an index or a pack, or not a whole one
 * @GW_SEARCH_ERROR_OTHER_FORMAT: it was made by another version of the program
 * @GW_SEARCH_ERROR_FAILED: reading or writing failed; the message says what SQLite said
 */
typedef enum
{
  GW_SEARCH_ERROR_DAMAGED,
  GW_SEARCH_ERROR_OTHER_FORMAT,
  GW_SEARCH_ERROR_FAILED,
} GwSearchError;

#define GW_SEARCH_ERROR (gw_search_error_quark ())

GQuark        gw_search_error_quark  (void);

typedef enum
{
  GW_SEARCH_DB_READ,   /* a file that may change under us */
  GW_SEARCH_DB_FROZEN, /* a file that never changes while the program runs */
  GW_SEARCH_DB_WRITE,  /* made when it is not there */
} GwSearchDbMode;

sqlite3      *gw_search_db_open      (const char      *path,
                                      GwSearchDbMode   mode,
                                      GError         **error);
gboolean      gw_search_db_exec      (sqlite3         *db,
                                      const char      *sql,
                                      GError         **error);
sqlite3_stmt *gw_search_db_prepare   (sqlite3         *db,
                                      const char      *sql,
                                      GError         **error);
gboolean      gw_search_db_run       (sqlite3         *db,
                                      sqlite3_stmt    *statement,
                                      GError         **error);
void          gw_search_db_set_error (sqlite3         *db,
                                      int              code,
                                      GError         **error);
void          gw_search_db_bind_text (sqlite3_stmt    *statement,
                                      int              parameter,
                                      const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
