/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The secret half of a desk's keys, in one small file:
 *
 *   {"v":1, "desk":"..", "pairs":[{"created", "sign", "seal"}..], "inherited":[{"account", "seal"}..]}
 *
 * The first pair is in use. Earlier ones stay: what was sealed for them can still be opened, and
 * their signing keys give their word for the newest. "inherited" are the sealing keys of a
 * predecessor, who never gives the signing keys away.
 */

#include "core/keys/gw-key-private.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define VERSION 1
#define FILE_NAME "keys.json"
#define DESK_LENGTH 12
#define HAND_OVER "godwit hand-over 1\n"
#define MAX_PAIRS 20
#define MAX_INHERITED 100

typedef struct
{
  gint64 created;
  guint8 seed[crypto_sign_SEEDBYTES];
  guint8 sign_secret[crypto_sign_SECRETKEYBYTES];
  guint8 sign[GW_KEY_SIZE];
  guint8 seal_secret[crypto_box_SECRETKEYBYTES];
  guint8 seal[GW_KEY_SIZE];
} Pair;

typedef struct
{
  char *account;
  guint8 seal_secret[crypto_box_SECRETKEYBYTES];
} Inherited;

struct _GwKeys
{
  char *desk;
  GPtrArray *pairs;     /* Pair, the newest first */
  GPtrArray *inherited; /* Inherited */
};

G_DEFINE_BOXED_TYPE (GwKeys, gw_keys, gw_keys_ref, gw_keys_unref)

static void
pair_free (gpointer data)
{
  sodium_memzero (data, sizeof (Pair));
  g_free (data);
}

static void
inherited_free (gpointer data)
{
  Inherited *self = data;

  g_free (self->account);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

static GwKeys *
keys_new (const char *desk)
{
  GwKeys *self = g_atomic_rc_box_new0 (GwKeys);

  self->desk = g_strdup (desk);
  self->pairs = g_ptr_array_new_with_free_func (pair_free);
  self->inherited = g_ptr_array_new_with_free_func (inherited_free);

  return self;
}

GwKeys *
gw_keys_ref (GwKeys *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwKeys *self = data;

  g_free (self->desk);
  g_ptr_array_unref (self->pairs);
  g_ptr_array_unref (self->inherited);
}

void
gw_keys_unref (GwKeys *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* The public halves follow from the secret ones. */
static void
complete (Pair *pair)
{
  crypto_sign_seed_keypair (pair->sign, pair->sign_secret, pair->seed);
  crypto_scalarmult_base (pair->seal, pair->seal_secret);
}

static Pair *
make_pair (void)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->created = gw_time_now ();
  randombytes_buf (pair->seed, sizeof pair->seed);
  randombytes_buf (pair->seal_secret, sizeof pair->seal_secret);
  complete (pair);

  return pair;
}

/* The random end of a ULID, in small letters. */
static GwKeys *
make_keys (void)
{
  g_autofree char *id = gw_id_new ();
  g_autofree char *desk = g_ascii_strdown (id + GW_ID_LENGTH - DESK_LENGTH, -1);
  GwKeys *self = keys_new (desk);

  g_ptr_array_add (self->pairs, make_pair ());

  return self;
}

static void
set_bytes (JsonObject   *object,
           const char   *member,
           const guint8 *bytes,
           gsize         size)
{
  g_autofree char *text = gw_key_dup_bytes (bytes, size);

  json_object_set_string_member (object, member, text);
  sodium_memzero (text, strlen (text));
}

static JsonArray *
describe_pairs (GwKeys *self)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < MIN (self->pairs->len, MAX_PAIRS); i++) {
    const Pair *pair = g_ptr_array_index (self->pairs, i);
    JsonObject *one = json_object_new ();
    g_autofree char *created = gw_time_format (pair->created);

    json_object_set_string_member (one, "created", created);
    set_bytes (one, "sign", pair->seed, sizeof pair->seed);
    set_bytes (one, "seal", pair->seal_secret, sizeof pair->seal_secret);
    json_array_add_object_element (list, one);
  }

  return list;
}

