/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/search/gw-search.h"
#include "core/store/gw-doc-type.h"

typedef struct
{
  char *directory;
  char *store_path;
  char *index_path;
  char *pack_path;
  GwStore *store;
  GwSearch *search;
} Fixture;

static char *
dup_title (GwDoc *doc)
{
  return g_strdup (gw_json_get_string (gw_doc_get_body (doc), "title"));
}

static char *
dup_text (GwDoc *doc)
{
  return g_strdup (gw_json_get_string (gw_doc_get_body (doc), "text"));
}

static const GwDocType jot = {
  .name = "jot",
  .database = "mine",
  .dup_title = dup_title,
  .dup_search_text = dup_text,
};

static const GwDocType scrap = {
  .name = "scrap",
  .database = "mine",
  .dup_title = dup_title,
  .dup_search_text = dup_text,
};

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = gw_store_open (fixture->store_path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  gw_doc_type_register (&jot);
  fixture->directory = g_dir_make_tmp ("godwit-search-XXXXXX", NULL);
  fixture->store_path = g_build_filename (fixture->directory, "store.sqlite", NULL);
  fixture->index_path = g_build_filename (fixture->directory, "search.sqlite", NULL);
  fixture->pack_path = g_build_filename (gw_paths_get_data_dir (), "manual.pack", NULL);
  open_store (fixture);
  fixture->search = gw_search_new (fixture->pack_path, fixture->store_path, fixture->index_path);
}

static void
remove_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

    g_remove (path);
  }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gw_search_close (fixture->search);
  g_clear_object (&fixture->search);
  g_clear_object (&fixture->store);
  remove_files (fixture);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->store_path);
  g_free (fixture->index_path);
  g_free (fixture->pack_path);
}

static char *
put (Fixture    *fixture,
     const char *id,
     const char *base,
     const char *title,
     const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  char *rev = NULL;

  json_object_set_string_member (body, "title", title);
  json_object_set_string_member (body, "text", text);
  gw_store_put (fixture->store, "mine", id, base, body, GW_PUT_DEFAULT, &rev, &error);
  g_assert_no_error (error);

  return rev;
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
update (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  gw_search_update_async (fixture->search, NULL, take_result_cb, &result);
  g_assert_true (gw_search_update_finish (fixture->search, wait_for (&result), &error));
  g_assert_no_error (error);
}

static GwSearchResults *
search (Fixture    *fixture,
        const char *text,
        const char *language)
{
  const char *languages[] = { language, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GwSearchResults *results;

  gw_search_query_async (fixture->search, text, languages, GW_SEARCH_PER_KIND, NULL, take_result_cb,
                         &result);
  results = gw_search_query_finish (fixture->search, wait_for (&result), &error);
  g_assert_no_error (error);

  return results;
}

static const GwSearchGroup *
find_group (GwSearchResults *results,
            const char      *kind)
{
  for (guint i = 0; i < gw_search_results_get_n_groups (results); i++) {
    const GwSearchGroup *group = gw_search_results_get_group (results, i);

    if (g_strcmp0 (group->kind, kind) == 0)
      return group;
  }

  return NULL;
}

static guint
count_jots (Fixture    *fixture,
            const char *text)
{
  g_autoptr (GwSearchResults) results = search (fixture, text, "en");
  const GwSearchGroup *group = find_group (results, "jot");

  return group != NULL ? group->n_found : 0;
}

static GwSearchHit *
first_hit (GwSearchResults *results,
           const char      *kind)
{
  const GwSearchGroup *group = find_group (results, kind);
  g_autoptr (GwSearchHit) hit = NULL;

  g_assert_nonnull (group);
  hit = g_list_model_get_item (G_LIST_MODEL (results), group->first);
  g_assert_cmpstr (gw_search_hit_get_kind (hit), ==, kind);

  return hit;
}

static void
test_documents_come_and_go (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *rev = put (fixture, "jot:1", NULL, "Dugong survey", "seagrass in the north");
  g_autofree char *next = NULL;

  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 0);
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 1);
  g_assert_cmpuint (count_jots (fixture, "seagr"), ==, 1);

  next = put (fixture, "jot:1", rev, "Manatee survey", "mangroves");
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 0);
  g_assert_cmpuint (count_jots (fixture, "manatee"), ==, 1);

  g_assert_true (gw_store_delete (fixture->store, "mine", "jot:1", next, NULL, NULL, NULL));
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "manatee"), ==, 0);
}

