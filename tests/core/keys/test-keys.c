/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys: whose they are, what they prove, and what a person here knows of them. */

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/keys/gw-key-book.h"
#include "core/sync/desk.h"

static GwKeys *
open_keys (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GwKeys *keys = gw_keys_open (gw_profile_get_directory (desk->profile), &error);

  g_assert_no_error (error);
  return keys;
}

static gboolean
withdraw (Desk    *desk,
          GwKey   *key,
          GError **error)
{
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);

  return gw_key_book_withdraw (desk->store, own, key, NULL, error);
}

static GwKey *
publish (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwKeys) keys = open_keys (desk);
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);

  gw_key_book_publish (desk->store, own, keys, &error);
  g_assert_no_error (error);

  return gw_keys_dup_key (keys, gw_profile_get_name (desk->profile),
                          gw_profile_get_country (desk->profile));
}

/* As sync or a stick would bring it. */
static void
carry (Desk       *from,
       Desk       *to,
       const char *db,
       const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwDoc) doc = gw_store_get (from->store, db, id, &error);
  g_auto (GStrv) path = NULL;
  g_autoptr (JsonObject) json = NULL;

  g_assert_no_error (error);
  path = gw_store_ancestry (from->store, db, id, gw_doc_get_rev (doc), &error);
  json = gw_store_doc_to_json (doc, (const char *const *) path);
  gw_store_insert_json (to->store, db, json, GW_INSERT_DEFAULT, &error);
  g_assert_no_error (error);
}

static void
test_keys_are_made_once (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwKeys) first = open_keys (desk);
  g_autoptr (GwKeys) again = open_keys (desk);
  g_autoptr (GwKey) a = gw_keys_dup_key (first, "ann", "KEN");
  g_autoptr (GwKey) b = gw_keys_dup_key (again, "ann", "KEN");
  g_autofree char *path = g_build_filename (desk->directory, "keys.json", NULL);
  GStatBuf file;

  g_assert_true (gw_key_is_same (a, b));
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

static void
test_damaged_file_is_told_and_kept (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *path = g_build_filename (desk->directory, "keys.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "{\"v\":1,\"desk\":\"x\",\"pairs\":[]}", -1, &error);
  g_assert_no_error (error);
  g_assert_null (gw_keys_open (desk->directory, &error));
  g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_FILE);
  g_assert_null (gw_keys_renew (desk->directory, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"pairs\":[]"));
}

static void
test_signature_holds_for_its_text_only (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP), other = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeys) keys = open_keys (desk), others = open_keys (other);
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ann", "KEN");
  g_autoptr (GwKey) theirs = gw_keys_dup_key (others, "ben", "KEN");
  g_autofree char *signature = gw_keys_sign (keys, "seven curlews");

  g_assert_true (gw_key_verify (key, signature, "seven curlews"));
  g_assert_false (gw_key_verify (key, signature, "eight curlews"));
  g_assert_false (gw_key_verify (theirs, signature, "seven curlews"));
  g_assert_false (gw_key_verify (key, NULL, "seven curlews"));
  g_assert_false (gw_key_verify (key, "c2hvcnQ=", "seven curlews"));
}

static void
test_sealed_opens_for_its_desk_only (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP), other = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeys) keys = open_keys (desk), others = open_keys (other);
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ann", "KEN");
  guint8 file_key[GW_FILE_KEY_SIZE], opened[GW_FILE_KEY_SIZE] = { 0 }, sealed[GW_SEALED_KEY_SIZE];

  memset (file_key, 7, sizeof file_key);
  g_assert_true (gw_key_seal (key, file_key, sealed));
  g_assert_false (gw_keys_unseal (others, sealed, opened));
  g_assert_true (gw_keys_unseal (keys, sealed, opened));
  g_assert_cmpmem (file_key, sizeof file_key, opened, sizeof opened);
  sealed[40] ^= 1;
  g_assert_false (gw_keys_unseal (keys, sealed, opened));
}

