/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The public half of a desk's keys.
 *
 * The signing key is the root: it signs the statement {author, created, desk, party, seal, sign}, so
 * that nobody can put another sealing key beside it; and the code that two people compare is made of
 * it. When a desk takes new keys, every signing key it had before signs the new statement, too: who
 * confirmed one of them need not be asked again. That a key was withdrawn is not part of the
 * statement: the laptop that could sign it is the one that was lost.
 */

#include "core/keys/gw-key-private.h"

#include <sodium.h>
#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

G_STATIC_ASSERT (GW_KEY_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (GW_KEY_SIZE == crypto_box_PUBLICKEYBYTES);
G_STATIC_ASSERT (GW_SIGNATURE_SIZE == crypto_sign_BYTES);
G_STATIC_ASSERT (GW_SEALED_KEY_SIZE == GW_FILE_KEY_SIZE + crypto_box_SEALBYTES);

#define VERSION 1
#define STATEMENT "godwit key 1\n"
#define CODE "godwit code 1\n"
#define MAX_ACCOUNT 128
#define MAX_DESK 32
#define MAX_BEFORE 20
#define CODE_GROUPS 5 /* of four digits: 66 bits */

struct _GwKey
{
  char *account;
  char *desk;
  char *country;
  gint64 created;
  gint64 withdrawn;
  char *successor;
  guint8 sign[GW_KEY_SIZE];
  guint8 seal[GW_KEY_SIZE];
  char *proof;
  JsonArray *before; /* (nullable): {"sign", "proof"}, all of them looked at */
};

G_DEFINE_BOXED_TYPE (GwKey, gw_key, gw_key_ref, gw_key_unref)
G_DEFINE_QUARK (gw-key-error-quark, gw_key_error)

gboolean
gw_keys_begin (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;

  g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_FAILED, "libsodium cannot be used");
  return FALSE;
}

GwKey *
gw_key_ref (GwKey *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwKey *self = data;

  g_free (self->account);
  g_free (self->desk);
  g_free (self->country);
  g_free (self->successor);
  g_free (self->proof);
  g_clear_pointer (&self->before, json_array_unref);
}

void
gw_key_unref (GwKey *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Base 64 of exactly @size bytes. */
gboolean
gw_key_read_bytes (const char *text,
                   guint8     *bytes,
                   gsize       size)
{
  gsize length = 0;

  return text != NULL
         && sodium_base642bin (bytes, size, text, strlen (text), NULL, &length, NULL,
                               sodium_base64_VARIANT_ORIGINAL) == 0
         && length == size;
}

char *
gw_key_dup_bytes (const guint8 *bytes,
                  gsize         size)
{
  return g_base64_encode (bytes, size);
}

/* What the signing key proves. */
char *
gw_key_dup_statement (GwKey *self)
{
  g_autoptr (JsonObject) statement = json_object_new ();
  g_autofree char *created = gw_time_format (self->created);
  g_autofree char *sign = gw_key_dup_bytes (self->sign, GW_KEY_SIZE);
  g_autofree char *seal = gw_key_dup_bytes (self->seal, GW_KEY_SIZE);
  g_autofree char *text = NULL;

  json_object_set_string_member (statement, "author", self->account);
  json_object_set_string_member (statement, "created", created);
  json_object_set_string_member (statement, "desk", self->desk);
  json_object_set_string_member (statement, "party", self->country);
  json_object_set_string_member (statement, "seal", seal);
  json_object_set_string_member (statement, "sign", sign);
  text = gw_json_to_text (statement);

  return g_strconcat (STATEMENT, text, NULL);
}

static gboolean
is_signed (const guint8 sign[GW_KEY_SIZE],
           const char  *signature,
           const char  *text)
{
  guint8 bytes[GW_SIGNATURE_SIZE];

  return gw_key_read_bytes (signature, bytes, sizeof bytes)
         && crypto_sign_verify_detached (bytes, (const guint8 *) text, strlen (text), sign) == 0;
}

/* Keys whose word for the new one does not hold are left out. */
static JsonArray *
read_before (JsonArray  *before,
             const char *statement)
{
  g_autoptr (JsonArray) sound = json_array_new ();

  for (guint i = 0; before != NULL && i < MIN (json_array_get_length (before), MAX_BEFORE); i++) {
    JsonObject *one = gw_json_array_object (before, i);
    guint8 sign[GW_KEY_SIZE];

    if (one != NULL && gw_key_read_bytes (gw_json_get_string (one, "sign"), sign, sizeof sign)
        && is_signed (sign, gw_json_get_string (one, "proof"), statement))
      json_array_add_object_element (sound, json_object_ref (one));
  }

  return json_array_get_length (sound) > 0 ? g_steal_pointer (&sound) : NULL;
}

/* Of the alphabet of a file's name and short: these are shown, and stand in ids. */
static gboolean
is_desk (const char *desk)
{
  gsize length = desk != NULL ? strlen (desk) : 0;

  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_islower (desk[i]) && !g_ascii_isdigit (desk[i]))
      return FALSE;
  }

  return length > 0 && length <= MAX_DESK;
}

