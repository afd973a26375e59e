/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-json.h"
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/store/docs/put-gives-back-what-was-put", test_put_gives_back_what_was_put);
  g_test_add_func ("/store/docs/revision-names-are-fixed", test_revision_names_are_fixed);
  g_test_add_func ("/store/docs/typing-does-not-grow-the-tree", test_typing_does_not_grow_the_tree);
  g_test_add_func ("/store/docs/list-goes-by-prefix-and-page", test_list_goes_by_prefix_and_page);

  return g_test_run ();
}
