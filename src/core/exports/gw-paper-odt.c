/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The same document as OpenDocument text (1.3), for a word processor: real headings, a style of its own
 * for each thing that a paragraph can be, the language and the direction said. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/exports/gw-paper-private.h"
#include "core/exports/gw-zip-writer.h"

#define MIME_TYPE "application/vnd.oasis.opendocument.text"
#define NAMESPACES \
  " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"" \
  " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"" \
  " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"" \
  " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"" \
  " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"" \
  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
  " office:version=\"1.3\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* Numbers that stand for the page's and the last page's until they are fields. */
#define SOME_PAGE 70001
#define SOME_PAGES 80002

static const char manifest[] =
  XML_HEAD
  "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\""
  " manifest:version=\"1.3\">"
  "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"" MIME_TYPE "\"/>"
  "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
  "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
  "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
  "</manifest:manifest>\n";

/* In the order of GwPaperStyle. */
static const char *const style_names[] = { "Text", "Question", "Answer", "Choice", "Hint", "Notice" };

/* Spaces in a row, tabs and ends of lines are elements there (OpenDocument 1.3 part 3, 6.1.2). */
static void
put_text (GString    *out,
          const char *text)
{
  g_autofree char *clean = gw_xml_dup_clean (text);
  g_autofree char *escaped = g_markup_escape_text (clean, -1);

  for (const char *p = escaped; *p != '\0'; p++) {
    if (*p == '\n')
      g_string_append (out, "<text:line-break/>");
    else if (*p == '\t')
      g_string_append (out, "<text:tab/>");
    else if (*p == ' ' && (p == escaped || strchr (" \n\t", p[-1]) != NULL || p[1] == '\0'))
      g_string_append (out, "<text:s/>");
    else if (*p != '\r')
      g_string_append_c (out, *p);
  }
}

/* An answer runs as its own first letter does. */
static gboolean
runs_against (const GwPaper      *self,
              const GwPaperBlock *block)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (block->layout, 0);
  gboolean rtl = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;

  return block->style == GW_PAPER_ANSWER && rtl != self->rtl;
}

static void
put_block (GString            *out,
           const GwPaper      *self,
           const GwPaperBlock *block)
{
  guint step = (guint) (block->indent / GW_PAPER_INDENT);

  switch (block->kind) {
  case GW_PAPER_BLOCK_TITLE:
    g_string_append (out, "<text:p text:style-name=\"Title\">");
    break;
  case GW_PAPER_BLOCK_HEADING:
    g_string_append_printf (out, "<text:h text:style-name=\"Heading_20_%u\" text:outline-level=\"%u\">",
                            block->level, block->level);
    break;
  case GW_PAPER_BLOCK_TEXT:
    g_string_append_printf (out, "<text:p text:style-name=\"%s%u%s\">", style_names[block->style], step,
                            runs_against (self, block) ? "a" : "");
    break;
  case GW_PAPER_BLOCK_SPACE:
    return;
  default:
    g_assert_not_reached ();
  }
  put_text (out, block->text);
  g_string_append (out, block->kind == GW_PAPER_BLOCK_HEADING ? "</text:h>" : "</text:p>");
}

/* LibreOffice takes "start" for the left side of the sheet in either direction, and the left margin for
 * that before the words: the side is named, the margin is not turned. */
static char *
dup_direction (gboolean rtl)
{
  return g_strdup_printf ("style:writing-mode=\"%s\" fo:text-align=\"%s\"", rtl ? "rl-tb" : "lr-tb",
                          rtl ? "right" : "left");
}

/* One for each style and step, and for answers in a writing that runs against the document's. */
static void
put_step (GString    *out,
          const char *parent,
          guint       step,
          guint       margin,
          const char *suffix,
          const char *direction)
{
  g_string_append_printf (out,
                          "<style:style style:name=\"%s%u%s\" style:family=\"paragraph\""
                          " style:parent-style-name=\"%s\"><style:paragraph-properties"
                          " fo:margin-left=\"%upt\" %s/></style:style>",
                          parent, step, suffix, parent, margin, direction);
}

