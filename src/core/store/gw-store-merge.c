/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conflicts in the store. What merges by rule (gw-merge.c) becomes a child of the winner and a
 * tombstone on each leaf that went into it, all in one transaction. What needs a person stays as it
 * is: the winner is shown, the other leaf is kept and counted.
 *
 * Leaves are taken in the order in which they win. A tombstone among them is no conflict: an edit
 * beside a deletion lives on. A tombstone made here says which revision it was merged into; no
 * time and no name, since another desk must make the same one. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/store/gw-merge.h"

static char *
find_common (const char *const *path_a,
             const char *const *path_b)
{
  for (guint i = 0; path_a[i] != NULL; i++)
    if (g_strv_contains (path_b, path_a[i]))
      return g_strdup (path_a[i]);

  return NULL;
}

/**
 * gw_store_common_base:
 * @rev_a: a revision of @id
 * @rev_b: another
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the newest revision that both stand on, with its body; NULL
 *   without an error when there is none or its body is not kept
 */
GwDoc *
gw_store_common_base (GwStore     *self,
                      const char  *db,
                      const char  *id,
                      const char  *rev_a,
                      const char  *rev_b,
                      GError     **error)
{
  g_auto (GStrv) path_a = NULL, path_b = NULL;
  g_autofree char *common = NULL;
  g_autoptr (GError) local_error = NULL;
  GwDoc *doc;

  g_return_val_if_fail (GW_IS_STORE (self) && rev_a != NULL && rev_b != NULL, NULL);

  path_a = gw_store_ancestry (self, db, id, rev_a, error);
  path_b = path_a != NULL ? gw_store_ancestry (self, db, id, rev_b, error) : NULL;
  if (path_b == NULL)
    return NULL;
  common = find_common ((const char *const *) path_a, (const char *const *) path_b);
  if (common == NULL)
    return NULL;

  doc = gw_store_get_rev (self, db, id, common, &local_error);
  if (doc == NULL && !g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_GONE)
      && !g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));

  return doc;
}

/* Goes through the losing leaves; *@merged is the winner's body with all that could be merged into
 * it, @settled the leaves that went into it. */
