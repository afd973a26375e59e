/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gstdio.h>

#include "core/exports/gw-paper-private.h"
#include "core/exports/gw-words.h"
#include "core/exports/pdf-tools.h"

#define LONG_TEXT \
  "The flyway crosses eleven countries, and each of them counts its birds in another month. " \
  "What one office calls a marsh another calls a lake; the list below follows the older survey. "

static char *
page_label (guint    page,
            guint    n_pages,
            gpointer user_data)
{
  return g_strdup_printf ("Page %u of %u", page, n_pages);
}

static GwPaper *
make_paper (const char *language)
{
  GwPaper *paper = gw_paper_new (language, g_str_equal (language, "ar"));

  gw_paper_set_title (paper, "A report", "Kenya");
  gw_paper_set_time (paper, G_GINT64_CONSTANT (1748000000) * G_USEC_PER_SEC);
  gw_paper_set_head (paper, "DRAFT");
  gw_paper_set_foot (paper, "First line of the foot", "Second line");
  gw_paper_set_page_label (paper, page_label, NULL);
  gw_paper_add_title (paper, "A report");
  return paper;
}

static void
add_questions (GwPaper *paper,
               guint    count)
{
  for (guint i = 0; i < count; i++) {
    g_autofree char *question = g_strdup_printf ("Question%u asks something.", i);
    g_autofree char *answer = g_strdup_printf ("Answer%u begins. " LONG_TEXT LONG_TEXT LONG_TEXT, i);

    if (i % 7 == 0) {
      g_autofree char *heading = g_strdup_printf ("Section%u", i / 7);

      gw_paper_add_heading (paper, 1, heading);
      gw_paper_add_heading (paper, 2, "Subsection");
    }
    gw_paper_begin_group (paper);
    gw_paper_add_text (paper, GW_PAPER_QUESTION, 0, question);
    gw_paper_add_text (paper, GW_PAPER_ANSWER, 1, answer);
    gw_paper_end_group (paper);
  }
}

static GBytes *
print_pdf (GwPaper *paper)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = gw_paper_write_pdf (paper, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  return pdf;
}

static void
test_question_and_answer_share_a_page (void)
{
  g_autoptr (GwPaper) paper = make_paper ("en");
  g_autoptr (GArray) pieces = NULL;
  guint n_pages;

  add_questions (paper, 60);
  pieces = gw_paper_paginate (paper, &n_pages);
  g_assert_cmpuint (n_pages, >, 4);
  for (guint i = 0; i + 1 < pieces->len; i++) {
    const GwPaperPiece *piece = &g_array_index (pieces, GwPaperPiece, i);
    const GwPaperPiece *next = &g_array_index (pieces, GwPaperPiece, i + 1);

    g_assert_cmpfloat (piece->y + piece->height, <=, GW_PAPER_HEIGHT - GW_PAPER_BOTTOM + 0.01);
    if (piece->block->group == next->block->group)
      g_assert_cmpuint (piece->page, ==, next->page);
    if (piece->page == next->page)
      g_assert_cmpfloat (piece->y + piece->height, <=, next->y + 0.01);
  }
}

static void
test_a_long_answer_runs_on (void)
{
  g_autoptr (GwPaper) paper = make_paper ("en");
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GArray) pieces = NULL;
  int lines = 0, expected = -1;
  guint n_pages;

  for (int i = 0; i < 120; i++)
    g_string_append (answer, LONG_TEXT);
  gw_paper_begin_group (paper);
  gw_paper_add_text (paper, GW_PAPER_QUESTION, 0, "Question?");
  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, answer->str);
  gw_paper_end_group (paper);

  pieces = gw_paper_paginate (paper, &n_pages);
  g_assert_cmpuint (n_pages, >=, 4);
  for (guint i = 0; i < pieces->len; i++) {
    const GwPaperPiece *piece = &g_array_index (pieces, GwPaperPiece, i);

    g_assert_cmpfloat (piece->y + piece->height, <=, GW_PAPER_HEIGHT - GW_PAPER_BOTTOM + 0.01);
    if (piece->block->style != GW_PAPER_ANSWER)
      continue;
    g_assert_cmpint (piece->first_line, ==, lines);
    g_assert_cmpint (piece->n_lines, >=, 2);
    lines += piece->n_lines;
    expected = pango_layout_get_line_count (piece->block->layout);
  }
  g_assert_cmpint (lines, ==, expected);
}