/**
 * gw_key_is_account:
 * @account: (nullable): a name
 *
 * Returns: whether it can stand in the id of a key: not empty, not long, without ":"
 */
gboolean
gw_key_is_account (const char *account)
{
  return account != NULL && *account != '\0' && strlen (account) <= MAX_ACCOUNT
         && strpbrk (account, ":/\n") == NULL;
}

static gint64
read_time (JsonObject *body,
           const char *member)
{
  const char *text = gw_json_get_string (body, member);
  gint64 time = 0;

  return text != NULL && gw_time_parse (text, &time) ? time : 0;
}

static gboolean
fill (GwKey      *self,
      JsonObject *body)
{
  const char *account = gw_json_get_string (body, "author");
  const char *desk = gw_json_get_string (body, "desk");
  const char *country = gw_json_get_string (body, "party");
  const char *successor = gw_json_get_string (body, "successor");

  self->created = read_time (body, "created");
  if (!gw_key_is_account (account) || !is_desk (desk) || country == NULL || strlen (country) > 3
      || self->created == 0
      || !gw_key_read_bytes (gw_json_get_string (body, "sign"), self->sign, GW_KEY_SIZE)
      || !gw_key_read_bytes (gw_json_get_string (body, "seal"), self->seal, GW_KEY_SIZE))
    return FALSE;
  self->account = g_strdup (account);
  self->desk = g_strdup (desk);
  self->country = g_strdup (country);
  self->proof = g_strdup (gw_json_get_string (body, "proof"));
  self->withdrawn = read_time (body, "withdrawn");
  if (gw_key_is_account (successor))
    self->successor = g_strdup (successor);

  return TRUE;
}

/**
 * gw_key_from_body:
 * @body: what calls itself a key, from anywhere
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full): the key, or NULL with %GW_KEY_ERROR_INVALID when a member is missing or
 *   the key does not prove by its signature that these members are its own
 */
GwKey *
gw_key_from_body (JsonObject  *body,
                  GError     **error)
{
  g_autoptr (GwKey) self = NULL;
  g_autofree char *statement = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  if (!gw_keys_begin (error))
    return NULL;
  self = g_atomic_rc_box_new0 (GwKey);
  if (!fill (self, body)) {
    g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID, "A key has not what a key has");
    return NULL;
  }
  statement = gw_key_dup_statement (self);
  if (!is_signed (self->sign, self->proof, statement)) {
    g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID, "The key of %s does not prove itself",
                 self->account);
    return NULL;
  }
  self->before = read_before (gw_json_get_array (body, "before"), statement);

  return g_steal_pointer (&self);
}

/**
 * gw_key_from_doc:
 * @id: the document's id, by which a server knows whose it is
 * @body: the document
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full): the key, or NULL with %GW_KEY_ERROR_INVALID, also when id and key differ
 */
