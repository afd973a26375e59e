/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The little Markdown that labels and hints of ODK forms use (emphasis, strong, headings, lists),
 * as Pango markup. What is not known is shown as text; nothing of the form's own text can become
 * markup by itself. */

#include "app/widgets/gw-markdown.h"

#include <string.h>

/* Finds where a run of @length marks opened at @p closes; the text within may not be empty,
 * nor begin or end with white space, so that "2 * 3 * 4" stays as it is. */
static const char *
find_close (const char *p,
            char        mark,
            int         length)
{
  const char *start = p + length;

  if (*start == '\0' || g_ascii_isspace (*start))
    return NULL;

  for (const char *q = start + 1; *q != '\0' && *q != '\n'; q++) {
    if (*q == mark && (length == 1 || q[1] == mark) && !g_ascii_isspace (q[-1])) {
      if (mark == '_' && g_ascii_isalnum (q[length]))
        continue;
      return q;
    }
  }

  return NULL;
}

static void append_inline (GString    *out,
                           const char *text,
                           gsize       length,
                           gboolean    with_tags);

static const char *
append_emphasis (GString    *out,
                 const char *p,
                 const char *begin,
                 const char *end,
                 gboolean    with_tags)
{
  char mark = *p;
  int length = p[1] == mark ? 2 : 1;
  const char *close;

  if (mark == '_' && p > begin && g_ascii_isalnum (p[-1]))
    return NULL;
  close = find_close (p, mark, length);
  if (close == NULL || close + length > end)
    return NULL;

  if (with_tags)
    g_string_append (out, length == 2 ? "<b>" : "<i>");
  append_inline (out, p + length, close - p - length, with_tags);
  if (with_tags)
    g_string_append (out, length == 2 ? "</b>" : "</i>");

  return close + length;
}

static void
append_char (GString    *out,
             const char *p,
             gboolean    with_tags)
{
  g_autofree char *escaped = NULL;
  gsize length = g_utf8_next_char (p) - p;

  if (with_tags) {
    escaped = g_markup_escape_text (p, length);
    g_string_append (out, escaped);
  } else {
    g_string_append_len (out, p, length);
  }
}

static void
append_inline (GString    *out,
               const char *text,
               gsize       length,
               gboolean    with_tags)
{
  const char *end = text + length;

  for (const char *p = text; p < end;) {
    const char *next = NULL;

    if (*p == '\\' && p + 1 < end && g_ascii_ispunct (p[1])) {
      append_char (out, p + 1, with_tags);
      p += 2;
      continue;
    }
    if (*p == '*' || *p == '_')
      next = append_emphasis (out, p, text, end, with_tags);
    if (next == NULL) {
      append_char (out, p, with_tags);
      next = g_utf8_next_char (p);
    }
    p = next;
  }
}

static void
append_line (GString    *out,
             const char *line,
             gboolean    with_tags)
{
  gsize hashes = strspn (line, "#");

  if (hashes >= 1 && hashes <= 6 && line[hashes] == ' ') {
    const char *heading = line + hashes + 1;

    if (with_tags)
      g_string_append (out, "<b>");
    append_inline (out, heading, strlen (heading), with_tags);
    if (with_tags)
      g_string_append (out, "</b>");
  } else if ((line[0] == '-' || line[0] == '*') && line[1] == ' ') {
    g_string_append (out, "• ");
    append_inline (out, line + 2, strlen (line + 2), with_tags);
  } else {
    append_inline (out, line, strlen (line), with_tags);
  }
}

static char *
convert (const char *markdown,
         gboolean    with_tags)
{
  g_autofree char *valid = g_utf8_make_valid (markdown, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (out, '\n');
    append_line (out, lines[i], with_tags);
  }

  return g_string_free (out, FALSE);
}

/**
 * gw_markdown_to_markup:
 * @markdown: a label or hint of a form
 *
 * Returns: (transfer full): the same as Pango markup
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
