/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A block of cells as spreadsheets put it on the clipboard: lines, tabs between cells, quotes around a cell that has a
 * tab, a quote or a line break in it. */

#include "app/forms/gw-form-grid-block.h"

#include <string.h>

/* More than any table takes. */
#define MOST_CELLS 1000000

static void
end_line (GPtrArray  *lines,
          GPtrArray **line)
{
  g_ptr_array_add (lines, *line);
  *line = g_ptr_array_new_with_free_func (g_free);
}

/* A quote only begins a quoted cell where it is the first letter; text such as 5" stays. */
static const char *
read_cell (const char *p,
           GString    *cell)
{
  if (*p == '"') {
    const char *q = p + 1;

    for (; *q != '\0'; q++) {
      if (*q == '"' && q[1] == '"') {
        g_string_append_c (cell, '"');
        q++;
      } else if (*q == '"') {
        break;
      } else if (*q != '\r') {
        g_string_append_c (cell, *q);
      }
    }
    if (*q == '"' && (q[1] == '\t' || q[1] == '\n' || q[1] == '\r' || q[1] == '\0'))
      return q + 1;
    g_string_truncate (cell, 0);
  }
  for (; *p != '\0' && *p != '\t' && *p != '\n' && *p != '\r'; p++)
    g_string_append_c (cell, *p);

  return p;
}

/**
 * gw_form_grid_block_parse:
 * @text: what a spreadsheet copied, or any text
 *
 * Returns: (transfer full) (element-type GPtrArray): lines, each of its cells; the end of the last line begins no line
 */
GPtrArray *
gw_form_grid_block_parse (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *line = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  g_return_val_if_fail (text != NULL, lines);

  for (const char *p = text; n < MOST_CELLS; n++) {
    GString *cell = g_string_new (NULL);

    p = read_cell (p, cell);
    g_ptr_array_add (line, g_string_free (cell, FALSE));
    if (*p == '\t') {
      p++;
      continue;
    }
    end_line (lines, &line);
    if (*p == '\r')
      p++;
    if (*p == '\n')
      p++;
    if (*p == '\0')
      break;
  }
  g_ptr_array_unref (line);

  return lines;
}

/**
 * gw_form_grid_block_add:
 * @is_first: whether it begins a line
 *
 * Writes one cell the way spreadsheets read it. The caller ends the lines.
 */
void
gw_form_grid_block_add (GString    *out,
                        const char *cell,
                        gboolean    is_first)
{
  g_return_if_fail (out != NULL);

  if (!is_first)
    g_string_append_c (out, '\t');
  if (strpbrk (cell, "\t\n\r\"") == NULL) {
    g_string_append (out, cell);
    return;
  }
  g_string_append_c (out, '"');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}
