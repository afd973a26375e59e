/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing documents of this desk. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-json.h"

/* In byte order everything that begins with the prefix stands between it and this. */
#define AFTER_ALL "\xf4\x8f\xbf\xbf"

typedef struct
{
  const char *db;
  const char *id;
  const char *base_rev; /* (nullable) */
  const char *text;
  gboolean deleted;
  gboolean coalesce;
  gboolean is_signed; /* @text is without its signature, which it gets where it is stored */
} Edit;

static GwDoc *
read_doc (const char  *db,
          GwStatement *statement,
          GError     **error)
{
  enum { ID, GEN, HASH, DELETED, CONFLICTS, BODY };
  const char *text = (const char *) sqlite3_column_text (statement, BODY);
  const char *id = (const char *) sqlite3_column_text (statement, ID);
  const char *hash = (const char *) sqlite3_column_text (statement, HASH);
  int size = sqlite3_column_bytes (statement, BODY);
  char rev[GW_HASH_SIZE + 24];

  if (text == NULL) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_GONE, "The body of this revision is not kept");
    return NULL;
  }
  if (id == NULL || hash == NULL || size < 2 || text[0] != '{' || text[size - 1] != '}') {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The body of %s is damaged",
                 id != NULL ? id : "a document");
    return NULL;
  }
  g_snprintf (rev, sizeof rev, "%" G_GINT64_FORMAT "-%s",
              (gint64) sqlite3_column_int64 (statement, GEN), hash);

  return gw_doc_new_from_text (db, id, rev, sqlite3_column_int (statement, DELETED) != 0, text,
                               sqlite3_column_int (statement, CONFLICTS));
}

static GwDoc *
read_one (GwStore     *self,
          const char  *db,
          const char  *id,
          GwStatement *statement,
          GError     **error)
{
  gboolean row;

  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no document %s in %s",
                 id, db);
    return NULL;
  }

  return read_doc (db, statement, error);
}

/* (element-type GwDoc): all rows of a statement. */
static GPtrArray *
read_all (GwStore     *self,
          const char  *db,
          GwStatement *statement,
          GError     **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_doc_unref);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    GwDoc *doc;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    doc = read_doc (db, statement, error);
    if (doc == NULL)
      return NULL;
    g_ptr_array_add (docs, doc);
  }

  return g_steal_pointer (&docs);
}

/**
 * gw_store_get:
 * @db: a database
 * @id: a document
 * @error: return location
 *
 * Returns: (transfer full): the winner, which may be a tombstone, or NULL with @error set
 *   (%GW_STORE_ERROR_NOT_FOUND where no revision was ever here)
 */
GwDoc *
gw_store_get (GwStore     *self,
              const char  *db,
              const char  *id,
              GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, NULL);

  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, d.conflicts, r.body"
                              " FROM doc AS d JOIN rev AS r ON r.rev = d.winner"
                              " WHERE d.db = ? AND d.id = ?",
                              error, "ss", db, id);
  return read_one (self, db, id, statement, error);
}

/**
 * gw_store_get_rev:
 * @rev: a revision of @id
 *
 * Returns: (transfer full): that revision, or NULL with @error set: %GW_STORE_ERROR_NOT_FOUND,
 *   or %GW_STORE_ERROR_GONE when only its name is left
 */
GwDoc *
gw_store_get_rev (GwStore     *self,
                  const char  *db,
                  const char  *id,
                  const char  *rev,
                  GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  char hash[GW_HASH_SIZE] = "";
  gint64 gen = 0;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, NULL);

  gw_rev_parse (rev, &gen, hash);
  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, d.conflicts, r.body"
                              " FROM doc AS d JOIN rev AS r ON r.doc = d.doc"
                              " WHERE d.db = ? AND d.id = ? AND r.gen = ? AND r.hash = ?",
                              error, "ssis", db, id, gen, hash);
  return read_one (self, db, id, statement, error);
}

