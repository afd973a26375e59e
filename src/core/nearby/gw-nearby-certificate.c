/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-certificate.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)

/* It names nobody: whose computer it is, is said inside, where nobody listens. */
#define COMMON_NAME "godwit"
/* Nobody looks at the dates either, since the clocks of old laptops are wrong; they have to be there. */
#define LIFE_SECONDS (24 * 60 * 60)

static gboolean
fill (X509     *certificate,
      EVP_PKEY *key)
{
  X509_NAME *name = X509_get_subject_name (certificate);

  return X509_set_version (certificate, X509_VERSION_3) == 1
         && ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1) == 1
         && X509_gmtime_adj (X509_getm_notBefore (certificate), -LIFE_SECONDS) != NULL
         && X509_gmtime_adj (X509_getm_notAfter (certificate), LIFE_SECONDS) != NULL
         && X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const guchar *) COMMON_NAME, -1, -1, 0) == 1
         && X509_set_issuer_name (certificate, name) == 1
         && X509_set_pubkey (certificate, key) == 1
         && X509_sign (certificate, key, EVP_sha256 ()) > 0;
}

/**
 * gw_nearby_certificate_use:
 * @tls: of one connection
 *
 * Makes a key pair (P-256) and a certificate signed with it, for this connection alone, and has @tls use
 * them. TLS 1.3 (RFC 8446) has no handshake without one; what it is worth, the code says.
 *
 * Returns: FALSE when the cryptography cannot be used
 */
gboolean
gw_nearby_certificate_use (SSL_CTX *tls)
{
  g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
  g_autoptr (X509) certificate = X509_new ();

  return key != NULL && certificate != NULL && fill (certificate, key)
         && SSL_CTX_use_certificate (tls, certificate) == 1
         && SSL_CTX_use_PrivateKey (tls, key) == 1;
}