/* Every member of the statement, and the document's id. */
static void
test_altered_key_is_none (void)
{
  static const char *const members[] = { "author", "party", "desk", "created", "sign", "seal", "proof" };
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP), other = desk_new ("ben", GW_ROLE_NFP);
  g_autoptr (GwKeys) keys = open_keys (desk), others = open_keys (other);
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ann", "KEN"), theirs = NULL, sound = NULL;
  g_autoptr (JsonObject) body = gw_key_to_body (key);
  g_autoptr (JsonObject) swapped = NULL;
  g_autofree char *id = gw_key_dup_id (key);

  gw_time_set_fixed (G_GINT64_CONSTANT (1900000000000000));
  theirs = gw_keys_dup_key (others, "ben", "UZB");
  swapped = gw_key_to_body (theirs);
  gw_time_set_fixed (0);
  sound = gw_key_from_doc (id, body, NULL);
  g_assert_nonnull (sound);
  g_assert_true (gw_key_is_same (sound, key));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    g_autoptr (JsonObject) altered = gw_json_copy (body), cut = gw_json_copy (body);
    g_autoptr (GError) error = NULL;

    json_object_set_member (altered, members[i], json_object_dup_member (swapped, members[i]));
    json_object_remove_member (cut, members[i]);
    if (strcmp (members[i], "created") == 0)
      json_object_set_string_member (altered, "created", "2001-01-01T00:00:00.000Z");
    g_assert_null (gw_key_from_body (altered, &error));
    g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID);
    g_assert_null (gw_key_from_body (cut, NULL));
  }
  g_assert_null (gw_key_from_doc ("key:ben:0", body, NULL));
}

static void
test_code_is_of_the_key (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP), other = desk_new ("ben", GW_ROLE_NFP);
  g_autoptr (GwKey) key = publish (desk), theirs = publish (other);
  g_autofree char *id = gw_key_dup_id (key);
  g_autofree char *code = gw_key_dup_code (key), *another = gw_key_dup_code (theirs), *seen = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_assert_true (g_regex_match_simple ("^[0-9]{4}( [0-9]{4}){4}$", code, 0, 0));
  g_assert_cmpstr (code, !=, another);
  carry (desk, other, "community", id);
  found = gw_key_book_find (other->store, NULL, "ann", NULL);
  g_assert_cmpuint (found->len, ==, 1);
  seen = gw_key_dup_code (((GwKeyEntry *) found->pdata[0])->key);
  g_assert_cmpstr (seen, ==, code);
}

static GwKeyTrust
trust_of (Desk       *desk,
          const char *name)
{
  g_autoptr (GwKeys) own = open_keys (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = gw_key_book_find (desk->store, own, name, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);

  return ((GwKeyEntry *) found->pdata[0])->trust;
}

static void
test_published_once_where_others_read (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP), respondent = desk_new ("ria", GW_ROLE_RESPONDENT);
  g_autoptr (Desk) nobody = desk_new ("", GW_ROLE_NFP);
  g_autoptr (GwKey) key = publish (desk), again = publish (desk), third = publish (respondent);
  g_autoptr (GwKeys) unnamed = open_keys (nobody);
  g_autoptr (GwKeyDesk) without = gw_key_desk_new (nobody->profile, NULL);

  g_assert_cmpuint (desk_count (desk, "community"), ==, 1);
  g_assert_cmpuint (desk_count (desk, "packets"), ==, 1);
  g_assert_cmpuint (desk_count (respondent, "packets"), ==, 1);
  g_assert_cmpuint (desk_count (respondent, "community"), ==, 0);
  g_assert_cmpint (trust_of (desk, "ann"), ==, GW_KEY_TRUST_OWN);
  g_assert_true (gw_key_is_same (key, again));
  g_assert_nonnull (third);
  g_assert_true (gw_key_book_publish (nobody->store, without, unnamed, NULL));
  g_assert_cmpuint (desk_count (nobody, "community"), ==, 0);
}