static JsonArray *
describe_inherited (GwKeys *self)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < MIN (self->inherited->len, MAX_INHERITED); i++) {
    const Inherited *inherited = g_ptr_array_index (self->inherited, i);
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "account", inherited->account);
    set_bytes (one, "seal", inherited->seal_secret, sizeof inherited->seal_secret);
    json_array_add_object_element (list, one);
  }

  return list;
}

static char *
dup_text (GwKeys *self)
{
  g_autoptr (JsonObject) json = json_object_new ();

  json_object_set_int_member (json, "v", VERSION);
  json_object_set_string_member (json, "desk", self->desk);
  json_object_set_array_member (json, "pairs", describe_pairs (self));
  json_object_set_array_member (json, "inherited", describe_inherited (self));

  return gw_json_to_text (json);
}

static gboolean
set_file_error (GError     **error,
                const char  *message)
{
  g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_FILE, "%s: %s", FILE_NAME, message);
  return FALSE;
}

static gboolean
write_file (const char  *path,
            GwKeys      *self,
            GError     **error)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) local_error = NULL;
  gboolean ok = g_file_set_contents_full (path, text, -1,
                                          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                          0600, &local_error);

  sodium_memzero (text, strlen (text));

  return ok || set_file_error (error, local_error->message);
}

static gboolean
read_pairs (GwKeys    *self,
            JsonArray *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *one = gw_json_array_object (list, i);
    const char *created = one != NULL ? gw_json_get_string (one, "created") : NULL;
    Pair *pair = g_new0 (Pair, 1);

    g_ptr_array_add (self->pairs, pair);
    if (created == NULL || !gw_time_parse (created, &pair->created)
        || !gw_key_read_bytes (gw_json_get_string (one, "sign"), pair->seed, sizeof pair->seed)
        || !gw_key_read_bytes (gw_json_get_string (one, "seal"), pair->seal_secret,
                               sizeof pair->seal_secret))
      return FALSE;
    complete (pair);
  }

  return self->pairs->len > 0;
}

static void
read_inherited (GwKeys    *self,
                JsonArray *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *one = gw_json_array_object (list, i);
    Inherited *inherited = g_new0 (Inherited, 1);

    inherited->account = g_strdup (one != NULL ? gw_json_get_string (one, "account") : NULL);
    if (inherited->account != NULL
        && gw_key_read_bytes (gw_json_get_string (one, "seal"), inherited->seal_secret,
                              sizeof inherited->seal_secret))
      g_ptr_array_add (self->inherited, inherited);
    else
      inherited_free (inherited);
  }
}

static GwKeys *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GwKeys) self = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *text = NULL;
  const char *desk;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error)) {
    set_file_error (error, local_error->message);
    return NULL;
  }
  json = gw_json_parse_object (text, length, NULL);
  sodium_memzero (text, length);
  desk = json != NULL ? gw_json_get_string (json, "desk") : NULL;
  self = desk != NULL ? keys_new (desk) : NULL;
  if (self == NULL || gw_json_get_int (json, "v", 0) != VERSION
      || !read_pairs (self, gw_json_get_array (json, "pairs"))) {
    set_file_error (error, "it is damaged, or a newer Godwit wrote it");
    return NULL;
  }
  read_inherited (self, gw_json_get_array (json, "inherited"));

  return g_steal_pointer (&self);
}

/* Two programs may start at the same time on a new profile: whose file is there first stays. */
static gboolean
place_file (const char  *directory,
            const char  *path,
            GwKeys      *self,
            GError     **error)
{
  g_autofree char *id = gw_id_new ();
  g_autofree char *name = g_strconcat (FILE_NAME, ".", id, NULL);
  g_autofree char *unfinished = g_build_filename (directory, name, NULL);
  gboolean ok;

  if (!write_file (unfinished, self, error))
    return FALSE;
  ok = link (unfinished, path) == 0 || errno == EEXIST;
  /* A file system without hard links. */
  if (!ok && !g_file_test (path, G_FILE_TEST_EXISTS))
    ok = g_rename (unfinished, path) == 0;
  if (!ok)
    set_file_error (error, g_strerror (errno));
  g_unlink (unfinished);

  return ok;
}

/**
 * gw_keys_open:
 * @directory: of the profile
 * @error: return location
 *
 * Reads the desk's keys, and makes them where there are none yet. Waits for the disk; any thread.
 *
 * Returns: (transfer full): the keys, or NULL with an @error of %GW_KEY_ERROR
 */
