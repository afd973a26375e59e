/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From Mallard (projectmallard.org/1.0) to blocks and spans. What we do not know is walked
 * through and not dropped: an element of a later Mallard still shows its words. */

#include "core/manual/gw-manual-page-private.h"

#include <string.h>

#include "core/base/gw-xml.h"

#define MALLARD "http://projectmallard.org/1.0/"
#define MAX_DEPTH 64

typedef struct
{
  GwManualPage *page;
  GwManualTitleFunc title_func;
  gpointer data;
  gboolean in_related;
} Reader;

static void read_blocks (Reader        *reader,
                         const xmlNode *parent,
                         GPtrArray     *blocks,
                         int            depth);

static gboolean
is_any (const xmlNode     *node,
        const char *const *names)
{
  return node->type == XML_ELEMENT_NODE && g_strv_contains (names, (const char *) node->name);
}

static char *
dup_id (const xmlNode *node)
{
  char *id = gw_xml_dup_attr (node, "http://www.w3.org/XML/1998/namespace", "id");

  return id != NULL ? id : gw_xml_dup_attr (node, NULL, "id");
}

/* White space of the source is not white space of the text: runs of it are one space. */
static void
append_collapsed (GString    *text,
                  const char *raw,
                  gboolean    verbatim)
{
  for (const char *p = raw; *p != '\0'; p++) {
    if (verbatim || !g_ascii_isspace (*p))
      g_string_append_c (text, *p);
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');
    else if (text->len == 0)
      g_string_append_c (text, ' ');
  }
}

static gboolean
ends_in_space (GPtrArray *spans)
{
  const GwManualSpan *last = spans->len > 0 ? g_ptr_array_index (spans, spans->len - 1) : NULL;

  return last == NULL || g_str_has_suffix (last->text, " ");
}

/* The text goes on from the last span where that looks and leads the same. */
static void
add_text (GPtrArray          *spans,
          const char         *raw,
          const GwManualSpan *look,
          gboolean            verbatim)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GwManualSpan *last = spans->len > 0 ? g_ptr_array_index (spans, spans->len - 1) : NULL;
  const char *from;

  append_collapsed (text, raw, verbatim);
  from = text->str;
  if (!verbatim && ends_in_space (spans) && *from == ' ')
    from++;
  if (*from == '\0')
    return;

  if (last != NULL && last->style == look->style && g_strcmp0 (last->page, look->page) == 0
      && g_strcmp0 (last->section, look->section) == 0 && g_strcmp0 (last->href, look->href) == 0) {
    char *joined = g_strconcat (last->text, from, NULL);

    g_free (last->text);
    last->text = joined;
    return;
  }

  last = g_new0 (GwManualSpan, 1);
  last->style = look->style;
  last->text = g_strdup (from);
  last->page = g_strdup (look->page);
  last->section = g_strdup (look->section);
  last->href = g_strdup (look->href);
  g_ptr_array_add (spans, last);
}

static void
trim_end (GPtrArray *spans)
{
  while (spans->len > 0) {
    GwManualSpan *last = g_ptr_array_index (spans, spans->len - 1);

    g_strchomp (last->text);
    if (*last->text != '\0')
      return;
    g_ptr_array_remove_index (spans, spans->len - 1);
  }
}

static void
note_target (Reader             *reader,
             const GwManualSpan *link)
{
  if (link->page != NULL && *link->page != '\0') {
    gw_manual_add_name (reader->page->linked, link->page);
    if (reader->in_related)
      gw_manual_add_name (reader->page->related, link->page);
  }
  if (link->href != NULL && g_str_has_prefix (link->href, "godwit:checklist/"))
    gw_manual_add_name (reader->page->checklists, link->href + strlen ("godwit:checklist/"));
}

/* "page", "page#section", "#section". */
static void
split_xref (const char    *xref,
            GwManualSpan  *link)
{
  const char *hash = strchr (xref, '#');

  link->page = hash != NULL ? g_strndup (xref, hash - xref) : g_strdup (xref);
  link->section = hash != NULL && hash[1] != '\0' ? g_strdup (hash + 1) : NULL;
}

