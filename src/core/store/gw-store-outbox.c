/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits to be sent to the server of this profile (there is one). A revision enters when it is
 * made, and leaves when the server has it. A newer revision takes the place of its parent: the
 * parent goes along in its ancestry. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-fault.h"

/* The largest number of documents of one batch, however small they are. */
#define MAX_BATCH 1000

typedef struct
{
  gint64 row;
  gboolean attempted;
  gboolean is_retold;
} Waiting;

static GArray *
list_waiting (GwStore     *self,
              const char  *db,
              gsize        max_bytes,
              GError     **error)
{
  enum { ROW, ATTEMPTED, RETOLD, SIZE };
  g_autoptr (GArray) waiting = g_array_new (FALSE, TRUE, sizeof (Waiting));
  g_autoptr (GwStatement) statement = NULL;
  gsize bytes = 0;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT w.rev, w.attempted, w.retold, length (r.body) FROM"
                              " (SELECT rev, 0 AS attempted, 1 AS retold FROM retell WHERE db = ?1"
                              " UNION ALL SELECT rev, attempted, 0 FROM outbox"
                              " WHERE db = ?1 AND refused IS NULL"
                              " AND rev NOT IN (SELECT rev FROM retell WHERE db = ?1)) AS w"
                              " JOIN rev AS r ON r.rev = w.rev WHERE r.body IS NOT NULL"
                              " ORDER BY w.rev LIMIT ?2",
                              error, "si", db, (gint64) MAX_BATCH);
  if (statement == NULL)
    return NULL;
  for (;;) {
    Waiting one;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    bytes += sqlite3_column_int64 (statement, SIZE);
    if (waiting->len > 0 && bytes > max_bytes)
      break;
    one.row = sqlite3_column_int64 (statement, ROW);
    one.attempted = sqlite3_column_int (statement, ATTEMPTED) != 0;
    one.is_retold = sqlite3_column_int (statement, RETOLD) != 0;
    g_array_append_val (waiting, one);
  }

  return g_steal_pointer (&waiting);
}

static GwDoc *
read_waiting (GwStore     *self,
              const char  *db,
              gint64       rev_row,
              GError     **error)
{
  enum { ID, GEN, HASH, DELETED, BODY };
  g_autoptr (GwStatement) statement = NULL;
  g_autofree char *rev = NULL;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, r.body"
                              " FROM rev AS r JOIN doc AS d ON d.doc = r.doc WHERE r.rev = ?",
                              error, "i", rev_row);
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "The revision is gone");
    return NULL;
  }
  rev = gw_rev_format (sqlite3_column_int64 (statement, GEN),
                       (const char *) sqlite3_column_text (statement, HASH));

  return gw_doc_new_from_text (db, (const char *) sqlite3_column_text (statement, ID), rev,
                               sqlite3_column_int (statement, DELETED) != 0,
                               (const char *) sqlite3_column_text (statement, BODY), 0);
}

/* The ancestry back to the newest revision that the server has. To send none would make a second
 * root there, that is a false conflict; to send all would cost more than the document. */
static GStrv
path_to_known (GwStore     *self,
               GwDoc       *doc,
               GError     **error)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  char hash[GW_HASH_SIZE] = "";
  gint64 row, gen = 0;

  gw_rev_parse (gw_doc_get_rev (doc), &gen, hash);
  if (!gw_tree_find_doc (self, gw_doc_get_db (doc), gw_doc_get_id (doc), &row, error))
    return NULL;
  while (hash[0] != '\0') {
    g_autofree char *name = gw_rev_format (gen, hash);
    GwRev rev;

    if (!gw_tree_find_rev (self, row, gen, hash, &rev, error))
      return NULL;
    g_strv_builder_add (path, name);
    /* A parent that was stemmed away is still told by its name. */
    if (rev.row == 0 || rev.state == GW_REV_KNOWN)
      break;
    gen--;
    g_strlcpy (hash, rev.parent, sizeof hash);
  }

  return g_strv_builder_end (path);
}

static GStrv
path_to_tell (GwStore   *self,
              GwDoc     *doc,
              gboolean   is_retold,
              GError   **error)
{
  return is_retold ? gw_store_ancestry (self, gw_doc_get_db (doc), gw_doc_get_id (doc),
                                        gw_doc_get_rev (doc), error)
                   : path_to_known (self, doc, error);
}

