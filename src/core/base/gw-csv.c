/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-csv.h"

#include <string.h>

#define MOST_CELLS 5000000

struct _GwCsv
{
  GPtrArray *rows; /* of GPtrArray of strings; the first is the header */
};

/* Reads one field from *@at and moves it behind the field's end. A quoted field may hold
 * separators, line breaks and doubled quotes (RFC 4180). */
static char *
read_field (const char **at,
            const char  *end,
            char         separator)
{
  GString *field = g_string_new (NULL);
  const char *p = *at;

  if (p < end && *p == '"') {
    for (p++; p < end; p++) {
      if (*p != '"') {
        g_string_append_c (field, *p);
      } else if (p + 1 < end && p[1] == '"') {
        g_string_append_c (field, '"');
        p++;
      } else {
        p++;
        break;
      }
    }
  }
  while (p < end && *p != separator && *p != '\n' && *p != '\r')
    g_string_append_c (field, *p++);

  *at = p;
  return g_string_free (field, FALSE);
}

static GPtrArray *
read_row (const char **at,
          const char  *end,
          char         separator)
{
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);

  for (;;) {
    g_ptr_array_add (row, read_field (at, end, separator));
    if (*at < end && **at == separator)
      (*at)++;
    else
      break;
  }
  if (*at < end && **at == '\r')
    (*at)++;
  if (*at < end && **at == '\n')
    (*at)++;

  return row;
}

static gboolean
row_is_blank (GPtrArray *row)
{
  return row->len == 1 && *(const char *) row->pdata[0] == '\0';
}

static char
find_separator (const char *text,
                const char *end)
{
  const char *line_end = memchr (text, '\n', end - text);
  gsize length = (line_end != NULL ? line_end : end) - text;

  if (memchr (text, ',', length) == NULL && memchr (text, ';', length) != NULL)
    return ';';

  return ',';
}

/**
 * gw_csv_new_from_bytes:
 * @bytes: UTF-8 text, with or without a byte-order mark
 * @error: return location
 *
 * Reads a table: comma separated, or by semicolons when the header has no comma; quotes and
 * line breaks within quotes as in RFC 4180. Cells are not trimmed. Blank lines are skipped.
 *
 * Returns: (transfer full): the table, or NULL where @bytes is not UTF-8, has no header, or is larger
 *   than any table may need
 */
GwCsv *
gw_csv_new_from_bytes (GBytes  *bytes,
                       GError **error)
{
  g_autoptr (GwCsv) self = g_new0 (GwCsv, 1);
  gsize size;
  const char *at = g_bytes_get_data (bytes, &size);
  const char *end;
  guint64 n_cells = 0;
  char separator;

  if (size > GW_CSV_MAX_SIZE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The table has more than %d bytes", GW_CSV_MAX_SIZE);
    return NULL;
  }
  /* Of an empty file there is no address. */
  if (size == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The table is empty");
    return NULL;
  }
  end = at + size;
  if (!g_utf8_validate_len (at, size, NULL)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The table is not UTF-8 text");
    return NULL;
  }
  if (size >= 3 && memcmp (at, "\xEF\xBB\xBF", 3) == 0)
    at += 3;

  separator = find_separator (at, end);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  while (at < end) {
    g_autoptr (GPtrArray) row = read_row (&at, end, separator);

    n_cells += row->len + 1;
    if (n_cells > MOST_CELLS) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The table has more than %d cells", MOST_CELLS);
      return NULL;
    }
    if (!row_is_blank (row))
      g_ptr_array_add (self->rows, g_steal_pointer (&row));
  }
  if (self->rows->len == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The table is empty");
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gw_csv_new_from_file:
 * @path: a local file
 * @error: return location
 *
 * Reads the table in @path. Does I/O: not for the main thread of a window.
 *
 * Returns: (transfer full): the table, or NULL with @error set
 */
GwCsv *
gw_csv_new_from_file (const char  *path,
                      GError     **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return NULL;

  bytes = g_mapped_file_get_bytes (file);
  return gw_csv_new_from_bytes (bytes, error);
}

/**
 * gw_csv_free:
 * @self: (nullable): a table
 */
void
gw_csv_free (GwCsv *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

/**
 * gw_csv_get_n_rows:
 *
 * Returns: how many rows there are below the header
 */
guint
gw_csv_get_n_rows (const GwCsv *self)
{
  return self->rows->len - 1;
}

/**
 * gw_csv_get_n_columns:
 *
 * Returns: how many columns the header names
 */
guint
gw_csv_get_n_columns (const GwCsv *self)
{
  return ((GPtrArray *) self->rows->pdata[0])->len;
}

/**
 * gw_csv_get_header:
 *
 * Returns: (transfer none) (nullable): the name of @column
 */
const char *
gw_csv_get_header (const GwCsv *self,
                   guint        column)
{
  GPtrArray *header = self->rows->pdata[0];

  return column < header->len ? header->pdata[column] : NULL;
}

/**
 * gw_csv_find_column:
 *
 * Returns: the number of the column that the header calls @name, or -1
 */
int
gw_csv_find_column (const GwCsv *self,
                    const char  *name)
{
  for (guint i = 0; i < gw_csv_get_n_columns (self); i++)
    if (g_str_equal (gw_csv_get_header (self, i), name))
      return i;

  return -1;
}

/**
 * gw_csv_get:
 * @row: from 0, the first below the header
 * @column: from 0; -1, as gw_csv_find_column() gives it, reads as empty
 *
 * Returns: (transfer none) (not nullable): the cell, empty where the row is too short
 */
const char *
gw_csv_get (const GwCsv *self,
            guint        row,
            int          column)
{
  GPtrArray *cells;

  g_return_val_if_fail (row < gw_csv_get_n_rows (self), "");

  cells = self->rows->pdata[row + 1];
  return column >= 0 && (guint) column < cells->len ? cells->pdata[column] : "";
}