GwKeys *
gw_keys_open (const char  *directory,
              GError     **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GwKeys) made = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  if (!gw_keys_begin (error))
    return NULL;
  path = g_build_filename (directory, FILE_NAME, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    made = make_keys ();
    if (!place_file (directory, path, made, error))
      return NULL;
  }

  return read_file (path, error);
}

static void
copy_into (GwKeys    *self,
           GPtrArray *pairs,
           GPtrArray *inherited)
{
  for (guint i = 0; i < pairs->len; i++)
    g_ptr_array_add (self->pairs, g_memdup2 (pairs->pdata[i], sizeof (Pair)));
  for (guint i = 0; i < inherited->len; i++) {
    Inherited *copy = g_memdup2 (inherited->pdata[i], sizeof (Inherited));

    copy->account = g_strdup (copy->account);
    g_ptr_array_add (self->inherited, copy);
  }
}

/**
 * gw_keys_renew:
 * @directory: of the profile
 * @error: return location
 *
 * Takes new keys into use, and keeps the old ones. To be published again. Any thread.
 *
 * Returns: (transfer full): the keys, or NULL with an @error of %GW_KEY_ERROR; then the old ones hold
 */
GwKeys *
gw_keys_renew (const char  *directory,
               GError     **error)
{
  g_autoptr (GwKeys) old = gw_keys_open (directory, error);
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  g_autoptr (GwKeys) self = NULL;

  if (old == NULL)
    return NULL;
  self = keys_new (old->desk);
  g_ptr_array_add (self->pairs, make_pair ());
  copy_into (self, old->pairs, old->inherited);

  return write_file (path, self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gw_keys_get_desk:
 *
 * Returns: (transfer none): twelve letters and digits, by which this desk is told from others of the
 *   same account
 */
const char *
gw_keys_get_desk (GwKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->desk;
}

/**
 * gw_keys_are_of:
 * @key: that names a desk
 *
 * A key can name any desk, and prove itself. It is this desk's only where the secret half is here, or was when it
 * gave its word for @key.
 *
 * Returns: whether it is one of this desk's own
 */
gboolean
gw_keys_are_of (GwKeys *self,
                GwKey  *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  for (guint i = 0; i < self->pairs->len; i++) {
    const Pair *pair = g_ptr_array_index (self->pairs, i);
    g_autofree char *sign = gw_key_dup_bytes (pair->sign, GW_KEY_SIZE);

    if (gw_key_follows (key, sign))
      return strcmp (self->desk, gw_key_get_desk (key)) == 0;
  }

  return FALSE;
}

static char *
sign_with (const Pair *pair,
           const char *text)
{
  guint8 signature[GW_SIGNATURE_SIZE];

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), pair->sign_secret);

  return gw_key_dup_bytes (signature, sizeof signature);
}

static JsonArray *
vouch (GwKeys     *self,
       const char *statement)
{
  JsonArray *before = NULL;

  for (guint i = 1; i < self->pairs->len; i++) {
    const Pair *pair = g_ptr_array_index (self->pairs, i);
    JsonObject *one = json_object_new ();
    g_autofree char *proof = sign_with (pair, statement);

    set_bytes (one, "sign", pair->sign, GW_KEY_SIZE);
    json_object_set_string_member (one, "proof", proof);
    if (before == NULL)
      before = json_array_new ();
    json_array_add_object_element (before, one);
  }

  return before;
}

/**
 * gw_keys_dup_key:
 * @account: the desk's account, gw_key_is_account()
 * @country: ISO 3166 alpha-3, or ""
 *
 * Returns: (transfer full): the public half, to be published
 */
GwKey *
gw_keys_dup_key (GwKeys     *self,
                 const char *account,
                 const char *country)
{
  const Pair *pair;
  GwKey *key;
  g_autofree char *statement = NULL;

  g_return_val_if_fail (self != NULL && gw_key_is_account (account) && country != NULL, NULL);

  pair = g_ptr_array_index (self->pairs, 0);
  key = gw_key_new_unproved (account, country, self->desk, pair->created, pair->sign, pair->seal);
  statement = gw_key_dup_statement (key);
  gw_key_prove (key, sign_with (pair, statement), vouch (self, statement));

  return key;
}