/**
 * gw_store_outbox:
 * @db: a database
 * @max_bytes: stop before the bodies are larger than this, but give one at least
 * @error: return location
 *
 * The next revisions to send, oldest first, without those the server refused.
 *
 * Returns: (transfer full) (element-type GwOutgoing): a batch, empty when nothing waits, or NULL
 *   with @error set
 */
GPtrArray *
gw_store_outbox (GwStore     *self,
                 const char  *db,
                 gsize        max_bytes,
                 GError     **error)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_outgoing_free);
  g_autoptr (GArray) waiting = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  waiting = list_waiting (self, db, max_bytes, error);
  if (waiting == NULL)
    return NULL;
  for (guint i = 0; i < waiting->len; i++) {
    const Waiting *one = &g_array_index (waiting, Waiting, i);
    g_autoptr (GError) local_error = NULL;
    g_autoptr (GwDoc) doc = read_waiting (self, db, one->row, &local_error);
    g_auto (GStrv) path = doc != NULL ? path_to_tell (self, doc, one->is_retold, &local_error) : NULL;
    GwOutgoing *outgoing;

    /* Typing on another connection took its place just now. */
    if (g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND))
      continue;
    if (path == NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    outgoing = g_new0 (GwOutgoing, 1);
    outgoing->doc = g_steal_pointer (&doc);
    outgoing->path = g_steal_pointer (&path);
    outgoing->uncertain = one->attempted;
    g_ptr_array_add (batch, outgoing);
  }

  return g_steal_pointer (&batch);
}

/* @prefix: of the ids; %_ are no wildcards */
static gboolean
count_waiting (GwStore     *self,
               const char  *db,
               const char  *prefix,
               gint64      *n_docs,
               gint64      *n_bytes,
               GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT count(*), ifnull (sum (length (r.body)), 0)"
                              " FROM outbox AS o JOIN rev AS r ON r.rev = o.rev JOIN doc AS d ON d.doc = r.doc"
                              " WHERE o.refused IS NULL AND (?1 IS NULL OR o.db = ?1)"
                              " AND substr (d.id, 1, length (?2)) = ?2",
                              error, "ss", db, prefix);
  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;
  if (n_docs != NULL)
    *n_docs = sqlite3_column_int64 (statement, 0);
  if (n_bytes != NULL)
    *n_bytes = sqlite3_column_int64 (statement, 1);

  return TRUE;
}

/**
 * gw_store_outbox_count:
 * @db: (nullable): a database, or NULL for all
 * @n_docs: (out) (optional): revisions that wait, without those refused
 * @n_bytes: (out) (optional): the size of their bodies
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_outbox_count (GwStore     *self,
                       const char  *db,
                       gint64      *n_docs,
                       gint64      *n_bytes,
                       GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  return count_waiting (self, db, "", n_docs, n_bytes, error);
}

/**
 * gw_store_outbox_count_prefix:
 * @prefix: what the ids of the documents begin with
 * @n_docs: (out) (optional): revisions that wait in any database, without those refused
 * @n_bytes: (out) (optional): the size of their bodies
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_outbox_count_prefix (GwStore     *self,
                              const char  *prefix,
                              gint64      *n_docs,
                              gint64      *n_bytes,
                              GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && prefix != NULL, FALSE);

  return count_waiting (self, NULL, prefix, n_docs, n_bytes, error);
}

/* Finds the revision within a group of its own; @mark then says what happened to it. */
static gboolean
find_rev (GwStore     *self,
          const char  *db,
          const char  *id,
          const char  *rev,
          gint64      *doc,
          GwRev       *found,
          GError     **error)
{
  char hash[GW_HASH_SIZE] = "";
  gint64 gen = 0;

  gw_rev_parse (rev, &gen, hash);
  if (!gw_tree_find_doc (self, db, id, doc, error)
      || !gw_tree_find_rev (self, *doc, gen, hash, found, error))
    return FALSE;
  if (found->row == 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no %s of %s in %s", rev,
                 id, db);
    return FALSE;
  }

  return TRUE;
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
 * gw_store_mark_attempted:
 * @rev: a revision that is about to leave this desk, to the server or in a file
 *
 * From now on typing does not take the place of @rev (somebody may have it), and until an answer
 * comes it is uncertain whether the server has it.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_attempted (GwStore     *self,
                         const char  *db,
                         const char  *id,
                         const char  *rev,
                         GError     **error)
{
  gint64 doc;
  GwRev found;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = find_rev (self, db, id, rev, &doc, &found, error)
       && gw_store_exec (self, "UPDATE rev SET state = max (state, 1) WHERE rev = ?", error, "i",
                         found.row)
       && gw_store_exec (self, "UPDATE outbox SET attempted = 1 WHERE rev = ?", error, "i",
                         found.row);

  return close_group (self, ok, error);
}

