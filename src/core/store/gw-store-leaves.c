/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The leaves that a server lists, against the tree that is here.
 *
 * The first download brings documents without their ancestry, a stick may bring an ancestor later or
 * to somebody else, and a server that was put back may have been told of a revision by a desk that
 * knows it without its ancestry. Then an ancestor and its descendant stand beside each other as if
 * two people had written apart. Whoever knows the path between them mends it:
 *
 * - the server lists a revision and one that was made on it, as it is known here: the path is sent;
 * - here is a leaf that the server does not list: the ancestry of what has none here is asked for.
 *
 * Of what the server lists some may be on its way here, and with it the path to the rest: they are
 * compared once more when it has arrived. Until then their names are kept, for the line may break.
 *
 * A longer path joins two roots, there (notes on CouchDB, section 5) and here. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-fault.h"

/* In the table remote, where the names of leaves wait for what is on its way. */
#define LISTED "leaves"

typedef struct
{
  gint64 gen;
  char hash[GW_HASH_SIZE];
} Name;

static gboolean
is_named (const GwRev *rev,
          const Name  *name)
{
  return rev->gen == name->gen && strcmp (rev->hash, name->hash) == 0;
}

/* The rows from @from down to the one above @to; empty where @to is no ancestor. */
static GArray *
path_between (GwStore     *self,
              gint64       doc,
              const Name  *from,
              const Name  *to,
              GError     **error)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (gint64));
  Name at = *from;

  while (at.hash[0] != '\0' && at.gen >= to->gen) {
    GwRev rev;

    if (!gw_tree_find_rev (self, doc, at.gen, at.hash, &rev, error))
      return NULL;
    if (rev.row == 0)
      break;
    if (is_named (&rev, to))
      return g_steal_pointer (&path);
    g_array_append_val (path, rev.row);
    at.gen--;
    g_strlcpy (at.hash, rev.parent, sizeof at.hash);
  }
  g_array_set_size (path, 0);

  return g_steal_pointer (&path);
}

/* The newest of @path goes to the server again, and its whole ancestry with it. */
static gboolean
send_path (GwStore     *self,
           const char  *db,
           GArray      *path,
           GError     **error)
{
  for (guint i = 0; i < path->len; i++) {
    if (!gw_store_exec (self, "UPDATE rev SET state = 1 WHERE rev = ?", error, "i",
                        g_array_index (path, gint64, i)))
      return FALSE;
  }

  /* One whose body is forgotten here goes along when something that was made on it is sent. */
  return !gw_tree_is_sent (db)
         || gw_store_exec (self,
                           "INSERT OR IGNORE INTO retell (rev, db)"
                           " SELECT rev, ? FROM rev WHERE rev = ? AND body IS NOT NULL",
                           error, "si", db, g_array_index (path, gint64, 0));
}

static gboolean
mend_there (GwStore     *self,
            const char  *db,
            gint64       doc,
            GArray      *names,
            GError     **error)
{
  for (guint i = 0; i < names->len; i++) {
    for (guint j = 0; j < names->len; j++) {
      g_autoptr (GArray) path = NULL;

      if (i == j)
        continue;
      path = path_between (self, doc, &g_array_index (names, Name, i), &g_array_index (names, Name, j),
                           error);
      if (path == NULL || (path->len > 0 && !send_path (self, db, path, error)))
        return FALSE;
    }
  }

  return TRUE;
}

static gboolean
is_every_leaf_named (GArray *leaves,
                     GArray *names)
{
  for (guint i = 0; i < leaves->len; i++) {
    gboolean found = FALSE;

    for (guint j = 0; j < names->len && !found; j++)
      found = is_named (&g_array_index (leaves, GwRev, i), &g_array_index (names, Name, j));
    if (!found)
      return FALSE;
  }

  return TRUE;
}

/* Asks for what may join two roots: revisions of which nothing is known below. */
gboolean
gw_tree_want_ancestry (GwStore     *self,
                       const char  *db,
                       const char  *id,
                       gint64       doc,
                       GError     **error)
{
  if (GW_FAULT (ANCESTRY_NOT_ASKED))
    return TRUE;

  return gw_store_exec (self,
                        "INSERT OR IGNORE INTO want (db, id, rev)"
                        " SELECT ?2, ?3, r.gen || '-' || r.hash FROM rev AS r"
                        " WHERE r.doc = ?1 AND r.gen > 1"
                        " AND (SELECT count(*) FROM rev WHERE doc = ?1 AND leaf = 1) > 1"
                        " AND NOT EXISTS (SELECT 1 FROM rev AS p WHERE p.doc = ?1"
                        "  AND p.gen = r.gen - 1 AND p.hash = r.parent)",
                        error, "iss", doc, db, id);
}

