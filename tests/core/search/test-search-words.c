/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-search-find.h"
#include "core/search/gw-search-query.h"
#include "core/search/gw-search-text.h"

static void
assert_folded (const char *word,
               const char *expected)
{
  g_autofree char *folded = gw_search_fold_word (word, -1);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_spellings_of_one_word_are_one (void)
{
  assert_folded ("Espèce", "espece");
  assert_folded ("ESPECE", "espece");
  assert_folded ("espe\xcc\x80""ce", "espece");
  assert_folded ("Œuvre", "oeuvre");
  assert_folded ("Straße", "strasse");
  assert_folded ("Åland", "aland");
  assert_folded ("Нерпа", "нерпа");
  assert_folded ("١٢", "12");
}

static void
test_arabic_spellings_are_one (void)
{
  /* alef with hamza, with madda, wasla; teh marbuta; alef maksura; tatweel; vowel marks */
  assert_folded ("أنواع", "انواع");
  assert_folded ("إنواع", "انواع");
  assert_folded ("آنواع", "انواع");
  assert_folded ("ٱنواع", "انواع");
  assert_folded ("اتفاقية", "اتفاقيه");
  assert_folded ("مستوى", "مستوي");
  assert_folded ("طيـــور", "طيور");
  assert_folded ("طُيُورٌ", "طيور");
}

static void
test_words_end_where_they_do (void)
{
  g_autofree char *folded = gw_search_fold_text ("L'oiseau d’eau: (AEWA)—2027, 中文名");

  g_assert_cmpstr (folded, ==, "l oiseau d eau aewa 2027 中 文 名 ");
}

static void
test_article_is_forgiven (void)
{
  g_autofree char *folded = gw_search_fold_text ("الطيور المهاجرة");
  g_autofree char *bare = gw_search_bare_word ("الم");

  g_assert_cmpstr (folded, ==, "الطيور طيور المهاجره مهاجره ");
  g_assert_null (bare);
}

static void
assert_match (const char *text,
              const char *expected)
{
  g_autoptr (GwSearchQuery) query = gw_search_query_new (text);
  g_autofree char *match = gw_search_query_dup_match (query, FALSE);

  g_assert_cmpstr (match, ==, expected);
}

static void
test_query_is_words_only (void)
{
  assert_match ("crane", "(\"crane\"*)");
  assert_match ("cranes", "(\"cranes\"* OR \"crane\"*)");
  assert_match ("parties", "(\"parties\"* OR \"partie\"* OR \"party\"*)");
  assert_match ("l'oiseau", "(\"oiseau\"*)");
  assert_match ("title:x\" OR NEAR(", "(\"title\"*) AND (\"or\"*) AND (\"near\"*)");
  assert_match ("中文", "(\"中 文\"*)");
  assert_match ("c", "{title} : (\"c\"*)");
}

static void
test_nothing_typed_is_an_error (void)
{
  static const char *const nothing[] = { "", "   ", "\"'*():^-+", "\xff\xfe", "\xd9\x8e", "…" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++) {
    g_autoptr (GwSearchQuery) query = gw_search_query_new (nothing[i]);

    g_assert_true (gw_search_query_is_empty (query));
  }
}

static void
test_pasted_page_is_a_short_query (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GwSearchQuery) query = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append_printf (text, "word%d ", i);
  query = gw_search_query_new (text->str);
  g_assert_cmpuint (gw_search_query_get_n_words (query), ==, 12);
}

static void
test_marks_stand_on_the_words (void)
{
  const char *text = "Les espèces d'oiseaux, et les grues.";
  g_autoptr (GwSearchQuery) query = gw_search_query_new ("ESPECE grue");
  g_autoptr (GArray) marks = gw_search_query_mark (query, text);
  GwSearchMark *mark;

  g_assert_cmpuint (marks->len, ==, 2);
  mark = &g_array_index (marks, GwSearchMark, 0);
  g_assert_cmpint (strncmp (text + mark->start, "espèces", mark->length), ==, 0);
  g_assert_cmpuint (mark->length, ==, strlen ("espèces"));
  mark = &g_array_index (marks, GwSearchMark, 1);
  g_assert_cmpint (strncmp (text + mark->start, "grues", mark->length), ==, 0);
}

static void
test_snippet_shows_the_words (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GwSearchQuery) query = gw_search_query_new ("dugong seagrass");
  g_autofree char *snippet = NULL;

  for (int i = 0; i < 300; i++)
    g_string_append (text, "nothing of interest\n");
  g_string_append (text, "the dugong   eats seagrass ");
  for (int i = 0; i < 300; i++)
    g_string_append (text, "nothing of interest\n");
  snippet = gw_search_query_dup_snippet (query, text->str, 80);

  g_assert_nonnull (strstr (snippet, "the dugong eats seagrass"));
  g_assert_true (g_str_has_prefix (snippet, "…"));
  g_assert_true (g_str_has_suffix (snippet, "…"));
  g_assert_null (strchr (snippet, '\n'));
  g_assert_cmpint (g_utf8_strlen (snippet, -1), <=, 84);
}

static void
assert_places (const char *text,
               const char *words,
               const char *expected)
{
  g_autoptr (GArray) places = gw_search_find_places (text, words);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++) {
    GwSearchPlace *place = &g_array_index (places, GwSearchPlace, i);
    g_autofree char *part = g_utf8_substring (text, place->start, place->end);

    g_string_append_printf (found, "[%s]", part);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_a_page_is_found_in_without_accents (void)
{
  assert_places ("La lettre de désignation. DÉSIGNATION !", "designation", "[désignation][DÉSIGNATION]");
  assert_places ("La famille en un coup d’œil", "d'oeil", "[d’œil]");
  assert_places ("soixante\xc2\xa0""dix\nans", "soixante dix ans", "[soixante\xc2\xa0""dix\nans]");
  assert_places ("de\xcc\x81""signer", "design", "[de\xcc\x81""sign]");
  assert_places ("الأنواع المُهاجِرة", "المهاجره", "[المُهاجِرة]");
  assert_places ("aaa", "aa", "[aa]");
  assert_places ("une page", "", "");
  assert_places ("", "page", "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/words/spellings-of-one-word-are-one", test_spellings_of_one_word_are_one);
  g_test_add_func ("/search/words/arabic-spellings-are-one", test_arabic_spellings_are_one);
  g_test_add_func ("/search/words/words-end-where-they-do", test_words_end_where_they_do);
  g_test_add_func ("/search/words/article-is-forgiven", test_article_is_forgiven);
  g_test_add_func ("/search/query/is-words-only", test_query_is_words_only);
  g_test_add_func ("/search/query/nothing-typed-is-an-error", test_nothing_typed_is_an_error);
  g_test_add_func ("/search/query/pasted-page-is-a-short-query", test_pasted_page_is_a_short_query);
  g_test_add_func ("/search/query/marks-stand-on-the-words", test_marks_stand_on_the_words);
  g_test_add_func ("/search/query/snippet-shows-the-words", test_snippet_shows_the_words);

  g_test_add_func ("/search/find/a-page-is-found-in-without-accents", test_a_page_is_found_in_without_accents);

  return g_test_run ();
}
