/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revision trees, as CouchDB has them.
 *
 * A revision is "generation-hash". A document is a tree of revisions: branches arise when two
 * desks edit the same parent. A leaf is a revision without children; a tombstone is a leaf that
 * says "deleted". The winner is the same on every desk without a word between them: live leaves
 * before tombstones, then the highest generation, then the highest hash in byte order. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define SECONDS_OF_A_DAY (24 * 60 * 60)

gboolean
gw_rev_parse (const char *text,
              gint64     *gen,
              char        hash[GW_HASH_SIZE])
{
  const char *hyphen = text != NULL ? strchr (text, '-') : NULL;
  gsize length = hyphen != NULL ? strlen (hyphen + 1) : 0;
  guint64 number;

  if (length == 0 || length >= GW_HASH_SIZE || hyphen == text || hyphen - text > 9)
    return FALSE;
  for (const char *p = text; p < hyphen; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  for (const char *p = hyphen + 1; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      return FALSE;

  number = g_ascii_strtoull (text, NULL, 10);
  if (number == 0)
    return FALSE;
  *gen = number;
  memcpy (hash, hyphen + 1, length + 1);

  return TRUE;
}

char *
gw_rev_format (gint64      gen,
               const char *hash)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%s", gen, hash);
}

/* The first 16 bytes of SHA-256 over "generation \0 parent \0 deleted \0 body \0" and nothing for
 * attachments, which we never have. The same words on the same parent have the same name on every
 * desk: a merge that two desks make apart is one revision and no new conflict. */
void
gw_rev_make_hash (gint64       gen,
                  const char  *parent,
                  gboolean     deleted,
                  const char  *text,
                  char         hash[GW_HASH_SIZE])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  char number[24];

  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, gen);
  g_checksum_update (sum, (const guchar *) number, strlen (number) + 1);
  g_checksum_update (sum, (const guchar *) parent, strlen (parent) + 1);
  g_checksum_update (sum, (const guchar *) (deleted ? "1" : "0"), 2);
  g_checksum_update (sum, (const guchar *) text, strlen (text) + 1);
  g_strlcpy (hash, g_checksum_get_string (sum), 33);
}

/* Less than 0 when @a wins over @b. */
int
gw_rev_compare (const GwRev *a,
                const GwRev *b)
{
  if (a->deleted != b->deleted)
    return a->deleted ? 1 : -1;
  if (a->gen != b->gen)
    return a->gen > b->gen ? -1 : 1;
  return strcmp (b->hash, a->hash);
}

gboolean
gw_tree_find_doc (GwStore     *self,
                  const char  *db,
                  const char  *id,
                  gint64      *doc,
                  GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  statement = gw_store_query (self, "SELECT doc FROM doc WHERE db = ? AND id = ?", error, "ss", db,
                              id);
  return gw_store_read_int (self, statement, doc, error);
}

gboolean
gw_tree_ensure_doc (GwStore     *self,
                    const char  *db,
                    const char  *id,
                    gint64      *doc,
                    GError     **error)
{
  if (!gw_tree_find_doc (self, db, id, doc, error))
    return FALSE;
  if (*doc != 0)
    return TRUE;

  if (!gw_store_exec (self, "INSERT INTO doc (db, id) VALUES (?, ?)", error, "ss", db, id))
    return FALSE;
  *doc = sqlite3_last_insert_rowid (self->sql);

  return TRUE;
}

static void
read_rev (GwStatement *statement,
          GwRev       *rev)
{
  enum { ROW, GEN, HASH, PARENT, DELETED, LEAF, STATE, HAS_BODY };
  const char *hash = (const char *) sqlite3_column_text (statement, HASH);
  const char *parent = (const char *) sqlite3_column_text (statement, PARENT);

  rev->row = sqlite3_column_int64 (statement, ROW);
  rev->gen = sqlite3_column_int64 (statement, GEN);
  g_strlcpy (rev->hash, hash != NULL ? hash : "", GW_HASH_SIZE);
  g_strlcpy (rev->parent, parent != NULL ? parent : "", GW_HASH_SIZE);
  rev->deleted = sqlite3_column_int (statement, DELETED) != 0;
  rev->leaf = sqlite3_column_int (statement, LEAF) != 0;
  rev->state = sqlite3_column_int (statement, STATE);
  rev->has_body = sqlite3_column_int (statement, HAS_BODY) != 0;
}