static gboolean
merge_leaves (GwStore     *self,
              GPtrArray   *live,
              JsonObject **merged,
              GPtrArray   *settled,
              GError     **error)
{
  GwDoc *winner = live->pdata[0];
  const char *db = gw_doc_get_db (winner), *id = gw_doc_get_id (winner);
  const GwDocType *type = gw_doc_type_find (id);

  *merged = gw_json_copy (gw_doc_get_body (winner));
  for (guint i = 1; i < live->len; i++) {
    g_autoptr (GError) local_error = NULL;
    GwDoc *other = live->pdata[i];
    g_autoptr (GwDoc) base = gw_store_common_base (self, db, id, gw_doc_get_rev (winner),
                                                   gw_doc_get_rev (other), &local_error);
    JsonObject *result;

    if (local_error != NULL) {
      g_clear_pointer (merged, json_object_unref);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    result = gw_merge_bodies (type, base != NULL ? gw_doc_get_body (base) : NULL, *merged,
                              gw_doc_get_body (other));
    if (result == NULL && GW_FAULT (MERGED_BY_FORCE))
      result = gw_json_copy (*merged);
    if (result == NULL)
      continue;
    json_object_unref (*merged);
    *merged = result;
    g_ptr_array_add (settled, other);
  }

  return TRUE;
}

/* Whether somebody else saw the leaf or anything that it was made on: that stands there as a version
 * until its tombstone arrives. */
static gboolean
was_branch_seen (GwStore   *self,
                 gint64     doc,
                 gint64     leaf,
                 gboolean  *seen,
                 GError   **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (self,
                    "WITH RECURSIVE path (state, gen, parent) AS ("
                    " SELECT state, gen, parent FROM rev WHERE rev = ?1"
                    " UNION ALL SELECT r.state, r.gen, r.parent FROM path"
                    " JOIN rev AS r ON r.doc = ?2 AND r.gen = path.gen - 1"
                    " AND r.hash = path.parent)"
                    " SELECT max (state) FROM path",
                    error, "ii", leaf, doc);
  gint64 state = 0;

  if (!gw_store_read_int (self, statement, &state, error))
    return FALSE;
  *seen = state != GW_REV_OWN;

  return TRUE;
}

/* A branch that nobody else ever saw needs no tombstone on the server. */
static gboolean
close_leaf (GwStore     *self,
            const char  *db,
            const char  *id,
            const char  *rev,
            const char  *merged_rev,
            GError     **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *tombstone = NULL;
  char hash[GW_HASH_SIZE] = "";
  gint64 doc, gen = 0;
  gboolean seen = TRUE;
  GwRev leaf, grave;

  json_object_set_string_member (body, "merged", merged_rev);
  gw_rev_parse (rev, &gen, hash);
  if (!gw_tree_find_doc (self, db, id, &doc, error)
      || !gw_tree_find_rev (self, doc, gen, hash, &leaf, error)
      || (leaf.row != 0 && !was_branch_seen (self, doc, leaf.row, &seen, error))
      || !gw_store_delete (self, db, id, rev, body, &tombstone, error))
    return FALSE;
  if (seen && !GW_FAULT (TOMBSTONE_KEPT))
    return TRUE;

  gw_rev_parse (tombstone, &gen, hash);
  return gw_tree_find_rev (self, doc, gen, hash, &grave, error)
         && gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", grave.row);
}

static GPtrArray *
live_leaves (GwStore     *self,
             const char  *db,
             const char  *id,
             GError     **error)
{
  GPtrArray *leaves = gw_store_leaves (self, db, id, error);

  /* Tombstones stand last. */
  while (leaves != NULL && leaves->len > 0 && gw_doc_is_deleted (leaves->pdata[leaves->len - 1]))
    g_ptr_array_remove_index (leaves, leaves->len - 1);

  return leaves;
}

static gboolean
merge_in_group (GwStore         *self,
                const char      *db,
                const char      *id,
                GwMergeOutcome  *outcome,
                GError         **error)
{
  g_autoptr (GPtrArray) live = live_leaves (self, db, id, error);
  g_autoptr (GPtrArray) settled = g_ptr_array_new ();
  g_autoptr (JsonObject) merged = NULL;
  g_autofree char *rev = NULL;

  if (live == NULL)
    return FALSE;
  if (live->len < 2)
    return TRUE;
  if (!merge_leaves (self, live, &merged, settled, error))
    return FALSE;

  if (settled->len > 0) {
    if (!gw_store_put_by_rule (self, db, id, gw_doc_get_rev (live->pdata[0]), merged, &rev, error))
      return FALSE;
    for (guint i = 0; i < settled->len; i++)
      if (!close_leaf (self, db, id, gw_doc_get_rev (settled->pdata[i]), rev, error))
        return FALSE;
    outcome->merged++;
  }
  if (settled->len + 1 < live->len)
    outcome->waiting++;

  return TRUE;
}

/**
 * gw_store_merge:
 * @db: a database
 * @id: a document
 * @outcome: (optional) (inout): counts are added to it
 * @error: return location
 *
 * Merges the live leaves of a document as far as rules allow.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_merge (GwStore         *self,
                const char      *db,
                const char      *id,
                GwMergeOutcome  *outcome,
                GError         **error)
{
  GwMergeOutcome counted = { 0, 0 };

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!merge_in_group (self, db, id, &counted, error)) {
    gw_store_rollback (self);
    return FALSE;
  }
  if (!gw_store_commit (self, error))
    return FALSE;
  if (outcome != NULL) {
    outcome->merged += counted.merged;
    outcome->waiting += counted.waiting;
  }

  return TRUE;
}

/**
 * gw_store_merge_all:
 * @db: a database
 *
 * gw_store_merge() for every document of @db with a conflict, as one transaction. To be called
 * right after a pull, for databases this desk may write.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_merge_all (GwStore         *self,
                    const char      *db,
                    GwMergeOutcome  *outcome,
                    GError         **error)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  GwMergeOutcome counted = { 0, 0 };

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, FALSE);

  conflicts = gw_store_conflicts (self, db, error);
  if (conflicts == NULL)
    return FALSE;
  if (conflicts->len == 0)
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  for (guint i = 0; i < conflicts->len; i++) {
    if (!merge_in_group (self, db, gw_doc_get_id (conflicts->pdata[i]), &counted, error)) {
      gw_store_rollback (self);
      return FALSE;
    }
  }
  if (!gw_store_commit (self, error))
    return FALSE;
  if (outcome != NULL) {
    outcome->merged += counted.merged;
    outcome->waiting += counted.waiting;
  }

  return TRUE;
}

/* What a decision is made on: never a version that came while the person was deciding, though it wins
 * now. @seen: (nullable) */
static const char *
pick_settled (GPtrArray         *live,
              const char *const *seen)
{
  if (seen == NULL || seen[0] == NULL || GW_FAULT (UNSEEN_COVERED))
    return gw_doc_get_rev (live->pdata[0]);
  for (guint i = 0; i < live->len; i++) {
    if (g_strv_contains (seen, gw_doc_get_rev (live->pdata[i])))
      return gw_doc_get_rev (live->pdata[i]);
  }

  return seen[0];
}

static gboolean
resolve_in_group (GwStore            *self,
                  const char         *db,
                  const char         *id,
                  JsonObject         *body,
                  const char *const  *leaves,
                  gboolean            by_rule,
                  char              **rev_out,
                  GError            **error)
{
  g_autoptr (GPtrArray) live = live_leaves (self, db, id, error);
  const char *settled;

  if (live == NULL)
    return FALSE;
  if (live->len == 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no document %s in %s",
                 id, db);
    return FALSE;
  }

  settled = pick_settled (live, leaves);
  if (by_rule ? !gw_store_put_by_rule (self, db, id, settled, body, rev_out, error)
              : !gw_store_put (self, db, id, settled, body, GW_PUT_DEFAULT, rev_out, error))
    return FALSE;
  for (guint i = 0; i < live->len; i++) {
    const char *rev = gw_doc_get_rev (live->pdata[i]);

    if (strcmp (rev, settled) != 0
        && (leaves == NULL || GW_FAULT (UNSEEN_CLOSED) || g_strv_contains (leaves, rev))
        && !close_leaf (self, db, id, rev, *rev_out, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
resolve (GwStore            *self,
         const char         *db,
         const char         *id,
         JsonObject         *body,
         const char *const  *leaves,
         gboolean            by_rule,
         char              **rev_out,
         GError            **error)
{
  g_autofree char *rev = NULL;

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!resolve_in_group (self, db, id, body, leaves, by_rule, &rev, error)) {
    gw_store_rollback (self);
    return FALSE;
  }
  if (!gw_store_commit (self, error))
    return FALSE;
  if (rev_out != NULL)
    *rev_out = g_steal_pointer (&rev);

  return TRUE;
}

/**
 * gw_store_resolve:
 * @body: what a person decided on
 * @leaves: (nullable): the revisions the person saw and settled, or NULL for all
 * @rev_out: (out) (optional): the revision that holds @body
 *
 * Settles a conflict: @body becomes a child of that of @leaves which wins, and the others of them are
 * closed. A leaf that came meanwhile and is not among @leaves stays a conflict, also where it wins.
 * The bodies of closed leaves can be read under their revisions for %GW_STORE_BODY_DAYS days.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_resolve (GwStore            *self,
                  const char         *db,
                  const char         *id,
                  JsonObject         *body,
                  const char *const  *leaves,
                  char              **rev_out,
                  GError            **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && body != NULL, FALSE);

  return resolve (self, db, id, body, leaves, FALSE, rev_out, error);
}

/**
 * gw_store_resolve_by_rule:
 * @body: what a rule decided on, the same on every desk
 * @leaves: the revisions that went into it
 *
 * As gw_store_resolve(), where no person decides: the revision that holds @body is nobody's word and carries no
 * signature, so that another desk makes the same.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_resolve_by_rule (GwStore            *self,
                          const char         *db,
                          const char         *id,
                          JsonObject         *body,
                          const char *const  *leaves,
                          GError            **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && body != NULL, FALSE);

  return resolve (self, db, id, body, leaves, TRUE, NULL, error);
}