static gboolean
is_safe_href (const char *href)
{
  return g_str_has_prefix (href, "https:") || g_str_has_prefix (href, "http:")
         || g_str_has_prefix (href, "mailto:") || g_str_has_prefix (href, "godwit:");
}

static void read_spans (Reader             *reader,
                        const xmlNode      *parent,
                        const GwManualSpan *look,
                        gboolean            verbatim,
                        GPtrArray          *spans,
                        int                 depth);

static void
read_link (Reader             *reader,
           const xmlNode      *node,
           const GwManualSpan *look,
           gboolean            verbatim,
           GPtrArray          *spans,
           int                 depth)
{
  g_autofree char *xref = gw_xml_dup_attr (node, NULL, "xref");
  g_autofree char *href = gw_xml_dup_attr (node, NULL, "href");
  GwManualSpan link = { .style = look->style };

  if (xref != NULL && *xref != '\0')
    split_xref (xref, &link);
  else if (href != NULL && is_safe_href (href))
    link.href = g_strdup (href);
  note_target (reader, &link);

  if (node->children != NULL) {
    read_spans (reader, node, &link, verbatim, spans, depth);
  } else if (link.page != NULL && *link.page != '\0') {
    g_autofree char *title = reader->title_func != NULL
                                 ? reader->title_func (link.page, reader->data)
                                 : NULL;

    add_text (spans, title != NULL ? title : link.page, &link, verbatim);
  } else if (href != NULL) {
    add_text (spans, href, &link, verbatim);
  }

  g_free (link.page);
  g_free (link.section);
  g_free (link.href);
}

static GwManualStyle
style_of (const xmlNode *node)
{
  static const char *const codes[] = { "code", "cmd", "input", "output", "file", "sys", "var", NULL };
  static const char *const stressed[] = { "em", "gui", "guiseq", "key", "keyseq", NULL };

  if (is_any (node, codes))
    return GW_MANUAL_STYLE_CODE;
  if (strcmp ((const char *) node->name, "term") == 0)
    return GW_MANUAL_STYLE_TERM;
  if (is_any (node, stressed)) {
    g_autofree char *style = gw_xml_dup_attr (node, NULL, "style");

    return g_strcmp0 (style, "unconfirmed") == 0 ? GW_MANUAL_STYLE_UNCONFIRMED
                                                 : GW_MANUAL_STYLE_EMPHASIS;
  }

  return GW_MANUAL_STYLE_PLAIN;
}

static void
read_spans (Reader             *reader,
            const xmlNode      *parent,
            const GwManualSpan *look,
            gboolean            verbatim,
            GPtrArray          *spans,
            int                 depth)
{
  if (depth > MAX_DEPTH)
    return;

  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      if (node->content != NULL)
        add_text (spans, (const char *) node->content, look, verbatim);
    } else if (gw_xml_is (node, MALLARD, "link")) {
      read_link (reader, node, look, verbatim, spans, depth + 1);
    } else if (node->type == XML_ELEMENT_NODE) {
      GwManualSpan inner = *look;

      inner.style |= style_of (node);
      read_spans (reader, node, &inner, verbatim, spans, depth + 1);
    }
  }
}

static void
read_text (Reader        *reader,
           const xmlNode *node,
           gboolean       verbatim,
           GPtrArray     *spans,
           int            depth)
{
  static const GwManualSpan plain = { 0 };

  read_spans (reader, node, &plain, verbatim, spans, depth);
  if (!verbatim)
    trim_end (spans);
}

static GwManualBlock *
add_block (GPtrArray         *blocks,
           const xmlNode     *node,
           GwManualBlockKind  kind,
           const char        *style)
{
  GwManualBlock *block = gw_manual_block_new (kind, style);

  block->id = dup_id (node);
  g_ptr_array_add (blocks, block);
  return block;
}