/* Where does an edit hang in the tree? @base->row is 0 when it begins a tree of its own.
 *
 * - No base given: the writer saw no document. If a tombstone is shown, the edit is its child (the
 *   document lives again); otherwise it is a second root, and merging settles it.
 * - A base that is known: the edit is its child, whether or not somebody else has one there.
 * - A base that is not known because typing took its place (GW_PUT_COALESCE): the edit was made
 *   beside that typing, so it hangs where the typing hangs: on the typing's parent.
 * - A base that is not known at all (a stemmed branch): it becomes known by its name. */
static gboolean
find_base (GwStore     *self,
           gint64       doc,
           const Edit  *edit,
           GwRev       *base,
           GError     **error)
{
  g_autoptr (GArray) leaves = NULL;
  char hash[GW_HASH_SIZE];
  gint64 gen;

  memset (base, 0, sizeof *base);
  leaves = gw_tree_leaves (self, doc, error);
  if (leaves == NULL)
    return FALSE;

  if (edit->base_rev == NULL) {
    if (leaves->len > 0 && g_array_index (leaves, GwRev, 0).deleted)
      *base = g_array_index (leaves, GwRev, 0);
    return TRUE;
  }

  if (!gw_rev_parse (edit->base_rev, &gen, hash)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is no revision", edit->base_rev);
    return FALSE;
  }
  if (!gw_tree_find_rev (self, doc, gen, hash, base, error))
    return FALSE;
  if (base->row != 0)
    return TRUE;

  for (guint i = 0; i < leaves->len; i++) {
    const GwRev *leaf = &g_array_index (leaves, GwRev, i);

    if (leaf->gen != gen || leaf->state != GW_REV_OWN)
      continue;
    if (leaf->parent[0] == '\0')
      return TRUE;
    return gw_tree_find_rev (self, doc, gen - 1, leaf->parent, base, error);
  }

  base->gen = gen;
  g_strlcpy (base->hash, hash, sizeof base->hash);
  return gw_tree_add (self, doc, base, NULL, error);
}

