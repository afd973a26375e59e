/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose key is whose, and what the person here knows of it.
 *
 * - A key is published in "community" and in "packets", in as many of them as the desk keeps and may
 *   write: everybody it exchanges with reads one of the two. The owner stands in the id, so that a
 *   server's rules let nobody else write it.
 * - A desk that a stick reaches reads the key in the bundle and remembers it, beside what is published.
 * - Neither says that the right person holds it: there the code counts, that two people read to
 *   each other. What was confirmed is this person's alone and lies in "mine".
 * - A key that was withdrawn is not published again by the desk that holds it.
 */

#include "core/keys/gw-key-private.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-sticks.h"

#define MINE "mine"
#define TRUST_PREFIX "trust:"


static const GwFieldRule key_fields[] = {
  { "withdrawn", GW_FIELD_GREATEST, NULL },
  { "successor", GW_FIELD_WINNER, NULL },
  { "created", GW_FIELD_WINNER, NULL },
  { "sign", GW_FIELD_WINNER, NULL },
  { "seal", GW_FIELD_WINNER, NULL },
  { "proof", GW_FIELD_WINNER, NULL },
  { "before", GW_FIELD_WINNER, NULL },
  { "party", GW_FIELD_WINNER, NULL },
  { NULL },
};

static const GwFieldRule trust_fields[] = {
  { "sign", GW_FIELD_WINNER, NULL },
  { "confirmed", GW_FIELD_GREATEST, NULL },
  { NULL },
};

static const GwDocType key_type = { .name = "key", .database = "community", .fields = key_fields };
static const GwDocType trust_type = { .name = "trust", .database = MINE, .fields = trust_fields };

/**
 * gw_keys_register_types:
 *
 * Once, before a store is opened.
 */
void
gw_keys_register_types (void)
{
  gw_doc_type_register (&key_type);
  gw_doc_type_register (&trust_type);
}

/**
 * gw_key_trust_get_name:
 *
 * Returns: (transfer none): a short English name that never changes
 */
const char *
gw_key_trust_get_name (GwKeyTrust trust)
{
  static const char *const names[] = {
    [GW_KEY_TRUST_OWN] = "own",
    [GW_KEY_TRUST_CONFIRMED] = "confirmed",
    [GW_KEY_TRUST_UNCONFIRMED] = "unconfirmed",
    [GW_KEY_TRUST_CHANGED] = "changed",
    [GW_KEY_TRUST_WITHDRAWN] = "withdrawn",
  };

  g_return_val_if_fail ((gsize) trust < G_N_ELEMENTS (names), NULL);

  return names[trust];
}

void
gw_key_entry_free (GwKeyEntry *self)
{
  gw_key_unref (self->key);
  g_free (self);
}

/* (nullable): without an error, where there is none, or nothing that is a key. */
static GwKey *
read_key (GwDoc *doc)
{
  g_autoptr (GError) error = NULL;
  GwKey *key;

  if (doc == NULL || gw_doc_is_deleted (doc))
    return NULL;
  key = gw_key_from_doc (gw_doc_get_id (doc), gw_doc_get_body (doc), &error);
  if (key == NULL)
    g_debug ("%s is passed over: %s", gw_doc_get_id (doc), error->message);

  return key;
}

static gboolean
put (GwStore     *store,
     const char  *db,
     const char  *id,
     GwDoc       *before,
     JsonObject  *body,
     GError     **error)
{
  return gw_store_put (store, db, id,
                       before != NULL && !gw_doc_is_deleted (before) ? gw_doc_get_rev (before) : NULL,
                       body, GW_PUT_COALESCE, NULL, error);
}

/* Already so, or never to be so again. */
static gboolean
is_published (GwKey *there,
              GwKey *key)
{
  return there != NULL && (gw_key_get_withdrawn (there) != 0 || gw_key_is_same (there, key));
}

static gboolean
publish_in (GwStore     *store,
            const char  *db,
            GwKey       *key,
            GError     **error)
{
  g_autofree char *id = gw_key_dup_id (key);
  g_autoptr (GwDoc) doc = gw_store_get (store, db, id, NULL);
  g_autoptr (GwKey) there = read_key (doc);
  g_autoptr (JsonObject) body = NULL;

  if (is_published (there, key))
    return TRUE;
  body = gw_key_to_body (key);

  return put (store, db, id, doc, body, error);
}

/**
 * gw_key_book_publish:
 * @desk: whose keys these are
 * @keys: of the desk
 * @error: return location
 *
 * Writes the public half where others find it. A desk whose account has no name yet publishes nothing,
 * and where it is published already nothing is written.
 *
 * Returns: FALSE with @error set when the store cannot be written
 */
