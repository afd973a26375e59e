/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two tables: `entry` holds what is shown, as it was written, and `entry_words` the folded
 * words, which are looked for. The words are "contentless", that is, not kept a second time;
 * to take an entry out, its words are folded again from the entry, which is why the version
 * of the folding belongs to the format of the file. */

#include "core/search/gw-search-index.h"

#include <string.h>

#include "core/search/gw-search-db.h"
#include "core/search/gw-search-text.h"

#define FORMAT 1

struct _GwSearchIndex
{
  sqlite3 *db;
  sqlite3_stmt *insert_entry;
  sqlite3_stmt *insert_words;
  sqlite3_stmt *list_entries;
  sqlite3_stmt *delete_entry;
  sqlite3_stmt *delete_words;
};

static const char schema[] =
    "CREATE TABLE entry (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, db TEXT NOT NULL,"
    "  id TEXT NOT NULL, fragment TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL,"
    "  heading TEXT NOT NULL, body TEXT NOT NULL);"
    "CREATE INDEX entry_by_id ON entry (db, id);"
    "CREATE TABLE entry_note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE entry_words USING fts5 (title, heading, body, content = '',"
    "  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');";

static gboolean
check_format (GwSearchIndex  *self,
              GError        **error)
{
  g_autofree char *wanted = g_strdup_printf ("%d.%d", FORMAT, GW_SEARCH_FOLDING_VERSION);
  g_autofree char *format = NULL;

  if (!gw_search_index_get_note (self, "format", &format, error))
    return FALSE;
  if (g_strcmp0 (format, wanted) == 0)
    return TRUE;

  g_set_error (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_OTHER_FORMAT,
               "the index has format %s, this program reads %s", format != NULL ? format : "none",
               wanted);
  return FALSE;
}

static gboolean
has_tables (GwSearchIndex  *self,
            gboolean       *has,
            GError        **error)
{
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db,
                              "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'entry'",
                              error);
  int code;

  if (statement == NULL)
    return FALSE;
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return FALSE;
  }
  *has = code == SQLITE_ROW;

  return TRUE;
}

static gboolean
create_tables (GwSearchIndex  *self,
               GError        **error)
{
  g_autofree char *format = g_strdup_printf ("%d.%d", FORMAT, GW_SEARCH_FOLDING_VERSION);

  if (!gw_search_index_begin (self, error))
    return FALSE;
  if (gw_search_db_exec (self->db, schema, error)
      && gw_search_index_set_note (self, "format", format, error)
      && gw_search_index_commit (self, error))
    return TRUE;

  gw_search_index_rollback (self);
  return FALSE;
}

static gboolean
prepare_tables (GwSearchIndex      *self,
                GwSearchIndexMode   mode,
                GError            **error)
{
  gboolean has = FALSE;

  if (!has_tables (self, &has, error))
    return FALSE;
  if (has)
    return check_format (self, error);
  if (mode == GW_SEARCH_INDEX_WRITE)
    return create_tables (self, error);

  g_set_error_literal (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_DAMAGED,
                       "the file holds no index");
  return FALSE;
}

/**
 * gw_search_index_open:
 * @path: a file
 * @mode: what for
 * @error: return location; %GW_SEARCH_ERROR_DAMAGED and %GW_SEARCH_ERROR_OTHER_FORMAT mean that
 *   the file is of no use and may be made anew
 *
 * Returns: (transfer full): the index, for the use of one thread at a time
 */
GwSearchIndex *
gw_search_index_open (const char         *path,
                      GwSearchIndexMode   mode,
                      GError            **error)
{
  static const GwSearchDbMode modes[] = {
    [GW_SEARCH_INDEX_READ] = GW_SEARCH_DB_READ,
    [GW_SEARCH_INDEX_FROZEN] = GW_SEARCH_DB_FROZEN,
    [GW_SEARCH_INDEX_WRITE] = GW_SEARCH_DB_WRITE,
  };
  sqlite3 *db;
  GwSearchIndex *self;

  g_return_val_if_fail (path != NULL, NULL);

  db = gw_search_db_open (path, modes[mode], error);
  if (db == NULL)
    return NULL;

  self = g_new0 (GwSearchIndex, 1);
  self->db = db;
  /* An index can be made again from the documents: it need not survive a power cut, only
   * never be wrong unseen, for which SQLite's own marks are enough. */
  if (mode == GW_SEARCH_INDEX_WRITE
      && !gw_search_db_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error)) {
    gw_search_index_close (self);
    return NULL;
  }
  if (!prepare_tables (self, mode, error)) {
    gw_search_index_close (self);
    return NULL;
  }

  return self;
}