static void
test_same_input_same_bytes (void)
{
  g_autoptr (GwPaper) one = make_paper ("en");
  g_autoptr (GwPaper) two = make_paper ("en");
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  add_questions (one, 12);
  add_questions (two, 12);
  first = print_pdf (one);
  g_usleep (1100 * 1000); /* cairo would put the time of day into the file, in seconds */
  second = print_pdf (two);
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_every_page_has_its_edges (void)
{
  g_autoptr (GwPaper) paper = make_paper ("en");
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;
  guint n_pages;

  add_questions (paper, 30);
  pdf = print_pdf (paper);
  text = pdf_tools_text (pdf, "-layout");
  if (text == NULL)
    return;

  pages = g_strsplit (text, "\f", -1);
  n_pages = g_strv_length (pages) - 1;
  g_assert_cmpuint (n_pages, >, 2);
  for (guint i = 0; i < n_pages; i++) {
    g_autofree char *label = g_strdup_printf ("Page %u of %u", i + 1, n_pages);

    g_assert_nonnull (strstr (pages[i], label));
    g_assert_nonnull (strstr (pages[i], "DRAFT"));
    g_assert_nonnull (strstr (pages[i], "First line of the foot"));
  }
}

static void
test_headings_are_headings (void)
{
  g_autoptr (GwPaper) paper = make_paper ("en");
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *structure = NULL;
  g_autofree char *info = NULL;

  add_questions (paper, 8);
  pdf = print_pdf (paper);
  structure = pdf_tools_info (pdf, "-struct-text");
  if (structure == NULL)
    return;
  g_assert_nonnull (strstr (structure, "H1"));
  g_assert_nonnull (strstr (structure, "H3"));
  g_assert_nonnull (strstr (structure, "\"Section1\""));

  info = pdf_tools_info (pdf, "-isodates");
  g_assert_nonnull (strstr (info, "2025-05-23T11:33:20Z"));
  g_assert_nonnull (strstr (info, "A report"));
}

static void
test_arabic_stands_on_its_side (void)
{
  g_autoptr (GwPaper) paper = make_paper ("ar");
  const GwPaperBlock *arabic, *french;
  PangoRectangle arabic_box, french_box;
  PangoLayoutIter *iter;

  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "تقرير وطني");
  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "Réponse en français.");
  arabic = g_ptr_array_index (paper->blocks, paper->blocks->len - 2);
  french = g_ptr_array_index (paper->blocks, paper->blocks->len - 1);

  iter = pango_layout_get_iter (arabic->layout);
  pango_layout_iter_get_line_extents (iter, NULL, &arabic_box);
  pango_layout_iter_free (iter);
  iter = pango_layout_get_iter (french->layout);
  pango_layout_iter_get_line_extents (iter, NULL, &french_box);
  pango_layout_iter_free (iter);

  /* Each text keeps its own direction: Arabic ends at the right side, French begins at the left. */
  g_assert_cmpint (arabic_box.x + arabic_box.width, >=, (int) (GW_PAPER_LINE * PANGO_SCALE) - PANGO_SCALE);
  g_assert_cmpint (french_box.x, <=, PANGO_SCALE);
  g_assert_cmpint (pango_layout_get_unknown_glyphs_count (arabic->layout), ==, 0);
}

static int
get_place (const GwPaperBlock *block,
           const char         *part)
{
  const char *text = pango_layout_get_text (block->layout);
  const char *found = strstr (text, part);
  PangoRectangle box;

  g_assert_nonnull (found);
  pango_layout_index_to_pos (block->layout, (int) (found - text), &box);
  return MIN (box.x, box.x + box.width);
}

static void
test_figures_keep_their_order (void)
{
  g_autoptr (GwPaper) paper = make_paper ("ar");
  PangoRectangle box;

  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "+20 2 12345678");
  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "الهاتف\n+20 2 12345678");
  for (guint i = paper->blocks->len - 2; i < paper->blocks->len; i++) {
    const GwPaperBlock *block = g_ptr_array_index (paper->blocks, i);

    g_assert_cmpint (get_place (block, "+"), <, get_place (block, "20"));
    g_assert_cmpint (get_place (block, "20"), <, get_place (block, "12345678"));
    g_assert_cmpint (pango_layout_get_unknown_glyphs_count (block->layout), ==, 0);
    /* It still stands where a reader of Arabic looks for it. */
    pango_layout_get_extents (block->layout, NULL, &box);
    g_assert_cmpint (box.x + box.width, >=, (int) (GW_PAPER_LINE * PANGO_SCALE) - PANGO_SCALE);
  }
}

