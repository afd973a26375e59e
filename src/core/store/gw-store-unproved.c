/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was signed with a key that is not known here yet. It is kept and shown as everything else: most keys only come
 * later. When the key comes it is looked at again (core/keys/gw-signer.c), and what proves false is taken out. */

#include "core/store/gw-signature.h"

#include <string.h>

#include "core/store/gw-store-private.h"

/* A courier that invents keys must not fill the disk by this door; what is not noted is not looked at again. */
#define MAX_UNPROVED 100000

/**
 * gw_store_note_unproved:
 * @remote: the name of @db on the server
 * @signer: "account:desk", whose key is not known
 *
 * Remembers that this version is to be looked at when the key comes. Within a group, or as a write of its own.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_note_unproved (GwStore     *self,
                        const char  *db,
                        const char  *id,
                        const char  *rev,
                        const char  *remote,
                        const char  *signer,
                        GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);
  g_return_val_if_fail (remote != NULL && signer != NULL, FALSE);

  return gw_store_exec (self,
                        "INSERT OR IGNORE INTO unproved (db, id, rev, remote, signer) SELECT ?, ?, ?, ?, ?"
                        " WHERE (SELECT count(*) FROM unproved) < " G_STRINGIFY (MAX_UNPROVED),
                        error, "sssss", db, id, rev, remote, signer);
}

/**
 * gw_store_forget_unproved:
 *
 * The version was looked at.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_forget_unproved (GwStore     *self,
                          const char  *db,
                          const char  *id,
                          const char  *rev,
                          GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  return gw_store_exec (self, "DELETE FROM unproved WHERE db = ? AND id = ? AND rev = ?", error, "sss", db, id, rev);
}

/**
 * gw_store_list_signers:
 *
 * Returns: (transfer full): "account:desk" of all keys that something waits for, or NULL with @error set
 */
GStrv
gw_store_list_signers (GwStore  *self,
                       GError  **error)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (self, "SELECT DISTINCT signer FROM unproved ORDER BY signer", error, "");
  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_strv_builder_add (list, (const char *) sqlite3_column_text (statement, 0));
  }

  return g_strv_builder_end (list);
}

void
gw_unproved_free (GwUnproved *self)
{
  g_free (self->db);
  g_free (self->id);
  g_free (self->rev);
  g_free (self->remote);
  g_free (self);
}

/**
 * gw_store_list_unproved:
 * @signer: "account:desk"
 * @limit: at most so many, or -1
 *
 * Returns: (transfer full) (element-type GwUnproved): what waits for that key, or NULL with @error set
 */
GPtrArray *
gw_store_list_unproved (GwStore     *self,
                        const char  *signer,
                        int          limit,
                        GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_unproved_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self) && signer != NULL, NULL);

  statement = gw_store_query (self, "SELECT db, id, rev, remote FROM unproved WHERE signer = ? LIMIT ?", error,
                              "si", signer, (gint64) limit);
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwUnproved *one;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    one = g_new0 (GwUnproved, 1);
    one->db = g_strdup ((const char *) sqlite3_column_text (statement, 0));
    one->id = g_strdup ((const char *) sqlite3_column_text (statement, 1));
    one->rev = g_strdup ((const char *) sqlite3_column_text (statement, 2));
    one->remote = g_strdup ((const char *) sqlite3_column_text (statement, 3));
    g_ptr_array_add (list, one);
  }

  return g_steal_pointer (&list);
}

/* What the false version stood on is shown again where nothing else stands on it; a document of which nothing else
 * was here is gone. */
static gboolean
uncover (GwStore      *self,
         const char   *db,
         gint64        doc,
         const GwRev  *gone,
         GError      **error)
{
  g_autoptr (GArray) leaves = NULL;

  if (!gw_store_exec (self,
                      "UPDATE rev SET leaf = 1, keep_until = NULL WHERE doc = ?1 AND gen = ?2 AND hash = ?3"
                      " AND body IS NOT NULL"
                      " AND NOT EXISTS (SELECT 1 FROM rev AS r WHERE r.doc = ?1 AND r.gen = ?2 + 1 AND r.parent = ?3)",
                      error, "iis", doc, gone->gen - 1, gone->parent))
    return FALSE;
  /* What waited when it was covered waits again. */
  if (gw_tree_is_sent (db)
      && !gw_store_exec (self,
                         "INSERT OR IGNORE INTO outbox (rev, db) SELECT rev, ?4 FROM rev"
                         " WHERE doc = ?1 AND gen = ?2 AND hash = ?3 AND leaf = 1 AND state < 2",
                         error, "iiss", doc, gone->gen - 1, gone->parent, db))
    return FALSE;
  leaves = gw_tree_leaves (self, doc, error);
  if (leaves == NULL)
    return FALSE;
  if (leaves->len > 0)
    return gw_tree_settle (self, doc, error);

  return gw_store_exec (self, "DELETE FROM rev WHERE doc = ?", error, "i", doc)
         && gw_store_exec (self, "DELETE FROM doc WHERE doc = ?", error, "i", doc);
}

static gboolean
find_version (GwStore     *self,
              const char  *db,
              const char  *id,
              const char  *rev,
              gint64      *doc,
              GwRev       *found,
              GError     **error)
{
  char hash[GW_HASH_SIZE] = "";
  gint64 gen = 0;

  memset (found, 0, sizeof *found);
  gw_rev_parse (rev, &gen, hash);

  return gw_tree_find_doc (self, db, id, doc, error)
         && (*doc == 0 || gw_tree_find_rev (self, *doc, gen, hash, found, error));
}

static gboolean
take_out (GwStore     *self,
          const char  *db,
          const char  *id,
          const char  *rev,
          GError     **error)
{
  gint64 doc;
  GwRev found;

  if (!find_version (self, db, id, rev, &doc, &found, error))
    return FALSE;
  if (doc == 0 || found.row == 0 || !found.leaf || found.state == GW_REV_OWN)
    return TRUE;

  return gw_store_exec (self, "UPDATE doc SET winner = NULL WHERE doc = ?", error, "i", doc)
         && gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", found.row)
         && gw_store_exec (self, "DELETE FROM rev WHERE rev = ?", error, "i", found.row)
         && uncover (self, db, doc, &found, error);
}

/**
 * gw_store_take_out:
 * @rev: a version of @id that came from elsewhere
 *
 * Takes a version that proved false out of the document, as if it had never come; to be set aside before. One that
 * somebody built on since stays where it is: what they wrote is theirs.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_take_out (GwStore     *self,
                   const char  *db,
                   const char  *id,
                   const char  *rev,
                   GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!take_out (self, db, id, rev, error)) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}

/**
 * gw_store_do_not_send:
 * @rev: a version that waits to be sent
 *
 * Leaves a version to others: this desk may not send it, and who may makes the same, or has it. It stays here, and
 * goes on sticks as before.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_do_not_send (GwStore     *self,
                      const char  *db,
                      const char  *id,
                      const char  *rev,
                      GError     **error)
{
  gint64 doc;
  GwRev found;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, FALSE);

  return find_version (self, db, id, rev, &doc, &found, error)
         && gw_store_exec (self, "UPDATE rev SET state = max (state, 1) WHERE rev = ?", error, "i", found.row)
         && gw_store_exec (self, "DELETE FROM retell WHERE rev = ?", error, "i", found.row)
         && gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", found.row);
}