static void
test_silent_documents_are_not_found (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "title", "dugong");
  g_assert_true (gw_store_put (fixture->store, "mine", "jot:1", NULL, body, GW_PUT_DEFAULT, NULL, NULL));
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 0);
}

static void
test_index_may_be_thrown_away (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *rev = put (fixture, "jot:1", NULL, "Dugong", "");

  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 1);
  gw_search_close (fixture->search);
  g_clear_object (&fixture->search);
  g_assert_true (g_file_set_contents (fixture->index_path, "not a database at all, though it is "
                                      "longer than one hundred bytes, which is the header's length",
                                      -1, NULL));
  fixture->search = gw_search_new (fixture->pack_path, fixture->store_path, fixture->index_path);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 0);
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 1);
}

static void
test_restored_store_is_read_anew (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autofree char *one = put (fixture, "jot:1", NULL, "Dugong", "");
  g_autofree char *two = put (fixture, "jot:2", NULL, "Manatee", "");
  g_autofree char *three = NULL;

  update (fixture);
  gw_search_close (fixture->search);
  g_clear_object (&fixture->search);
  g_clear_object (&fixture->store);
  g_remove (fixture->store_path);
  open_store (fixture);
  three = put (fixture, "jot:3", NULL, "Turtle", "");
  fixture->search = gw_search_new (fixture->pack_path, fixture->store_path, fixture->index_path);
  update (fixture);
  g_assert_cmpuint (count_jots (fixture, "dugong"), ==, 0);
  g_assert_cmpuint (count_jots (fixture, "turtle"), ==, 1);
}

static void
test_further_types_are_found (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *one = put (fixture, "scrap:1", NULL, "Dugong", "");
  g_autoptr (GwSearchResults) before = NULL;
  g_autoptr (GwSearchResults) after = NULL;

  update (fixture);
  before = search (fixture, "dugong", "en");
  g_assert_null (find_group (before, "scrap"));
  gw_doc_type_register (&scrap);
  update (fixture);
  after = search (fixture, "dugong", "en");
  g_assert_nonnull (find_group (after, "scrap"));
}

static void
test_names_in_all_languages_find_a_species (Fixture       *fixture,
                                            gconstpointer  data)
{
  static const char *const names[] = { "snow leopard", "Panthera uncia", "leopardo de las nieves",
                                       "panthère des neiges", "PANTHERE des neige" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GwSearchResults) results = search (fixture, names[i], "fr");
    GwSearchHit *hit = first_hit (results, "species");

    g_assert_cmpstr (gw_search_hit_get_heading (hit), ==, "Uncia uncia");
    g_assert_cmpstr (gw_search_hit_get_lang (hit), ==, "fr");
  }
}

static void
test_title_and_language_come_first (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GwSearchResults) english = search (fixture, "reporting deadlines", "en");
  g_autoptr (GwSearchResults) french = search (fixture, "ORS", "fr");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GwSearchGroup *group = find_group (french, "manual");
  const char *const both[] = { "fr", "en", NULL };

  g_assert_cmpstr (gw_search_hit_get_id (first_hit (english, "manual")), ==, "reporting-deadlines");
  g_assert_cmpuint (group->n_hits, >, 1);
  for (guint i = 0; i < group->n_hits; i++) {
    g_autoptr (GwSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (french), group->first + i);

    /* A page is found once, in the reader's language; one that waits for its translation, in English and behind. */
    g_assert_true (g_hash_table_add (ids, g_strdup (gw_search_hit_get_id (hit))));
    if (i == 0)
      g_assert_cmpstr (gw_search_hit_get_lang (hit), ==, "fr");
    g_assert_true (i == 0 || g_strv_contains (both, gw_search_hit_get_lang (hit)));
  }
}

static void
test_hits_show_where (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GwSearchResults) results = search (fixture, "credentials", "en");
  GwSearchHit *hit = first_hit (results, "manual");
  guint n_marks = 0;
  const GwSearchMark *marks = gw_search_hit_get_title_marks (hit, &n_marks);

  g_assert_cmpuint (n_marks, ==, 1);
  g_assert_cmpint (g_ascii_strncasecmp (gw_search_hit_get_title (hit) + marks[0].start,
                                        "credentials", marks[0].length), ==, 0);
}