gboolean
gw_key_book_publish (GwStore    *store,
                     GwKeyDesk  *desk,
                     GwKeys     *keys,
                     GError    **error)
{
  const char *const *own_places = gw_key_desk_get_places (desk);
  g_autoptr (GwKey) key = gw_key_desk_dup_key (desk, keys);

  g_return_val_if_fail (GW_IS_STORE (store), FALSE);

  for (guint i = 0; key != NULL && own_places[i] != NULL; i++) {
    if (!publish_in (store, own_places[i], key, error))
      return FALSE;
  }

  return TRUE;
}

/* Of two documents about one desk: the one that was withdrawn, or the newer. */
static gboolean
says_more (GwKey *key,
           GwKey *than)
{
  if (gw_key_get_withdrawn (key) != 0 || gw_key_get_withdrawn (than) != 0)
    return gw_key_get_withdrawn (than) == 0;

  return gw_key_get_created (key) > gw_key_get_created (than);
}

static gboolean
collect (GwStore     *store,
         const char  *prefix,
         GHashTable  *keys,
         GError     **error)
{
  for (guint i = 0; gw_key_places[i] != NULL; i++) {
    g_autoptr (GPtrArray) docs = gw_store_list (store, gw_key_places[i], prefix, NULL, -1, error);

    if (docs == NULL)
      return FALSE;
    for (guint j = 0; j < docs->len; j++) {
      GwDoc *doc = g_ptr_array_index (docs, j);
      GwKey *key = read_key (doc);
      GwKey *other = g_hash_table_lookup (keys, gw_doc_get_id (doc));

      if (key != NULL && (other == NULL || says_more (key, other)))
        g_hash_table_insert (keys, g_strdup (gw_doc_get_id (doc)), key);
      else
        g_clear_pointer (&key, gw_key_unref);
    }
  }

  return TRUE;
}

/* (nullable) */
static GwKey *
parse_key (const char *text)
{
  g_autoptr (JsonObject) body = gw_json_parse_object (text, -1, NULL);

  return body != NULL ? gw_key_from_body (body, NULL) : NULL;
}

/* What came by stick stands behind what is published: there the owner alone could write. */
static gboolean
collect_noted (GwStore     *store,
               const char  *prefix,
               GHashTable  *keys,
               GError     **error)
{
  g_auto (GStrv) noted = gw_store_partner_keys (store, error);

  for (guint i = 0; noted != NULL && noted[i] != NULL; i++) {
    g_autoptr (GwKey) key = parse_key (noted[i]);
    g_autofree char *id = key != NULL ? gw_key_dup_id (key) : NULL;

    if (key != NULL && g_str_has_prefix (id, prefix) && !g_hash_table_contains (keys, id))
      g_hash_table_insert (keys, g_steal_pointer (&id), g_steal_pointer (&key));
  }

  return noted != NULL;
}

static gboolean
is_withdrawn (GwStore    *store,
              const char *id)
{
  for (guint i = 0; gw_key_places[i] != NULL; i++) {
    g_autoptr (GwDoc) doc = gw_store_get (store, gw_key_places[i], id, NULL);
    g_autoptr (GwKey) key = read_key (doc);

    if (key != NULL && gw_key_get_withdrawn (key) != 0)
      return TRUE;
  }

  return FALSE;
}

static char *
dup_trust_id (GwKey *key)
{
  return g_strconcat (TRUST_PREFIX, gw_key_get_account (key), ":", gw_key_get_desk (key), NULL);
}

/**
 * gw_key_book_judge:
 * @own: (nullable): the keys of this desk
 * @key: a key from anywhere
 * @confirmed: (out) (optional): when the code was compared, 0 for never
 *
 * Returns: what the person at this desk may hold of it
 */