/* The revision, and what went along as its ancestry. */
static gboolean
note_accepted (GwStore     *self,
               const char  *db,
               gint64       doc,
               gint64       row,
               GError     **error)
{
  return gw_store_exec (self,
                        "WITH RECURSIVE path (rev, gen, parent) AS ("
                        " SELECT rev, gen, parent FROM rev WHERE rev = ?1"
                        " UNION ALL SELECT r.rev, r.gen, r.parent FROM path"
                        " JOIN rev AS r ON r.doc = ?2 AND r.gen = path.gen - 1"
                        " AND r.hash = path.parent AND r.state < 2)"
                        " INSERT OR IGNORE INTO accepted (rev, db) SELECT rev, ?3 FROM path",
                        error, "iis", row, doc, db);
}

/* The server took the ancestry, or never will. */
static gboolean
forget_retold (GwStore  *self,
               gint64    row,
               GError  **error)
{
  return gw_store_exec (self, "DELETE FROM retell WHERE rev = ?", error, "i", row);
}

/**
 * gw_store_mark_accepted:
 * @rev: a revision that the server has, whether it took it now or had it
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_accepted (GwStore     *self,
                        const char  *db,
                        const char  *id,
                        const char  *rev,
                        GError     **error)
{
  gint64 doc;
  GwRev found;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = find_rev (self, db, id, rev, &doc, &found, error)
       && forget_retold (self, found.row, error)
       && note_accepted (self, db, doc, found.row, error)
       && gw_tree_mark_known (self, doc, found.gen, found.hash, error);

  return close_group (self, ok, error);
}

/**
 * gw_store_mark_seen:
 * @rev: a revision that stands in the server's list of changes
 *
 * As gw_store_mark_accepted(), and the server has shown that it kept it.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_seen (GwStore     *self,
                    const char  *db,
                    const char  *id,
                    const char  *rev,
                    GError     **error)
{
  gint64 doc;
  GwRev found;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = find_rev (self, db, id, rev, &doc, &found, error)
       && gw_tree_mark_known (self, doc, found.gen, found.hash, error)
       && gw_tree_mark_seen (self, doc, found.row, error);

  return close_group (self, ok, error);
}

/* All parts of files that documents of @db name and that are here: sync asks for them by name, so that those the server
 * has cost nothing more. */
static gboolean
offer_chunks (GwStore     *self,
              const char  *db,
              GError     **error)
{
  return gw_store_exec (self,
                        "INSERT OR IGNORE INTO chunk_outbox (db, hash)"
                        " SELECT d.db, c.hash FROM doc AS d JOIN rev AS r ON r.doc = d.doc, json_tree (r.body) AS part"
                        " JOIN chunk AS c ON c.hash = part.value"
                        " WHERE d.db = ? AND r.leaf = 1 AND r.body LIKE '%\"chunks\"%' AND part.type = 'text'",
                        error, "s", db);
}

