/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The author's signature in a document: so that who carries it need not be believed.
 *
 * The member "sig" is "account:desk:signature", Ed25519 over
 *
 *   godwit document 1 LF  the database's name on the server LF  the id LF  the content
 *
 * with the content as gw_signature_dup_content() gives it: without "sig" and what begins with "_".
 *
 * On arrival:
 *
 * - No signature: a rule made it, an older program wrote it, or it needs none. Who may write there is the server's
 *   business; a courier may not bring it.
 * - It has not the form of one: false.
 * - "community": the account is the owner in the id, or it is false; the key counts that is published there, where
 *   nobody but its owner can write it.
 * - "party-*" and "exchange-*": the key counts that is published in "packets-*", where only the country's own people
 *   write, or one whose code was compared here. A courier cannot put a key there.
 * - The key is known: it holds, with the key in use or one before it, or it is false. That the desk was lost since
 *   says nothing of what it wrote before, so a key that was withdrawn still proves.
 * - The key is not known: the version is kept, and looked at when the key comes. An account that got another name
 *   since is found by its desk then. */

#include "core/keys/gw-signer.h"

#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/keys/gw-key-private.h"
#include "core/store/gw-signature.h"

#define STATEMENT "godwit document 1\n"
#define MAX_MEMBER 300
#define GROUP 500

typedef struct
{
  GwKeys *keys;
  char   *account;
  char   *country;
} Signer;

static void
signer_free (gpointer data)
{
  Signer *self = data;

  gw_keys_unref (self->keys);
  g_free (self->account);
  g_free (self->country);
  g_free (self);
}

static char *
dup_statement (const char *remote,
               const char *id,
               const char *content)
{
  return g_strconcat (STATEMENT, remote, "\n", id, "\n", content, NULL);
}

static char *
sign (const char *db,
      const char *id,
      const char *content,
      gpointer    user_data)
{
  Signer *self = user_data;
  g_autofree char *remote = gw_profile_dup_remote_name (db, self->country);
  g_autofree char *statement = remote != NULL ? dup_statement (remote, id, content) : NULL;
  g_autofree char *signature = statement != NULL ? gw_keys_sign (self->keys, statement) : NULL;

  return signature != NULL ? g_strdup_printf ("%s:%s:%s", self->account, gw_keys_get_desk (self->keys), signature) : NULL;
}

/**
 * gw_signer_attach:
 * @store: of the desk
 * @desk: who writes through it
 * @error: return location
 *
 * From now on what is to be signed and is written through @store is signed with the keys of the desk. A desk whose
 * account has no name signs nothing.
 *
 * Returns: FALSE with an @error of %GW_KEY_ERROR when the desk has no keys; then nothing is signed
 */
gboolean
gw_signer_attach (GwStore    *store,
                  GwKeyDesk  *desk,
                  GError    **error)
{
  g_autoptr (GwKeys) keys = NULL;
  Signer *self;

  g_return_val_if_fail (GW_IS_STORE (store) && desk != NULL, FALSE);

  if (gw_key_desk_get_account (desk) == NULL)
    return TRUE;
  keys = gw_key_desk_open_keys (desk, error);
  if (keys == NULL)
    return FALSE;
  self = g_new0 (Signer, 1);
  self->keys = g_steal_pointer (&keys);
  self->account = g_strdup (gw_key_desk_get_account (desk));
  self->country = g_strdup (gw_key_desk_get_country (desk));
  gw_store_set_signer (store, sign, self, signer_free);

  return TRUE;
}

/* @parts: account, desk, signature */
static gboolean
is_form (char **parts)
{
  gsize length = 0;
  g_autofree guint8 *bytes = NULL;

  if (g_strv_length (parts) != 3 || !gw_key_is_account (parts[0]) || *parts[1] == '\0'
      || strspn (parts[1], "abcdefghijklmnopqrstuvwxyz0123456789") != strlen (parts[1]))
    return FALSE;
  bytes = g_base64_decode (parts[2], &length);

  return length == GW_SIGNATURE_SIZE;
}

/* The keys that were read lately, so that not each of a thousand answers reads the same one. */
typedef struct
{
  char  *rev;
  GwKey *key; /* (nullable) */
} Read;

static void
read_free (gpointer data)
{
  Read *self = data;

  g_free (self->rev);
  g_clear_pointer (&self->key, gw_key_unref);
  g_free (self);
}

