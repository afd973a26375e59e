/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/two-desks.h"

#include <glib/gstdio.h>

/* A path for a store in a folder of its own. */
char *
two_desks_new_path (void)
{
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "godwit-desk-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));
  return g_build_filename (folder, "store.sqlite", NULL);
}

static void
carry_leaf (GwStore    *from,
            GwStore    *to,
            const char *db,
            GwDoc      *leaf)
{
  g_autoptr (GError) error = NULL;
  const char *id = gw_doc_get_id (leaf);
  const char *revs[] = { gw_doc_get_rev (leaf), NULL };
  g_auto (GStrv) missing = gw_store_missing (to, db, id, revs, &error);
  g_auto (GStrv) path = NULL;

  g_assert_no_error (error);
  if (missing[0] == NULL)
    return;
  path = gw_store_ancestry (from, db, id, revs[0], &error);
  g_assert_no_error (error);
  gw_store_insert (to, db, id, (const char *const *) path, gw_doc_is_deleted (leaf),
                   gw_doc_get_body (leaf), GW_INSERT_FROM_SERVER, &error);
  g_assert_no_error (error);
  gw_store_mark_accepted (from, db, id, revs[0], &error);
  g_assert_no_error (error);
}

void
two_desks_carry (GwStore    *from,
                 GwStore    *to,
                 const char *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) docs = gw_store_list (from, db, NULL, NULL, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < docs->len; i++) {
    g_autoptr (GPtrArray) leaves = gw_store_leaves (from, db,
                                                    gw_doc_get_id (g_ptr_array_index (docs, i)),
                                                    &error);

    g_assert_no_error (error);
    for (guint j = 0; j < leaves->len; j++)
      carry_leaf (from, to, db, g_ptr_array_index (leaves, j));
  }
}

void
two_desks_exchange (GwStore    *one,
                    GwStore    *two,
                    const char *db)
{
  g_autoptr (GError) error = NULL;
  GwMergeOutcome outcome;

  two_desks_carry (one, two, db);
  two_desks_carry (two, one, db);
  gw_store_merge_all (one, db, &outcome, &error);
  g_assert_no_error (error);
  gw_store_merge_all (two, db, &outcome, &error);
  g_assert_no_error (error);
  two_desks_carry (one, two, db);
  two_desks_carry (two, one, db);
}

guint
two_desks_count (GwStore    *store,
                 const char *db,
                 const char *prefix)
{
  g_autoptr (GError) error = NULL;
  gint64 count = gw_store_count (store, db, prefix, &error);

  g_assert_no_error (error);
  return count;
}

void
two_desks_remove (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *folder = g_path_get_dirname (path);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], NULL);

    g_unlink (name);
  }
  g_rmdir (folder);
}