static gboolean
is_same (GwStore     *self,
         const GwRev *base,
         const Edit  *edit,
         gboolean    *same,
         GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;

  *same = FALSE;
  if (base->row == 0 || !base->leaf || base->deleted != edit->deleted)
    return TRUE;

  text = gw_tree_dup_text (self, base->row, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  *same = gw_signature_is_same (text, edit->text);

  return TRUE;
}

/* A tombstone of something that nobody else ever saw is nobody else's business. */
static gboolean
is_worth_sending (GwStore     *self,
                  gint64       doc,
                  const Edit  *edit,
                  gboolean    *worth,
                  GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gint64 offered = 0;

  *worth = TRUE;
  if (!edit->deleted)
    return TRUE;

  statement = gw_store_query (self, "SELECT 1 FROM rev WHERE doc = ? AND state > 0 LIMIT 1", error,
                              "i", doc);
  if (!gw_store_read_int (self, statement, &offered, error))
    return FALSE;
  *worth = offered != 0;

  return TRUE;
}

static gboolean
add_revision (GwStore     *self,
           gint64       doc,
           GwRev       *base,
           const Edit  *edit,
           char       **rev_out,
           GError     **error)
{
  gboolean takes_place = edit->coalesce && base->row != 0 && base->leaf && !base->deleted
                         && base->state == GW_REV_OWN;
  GwRev rev = { .leaf = TRUE, .deleted = edit->deleted, .state = GW_REV_OWN };
  GwRev existing;
  gboolean worth;

  rev.gen = takes_place ? base->gen : base->gen + 1;
  g_strlcpy (rev.parent, takes_place ? base->parent : base->hash, sizeof rev.parent);
  gw_rev_make_hash (rev.gen, rev.parent, rev.deleted, edit->text, rev.hash);
  *rev_out = gw_rev_format (rev.gen, rev.hash);

  if (!gw_tree_find_rev (self, doc, rev.gen, rev.hash, &existing, error)
      || !is_worth_sending (self, doc, edit, &worth, error))
    return FALSE;

  if (takes_place) {
    if (!gw_store_exec (self, "DELETE FROM rev WHERE rev = ?", error, "i", base->row))
      return FALSE;
  } else if (base->row != 0) {
    if (!gw_tree_cover (self, base->row, error)
        || !gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", base->row))
      return FALSE;
  }
  if (existing.row == 0) {
    if (!gw_tree_add (self, doc, &rev, edit->text, error)
        || (worth && !gw_tree_queue (self, edit->db, rev.row, error)))
      return FALSE;
  }

  return gw_tree_settle (self, doc, error);
}

static gboolean
add_child (GwStore     *self,
           gint64       doc,
           GwRev       *base,
           const Edit  *edit,
           char       **rev_out,
           GError     **error)
{
  g_autofree char *text = NULL;
  Edit stored = *edit;

  if (edit->is_signed) {
    text = gw_store_dup_signed (self, edit->db, edit->id, edit->text);
    stored.text = text;
  }

  return add_revision (self, doc, base, &stored, rev_out, error);
}

static gboolean
write_edit (GwStore     *self,
            const Edit  *edit,
            char       **rev_out,
            GError     **error)
{
  g_autofree char *rev = NULL;
  gboolean same, ok;
  gint64 doc;
  GwRev base;

  if (!gw_store_check_id (edit->db, edit->id, error) || !gw_store_begin (self, error))
    return FALSE;

  ok = gw_tree_ensure_doc (self, edit->db, edit->id, &doc, error)
       && find_base (self, doc, edit, &base, error)
       && is_same (self, &base, edit, &same, error);
  if (ok && same)
    rev = gw_rev_format (base.gen, base.hash);
  else if (ok)
    ok = add_child (self, doc, &base, edit, &rev, error);

  if (!ok) {
    gw_store_rollback (self);
    return FALSE;
  }
  if (!gw_store_commit (self, error))
    return FALSE;
  if (rev_out != NULL)
    *rev_out = g_steal_pointer (&rev);

  return TRUE;
}

/* A document of a kind that the program knows says which, and by which version of the form it was written: rules may
 * ask for it then. Other members of it are the writer's.
 * Returns: (transfer full): canonical JSON without a signature, NULL with @error set */
static char *
dup_content (const char  *id,
             JsonObject  *body,
             GError     **error)
{
  const GwDocType *type = gw_doc_type_find (id);
  g_autofree char *text = gw_store_check_body (body, error);
  g_autoptr (JsonObject) whole = NULL;
  gboolean is_known = type != NULL && !json_object_has_member (body, "type");
  gboolean is_signed = json_object_has_member (body, GW_SIGNATURE_MEMBER) && gw_signature_is_wanted (id);

  if (text == NULL || (!is_known && !is_signed))
    return g_steal_pointer (&text);
  whole = gw_json_copy (body);
  if (is_signed)
    json_object_remove_member (whole, GW_SIGNATURE_MEMBER);
  if (is_known) {
    json_object_set_string_member (whole, "type", type->name);
    if (!json_object_has_member (whole, "v"))
      json_object_set_int_member (whole, "v", GW_DOC_VERSION);
  }

  return gw_store_check_body (whole, error);
}

/**
 * gw_store_put:
 * @db: a database
 * @id: a document
 * @base_rev: (nullable): the revision that was edited, or NULL for a new document
 * @body: the fields, none of them beginning with "_"; it is left as it is
 * @flags: %GW_PUT_COALESCE while typing
 * @rev_out: (out) (optional): the revision that now holds @body; the base of the next edit
 * @error: return location
 *
 * Stores a new revision as a child of @base_rev, even if that is no leaf any more: a conflict is
 * kept and never lost. A body equal to its base makes no revision. The revision waits in the
 * outbox unless the database is "mine".
 *
 * What is written says its type where @body does not, with the version of the form of documents ("v") from which on a
 * rule may ask for it; and what is to carry its author's signature (gw-signature.c) gets it here.
 *
 * Returns: TRUE when it is durable
 */
gboolean
gw_store_put (GwStore     *self,
              const char  *db,
              const char  *id,
              const char  *base_rev,
              JsonObject  *body,
              GwPutFlags   flags,
              char       **rev_out,
              GError     **error)
{
  g_autofree char *text = NULL;
  Edit edit = { db, id, base_rev, NULL, FALSE, (flags & GW_PUT_COALESCE) != 0, FALSE };

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && body != NULL, FALSE);

  text = dup_content (id, body, error);
  if (text == NULL)
    return FALSE;
  edit.text = text;
  edit.is_signed = gw_signature_is_wanted (id);

  return write_edit (self, &edit, rev_out, error);
}

/* What a rule makes of several versions is nobody's word: unsigned, so that each desk makes the same. */
gboolean
gw_store_put_by_rule (GwStore     *self,
                      const char  *db,
                      const char  *id,
                      const char  *base_rev,
                      JsonObject  *body,
                      char       **rev_out,
                      GError     **error)
{
  g_autofree char *text = dup_content (id, body, error);
  Edit edit = { db, id, base_rev, text, FALSE, FALSE, FALSE };

  return text != NULL && write_edit (self, &edit, rev_out, error);
}

/**
 * gw_store_delete:
 * @base_rev: the revision that is deleted
 * @body: (nullable): what the tombstone says: who deleted, when, why
 * @rev_out: (out) (optional): the tombstone; put with it as base undoes the deletion
 *
 * Stores a tombstone as a child of @base_rev. A document that was never offered to anybody
 * leaves no word of it in the outbox.
 *
 * Returns: TRUE when it is durable
 */
gboolean
gw_store_delete (GwStore     *self,
                 const char  *db,
                 const char  *id,
                 const char  *base_rev,
                 JsonObject  *body,
                 char       **rev_out,
                 GError     **error)
{
  g_autofree char *text = NULL;
  Edit edit = { db, id, base_rev, "{}", TRUE, FALSE, FALSE };

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && base_rev != NULL, FALSE);

  if (body != NULL) {
    text = gw_store_check_body (body, error);
    if (text == NULL)
      return FALSE;
    edit.text = text;
  }

  return write_edit (self, &edit, rev_out, error);
}

