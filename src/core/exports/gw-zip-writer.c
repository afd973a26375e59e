/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/gw-zip-writer.h"

#include <string.h>

#define FIRST_DAY 0x0021 /* 1 January 1980, the first that a ZIP file can name */
#define UTF8_NAMES 0x0800

struct _GwZipWriter
{
  GByteArray *file;
  GByteArray *directory;
  guint n_entries;
};

static void
put16 (GByteArray *out,
       guint       value)
{
  const guint8 bytes[] = { value & 0xff, value >> 8 & 0xff };

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put32 (GByteArray *out,
       guint32     value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

static guint32
sum_crc (const guint8 *data,
         gsize         size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc;
}

/**
 * gw_zip_writer_new:
 *
 * Returns: (transfer full): a file without entries
 */
GwZipWriter *
gw_zip_writer_new (void)
{
  GwZipWriter *self = g_new0 (GwZipWriter, 1);

  self->file = g_byte_array_new ();
  self->directory = g_byte_array_new ();
  return self;
}

/**
 * gw_zip_writer_free:
 */
void
gw_zip_writer_free (GwZipWriter *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->file);
  g_byte_array_unref (self->directory);
  g_free (self);
}

static GBytes *
deflate_bytes (GBytes  *plain,
               GError **error)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  if (!g_output_stream_write_all (stream, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain),
                                  NULL, NULL, error)
      || !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* What the head of an entry and its line in the directory have in common (APPNOTE 4.3.7, 4.3.12). */
static void
put_entry (GByteArray *out,
           const char *name,
           gboolean    compress,
           GBytes     *plain,
           GBytes     *stored)
{
  put16 (out, 20);
  put16 (out, UTF8_NAMES);
  put16 (out, compress ? 8 : 0);
  put16 (out, 0);
  put16 (out, FIRST_DAY);
  put32 (out, sum_crc (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)));
  put32 (out, g_bytes_get_size (stored));
  put32 (out, g_bytes_get_size (plain));
  put16 (out, strlen (name));
  put16 (out, 0);
}

static void
put_directory_line (GwZipWriter *self,
                    const char  *name,
                    gboolean     compress,
                    GBytes      *plain,
                    GBytes      *stored)
{
  put32 (self->directory, 0x02014b50);
  put16 (self->directory, 20);
  put_entry (self->directory, name, compress, plain, stored);
  put16 (self->directory, 0);
  put16 (self->directory, 0);
  put16 (self->directory, 0);
  put32 (self->directory, 0);
  put32 (self->directory, self->file->len);
  g_byte_array_append (self->directory, (const guint8 *) name, strlen (name));
}

/**
 * gw_zip_writer_add:
 * @name: of the entry, with "/" between folders
 * @text: what is in it
 * @compress: whether to make it smaller
 * @error: return location
 *
 * Adds an entry behind the others.
 *
 * Returns: FALSE with @error set and nothing added
 */
gboolean
gw_zip_writer_add (GwZipWriter  *self,
                   const char   *name,
                   const char   *text,
                   gboolean      compress,
                   GError      **error)
{
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) stored = NULL;

  g_return_val_if_fail (self != NULL && name != NULL && text != NULL, FALSE);

  plain = g_bytes_new (text, strlen (text));
  stored = compress ? deflate_bytes (plain, error) : g_bytes_ref (plain);
  if (stored == NULL)
    return FALSE;
  put_directory_line (self, name, compress, plain, stored);
  put32 (self->file, 0x04034b50);
  put_entry (self->file, name, compress, plain, stored);
  g_byte_array_append (self->file, (const guint8 *) name, strlen (name));
  g_byte_array_append (self->file, g_bytes_get_data (stored, NULL), g_bytes_get_size (stored));
  self->n_entries++;

  return TRUE;
}

/**
 * gw_zip_writer_finish:
 *
 * Ends the file (APPNOTE 4.3.16); nothing can be added after that.
 *
 * Returns: (transfer full): the file
 */
GBytes *
gw_zip_writer_finish (GwZipWriter *self)
{
  guint32 start;

  g_return_val_if_fail (self != NULL, NULL);

  start = self->file->len;
  g_byte_array_append (self->file, self->directory->data, self->directory->len);
  put32 (self->file, 0x06054b50);
  put32 (self->file, 0);
  put16 (self->file, self->n_entries);
  put16 (self->file, self->n_entries);
  put32 (self->file, self->directory->len);
  put32 (self->file, start);
  put16 (self->file, 0);

  return g_bytes_new (self->file->data, self->file->len);
}