static void
read_title (Reader        *reader,
            const xmlNode *node,
            GwManualBlock *block,
            const char    *name,
            int            depth)
{
  const xmlNode *title = gw_xml_first (node, MALLARD, name);

  if (title != NULL)
    read_text (reader, title, FALSE, block->spans, depth);
}

static void
read_list (Reader        *reader,
           const xmlNode *node,
           GPtrArray     *blocks,
           int            depth)
{
  g_autofree char *type = gw_xml_dup_attr (node, NULL, "type");
  gboolean terms = gw_xml_is (node, MALLARD, "terms");
  gboolean numbered = g_strcmp0 (type, "numbered") == 0 || g_strcmp0 (type, "1") == 0;
  const char *style = terms                                  ? "terms"
                      : gw_xml_is (node, MALLARD, "steps")   ? "steps"
                      : numbered                             ? "numbered"
                                                             : "bulleted";
  GwManualBlock *list = add_block (blocks, node, GW_MANUAL_LIST, style);

  read_title (reader, node, list, "title", depth);
  for (const xmlNode *item = gw_xml_first (node, MALLARD, "item"); item != NULL;
       item = gw_xml_next (item, MALLARD, "item")) {
    GwManualBlock *block = add_block (list->blocks, item, GW_MANUAL_ITEM, NULL);

    if (terms)
      read_title (reader, item, block, "title", depth);
    read_blocks (reader, item, block->blocks, depth);
  }
}

static int
read_span_count (const xmlNode *cell,
                 const char    *attribute)
{
  g_autofree char *text = gw_xml_dup_attr (cell, NULL, attribute);
  int count = text != NULL ? atoi (text) : 1;

  return CLAMP (count, 1, 100);
}

static void
read_row (Reader        *reader,
          const xmlNode *row,
          GPtrArray     *rows,
          const char    *style,
          int            depth)
{
  GwManualBlock *block = add_block (rows, row, GW_MANUAL_ROW, style);

  for (const xmlNode *cell = gw_xml_first (row, MALLARD, NULL); cell != NULL;
       cell = gw_xml_next (cell, MALLARD, NULL)) {
    GwManualBlock *inner;

    if (!gw_xml_is (cell, MALLARD, "td") && !gw_xml_is (cell, MALLARD, "th"))
      continue;
    inner = add_block (block->blocks, cell, GW_MANUAL_CELL,
                       gw_xml_is (cell, MALLARD, "th") ? "head" : NULL);
    inner->columns = read_span_count (cell, "colspan");
    inner->rows = read_span_count (cell, "rowspan");
    read_blocks (reader, cell, inner->blocks, depth);
  }
}

static void
read_rows (Reader        *reader,
           const xmlNode *parent,
           GPtrArray     *rows,
           const char    *style,
           int            depth)
{
  for (const xmlNode *node = gw_xml_first (parent, MALLARD, NULL); node != NULL;
       node = gw_xml_next (node, MALLARD, NULL)) {
    if (gw_xml_is (node, MALLARD, "tr"))
      read_row (reader, node, rows, style, depth);
    else if (gw_xml_is (node, MALLARD, "thead"))
      read_rows (reader, node, rows, "head", depth);
    else if (gw_xml_is (node, MALLARD, "tbody") || gw_xml_is (node, MALLARD, "tfoot"))
      read_rows (reader, node, rows, style, depth);
  }
}

static void
read_figure (Reader        *reader,
             const xmlNode *node,
             GPtrArray     *blocks,
             int            depth)
{
  const xmlNode *media = gw_xml_is (node, MALLARD, "media") ? node
                                                            : gw_xml_first (node, MALLARD, "media");
  GwManualBlock *block;

  if (media == NULL) {
    read_blocks (reader, node, blocks, depth);
    return;
  }

  block = add_block (blocks, node, GW_MANUAL_FIGURE, NULL);
  block->href = gw_xml_dup_attr (media, NULL, "src");
  block->alt = gw_xml_dup_text (media);
  g_strstrip (block->alt);
  read_title (reader, node, block, "title", depth);
  read_title (reader, node, block, "desc", depth);
}

