/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/net/gw-gzip.h"

/**
 * gw_gzip:
 * @bytes: what to pack
 *
 * Packs for `Content-Encoding: gzip`. May be called on any thread.
 *
 * Returns: (transfer full): the packed bytes
 */
GBytes *
gw_gzip (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  GByteArray *out = g_byte_array_new ();
  gsize size, done = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED) {
    g_autoptr (GError) error = NULL;
    guint8 piece[16 * 1024];
    gsize n_read = 0, n_written = 0;

    result = g_converter_convert (G_CONVERTER (compressor), data + done, size - done, piece,
                                  sizeof piece, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
    /* Packing memory into memory can only fail for a mistake of ours. */
    g_assert_no_error (error);
    done += n_read;
    g_byte_array_append (out, piece, (guint) n_written);
  }

  return g_byte_array_free_to_bytes (out);
}
