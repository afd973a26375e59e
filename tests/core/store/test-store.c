/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-private.h"
#include "core/store/store-fixture.h"

static char *
put (GwStore    *store,
     const char *id,
     const char *base,
     const char *text)
{
  return fixture_put (store, id, base, text, GW_PUT_DEFAULT);
}

static void
test_put_gives_back_what_was_put (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = put (store, "answer:a", NULL, "{\"value\":\"Läbi\"}");
  g_autofree char *second = put (store, "answer:a", first, "{\"value\":\"Kõrge\"}");
  g_autofree char *again = put (store, "answer:a", second, "{\"value\":\"Kõrge\"}");
  g_autoptr (GwDoc) doc = gw_store_get (store, "party", "answer:a", &error);
  g_autoptr (GwDoc) old = gw_store_get_rev (store, "party", "answer:a", first, &error);
  g_autoptr (GwDoc) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, again);
  g_assert_cmpstr (gw_doc_get_rev (doc), ==, second);
  g_assert_true (g_str_has_prefix (second, "2-"));
  g_assert_cmpuint (strlen (second), ==, 34);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "value"), ==, "Kõrge");
  g_assert_cmpstr (gw_doc_get_text (old), ==, "{\"value\":\"Läbi\"}");

  none = gw_store_get (store, "party", "answer:b", &error);
  g_assert_null (none);
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND);
}

/* The name of a revision is part of the protocol: two desks must make the same one. */
static void
test_revision_names_are_fixed (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autofree char *first = put (store, "answer:a", NULL, "{\"b\":1,\"a\":\"x\"}");
  g_autofree char *second = put (store, "answer:a", first, "{\"a\":\"y\"}");
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *expected = NULL;

  g_checksum_update (sum, (const guchar *) "1\0\0" "0\0{\"a\":\"x\",\"b\":1}", 21);
  expected = g_strdup_printf ("1-%.32s", g_checksum_get_string (sum));
  g_assert_cmpstr (first, ==, expected);
  g_assert_true (g_str_has_prefix (second, "2-"));
}

static void
test_typing_does_not_grow_the_tree (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = NULL;
  g_auto (GStrv) path = NULL;
  gint64 waiting = 0;

  for (int i = 0; i < 50; i++) {
    g_autofree char *text = g_strdup_printf ("{\"value\":\"%d\"}", i);
    char *next = fixture_put (store, "answer:a", rev, text, GW_PUT_COALESCE);

    g_free (rev);
    rev = next;
  }
  g_assert_true (g_str_has_prefix (rev, "1-"));
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 1);

  /* Once it left the desk, its name is taken: the next letter is a child. */
  g_assert_true (gw_store_mark_attempted (store, "party", "answer:a", rev, &error));
  {
    g_autofree char *child = fixture_put (store, "answer:a", rev, "{\"value\":\"z\"}", GW_PUT_COALESCE);

    g_assert_true (g_str_has_prefix (child, "2-"));
    path = gw_store_ancestry (store, "party", "answer:a", child, &error);
    g_assert_cmpuint (g_strv_length (path), ==, 2);
    g_assert_cmpstr (path[1], ==, rev);
  }
}

static void
test_list_goes_by_prefix_and_page (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) page = NULL, rest = NULL;

  for (int i = 0; i < 10; i++) {
    g_autofree char *id = g_strdup_printf ("answer:r1:%d", i);
    g_autofree char *other = g_strdup_printf ("answer:r2:%d", i);
    g_autofree char *rev = put (store, id, NULL, "{}");
    g_autofree char *rev2 = put (store, other, NULL, "{}");

    if (i == 4)
      g_assert_true (gw_store_delete (store, "party", id, rev, NULL, NULL, &error));
  }
  page = gw_store_list (store, "party", "answer:r1:", NULL, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 6);
  rest = gw_store_list (store, "party", "answer:r1:", gw_doc_get_id (page->pdata[5]), -1, &error);
  g_assert_cmpuint (rest->len, ==, 3);
  g_assert_cmpstr (gw_doc_get_id (rest->pdata[0]), ==, "answer:r1:7");
  g_assert_cmpint (gw_store_count (store, "party", "answer:r1:", &error), ==, 9);
  g_assert_cmpint (gw_store_count (store, "party", NULL, &error), ==, 19);
}