static void
test_broken_text_does_not_break_the_page (void)
{
  g_autoptr (GwPaper) paper = make_paper ("en");
  g_autoptr (GBytes) pdf = NULL;

  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "a\xff\xfe z");
  gw_paper_add_text (paper, GW_PAPER_ANSWER, 20, "Averyveryveryveryveryveryveryveryveryveryverylongword<b>&amp;");
  gw_paper_add_text (paper, GW_PAPER_ANSWER, 0, "");
  pdf = print_pdf (paper);
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 500);
}

/* A catalogue as msgfmt writes it: two tables of length and place, then the texts. */
static void
write_catalogue (const char  *path,
                 const char **pairs,
                 guint        count)
{
  g_autoptr (GByteArray) texts = g_byte_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 head[7] = { 0x950412de, 0, count, 28, 28 + count * 8, 0, 28 };
  guint32 base = 28 + count * 16;
  g_autoptr (GError) error = NULL;

  g_array_append_vals (numbers, head, 7);
  for (int side = 0; side < 2; side++) {
    for (guint i = 0; i < count; i++) {
      const char *text = pairs[i * 2 + side];
      guint32 row[2] = { strlen (text), base + texts->len };

      g_byte_array_append (texts, (const guint8 *) text, row[0] + 1);
      g_array_append_vals (numbers, row, 2);
    }
  }
  g_byte_array_prepend (texts, (const guint8 *) numbers->data, numbers->len * 4);
  g_file_set_contents (path, (const char *) texts->data, texts->len, &error);
  g_assert_no_error (error);
}

static void
test_words_come_in_the_language_of_the_document (void)
{
  const char *pairs[] = { "Page {page} of {pages}", "Page {page} sur {pages}", "March", "mars" };
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("godwit-words-XXXXXX", &error);
  g_autofree char *folder = g_build_filename (dir, "fr", "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (folder, "godwit.mo", NULL);
  g_autoptr (GwWords) french = NULL;
  g_autoptr (GwWords) cut = NULL;
  g_autoptr (GwWords) arabic = NULL;
  g_autofree char *page = NULL;
  g_autofree char *day = NULL;
  g_autoptr (GDate) date = g_date_new_dmy (3, 3, 2026);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_no_error (error);
  g_mkdir_with_parents (folder, 0700);
  write_catalogue (path, pairs, 2);

  french = gw_words_new_in (dir, "fr_CA");
  page = gw_words_fill (french, "Page {page} of {pages}", "page", "{pages}", "pages", "9");
  day = gw_words_date (french, date);
  g_assert_cmpstr (page, ==, "Page {pages} sur 9");
  g_assert_cmpstr (day, ==, "3 mars 2026");
  g_assert_false (gw_words_is_rtl (french));
  g_assert_cmpstr (gw_words_get (french, "Not translated"), ==, "Not translated");

  /* A catalogue cut at any place must neither crash nor give words from outside the file. */
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  for (gsize size = 0; size < length; size++) {
    g_autofree char *short_copy = g_memdup2 (contents, size + 1);
    g_autoptr (GwWords) words = NULL;
    const char *word;

    g_file_set_contents (path, short_copy, size, &error);
    g_assert_no_error (error);
    words = gw_words_new_in (dir, "fr");
    word = gw_words_get (words, "March");
    g_assert_true (g_str_equal (word, "March") || g_str_equal (word, "mars"));
  }

  arabic = gw_words_new_in (dir, "ar-EG");
  g_assert_true (gw_words_is_rtl (arabic));
  cut = gw_words_new_in (dir, "../fr");
  g_assert_cmpstr (gw_words_get (cut, "March"), ==, "March");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/exports/paper/question-and-answer-share-a-page",
                   test_question_and_answer_share_a_page);
  g_test_add_func ("/exports/paper/a-long-answer-runs-on", test_a_long_answer_runs_on);
  g_test_add_func ("/exports/paper/same-input-same-bytes", test_same_input_same_bytes);
  g_test_add_func ("/exports/paper/every-page-has-its-edges", test_every_page_has_its_edges);
  g_test_add_func ("/exports/paper/headings-are-headings", test_headings_are_headings);
  g_test_add_func ("/exports/paper/arabic-stands-on-its-side", test_arabic_stands_on_its_side);
  g_test_add_func ("/exports/paper/figures-keep-their-order", test_figures_keep_their_order);
  g_test_add_func ("/exports/paper/broken-text-does-not-break-the-page",
                   test_broken_text_does_not_break_the_page);
  g_test_add_func ("/exports/words/come-in-the-language-of-the-document",
                   test_words_come_in_the_language_of_the_document);
  return g_test_run ();
}
