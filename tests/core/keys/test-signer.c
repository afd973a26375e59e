/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The author's signature in a document: who is believed, and what becomes of what proves false. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/keys/gw-signer.h"
#include "core/store/gw-signature.h"
#include "core/sync/line.h"

#define ID "answer:r:q"

static Desk *
signing_desk_new (const char *name,
                  GwRole      role)
{
  g_autoptr (GError) error = NULL;
  Desk *desk = desk_new (name, role);
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);

  gw_signer_attach (desk->store, own, &error);
  g_assert_no_error (error);

  return desk;
}

static void
publish (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (own, &error);

  gw_key_book_publish (desk->store, own, keys, &error);
  g_assert_no_error (error);
}

/* As it goes over a line, with its ancestry. */
static JsonObject *
take (Desk       *desk,
      const char *db,
      const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (desk->store, db, id, NULL);
  g_auto (GStrv) path = gw_store_ancestry (desk->store, db, id, gw_doc_get_rev (doc), NULL);

  return gw_store_doc_to_json (doc, (const char *const *) path);
}

/* What a courier does: any document, to another desk, as sync would take it. */
static GwArrivalFault
bring (Desk       *desk,
       const char *remote,
       JsonObject *document)
{
  const char *db = g_str_has_prefix (remote, "party") ? "party" : remote;
  g_autofree char *signer = NULL;
  g_autoptr (GError) error = NULL;
  GwArrivalFault fault = gw_signer_judge (desk->store, remote, document, &signer);

  if (fault != GW_ARRIVAL_SOUND)
    return fault;
  g_assert_true (gw_store_insert_json (desk->store, db, document, GW_INSERT_DEFAULT, &error));
  g_assert_true (gw_signer_note (desk->store, db, remote, document, signer, &error));

  return fault;
}

static void
carry_key (Desk *from,
           Desk *to)
{
  g_autoptr (GPtrArray) keys = gw_store_list (from->store, "packets", "key:", NULL, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (keys->len, >, 0);
  for (guint i = 0; i < keys->len; i++) {
    g_autoptr (JsonObject) json = take (from, "packets", gw_doc_get_id (keys->pdata[i]));

    gw_store_insert_json (to->store, "packets", json, GW_INSERT_FROM_SERVER, &error);
    g_assert_no_error (error);
  }
}

static guint
count_aside (Desk *desk)
{
  g_autoptr (GPtrArray) list = gw_store_list_set_aside (desk->store, NULL);

  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (((GwSetAside *) list->pdata[i])->fault, ==, GW_ARRIVAL_SIGNATURE);

  return list->len;
}

static guint
look_again (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  guint n_false = 0;

  gw_signer_look_again (desk->store, &n_false, &error);
  g_assert_no_error (error);

  return n_false;
}

static void
test_what_is_carried_proves_its_author (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) sound = NULL, changed = NULL, moved = NULL, garbled = NULL;

  publish (ann);
  carry_key (ann, ben);
  g_free (desk_write (ann, "party", ID, "seven curlews"));
  sound = take (ann, "party", ID);
  g_assert_nonnull (gw_json_get_string (sound, "sig"));
  g_assert_cmpint (bring (ben, "party-uzb", sound), ==, GW_ARRIVAL_SIGNATURE);
  changed = gw_json_copy (sound);
  json_object_set_string_member (changed, "value", "eight curlews");
  g_assert_cmpint (bring (ben, "party-ken", changed), ==, GW_ARRIVAL_SIGNATURE);
  moved = gw_json_copy (sound);
  json_object_set_string_member (moved, "_id", "answer:r:p");
  g_assert_cmpint (bring (ben, "party-ken", moved), ==, GW_ARRIVAL_SIGNATURE);
  garbled = gw_json_copy (sound);
  json_object_set_string_member (garbled, "sig", "ann");
  g_assert_cmpint (bring (ben, "party-ken", garbled), ==, GW_ARRIVAL_SIGNATURE);
  g_assert_cmpint (bring (ben, "party-ken", sound), ==, GW_ARRIVAL_SOUND);
  g_assert_cmpuint (look_again (ben), ==, 0);
}

static void
test_a_key_before_still_proves (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeys) renewed = NULL;
  g_autoptr (JsonObject) document = NULL;

  g_free (desk_write (ann, "party", ID, "seven curlews"));
  document = take (ann, "party", ID);
  renewed = gw_keys_renew (ann->directory, NULL);
  publish (ann);
  carry_key (ann, ben);
  g_assert_cmpint (bring (ben, "party-ken", document), ==, GW_ARRIVAL_SOUND);
  json_object_set_string_member (document, "value", "eight curlews");
  g_assert_cmpint (bring (ben, "party-ken", document), ==, GW_ARRIVAL_SIGNATURE);
}