static void
test_a_base_that_is_no_leaf_makes_a_conflict (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = put (store, "answer:a", NULL, "{\"value\":1}");
  g_autofree char *second = put (store, "answer:a", first, "{\"value\":2}");
  g_autofree char *beside = put (store, "answer:a", first, "{\"value\":3}");
  g_autoptr (GPtrArray) leaves = gw_store_leaves (store, "party", "answer:a", &error);
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (store, NULL, &error);
  gint64 waiting = 0;

  g_assert_cmpuint (leaves->len, ==, 2);
  g_assert_cmpstr (gw_doc_get_rev (leaves->pdata[0]), ==,
                   strcmp (second, beside) > 0 ? second : beside);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpuint (gw_doc_get_conflicts (conflicts->pdata[0]), ==, 1);
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 2);
  fixture_assert_sound (store);
}

/* Two pages type into one answer: what the second wrote on a revision that typing replaced stands
 * beside it, and neither is lost. */
static void
test_a_base_that_typing_replaced_is_not_lost (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *root = put (store, "answer:a", NULL, "{\"value\":0}");
  g_autofree char *typed = NULL, *more = NULL, *other = NULL;
  g_autoptr (GPtrArray) leaves = NULL;
  g_autoptr (GwDoc) base = NULL;

  g_assert_true (gw_store_mark_accepted (store, "party", "answer:a", root, &error));
  typed = fixture_put (store, "answer:a", root, "{\"value\":1}", GW_PUT_COALESCE);
  more = fixture_put (store, "answer:a", typed, "{\"value\":2}", GW_PUT_COALESCE);
  other = fixture_put (store, "answer:a", typed, "{\"value\":3}", GW_PUT_COALESCE);
  leaves = gw_store_leaves (store, "party", "answer:a", &error);
  g_assert_cmpuint (leaves->len, ==, 2);
  base = gw_store_common_base (store, "party", "answer:a", more, other, &error);
  g_assert_cmpstr (gw_doc_get_rev (base), ==, root);
  fixture_assert_sound (store);
}

static void
test_a_deletion_can_be_undone (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = put (store, "answer:a", NULL, "{\"value\":1}");
  g_autofree char *grave = NULL, *back = NULL, *text = NULL;
  gint64 waiting = 1;

  g_assert_true (gw_store_delete (store, "party", "answer:a", rev, NULL, &grave, &error));
  g_assert_cmpint (gw_store_count (store, "party", NULL, &error), ==, 0);
  /* Nobody ever saw it: nobody is told. */
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 0);

  back = put (store, "answer:a", grave, "{\"value\":1}");
  text = fixture_dup_text (store, "answer:a");
  g_assert_cmpstr (text, ==, "{\"value\":1}");
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 1);

  /* What the server has is deleted there, too. */
  g_assert_true (gw_store_mark_accepted (store, "party", "answer:a", back, &error));
  g_assert_true (gw_store_delete (store, "party", "answer:a", back, NULL, NULL, &error));
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 1);
  fixture_assert_sound (store);
}