/**
 * gw_store_list:
 * @prefix: (nullable): the beginning of the ids, as "answer:<report>:"
 * @after: (nullable): the last id of the page before
 * @limit: at most so many, or -1 for all
 *
 * Returns: (transfer full) (element-type GwDoc): the live documents in the byte order of their
 *   ids, or NULL with @error set
 */
GPtrArray *
gw_store_list (GwStore     *self,
               const char  *db,
               const char  *prefix,
               const char  *after,
               int          limit,
               GError     **error)
{
  g_autofree char *end = NULL;
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  end = g_strconcat (prefix != NULL ? prefix : "", AFTER_ALL, NULL);
  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, d.conflicts, r.body"
                              " FROM doc AS d JOIN rev AS r ON r.rev = d.winner"
                              " WHERE d.db = ? AND d.id >= ? AND d.id > ? AND d.id < ?"
                              " AND d.deleted = 0 ORDER BY d.id LIMIT ?",
                              error, "ssssi", db, prefix != NULL ? prefix : "",
                              after != NULL ? after : "", end, (gint64) limit);
  return read_all (self, db, statement, error);
}

/**
 * gw_store_count:
 * @prefix: (nullable): the beginning of the ids
 *
 * Returns: how many live documents there are, or -1 with @error set
 */
gint64
gw_store_count (GwStore     *self,
                const char  *db,
                const char  *prefix,
                GError     **error)
{
  g_autofree char *end = NULL;
  g_autoptr (GwStatement) statement = NULL;
  gint64 count;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, -1);

  end = g_strconcat (prefix != NULL ? prefix : "", AFTER_ALL, NULL);
  statement = gw_store_query (self,
                              "SELECT count(*) FROM doc"
                              " WHERE db = ? AND id >= ? AND id < ? AND deleted = 0",
                              error, "sss", db, prefix != NULL ? prefix : "", end);
  return gw_store_read_int (self, statement, &count, error) ? count : -1;
}

static int
compare_docs (gconstpointer a,
              gconstpointer b)
{
  GwDoc *docs[2] = { *(GwDoc *const *) a, *(GwDoc *const *) b };
  GwRev revs[2] = { 0 };

  for (int i = 0; i < 2; i++) {
    gw_rev_parse (gw_doc_get_rev (docs[i]), &revs[i].gen, revs[i].hash);
    revs[i].deleted = gw_doc_is_deleted (docs[i]);
  }

  return gw_rev_compare (&revs[0], &revs[1]);
}