static void
read_note (Reader        *reader,
           const xmlNode *node,
           GPtrArray     *blocks,
           const char    *fixed_style,
           int            depth)
{
  static const char *const known[] = { "tip", "important", "warning", NULL };
  g_autofree char *style = gw_xml_dup_attr (node, NULL, "style");
  const char *shown = fixed_style                                                  ? fixed_style
                      : style != NULL && g_strv_contains (known, style)            ? style
                                                                                   : "note";
  GwManualBlock *block = add_block (blocks, node, GW_MANUAL_NOTE, shown);

  read_title (reader, node, block, "title", depth);
  read_blocks (reader, node, block->blocks, depth);
}

static void
read_block (Reader        *reader,
            const xmlNode *node,
            GPtrArray     *blocks,
            int            depth)
{
  static const char *const lists[] = { "list", "steps", "terms", NULL };
  static const char *const codes[] = { "code", "screen", NULL };
  static const char *const figures[] = { "figure", "media", NULL };
  static const char *const elsewhere[] = { "info", "title", "desc", "section", "cite", NULL };
  GwManualBlock *block;

  if (is_any (node, elsewhere))
    return;

  if (gw_xml_is (node, MALLARD, "p")) {
    block = add_block (blocks, node, GW_MANUAL_PARAGRAPH, NULL);
    read_text (reader, node, FALSE, block->spans, depth);
  } else if (is_any (node, codes)) {
    block = add_block (blocks, node, GW_MANUAL_CODE, NULL);
    read_text (reader, node, TRUE, block->spans, depth);
  } else if (is_any (node, lists)) {
    read_list (reader, node, blocks, depth);
  } else if (gw_xml_is (node, MALLARD, "note")) {
    read_note (reader, node, blocks, NULL, depth);
  } else if (gw_xml_is (node, MALLARD, "example")) {
    read_note (reader, node, blocks, "example", depth);
  } else if (gw_xml_is (node, MALLARD, "quote")) {
    block = add_block (blocks, node, GW_MANUAL_QUOTE, NULL);
    read_title (reader, node, block, "cite", depth);
    read_blocks (reader, node, block->blocks, depth);
  } else if (gw_xml_is (node, MALLARD, "table")) {
    block = add_block (blocks, node, GW_MANUAL_TABLE, NULL);
    read_title (reader, node, block, "title", depth);
    read_rows (reader, node, block->blocks, NULL, depth);
  } else if (is_any (node, figures)) {
    read_figure (reader, node, blocks, depth);
  } else if (gw_xml_is (node, MALLARD, "links")) {
    block = add_block (blocks, node, GW_MANUAL_TOPICS, NULL);
  } else {
    read_blocks (reader, node, blocks, depth);
  }
}

static void
read_blocks (Reader        *reader,
             const xmlNode *parent,
             GPtrArray     *blocks,
             int            depth)
{
  if (depth > MAX_DEPTH)
    return;

  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_ELEMENT_NODE)
      read_block (reader, node, blocks, depth + 1);
  }
}

/* The first title without a type: others are for links, search and sorting. */
static const xmlNode *
find_title (const xmlNode *parent)
{
  for (const xmlNode *title = gw_xml_first (parent, MALLARD, "title"); title != NULL;
       title = gw_xml_next (title, MALLARD, "title")) {
    g_autofree char *type = gw_xml_dup_attr (title, NULL, "type");

    if (type == NULL)
      return title;
  }

  return NULL;
}

static char *
dup_line (const xmlNode *node)
{
  g_autofree char *raw = gw_xml_dup_text (node);
  GString *line = g_string_new (NULL);

  append_collapsed (line, raw, FALSE);
  return g_strstrip (g_string_free (line, FALSE));
}