void
gw_search_index_close (GwSearchIndex *self)
{
  sqlite3_finalize (self->insert_entry);
  sqlite3_finalize (self->insert_words);
  sqlite3_finalize (self->list_entries);
  sqlite3_finalize (self->delete_entry);
  sqlite3_finalize (self->delete_words);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
gw_search_index_begin (GwSearchIndex  *self,
                       GError        **error)
{
  return gw_search_db_exec (self->db, "BEGIN IMMEDIATE", error);
}

gboolean
gw_search_index_commit (GwSearchIndex  *self,
                        GError        **error)
{
  return gw_search_db_exec (self->db, "COMMIT", error);
}

void
gw_search_index_rollback (GwSearchIndex *self)
{
  if (!sqlite3_get_autocommit (self->db))
    gw_search_db_exec (self->db, "ROLLBACK", NULL);
}

static gboolean
keep (sqlite3       *db,
      sqlite3_stmt **statement,
      const char    *sql,
      GError       **error)
{
  if (*statement == NULL)
    *statement = gw_search_db_prepare (db, sql, error);

  return *statement != NULL;
}

static void
bind_folded (sqlite3_stmt *statement,
             int           parameter,
             const char   *text)
{
  char *folded = gw_search_fold_text (text != NULL ? text : "");

  sqlite3_bind_text (statement, parameter, folded, -1, g_free);
}

static gboolean
insert_words (GwSearchIndex        *self,
              gint64                number,
              const GwSearchEntry  *entry,
              GError              **error)
{
  if (!keep (self->db, &self->insert_words,
             "INSERT INTO entry_words (rowid, title, heading, body) VALUES (?, ?, ?, ?)", error))
    return FALSE;
  sqlite3_bind_int64 (self->insert_words, 1, number);
  bind_folded (self->insert_words, 2, entry->title);
  bind_folded (self->insert_words, 3, entry->heading);
  bind_folded (self->insert_words, 4, entry->body);

  return gw_search_db_run (self->db, self->insert_words, error);
}

/**
 * gw_search_index_add:
 * @entry: something to be found; its strings are valid UTF-8
 *
 * Adds one entry. What stood there under the same id stays, see gw_search_index_remove().
 */
gboolean
gw_search_index_add (GwSearchIndex        *self,
                     const GwSearchEntry  *entry,
                     GError              **error)
{
  g_return_val_if_fail (self != NULL && entry != NULL, FALSE);

  if (!keep (self->db, &self->insert_entry,
             "INSERT INTO entry (kind, db, id, fragment, lang, title, heading, body)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
             error))
    return FALSE;
  gw_search_db_bind_text (self->insert_entry, 1, entry->kind);
  gw_search_db_bind_text (self->insert_entry, 2, entry->db);
  gw_search_db_bind_text (self->insert_entry, 3, entry->id);
  gw_search_db_bind_text (self->insert_entry, 4, entry->fragment);
  gw_search_db_bind_text (self->insert_entry, 5, entry->lang);
  gw_search_db_bind_text (self->insert_entry, 6, entry->title);
  gw_search_db_bind_text (self->insert_entry, 7, entry->heading);
  gw_search_db_bind_text (self->insert_entry, 8, entry->body);
  if (!gw_search_db_run (self->db, self->insert_entry, error))
    return FALSE;

  return insert_words (self, sqlite3_last_insert_rowid (self->db), entry, error);
}

static gboolean
delete_one (GwSearchIndex  *self,
            gint64          number,
            const char     *title,
            const char     *heading,
            const char     *body,
            GError        **error)
{
  if (!keep (self->db, &self->delete_words,
             "INSERT INTO entry_words (entry_words, rowid, title, heading, body)"
             " VALUES ('delete', ?, ?, ?, ?)",
             error)
      || !keep (self->db, &self->delete_entry, "DELETE FROM entry WHERE number = ?", error))
    return FALSE;
  sqlite3_bind_int64 (self->delete_words, 1, number);
  bind_folded (self->delete_words, 2, title);
  bind_folded (self->delete_words, 3, heading);
  bind_folded (self->delete_words, 4, body);
  sqlite3_bind_int64 (self->delete_entry, 1, number);

  return gw_search_db_run (self->db, self->delete_words, error)
         && gw_search_db_run (self->db, self->delete_entry, error);
}

/**
 * gw_search_index_remove:
 * @db: a database
 * @id: what to take out
 * @lang: (nullable): in this language only
 *
 * Takes out all entries of one document; there may be none.
 */
gboolean
gw_search_index_remove (GwSearchIndex  *self,
                        const char     *db,
                        const char     *id,
                        const char     *lang,
                        GError        **error)
{
  enum { NUMBER, TITLE, HEADING, BODY };
  gboolean ok = TRUE;
  int code;

  g_return_val_if_fail (self != NULL && db != NULL && id != NULL, FALSE);

  if (!keep (self->db, &self->list_entries,
             "SELECT number, title, heading, body FROM entry"
             " WHERE db = ?1 AND id = ?2 AND (?3 IS NULL OR lang = ?3)",
             error))
    return FALSE;
  gw_search_db_bind_text (self->list_entries, 1, db);
  gw_search_db_bind_text (self->list_entries, 2, id);
  if (lang != NULL)
    gw_search_db_bind_text (self->list_entries, 3, lang);
  else
    sqlite3_bind_null (self->list_entries, 3);
  while (ok && (code = sqlite3_step (self->list_entries)) == SQLITE_ROW)
    ok = delete_one (self, sqlite3_column_int64 (self->list_entries, NUMBER),
                     (const char *) sqlite3_column_text (self->list_entries, TITLE),
                     (const char *) sqlite3_column_text (self->list_entries, HEADING),
                     (const char *) sqlite3_column_text (self->list_entries, BODY), error);
  if (ok && code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    ok = FALSE;
  }
  sqlite3_reset (self->list_entries);

  return ok;
}

/**
 * gw_search_index_get_note:
 * @value: (out) (nullable): what was noted, or %NULL for nothing
 *
 * Reads what the owner of the index noted in it, such as how far it has read the store.
 */
gboolean
gw_search_index_get_note (GwSearchIndex  *self,
                          const char     *name,
                          char          **value,
                          GError        **error)
{
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db, "SELECT value FROM entry_note WHERE name = ?", error);
  int code;

  if (statement == NULL)
    return FALSE;
  gw_search_db_bind_text (statement, 1, name);
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return FALSE;
  }
  *value = code == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  return TRUE;
}