GwKeyTrust
gw_key_book_judge (GwStore *store,
                   GwKeys  *own,
                   GwKey   *key,
                   gint64  *confirmed)
{
  g_autofree char *id = NULL;
  g_autofree char *trust_id = NULL;
  g_autoptr (GwDoc) doc = NULL;
  JsonObject *body;
  const char *sign, *time;
  gint64 when = 0;

  g_return_val_if_fail (GW_IS_STORE (store) && key != NULL, GW_KEY_TRUST_UNCONFIRMED);

  id = gw_key_dup_id (key);
  trust_id = dup_trust_id (key);
  doc = gw_store_get (store, MINE, trust_id, NULL);
  body = doc != NULL && !gw_doc_is_deleted (doc) ? gw_doc_get_body (doc) : NULL;
  sign = body != NULL ? gw_json_get_string (body, "sign") : NULL;
  time = body != NULL ? gw_json_get_string (body, "confirmed") : NULL;
  if (time != NULL)
    gw_time_parse (time, &when);
  if (confirmed != NULL)
    *confirmed = when;

  if (is_withdrawn (store, id) || gw_key_get_withdrawn (key) != 0)
    return GW_KEY_TRUST_WITHDRAWN;
  if (own != NULL && gw_keys_are_of (own, key))
    return GW_KEY_TRUST_OWN;
  if (sign == NULL)
    return GW_KEY_TRUST_UNCONFIRMED;

  return gw_key_follows (key, sign) ? GW_KEY_TRUST_CONFIRMED : GW_KEY_TRUST_CHANGED;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const GwKeyEntry *first = *(const GwKeyEntry *const *) a;
  const GwKeyEntry *second = *(const GwKeyEntry *const *) b;
  int order = g_utf8_collate (gw_key_get_account (first->key), gw_key_get_account (second->key));

  return order != 0 ? order : strcmp (gw_key_get_desk (first->key), gw_key_get_desk (second->key));
}

static GPtrArray *
list_with_prefix (GwStore     *store,
                  GwKeys      *own,
                  const char  *prefix,
                  GError     **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) gw_key_unref);
  GPtrArray *entries;
  GHashTableIter iter;
  gpointer key;

  if (!collect (store, prefix, keys, error) || !collect_noted (store, prefix, keys, error))
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_entry_free);
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, NULL, &key)) {
    GwKeyEntry *entry = g_new0 (GwKeyEntry, 1);

    entry->key = gw_key_ref (key);
    entry->trust = gw_key_book_judge (store, own, key, &entry->confirmed);
    g_ptr_array_add (entries, entry);
  }
  g_ptr_array_sort (entries, compare_entries);

  return entries;
}

/**
 * gw_key_book_list:
 * @own: (nullable): the keys of this desk
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwKeyEntry): all that are known, by account and desk; what
 *   does not prove itself is left out. NULL with @error set
 */
GPtrArray *
gw_key_book_list (GwStore  *store,
                  GwKeys   *own,
                  GError  **error)
{
  g_return_val_if_fail (GW_IS_STORE (store), NULL);

  return list_with_prefix (store, own, GW_KEY_DOC_PREFIX, error);
}

/**
 * gw_key_book_find:
 * @own: (nullable): the keys of this desk
 * @name: "account" for all its desks, or "account:desk"
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwKeyEntry): those of that name, at least one; NULL with
 *   %GW_KEY_ERROR_NOT_FOUND, or an error of the store
 */
GPtrArray *
gw_key_book_find (GwStore     *store,
                  GwKeys      *own,
                  const char  *name,
                  GError     **error)
{
  g_autofree char *prefix = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && name != NULL, NULL);

  prefix = g_strconcat (GW_KEY_DOC_PREFIX, name, strchr (name, ':') == NULL ? ":" : "", NULL);
  entries = list_with_prefix (store, own, prefix, error);
  if (entries != NULL && entries->len == 0) {
    g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND, "%s has no key here", name);
    return NULL;
  }

  return g_steal_pointer (&entries);
}

/* Whether it is another account's, by whatever name: the key before is not the same, and has not given its word. */
static gboolean
is_anothers (GwKey *before,
             GwKey *key)
{
  g_autofree char *sign = gw_key_dup_fingerprint (before);

  return strcmp (gw_key_get_account (before), gw_key_get_account (key)) != 0 && !gw_key_follows (key, sign);
}

static GwKey *
find_noted (GwStore    *store,
            const char *partner)
{
  g_autofree char *text = gw_store_dup_partner_key (store, partner);

  return text != NULL ? parse_key (text) : NULL;
}

/**
 * gw_key_book_dup_partner:
 * @key: of a desk, proved
 *
 * Anybody can name any desk in a key of their own. Where another account's key was noted under that name before, this
 * one goes under a name of its own: neither is refused, and neither is given, or answers for, what is the other's.
 *
 * Returns: (transfer full): under which name the store keeps what it knows of that desk
 */
char *
gw_key_book_dup_partner (GwStore *store,
                         GwKey   *key)
{
  g_autoptr (GwKey) before = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && key != NULL, NULL);

  before = find_noted (store, gw_key_get_desk (key));
  if (before == NULL || !is_anothers (before, key))
    return g_strdup (gw_key_get_desk (key));

  return g_strconcat (gw_key_get_account (key), ":", gw_key_get_desk (key), NULL);
}

