/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/manual/gw-manual-page.h"

#define OPEN "<page xmlns='http://projectmallard.org/1.0/' type='topic' id='t'>"

static char *
title_of (const char *page,
          gpointer    data)
{
  return g_strdup_printf ("Title of %s", page);
}

static GwManualPage *
read_page (const char  *text,
           GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gw_manual_page_new_from_xml (bytes, "fr", title_of, NULL, error);
}

static GwManualBlock *
first_block (GwManualPage *page,
             guint         section)
{
  GwManualSection *found = g_ptr_array_index (gw_manual_page_get_sections (page), section);

  return g_ptr_array_index (found->blocks, 0);
}

static void
test_head_is_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page
      = read_page (OPEN "<info><link type='guide' xref='nfp'/><link type='seealso' xref='b#x'/>"
                        "<revision date='2025-01-01'/><revision date='2026-11-25'/>"
                        "<desc>What\n   it is.</desc></info>"
                        "<title type='link'>Short</title><title>The <em>title</em></title><p>x</p></page>",
                   &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gw_manual_page_get_id (page), ==, "t");
  g_assert_cmpstr (gw_manual_page_get_title (page), ==, "The title");
  g_assert_cmpstr (gw_manual_page_get_desc (page), ==, "What it is.");
  g_assert_cmpstr (gw_manual_page_get_date (page), ==, "2026-11-25");
  g_assert_cmpstr (gw_manual_page_get_lang (page), ==, "fr");
  g_assert_cmpstr (gw_manual_page_get_guides (page)[0], ==, "nfp");
  g_assert_cmpstr (gw_manual_page_get_related (page)[0], ==, "b");
  g_assert_null (gw_manual_page_get_related (page)[1]);
}

static void
test_spans_keep_words_and_links (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page
      = read_page (OPEN "<title>T</title><p>\n  See <em>the  <link xref='b#s'>other</link></em>,\n"
                        "<link xref='c'/> or <link href='godwit:checklist/cl-1'>this</link>"
                        " and <link href='javascript:alert(1)'>that</link>.\n</p></page>",
                   &error);
  GPtrArray *spans = first_block (page, 0)->spans;
  g_autofree char *text = gw_manual_block_dup_text (first_block (page, 0));
  GwManualSpan *span;

  g_assert_cmpstr (text, ==, "See the other, Title of c or this and that.\n");
  span = g_ptr_array_index (spans, 2);
  g_assert_cmpstr (span->text, ==, "other");
  g_assert_cmpstr (span->page, ==, "b");
  g_assert_cmpstr (span->section, ==, "s");
  g_assert_cmpint (span->style, ==, GW_MANUAL_STYLE_EMPHASIS);
  span = g_ptr_array_index (spans, 4);
  g_assert_cmpstr (span->text, ==, "Title of c");
  g_assert_cmpstr (span->page, ==, "c");
  span = g_ptr_array_index (spans, 6);
  g_assert_cmpstr (span->href, ==, "godwit:checklist/cl-1");
  g_assert_cmpstr (gw_manual_page_get_checklists (page)[0], ==, "cl-1");
  /* An address that is none of ours to open is plain words, and joins the rest. */
  span = g_ptr_array_index (spans, 7);
  g_assert_cmpstr (span->text, ==, " and that.");
  g_assert_null (span->href);
}