gboolean
gw_search_index_set_note (GwSearchIndex  *self,
                          const char     *name,
                          const char     *value,
                          GError        **error)
{
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db,
                              "INSERT OR REPLACE INTO entry_note (name, value) VALUES (?, ?)",
                              error);

  if (statement == NULL)
    return FALSE;
  gw_search_db_bind_text (statement, 1, name);
  gw_search_db_bind_text (statement, 2, value);

  return gw_search_db_run (self->db, statement, error);
}

static int
give_up (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

enum
{
  COLUMN_KIND,
  COLUMN_DB,
  COLUMN_ID,
  COLUMN_FRAGMENT,
  COLUMN_LANG,
  COLUMN_TITLE,
  COLUMN_HEADING,
  COLUMN_BODY,
  COLUMN_RANK,
};

/* The best rows are chosen by rank alone before any text is read: a common word stands in
 * thousands of entries, and their texts would have to be carried through the sorting. */
static const char find_sql[] =
    "SELECT e.kind, e.db, e.id, e.fragment, e.lang, e.title, e.heading, e.body, w.rank"
    " FROM (SELECT rowid, rank FROM entry_words WHERE entry_words MATCH ?"
    "       AND rank MATCH 'bm25(8.0, 4.0, 1.0)' ORDER BY rank LIMIT ?) AS w"
    " JOIN entry AS e ON e.number = w.rowid";

static GwSearchHit *
read_hit (sqlite3_stmt *statement)
{
  GwSearchEntry entry = {
    .kind = (const char *) sqlite3_column_text (statement, COLUMN_KIND),
    .db = (const char *) sqlite3_column_text (statement, COLUMN_DB),
    .id = (const char *) sqlite3_column_text (statement, COLUMN_ID),
    .fragment = (const char *) sqlite3_column_text (statement, COLUMN_FRAGMENT),
    .lang = (const char *) sqlite3_column_text (statement, COLUMN_LANG),
    .title = (const char *) sqlite3_column_text (statement, COLUMN_TITLE),
    .heading = (const char *) sqlite3_column_text (statement, COLUMN_HEADING),
    .body = (const char *) sqlite3_column_text (statement, COLUMN_BODY),
  };

  /* FTS5 gives better matches more negative numbers. */
  return gw_search_hit_new (&entry, -sqlite3_column_double (statement, COLUMN_RANK));
}

/**
 * gw_search_index_find:
 * @query: what to look for, not empty
 * @any: whether one of its words is enough
 * @limit: how many entries at the most
 * @cancellable: (nullable): gives up soon after it is cancelled
 *
 * Returns: (transfer full) (element-type GwSearchHit): the best entries, in no order, without
 *   snippets; or %NULL with @error
 */
GPtrArray *
gw_search_index_find (GwSearchIndex        *self,
                      const GwSearchQuery  *query,
                      gboolean              any,
                      guint                 limit,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *match = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (!gw_search_query_is_empty (query), NULL);

  statement = gw_search_db_prepare (self->db, find_sql, error);
  if (statement == NULL)
    return NULL;

  match = gw_search_query_dup_match (query, any);
  gw_search_db_bind_text (statement, 1, match);
  sqlite3_bind_int (statement, 2, limit);
  sqlite3_progress_handler (self->db, 2000, cancellable != NULL ? give_up : NULL, cancellable);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (hits, read_hit (statement));
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  if (code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return NULL;
  }

  return g_steal_pointer (&hits);
}

/**
 * gw_search_index_count:
 *
 * Returns: how many entries there are, or -1 with @error
 */
gint64
gw_search_index_count (GwSearchIndex  *self,
                       GError        **error)
{
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db, "SELECT count (*) FROM entry", error);

  if (statement == NULL)
    return -1;
  if (sqlite3_step (statement) != SQLITE_ROW) {
    gw_search_db_set_error (self->db, sqlite3_errcode (self->db), error);
    return -1;
  }

  return sqlite3_column_int64 (statement, 0);
}

