/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Markdown that labels and hints of ODK forms use (headings, emphasis, links, lists, line breaks, coloured spans)
 * as Pango markup for a GtkLabel. What is not known is shown as text; nothing of the form's own text can become markup
 * by itself. */

#include "app/widgets/gw-markdown.h"

#include <string.h>
#include <pango/pango.h>

/* Words within words within words: no form means more than that. */
#define MOST_DEPTH 12

typedef struct
{
  GString *out;
  gboolean with_tags;
  guint depth;
} Writer;

static void append_inline (Writer     *writer,
                           const char *text,
                           const char *end);

static void
append_text (Writer     *writer,
             const char *text,
             gsize       length)
{
  g_autofree char *escaped = NULL;

  if (!writer->with_tags) {
    g_string_append_len (writer->out, text, (gssize) length);
    return;
  }
  escaped = g_markup_escape_text (text, (gssize) length);
  g_string_append (writer->out, escaped);
}

static void
append_tag (Writer     *writer,
            const char *tag)
{
  if (writer->with_tags)
    g_string_append (writer->out, tag);
}

static void
append_within (Writer     *writer,
               const char *opening,
               const char *text,
               const char *end,
               const char *closing)
{
  append_tag (writer, opening);
  writer->depth++;
  append_inline (writer, text, end);
  writer->depth--;
  append_tag (writer, closing);
}

/* ------------------------------------------------------------ emphasis and links */

/* Finds where a run of @length marks opened at @p closes; the text within may not be empty,
 * nor begin or end with white space, so that "2 * 3 * 4" stays as it is. */
static const char *
find_close (const char *p,
            const char *end,
            char        mark,
            int         length)
{
  const char *start = p + length;

  if (start >= end || g_ascii_isspace (*start))
    return NULL;

  for (const char *q = start + 1; q + length <= end; q++) {
    if (*q == '\\') {
      q++;
      continue;
    }
    if (*q != mark || (length == 2 && q[1] != mark) || g_ascii_isspace (q[-1]))
      continue;
    /* A single mark is not the half of a double one. */
    if (length == 1 && q + 1 < end && q[1] == mark) {
      q++;
      continue;
    }
    if (mark == '_' && q + length < end && g_ascii_isalnum (q[length]))
      continue;
    return q;
  }

  return NULL;
}

static const char *
take_emphasis (Writer     *writer,
               const char *p,
               const char *begin,
               const char *end)
{
  char mark = *p;
  int length = p + 1 < end && p[1] == mark ? 2 : 1;
  const char *close;

  if (mark == '_' && p > begin && g_ascii_isalnum (p[-1]))
    return NULL;
  close = find_close (p, end, mark, length);
  if (close == NULL)
    return NULL;
  append_within (writer, length == 2 ? "<b>" : "<i>", p + length, close, length == 2 ? "</b>" : "</i>");

  return close + length;
}

static gboolean
is_address (const char *address)
{
  return g_str_has_prefix (address, "https://") || g_str_has_prefix (address, "http://")
         || g_str_has_prefix (address, "mailto:");
}

/* "[words](address)" */
static const char *
take_link (Writer     *writer,
           const char *p,
           const char *end)
{
  const char *close = memchr (p, ']', (gsize) (end - p));
  const char *last = close != NULL && close + 1 < end && close[1] == '('
                       ? memchr (close, ')', (gsize) (end - close)) : NULL;
  g_autofree char *address = last != NULL ? g_strndup (close + 2, (gsize) (last - close - 2)) : NULL;
  g_autofree char *tag = NULL;

  if (address == NULL || !is_address (address))
    return NULL;
  tag = g_markup_printf_escaped ("<a href=\"%s\">", address);
  append_within (writer, tag, p + 1, close, "</a>");

  return last + 1;
}

/* ------------------------------------------------------------ tags and entities */