GwKey *
gw_key_from_doc (const char  *id,
                 JsonObject  *body,
                 GError     **error)
{
  g_autoptr (GwKey) self = NULL;
  g_autofree char *own = NULL;

  g_return_val_if_fail (id != NULL && body != NULL, NULL);

  self = gw_key_from_body (body, error);
  if (self == NULL)
    return NULL;
  own = gw_key_dup_id (self);
  if (strcmp (own, id) != 0) {
    g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID, "%s holds the key %s", id, own);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/* A key that is not proved yet: gw-keys.c signs its statement. */
GwKey *
gw_key_new_unproved (const char   *account,
                     const char   *country,
                     const char   *desk,
                     gint64        created,
                     const guint8  sign[GW_KEY_SIZE],
                     const guint8  seal[GW_KEY_SIZE])
{
  GwKey *self = g_atomic_rc_box_new0 (GwKey);

  self->account = g_strdup (account);
  self->country = g_strdup (country);
  self->desk = g_strdup (desk);
  self->created = created;
  memcpy (self->sign, sign, GW_KEY_SIZE);
  memcpy (self->seal, seal, GW_KEY_SIZE);

  return self;
}

void
gw_key_prove (GwKey     *self,
              char      *proof,
              JsonArray *before)
{
  self->proof = proof;
  self->before = before;
}

/**
 * gw_key_to_body:
 *
 * Returns: (transfer full): the document that publishes it
 */
JsonObject *
gw_key_to_body (GwKey *self)
{
  JsonObject *body = json_object_new ();
  g_autofree char *created = gw_time_format (self->created);
  g_autofree char *sign = gw_key_dup_bytes (self->sign, GW_KEY_SIZE);
  g_autofree char *seal = gw_key_dup_bytes (self->seal, GW_KEY_SIZE);

  json_object_set_string_member (body, "type", "key");
  json_object_set_int_member (body, "v", VERSION);
  json_object_set_string_member (body, "author", self->account);
  json_object_set_string_member (body, "party", self->country);
  json_object_set_string_member (body, "desk", self->desk);
  json_object_set_string_member (body, "created", created);
  json_object_set_string_member (body, "sign", sign);
  json_object_set_string_member (body, "seal", seal);
  json_object_set_string_member (body, "proof", self->proof);
  if (self->before != NULL)
    json_object_set_array_member (body, "before", json_array_ref (self->before));
  if (self->withdrawn != 0) {
    g_autofree char *withdrawn = gw_time_format (self->withdrawn);

    json_object_set_string_member (body, "withdrawn", withdrawn);
  }
  if (self->successor != NULL)
    json_object_set_string_member (body, "successor", self->successor);

  return body;
}

/**
 * gw_key_dup_id:
 *
 * Returns: (transfer full): the id of the document that publishes it, "key:<account>:<desk>"
 */
char *
gw_key_dup_id (GwKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strconcat (GW_KEY_DOC_PREFIX, self->account, ":", self->desk, NULL);
}

const char *
gw_key_get_account (GwKey *self)
{
  return self->account;
}

const char *
gw_key_get_desk (GwKey *self)
{
  return self->desk;
}

/* Returns: ISO 3166 alpha-3, or "" */
const char *
gw_key_get_country (GwKey *self)
{
  return self->country;
}

/* Returns: microseconds since 1970, by the clock of the desk that made it */
gint64
gw_key_get_created (GwKey *self)
{
  return self->created;
}

/* Returns: microseconds since 1970, 0 while it holds */
gint64
gw_key_get_withdrawn (GwKey *self)
{
  return self->withdrawn;
}

/* Returns: (nullable): the account that took over */
const char *
gw_key_get_successor (GwKey *self)
{
  return self->successor;
}

/* Returns: %GW_KEY_SIZE bytes */
const guint8 *
gw_key_get_seal (GwKey *self)
{
  return self->seal;
}

/**
 * gw_key_is_same:
 *
 * Returns: whether both are the same keys of the same desk
 */
gboolean
gw_key_is_same (GwKey *self,
                GwKey *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return strcmp (self->account, other->account) == 0 && strcmp (self->desk, other->desk) == 0
         && memcmp (self->sign, other->sign, GW_KEY_SIZE) == 0
         && memcmp (self->seal, other->seal, GW_KEY_SIZE) == 0;
}

/**
 * gw_key_dup_fingerprint:
 *
 * Returns: (transfer full): what is remembered of a key that was confirmed: its signing key in base 64
 */
char *
gw_key_dup_fingerprint (GwKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_key_dup_bytes (self->sign, GW_KEY_SIZE);
}

/**
 * gw_key_follows:
 * @fingerprint: of a key that was confirmed earlier
 *
 * Returns: whether this is that key, or one for which that key gave its word
 */
gboolean
gw_key_follows (GwKey      *self,
                const char *fingerprint)
{
  g_autofree char *own = gw_key_dup_fingerprint (self);

  g_return_val_if_fail (fingerprint != NULL, FALSE);

  if (strcmp (own, fingerprint) == 0)
    return TRUE;
  for (guint i = 0; self->before != NULL && i < json_array_get_length (self->before); i++) {
    if (g_strcmp0 (gw_json_get_string (gw_json_array_object (self->before, i), "sign"), fingerprint) == 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_key_dup_code:
 *
 * The digits that two people read to each other, on the telephone or across a table. Whoever wants
 * to pass for somebody else would have to make keys until all of them fit.
 *
 * Returns: (transfer full): "0412 8837 1190 5521 7730"
 */
char *
gw_key_dup_code (GwKey *self)
{
  g_autofree char *sign = gw_key_dup_bytes (self->sign, GW_KEY_SIZE);
  g_autofree char *text = g_strconcat (CODE, self->account, "\n", self->desk, "\n", sign, NULL);
  g_autoptr (GString) code = g_string_new (NULL);
  guint8 hash[CODE_GROUPS * 4];

  g_return_val_if_fail (self != NULL, NULL);

  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  for (guint i = 0; i < CODE_GROUPS; i++) {
    guint32 number;

    memcpy (&number, hash + 4 * i, sizeof number);
    g_string_append_printf (code, "%s%04u", i > 0 ? " " : "", GUINT32_FROM_BE (number) % 10000);
  }

  return g_string_free (g_steal_pointer (&code), FALSE);
}

/**
 * gw_key_verify:
 * @signature: (nullable): base 64
 * @text: what was signed
 *
 * Returns: whether the owner of this key signed @text (Ed25519)
 */
gboolean
gw_key_verify (GwKey      *self,
               const char *signature,
               const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  return is_signed (self->sign, signature, text);
}

/**
 * gw_key_verify_any:
 * @signature: (nullable): in base 64, from gw_keys_sign()
 * @text: what is said to be signed
 *
 * Any thread.
 *
 * Returns: whether this key signed it, or one that the desk had before and that vouches for this one
 */
gboolean
gw_key_verify_any (GwKey      *self,
                   const char *signature,
                   const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (is_signed (self->sign, signature, text))
    return TRUE;
  for (guint i = 0; self->before != NULL && i < json_array_get_length (self->before); i++) {
    guint8 sign[GW_KEY_SIZE];

    if (gw_key_read_bytes (gw_json_get_string (gw_json_array_object (self->before, i), "sign"), sign, sizeof sign)
        && is_signed (sign, signature, text))
      return TRUE;
  }

  return FALSE;
}

/* Only the owner of @self opens it again (crypto_box_seal). */
gboolean
gw_key_seal (GwKey        *self,
             const guint8  file_key[GW_FILE_KEY_SIZE],
             guint8        sealed[GW_SEALED_KEY_SIZE])
{
  return crypto_box_seal (sealed, file_key, GW_FILE_KEY_SIZE, self->seal) == 0;
}

/**
 * gw_key_seal_text:
 * @text: UTF-8
 *
 * Returns: (transfer full) (nullable): what only the owner of this key opens, in base 64; NULL when
 *   the key is no sound one
 */
char *
gw_key_seal_text (GwKey      *self,
                  const char *text)
{
  gsize size = strlen (text);
  g_autofree guint8 *sealed = g_malloc (size + crypto_box_SEALBYTES);

  if (crypto_box_seal (sealed, (const guint8 *) text, size, self->seal) != 0)
    return NULL;

  return g_base64_encode (sealed, size + crypto_box_SEALBYTES);
}
