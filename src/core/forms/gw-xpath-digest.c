/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-xpath-digest.h"

#include <string.h>

static gboolean
find_checksum (const char    *name,
               GChecksumType *type)
{
  static const struct { const char *name; GChecksumType type; } known[] = {
    { "MD5", G_CHECKSUM_MD5 },         { "SHA-1", G_CHECKSUM_SHA1 },
    { "SHA-256", G_CHECKSUM_SHA256 },  { "SHA-384", G_CHECKSUM_SHA384 },
    { "SHA-512", G_CHECKSUM_SHA512 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_ascii_strcasecmp (known[i].name, name) == 0) {
      *type = known[i].type;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * gw_xpath_digest:
 * @algorithm: MD5, SHA-1, SHA-256, SHA-384 or SHA-512, in any letter case
 *
 * Returns: (transfer full) (nullable): the digest of the UTF-8 bytes, in hexadecimal or base64
 */
char *
gw_xpath_digest (const char *text,
                 const char *algorithm,
                 gboolean    as_hex)
{
  g_autoptr (GChecksum) checksum = NULL;
  GChecksumType type;
  guint8 digest[64];
  gsize length = sizeof digest;

  if (!find_checksum (algorithm, &type))
    return NULL;

  checksum = g_checksum_new (type);
  g_checksum_update (checksum, (const guchar *) text, strlen (text));
  if (as_hex)
    return g_strdup (g_checksum_get_string (checksum));
  g_checksum_get_digest (checksum, digest, &length);

  return g_base64_encode (digest, length);
}