/**
 * gw_store_offer_again:
 * @db: a database
 * @seen_too: also what the server has shown since it took it
 *
 * Queues what the server took and does not show, each to be asked for first: it may have been
 * restored from an older copy. To be called when its list of changes was read to the end, before
 * anything new is sent.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_offer_again (GwStore     *self,
                      const char  *db,
                      gboolean     seen_too,
                      GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gint64 any = 0;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, FALSE);

  if (GW_FAULT (NOT_OFFERED_AGAIN))
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  statement = gw_store_query (self, "SELECT 1 FROM accepted WHERE db = ? AND seen <= ? LIMIT 1", error, "si", db,
                              (gint64) seen_too);
  ok = gw_store_read_int (self, statement, &any, error)
       && (!any || offer_chunks (self, db, error))
       && gw_store_exec (self,
                         "UPDATE rev SET state = 1 WHERE rev IN"
                         " (SELECT rev FROM accepted WHERE db = ?1 AND seen <= ?2)",
                         error, "si", db, (gint64) seen_too)
       && gw_store_exec (self,
                         "INSERT OR IGNORE INTO outbox (rev, db, attempted)"
                         " SELECT a.rev, a.db, 1 FROM accepted AS a JOIN rev AS r ON r.rev = a.rev"
                         " WHERE a.db = ?1 AND a.seen <= ?2 AND r.leaf = 1",
                         error, "si", db, (gint64) seen_too)
       && gw_store_exec (self, "DELETE FROM accepted WHERE db = ?1 AND seen <= ?2", error, "si", db,
                         (gint64) seen_too);

  return close_group (self, ok, error);
}

/**
 * gw_store_offer_changed:
 * @db: a database
 * @since: as of gw_store_get_seq(): what changed here after it
 *
 * Queues the leaves of @db that others sent to the server after @since, each to be asked for first: a
 * server that was restored has forgotten them, and who sent them may have been restored, too.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_offer_changed (GwStore     *self,
                        const char  *db,
                        gint64       since,
                        GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && gw_tree_is_sent (db), FALSE);

  if (GW_FAULT (NOT_OFFERED_AGAIN))
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "INSERT OR IGNORE INTO outbox (rev, db, attempted)"
                      " SELECT r.rev, d.db, 1 FROM doc AS d JOIN rev AS r ON r.doc = d.doc"
                      " WHERE d.db = ? AND d.seq > ? AND r.leaf = 1 AND r.state = 2",
                      error, "si", db, since)
       && gw_store_exec (self,
                         "UPDATE rev SET state = 1 WHERE leaf = 1 AND state = 2"
                         " AND doc IN (SELECT doc FROM doc WHERE db = ? AND seq > ?)",
                         error, "si", db, since)
       && offer_chunks (self, db, error);

  return close_group (self, ok, error);
}

/**
 * gw_store_forget_seen:
 * @db: a database
 *
 * The server took a checkpoint: whenever it shows that one again, it has what it showed before.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_forget_seen (GwStore     *self,
                      const char  *db,
                      GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;

  return close_group (self,
                      gw_store_exec (self, "DELETE FROM accepted WHERE db = ? AND seen = 1", error,
                                     "s", db),
                      error);
}

/**
 * gw_store_mark_refused:
 * @rev: a revision that the server refused
 * @reason: what it said
 *
 * Sets @rev aside: it is kept here, listed by gw_store_refused(), and blocks nothing. A newer
 * revision of the document is tried again by itself.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_refused (GwStore     *self,
                       const char  *db,
                       const char  *id,
                       const char  *rev,
                       const char  *reason,
                       GError     **error)
{
  gint64 doc;
  GwRev found;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);
  g_return_val_if_fail (reason != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = find_rev (self, db, id, rev, &doc, &found, error)
       && forget_retold (self, found.row, error)
       && gw_store_exec (self, "UPDATE outbox SET refused = ?, attempted = 0 WHERE rev = ?", error,
                         "si", reason, found.row);

  return close_group (self, ok, error);
}

/**
 * gw_store_retry_refused:
 * @db: (nullable): a database, or NULL for all
 *
 * Puts what was refused back into the queue: the server's rules or the account have changed.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_retry_refused (GwStore     *self,
                        const char  *db,
                        GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "UPDATE outbox SET refused = NULL"
                      " WHERE refused IS NOT NULL AND (?1 IS NULL OR db = ?1)",
                      error, "s", db);

  return close_group (self, ok, error);
}

/**
 * gw_store_refused:
 * @db: (nullable): a database, or NULL for all
 *
 * Returns: (transfer full) (element-type GwRefused): what the server refused, or NULL with @error
 *   set
 */
GPtrArray *
gw_store_refused (GwStore     *self,
                  const char  *db,
                  GError     **error)
{
  enum { DB, ID, GEN, HASH, REASON };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_refused_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (self,
                              "SELECT d.db, d.id, r.gen, r.hash, o.refused FROM outbox AS o"
                              " JOIN rev AS r ON r.rev = o.rev JOIN doc AS d ON d.doc = r.doc"
                              " WHERE o.refused IS NOT NULL AND (?1 IS NULL OR o.db = ?1)"
                              " ORDER BY o.rev",
                              error, "s", db);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwRefused *refused;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    refused = g_new0 (GwRefused, 1);
    refused->db = g_strdup ((const char *) sqlite3_column_text (statement, DB));
    refused->id = g_strdup ((const char *) sqlite3_column_text (statement, ID));
    refused->rev = gw_rev_format (sqlite3_column_int64 (statement, GEN),
                                  (const char *) sqlite3_column_text (statement, HASH));
    refused->reason = g_strdup ((const char *) sqlite3_column_text (statement, REASON));
    g_ptr_array_add (list, refused);
  }

  return g_steal_pointer (&list);
}

