/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealing a record (section 13; the Encryption part of the ODK XForms specification): a random key
 * for each record encrypts its files with AES-256-CFB, and the form's public key that key. Beside
 * core/nearby this is the one place that uses OpenSSL.
 *
 * The names of the algorithms are those of Java: "AES/CFB/PKCS5Padding" pads to 16 bytes although
 * CFB needs none, and "OAEPWithSHA256AndMGF1Padding" means SHA-256 for the label and SHA-1 for the
 * mask. Whoever opens the record counts on both. */

#include "core/forms/gw-form-seal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-submission.h"

#define NS_SUBMISSIONS "http://opendatakit.org/submissions"
#define NS_OPENROSA "http://openrosa.org/xforms"
#define RECORD_NAME "submission.xml"
#define KEY_SIZE 32
#define BLOCK_SIZE 16
#define MD5_SIZE 16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

typedef struct
{
  guchar key[KEY_SIZE];
  guchar vector[MD5_SIZE];
  guint n_files;
} Cipher;

/**
 * gw_form_file_new:
 *
 * Returns: (transfer full): a file in memory
 */
GwFormFile *
gw_form_file_new (const char *name,
                  GBytes     *content)
{
  GwFormFile *self = g_new0 (GwFormFile, 1);

  self->name = g_strdup (name);
  self->content = g_bytes_ref (content);
  return self;
}

/**
 * gw_form_file_free:
 * @self: (nullable): a file
 */
void
gw_form_file_free (GwFormFile *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_bytes_unref (self->content);
  g_free (self);
}

/**
 * gw_form_sealed_free:
 * @self: (nullable): a sealed record
 */
void
gw_form_sealed_free (GwFormSealed *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->manifest, g_bytes_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

static gboolean
fail (GError     **error,
      const char  *what)
{
  char reason[200] = "";

  ERR_error_string_n (ERR_get_error (), reason, sizeof reason);
  ERR_clear_error ();
  g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_SEALED, "%s: %s", what, reason);
  return FALSE;
}

static EVP_PKEY *
read_key (const char *public_key)
{
  gsize size;
  g_autofree guchar *bytes = g_base64_decode (public_key, &size);
  const guchar *at = bytes;
  EVP_PKEY *key = size > 0 && size < G_MAXLONG ? d2i_PUBKEY (NULL, &at, (long) size) : NULL;

  ERR_clear_error ();
  if (key != NULL && EVP_PKEY_get_base_id (key) != EVP_PKEY_RSA)
    g_clear_pointer (&key, EVP_PKEY_free);

  return key;
}

/**
 * gw_form_key_is_valid:
 * @public_key: an RSA key in base64, as forms have it
 *
 * Returns: whether records can be sealed with it
 */
gboolean
gw_form_key_is_valid (const char *public_key)
{
  g_autoptr (EVP_PKEY) key = read_key (public_key);

  return key != NULL;
}

/* RSA-OAEP, in base64. */
static char *
encrypt_with_key (EVP_PKEY      *key,
                  const guchar  *bytes,
                  gsize          size,
                  GError       **error)
{
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new (key, NULL);
  g_autofree guchar *out = NULL;
  gsize out_size;

  if (context == NULL || EVP_PKEY_encrypt_init (context) <= 0
      || EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_OAEP_PADDING) <= 0
      || EVP_PKEY_CTX_set_rsa_oaep_md (context, EVP_sha256 ()) <= 0
      || EVP_PKEY_CTX_set_rsa_mgf1_md (context, EVP_sha1 ()) <= 0
      || EVP_PKEY_encrypt (context, NULL, &out_size, bytes, size) <= 0) {
    fail (error, "The form's key cannot be used");
    return NULL;
  }
  out = g_malloc (out_size);
  if (EVP_PKEY_encrypt (context, out, &out_size, bytes, size) <= 0) {
    fail (error, "The form's key cannot be used");
    return NULL;
  }

  return g_base64_encode (out, out_size);
}

