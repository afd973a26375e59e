/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-bundle-rows.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle-error.h"

#define PIECE_SIZE (64 * 1024)
/* Words pack to a tenth. What grows to more than this was made to fill a memory or a disk. */
#define FREE_GROWTH (G_GINT64_CONSTANT (64) * 1024 * 1024)
#define MAX_GROWTH 100

struct _GwRowWriter
{
  GwSealWriter *seal;
  GConverter *compressor;
  GChecksum *hash; /* of all rows */
};

struct _GwRowReader
{
  GwSealReader *seal;
  GConverter *decompressor;
  guint8 block[GW_SEAL_BLOCK_SIZE];
  gsize block_size;
  gsize block_used;
  gboolean is_last_block;
  gboolean is_unpacked; /* to its end */
  GByteArray *text;     /* unpacked */
  gsize taken;          /* so much of it was handed on */
  gsize searched;       /* up to here there is no line's end behind it */
  GChecksum *hash;      /* of all rows that were handed on */
  gint64 n_packed;
  gint64 n_unpacked;
};

/**
 * gw_row_writer_new:
 * @seal: where the rows go; it must outlive the writer
 */
GwRowWriter *
gw_row_writer_new (GwSealWriter *seal)
{
  GwRowWriter *self = g_new0 (GwRowWriter, 1);

  self->seal = seal;
  self->hash = g_checksum_new (G_CHECKSUM_SHA256);
  self->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));

  return self;
}