/* @revs: at least two, of which one is not here yet */
static gboolean
compare_later (GwStore            *self,
               const char         *db,
               const char         *id,
               const char *const  *revs,
               GError            **error)
{
  g_autofree char *list = g_strjoinv (" ", (char **) revs);

  return gw_store_set_remote (self, LISTED, db, id, list, error);
}

static gboolean
is_any_unknown (GwStore   *self,
                gint64     doc,
                GArray    *names,
                gboolean  *found,
                GError   **error)
{
  *found = FALSE;
  for (guint i = 0; i < names->len && !*found; i++) {
    const Name *name = &g_array_index (names, Name, i);
    GwRev rev;

    if (!gw_tree_find_rev (self, doc, name->gen, name->hash, &rev, error))
      return FALSE;
    *found = rev.row == 0;
  }

  return TRUE;
}

static gboolean
compare (GwStore            *self,
         const char         *db,
         const char         *id,
         const char *const  *revs,
         GError            **error)
{
  g_autoptr (GArray) names = g_array_new (FALSE, TRUE, sizeof (Name));
  g_autoptr (GArray) leaves = NULL;
  gboolean is_early = FALSE;
  gint64 doc;

  for (guint i = 0; revs[i] != NULL; i++) {
    Name name = { 0 };

    if (gw_rev_parse (revs[i], &name.gen, name.hash))
      g_array_append_val (names, name);
  }
  if (!gw_tree_find_doc (self, db, id, &doc, error))
    return FALSE;
  if (doc == 0)
    return TRUE;
  if (names->len > 1
      && (!mend_there (self, db, doc, names, error) || !is_any_unknown (self, doc, names, &is_early, error)
          || (is_early && !compare_later (self, db, id, revs, error))))
    return FALSE;
  leaves = gw_tree_leaves (self, doc, error);
  if (leaves == NULL)
    return FALSE;

  return is_every_leaf_named (leaves, names) || gw_tree_want_ancestry (self, db, id, doc, error);
}

/**
 * gw_store_compare_leaves:
 * @db: a database
 * @id: a document
 * @revs: what the server lists as its leaves
 *
 * Finds out whether an ancestor and its descendant stand beside each other there or here, and
 * queues what mends it.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_compare_leaves (GwStore            *self,
                         const char         *db,
                         const char         *id,
                         const char *const  *revs,
                         GError            **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && revs != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!compare (self, db, id, revs, error)) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}

/* Returns: (transfer full) (array zero-terminated=1): ids and lists in turn, or NULL */
static GStrv
read_listed (GwStore     *self,
             const char  *db,
             GError     **error)
{
  g_autoptr (GStrvBuilder) listed = g_strv_builder_new ();
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT key, value FROM remote WHERE remote = ? AND db = ?", error, "ss", LISTED, db);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_strv_builder_end (listed);
    g_strv_builder_add (listed, (const char *) sqlite3_column_text (statement, 0));
    g_strv_builder_add (listed, (const char *) sqlite3_column_text (statement, 1));
  }
}

/* What has not come although it was asked for does not come: the names are forgotten, too. */
static gboolean
compare_listed (GwStore     *self,
                const char  *db,
                const char  *id,
                const char  *list,
                GError     **error)
{
  g_auto (GStrv) revs = g_strsplit (list, " ", -1);

  return compare (self, db, id, (const char *const *) revs, error)
         && gw_store_set_remote (self, LISTED, db, id, NULL, error);
}

/**
 * gw_store_compare_leaves_again:
 * @db: a database, all that was wanted of it having been asked for
 *
 * Compares what gw_store_compare_leaves() could not, because it was not here yet.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_compare_leaves_again (GwStore     *self,
                               const char  *db,
                               GError     **error)
{
  g_auto (GStrv) listed = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, FALSE);

  listed = read_listed (self, db, error);
  if (listed == NULL)
    return FALSE;
  if (listed[0] == NULL)
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  for (guint i = 0; listed[i] != NULL; i += 2) {
    if (!compare_listed (self, db, listed[i], listed[i + 1], error)) {
      gw_store_rollback (self);
      return FALSE;
    }
  }

  return gw_store_commit (self, error);
}
