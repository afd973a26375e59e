/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "core/search/gw-search-db.h"
#include "core/search/gw-search-index.h"

typedef struct
{
  char *directory;
  char *path;
  GwSearchIndex *index;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("godwit-search-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "what? 100%#.sqlite", NULL);
  fixture->index = gw_search_index_open (fixture->path, GW_SEARCH_INDEX_WRITE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const ends[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->index, gw_search_index_close);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (fixture->path, ends[i], NULL);

    g_remove (path);
  }
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static void
add (Fixture    *fixture,
     const char *id,
     const char *title,
     const char *body)
{
  g_autoptr (GError) error = NULL;
  GwSearchEntry entry = { .kind = "action", .db = "party", .id = id, .title = title, .body = body };

  gw_search_index_add (fixture->index, &entry, &error);
  g_assert_no_error (error);
}

static guint
count (Fixture    *fixture,
       const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchQuery) query = gw_search_query_new (text);
  g_autoptr (GPtrArray) hits = gw_search_index_find (fixture->index, query, FALSE, 100, NULL, &error);

  g_assert_no_error (error);
  return hits->len;
}

static void
test_prefixes_never_flicker (Fixture       *fixture,
                             gconstpointer  data)
{
  const char *word = "migratory cranes";

  add (fixture, "action:1", "Protect the migratory crane", "wetlands");
  for (gsize length = 1; length <= strlen (word); length++) {
    g_autofree char *typed = g_strndup (word, length);

    g_assert_cmpuint (count (fixture, typed), ==, 1);
  }
}

static void
test_what_is_removed_is_gone (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "action:1", "الطيور المهاجرة", "Espèces et habitats");
  add (fixture, "action:2", "Seagrass", "Espèces");
  g_assert_cmpuint (count (fixture, "espece"), ==, 2);
  g_assert_cmpuint (count (fixture, "طيور"), ==, 1);
  g_assert_true (gw_search_index_remove (fixture->index, "party", "action:1", NULL, &error));
  g_assert_cmpuint (count (fixture, "espece"), ==, 1);
  g_assert_cmpuint (count (fixture, "طيور"), ==, 0);
  g_assert_cmpint (gw_search_index_count (fixture->index, NULL), ==, 1);
  g_assert_true (gw_search_index_remove (fixture->index, "party", "action:1", NULL, &error));
  g_assert_no_error (error);
}

static void
test_rollback_leaves_nothing (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_search_index_begin (fixture->index, &error));
  add (fixture, "action:1", "Seagrass", "");
  gw_search_index_rollback (fixture->index);
  g_assert_cmpuint (count (fixture, "seagrass"), ==, 0);
}

static void
test_hostile_words_are_words (Fixture       *fixture,
                              gconstpointer  data)
{
  static const char *const hostile[] = {
    "crane AND", "NOT crane", "\"crane", "crane*", "(crane", "title:crane", "crane NEAR/2 x",
    "^crane", "crane; DROP TABLE entry", "{title}: crane", "-crane", "crane + crane",
  };

  add (fixture, "action:1", "crane and not near drop table entry title x 2", "");
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    g_assert_cmpuint (count (fixture, hostile[i]), ==, 1);
}

static void
test_cancelled_query_says_so (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GwSearchQuery) query = gw_search_query_new ("crane");
  g_autoptr (GPtrArray) hits = NULL;

  g_assert_true (gw_search_index_begin (fixture->index, &error));
  for (int i = 0; i < 3000; i++)
    add (fixture, "action:1", "crane crane crane", "crane");
  g_assert_true (gw_search_index_commit (fixture->index, &error));
  g_cancellable_cancel (cancellable);
  hits = gw_search_index_find (fixture->index, query, FALSE, 10, cancellable, &error);
  g_assert_null (hits);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count (fixture, "crane"), ==, 100);
}

static void
test_damaged_file_is_named_so (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchIndex) index = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "noise", NULL);

  g_assert_true (g_file_set_contents (path, "this is no database, however long it may go on and on; "
                                            "it has more than a hundred bytes, as it must", -1, NULL));
  index = gw_search_index_open (path, GW_SEARCH_INDEX_WRITE, &error);
  g_assert_null (index);
  g_assert_error (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_DAMAGED);
  g_remove (path);
}

static void
test_other_format_is_refused (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchIndex) index = NULL;

  g_assert_true (gw_search_index_set_note (fixture->index, "format", "0.7", &error));
  g_clear_pointer (&fixture->index, gw_search_index_close);
  index = gw_search_index_open (fixture->path, GW_SEARCH_INDEX_READ, &error);
  g_assert_error (error, GW_SEARCH_ERROR, GW_SEARCH_ERROR_OTHER_FORMAT);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/search/index/prefixes-never-flicker", test_prefixes_never_flicker);
  ADD ("/search/index/what-is-removed-is-gone", test_what_is_removed_is_gone);
  ADD ("/search/index/rollback-leaves-nothing", test_rollback_leaves_nothing);
  ADD ("/search/index/hostile-words-are-words", test_hostile_words_are_words);
  ADD ("/search/index/cancelled-query-says-so", test_cancelled_query_says_so);
  ADD ("/search/index/damaged-file-is-named-so", test_damaged_file_is_named_so);
  ADD ("/search/index/other-format-is-refused", test_other_format_is_refused);

  return g_test_run ();
}