/* Sets @rev->row to 0 where there is no such revision. */
gboolean
gw_tree_find_rev (GwStore     *self,
                  gint64       doc,
                  gint64       gen,
                  const char  *hash,
                  GwRev       *rev,
                  GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT rev, gen, hash, parent, deleted, leaf, state,"
                              " body IS NOT NULL"
                              " FROM rev WHERE doc = ? AND gen = ? AND hash = ?",
                              error, "iis", doc, gen, hash);
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;

  memset (rev, 0, sizeof *rev);
  if (row)
    read_rev (statement, rev);

  return TRUE;
}

static int
compare_revs (gconstpointer a,
              gconstpointer b)
{
  return gw_rev_compare (a, b);
}

/* All leaves, the winner first. */
GArray *
gw_tree_leaves (GwStore  *self,
                gint64    doc,
                GError  **error)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, TRUE, sizeof (GwRev));
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT rev, gen, hash, parent, deleted, leaf, state,"
                              " body IS NOT NULL"
                              " FROM rev WHERE doc = ? AND leaf = 1",
                              error, "i", doc);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwRev rev = { 0 };

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    read_rev (statement, &rev);
    g_array_append_val (leaves, rev);
  }
  g_array_sort (leaves, compare_revs);

  return g_steal_pointer (&leaves);
}

/* Adds a row; @text is NULL for a revision that is known by name only. Sets @rev->row. */
gboolean
gw_tree_add (GwStore     *self,
             gint64       doc,
             GwRev       *rev,
             const char  *text,
             GError     **error)
{
  if (!gw_store_exec (self,
                      "INSERT INTO rev (doc, gen, hash, parent, deleted, leaf, state, body)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      error, "iissiiis", doc, rev->gen, rev->hash,
                      rev->parent[0] != '\0' ? rev->parent : NULL, (gint64) rev->deleted,
                      (gint64) rev->leaf, (gint64) rev->state, text))
    return FALSE;
  rev->row = sqlite3_last_insert_rowid (self->sql);
  rev->has_body = text != NULL;

  return TRUE;
}

/* @row has got a child: it is no leaf any more. Its body stays for a while, for merging with
 * somebody who still edits it and for a person who wants it back. */
gboolean
gw_tree_cover (GwStore  *self,
               gint64    row,
               GError  **error)
{
  gint64 until = gw_time_now () / G_USEC_PER_SEC + (gint64) GW_STORE_BODY_DAYS * SECONDS_OF_A_DAY;

  return gw_store_exec (self, "UPDATE rev SET leaf = 0, keep_until = ? WHERE rev = ?", error, "ii",
                        until, row);
}

