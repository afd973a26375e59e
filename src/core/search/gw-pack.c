/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-pack.h"

#include "core/search/gw-search-db.h"

#define FORMAT 1
#define APPLICATION_ID 0x67776d70 /* "gwmp" */

struct _GwPack
{
  GObject parent_instance;

  char *path;
  GMutex lock; /* guards db: pages are read on whatever thread asks */
  sqlite3 *db;
};

G_DEFINE_FINAL_TYPE (GwPack, gw_pack, G_TYPE_OBJECT)

static const char schema[] =
    "CREATE TABLE page (id TEXT NOT NULL, lang TEXT NOT NULL, parent TEXT NOT NULL,"
    "  position INTEGER NOT NULL, title TEXT NOT NULL, desc TEXT NOT NULL,"
    "  date TEXT NOT NULL, untranslated INTEGER NOT NULL, xml BLOB NOT NULL, PRIMARY KEY (id, lang));"
    "CREATE TABLE link (source TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL,"
    "  PRIMARY KEY (source, target, kind)) WITHOUT ROWID;";

static void
gw_pack_finalize (GObject *object)
{
  GwPack *self = GW_PACK (object);

  sqlite3_close (self->db);
  g_mutex_clear (&self->lock);
  g_free (self->path);

  G_OBJECT_CLASS (gw_pack_parent_class)->finalize (object);
}

static void
gw_pack_class_init (GwPackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_pack_finalize;
}

static void
gw_pack_init (GwPack *self)
{
  g_mutex_init (&self->lock);
}

static gboolean
read_number (sqlite3     *db,
             const char  *pragma,
             int         *number,
             GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = gw_search_db_prepare (db, pragma, error);
  int code;

  if (statement == NULL)
    return FALSE;
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW) {
    gw_search_db_set_error (db, code, error);
    return FALSE;
  }
  *number = sqlite3_column_int (statement, 0);

  return TRUE;
}

static gboolean
check_format (sqlite3  *db,
              GError  **error)
{
  int application = 0, format = 0;

  if (!read_number (db, "PRAGMA application_id", &application, error)
      || !read_number (db, "PRAGMA user_version", &format, error))
    return FALSE;
  if (application != APPLICATION_ID) {
    g_set_error_literal (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_DAMAGED,
                         "the file is not a pack of pages");
    return FALSE;
  }
  if (format != FORMAT) {
    g_set_error (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_OTHER_FORMAT,
                 "the pack has format %d, this program reads %d", format, FORMAT);
    return FALSE;
  }

  return TRUE;
}

/**
 * gw_pack_open:
 * @path: a file that gw-manual-pack made
 * @error: return location
 *
 * Returns: (transfer full): the pack
 */