static void
test_some_words_are_better_than_none (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GwSearchResults) results = search (fixture, "dugong xylophone", "en");
  g_autoptr (GwSearchResults) nothing = search (fixture, "xylophone", "en");

  g_assert_true (gw_search_results_is_loosened (results));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (nothing)), ==, 0);
}

static void
test_near_words_are_proposed (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GwSearchResults) swapped = search (fixture, "credetnials", "en");
  g_autoptr (GwSearchResults) accents = search (fixture, "guepadr", "fr");
  g_autoptr (GwSearchResults) far = search (fixture, "qqqqzzzz", "en");
  g_autoptr (GwSearchResults) found = search (fixture, "credentials", "en");

  g_assert_cmpint (g_ascii_strcasecmp (gw_search_results_get_near (swapped)[0], "credentials"), ==, 0);
  g_assert_nonnull (strstr (gw_search_results_get_near (accents)[0], "Guépard"));
  g_assert_null (gw_search_results_get_near (far)[0]);
  g_assert_null (gw_search_results_get_near (found));
}

static void
test_given_up_query_is_cancelled (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  gw_search_query_async (fixture->search, "crane", NULL, 8, cancellable, take_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (gw_search_query_finish (fixture->search, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_missing_pack_is_told (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchResults) results
      = gw_search_query_sync ("/nowhere/manual.pack", NULL, "crane", NULL, 8, &error);

  g_assert_null (results);
  g_assert_nonnull (error);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Five years of work, one key at a time. The aim is 30 ms; a machine that builds beside the test
 * is given three times that. */
static void
test_typing_finds_at_once (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const typed[] = { "migratory", "espèces", "report", "crane", "wetland birds",
                                       "action plan", "الطيور", "sta" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 worst;

  g_assert_true (gw_store_begin (fixture->store, NULL));
  for (int i = 0; i < 10000; i++) {
    g_autofree char *id = g_strdup_printf ("jot:%d", i);
    g_autofree char *title = g_strdup_printf ("Action %d for the migratory birds of site %d", i,
                                              g_rand_int_range (rand, 0, 500));
    g_autofree char *rev = put (fixture, id, NULL, title,
                                "The wetland was visited and its state was written down. Cranes, "
                                "storks and other species of birds rest here each year; the "
                                "report and the plan of action say what is to be done.");
  }
  g_assert_true (gw_store_commit (fixture->store, NULL));
  update (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    for (const char *end = typed[i] + 1; end[-1] != '\0'; end++) {
      g_autofree char *text = g_strndup (typed[i], end - typed[i]);
      g_autoptr (GwSearchResults) results = NULL;
      gint64 start = g_get_monotonic_time ();
      gint64 took;

      if (!g_utf8_validate (text, -1, NULL))
        continue;
      results = search (fixture, text, "fr");
      took = g_get_monotonic_time () - start;
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), >, 0);
      g_array_append_val (times, took);
    }
  }
  g_array_sort (times, compare_times);
  worst = g_array_index (times, gint64, times->len * 95 / 100);
  /* Told, and not asserted: a clock on a shared machine is no test. */
  g_test_message ("95 of 100 queries took less than %.1f ms", worst / 1000.0);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/search/documents-come-and-go", test_documents_come_and_go);
  ADD ("/search/silent-documents-are-not-found", test_silent_documents_are_not_found);
  ADD ("/search/index-may-be-thrown-away", test_index_may_be_thrown_away);
  ADD ("/search/restored-store-is-read-anew", test_restored_store_is_read_anew);
  ADD ("/search/further-types-are-found", test_further_types_are_found);
  ADD ("/search/names-in-all-languages-find-a-species", test_names_in_all_languages_find_a_species);
  ADD ("/search/title-and-language-come-first", test_title_and_language_come_first);
  ADD ("/search/hits-show-where", test_hits_show_where);
  ADD ("/search/some-words-are-better-than-none", test_some_words_are_better_than_none);
  ADD ("/search/near-words-are-proposed", test_near_words_are_proposed);
  ADD ("/search/given-up-query-is-cancelled", test_given_up_query_is_cancelled);
  ADD ("/search/missing-pack-is-told", test_missing_pack_is_told);
  ADD ("/search/typing-finds-at-once", test_typing_finds_at_once);

  return g_test_run ();
}