static void
test_confirmed_key_vouches_for_the_next (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKey) first = publish (ann), second = NULL, third = NULL;
  g_autofree char *id = gw_key_dup_id (first);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwKeys) renewed = NULL;

  carry (ann, ben, "community", id);
  g_assert_cmpint (trust_of (ben, "ann"), ==, GW_KEY_TRUST_UNCONFIRMED);
  gw_key_book_confirm (ben->store, first, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trust_of (ben, "ann"), ==, GW_KEY_TRUST_CONFIRMED);

  for (guint i = 0; i < 2; i++) {
    g_clear_pointer (&renewed, gw_keys_unref);
    renewed = gw_keys_renew (ann->directory, &error);
    g_assert_no_error (error);
    g_clear_pointer (&second, gw_key_unref);
    second = publish (ann);
    carry (ann, ben, "community", id);
    g_assert_false (gw_key_is_same (first, second));
    g_assert_cmpint (trust_of (ben, "ann"), ==, GW_KEY_TRUST_CONFIRMED);
  }

  /* What was sealed for the first still opens. */
  guint8 file_key[GW_FILE_KEY_SIZE] = { 1 }, opened[GW_FILE_KEY_SIZE], sealed[GW_SEALED_KEY_SIZE];

  g_assert_true (gw_key_seal (first, file_key, sealed));
  g_assert_true (gw_keys_unseal (renewed, sealed, opened));
}

/* The same account and the same desk by name: somebody else's keys. */
static void
test_other_key_of_a_confirmed_desk_is_told (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKey) key = publish (ann), forged = NULL;
  g_autoptr (Desk) thief = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *path = g_build_filename (thief->directory, "keys.json", NULL);
  g_autoptr (GwKeys) keys = open_keys (thief), again = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *renamed = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, gw_keys_get_desk (keys), -1);
  renamed = g_strjoinv (gw_key_get_desk (key), parts);
  g_assert_true (g_file_set_contents (path, renamed, -1, NULL));
  again = open_keys (thief);
  forged = gw_keys_dup_key (again, "ann", gw_key_get_country (key));
  g_assert_true (gw_key_book_confirm (ben->store, key, NULL));
  g_assert_cmpint (gw_key_book_judge (ben->store, NULL, key, NULL), ==, GW_KEY_TRUST_CONFIRMED);
  g_assert_cmpint (gw_key_book_judge (ben->store, NULL, forged, NULL), ==, GW_KEY_TRUST_CHANGED);
}

static void
test_withdrawn_key_stays_withdrawn (void)
{
  g_autoptr (Desk) lost = desk_new ("ann", GW_ROLE_NFP), other = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKey) key = publish (lost), again = NULL;
  g_autofree char *id = gw_key_dup_id (key);
  g_autofree char *name = g_strconcat ("ann:", gw_key_get_desk (key), NULL);
  g_autoptr (GError) error = NULL;

  carry (lost, other, "community", id);
  carry (lost, ben, "community", id);
  g_assert_true (gw_key_book_confirm (ben->store, key, NULL));
  g_assert_false (withdraw (ben, key, &error));
  g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  withdraw (other, key, &error);
  g_assert_no_error (error);
  carry (other, ben, "community", id);
  carry (other, lost, "community", id);
  g_assert_cmpint (trust_of (ben, name), ==, GW_KEY_TRUST_WITHDRAWN);
  again = publish (lost);
  g_assert_cmpint (trust_of (lost, name), ==, GW_KEY_TRUST_WITHDRAWN);
  /* Also where it comes without the document that says so. */
  g_assert_cmpint (gw_key_book_judge (ben->store, NULL, again, NULL), ==, GW_KEY_TRUST_WITHDRAWN);
}

