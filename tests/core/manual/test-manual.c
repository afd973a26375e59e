/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "core/manual/gw-manual.h"

static const char *const french[] = { "fr", NULL };
static const char *const swahili[] = { "sw", NULL };

typedef struct
{
  char *directory;
  char *store_path;
  GwStore *store;
  GwManual *manual;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pack = gw_manual_dup_pack_path ();

  fixture->directory = g_dir_make_tmp ("godwit-manual-XXXXXX", NULL);
  fixture->store_path = g_build_filename (fixture->directory, "store.sqlite", NULL);
  fixture->store = gw_store_open (fixture->store_path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  fixture->manual = gw_manual_new (pack, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const ends[] = { "", "-wal", "-shm" };
  gpointer gone = fixture->manual;

  /* A worker may hold its reference a moment longer than the callback takes. */
  g_object_add_weak_pointer (G_OBJECT (fixture->manual), (gpointer *) &gone);
  g_object_unref (fixture->manual);
  for (int i = 0; i < 1000 && gone != NULL; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_null (gone);
  g_clear_object (&fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (fixture->store_path, ends[i], NULL);

    g_remove (path);
  }
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->store_path);
}

static void
put_page (Fixture    *fixture,
          const char *doc_id,
          const char *xml)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "xml", xml);
  gw_store_put (fixture->store, "library", doc_id, NULL, body, GW_PUT_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (gw_manual_refresh (fixture->manual, fixture->store, &error));
  g_assert_no_error (error);
}

static void
test_contents_are_in_the_readers_language (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (GListModel) contents = gw_manual_list_contents (fixture->manual, french);
  guint n_pages = 0;

  g_assert_cmpuint (g_list_model_get_n_items (contents), >=, 5);
  for (guint i = 0; i < g_list_model_get_n_items (contents); i++) {
    g_autoptr (GwManualTopic) chapter = g_list_model_get_item (contents, i);

    g_assert_cmpstr (gw_manual_topic_get_lang (chapter), ==, "fr");
    g_assert_false (gw_manual_topic_get_fell_back (chapter));
    n_pages += g_list_model_get_n_items (G_LIST_MODEL (chapter));
  }
  g_assert_cmpuint (n_pages, >=, 15);
}

static void
test_missing_language_falls_back_and_says_so (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualTopic) topic = gw_manual_find_topic (fixture->manual, "handover", swahili);
  g_autoptr (GwManualPage) page = gw_manual_load_page (fixture->manual, "handover", swahili, &error);

  g_assert_no_error (error);
  g_assert_true (gw_manual_topic_get_fell_back (topic));
  g_assert_cmpstr (gw_manual_topic_get_lang (topic), ==, "en");
  g_assert_cmpstr (gw_manual_page_get_lang (page), ==, "en");
}

static void
test_every_page_opens (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *id = g_strdup ("index");
  guint n_pages = 0, n_french = 0;

  while (id != NULL) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwManualPage) page = gw_manual_load_page (fixture->manual, id, french, &error);
    g_autofree char *next = gw_manual_dup_next (fixture->manual, id);

    g_assert_no_error (error);
    /* Those that wait for their translation come in English. */
    n_french += g_str_equal (gw_manual_page_get_lang (page), "fr");
    if (next != NULL) {
      g_autofree char *back = gw_manual_dup_previous (fixture->manual, next);

      g_assert_cmpstr (back, ==, id);
    }
    n_pages++;
    g_free (id);
    id = g_steal_pointer (&next);
  }
  g_assert_cmpuint (n_pages, >=, 20);
  g_assert_cmpuint (n_french, >=, 30);
}

static void
test_links_lead_both_ways (Fixture       *fixture,
                           gconstpointer  data)
{
  g_auto (GStrv) related = gw_manual_dup_related (fixture->manual, "reporting-deadlines");
  g_auto (GStrv) back = gw_manual_dup_backlinks (fixture->manual, "reporting-steps");
  g_autofree char *chapter = gw_manual_dup_chapter (fixture->manual, "reporting-deadlines");

  g_assert_true (g_strv_contains ((const char *const *) related, "reporting-steps"));
  g_assert_true (g_strv_contains ((const char *const *) back, "reporting-deadlines"));
  g_assert_cmpstr (chapter, ==, "reporting");
}

static void
test_newer_page_lies_over_the_pack (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page = NULL;
  g_autoptr (GwManualTopic) topic = NULL;

  put_page (fixture, "page:handover:fr",
            "<page xmlns='http://projectmallard.org/1.0/' type='topic' id='handover'>"
            "<info><link type='guide' xref='nfp'/><revision date='2099-01-01'/></info>"
            "<title>Passer la main</title><p>Texte tout neuf.</p></page>");
  page = gw_manual_load_page (fixture->manual, "handover", french, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_manual_page_get_title (page), ==, "Passer la main");
  topic = gw_manual_find_topic (fixture->manual, "handover", french);
  g_assert_cmpstr (gw_manual_topic_get_title (topic), ==, "Passer la main");
  g_assert_cmpstr (gw_manual_topic_get_chapter (topic), ==, "nfp");
}