GwPack *
gw_pack_open (const char  *path,
              GError     **error)
{
  g_autoptr (GwPack) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (GW_TYPE_PACK, NULL);
  self->path = g_strdup (path);
  self->db = gw_search_db_open (path, GW_SEARCH_DB_FROZEN, error);
  if (self->db == NULL || !check_format (self->db, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
gw_pack_get_path (GwPack *self)
{
  g_return_val_if_fail (GW_IS_PACK (self), NULL);

  return self->path;
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gpointer
read_page (sqlite3_stmt *statement)
{
  enum { ID, LANG, PARENT, POSITION, TITLE, DESC, DATE, UNTRANSLATED };
  GwPackPage *page = g_new0 (GwPackPage, 1);

  page->id = dup_column (statement, ID);
  page->lang = dup_column (statement, LANG);
  page->parent = dup_column (statement, PARENT);
  page->position = sqlite3_column_int (statement, POSITION);
  page->title = dup_column (statement, TITLE);
  page->desc = dup_column (statement, DESC);
  page->date = dup_column (statement, DATE);
  page->untranslated = sqlite3_column_int (statement, UNTRANSLATED);

  return page;
}

static gpointer
read_link (sqlite3_stmt *statement)
{
  enum { SOURCE, TARGET, KIND };
  GwPackLink *link = g_new0 (GwPackLink, 1);

  link->from = dup_column (statement, SOURCE);
  link->to = dup_column (statement, TARGET);
  link->kind = dup_column (statement, KIND);

  return link;
}

static GPtrArray *
list (GwPack          *self,
      const char      *sql,
      gpointer       (*read) (sqlite3_stmt *statement),
      GDestroyNotify   free_func,
      GError         **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (sqlite3_stmt) statement = gw_search_db_prepare (self->db, sql, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_func);
  int code;

  if (statement == NULL)
    return NULL;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (rows, read (statement));
  if (code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return NULL;
  }

  return g_steal_pointer (&rows);
}

/**
 * gw_pack_list_pages:
 *
 * Returns: (transfer full) (element-type GwPackPage): all pages in all languages, by parent,
 *   position and language; or %NULL with @error
 */
GPtrArray *
gw_pack_list_pages (GwPack  *self,
                    GError **error)
{
  g_return_val_if_fail (GW_IS_PACK (self), NULL);

  return list (self,
               "SELECT id, lang, parent, position, title, desc, date, untranslated FROM page"
               " ORDER BY parent, position, id, lang",
               read_page, (GDestroyNotify) gw_pack_page_free, error);
}

/**
 * gw_pack_list_links:
 *
 * Returns: (transfer full) (element-type GwPackLink): all links between pages, or %NULL with
 *   @error
 */
GPtrArray *
gw_pack_list_links (GwPack  *self,
                    GError **error)
{
  g_return_val_if_fail (GW_IS_PACK (self), NULL);

  return list (self, "SELECT source, target, kind FROM link ORDER BY source, target, kind",
               read_link, (GDestroyNotify) gw_pack_link_free, error);
}

static GBytes *
convert (GConverter  *converter,
         GBytes      *bytes,
         GError     **error)
{
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) input = g_converter_input_stream_new (plain, converter);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static GBytes *
dup_blob (sqlite3_stmt *statement)
{
  return g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
}

static gboolean
find_blob (GwPack      *self,
           const char  *id,
           const char  *lang,
           GBytes     **blob,
           GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db, "SELECT xml FROM page WHERE id = ? AND lang = ?", error);
  int code;

  if (statement == NULL)
    return FALSE;
  gw_search_db_bind_text (statement, 1, id);
  gw_search_db_bind_text (statement, 2, lang);
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    gw_search_db_set_error (self->db, code, error);
    return FALSE;
  }
  *blob = code == SQLITE_ROW ? dup_blob (statement) : NULL;

  return TRUE;
}

/**
 * gw_pack_find_xml:
 * @id: of a page
 * @lang: in this language and no other
 * @xml: (out) (nullable): the Mallard text, or %NULL when there is none
 *
 * Returns: whether it could be looked up
 */
gboolean
gw_pack_find_xml (GwPack      *self,
                  const char  *id,
                  const char  *lang,
                  GBytes     **xml,
                  GError     **error)
{
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GConverter) inflate = NULL;

  g_return_val_if_fail (GW_IS_PACK (self), FALSE);

  if (!find_blob (self, id, lang, &blob, error))
    return FALSE;
  if (blob == NULL) {
    *xml = NULL;
    return TRUE;
  }

  inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  *xml = convert (inflate, blob, error);
  return *xml != NULL;
}

/**
 * gw_pack_create:
 * @path: a file; what is there is replaced
 *
 * Returns: (transfer full): an empty pack to be filled and finished with gw_pack_finish()
 */
GwPack *
gw_pack_create (const char  *path,
                GError     **error)
{
  g_autoptr (GwPack) self = g_object_new (GW_TYPE_PACK, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *marks = g_strdup_printf ("PRAGMA journal_mode = OFF; PRAGMA page_size = 4096;"
                                            "PRAGMA application_id = %d;"
                                            "PRAGMA user_version = %d; BEGIN",
                                            APPLICATION_ID, FORMAT);
  g_autoptr (GError) gone = NULL;

  if (!g_file_delete (file, NULL, &gone)
      && !g_error_matches (gone, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&gone));
    return NULL;
  }

  self->path = g_strdup (path);
  self->db = gw_search_db_open (path, GW_SEARCH_DB_WRITE, error);
  if (self->db == NULL || !gw_search_db_exec (self->db, marks, error)
      || !gw_search_db_exec (self->db, schema, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
gw_pack_add_page (GwPack            *self,
                  const GwPackPage  *page,
                  GBytes            *xml,
                  GError           **error)
{
  g_autoptr (GConverter) deflate
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GBytes) blob = convert (deflate, xml, error);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (blob == NULL)
    return FALSE;
  statement = gw_search_db_prepare (self->db,
                                    "INSERT INTO page (id, lang, parent, position, title, desc,"
                                    " date, untranslated, xml)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    error);
  if (statement == NULL)
    return FALSE;
  gw_search_db_bind_text (statement, 1, page->id);
  gw_search_db_bind_text (statement, 2, page->lang);
  gw_search_db_bind_text (statement, 3, page->parent);
  sqlite3_bind_int (statement, 4, page->position);
  gw_search_db_bind_text (statement, 5, page->title);
  gw_search_db_bind_text (statement, 6, page->desc);
  gw_search_db_bind_text (statement, 7, page->date);
  sqlite3_bind_int (statement, 8, page->untranslated);
  sqlite3_bind_blob (statement, 9, g_bytes_get_data (blob, NULL), g_bytes_get_size (blob),
                     SQLITE_TRANSIENT);

  return gw_search_db_run (self->db, statement, error);
}

gboolean
gw_pack_add_link (GwPack            *self,
                  const GwPackLink  *link,
                  GError           **error)
{
  g_autoptr (sqlite3_stmt) statement
      = gw_search_db_prepare (self->db,
                              "INSERT OR IGNORE INTO link (source, target, kind) VALUES (?, ?, ?)",
                              error);

  if (statement == NULL)
    return FALSE;
  gw_search_db_bind_text (statement, 1, link->from);
  gw_search_db_bind_text (statement, 2, link->to);
  gw_search_db_bind_text (statement, 3, link->kind);

  return gw_search_db_run (self->db, statement, error);
}

/**
 * gw_pack_finish:
 *
 * Writes what was added. The index is filled afterwards, over the same file.
 */
gboolean
gw_pack_finish (GwPack  *self,
                GError **error)
{
  return gw_search_db_exec (self->db, "COMMIT", error);
}

void
gw_pack_page_free (GwPackPage *self)
{
  g_free (self->id);
  g_free (self->lang);
  g_free (self->parent);
  g_free (self->title);
  g_free (self->desc);
  g_free (self->date);
  g_free (self);
}

void
gw_pack_link_free (GwPackLink *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->kind);
  g_free (self);
}