static void
test_what_came_before_its_key_is_looked_at_when_it_comes (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) sound = NULL, changed = NULL, built = NULL;
  g_autofree char *shown = NULL, *value = NULL;
  g_auto (GStrv) waiting = NULL;

  g_free (desk_write (ann, "party", ID, "seven curlews"));
  sound = take (ann, "party", ID);
  g_assert_cmpint (bring (ben, "party-ken", sound), ==, GW_ARRIVAL_SOUND);
  /* On top of it, what nobody signed; and another that somebody built on before the key came. */
  changed = gw_json_parse_object ("{\"_id\":\"" ID "\",\"_rev\":\"2-b\",\"type\":\"answer\",\"value\":\"forged\"}", -1, NULL);
  json_object_set_string_member (changed, "sig", gw_json_get_string (sound, "sig"));
  json_object_set_object_member (changed, "_revisions",
                                 gw_json_parse_object ("{\"start\":2,\"ids\":[\"b\"]}", -1, NULL));
  json_array_add_string_element (json_object_get_array_member (json_object_get_object_member (changed, "_revisions"), "ids"),
                                 strchr (gw_json_get_string (sound, "_rev"), '-') + 1);
  g_assert_cmpint (bring (ben, "party-ken", changed), ==, GW_ARRIVAL_SOUND);
  built = gw_json_copy (sound);
  json_object_set_string_member (built, "_id", "answer:r:built");
  g_assert_cmpint (bring (ben, "party-ken", built), ==, GW_ARRIVAL_SOUND);
  g_free (desk_write (ben, "party", "answer:r:built", "by Ben"));
  g_assert_cmpuint (look_again (ben), ==, 0);
  waiting = gw_store_list_signers (ben->store, NULL);
  g_assert_cmpuint (g_strv_length (waiting), ==, 1);

  publish (ann);
  carry_key (ann, ben);
  g_assert_cmpuint (look_again (ben), ==, 2);
  g_assert_cmpuint (count_aside (ben), ==, 2);
  shown = desk_read (ben, "party", ID);
  g_assert_cmpstr (shown, ==, "seven curlews");
  value = desk_read (ben, "party", "answer:r:built");
  g_assert_cmpstr (value, ==, "by Ben");
  g_assert_cmpuint (look_again (ben), ==, 0);
}

/* An account that is named otherwise since: its desk is known. */
static void
test_another_name_of_the_account_proves_by_its_desk (void)
{
  g_autoptr (Desk) ann = desk_new ("Ann Wanjiru", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeyDesk) before = gw_key_desk_new (ann->profile, NULL), since = gw_key_desk_new (ann->profile, "nfp-ken");
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (before, NULL);
  g_autoptr (JsonObject) document = NULL;
  g_auto (GStrv) waiting = NULL;

  g_assert_true (gw_signer_attach (ann->store, before, NULL));
  g_free (desk_write (ann, "party", ID, "seven curlews"));
  g_assert_true (gw_key_book_publish (ann->store, since, keys, NULL));
  document = take (ann, "party", ID);
  carry_key (ann, ben);
  g_assert_cmpint (bring (ben, "party-ken", document), ==, GW_ARRIVAL_SOUND);
  g_assert_cmpuint (look_again (ben), ==, 0);
  waiting = gw_store_list_signers (ben->store, NULL);
  g_assert_cmpuint (g_strv_length (waiting), ==, 0);
}

/* A key that anybody may publish to all countries proves nothing in the papers of one. */
static void
test_a_key_from_the_community_proves_nothing_in_a_country (void)
{
  g_autoptr (Desk) mal = signing_desk_new ("mal", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) document = NULL, post = NULL, stolen = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_auto (GStrv) waiting = NULL;

  publish (mal);
  keys = gw_store_list (mal->store, "community", "key:", NULL, -1, NULL);
  for (guint i = 0; i < keys->len; i++) {
    g_autoptr (JsonObject) key = take (mal, "community", gw_doc_get_id (keys->pdata[i]));

    g_assert_true (gw_store_insert_json (ben->store, "community", key, GW_INSERT_FROM_SERVER, NULL));
  }
  g_free (desk_write (mal, "party", ID, "seven curlews"));
  document = take (mal, "party", ID);
  g_assert_cmpint (bring (ben, "party-ken", document), ==, GW_ARRIVAL_SOUND);
  waiting = gw_store_list_signers (ben->store, NULL);
  g_assert_cmpuint (g_strv_length (waiting), ==, 1);

  g_free (desk_write (mal, "community", "post:mal:1", "a post"));
  g_free (desk_write (mal, "community", "post:ann:1", "in another's name"));
  post = take (mal, "community", "post:mal:1");
  stolen = take (mal, "community", "post:ann:1");
  g_assert_cmpint (bring (ben, "community", post), ==, GW_ARRIVAL_SOUND);
  g_assert_cmpint (bring (ben, "community", stolen), ==, GW_ARRIVAL_SIGNATURE);
}