static gboolean
begin_cipher (Cipher      *cipher,
              const char  *instance_id,
              GError     **error)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  gsize size = MD5_SIZE;

  if (RAND_priv_bytes (cipher->key, KEY_SIZE) != 1)
    return fail (error, "There is no chance for a key");
  g_checksum_update (md5, (const guchar *) instance_id, -1);
  g_checksum_update (md5, cipher->key, KEY_SIZE);
  g_checksum_get_digest (md5, cipher->vector, &size);

  return TRUE;
}

/* Each file has a vector of its own, which the order of the files gives. */
static GBytes *
encrypt_file (Cipher  *cipher,
              GBytes  *content,
              GError **error)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (content, &size);
  guchar padding = BLOCK_SIZE - size % BLOCK_SIZE;
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  g_autofree guchar *out = g_malloc (size + padding);
  guchar tail[BLOCK_SIZE];
  int done = 0, done_tail = 0;

  if (size > G_MAXINT - BLOCK_SIZE) {
    g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_SEALED, "A file is too large to be sealed");
    return NULL;
  }
  cipher->vector[cipher->n_files++ % MD5_SIZE]++;
  memset (tail, padding, sizeof tail);
  if (context == NULL
      || EVP_EncryptInit_ex (context, EVP_aes_256_cfb128 (), NULL, cipher->key, cipher->vector) != 1
      || EVP_EncryptUpdate (context, out, &done, size > 0 ? bytes : tail, (int) size) != 1
      || EVP_EncryptUpdate (context, out + done, &done_tail, tail, padding) != 1) {
    fail (error, "A file cannot be sealed");
    return NULL;
  }

  return g_bytes_new_take (g_steal_pointer (&out), done + done_tail);
}

static gboolean
add_sealed (GwFormSealed  *sealed,
            Cipher        *cipher,
            GString       *signed_text,
            const char    *name,
            GBytes        *content,
            GError       **error)
{
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, content);
  g_autofree char *sealed_name = g_strconcat (name, ".enc", NULL);
  g_autoptr (GBytes) bytes = encrypt_file (cipher, content, error);

  if (bytes == NULL)
    return FALSE;
  g_ptr_array_add (sealed->files, gw_form_file_new (sealed_name, bytes));
  g_string_append_printf (signed_text, "%s::%s\n", name, md5);

  return TRUE;
}

static xmlNode *
add_text (xmlNode    *parent,
          xmlNs      *ns,
          const char *name,
          const char *text)
{
  return xmlNewTextChild (parent, ns, (const xmlChar *) name, (const xmlChar *) text);
}

static GBytes *
write_manifest (GwForm             *form,
                const char         *instance_id,
                const GwFormSealed *sealed,
                const char         *sealed_key,
                const char         *signature)
{
  g_autoptr (GwXmlDoc) document = xmlNewDoc ((const xmlChar *) "1.0");
  xmlNode *root = xmlNewDocNode (document, NULL, (const xmlChar *) "data", NULL);
  xmlNs *ns = xmlNewNs (root, (const xmlChar *) NS_SUBMISSIONS, NULL);
  xmlNode *meta;

  xmlDocSetRootElement (document, root);
  xmlSetNs (root, ns);
  xmlSetProp (root, (const xmlChar *) "id", (const xmlChar *) gw_form_get_id (form));
  if (gw_form_get_version (form) != NULL)
    xmlSetProp (root, (const xmlChar *) "version", (const xmlChar *) gw_form_get_version (form));
  xmlSetProp (root, (const xmlChar *) "encrypted", (const xmlChar *) "yes");
  add_text (root, ns, "base64EncryptedKey", sealed_key);
  meta = xmlNewChild (root, NULL, (const xmlChar *) "meta", NULL);
  xmlSetNs (meta, xmlNewNs (meta, (const xmlChar *) NS_OPENROSA, (const xmlChar *) "orx"));
  add_text (meta, meta->ns, "instanceID", instance_id);
  for (guint i = 0; i + 1 < sealed->files->len; i++)
    add_text (xmlNewChild (root, ns, (const xmlChar *) "media", NULL), ns, "file",
              ((GwFormFile *) sealed->files->pdata[i])->name);
  add_text (root, ns, "encryptedXmlFile", RECORD_NAME ".enc");
  add_text (root, ns, "base64EncryptedElementSignature", signature);

  return gw_xml_write (document);
}