/**
 * gw_store_leaves:
 * @id: a document
 *
 * Returns: (transfer full) (element-type GwDoc): every leaf, tombstones too, the winner first;
 *   empty where the document is not known; or NULL with @error set
 */
GPtrArray *
gw_store_leaves (GwStore     *self,
                 const char  *db,
                 const char  *id,
                 GError     **error)
{
  g_autoptr (GwStatement) statement = NULL;
  GPtrArray *docs;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, NULL);

  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, d.conflicts, r.body"
                              " FROM doc AS d JOIN rev AS r ON r.doc = d.doc"
                              " WHERE d.db = ? AND d.id = ? AND r.leaf = 1",
                              error, "ss", db, id);
  docs = read_all (self, db, statement, error);
  if (docs != NULL)
    g_ptr_array_sort (docs, compare_docs);

  return docs;
}

/**
 * gw_store_conflicts:
 * @db: (nullable): a database, or NULL for all
 *
 * Returns: (transfer full) (element-type GwDoc): the winners of the documents that have more than
 *   one live leaf, or NULL with @error set
 */
GPtrArray *
gw_store_conflicts (GwStore     *self,
                    const char  *db,
                    GError     **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_doc_unref);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (self,
                              "SELECT d.id, r.gen, r.hash, r.deleted, d.conflicts, r.body, d.db"
                              " FROM doc AS d JOIN rev AS r ON r.rev = d.winner"
                              " WHERE d.conflicts > 0 AND (?1 IS NULL OR d.db = ?1)"
                              " ORDER BY d.db, d.id",
                              error, "s", db);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwDoc *doc;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    doc = read_doc ((const char *) sqlite3_column_text (statement, 6), statement, error);
    if (doc == NULL)
      return NULL;
    g_ptr_array_add (docs, doc);
  }

  return g_steal_pointer (&docs);
}

/**
 * gw_store_changes:
 * @since: the last sequence number that was seen, 0 for all
 * @limit: at most so many, or -1
 *
 * The change feed: one row for each document that changed after @since, its latest change only,
 * in the order of their sequence numbers. Whoever wrote it, here or in another process.
 *
 * Returns: (transfer full) (element-type GwChange): changes, or NULL with @error set
 */
GPtrArray *
gw_store_changes (GwStore  *self,
                  gint64    since,
                  int       limit,
                  GError  **error)
{
  enum { SEQ, DB, ID, GEN, HASH, DELETED, CONFLICTS };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_change_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (self,
                              "SELECT d.seq, d.db, d.id, r.gen, r.hash, d.deleted, d.conflicts"
                              " FROM doc AS d JOIN rev AS r ON r.rev = d.winner"
                              " WHERE d.seq > ? ORDER BY d.seq LIMIT ?",
                              error, "ii", since, (gint64) limit);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwChange *change;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    change = g_new0 (GwChange, 1);
    change->seq = sqlite3_column_int64 (statement, SEQ);
    change->db = g_strdup ((const char *) sqlite3_column_text (statement, DB));
    change->id = g_strdup ((const char *) sqlite3_column_text (statement, ID));
    change->rev = gw_rev_format (sqlite3_column_int64 (statement, GEN),
                                 (const char *) sqlite3_column_text (statement, HASH));
    change->deleted = sqlite3_column_int (statement, DELETED) != 0;
    change->conflicts = sqlite3_column_int (statement, CONFLICTS);
    g_ptr_array_add (changes, change);
  }

  return g_steal_pointer (&changes);
}

/**
 * gw_store_get_seq:
 *
 * Returns: the sequence number of the last change, 0 in an empty store, -1 with @error set
 */
gint64
gw_store_get_seq (GwStore  *self,
                  GError  **error)
{
  g_autoptr (GwStatement) statement = NULL;
  gint64 seq;

  g_return_val_if_fail (GW_IS_STORE (self), -1);

  statement = gw_store_query (self, "SELECT ifnull (max (seq), 0) FROM doc", error, "");
  return gw_store_read_int (self, statement, &seq, error) ? seq : -1;
}