static GHashTable *
get_read (GwStore *store)
{
  GHashTable *table = g_object_get_data (G_OBJECT (store), "gw-signer-keys");

  if (table == NULL) {
    table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, read_free);
    g_object_set_data_full (G_OBJECT (store), "gw-signer-keys", table, (GDestroyNotify) g_hash_table_unref);
  }

  return table;
}

/* Returns: (transfer none) (nullable) */
static GwKey *
read_key (GwStore    *store,
          const char *place,
          const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, place, id, NULL);
  g_autofree char *name = g_strconcat (place, "/", id, NULL);
  Read *read;

  if (doc == NULL || gw_doc_is_deleted (doc))
    return NULL;
  read = g_hash_table_lookup (get_read (store), name);
  if (read != NULL && strcmp (read->rev, gw_doc_get_rev (doc)) == 0)
    return read->key;
  read = g_new0 (Read, 1);
  read->rev = g_strdup (gw_doc_get_rev (doc));
  read->key = gw_key_from_doc (id, gw_doc_get_body (doc), NULL);
  g_hash_table_replace (get_read (store), g_steal_pointer (&name), read);

  return read->key;
}

/* Returns: (transfer none) (nullable): the key of that name that counts for @remote */
static GwKey *
find_key (GwStore    *store,
          const char *remote,
          const char *id)
{
  gboolean is_country = strcmp (remote, "community") != 0;
  GwKey *key = read_key (store, is_country ? "packets" : "community", id);

  if (key != NULL || !is_country)
    return key;
  key = read_key (store, "community", id);

  return key != NULL && gw_key_book_judge (store, NULL, key, NULL) == GW_KEY_TRUST_CONFIRMED ? key : NULL;
}

static gboolean
is_owner (const char *remote,
          const char *id,
          const char *account)
{
  g_auto (GStrv) parts = g_strsplit (id, ":", 3);

  return strcmp (remote, "community") != 0
         || (g_strv_length (parts) == 3 && strcmp (parts[1], account) == 0);
}

/**
 * gw_signer_judge:
 * @store: where keys are known
 * @remote: the database's name on the server
 * @document: as CouchDB writes it, sound by gw_arrival_judge()
 * @signer: (out): "account:desk" where the key is not known yet, else NULL; for gw_signer_note()
 *
 * Looks at the author's signature, if there is one. Without one it costs nothing.
 *
 * Returns: %GW_ARRIVAL_SOUND or %GW_ARRIVAL_SIGNATURE
 */
GwArrivalFault
gw_signer_judge (GwStore     *store,
                 const char  *remote,
                 JsonObject  *document,
                 char       **signer)
{
  const char *id = gw_json_get_string (document, "_id"), *member;
  g_auto (GStrv) parts = NULL;
  g_autofree char *content = NULL, *statement = NULL, *key_id = NULL;
  GwKey *key;

  *signer = NULL;
  if (!json_object_has_member (document, GW_SIGNATURE_MEMBER) || id == NULL || !gw_signature_is_wanted (id)
      || GW_FAULT (SIGNATURE_NOT_VERIFIED))
    return GW_ARRIVAL_SOUND;
  member = gw_json_get_string (document, GW_SIGNATURE_MEMBER);
  parts = g_strsplit (member != NULL && strlen (member) <= MAX_MEMBER ? member : "", ":", 4);
  if (!is_form (parts) || !is_owner (remote, id, parts[0]))
    return GW_ARRIVAL_SIGNATURE;
  key_id = g_strconcat (GW_KEY_DOC_PREFIX, parts[0], ":", parts[1], NULL);
  key = find_key (store, remote, key_id);
  if (key == NULL) {
    *signer = g_strconcat (parts[0], ":", parts[1], NULL);
    return GW_ARRIVAL_SOUND;
  }
  content = gw_signature_dup_content (document);
  statement = dup_statement (remote, id, content);

  return gw_key_verify_any (key, parts[2], statement) ? GW_ARRIVAL_SOUND : GW_ARRIVAL_SIGNATURE;
}