static void
test_older_page_does_not (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GwManualPage) page = NULL;

  put_page (fixture, "page:handover:fr",
            "<page xmlns='http://projectmallard.org/1.0/' type='topic' id='handover'>"
            "<info><revision date='2001-01-01'/></info>"
            "<title>Périmé</title><p>Vieux.</p></page>");
  page = gw_manual_load_page (fixture->manual, "handover", french, NULL);
  g_assert_cmpstr (gw_manual_page_get_title (page), !=, "Périmé");
}

static void
test_new_page_joins_its_chapter (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_auto (GStrv) topics = NULL;

  put_page (fixture, "page:delegating:en",
            "<page xmlns='http://projectmallard.org/1.0/' type='topic' id='delegating'>"
            "<info><link type='guide' xref='reporting'/><revision date='2099-01-01'/></info>"
            "<title>Delegating parts</title><p><link xref='handover'/></p></page>");
  topics = gw_manual_dup_topics (fixture->manual, "reporting");
  g_assert_cmpstr (topics[g_strv_length (topics) - 1], ==, "delegating");
}

static void
test_bad_page_leaves_the_packs (Fixture       *fixture,
                                gconstpointer  data)
{
  static const char *const bad[] = { "<page", "<p/>",
                                     "<page xmlns='http://projectmallard.org/1.0/' id='other'>"
                                     "<title>x</title></page>" };
  g_autoptr (GwManualPage) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *id = g_strdup_printf ("page:handover:%s", i == 0 ? "en" : i == 1 ? "fr" : "es");

    put_page (fixture, id, bad[i]);
  }
  page = gw_manual_load_page (fixture->manual, "handover", french, NULL);
  g_assert_nonnull (page);
  g_assert_cmpstr (gw_manual_page_get_lang (page), ==, "fr");
}

static void
test_unknown_page_is_an_error (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_manual_load_page (fixture->manual, "no-such-page", french, &error));
  g_assert_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND);
}

static void
changed_cb (GwManual *manual,
            gpointer  user_data)
{
  *(guint *) user_data += 1;
}

static void
test_arriving_pages_are_told (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = gw_store_thread_new (fixture->store_path, GW_STORE_DEFAULT, &error);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GwManualTopic) topic = NULL;
  guint n_changed = 0;

  g_assert_no_error (error);
  g_signal_connect (fixture->manual, "changed", G_CALLBACK (changed_cb), &n_changed);
  gw_manual_watch (fixture->manual, thread);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  json_object_set_string_member (body, "xml",
                                 "<page xmlns='http://projectmallard.org/1.0/' id='handover'>"
                                 "<info><revision date='2099-01-01'/></info><title>New</title></page>");
  gw_store_thread_put_async (thread, "library", "page:handover:en", NULL, body, GW_PUT_DEFAULT, NULL,
                             NULL);
  while (n_changed == 1)
    g_main_context_iteration (NULL, TRUE);
  topic = gw_manual_find_topic (fixture->manual, "handover", NULL);
  g_assert_cmpstr (gw_manual_topic_get_title (topic), ==, "New");
  g_signal_handlers_disconnect_by_data (fixture->manual, &n_changed);
  gw_store_thread_close (thread);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GwManualPage **) user_data = gw_manual_load_page_finish (GW_MANUAL (source), result, NULL);
}

static void
test_page_is_read_off_the_main_thread (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GwManualPage) page = NULL;

  gw_manual_load_page_async (fixture->manual, "index", french, NULL, loaded_cb, &page);
  g_assert_null (page);
  while (page == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gw_manual_page_get_id (page), ==, "index");
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/manual/contents-are-in-the-readers-language", test_contents_are_in_the_readers_language);
  ADD ("/manual/missing-language-falls-back-and-says-so", test_missing_language_falls_back_and_says_so);
  ADD ("/manual/every-page-opens", test_every_page_opens);
  ADD ("/manual/links-lead-both-ways", test_links_lead_both_ways);
  ADD ("/manual/newer-page-lies-over-the-pack", test_newer_page_lies_over_the_pack);
  ADD ("/manual/older-page-does-not", test_older_page_does_not);
  ADD ("/manual/new-page-joins-its-chapter", test_new_page_joins_its_chapter);
  ADD ("/manual/bad-page-leaves-the-packs", test_bad_page_leaves_the_packs);
  ADD ("/manual/unknown-page-is-an-error", test_unknown_page_is_an_error);
  ADD ("/manual/arriving-pages-are-told", test_arriving_pages_are_told);
  ADD ("/manual/page-is-read-off-the-main-thread", test_page_is_read_off_the_main_thread);

  return g_test_run ();
}