static void
test_successor_opens_what_was_sealed (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), eve = desk_new ("eve", GW_ROLE_NFP);
  g_autoptr (Desk) sue = desk_new ("sue", GW_ROLE_NFP);
  g_autoptr (GwKeys) keys = open_keys (ann);
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ann", "KEN"), successor = publish (sue), from = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *parcel = gw_keys_hand_over (keys, key, successor, &error);
  g_autoptr (GwKeys) after = NULL, twice = NULL;
  g_autofree char *path = g_build_filename (sue->directory, "keys.json", NULL);
  g_autofree char *once = NULL, *same = NULL;
  guint8 file_key[GW_FILE_KEY_SIZE] = { 9 }, opened[GW_FILE_KEY_SIZE], sealed[GW_SEALED_KEY_SIZE];

  g_assert_no_error (error);
  g_assert_true (gw_key_seal (key, file_key, sealed));
  g_assert_null (gw_keys_take_over (eve->directory, parcel, NULL, &error));
  g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US);
  g_clear_error (&error);
  after = gw_keys_take_over (sue->directory, parcel, &from, &error);
  g_assert_no_error (error);
  g_assert_true (gw_key_is_same (from, key));
  g_assert_true (gw_keys_unseal (after, sealed, opened));
  g_assert_cmpmem (file_key, sizeof file_key, opened, sizeof opened);
  g_assert_true (g_file_get_contents (path, &once, NULL, NULL));
  twice = gw_keys_take_over (sue->directory, parcel, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &same, NULL, NULL));
  g_assert_cmpstr (once, ==, same);
  /* And does not sign in the predecessor's name. */
  g_autofree char *signature = gw_keys_sign (after, "x");

  g_assert_false (gw_key_verify (key, signature, "x"));
}

static void
test_altered_parcel_is_refused (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), sue = desk_new ("sue", GW_ROLE_NFP);
  g_autoptr (GwKeys) keys = open_keys (ann);
  g_autoptr (GwKey) successor = publish (sue), key = gw_keys_dup_key (keys, "ann", "KEN");
  g_autofree char *parcel = gw_keys_hand_over (keys, key, successor, NULL);
  g_autofree char *path = g_build_filename (sue->directory, "keys.json", NULL);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  for (gsize i = 0; i < strlen (parcel); i += 7) {
    g_autofree char *altered = g_strdup (parcel);
    g_autoptr (GwKeys) taken = NULL;
    g_autoptr (GError) error = NULL;
    const char *to = strstr (parcel, "\"to\"");

    /* Who it is for is told to people only: what is sealed says it itself. */
    if (parcel + i >= to && parcel + i < to + 12)
      continue;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    taken = gw_keys_take_over (sue->directory, altered, NULL, &error);
    g_assert_null (taken);
    g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID);
  }
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gw_keys_register_types ();

  g_test_add_func ("/keys/are-made-once-and-for-their-owner-only", test_keys_are_made_once);
  g_test_add_func ("/keys/a-damaged-file-is-told-and-kept", test_damaged_file_is_told_and_kept);
  g_test_add_func ("/keys/a-signature-holds-for-its-text-only", test_signature_holds_for_its_text_only);
  g_test_add_func ("/keys/what-is-sealed-opens-for-its-desk-only", test_sealed_opens_for_its_desk_only);
  g_test_add_func ("/keys/an-altered-key-is-none", test_altered_key_is_none);
  g_test_add_func ("/keys/the-code-is-of-the-key", test_code_is_of_the_key);
  g_test_add_func ("/keys/published-once-where-others-read", test_published_once_where_others_read);
  g_test_add_func ("/keys/a-confirmed-key-vouches-for-the-next", test_confirmed_key_vouches_for_the_next);
  g_test_add_func ("/keys/another-key-of-a-confirmed-desk-is-told",
                   test_other_key_of_a_confirmed_desk_is_told);
  g_test_add_func ("/keys/a-withdrawn-key-stays-withdrawn", test_withdrawn_key_stays_withdrawn);
  g_test_add_func ("/keys/a-successor-opens-what-was-sealed", test_successor_opens_what_was_sealed);
  g_test_add_func ("/keys/an-altered-parcel-is-refused", test_altered_parcel_is_refused);

  return g_test_run ();
}