static const struct
{
  const char *name;
  const char *opening;
  const char *closing;
} tags[] = {
  { "em", "<i>", "</i>" }, { "i", "<i>", "</i>" }, { "strong", "<b>", "</b>" }, { "b", "<b>", "</b>" },
  { "u", "<u>", "</u>" }, { "p", "", "" }, { "small", "<small>", "</small>" },
};

static char *
dup_style (const char *attributes,
           const char *property)
{
  g_autofree char *pattern = g_strdup_printf ("[\"';\\s]%s\\s*:\\s*([^;\"']+)", property);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, attributes, 0, &match) ? g_strstrip (g_match_info_fetch (match, 1)) : NULL;
}

/* Only colours that Pango knows: one that it does not know would make the whole label empty. */
static char *
make_span (const char *attributes)
{
  g_autofree char *color = dup_style (attributes, "color"), *family = dup_style (attributes, "font-family");
  GString *span = g_string_new ("<span");
  PangoColor parsed;

  if (color != NULL && pango_color_parse (&parsed, color)) {
    g_autofree char *attribute = g_markup_printf_escaped (" foreground=\"%s\"", color);

    g_string_append (span, attribute);
  }
  if (family != NULL) {
    g_autofree char *attribute = g_markup_printf_escaped (" font_family=\"%s\"", family);

    g_string_append (span, attribute);
  }
  g_string_append_c (span, '>');

  return g_string_free (span, FALSE);
}

static const char *
find_closing_tag (const char *p,
                  const char *end,
                  const char *name)
{
  gsize length = strlen (name);
  guint open = 1;

  for (; p + length + 1 < end; p++) {
    if (*p != '<')
      continue;
    if (p[1] == '/' && g_ascii_strncasecmp (p + 2, name, length) == 0 && p + 2 + length < end && p[2 + length] == '>') {
      if (--open == 0)
        return p;
    } else if (g_ascii_strncasecmp (p + 1, name, length) == 0 && !g_ascii_isalnum (p[1 + length])) {
      open++;
    }
  }

  return NULL;
}

static const char *
take_tag (Writer     *writer,
          const char *p,
          const char *end)
{
  const char *mark = memchr (p, '>', (gsize) (end - p)), *close, *name_end = p + 1;
  g_autofree char *name = NULL, *attributes = NULL, *span = NULL;
  const char *opening = NULL, *closing = "</span>";

  while (name_end < end && g_ascii_isalpha (*name_end))
    name_end++;
  if (mark == NULL || name_end == p + 1)
    return NULL;
  name = g_ascii_strdown (p + 1, name_end - p - 1);
  if (g_str_equal (name, "br")) {
    g_string_append_c (writer->out, '\n');
    return mark + 1;
  }

  close = find_closing_tag (mark + 1, end, name);
  if (close == NULL)
    return NULL;
  if (g_str_equal (name, "span")) {
    attributes = g_strndup (name_end, (gsize) (mark - name_end));
    opening = span = make_span (attributes);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (!g_str_equal (tags[i].name, name))
      continue;
    opening = tags[i].opening;
    closing = tags[i].closing;
  }
  if (opening == NULL)
    return NULL;
  append_within (writer, opening, mark + 1, close, closing);

  return close + strlen (name) + 3;
}

static const struct
{
  const char *entity;
  const char *text;
} entities[] = {
  { "&nbsp;", "\302\240" }, { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" },
};

static const char *
take_entity (Writer     *writer,
             const char *p,
             const char *end)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++) {
    gsize length = strlen (entities[i].entity);

    if ((gsize) (end - p) < length || strncmp (p, entities[i].entity, length) != 0)
      continue;
    append_text (writer, entities[i].text, strlen (entities[i].text));
    return p + length;
  }

  return NULL;
}

/* ------------------------------------------------------------ lines */