static void
test_what_a_rule_makes_is_the_same_on_two_desks (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) first = NULL, one = NULL, two = NULL;
  g_autoptr (GwDoc) merged = NULL;
  g_autofree char *a = NULL, *b = NULL;
  GwMergeOutcome outcome = { 0 };

  g_free (desk_write (ann, "party", ID, "seven curlews"));
  first = take (ann, "party", ID);
  bring (ben, "party-ken", first);
  /* The same words, written by two: only who signed differs. */
  gw_store_mark_attempted (ann->store, "party", ID, gw_json_get_string (first, "_rev"), NULL);
  g_free (desk_write (ann, "party", ID, "eight"));
  g_free (desk_write (ben, "party", ID, "eight"));
  one = take (ann, "party", ID);
  two = take (ben, "party", ID);
  g_assert_cmpstr (gw_json_get_string (one, "sig"), !=, gw_json_get_string (two, "sig"));
  bring (ben, "party-ken", one);
  bring (ann, "party-ken", two);
  g_assert_true (gw_store_merge_all (ann->store, "party", &outcome, NULL));
  g_assert_true (gw_store_merge_all (ben->store, "party", &outcome, NULL));
  g_assert_cmpuint (outcome.waiting, ==, 0);
  g_assert_cmpuint (outcome.merged, ==, 2);
  a = desk_dump (ann);
  b = desk_dump (ben);
  g_assert_cmpstr (a, ==, b);
}

/* What each added apart is joined: the result is nobody's word. */
static void
test_what_a_rule_joins_is_signed_by_nobody (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP), ben = signing_desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) a = gw_json_parse_object ("{\"type\":\"answer\",\"a\":1}", -1, NULL);
  g_autoptr (JsonObject) b = gw_json_parse_object ("{\"type\":\"answer\",\"b\":2}", -1, NULL);
  g_autoptr (JsonObject) one = NULL, two = NULL;
  g_autoptr (GwDoc) joined = NULL;
  g_autofree char *first = NULL, *second = NULL;

  g_assert_true (gw_store_put (ann->store, "party", ID, NULL, a, GW_PUT_DEFAULT, NULL, NULL));
  g_assert_true (gw_store_put (ben->store, "party", ID, NULL, b, GW_PUT_DEFAULT, NULL, NULL));
  one = take (ann, "party", ID);
  two = take (ben, "party", ID);
  bring (ben, "party-ken", one);
  bring (ann, "party-ken", two);
  g_assert_true (gw_store_merge_all (ann->store, "party", NULL, NULL));
  g_assert_true (gw_store_merge_all (ben->store, "party", NULL, NULL));
  joined = gw_store_get (ann->store, "party", ID, NULL);
  g_assert_cmpint (gw_json_get_int (gw_doc_get_body (joined), "a", 0), ==, 1);
  g_assert_cmpint (gw_json_get_int (gw_doc_get_body (joined), "b", 0), ==, 2);
  g_assert_null (gw_json_get_string (gw_doc_get_body (joined), "sig"));
  first = desk_dump (ann);
  second = desk_dump (ben);
  g_assert_cmpstr (first, ==, second);
}

/* The same text again is no new version, and its signature no difference. */
static void
test_the_same_words_make_no_version (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *first = desk_write (ann, "party", ID, "seven"), *again = desk_write (ann, "party", ID, "seven");
  g_autoptr (GwDoc) doc = gw_store_get (ann->store, "party", ID, NULL);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpint (gw_json_get_int (gw_doc_get_body (doc), "v", 0), ==, 0);
}

static void
test_a_kind_that_is_known_says_its_type (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (JsonObject) body = gw_json_parse_object ("{\"value\":\"seven\"}", -1, NULL);
  g_autoptr (GwDoc) doc = NULL;

  g_assert_true (gw_store_put (ann->store, "party", ID, NULL, body, GW_PUT_DEFAULT, NULL, NULL));
  doc = gw_store_get (ann->store, "party", ID, NULL);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "type"), ==, "answer");
  g_assert_cmpint (gw_json_get_int (gw_doc_get_body (doc), "v", 0), ==, 1);
}