/**
 * gw_keys_sign:
 * @text: what is signed (Ed25519)
 *
 * Returns: (transfer full): the signature in base 64, for gw_key_verify()
 */
char *
gw_keys_sign (GwKeys     *self,
              const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  return sign_with (g_ptr_array_index (self->pairs, 0), text);
}

static gboolean
open_with (const guint8 *sealed,
           gsize         size,
           guint8       *plain,
           const guint8  secret[crypto_box_SECRETKEYBYTES])
{
  guint8 public[GW_KEY_SIZE];

  crypto_scalarmult_base (public, secret);

  return crypto_box_seal_open (plain, sealed, size, public, secret) == 0;
}

/* With the keys in use, those before them, and those of predecessors. */
static gboolean
open_any (GwKeys       *self,
          const guint8 *sealed,
          gsize         size,
          guint8       *plain)
{
  for (guint i = 0; i < self->pairs->len; i++) {
    if (open_with (sealed, size, plain, ((const Pair *) self->pairs->pdata[i])->seal_secret))
      return TRUE;
  }
  for (guint i = 0; i < self->inherited->len; i++) {
    if (open_with (sealed, size, plain, ((const Inherited *) self->inherited->pdata[i])->seal_secret))
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_keys_unseal:
 * @sealed: from gw_key_seal()
 * @file_key: (out): what was sealed
 *
 * Returns: whether it was sealed for this desk, with keys it has now or had, or for a predecessor
 */
gboolean
gw_keys_unseal (GwKeys       *self,
                const guint8  sealed[GW_SEALED_KEY_SIZE],
                guint8        file_key[GW_FILE_KEY_SIZE])
{
  g_return_val_if_fail (self != NULL, FALSE);

  return open_any (self, sealed, GW_SEALED_KEY_SIZE, file_key);
}

static char *
dup_secrets (GwKeys *self)
{
  g_autoptr (JsonObject) secrets = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->pairs->len; i++) {
    const Pair *pair = g_ptr_array_index (self->pairs, i);
    g_autofree char *secret = gw_key_dup_bytes (pair->seal_secret, sizeof pair->seal_secret);

    json_array_add_string_element (list, secret);
  }
  for (guint i = 0; i < self->inherited->len; i++) {
    const Inherited *inherited = g_ptr_array_index (self->inherited, i);
    g_autofree char *secret = gw_key_dup_bytes (inherited->seal_secret, sizeof inherited->seal_secret);

    json_array_add_string_element (list, secret);
  }
  json_object_set_array_member (secrets, "seal", list);

  return gw_json_to_text (secrets);
}

static char *
dup_signed (JsonObject *from,
            const char *sealed)
{
  g_autofree char *key = gw_json_to_text (from);

  return g_strconcat (HAND_OVER, key, "\n", sealed, NULL);
}

/**
 * gw_keys_hand_over:
 * @own: the public half of these keys
 * @successor: who takes over; its code should have been compared
 * @error: return location
 *
 * What lets a successor open what was sealed for this desk. The signing keys stay: nobody can sign in
 * the name of somebody who left.
 *
 * Returns: (transfer full): a parcel that only @successor opens, JSON on one line; NULL with @error
 */
char *
gw_keys_hand_over (GwKeys  *self,
                   GwKey   *own,
                   GwKey   *successor,
                   GError **error)
{
  g_autoptr (JsonObject) parcel = json_object_new ();
  g_autofree char *secrets = NULL;
  g_autofree char *sealed = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;
  JsonObject *from;

  g_return_val_if_fail (self != NULL && own != NULL && successor != NULL, NULL);

  secrets = dup_secrets (self);
  sealed = gw_key_seal_text (successor, secrets);
  sodium_memzero (secrets, strlen (secrets));
  if (sealed == NULL) {
    g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID, "Nothing can be sealed for %s",
                 gw_key_get_account (successor));
    return NULL;
  }
  from = gw_key_to_body (own);
  text = dup_signed (from, sealed);
  signature = gw_keys_sign (self, text);
  json_object_set_int_member (parcel, "godwit-keys", VERSION);
  json_object_set_object_member (parcel, "from", from);
  json_object_set_string_member (parcel, "to", gw_key_get_account (successor));
  json_object_set_string_member (parcel, "sealed", sealed);
  json_object_set_string_member (parcel, "signature", signature);

  return gw_json_to_text (parcel);
}

