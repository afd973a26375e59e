/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of certificates that a person chose. It may come from a browser, a mail or a stick: as text (PEM) or as bytes
 * (DER). What is kept of it is the certificates and nothing else. */

#include "core/net/gw-authority.h"

#include <string.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#define LARGEST (256 * 1024)
#define MOST 32
#define LONGEST_NAME 120
#define DAY (24 * 3600)

G_DEFINE_QUARK (gw-authority-error-quark, gw_authority_error)

struct _GwAuthority
{
  char *pem;
  char *name;   /* of the first */
  guint n;
  gint64 until; /* the first end of any that has not ended, seconds since 1970 */
};

typedef BIO GwBio;
typedef X509 GwX509;

static void
bio_free (GwBio *bio)
{
  BIO_free (bio);
}

static void
x509_free (GwX509 *certificate)
{
  X509_free (certificate);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBio, bio_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwX509, x509_free)

void
gw_authority_free (GwAuthority *self)
{
  if (self == NULL)
    return;

  g_free (self->pem);
  g_free (self->name);
  g_free (self);
}

/* Days and seconds from 1970, so that no time zone comes in. */
static gint64
end_of (X509 *certificate)
{
  ASN1_TIME *start = ASN1_TIME_set (NULL, 0);
  int days = 0, seconds = 0;
  gboolean ok = start != NULL && ASN1_TIME_diff (&days, &seconds, start, X509_get0_notAfter (certificate)) == 1;

  ASN1_TIME_free (start);

  return ok ? (gint64) days * DAY + seconds : 0;
}

static char *
name_of (X509 *certificate)
{
  static const int parts[] = { NID_commonName, NID_organizationName, NID_organizationalUnitName };
  X509_NAME *subject = X509_get_subject_name (certificate);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    int where = X509_NAME_get_index_by_NID (subject, parts[i], -1);
    unsigned char *text = NULL;
    char *name;

    if (where < 0 || ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, where))) < 0)
      continue;
    name = g_utf8_make_valid ((const char *) text, (gssize) strnlen ((const char *) text, LONGEST_NAME));
    OPENSSL_free (text);
    return name;
  }

  return g_strdup ("");
}

static gboolean
add (GwAuthority *self,
     BIO         *out,
     X509        *certificate,
     gint64       now)
{
  gint64 until = end_of (certificate);

  if (!PEM_write_bio_X509 (out, certificate))
    return FALSE;
  if (self->n == 0)
    self->name = name_of (certificate);
  if (until > now && (self->until == 0 || until < self->until))
    self->until = until;
  self->n++;

  return TRUE;
}

/* A certificate is no secret: nobody is asked for a password. */
static int
no_password (char *buffer,
             int   size,
             int   writes,
             void *data)
{
  return -1;
}

static void
read_text (GwAuthority *self,
           BIO         *in,
           BIO         *out,
           gint64       now)
{
  for (;;) {
    g_autoptr (GwX509) certificate = self->n <= MOST ? PEM_read_bio_X509 (in, NULL, no_password, NULL) : NULL;

    if (certificate == NULL || !add (self, out, certificate, now))
      break;
  }
  ERR_clear_error ();
}

static void
read_bytes (GwAuthority  *self,
            const guchar *data,
            gsize         size,
            BIO          *out,
            gint64        now)
{
  g_autoptr (GwX509) certificate = d2i_X509 (NULL, &data, (long) size);

  if (certificate != NULL)
    add (self, out, certificate, now);
  ERR_clear_error ();
}

static GwAuthority *
read_all (const guchar *data,
          gsize         size,
          gint64        now)
{
  g_autoptr (GwAuthority) self = g_new0 (GwAuthority, 1);
  g_autoptr (GwBio) in = BIO_new_mem_buf (data, (int) size), out = BIO_new (BIO_s_mem ());
  char *text;
  long length;

  read_text (self, in, out, now);
  if (self->n == 0)
    read_bytes (self, data, size, out, now);
  length = BIO_get_mem_data (out, &text);
  self->pem = g_strndup (length > 0 ? text : "", (gsize) MAX (length, 0));

  return g_steal_pointer (&self);
}

static gboolean
has_secret (const guchar *data,
            gsize         size)
{
  return g_strstr_len ((const char *) data, (gssize) size, "PRIVATE KEY-----") != NULL;
}

/**
 * gw_authority_new:
 * @file: what a person chose; untrusted
 * @now: seconds since 1970
 * @error: return location: %GW_AUTHORITY_ERROR
 *
 * Returns: (transfer full): its certificates, or NULL with @error set
 */
GwAuthority *
gw_authority_new (GBytes  *file,
                  gint64   now,
                  GError **error)
{
  gsize size;
  const guchar *data = g_bytes_get_data (file, &size);
  g_autoptr (GwAuthority) self = NULL;

  if (size > LARGEST) {
    g_set_error (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_TOO_LARGE, "It has %" G_GSIZE_FORMAT " bytes", size);
    return NULL;
  }
  if (size > 0 && has_secret (data, size)) {
    g_set_error_literal (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_SECRET, "It holds a secret key");
    return NULL;
  }
  self = size > 0 ? read_all (data, size, now) : NULL;
  if (self == NULL || self->n == 0)
    g_set_error_literal (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_NONE, "It holds no certificate");
  else if (self->n > MOST)
    g_set_error_literal (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_TOO_LARGE, "It holds too many certificates");
  else if (self->until == 0)
    g_set_error_literal (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_PAST, "Its certificates have ended");
  else
    return g_steal_pointer (&self);

  return NULL;
}

/**
 * gw_authority_read:
 * @pem: what was kept of one
 *
 * Returns: (transfer full) (nullable): the same; NULL where it is none
 */
GwAuthority *
gw_authority_read (const char *pem)
{
  g_autoptr (GwAuthority) self = NULL;

  g_return_val_if_fail (pem != NULL, NULL);

  if (*pem == '\0' || strlen (pem) > LARGEST)
    return NULL;
  self = read_all ((const guchar *) pem, strlen (pem), g_get_real_time () / G_USEC_PER_SEC);

  return self->n > 0 && self->n <= MOST ? g_steal_pointer (&self) : NULL;
}

/* Returns: (transfer none): the certificates as text, and nothing else */
const char *
gw_authority_get_pem (GwAuthority *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pem;
}

/* Returns: (transfer none): what the first calls itself, or "" */
const char *
gw_authority_get_name (GwAuthority *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/* Returns: how many certificates there are. */
guint
gw_authority_get_n (GwAuthority *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

/* Returns: when the first of them ends, seconds since 1970. */
gint64
gw_authority_get_until (GwAuthority *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->until;
}
