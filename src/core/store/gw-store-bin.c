/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was deleted, and which versions were not chosen: a tombstone hides a text, and the text is
 * kept under its revision for %GW_STORE_BODY_DAYS days from when the tombstone came to stand here.
 * Whoever deleted it, here or elsewhere. */

#include "core/store/gw-store-bin.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-private.h"

/* So long a pause is no holiday but perhaps a clock that was set wrong, and so long it must go on
 * evenly before it is believed. */
#define PAUSE_SECONDS (30 * 24 * 3600)
#define TRUST_SECONDS (7 * 24 * 3600)
#define SEEN_SETTING "tidied"
#define TRUST_SETTING "tidy-from"

void
gw_binned_free (GwBinned *self)
{
  g_clear_pointer (&self->doc, gw_doc_unref);
  g_clear_pointer (&self->tombstone, gw_doc_unref);
  g_free (self);
}

/* A tombstone that merging or a person's choice put on a version that went into another. */
static gboolean
is_of_merge (GwDoc *tombstone)
{
  return gw_json_get_string (gw_doc_get_body (tombstone), "merged") != NULL;
}

static gboolean
read_until (GwStore      *self,
            const GwRev  *rev,
            gint64       *until,
            GError      **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT ifnull (keep_until, 0) FROM rev WHERE rev = ?", error, "i", rev->row);

  return gw_store_read_int (self, statement, until, error);
}

/* The newest text below a tombstone: a desk that was away has not seen those between.
 * Row 0: there is none any more. */
static gboolean
find_text (GwStore  *self,
           gint64    doc,
           GwDoc    *tombstone,
           GwRev    *rev,
           GError  **error)
{
  char hash[GW_HASH_SIZE] = "";
  gint64 gen = 0;

  gw_rev_parse (gw_doc_get_rev (tombstone), &gen, hash);
  do {
    if (!gw_tree_find_rev (self, doc, gen, hash, rev, error))
      return FALSE;
    if (rev->row != 0 && !rev->deleted && rev->has_body)
      return TRUE;
    gen--;
    g_strlcpy (hash, rev->row != 0 ? rev->parent : "", sizeof hash);
  } while (hash[0] != '\0');
  rev->row = 0;

  return TRUE;
}

/* Adds what @tombstone hides, where that can still be read and its time is not over. */
static gboolean
add_hidden (GwStore    *self,
            GPtrArray  *list,
            gint64      row,
            GwDoc      *tombstone,
            GError    **error)
{
  g_autoptr (GwDoc) doc = NULL;
  g_autofree char *name = NULL;
  gint64 until = 0;
  GwBinned *binned;
  GwRev rev;

  if (!find_text (self, row, tombstone, &rev, error) || (rev.row != 0 && !read_until (self, &rev, &until, error)))
    return FALSE;
  if (rev.row == 0 || until * G_USEC_PER_SEC <= gw_time_now ())
    return TRUE;
  name = gw_rev_format (rev.gen, rev.hash);
  doc = gw_store_get_rev (self, gw_doc_get_db (tombstone), gw_doc_get_id (tombstone), name, error);
  if (doc == NULL)
    return FALSE;
  binned = g_new0 (GwBinned, 1);
  binned->doc = g_steal_pointer (&doc);
  binned->tombstone = gw_doc_ref (tombstone);
  binned->until = until * G_USEC_PER_SEC;
  g_ptr_array_add (list, binned);

  return TRUE;
}

/* (nullable): the tombstone that a deletion made; the others hide versions that were not chosen. */
static GwDoc *
find_deletion (GPtrArray *leaves)
{
  for (guint i = 0; i < leaves->len; i++) {
    if (!is_of_merge (leaves->pdata[i]))
      return leaves->pdata[i];
  }

  return leaves->len > 0 ? leaves->pdata[0] : NULL;
}

/* (element-type utf8) */
static GPtrArray *
list_deleted (GwStore     *self,
              const char  *db,
              GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT id FROM doc WHERE db = ? AND deleted = 1 ORDER BY seq DESC", error, "s", db);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  }
}

/**
 * gw_store_bin:
 * @db: a database
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwBinned): what was deleted in @db and can be brought back,
 *   the last first; or NULL with @error set
 */
GPtrArray *
gw_store_bin (GwStore     *self,
              const char  *db,
              GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_binned_free);
  g_autoptr (GPtrArray) ids = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, NULL);

  ids = list_deleted (self, db, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autoptr (GPtrArray) leaves = gw_store_leaves (self, db, ids->pdata[i], error);
    GwDoc *tombstone = leaves != NULL ? find_deletion (leaves) : NULL;
    gint64 doc = 0;

    if (leaves == NULL || !gw_tree_find_doc (self, db, ids->pdata[i], &doc, error)
        || (tombstone != NULL && !add_hidden (self, list, doc, tombstone, error)))
      return NULL;
  }

  return ids != NULL ? g_steal_pointer (&list) : NULL;
}

/**
 * gw_store_unchosen:
 * @db: a database
 * @id: a document
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwBinned): the versions of the document that somebody did
 *   not choose, or that went into another by rule, as long as they can be read; or NULL with @error set
 */
GPtrArray *
gw_store_unchosen (GwStore     *self,
                   const char  *db,
                   const char  *id,
                   GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_binned_free);
  g_autoptr (GPtrArray) leaves = NULL;
  gint64 doc = 0;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, NULL);

  leaves = gw_store_leaves (self, db, id, error);
  if (leaves == NULL || !gw_tree_find_doc (self, db, id, &doc, error))
    return NULL;
  for (guint i = 0; i < leaves->len; i++) {
    GwDoc *leaf = leaves->pdata[i];

    if (gw_doc_is_deleted (leaf) && is_of_merge (leaf) && !add_hidden (self, list, doc, leaf, error))
      return NULL;
  }

  return g_steal_pointer (&list);
}

static gint64
read_seconds (GwStore    *self,
              const char *key)
{
  g_autofree char *text = gw_store_dup_setting (self, key, NULL);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
write_seconds (GwStore     *self,
               const char  *key,
               gint64       seconds,
               GError     **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  return gw_store_set_setting (self, key, text, error);
}

/**
 * gw_store_forget_binned:
 * @error: return location
 *
 * Empties the bin of what has been in it for %GW_STORE_BODY_DAYS days, with gw_store_tidy(). For once
 * a day. A clock that jumps by a year must not empty it: after a long pause, or when the clock was put
 * back, nothing is forgotten before the clock went on evenly for a week.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_store_forget_binned (GwStore  *self,
                        GError  **error)
{
  gint64 now = gw_time_now () / G_USEC_PER_SEC, seen, from;

  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  seen = read_seconds (self, SEEN_SETTING);
  from = read_seconds (self, TRUST_SETTING);
  if (now < seen || now - seen > PAUSE_SECONDS) {
    from = now + TRUST_SECONDS;
    if (!write_seconds (self, TRUST_SETTING, from, error))
      return FALSE;
  }

  return write_seconds (self, SEEN_SETTING, now, error) && (now < from || gw_store_tidy (self, error));
}