static gboolean
pack (GwRowWriter      *self,
      const char       *text,
      gsize             size,
      GConverterFlags   flags,
      GError          **error)
{
  guint8 piece[16 * 1024];
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (size > 0 || (flags != 0 && result != G_CONVERTER_FINISHED)) {
    g_autoptr (GError) local_error = NULL;
    gsize n_read = 0, n_written = 0;

    result = g_converter_convert (self->compressor, text, size, piece, sizeof piece, flags, &n_read,
                                  &n_written, &local_error);
    /* Packing memory into memory can only fail for a mistake of ours. */
    g_assert_no_error (local_error);
    text += n_read;
    size -= n_read;
    if (!gw_seal_writer_add (self->seal, piece, n_written, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
gw_row_writer_add_text (GwRowWriter  *self,
                        const char   *text,
                        gsize         size,
                        GError      **error)
{
  g_checksum_update (self->hash, (const guchar *) text, size);
  g_checksum_update (self->hash, (const guchar *) "\n", 1);

  return pack (self, text, size, G_CONVERTER_NO_FLAGS, error)
         && pack (self, "\n", 1, G_CONVERTER_NO_FLAGS, error);
}

/**
 * gw_row_writer_add:
 *
 * Returns: FALSE with @error set when the file cannot be written
 */
gboolean
gw_row_writer_add (GwRowWriter  *self,
                   JsonObject   *row,
                   GError      **error)
{
  g_autofree char *text = gw_json_to_text (row);

  return gw_row_writer_add_text (self, text, strlen (text), error);
}

static char *
dup_hash (GChecksum *hash)
{
  g_autoptr (GChecksum) copy = g_checksum_copy (hash);

  return g_strdup (g_checksum_get_string (copy));
}

/**
 * gw_row_writer_dup_hash:
 *
 * Returns: (transfer full): the SHA-256 of the rows so far, each with its line's end
 */
char *
gw_row_writer_dup_hash (GwRowWriter *self)
{
  return dup_hash (self->hash);
}

/**
 * gw_row_writer_finish:
 *
 * Writes what is left and closes the seal.
 *
 * Returns: FALSE with @error set when the file cannot be written
 */
gboolean
gw_row_writer_finish (GwRowWriter  *self,
                      GError      **error)
{
  return pack (self, "", 0, G_CONVERTER_INPUT_AT_END, error)
         && gw_seal_writer_finish (self->seal, error);
}

void
gw_row_writer_free (GwRowWriter *self)
{
  g_clear_object (&self->compressor);
  g_checksum_free (self->hash);
  g_free (self);
}

/**
 * gw_row_reader_new:
 * @seal: where the rows come from; it must outlive the reader
 */
GwRowReader *
gw_row_reader_new (GwSealReader *seal)
{
  GwRowReader *self = g_new0 (GwRowReader, 1);

  self->seal = seal;
  self->hash = g_checksum_new (G_CHECKSUM_SHA256);
  self->decompressor = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  self->text = g_byte_array_new ();

  return self;
}

static gboolean
set_error (GError        **error,
           GwBundleError   code,
           const char     *message)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, code, message);
  return FALSE;
}

static gboolean
next_block (GwRowReader  *self,
            GError      **error)
{
  self->block_used = 0;
  if (!gw_seal_reader_next (self->seal, self->block, &self->block_size, &self->is_last_block, error))
    return FALSE;
  self->n_packed += self->block_size;

  return TRUE;
}

/* What is packed ends exactly where the seal ends. */
static gboolean
check_end (GwRowReader  *self,
           GError      **error)
{
  if (!self->is_last_block || self->block_used != self->block_size)
    return set_error (error, GW_BUNDLE_ERROR_DAMAGED, "Something follows the end of the rows");
  self->is_unpacked = TRUE;

  return TRUE;
}

/* Not at every row, each of which would move all that waits. */
static void
forget_taken (GwRowReader *self)
{
  g_byte_array_remove_range (self->text, 0, self->taken);
  self->searched -= self->taken;
  self->taken = 0;
}

/* Adds up to PIECE_SIZE bytes to what waits. */
static gboolean
unpack (GwRowReader  *self,
        GError      **error)
{
  guint8 piece[PIECE_SIZE];
  g_autoptr (GError) local_error = NULL;
  GConverterResult result;
  gsize n_read = 0, n_written = 0;

  if (self->block_used == self->block_size && !self->is_last_block && !next_block (self, error))
    return FALSE;
  result = g_converter_convert (self->decompressor, self->block + self->block_used,
                                self->block_size - self->block_used, piece, sizeof piece,
                                self->is_last_block ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                &n_read, &n_written, &local_error);
  if (result == G_CONVERTER_ERROR
      && !(g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
           && !self->is_last_block))
    return set_error (error, GW_BUNDLE_ERROR_DAMAGED, local_error->message);

  self->block_used += n_read;
  self->n_unpacked += n_written;
  forget_taken (self);
  g_byte_array_append (self->text, piece, n_written);
  if (self->n_unpacked > FREE_GROWTH + MAX_GROWTH * self->n_packed)
    return set_error (error, GW_BUNDLE_ERROR_TOO_LARGE, "What is packed grows beyond all measure");

  return result != G_CONVERTER_FINISHED || check_end (self, error);
}

/* The length of the first line that waits, without its end; -1 where it has none yet. */
static gssize
find_line (GwRowReader *self)
{
  guint8 *end = self->searched == self->text->len ? NULL
                : memchr (self->text->data + self->searched, '\n', self->text->len - self->searched);

  self->searched = end != NULL ? (gsize) (end - self->text->data) : self->text->len;

  return end != NULL ? (gssize) (self->searched - self->taken) : -1;
}

/* @size: (out): the length of the next row; -1 after the last */
static gboolean
unpack_row (GwRowReader  *self,
            gssize       *size,
            GError      **error)
{
  while ((*size = find_line (self)) < 0) {
    if (self->text->len - self->taken > GW_ROW_MAX)
      return set_error (error, GW_BUNDLE_ERROR_TOO_LARGE, "A row is too long");
    if (self->is_unpacked)
      return self->text->len == self->taken
             || set_error (error, GW_BUNDLE_ERROR_DAMAGED, "A row has no end");
    if (!unpack (self, error))
      return FALSE;
  }

  return TRUE;
}

static void
take_row (GwRowReader *self,
          gsize        size)
{
  g_checksum_update (self->hash, self->text->data + self->taken, size + 1);
  self->taken += size + 1;
  self->searched = self->taken;
}

/**
 * gw_row_reader_next:
 * @row: (out) (transfer full) (nullable): the next row, or NULL after the last, when the file
 *   proved to be whole
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_row_reader_next (GwRowReader  *self,
                    JsonObject  **row,
                    GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize size;

  *row = NULL;
  if (!unpack_row (self, &size, error))
    return FALSE;
  if (size < 0)
    return TRUE;
  *row = gw_json_parse_object ((const char *) self->text->data + self->taken, size, &local_error);
  if (*row == NULL)
    return set_error (error, GW_BUNDLE_ERROR_DAMAGED, local_error->message);
  take_row (self, size);

  return TRUE;
}

/**
 * gw_row_reader_skip:
 * @is_over: (out): whether the last row was skipped before, and the file proved to be whole
 *
 * As gw_row_reader_next(), for a row that nobody looks into: it counts for the hash.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_row_reader_skip (GwRowReader  *self,
                    gboolean     *is_over,
                    GError      **error)
{
  gssize size;

  if (!unpack_row (self, &size, error))
    return FALSE;
  *is_over = size < 0;
  if (size >= 0)
    take_row (self, size);

  return TRUE;
}

/* Returns: (transfer full): as gw_row_writer_dup_hash(), of what was handed on */
char *
gw_row_reader_dup_hash (GwRowReader *self)
{
  return dup_hash (self->hash);
}

/* Returns: how much of the file was read, without its header and seals. */
gint64
gw_row_reader_get_done (GwRowReader *self)
{
  return self->n_packed;
}

void
gw_row_reader_free (GwRowReader *self)
{
  g_clear_object (&self->decompressor);
  g_checksum_free (self->hash);
  g_byte_array_unref (self->text);
  g_free (self);
}