/* The server has this revision, and with it all its ancestors. */
gboolean
gw_tree_mark_known (GwStore     *self,
                    gint64       doc,
                    gint64       gen,
                    const char  *hash,
                    GError     **error)
{
  char name[GW_HASH_SIZE];

  g_strlcpy (name, hash, sizeof name);
  while (name[0] != '\0') {
    GwRev rev;

    if (!gw_tree_find_rev (self, doc, gen, name, &rev, error))
      return FALSE;
    if (rev.row == 0 || rev.state == GW_REV_KNOWN)
      break;
    if (!gw_store_exec (self, "UPDATE rev SET state = 2 WHERE rev = ?", error, "i", rev.row)
        || !gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", rev.row))
      return FALSE;
    gen--;
    g_strlcpy (name, rev.parent, sizeof name);
  }

  return TRUE;
}

/* The server showed that it has this revision, and so all that it was made on. */
gboolean
gw_tree_mark_seen (GwStore  *self,
                   gint64    doc,
                   gint64    row,
                   GError  **error)
{
  return gw_store_exec (self,
                        "WITH RECURSIVE path (rev, gen, parent) AS ("
                        " SELECT rev, gen, parent FROM rev WHERE rev = ?1"
                        " UNION ALL SELECT r.rev, r.gen, r.parent FROM path"
                        " JOIN rev AS r ON r.doc = ?2 AND r.gen = path.gen - 1"
                        " AND r.hash = path.parent)"
                        " UPDATE accepted SET seen = 1 WHERE rev IN (SELECT rev FROM path)",
                        error, "ii", row, doc);
}

/* Each branch keeps its newest %GW_STORE_REVS_LIMIT revisions. The oldest of them then names a
 * parent that is not here; should that come again, the branch has its root back. */
static gboolean
stem (GwStore  *self,
      gint64    doc,
      GError  **error)
{
  return gw_store_exec (self,
                        "WITH RECURSIVE kept (rev, gen, parent, depth) AS ("
                        " SELECT rev, gen, parent, 1 FROM rev WHERE doc = ?1 AND leaf = 1"
                        " UNION ALL"
                        " SELECT r.rev, r.gen, r.parent, k.depth + 1 FROM kept AS k JOIN rev AS r"
                        " ON r.doc = ?1 AND r.gen = k.gen - 1 AND r.hash = k.parent"
                        " WHERE k.depth < ?2)"
                        " DELETE FROM rev WHERE doc = ?1 AND rev NOT IN (SELECT rev FROM kept)",
                        error, "ii", doc, (gint64) GW_STORE_REVS_LIMIT);
}

/* Chooses the winner anew, counts the conflicts, and gives the change its sequence number.
 * Every change of a tree ends here. */
gboolean
gw_tree_settle (GwStore  *self,
                gint64    doc,
                GError  **error)
{
  g_autoptr (GArray) leaves = gw_tree_leaves (self, doc, error);
  const GwRev *winner;
  gint64 live = 0, deepest = 0;

  if (leaves == NULL)
    return FALSE;
  if (leaves->len == 0) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED,
                         "A document has no leaf");
    return FALSE;
  }

  winner = &g_array_index (leaves, GwRev, 0);
  for (guint i = 0; i < leaves->len; i++) {
    const GwRev *leaf = &g_array_index (leaves, GwRev, i);

    live += !leaf->deleted;
    deepest = MAX (deepest, leaf->gen);
  }
  if (deepest > GW_STORE_REVS_LIMIT && !stem (self, doc, error))
    return FALSE;

  return gw_store_exec (self,
                        "UPDATE doc SET winner = ?, deleted = ?, conflicts = ?,"
                        " seq = (SELECT ifnull (max (seq), 0) + 1 FROM doc) WHERE doc = ?",
                        error, "iiii", winner->row, (gint64) winner->deleted,
                        MAX (live - 1, 0), doc);
}

/* (nullable): the body of a row, NULL without an error where it is not kept. */
char *
gw_tree_dup_text (GwStore  *self,
                  gint64    row,
                  GError  **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean found;

  statement = gw_store_query (self, "SELECT body FROM rev WHERE rev = ?", error, "i", row);
  if (statement == NULL || !gw_store_step (self, statement, &found, error) || !found)
    return NULL;

  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

/* One person's own notes never leave the desk. */
gboolean
gw_tree_is_sent (const char *db)
{
  return strcmp (db, "mine") != 0;
}

gboolean
gw_tree_queue (GwStore     *self,
               const char  *db,
               gint64       row,
               GError     **error)
{
  if (!gw_tree_is_sent (db))
    return TRUE;

  return gw_store_exec (self, "INSERT OR IGNORE INTO outbox (rev, db) VALUES (?, ?)", error, "is",
                        row, db);
}

gboolean
gw_store_check_id (const char  *db,
                   const char  *id,
                   GError     **error)
{
  if (db[0] == '\0' || strlen (db) > 64 || id[0] == '\0' || id[0] == '_' || strlen (id) > 512
      || !g_utf8_validate (id, -1, NULL) || !g_utf8_validate (db, -1, NULL)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "A document cannot have this id or database");
    return FALSE;
  }

  return TRUE;
}

/* The canonical text of a body that may be stored. */
char *
gw_store_check_body (JsonObject  *body,
                     GError     **error)
{
  g_autofree char *text = NULL;
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, body);
  while (json_object_iter_next (&iter, &name, NULL)) {
    if (name[0] == '_') {
      g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                   "A body cannot have the field %s: names with _ belong to the protocol", name);
      return NULL;
    }
  }
  text = gw_json_to_text (body);
  if (strlen (text) > GW_STORE_MAX_BODY) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "The body has more than %d bytes; large things are files", GW_STORE_MAX_BODY);
    return NULL;
  }
  /* A zero or a broken character would come back as something else. */
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "The body is not UTF-8 text");
    return NULL;
  }

  return g_steal_pointer (&text);
}