static JsonObject *
open_parcel (GwKeys      *self,
             const char  *sealed,
             GError     **error)
{
  gsize size = 0;
  g_autofree guint8 *bytes = g_base64_decode (sealed, &size);
  g_autofree char *plain = NULL;
  g_autoptr (JsonObject) secrets = NULL;

  if (size > crypto_box_SEALBYTES) {
    gsize length = size - crypto_box_SEALBYTES;

    plain = g_malloc0 (length + 1);
    if (open_any (self, bytes, size, (guint8 *) plain))
      secrets = gw_json_parse_object (plain, length, NULL);
    sodium_memzero (plain, length);
  }
  if (secrets == NULL)
    g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US,
                         "The keys were handed over to somebody else");

  return g_steal_pointer (&secrets);
}

static gboolean
has_inherited (GwKeys       *self,
               const guint8 *seal_secret)
{
  for (guint i = 0; i < self->inherited->len; i++) {
    const Inherited *inherited = g_ptr_array_index (self->inherited, i);

    if (sodium_memcmp (inherited->seal_secret, seal_secret, sizeof inherited->seal_secret) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
inherit (GwKeys     *self,
         const char *account,
         JsonArray  *secrets)
{
  for (guint i = 0; secrets != NULL && i < json_array_get_length (secrets); i++) {
    Inherited *inherited = g_new0 (Inherited, 1);

    inherited->account = g_strdup (account);
    if (gw_key_read_bytes (gw_json_array_string (secrets, i), inherited->seal_secret,
                           sizeof inherited->seal_secret)
        && !has_inherited (self, inherited->seal_secret) && self->inherited->len < MAX_INHERITED)
      g_ptr_array_add (self->inherited, inherited);
    else
      inherited_free (inherited);
  }
}

static GwKey *
check_parcel (JsonObject  *parcel,
              GError     **error)
{
  JsonObject *from = parcel != NULL ? gw_json_get_object (parcel, "from") : NULL;
  const char *sealed = parcel != NULL ? gw_json_get_string (parcel, "sealed") : NULL;
  g_autoptr (GwKey) key = NULL;
  g_autofree char *text = NULL;

  if (from != NULL && sealed != NULL && gw_json_get_int (parcel, "godwit-keys", 0) == VERSION)
    key = gw_key_from_body (from, NULL);
  text = key != NULL ? dup_signed (from, sealed) : NULL;
  if (text == NULL || !gw_key_verify (key, gw_json_get_string (parcel, "signature"), text)) {
    g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID,
                         "This is nothing that a predecessor handed over");
    return NULL;
  }

  return g_steal_pointer (&key);
}

/**
 * gw_keys_take_over:
 * @directory: of the profile
 * @parcel: from gw_keys_hand_over(), from anywhere
 * @predecessor: (out) (optional) (transfer full): who handed over
 * @error: return location
 *
 * From now on this desk opens what was sealed for its predecessor. Twice does no harm. Any thread.
 *
 * Returns: (transfer full): the keys, or NULL with an @error of %GW_KEY_ERROR and nothing changed
 */
GwKeys *
gw_keys_take_over (const char  *directory,
                   const char  *parcel,
                   GwKey      **predecessor,
                   GError     **error)
{
  g_autoptr (GwKeys) old = gw_keys_open (directory, error);
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GwKey) from = NULL;
  g_autoptr (JsonObject) secrets = NULL;
  g_autoptr (GwKeys) self = NULL;
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);

  if (old == NULL)
    return NULL;
  json = gw_json_parse_object (parcel, -1, NULL);
  from = check_parcel (json, error);
  secrets = from != NULL ? open_parcel (old, gw_json_get_string (json, "sealed"), error) : NULL;
  if (secrets == NULL)
    return NULL;
  self = keys_new (old->desk);
  copy_into (self, old->pairs, old->inherited);
  inherit (self, gw_key_get_account (from), gw_json_get_array (secrets, "seal"));
  if (!write_file (path, self, error))
    return NULL;
  if (predecessor != NULL)
    *predecessor = g_steal_pointer (&from);

  return g_steal_pointer (&self);
}