static void
read_section (Reader        *reader,
              const xmlNode *node,
              int            level)
{
  g_autofree char *id = dup_id (node);
  g_autofree char *title = dup_line (find_title (node));
  GwManualSection *section = gw_manual_section_new (level, level > 1 ? id : NULL, title);

  g_ptr_array_add (reader->page->sections, section);
  reader->in_related = g_strcmp0 (id, "related") == 0 && level > 1;
  read_blocks (reader, node, section->blocks, 0);
  reader->in_related = FALSE;
  if (level > MAX_DEPTH)
    return;
  for (const xmlNode *inner = gw_xml_first (node, MALLARD, "section"); inner != NULL;
       inner = gw_xml_next (inner, MALLARD, "section"))
    read_section (reader, inner, level + 1);
}

static void
read_info_link (GwManualPage  *page,
                const xmlNode *link)
{
  g_autofree char *type = gw_xml_dup_attr (link, NULL, "type");
  GwManualSpan target = { 0 };
  g_autofree char *xref = gw_xml_dup_attr (link, NULL, "xref");

  if (xref == NULL)
    return;

  split_xref (xref, &target);
  if (g_strcmp0 (type, "guide") == 0)
    gw_manual_add_name (page->guides, target.page);
  else if (g_strcmp0 (type, "topic") == 0)
    gw_manual_add_name (page->topics, target.page);
  else if (g_strcmp0 (type, "seealso") == 0)
    gw_manual_add_name (page->related, target.page);
  g_free (target.page);
  g_free (target.section);
}

static void
read_info (GwManualPage  *page,
           const xmlNode *info)
{
  page->desc = dup_line (gw_xml_first (info, MALLARD, "desc"));
  page->date = g_strdup ("");
  for (const xmlNode *node = gw_xml_first (info, MALLARD, NULL); node != NULL;
       node = gw_xml_next (node, MALLARD, NULL)) {
    if (gw_xml_is (node, MALLARD, "link")) {
      read_info_link (page, node);
    } else if (gw_xml_is (node, MALLARD, "revision")) {
      g_autofree char *date = gw_xml_dup_attr (node, NULL, "date");

      if (date != NULL && strcmp (date, page->date) > 0) {
        g_free (page->date);
        page->date = g_steal_pointer (&date);
      }
    }
  }
}

/**
 * gw_manual_page_new_from_xml:
 * @xml: a Mallard page
 * @lang: the language it is written in
 * @title_func: (nullable) (scope call): gives the words for links without any
 * @error: return location, of the domain %GW_XML_ERROR or %GW_MANUAL_ERROR
 *
 * Reads a page, which may come from outside. Any thread; takes milliseconds.
 *
 * Returns: (transfer full): the page
 */
GwManualPage *
gw_manual_page_new_from_xml (GBytes             *xml,
                             const char         *lang,
                             GwManualTitleFunc   title_func,
                             gpointer            data,
                             GError            **error)
{
  g_autoptr (GwXmlDoc) document = gw_xml_parse (xml, "page", error);
  g_autoptr (GwManualPage) page = NULL;
  const xmlNode *root;
  Reader reader = { .title_func = title_func, .data = data };
  g_autofree char *type = NULL;

  if (document == NULL)
    return NULL;

  root = xmlDocGetRootElement (document);
  page = gw_manual_page_new_empty ();
  reader.page = page;
  page->id = gw_xml_is (root, MALLARD, "page") ? dup_id (root) : NULL;
  if (page->id == NULL || find_title (root) == NULL) {
    g_set_error_literal (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_A_PAGE,
                         "it is not a Mallard page with an id and a title");
    return NULL;
  }

  type = gw_xml_dup_attr (root, NULL, "type");
  page->guide = g_strcmp0 (type, "guide") == 0;
  page->lang = g_strdup (lang);
  page->title = dup_line (find_title (root));
  read_info (page, gw_xml_first (root, MALLARD, "info"));
  read_section (&reader, root, 1);

  return g_steal_pointer (&page);
}
