/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/gw-plain-text.h"

#include <string.h>

/* "<br>" ends a line; "<span …>" and its like are only dress. Anything else that begins with
 * "<" is the writer's own. */
static const char *
skip_tag (const char *p,
          GString    *out)
{
  const char *end = strchr (p, '>');
  const char *name = p[1] == '/' ? p + 2 : p + 1;

  if (end == NULL)
    return NULL;
  if (g_ascii_strncasecmp (name, "br", 2) == 0) {
    g_string_append_c (out, '\n');
    return end + 1;
  }
  if (g_ascii_strncasecmp (name, "span", 4) == 0 || g_ascii_strncasecmp (name, "p>", 2) == 0)
    return end + 1;
  return NULL;
}

/* "[words](address)": on paper the address has to stand behind the words. */
static const char *
take_link (const char *p,
           GString    *out)
{
  const char *close = strchr (p, ']');
  const char *end = close != NULL && close[1] == '(' ? strchr (close + 2, ')') : NULL;
  const char *feed = strchr (p, '\n');

  if (end == NULL || (feed != NULL && feed < end))
    return NULL;
  g_string_append_len (out, p + 1, close - p - 1);
  if (strncmp (p + 1, close + 2, MIN (close - p - 1, end - close - 2)) != 0) {
    g_string_append (out, " (");
    g_string_append_len (out, close + 2, end - close - 2);
    g_string_append_c (out, ')');
  }
  return end + 1;
}

/* An emphasis opens before a word and closes behind one; a lone star is a star. */
static gboolean
is_emphasis (const char *start,
             const char *p,
             gsize       length)
{
  gboolean word_before = p > start && !g_ascii_isspace (p[-1]);
  gboolean word_behind = p[length] != '\0' && !g_ascii_isspace (p[length]);

  if (*p == '_' && word_before && word_behind)
    return FALSE; /* snake_case */
  if (word_behind && !word_before)
    return strchr (p + length, *p) != NULL;
  return word_before;
}

/**
 * gw_plain_text_from_markdown:
 * @text: a label of a form: Markdown as ODK forms use it
 *
 * Returns: (transfer full): the words without their dress
 */
char *
gw_plain_text_from_markdown (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0') {
    gboolean line_start = p == text || p[-1] == '\n';
    const char *next = NULL;

    if (*p == '\\' && p[1] != '\0' && strchr ("\\*_#[]()<>`", p[1]) != NULL) {
      g_string_append_c (out, p[1]);
      p += 2;
      continue;
    }
    if (*p == '#' && line_start) {
      gsize marks = strspn (p, "#");

      if (marks <= 6 && p[marks] == ' ')
        next = p + marks + 1;
    } else if (*p == '*' || *p == '_') {
      gsize length = p[1] == *p ? 2 : 1;

      if (is_emphasis (text, p, length))
        next = p + length;
    } else if (*p == '<') {
      next = skip_tag (p, out);
    } else if (*p == '[') {
      next = take_link (p, out);
    }
    if (next != NULL)
      p = next;
    else
      g_string_append_c (out, *p++);
  }
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}