static void
test_what_cannot_be_stored_is_refused (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reserved = fixture_body ("{\"_attachments\":{}}");
  g_autoptr (JsonObject) large = json_object_new ();
  g_autoptr (JsonObject) good = fixture_body ("{}");
  g_autofree char *text = g_strnfill (GW_STORE_MAX_BODY, 'x');
  static const char *const broken_path[] = { "3-c", "1-a", NULL };

  json_object_set_string_member (large, "text", text);
  g_assert_false (gw_store_put (store, "party", "a:1", NULL, reserved, 0, NULL, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (gw_store_put (store, "party", "a:1", NULL, large, 0, NULL, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (gw_store_put (store, "party", "_design/x", NULL, good, 0, NULL, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (gw_store_put (store, "party", "a:1", "no revision", good, 0, NULL, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (gw_store_insert (store, "party", "a:1", broken_path, FALSE, good, 0, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_assert_cmpint (gw_store_get_seq (store, NULL), ==, 0);
  fixture_assert_sound (store);
}

static void
assert_winner (GwStore    *store,
               const char *rev)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwDoc) doc = gw_store_get (store, "party", "item:1", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gw_doc_get_rev (doc), ==, rev);
}

/* The examples of the protocol notes, one by one. */
static void
test_the_winner_is_couchdbs (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();

  fixture_insert (store, "item:1", "2-a 1-r", FALSE, "{}", 0);
  fixture_insert (store, "item:1", "2-b 1-r", FALSE, "{}", 0);
  assert_winner (store, "2-b");
  fixture_insert (store, "item:1", "3-a 2-a 1-r", FALSE, "{}", 0);
  assert_winner (store, "3-a");
  fixture_insert (store, "item:1", "4-a 3-a 2-a 1-r", TRUE, "{}", 0);
  assert_winner (store, "2-b");
  fixture_insert (store, "item:1", "10-a", FALSE, "{}", 0);
  fixture_insert (store, "item:1", "9-f", FALSE, "{}", 0);
  assert_winner (store, "10-a");
  fixture_assert_sound (store);
}

static void
test_roots_join_when_the_path_comes (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) leaves = NULL;
  g_auto (GStrv) path = NULL;
  gint64 seq;

  fixture_insert (store, "item:1", "1-a", FALSE, "{\"v\":1}", 0);
  fixture_insert (store, "item:1", "3-c", FALSE, "{\"v\":3}", 0);
  leaves = gw_store_leaves (store, "party", "item:1", &error);
  g_assert_cmpuint (leaves->len, ==, 2);
  fixture_insert (store, "item:1", "3-c 2-b 1-a", FALSE, "{\"v\":3}", 0);
  g_clear_pointer (&leaves, g_ptr_array_unref);
  leaves = gw_store_leaves (store, "party", "item:1", &error);
  g_assert_cmpuint (leaves->len, ==, 1);
  path = gw_store_ancestry (store, "party", "item:1", "3-c", &error);
  g_assert_cmpuint (g_strv_length (path), ==, 3);

  /* To insert what is known changes nothing, not even the feed. */
  seq = gw_store_get_seq (store, &error);
  fixture_insert (store, "item:1", "3-c 2-b 1-a", FALSE, "{\"v\":3}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "2-b 1-a", FALSE, "{\"v\":2}", GW_INSERT_FROM_SERVER);
  g_assert_cmpint (gw_store_get_seq (store, &error), ==, seq);
  fixture_assert_sound (store);
}

static void
test_a_path_that_is_not_true_covers_nothing (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GPtrArray) leaves = NULL;

  fixture_insert (store, "item:1", "1-a", FALSE, "{\"v\":\"typed here\"}", 0);
  fixture_insert (store, "item:1", "2-b 1-c", FALSE, "{\"v\":2}", 0);
  /* 2-b was made on 1-c, and nobody made anything on 1-a. */
  fixture_insert (store, "item:1", "3-d 2-b 1-a", FALSE, "{\"v\":3}", GW_INSERT_FROM_SERVER);
  leaves = gw_store_leaves (store, "party", "item:1", NULL);
  g_assert_cmpuint (leaves->len, ==, 2);
  g_assert_cmpstr (gw_doc_get_rev (leaves->pdata[0]), ==, "3-d");
  g_assert_cmpstr (gw_doc_get_rev (leaves->pdata[1]), ==, "1-a");
  fixture_assert_sound (store);
}

static void
test_long_branches_are_stemmed (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = NULL;
  g_auto (GStrv) path = NULL;

  for (int i = 0; i < GW_STORE_REVS_LIMIT + 50; i++) {
    g_autofree char *text = g_strdup_printf ("{\"v\":%d}", i);
    char *next = put (store, "item:1", rev, text);

    g_free (rev);
    rev = next;
  }
  path = gw_store_ancestry (store, "party", "item:1", rev, &error);
  g_assert_cmpuint (g_strv_length (path), ==, GW_STORE_REVS_LIMIT);
  g_assert_cmpint (g_ascii_strtoll (rev, NULL, 10), ==, GW_STORE_REVS_LIMIT + 50);
  fixture_assert_sound (store);
}

static void
test_documents_speak_couchdb (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) in = fixture_body (
      "{\"_id\":\"item:1\",\"_rev\":\"2-b\",\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]},"
      "\"_conflicts\":[],\"name\":\"x\"}");
  g_autoptr (JsonObject) bad = fixture_body ("{\"_id\":\"item:1\",\"_rev\":\"9-b\","
                                             "\"_revisions\":{\"start\":2,\"ids\":[\"b\",7]}}");
  g_autoptr (JsonObject) out = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_auto (GStrv) path = NULL;
  g_autofree char *text = NULL;

  g_assert_true (gw_store_insert_json (store, "party", in, GW_INSERT_FROM_SERVER, &error));
  doc = gw_store_get (store, "party", "item:1", &error);
  path = gw_store_ancestry (store, "party", "item:1", "2-b", &error);
  out = gw_store_doc_to_json (doc, (const char *const *) path);
  text = gw_json_to_text (out);
  g_assert_cmpstr (text, ==,
                   "{\"_id\":\"item:1\",\"_rev\":\"2-b\","
                   "\"_revisions\":{\"ids\":[\"b\",\"a\"],\"start\":2},\"name\":\"x\"}");
  g_assert_false (gw_store_insert_json (store, "party", bad, 0, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
}

/* One document leaves as objects in one place and as text in another. */
static void
test_documents_are_the_same_as_text (void)
{
  static const struct { const char *id, *body; gboolean deleted; } cases[] = {
    { "item:1", "{\"name\":\"x\",\"n\":[1,2.5,null]}", FALSE },
    { "item:\"q\\\t\xc3\xa9", "{\"a\":{\"b\":\"line\\nnext\"}}", FALSE },
    { "item:2", "{}", FALSE },
    { "item:3", "{\"why\":\"moved\"}", TRUE },
    { "item:4", "{}", TRUE },
  };
  static const char *const path[] = { "2-b", "1-a", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwDoc) doc = gw_doc_new_from_text ("party", cases[i].id, "2-b", cases[i].deleted, cases[i].body, 0);
    g_autoptr (JsonObject) object = gw_store_doc_to_json (doc, path), again = NULL;
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *expected = gw_json_to_text (object), *found = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (gw_store_append_doc (text, doc, path, &error));
    g_assert_no_error (error);
    again = gw_json_parse_object (text->str, -1, &error);
    g_assert_no_error (error);
    found = gw_json_to_text (again);
    g_assert_cmpstr (found, ==, expected);
  }
}

static void
test_a_damaged_body_leaves_no_desk (void)
{
  static const char *const bodies[] = {
    "", "{", "[]", "{\"a\":1}x", "{\"a\":\"\xff\"}", "{\n\"a\":1}", "{\"a\":}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GwDoc) doc = gw_doc_new_from_text ("party", "item:1", "1-a", FALSE, bodies[i], 0);
    g_autoptr (GString) text = g_string_new ("before");
    g_autoptr (GError) error = NULL;

    g_assert_false (gw_store_append_doc (text, doc, NULL, &error));
    g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
    g_assert_cmpstr (text->str, ==, "before");
  }
}

static void
test_the_outbox_sends_back_to_what_is_known (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *two = NULL, *three = NULL;
  g_autoptr (GPtrArray) batch = NULL, refused = NULL;
  GwOutgoing *out;

  fixture_insert (store, "item:1", "5-e 4-d 3-c", FALSE, "{}", GW_INSERT_FROM_SERVER);
  two = put (store, "item:1", "5-e", "{\"v\":2}");
  three = put (store, "item:1", two, "{\"v\":3}");
  g_free (put (store, "item:2", NULL, "{\"v\":1}"));
  batch = gw_store_outbox (store, "party", 1, &error);
  g_assert_cmpuint (batch->len, ==, 1);
  out = batch->pdata[0];
  g_assert_cmpstr (out->path[0], ==, three);
  g_assert_cmpstr (out->path[1], ==, two);
  g_assert_cmpstr (out->path[2], ==, "5-e");
  g_assert_null (out->path[3]);
  g_assert_false (out->uncertain);
  g_clear_pointer (&batch, g_ptr_array_unref);

  g_assert_true (gw_store_mark_attempted (store, "party", "item:1", three, &error));
  batch = gw_store_outbox (store, "party", 100000, &error);
  g_assert_cmpuint (batch->len, ==, 2);
  g_assert_true (((GwOutgoing *) batch->pdata[0])->uncertain);
  g_clear_pointer (&batch, g_ptr_array_unref);

  /* Refused: set aside, told, and no obstacle. */
  g_assert_true (gw_store_mark_refused (store, "party", "item:1", three, "forbidden", &error));
  batch = gw_store_outbox (store, "party", 100000, &error);
  g_assert_cmpuint (batch->len, ==, 1);
  g_clear_pointer (&batch, g_ptr_array_unref);
  refused = gw_store_refused (store, NULL, &error);
  g_assert_cmpuint (refused->len, ==, 1);
  g_assert_cmpstr (((GwRefused *) refused->pdata[0])->reason, ==, "forbidden");
  g_assert_cmpstr (((GwRefused *) refused->pdata[0])->rev, ==, three);
  g_assert_true (gw_store_retry_refused (store, NULL, &error));

  /* It comes back from the server, so the server has it. */
  {
    g_autofree char *path = g_strdup_printf ("%s %s 5-e", three, two);

    fixture_insert (store, "item:1", path, FALSE, "{\"v\":3}", GW_INSERT_FROM_SERVER);
  }
  batch = gw_store_outbox (store, "party", 100000, &error);
  g_assert_cmpuint (batch->len, ==, 1);
  g_assert_cmpstr (gw_doc_get_id (((GwOutgoing *) batch->pdata[0])->doc), ==, "item:2");

  /* The server was emptied: everything is offered again, and asked for first. */
  g_assert_true (gw_store_offer_all (store, "party", &error));
  g_clear_pointer (&batch, g_ptr_array_unref);
  batch = gw_store_outbox (store, "party", 100000, &error);
  g_assert_cmpuint (batch->len, ==, 2);
}

static void
test_mine_never_leaves (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = fixture_body ("{}");
  g_autoptr (GPtrArray) batch = NULL;

  g_assert_true (gw_store_put (store, "mine", "place:1", NULL, body, 0, NULL, &error));
  batch = gw_store_outbox (store, "mine", 1000, &error);
  g_assert_cmpuint (batch->len, ==, 0);
}

static void
test_a_group_is_all_or_nothing (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *since = NULL;
  g_autoptr (JsonObject) bad = fixture_body ("{\"_x\":1}");

  g_assert_true (gw_store_begin (store, &error));
  g_free (put (store, "item:1", NULL, "{}"));
  g_assert_true (gw_store_set_remote (store, "server", "party", "since", "5", &error));
  gw_store_rollback (store);
  g_assert_cmpint (gw_store_count (store, "party", NULL, &error), ==, 0);
  g_assert_null (gw_store_dup_remote (store, "server", "party", "since", &error));

  /* A write that is refused within a group takes nothing else with it. */
  g_assert_true (gw_store_begin (store, &error));
  g_free (put (store, "item:1", NULL, "{}"));
  g_assert_false (gw_store_put (store, "party", "item:2", NULL, bad, 0, NULL, NULL));
  g_assert_true (gw_store_set_remote (store, "server", "party", "since", "6", &error));
  g_assert_true (gw_store_commit (store, &error));
  since = gw_store_dup_remote (store, "server", "party", "since", &error);
  g_assert_cmpstr (since, ==, "6");
  g_assert_cmpint (gw_store_count (store, "party", NULL, &error), ==, 1);
}

static void
test_the_feed_tells_the_latest_of_each (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = put (store, "item:1", NULL, "{\"v\":1}");
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) all = NULL, later = NULL;
  const GwChange *last;

  g_free (put (store, "item:2", NULL, "{}"));
  second = put (store, "item:1", rev, "{\"v\":2}");
  all = gw_store_changes (store, 0, -1, &error);
  g_assert_cmpuint (all->len, ==, 2);
  last = all->pdata[1];
  g_assert_cmpstr (last->id, ==, "item:1");
  g_assert_cmpstr (last->rev, ==, second);
  later = gw_store_changes (store, last->seq, -1, &error);
  g_assert_cmpuint (later->len, ==, 0);
}

static void
test_what_is_wanted_is_remembered (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) wanted = NULL;
  g_autofree char *device = gw_store_dup_setting (store, "device-id", &error);

  g_assert_nonnull (device);
  g_assert_true (gw_store_want (store, "party", "item:1", "2-b", &error));
  g_assert_true (gw_store_want (store, "party", "item:1", "2-c", &error));
  g_assert_true (gw_store_want (store, "party", "item:1", "2-c", &error));
  g_assert_true (gw_store_unwant (store, "party", "item:1", "2-b", &error));
  wanted = gw_store_wanted (store, "party", -1, &error);
  g_assert_cmpuint (wanted->len, ==, 1);
  g_assert_cmpstr (((GwWanted *) wanted->pdata[0])->rev, ==, "2-c");
}

static void
test_bodies_are_kept_while_they_are_needed (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  gint64 then = G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC;
  g_autofree char *sent = NULL;
  GwDoc *doc;

  gw_time_set_fixed (then);
  fixture_insert (store, "item:1", "1-a", FALSE, "{\"v\":1}", GW_INSERT_FROM_SERVER);
  sent = put (store, "item:1", "1-a", "{\"v\":2}");
  gw_time_set_fixed (then + (GW_STORE_BODY_DAYS + 1) * G_TIME_SPAN_DAY);
  g_assert_true (gw_store_tidy (store, &error));
  doc = gw_store_get_rev (store, "party", "item:1", "1-a", &error);
  g_assert_no_error (error);
  gw_doc_unref (doc);

  /* The edit is sent: nobody merges against its base any more. */
  g_assert_true (gw_store_mark_accepted (store, "party", "item:1", sent, &error));
  g_assert_true (gw_store_tidy (store, &error));
  g_assert_null (gw_store_get_rev (store, "party", "item:1", "1-a", &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_GONE);
  gw_time_set_fixed (0);
  fixture_assert_sound (store);
}

/* So that a person is not told of changes that the program made. */
static void
test_what_waits_is_counted_by_kind (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *key = fixture_put (store, "key:a:b", NULL, "{\"v\":1}", 0);
  g_autofree char *other = fixture_put (store, "keys", NULL, "{\"v\":12}", 0);
  gint64 n, n_bytes;

  g_assert_true (gw_store_outbox_count_prefix (store, "key:", &n, &n_bytes, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (n_bytes, ==, 7);
  g_assert_true (gw_store_outbox_count (store, NULL, &n, &n_bytes, &error));
  g_assert_cmpint (n, ==, 2);
  g_assert_cmpint (n_bytes, ==, 15);
  g_assert_true (gw_store_outbox_count_prefix (store, "%", &n, NULL, &error));
  g_assert_cmpint (n, ==, 0);
}

static GBytes *
noise (gsize size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guchar *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = g_rand_int (rand);
  return g_bytes_new_take (data, size);
}

/* What left in a file is somebody else's, too: typing goes on beside it, and it still waits. */
static void
test_what_was_handed_over_stays (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = fixture_put (store, "a", NULL, "{\"v\":1}", GW_PUT_COALESCE);
  g_autofree char *second = NULL;
  g_autofree char *draft = fixture_put (store, "draft", NULL, "{}", GW_PUT_COALESCE);
  g_autoptr (GPtrArray) given = gw_store_hand_over (store, "party", "a", &error);
  g_autoptr (GPtrArray) none = NULL, unknown = NULL, again = NULL;
  g_auto (GStrv) path = NULL;
  gint64 waiting;

  g_assert_no_error (error);
  g_assert_cmpuint (given->len, ==, 1);
  g_assert_cmpstr (((GwOutgoing *) given->pdata[0])->path[0], ==, first);
  second = fixture_put (store, "a", first, "{\"v\":2}", GW_PUT_COALESCE);
  path = gw_store_ancestry (store, "party", "a", second, &error);
  g_assert_cmpuint (g_strv_length (path), ==, 2);
  g_assert_cmpstr (path[1], ==, first);

  /* A conflict goes whole. */
  fixture_insert (store, "a", "2-0b 1-0a", FALSE, "{\"v\":3}", GW_INSERT_DEFAULT);
  again = gw_store_hand_over (store, "party", "a", &error);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_true (gw_store_outbox_count (store, "party", &waiting, NULL, &error));
  g_assert_cmpint (waiting, ==, 2);

  g_assert_true (gw_store_delete (store, "party", "draft", draft, NULL, NULL, &error));
  none = gw_store_hand_over (store, "party", "draft", &error);
  g_assert_cmpuint (none->len, ==, 0);
  unknown = gw_store_hand_over (store, "party", "nothing", &error);
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_no_error (error);
  fixture_assert_sound (store);
}

/* What is asked before storing and what is stored are one judgement. */
static void
test_what_is_accepted_is_stored (void)
{
  static const char *const texts[] = {
    "{\"_id\":\"a\",\"_rev\":\"1-a\"}", "{\"_id\":\"a\",\"_rev\":\"2-b\",\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]}}",
    "{\"_id\":\"_design/a\",\"_rev\":\"1-a\"}", "{\"_id\":\"a\"}", "{\"_rev\":\"1-a\"}", "{\"_id\":\"\",\"_rev\":\"1-a\"}",
    "{\"_id\":\"a\",\"_rev\":\"0-a\"}", "{\"_id\":\"a\",\"_rev\":\"x\"}", "{\"_id\":\"a\",\"_rev\":\"1-a/b\"}",
    "{\"_id\":\"a\",\"_rev\":\"1-b\",\"_revisions\":{\"start\":1,\"ids\":[\"b\",\"a\"]}}",
    "{\"_id\":\"a\",\"_rev\":\"2-c\",\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]}}",
    "{\"_id\":\"a\",\"_rev\":\"1-a\",\"_strange\":1,\"v\":[1]}",
  };
  guint n_accepted = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GwStore) store = fixture_new_store ();
    g_autoptr (JsonObject) document = fixture_body (texts[i]);
    gboolean accepts = gw_store_accepts ("party", document, NULL);

    g_test_message ("%s", texts[i]);
    g_assert_true (accepts == gw_store_insert_json (store, "party", document, GW_INSERT_DEFAULT, NULL));
    n_accepted += accepts;
  }
  g_assert_cmpuint (n_accepted, ==, 3);
}

static void
test_files_travel_in_chunks (void)
{
  g_autoptr (GwStore) store = fixture_new_store (), other = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = noise (3 * GW_STORE_CHUNK_SIZE + 100);
  g_autoptr (GBytes) back = NULL, empty = g_bytes_new (NULL, 0), empty_back = NULL;
  g_autoptr (JsonObject) file = gw_store_put_file (store, "party", bytes, "map.webp", "image/webp",
                                                   &error);
  g_autoptr (JsonObject) nothing = gw_store_put_file (store, "party", empty, "e", "text/plain", &error);
  g_auto (GStrv) missing = NULL, unsent = NULL;

  g_assert_no_error (error);
  back = gw_store_get_file (store, file, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, back));
  empty_back = gw_store_get_file (store, nothing, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (empty_back), ==, 0);

  unsent = gw_store_unsent_chunks (store, "party", -1, &error);
  g_assert_cmpuint (g_strv_length (unsent), ==, 4);
  g_assert_null (gw_store_get_file (other, file, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE);
  g_clear_error (&error);
  g_assert_false (gw_store_put_chunk (other, NULL, unsent[0], bytes, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  for (guint i = 0; unsent[i] != NULL; i++) {
    g_autoptr (GBytes) chunk = gw_store_get_chunk (store, unsent[i], &error);

    g_assert_true (gw_store_put_chunk (other, NULL, unsent[i], chunk, &error));
    g_assert_true (gw_store_mark_chunk_sent (store, "party", unsent[i], &error));
  }
  missing = gw_store_missing_chunks (other, file, &error);
  g_assert_null (missing[0]);
  g_clear_pointer (&back, g_bytes_unref);
  back = gw_store_get_file (other, file, &error);
  g_assert_true (g_bytes_equal (bytes, back));

  json_object_set_string_member (file, "sha256", "0000");
  g_assert_null (gw_store_get_file (other, file, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  fixture_assert_sound (store);
}

static int
count_step (gpointer data)
{
  (*(guint *) data)++;
  return 0;
}

/* A query without its index would go over all documents to find those of one record. */
static void
test_a_record_is_found_among_many (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  guint steps = 0;

  g_assert_true (gw_store_begin (store, &error));
  for (int i = 0; i < 10000; i++) {
    g_autofree char *id = g_strdup_printf ("answer:r%d:/data/section%d/question%d", i / 500, i % 7, i);

    g_free (put (store, id, NULL, "{\"type\":\"answer\",\"v\":1,\"value\":\"Words that somebody wrote\"}"));
  }
  g_assert_true (gw_store_commit (store, &error));
  sqlite3_progress_handler (store->sql, 1, count_step, &steps);
  list = gw_store_list (store, "party", "answer:r1:", NULL, -1, &error);
  sqlite3_progress_handler (store->sql, 0, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 500);
  g_test_message ("500 of 10,000 documents listed in %u steps of the database", steps);
  g_assert_cmpuint (steps, >, 0);
  g_assert_cmpuint (steps, <, 500 * 40);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add_func ("/store/" path, func)
  ADD ("docs/put-gives-back-what-was-put", test_put_gives_back_what_was_put);
  ADD ("docs/revision-names-are-fixed", test_revision_names_are_fixed);
  ADD ("docs/typing-does-not-grow-the-tree", test_typing_does_not_grow_the_tree);
  ADD ("docs/list-goes-by-prefix-and-page", test_list_goes_by_prefix_and_page);
  ADD ("docs/a-base-that-is-no-leaf-makes-a-conflict", test_a_base_that_is_no_leaf_makes_a_conflict);
  ADD ("docs/a-base-that-typing-replaced-is-not-lost", test_a_base_that_typing_replaced_is_not_lost);
  ADD ("docs/a-deletion-can-be-undone", test_a_deletion_can_be_undone);
  ADD ("docs/what-cannot-be-stored-is-refused", test_what_cannot_be_stored_is_refused);
  ADD ("docs/the-feed-tells-the-latest-of-each", test_the_feed_tells_the_latest_of_each);
  ADD ("docs/a-group-is-all-or-nothing", test_a_group_is_all_or_nothing);
  ADD ("docs/a-record-is-found-among-many", test_a_record_is_found_among_many);
  ADD ("insert/the-winner-is-couchdbs", test_the_winner_is_couchdbs);
  ADD ("insert/roots-join-when-the-path-comes", test_roots_join_when_the_path_comes);
  ADD ("insert/a-path-that-is-not-true-covers-nothing", test_a_path_that_is_not_true_covers_nothing);
  ADD ("insert/long-branches-are-stemmed", test_long_branches_are_stemmed);
  ADD ("insert/documents-speak-couchdb", test_documents_speak_couchdb);
  ADD ("insert/documents-are-the-same-as-text", test_documents_are_the_same_as_text);
  ADD ("insert/a-damaged-body-leaves-no-desk", test_a_damaged_body_leaves_no_desk);
  ADD ("outbox/sends-back-to-what-is-known", test_the_outbox_sends_back_to_what_is_known);
  ADD ("outbox/mine-never-leaves", test_mine_never_leaves);
  ADD ("values/what-is-wanted-is-remembered", test_what_is_wanted_is_remembered);
  ADD ("care/bodies-are-kept-while-they-are-needed", test_bodies_are_kept_while_they_are_needed);
  ADD ("outbox/what-was-handed-over-stays", test_what_was_handed_over_stays);
  ADD ("outbox/what-waits-is-counted-by-kind", test_what_waits_is_counted_by_kind);
  ADD ("insert/what-is-accepted-is-stored", test_what_is_accepted_is_stored);
  ADD ("chunks/files-travel-in-chunks", test_files_travel_in_chunks);

  return g_test_run ();
}