/**
 * gw_search_index_foreach_word:
 * @first: the letter with which the words begin
 * @func: (scope call): called with each of them
 *
 * Goes through the words of the index, each once.
 */
gboolean
gw_search_index_foreach_word (GwSearchIndex     *self,
                              gunichar           first,
                              GwSearchWordFunc   func,
                              gpointer           data,
                              GError           **error)
{
  enum { TERM, ENTRIES };
  g_autoptr (sqlite3_stmt) statement = NULL;
  char from[8] = { 0 }, to[8] = { 0 };
  int code;

  /* The list of words is a view of the index, in the connection's own temporary database. */
  if (!gw_search_db_exec (self->db,
                          "CREATE VIRTUAL TABLE IF NOT EXISTS temp.entry_vocabulary"
                          " USING fts5vocab (main, entry_words, row)",
                          error))
    return FALSE;
  statement = gw_search_db_prepare (self->db,
                                    "SELECT term, doc FROM temp.entry_vocabulary"
                                    " WHERE term >= ? AND term < ?",
                                    error);
  if (statement == NULL)
    return FALSE;
  g_unichar_to_utf8 (first, from);
  g_unichar_to_utf8 (first + 1, to);
  gw_search_db_bind_text (statement, 1, from);
  gw_search_db_bind_text (statement, 2, to);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    func ((const char *) sqlite3_column_text (statement, TERM),
          sqlite3_column_int64 (statement, ENTRIES), data);
  if (code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return FALSE;
  }

  return TRUE;
}

/**
 * gw_search_index_freeze:
 *
 * Makes the file as small and quick as it gets, for an index that is shipped and never
 * written again: it must be readable from a folder where nobody may write.
 */
gboolean
gw_search_index_freeze (GwSearchIndex  *self,
                        GError        **error)
{
  return gw_search_db_exec (self->db,
                            "INSERT INTO entry_words (entry_words) VALUES ('optimize');"
                            "PRAGMA journal_mode = DELETE; VACUUM",
                            error);
}