static char *
sign (EVP_PKEY      *key,
      const GString *signed_text,
      GError       **error)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guchar digest[MD5_SIZE];
  gsize size = sizeof digest;

  g_checksum_update (md5, (const guchar *) signed_text->str, signed_text->len);
  g_checksum_get_digest (md5, digest, &size);
  return encrypt_with_key (key, digest, size, error);
}

static gboolean
seal_all (GwForm        *form,
          EVP_PKEY      *key,
          Cipher        *cipher,
          const char    *instance_id,
          GBytes        *record,
          GPtrArray     *files,
          GwFormSealed  *sealed,
          GError       **error)
{
  g_autoptr (GString) signed_text = g_string_new (gw_form_get_id (form));
  g_autofree char *sealed_key = NULL;
  g_autofree char *signature = NULL;

  if (!begin_cipher (cipher, instance_id, error))
    return FALSE;
  sealed_key = encrypt_with_key (key, cipher->key, KEY_SIZE, error);
  if (sealed_key == NULL)
    return FALSE;
  if (gw_form_get_version (form) != NULL)
    g_string_append_printf (signed_text, "\n%s", gw_form_get_version (form));
  g_string_append_printf (signed_text, "\n%s\n%s\n", sealed_key, instance_id);
  for (guint i = 0; files != NULL && i < files->len; i++) {
    const GwFormFile *file = files->pdata[i];

    if (!add_sealed (sealed, cipher, signed_text, file->name, file->content, error))
      return FALSE;
  }
  if (!add_sealed (sealed, cipher, signed_text, RECORD_NAME, record, error))
    return FALSE;
  signature = sign (key, signed_text, error);
  if (signature == NULL)
    return FALSE;
  sealed->manifest = write_manifest (form, instance_id, sealed, sealed_key, signature);

  return TRUE;
}

/**
 * gw_form_seal:
 * @form: a form with a public key
 * @instance_id: the record's own, as in @record
 * @record: the record as gw_form_session_write_instance() gives it
 * @files: (nullable) (element-type GwFormFile): its attachments
 * @error: return location, of the domain %GW_FORM_ERROR
 *
 * Seals a finished record. Nobody here can open it again: say so before, and keep the answers where
 * the person wants to keep them. Takes time for large files: not for the main thread of a window.
 *
 * Returns: (transfer full) (nullable): what is to be sent, or NULL where it cannot be sealed
 */
GwFormSealed *
gw_form_seal (GwForm      *form,
              const char  *instance_id,
              GBytes      *record,
              GPtrArray   *files,
              GError     **error)
{
  const char *public_key;
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (GwFormSealed) sealed = NULL;
  Cipher cipher = { 0 };
  gboolean is_done;

  g_return_val_if_fail (GW_IS_FORM (form), NULL);
  g_return_val_if_fail (instance_id != NULL && record != NULL, NULL);

  public_key = gw_form_get_submission (form)->public_key;
  key = public_key != NULL ? read_key (public_key) : NULL;
  if (key == NULL) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_SEALED,
                 public_key != NULL ? "The form's key is no RSA key" : "The form has no key to seal with");
    return NULL;
  }
  sealed = g_new0 (GwFormSealed, 1);
  sealed->files = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_file_free);
  is_done = seal_all (form, key, &cipher, instance_id, record, files, sealed, error);
  OPENSSL_cleanse (&cipher, sizeof cipher);

  return is_done ? g_steal_pointer (&sealed) : NULL;
}