static void
test_blocks_have_their_kinds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page
      = read_page (OPEN "<title>T</title>"
                        "<steps><item><p>one</p></item><item><p>two</p><p>three</p></item></steps>"
                        "<terms><item xml:id='a'><title>A</title><p>is a</p></item></terms>"
                        "<note style='warning'><title>W</title><p>careful</p></note>"
                        "<table><thead><tr><td><p>h</p></td></tr></thead>"
                        "<tbody><tr><td colspan='2'><p>c</p></td></tr></tbody></table>"
                        "<code>a\n  b</code><example><p>e</p></example>"
                        "<figure><media type='image' src='x.png'><p>alt</p></media></figure>"
                        "<unknown><p>still read</p></unknown></page>",
                   &error);
  GwManualSection *section = g_ptr_array_index (gw_manual_page_get_sections (page), 0);
  GwManualBlock **blocks = (GwManualBlock **) section->blocks->pdata;
  GwManualBlock *row;

  g_assert_no_error (error);
  g_assert_cmpuint (section->blocks->len, ==, 8);
  g_assert_cmpint (blocks[0]->kind, ==, GW_MANUAL_LIST);
  g_assert_cmpstr (blocks[0]->style, ==, "steps");
  g_assert_cmpuint (blocks[0]->blocks->len, ==, 2);
  g_assert_cmpstr (blocks[1]->style, ==, "terms");
  g_assert_cmpstr (((GwManualBlock *) g_ptr_array_index (blocks[1]->blocks, 0))->id, ==, "a");
  g_assert_cmpint (blocks[2]->kind, ==, GW_MANUAL_NOTE);
  g_assert_cmpstr (blocks[2]->style, ==, "warning");
  g_assert_cmpint (blocks[3]->kind, ==, GW_MANUAL_TABLE);
  row = g_ptr_array_index (blocks[3]->blocks, 0);
  g_assert_cmpstr (row->style, ==, "head");
  row = g_ptr_array_index (blocks[3]->blocks, 1);
  g_assert_cmpstr (row->style, ==, "");
  g_assert_cmpint (((GwManualBlock *) g_ptr_array_index (row->blocks, 0))->columns, ==, 2);
  g_assert_cmpint (blocks[4]->kind, ==, GW_MANUAL_CODE);
  g_assert_cmpstr (((GwManualSpan *) g_ptr_array_index (blocks[4]->spans, 0))->text, ==, "a\n  b");
  g_assert_cmpstr (blocks[5]->style, ==, "example");
  g_assert_cmpint (blocks[6]->kind, ==, GW_MANUAL_FIGURE);
  g_assert_cmpstr (blocks[6]->alt, ==, "alt");
  g_assert_cmpstr (blocks[6]->href, ==, "x.png");
  g_assert_cmpint (blocks[7]->kind, ==, GW_MANUAL_PARAGRAPH);
}

static void
test_sections_stand_in_a_row (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page
      = read_page (OPEN "<title>T</title><p>intro</p>"
                        "<section id='a'><title>A</title><p xml:id='deep'>a</p>"
                        "<section id='b'><title>B</title><p>b</p></section></section>"
                        "<section id='related'><title>R</title><p><link xref='q'>q</link></p></section></page>",
                   &error);
  GPtrArray *sections = gw_manual_page_get_sections (page);

  g_assert_cmpuint (sections->len, ==, 4);
  g_assert_cmpint (((GwManualSection *) g_ptr_array_index (sections, 0))->level, ==, 1);
  g_assert_cmpstr (((GwManualSection *) g_ptr_array_index (sections, 0))->title, ==, "T");
  g_assert_cmpint (((GwManualSection *) g_ptr_array_index (sections, 2))->level, ==, 3);
  g_assert_cmpstr (gw_manual_page_find_section (page, "deep")->id, ==, "a");
  g_assert_cmpstr (gw_manual_page_find_section (page, "b")->title, ==, "B");
  g_assert_null (gw_manual_page_find_section (page, "nowhere"));
  g_assert_cmpstr (gw_manual_page_get_related (page)[0], ==, "q");
}

static void
test_english_paragraphs_are_counted (void)
{
  g_autoptr (GwManualPage) one
      = read_page (OPEN "<title>T</title><p>This is a sentence of many words.</p>"
                        "<p>Cette phrase est bien traduite en français.</p><p>AEWA</p></page>", NULL);
  g_autoptr (GwManualPage) other
      = read_page (OPEN "<title>T</title><p>This is a sentence of many words.</p>"
                        "<p>This sentence has been translated into French.</p><p>AEWA</p></page>", NULL);
  guint n_compared = 0;

  g_assert_cmpuint (gw_manual_page_count_same (one, other, &n_compared), ==, 1);
  g_assert_cmpuint (n_compared, ==, 2);
}

static void
test_bad_pages_are_refused (void)
{
  static const char *const bad[] = {
    "<page xmlns='http://projectmallard.org/1.0/'><title>no id</title></page>",
    "<page xmlns='http://projectmallard.org/1.0/' id='x'><p>no title</p></page>",
    "<html><title>a page</title></html>",
  };
  g_autoptr (GError) bomb = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_page (bad[i], &error));
    g_assert_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_A_PAGE);
  }
  g_assert_null (read_page ("<!DOCTYPE page [<!ENTITY a 'aaaa'>]>" OPEN "<title>&a;</title></page>",
                            &bomb));
  g_assert_error (bomb, GW_XML_ERROR, GW_XML_ERROR_REFUSED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/manual/page/head-is-read", test_head_is_read);
  g_test_add_func ("/manual/page/spans-keep-words-and-links", test_spans_keep_words_and_links);
  g_test_add_func ("/manual/page/blocks-have-their-kinds", test_blocks_have_their_kinds);
  g_test_add_func ("/manual/page/sections-stand-in-a-row", test_sections_stand_in_a_row);
  g_test_add_func ("/manual/page/english-paragraphs-are-counted", test_english_paragraphs_are_counted);
  g_test_add_func ("/manual/page/bad-pages-are-refused", test_bad_pages_are_refused);

  return g_test_run ();
}