/* A key that was confirmed gives way only to one for which it gives its word. */
static gboolean
may_replace (GwStore    *store,
             GwKeys     *own,
             const char *partner,
             GwKey      *key)
{
  g_autoptr (GwKey) before = find_noted (store, partner);

  return before == NULL || gw_key_book_judge (store, own, before, NULL) != GW_KEY_TRUST_CONFIRMED
         || gw_key_book_judge (store, own, key, NULL) == GW_KEY_TRUST_CONFIRMED;
}

/**
 * gw_key_book_note:
 * @own: (nullable): the keys of this desk
 * @key: under a bundle that was taken
 * @device: the store it was written from
 * @bundle: its id
 * @error: return location
 *
 * Remembers the desk a bundle came from, so that one can be sealed for it: see gw_key_book_dup_partner().
 *
 * Returns: FALSE with @error set when the store cannot be written
 */
gboolean
gw_key_book_note (GwStore     *store,
                  GwKeys      *own,
                  GwKey       *key,
                  const char  *device,
                  const char  *bundle,
                  GError     **error)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *partner = NULL, *text = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && key != NULL && device != NULL, FALSE);

  partner = gw_key_book_dup_partner (store, key);
  if (!gw_store_note_partner (store, partner, device, bundle, error))
    return FALSE;
  if (!may_replace (store, own, partner, key))
    return TRUE;
  body = gw_key_to_body (key);
  text = gw_json_to_text (body);

  return gw_store_set_partner_key (store, partner, text, error);
}

/**
 * gw_key_book_confirm:
 * @key: whose code the person has compared
 * @error: return location
 *
 * Returns: FALSE with @error set when the store cannot be written
 */
gboolean
gw_key_book_confirm (GwStore  *store,
                     GwKey    *key,
                     GError  **error)
{
  g_autofree char *id = dup_trust_id (key);
  g_autoptr (GwDoc) before = gw_store_get (store, MINE, id, NULL);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *sign = gw_key_dup_fingerprint (key);
  g_autofree char *now = gw_time_format (gw_time_now ());

  json_object_set_string_member (body, "type", "trust");
  json_object_set_int_member (body, "v", 1);
  json_object_set_string_member (body, "sign", sign);
  json_object_set_string_member (body, "confirmed", now);

  return put (store, MINE, id, before, body, error);
}

static gboolean
withdraw_in (GwStore     *store,
             const char  *db,
             GwKey       *key,
             const char  *successor,
             GError     **error)
{
  g_autofree char *id = gw_key_dup_id (key);
  g_autoptr (GwDoc) doc = gw_store_get (store, db, id, NULL);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *now = gw_time_format (gw_time_now ());

  /* Also where it was never published: others may know it by stick. */
  if (doc == NULL || gw_doc_is_deleted (doc))
    body = gw_key_to_body (key);
  else
    body = gw_json_copy (gw_doc_get_body (doc));
  if (!json_object_has_member (body, "withdrawn"))
    json_object_set_string_member (body, "withdrawn", now);
  if (successor != NULL)
    json_object_set_string_member (body, "successor", successor);

  return put (store, db, id, doc, body, error);
}

/**
 * gw_key_book_withdraw:
 * @desk: of the same account: nobody else may
 * @key: of the desk that was lost, or is handed over
 * @successor: (nullable): the account that takes over
 * @error: return location
 *
 * From now on nothing is sealed for that desk, and what it signs is refused, on every desk that this
 * reaches. It cannot be undone; a computer that is found again takes new keys.
 *
 * Returns: FALSE with @error set: %GW_KEY_ERROR_NOT_FOUND when the key is another account's, or an error
 *   of the store
 */
gboolean
gw_key_book_withdraw (GwStore     *store,
                      GwKeyDesk   *desk,
                      GwKey       *key,
                      const char  *successor,
                      GError     **error)
{
  const char *const *own_places = gw_key_desk_get_places (desk);

  g_return_val_if_fail (GW_IS_STORE (store) && key != NULL, FALSE);

  if (g_strcmp0 (gw_key_desk_get_account (desk), gw_key_get_account (key)) != 0) {
    g_set_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND, "%s is another account",
                 gw_key_get_account (key));
    return FALSE;
  }
  for (guint i = 0; own_places[i] != NULL; i++) {
    if (!withdraw_in (store, own_places[i], key, successor, error))
      return FALSE;
  }

  return TRUE;
}