static void
append_inline (Writer     *writer,
               const char *text,
               const char *end)
{
  for (const char *p = text; p < end;) {
    const char *next = NULL;

    if (*p == '\\' && p + 1 < end && g_ascii_ispunct (p[1])) {
      append_text (writer, p + 1, 1);
      p += 2;
      continue;
    }
    if (writer->depth < MOST_DEPTH) {
      if (*p == '*' || *p == '_')
        next = take_emphasis (writer, p, text, end);
      else if (*p == '[')
        next = take_link (writer, p, end);
      else if (*p == '<')
        next = take_tag (writer, p, end);
      else if (*p == '&')
        next = take_entity (writer, p, end);
    }
    if (next == NULL) {
      next = g_utf8_next_char (p);
      append_text (writer, p, (gsize) (next - p));
    }
    p = next;
  }
}

/* "## Words ##" is a heading of these words: hashes that close it are no part of them. One hash that stands at a word
 * is, as in "# Notes in C#". */
static const char *
find_heading_end (const char *heading)
{
  const char *end = heading + strlen (heading), *hash;

  while (end > heading && end[-1] == ' ')
    end--;
  hash = end;
  while (hash > heading && hash[-1] == '#')
    hash--;
  if (hash == end || (hash > heading && hash[-1] == '\\')
      || (end - hash == 1 && hash > heading && hash[-1] != ' '))
    return end;
  while (hash > heading && hash[-1] == ' ')
    hash--;

  return hash;
}

static void
append_heading (Writer     *writer,
                const char *heading,
                gsize       level)
{
  static const char *const sizes[] = { "xx-large", "x-large", "large" };
  const char *end = find_heading_end (heading);
  g_autofree char *opening = level <= G_N_ELEMENTS (sizes)
                               ? g_strdup_printf ("<span size=\"%s\"><b>", sizes[level - 1]) : g_strdup ("<b>");

  append_within (writer, opening, heading, end,
                 level <= G_N_ELEMENTS (sizes) ? "</b></span>" : "</b>");
}

/* Without a space behind the hashes only what is closed by hashes is a heading; "#1" is a number. */
static gboolean
is_closed_heading (const char *words)
{
  const char *end = find_heading_end (words);

  return end > words && strchr (end, '#') != NULL;
}

static void
append_line (Writer     *writer,
             const char *line)
{
  gsize hashes = strspn (line, "#"), spaces = strspn (line, " ");
  const char *item = line + spaces;

  if (hashes >= 1 && hashes <= 6 && (line[hashes] == ' ' || is_closed_heading (line + hashes))) {
    append_heading (writer, line + hashes + strspn (line + hashes, " "), hashes);
  } else if ((*item == '-' || *item == '*' || *item == '+') && item[1] == ' ') {
    g_string_append_len (writer->out, line, (gssize) spaces);
    g_string_append (writer->out, "• ");
    append_inline (writer, item + 2, item + strlen (item));
  } else {
    append_inline (writer, line, line + strlen (line));
  }
}

static char *
convert (const char *markdown,
         gboolean    with_tags)
{
  g_autofree char *valid = g_utf8_make_valid (markdown, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  Writer writer = { g_string_new (NULL), with_tags, 0 };

  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (writer.out, '\n');
    append_line (&writer, lines[i]);
  }

  return g_string_free (writer.out, FALSE);
}

/**
 * gw_markdown_to_markup:
 * @markdown: a label or hint of a form
 *
 * Returns: (transfer full): the same as Pango markup with links, for a GtkLabel
 */
char *
gw_markdown_to_markup (const char *markdown)
{
  g_return_val_if_fail (markdown != NULL, NULL);

  return convert (markdown, TRUE);
}

/**
 * gw_markdown_to_text:
 * @markdown: a label or hint of a form
 *
 * Returns: (transfer full): the same without any marks, for screen readers and lists
 */
char *
gw_markdown_to_text (const char *markdown)
{
  g_return_val_if_fail (markdown != NULL, NULL);

  return convert (markdown, FALSE);
}
