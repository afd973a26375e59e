/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed documents.
 *
 *   {"type", "v", "sealed": "<nonce, box>", "keys": ["<80 bytes>", ..]}     all in base 64
 *
 * The text is packed (zlib) and closed with a fresh key in a crypto_secretbox; "keys" holds that key once for each
 * desk that may read it, in a crypto_box_seal (X25519), as the slots of a bundle do. A slot does not say whose it is:
 * a desk tries its own keys on each. The id and the database are inside what is sealed where that matters to the
 * reader: the box says nothing of where it lies. */

#include "core/keys/gw-sealed.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#include "core/base/gw-json.h"
#include "core/keys/gw-key-private.h"

#define MAX_SLOTS 64
#define MAX_PACKED (512 * 1024)

G_STATIC_ASSERT (GW_FILE_KEY_SIZE == crypto_secretbox_KEYBYTES);

static gboolean
refuse (GError     **error,
        GwKeyError   code,
        const char  *message)
{
  g_set_error_literal (error, GW_KEY_ERROR, code, message);
  return FALSE;
}

/* Returns: (transfer full) (nullable): NULL where it would be longer than @most, or is no packed text */
static GByteArray *
convert (GConverter    *converter,
         const guint8  *data,
         gsize          size,
         gsize          most)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize taken = 0;

  for (;;) {
    guint8 part[4096];
    gsize n_read = 0, n_written = 0;
    GConverterResult result = g_converter_convert (converter, data + taken, size - taken, part, sizeof part,
                                                   G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);

    if (result == G_CONVERTER_ERROR || out->len + n_written > most)
      return NULL;
    taken += n_read;
    g_byte_array_append (out, part, (guint) n_written);
    if (result == G_CONVERTER_FINISHED)
      return taken == size ? g_steal_pointer (&out) : NULL;
  }
}

static JsonArray *
seal_key (GPtrArray    *keys,
          const guint8  file_key[GW_FILE_KEY_SIZE])
{
  g_autoptr (JsonArray) slots = json_array_new ();

  for (guint i = 0; i < keys->len; i++) {
    guint8 sealed[GW_SEALED_KEY_SIZE];
    g_autofree char *text = NULL;

    if (!gw_key_seal (keys->pdata[i], file_key, sealed))
      return NULL;
    text = gw_key_dup_bytes (sealed, sizeof sealed);
    json_array_add_string_element (slots, text);
  }

  return g_steal_pointer (&slots);
}

static char *
close_box (GByteArray   *packed,
           const guint8  file_key[GW_FILE_KEY_SIZE])
{
  gsize size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + packed->len;
  g_autofree guint8 *box = g_malloc (size);

  randombytes_buf (box, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (box + crypto_secretbox_NONCEBYTES, packed->data, packed->len, box, file_key);

  return gw_key_dup_bytes (box, size);
}

/**
 * gw_sealed_fill:
 * @body: of the document; it gets "sealed" and "keys"
 * @text: what only some may read, at most %GW_SEALED_MAX bytes
 * @keys: (element-type GwKey): theirs, 1 to 64; one's own among them where one wants to read it again
 *
 * Returns: FALSE with an @error of %GW_KEY_ERROR, and then @body is as it was
 */
gboolean
gw_sealed_fill (JsonObject  *body,
                const char  *text,
                GPtrArray   *keys,
                GError     **error)
{
  g_autoptr (GZlibCompressor) compressor = NULL;
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *box = NULL;
  guint8 file_key[GW_FILE_KEY_SIZE];
  JsonArray *slots;

  g_return_val_if_fail (body != NULL && text != NULL && keys != NULL, FALSE);

  if (!gw_keys_begin (error))
    return FALSE;
  if (keys->len == 0 || keys->len > MAX_SLOTS || strlen (text) > GW_SEALED_MAX)
    return refuse (error, GW_KEY_ERROR_INVALID, "It is for nobody, for too many, or too long");
  compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  packed = convert (G_CONVERTER (compressor), (const guint8 *) text, strlen (text), MAX_PACKED);
  if (packed == NULL)
    return refuse (error, GW_KEY_ERROR_INVALID, "It is too long");
  randombytes_buf (file_key, sizeof file_key);
  slots = seal_key (keys, file_key);
  box = close_box (packed, file_key);
  sodium_memzero (file_key, sizeof file_key);
  if (slots == NULL)
    return refuse (error, GW_KEY_ERROR_INVALID, "Nothing can be sealed for one of the keys");
  json_object_set_string_member (body, "sealed", box);
  json_object_set_array_member (body, "keys", slots);

  return TRUE;
}

static gboolean
find_key (JsonArray *slots,
          GwKeys    *own,
          guint8     file_key[GW_FILE_KEY_SIZE])
{
  guint n = slots != NULL ? MIN (json_array_get_length (slots), MAX_SLOTS) : 0;

  for (guint i = 0; i < n; i++) {
    guint8 sealed[GW_SEALED_KEY_SIZE];

    if (gw_key_read_bytes (gw_json_array_string (slots, i), sealed, sizeof sealed)
        && gw_keys_unseal (own, sealed, file_key))
      return TRUE;
  }

  return FALSE;
}

/* Returns: (transfer full) (nullable) */
static GByteArray *
open_box (const char   *text,
          const guint8  file_key[GW_FILE_KEY_SIZE])
{
  gsize size = 0, head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  g_autofree guint8 *box = strlen (text) <= 2 * MAX_PACKED ? g_base64_decode (text, &size) : NULL;
  g_autoptr (GByteArray) plain = g_byte_array_new ();

  if (box == NULL || size <= head)
    return NULL;
  g_byte_array_set_size (plain, (guint) (size - head));
  if (crypto_secretbox_open_easy (plain->data, box + crypto_secretbox_NONCEBYTES,
                                  size - crypto_secretbox_NONCEBYTES, box, file_key) != 0)
    return NULL;

  return g_steal_pointer (&plain);
}

/**
 * gw_sealed_open:
 * @body: of a document, from anywhere
 * @own: the keys of this desk
 *
 * Returns: (transfer full): what was sealed, UTF-8, or NULL with %GW_KEY_ERROR_NOT_FOR_US where it is for others,
 *   %GW_KEY_ERROR_INVALID where it was altered or is none
 */
char *
gw_sealed_open (JsonObject  *body,
                GwKeys      *own,
                GError     **error)
{
  const char *sealed = gw_json_get_string (body, "sealed");
  g_autoptr (GZlibDecompressor) decompressor = NULL;
  g_autoptr (GByteArray) packed = NULL, plain = NULL;
  guint8 file_key[GW_FILE_KEY_SIZE];

  g_return_val_if_fail (own != NULL, NULL);

  if (!find_key (gw_json_get_array (body, "keys"), own, file_key)) {
    refuse (error, GW_KEY_ERROR_NOT_FOR_US, "It was sealed for others");
    return NULL;
  }
  packed = sealed != NULL ? open_box (sealed, file_key) : NULL;
  sodium_memzero (file_key, sizeof file_key);
  decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  plain = packed != NULL ? convert (G_CONVERTER (decompressor), packed->data, packed->len, GW_SEALED_MAX) : NULL;
  if (plain == NULL || !g_utf8_validate_len ((const char *) plain->data, plain->len, NULL)) {
    refuse (error, GW_KEY_ERROR_INVALID, "What was sealed was altered");
    return NULL;
  }

  return g_strndup ((const char *) plain->data, plain->len);
}