/**
 * gw_signer_note:
 * @db: the local name of the database
 * @document: that was stored
 * @signer: (nullable): from gw_signer_judge()
 *
 * Remembers to look at @document again when the key comes. Within the group in which it is stored.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_signer_note (GwStore     *store,
                const char  *db,
                const char  *remote,
                JsonObject  *document,
                const char  *signer,
                GError     **error)
{
  const char *rev = gw_json_get_string (document, "_rev");

  return signer == NULL || rev == NULL
         || gw_store_note_unproved (store, db, gw_json_get_string (document, "_id"), rev, remote, signer, error);
}

/* Whether a key of the same desk, under another account, signed it. */
static gboolean
is_of_desk (GwStore    *store,
            const char *remote,
            const char *desk,
            const char *signature,
            const char *statement)
{
  const char *place = strcmp (remote, "community") == 0 ? "community" : "packets";
  g_autoptr (GPtrArray) docs = gw_store_list (store, place, GW_KEY_DOC_PREFIX, NULL, -1, NULL);
  g_autofree char *end = g_strconcat (":", desk, NULL);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    const char *id = gw_doc_get_id (docs->pdata[i]);
    GwKey *key = g_str_has_suffix (id, end) ? read_key (store, place, id) : NULL;

    if (key != NULL && gw_key_verify_any (key, signature, statement))
      return TRUE;
  }

  return FALSE;
}

static gboolean
set_aside (GwStore     *store,
           GwUnproved  *one,
           JsonObject  *document,
           guint       *n_false,
           GError     **error)
{
  gboolean is_news = FALSE;

  if (!gw_store_set_aside (store, one->db, one->id, one->rev, document, GW_ARRIVAL_SIGNATURE, &is_news, error)
      || !gw_store_take_out (store, one->db, one->id, one->rev, error))
    return FALSE;
  *n_false += is_news;

  return TRUE;
}

/* Looks at one version again. @is_done: (out): whether it need not be looked at once more */
static gboolean
look_at (GwStore     *store,
         GwUnproved  *one,
         guint       *n_false,
         gboolean    *is_done,
         GError     **error)
{
  g_autoptr (GwDoc) doc = gw_store_get_rev (store, one->db, one->id, one->rev, NULL);
  g_autoptr (JsonObject) document = doc != NULL ? gw_store_doc_to_json (doc, NULL) : NULL;
  g_autofree char *signer = NULL;
  GwArrivalFault fault = GW_ARRIVAL_SOUND;

  if (document != NULL)
    fault = gw_signer_judge (store, one->remote, document, &signer);
  if (signer != NULL) {
    g_autofree char *content = gw_signature_dup_content (document);
    g_autofree char *statement = dup_statement (one->remote, one->id, content);
    const char *signature = strrchr (gw_json_get_string (document, GW_SIGNATURE_MEMBER), ':') + 1;

    *is_done = is_of_desk (store, one->remote, strchr (signer, ':') + 1, signature, statement);
  } else {
    *is_done = TRUE;
  }
  if (fault != GW_ARRIVAL_SOUND && !set_aside (store, one, document, n_false, error))
    return FALSE;

  return !*is_done || gw_store_forget_unproved (store, one->db, one->id, one->rev, error);
}

/* @goes_on: (out): whether there is more of that signer */
static gboolean
look_at_group (GwStore     *store,
               const char  *signer,
               guint       *n_false,
               gboolean    *goes_on,
               GError     **error)
{
  g_autoptr (GPtrArray) group = gw_store_list_unproved (store, signer, GROUP, error);
  gboolean is_done = TRUE;

  if (group == NULL || !gw_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < group->len && is_done; i++) {
    if (!look_at (store, group->pdata[i], n_false, &is_done, error)) {
      gw_store_rollback (store);
      return FALSE;
    }
  }
  *goes_on = group->len == GROUP && is_done;

  return gw_store_commit (store, error);
}

/**
 * gw_signer_look_again:
 * @n_false: (inout): is increased by what proved false
 * @error: return location
 *
 * Looks at what was signed with keys that were not known, after keys may have come: what proves false is set aside,
 * and where nobody built on it since, taken out. In groups, so that nobody who writes waits long. To be called at the
 * end of an exchange.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_signer_look_again (GwStore  *store,
                      guint    *n_false,
                      GError  **error)
{
  g_auto (GStrv) signers = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && n_false != NULL, FALSE);

  signers = gw_store_list_signers (store, error);
  for (guint i = 0; signers != NULL && signers[i] != NULL; i++) {
    gboolean goes_on = TRUE;

    while (goes_on) {
      if (!look_at_group (store, signers[i], n_false, &goes_on, error))
        return FALSE;
    }
  }

  return signers != NULL;
}