/* ------------------------------------------------------------ a courier's desk */

static void
open_country (Line *line)
{
  couch_add_account (line->couch, "cor", "pw", "nfp courier party-ken courier-ken");
}

static void
test_a_courier_sends_what_is_signed_and_leaves_the_rest (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("nfp-ken", GW_ROLE_NFP), cor = desk_new ("cor", GW_ROLE_COURIER);
  g_autoptr (Desk) old = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) signed_one = NULL, bare = NULL;
  g_autofree char *arrived = NULL, *left = NULL;
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  open_country (&line);
  g_free (desk_write (ann, "party", ID, "seven curlews"));
  g_free (desk_write (old, "party", "answer:r:old", "unsigned"));
  signed_one = take (ann, "party", ID);
  bare = take (old, "party", "answer:r:old");
  g_assert_true (gw_store_insert_json (cor->store, "party", signed_one, GW_INSERT_OUTBOX, NULL));
  g_assert_true (gw_store_insert_json (cor->store, "party", bare, GW_INSERT_OUTBOX, NULL));
  line_sync (cor, &line, &summary);
  g_assert_cmpuint (summary.pushed, ==, 1);
  g_assert_cmpuint (summary.refused, ==, 0);
  g_assert_cmpuint (desk_waiting (cor), ==, 0);
  left = desk_read (cor, "party", "answer:r:old");
  g_assert_cmpstr (left, ==, "unsigned");

  line_sync (old, &line, NULL);
  arrived = desk_read (old, "party", ID);
  g_assert_cmpstr (arrived, ==, "seven curlews");
}

/* A line that brings a document somebody changed: told of, not shown, and nothing else is stopped. */
static void
test_what_was_changed_on_its_way_is_set_aside (void)
{
  g_autoptr (Desk) ann = signing_desk_new ("nfp-ken", GW_ROLE_NFP), ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) cor = desk_new ("cor", GW_ROLE_COURIER);
  g_autoptr (JsonObject) changed = NULL;
  g_autofree char *shown = NULL;
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  open_country (&line);
  publish (ann);
  g_free (desk_write (ann, "party", ID, "seven curlews"));
  g_free (desk_write (ann, "party", "answer:r:sound", "sound"));
  changed = take (ann, "party", ID);
  json_object_set_string_member (changed, "value", "no curlews");
  g_assert_true (gw_store_insert_json (cor->store, "party", changed, GW_INSERT_OUTBOX, NULL));
  line_sync (cor, &line, NULL);
  line_sync (ben, &line, &summary);
  line_sync (ann, &line, NULL);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (count_aside (ben), ==, 1);
  shown = desk_read (ben, "party", ID);
  g_assert_null (shown);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_keys_register_types ();
  g_test_add_func ("/keys/signer/what-is-carried-proves-its-author", test_what_is_carried_proves_its_author);
  g_test_add_func ("/keys/signer/a-key-before-still-proves", test_a_key_before_still_proves);
  g_test_add_func ("/keys/signer/what-came-before-its-key-is-looked-at-when-it-comes",
                   test_what_came_before_its_key_is_looked_at_when_it_comes);
  g_test_add_func ("/keys/signer/another-name-of-the-account-proves-by-its-desk",
                   test_another_name_of_the_account_proves_by_its_desk);
  g_test_add_func ("/keys/signer/a-key-from-the-community-proves-nothing-in-a-country",
                   test_a_key_from_the_community_proves_nothing_in_a_country);
  g_test_add_func ("/keys/signer/what-a-rule-makes-is-the-same-on-two-desks",
                   test_what_a_rule_makes_is_the_same_on_two_desks);
  g_test_add_func ("/keys/signer/what-a-rule-joins-is-signed-by-nobody", test_what_a_rule_joins_is_signed_by_nobody);
  g_test_add_func ("/keys/signer/the-same-words-make-no-version", test_the_same_words_make_no_version);
  g_test_add_func ("/keys/signer/a-kind-that-is-known-says-its-type", test_a_kind_that_is_known_says_its_type);
  g_test_add_func ("/keys/signer/a-courier-sends-what-is-signed-and-leaves-the-rest",
                   test_a_courier_sends_what_is_signed_and_leaves_the_rest);
  g_test_add_func ("/keys/signer/what-was-changed-on-its-way-is-set-aside", test_what_was_changed_on_its_way_is_set_aside);

  return g_test_run ();
}