/* A tombstone of something that nobody else ever saw is nobody else's business. */
static gboolean
was_ever_seen (GwStore     *self,
               gint64       doc,
               gboolean    *seen,
               GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gint64 found = 0;

  statement = gw_store_query (self,
                              "SELECT 1 FROM rev WHERE doc = ? AND (state > 0"
                              " OR (leaf = 1 AND deleted = 0)) LIMIT 1",
                              error, "i", doc);
  if (!gw_store_read_int (self, statement, &found, error))
    return FALSE;
  *seen = found != 0;

  return TRUE;
}

static gboolean
list_handed_over (GwStore     *self,
                  const char  *db,
                  const char  *id,
                  GPtrArray   *list,
                  GError     **error)
{
  g_autoptr (GPtrArray) leaves = gw_store_leaves (self, db, id, error);

  for (guint i = 0; leaves != NULL && i < leaves->len && !(GW_FAULT (STICK_HALF_GIVEN) && i > 0); i++) {
    GwDoc *leaf = g_ptr_array_index (leaves, i);
    GwOutgoing *outgoing = g_new0 (GwOutgoing, 1);

    g_ptr_array_add (list, outgoing);
    outgoing->doc = gw_doc_ref (leaf);
    outgoing->path = gw_store_ancestry (self, db, id, gw_doc_get_rev (leaf), error);
    if (outgoing->path == NULL)
      return FALSE;
  }

  return leaves != NULL;
}

static gboolean
hand_over_in_group (GwStore     *self,
                    const char  *db,
                    const char  *id,
                    GPtrArray   *list,
                    GError     **error)
{
  gboolean seen = FALSE;
  gint64 doc;

  if (!gw_tree_find_doc (self, db, id, &doc, error)
      || !was_ever_seen (self, doc, &seen, error))
    return FALSE;

  if (GW_FAULT (PLACE_TAKEN))
    return list_handed_over (self, db, id, list, error);

  return !seen
         || (list_handed_over (self, db, id, list, error)
             && gw_store_exec (self, "UPDATE rev SET state = 1 WHERE doc = ? AND state = 0", error,
                               "i", doc)
             && gw_store_exec (self,
                               "UPDATE outbox SET attempted = 1 WHERE attempted = 0"
                               " AND rev IN (SELECT rev FROM rev WHERE doc = ?)",
                               error, "i", doc));
}

/**
 * gw_store_hand_over:
 * @db: a database
 * @id: a document
 *
 * All leaves of @id, each with all its known ancestors, to leave this desk in a file. As after
 * gw_store_mark_attempted(), from now on typing takes the place of none of them, and it is
 * uncertain whether the server has them: what waits for the server goes on waiting.
 *
 * Returns: (transfer full) (element-type GwOutgoing): the leaves, tombstones too; none where the
 *   document is a tombstone that nobody but this desk ever saw alive; or NULL with @error set
 */
GPtrArray *
gw_store_hand_over (GwStore     *self,
                    const char  *db,
                    const char  *id,
                    GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_outgoing_free);

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, NULL);

  if (!gw_store_begin (self, error)
      || !close_group (self, hand_over_in_group (self, db, id, list, error), error))
    return NULL;

  return g_steal_pointer (&list);
}

/**
 * gw_store_offer_all:
 * @db: a database
 *
 * Forgets what the server has and queues every leaf of @db, each to be asked for first: for a
 * server that was emptied or went back in time, and for a profile that moves to another one.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_offer_all (GwStore     *self,
                    const char  *db,
                    GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && gw_tree_is_sent (db), FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "UPDATE rev SET state = 1 WHERE state = 2"
                      " AND doc IN (SELECT doc FROM doc WHERE db = ?)",
                      error, "s", db)
       && gw_store_exec (self,
                         "INSERT OR IGNORE INTO outbox (rev, db, attempted)"
                         " SELECT r.rev, d.db, 1 FROM rev AS r JOIN doc AS d ON d.doc = r.doc"
                         " WHERE d.db = ? AND r.leaf = 1 AND r.state > 0",
                         error, "s", db)
       && gw_store_exec (self, "DELETE FROM accepted WHERE db = ?", error, "s", db)
       && offer_chunks (self, db, error);

  return close_group (self, ok, error);
}