static void
put_steps (GString *out,
           gboolean rtl)
{
  g_autofree char *along = dup_direction (rtl);
  g_autofree char *against = dup_direction (!rtl);

  for (gsize style = 0; style < G_N_ELEMENTS (style_names); style++) {
    for (guint step = 0; step <= 8; step++)
      put_step (out, style_names[style], step,
                (guint) (step * GW_PAPER_INDENT) + (style == GW_PAPER_ITEM ? 10 : 0), "", along);
  }
  for (guint step = 0; step <= 8; step++)
    put_step (out, style_names[GW_PAPER_ANSWER], step, (guint) (step * GW_PAPER_INDENT), "a", against);
}

static char *
make_content (const GwPaper *self)
{
  g_autoptr (GString) out = g_string_new (XML_HEAD "<office:document-content" NAMESPACES ">"
                                          "<office:automatic-styles>");

  put_steps (out, self->rtl);
  g_string_append (out, "</office:automatic-styles><office:body><office:text>");
  for (guint i = 0; i < self->blocks->len; i++)
    put_block (out, self, g_ptr_array_index (self->blocks, i));
  g_string_append (out, "</office:text></office:body></office:document-content>\n");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
put_style (GString    *out,
           const char *name,
           const char *paragraph,
           double      size,
           gboolean    bold)
{
  const char *weight = bold ? "bold" : "normal";
  char points[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (points, sizeof points, "%.1f", size);
  g_string_append_printf (out,
                          "<style:style style:name=\"%s\" style:family=\"paragraph\""
                          " style:parent-style-name=\"Standard\"><style:paragraph-properties %s/>"
                          "<style:text-properties fo:font-size=\"%spt\" style:font-size-complex=\"%spt\""
                          " fo:font-weight=\"%s\" style:font-weight-complex=\"%s\"/></style:style>",
                          name, paragraph, points, points, weight, weight);
}

static void
put_headings (GString *out)
{
  static const double sizes[] = { 16, 13, 11.5, 11, 10.5, 10.5 };

  for (guint level = 1; level <= G_N_ELEMENTS (sizes); level++) {
    g_autofree char *name = g_strdup_printf ("Heading_20_%u\" style:display-name=\"Heading %u\""
                                             " style:default-outline-level=\"%u",
                                             level, level, level);

    put_style (out, name, "fo:margin-top=\"14pt\" fo:margin-bottom=\"2pt\" fo:keep-with-next=\"always\"",
               sizes[level - 1], TRUE);
  }
}

/* The language is told to both kinds of writing: which of the two a letter is, the reader decides. */
static void
put_default (GString       *out,
             const GwPaper *self)
{
  g_autofree char *language = g_markup_escape_text (self->language, -1);
  g_autofree char *direction = dup_direction (self->rtl);

  g_string_append_printf (out,
                          "<style:default-style style:family=\"paragraph\"><style:paragraph-properties"
                          " %s/><style:text-properties"
                          " fo:font-size=\"10.5pt\" style:font-size-complex=\"10.5pt\" fo:language=\"%s\""
                          " fo:country=\"none\" style:language-complex=\"%s\" style:country-complex=\"none\"/>"
                          "</style:default-style><style:style style:name=\"Standard\" style:family=\"paragraph\">"
                          "<style:paragraph-properties fo:margin-top=\"3pt\" %s/></style:style>",
                          direction, language, language, direction);
}

static void
put_styles (GString *out,
            gboolean rtl)
{
  put_style (out, "Title", "fo:margin-bottom=\"8pt\"", 22, TRUE);
  put_headings (out);
  put_style (out, "Text", "fo:margin-top=\"3pt\"", 10.5, FALSE);
  put_style (out, "Question", "fo:margin-top=\"10pt\" fo:keep-with-next=\"always\"", 10.5, TRUE);
  put_style (out, "Answer", "fo:margin-top=\"3pt\"", 10.5, FALSE);
  put_style (out, "Choice", "fo:margin-top=\"3pt\"", 10.5, FALSE);
  put_style (out, "Hint", "fo:margin-top=\"3pt\"", 9, FALSE);
  put_style (out, "Notice", "fo:margin-top=\"8pt\" fo:padding=\"6pt\" fo:border=\"0.75pt solid #666666\"", 10.5, FALSE);
  put_style (out, "Header", rtl ? "fo:text-align=\"left\"" : "fo:text-align=\"right\"", 9, TRUE);
  put_style (out, "Footer", "fo:margin-top=\"0pt\"", 8, FALSE);
}

static void
put_page_number (GString       *out,
                 const GwPaper *self)
{
  g_autofree char *label = self->label (SOME_PAGE, SOME_PAGES, self->label_data);
  g_autoptr (GString) text = g_string_new (NULL);

  put_text (text, label);
  g_string_replace (text, G_STRINGIFY (SOME_PAGES), "<text:page-count>1</text:page-count>", 0);
  g_string_replace (text, G_STRINGIFY (SOME_PAGE), "<text:page-number>1</text:page-number>", 0);
  g_string_append_printf (out, "<text:p text:style-name=\"Footer\">%s</text:p>", text->str);
}

static void
put_edges (GString       *out,
           const GwPaper *self)
{
  if (self->head != NULL) {
    g_string_append (out, "<style:header><text:p text:style-name=\"Header\">");
    put_text (out, self->head);
    g_string_append (out, "</text:p></style:header>");
  }
  g_string_append (out, "<style:footer>");
  for (gsize i = 0; i < G_N_ELEMENTS (self->foot); i++) {
    g_string_append (out, "<text:p text:style-name=\"Footer\">");
    put_text (out, self->foot[i] != NULL ? self->foot[i] : "");
    g_string_append (out, "</text:p>");
  }
  if (self->label != NULL)
    put_page_number (out, self);
  g_string_append (out, "</style:footer>");
}

static char *
make_styles (const GwPaper *self)
{
  g_autoptr (GString) out = g_string_new (XML_HEAD "<office:document-styles" NAMESPACES "><office:styles>");

  put_default (out, self);
  put_styles (out, self->rtl);
  g_string_append_printf (out,
                          "</office:styles><office:automatic-styles><style:page-layout style:name=\"A4\">"
                          "<style:page-layout-properties fo:page-width=\"210mm\" fo:page-height=\"297mm\""
                          " fo:margin=\"20mm\" style:writing-mode=\"%s\"/><style:header-style>"
                          "<style:header-footer-properties fo:min-height=\"6mm\" fo:margin-bottom=\"3mm\"/>"
                          "</style:header-style><style:footer-style><style:header-footer-properties"
                          " fo:min-height=\"12mm\" fo:margin-top=\"4mm\"/></style:footer-style>"
                          "</style:page-layout></office:automatic-styles><office:master-styles>"
                          "<style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\">",
                          self->rtl ? "rl-tb" : "lr-tb");
  put_edges (out, self);
  g_string_append (out, "</style:master-page></office:master-styles></office:document-styles>\n");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
make_meta (const GwPaper *self)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->time / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *title = gw_xml_dup_clean (self->title != NULL ? self->title : "");
  g_autofree char *author = gw_xml_dup_clean (self->author != NULL ? self->author : "");

  return g_markup_printf_escaped (XML_HEAD "<office:document-meta" NAMESPACES "><office:meta>"
                                  "<dc:title>%s</dc:title><dc:creator>%s</dc:creator><dc:date>%s</dc:date>"
                                  "<dc:language>%s</dc:language></office:meta></office:document-meta>\n",
                                  title, author, stamp, self->language);
}

/**
 * gw_paper_write_odt:
 * @error: return location
 *
 * Writes what was added as an OpenDocument text. The word processor breaks the pages.
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GBytes *
gw_paper_write_odt (GwPaper  *self,
                    GError  **error)
{
  g_autoptr (GwZipWriter) zip = gw_zip_writer_new ();
  g_autofree char *content = NULL;
  g_autofree char *styles = NULL;
  g_autofree char *meta = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  content = make_content (self);
  styles = make_styles (self);
  meta = make_meta (self);
  if (!gw_zip_writer_add (zip, "mimetype", MIME_TYPE, FALSE, error)
      || !gw_zip_writer_add (zip, "content.xml", content, TRUE, error)
      || !gw_zip_writer_add (zip, "styles.xml", styles, TRUE, error)
      || !gw_zip_writer_add (zip, "meta.xml", meta, TRUE, error)
      || !gw_zip_writer_add (zip, "META-INF/manifest.xml", manifest, TRUE, error))
    return NULL;

  return gw_zip_writer_finish (zip);
}
