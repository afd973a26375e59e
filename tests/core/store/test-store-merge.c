/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-merge.h"
#include "core/store/store-fixture.h"

static const char *const states[] = { "done", "skipped", "open", NULL };
static const GwFieldRule fields[] = {
  { "text", GW_FIELD_TEXT, NULL },       { "count", GW_FIELD_VALUE, NULL },
  { "tags", GW_FIELD_SET, NULL },        { "state", GW_FIELD_STATE, states },
  { "created", GW_FIELD_KEEP_FIRST, NULL }, { "changed", GW_FIELD_GREATEST, NULL },
  { "by", GW_FIELD_WINNER, NULL },       { NULL },
};
static const GwDocType item_type = { .name = "item", .database = "party", .fields = fields };

/* What becomes of a base, a winner and another; "person" when it needs one. Each "" is "lost". */
typedef struct
{
  const char *rule;
  const char *base, *winner, *other, *merged;
} Case;

static const Case cases[] = {
  { "same", "{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":\"b\"}", "{\"text\":\"b\"}" },
  { "one side", "{\"text\":\"a\",\"count\":1}", "{\"text\":\"b\",\"count\":1}",
    "{\"text\":\"a\",\"count\":2}", "{\"count\":2,\"text\":\"b\"}" },
  { "one side removes", "{\"text\":\"a\",\"count\":1}", "{\"text\":\"a\",\"count\":1}",
    "{\"text\":\"a\"}", "{\"text\":\"a\"}" },
  { "both add apart", "{}", "{\"text\":\"a\"}", "{\"count\":1}", "{\"count\":1,\"text\":\"a\"}" },
  { "two texts", "{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":\"c\"}", "person" },
  { "two values", "{\"count\":1}", "{\"count\":2}", "{\"count\":3}", "person" },
  { "unnamed field", "{\"x\":1}", "{\"x\":2}", "{\"x\":3}", "person" },
  { "removed and changed", "{\"text\":\"a\"}", "{}", "{\"text\":\"b\"}", "person" },
  { "sets", "{\"tags\":[\"a\",\"b\",\"c\"]}", "{\"tags\":[\"b\",\"c\",\"d\"]}",
    "{\"tags\":[\"e\",\"a\",\"b\"]}", "{\"tags\":[\"b\",\"d\",\"e\"]}" },
  { "states", "{\"state\":\"open\"}", "{\"state\":\"skipped\"}", "{\"state\":\"done\"}",
    "{\"state\":\"done\"}" },
  { "unknown state", "{\"state\":\"open\"}", "{\"state\":\"skipped\"}", "{\"state\":\"odd\"}", "person" },
  { "keep first", "{\"created\":\"2\"}", "{\"created\":\"3\"}", "{\"created\":\"1\"}",
    "{\"created\":\"2\"}" },
  { "keep first, no base", "", "{\"created\":\"3\"}", "{\"created\":\"1\"}", "{\"created\":\"1\"}" },
  { "greatest", "{\"changed\":1}", "{\"changed\":9}", "{\"changed\":10}", "{\"changed\":10}" },
  { "winner", "{\"by\":\"x\"}", "{\"by\":\"y\"}", "{\"by\":\"z\"}", "{\"by\":\"y\"}" },
  { "no base, apart", "", "{\"text\":\"a\"}", "{\"count\":1}", "{\"count\":1,\"text\":\"a\"}" },
  { "no base, same", "", "{\"text\":\"a\"}", "{\"text\":\"a\"}", "{\"text\":\"a\"}" },
  { "no base, two texts", "", "{\"text\":\"a\"}", "{\"text\":\"b\"}", "person" },
  { "no base, sets", "", "{\"tags\":[\"b\"]}", "{\"tags\":[\"a\"]}", "{\"tags\":[\"a\",\"b\"]}" },
  { "one field needs a person", "{\"text\":\"a\",\"tags\":[]}", "{\"text\":\"b\",\"tags\":[1]}",
    "{\"text\":\"c\",\"tags\":[2]}", "person" },
};

static void
test_every_rule_has_its_case (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonObject) base = cases[i].base[0] != '\0' ? fixture_body (cases[i].base) : NULL;
    g_autoptr (JsonObject) winner = fixture_body (cases[i].winner);
    g_autoptr (JsonObject) other = fixture_body (cases[i].other);
    g_autoptr (JsonObject) merged = gw_merge_bodies (&item_type, base, winner, other);
    g_autofree char *text = merged != NULL ? gw_json_to_text (merged) : g_strdup ("person");

    g_test_message ("%s", cases[i].rule);
    g_assert_cmpstr (text, ==, cases[i].merged);
  }
}

static void
test_an_unknown_type_is_one_value (void)
{
  g_autoptr (JsonObject) a = fixture_body ("{\"x\":1}"), b = fixture_body ("{\"y\":1}");
  g_autoptr (JsonObject) a2 = fixture_body ("{\"x\":1}");
  g_autoptr (JsonObject) same = gw_merge_bodies (NULL, NULL, a, a2);
  g_autoptr (JsonObject) one = gw_merge_bodies (NULL, a, a2, b);
  g_autoptr (JsonObject) none = gw_merge_bodies (NULL, NULL, a, b);
  g_autofree char *text = gw_json_to_text (one);

  g_assert_nonnull (same);
  g_assert_cmpstr (text, ==, "{\"y\":1}");
  g_assert_null (none);
}

/* Gives @to all that @from has, as sync would. */
static void
send_all (GwStore *from,
          GwStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = gw_store_changes (from, 0, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = changes->pdata[i];
    g_autoptr (GPtrArray) leaves = gw_store_leaves (from, change->db, change->id, &error);

    for (guint j = 0; j < leaves->len; j++) {
      g_auto (GStrv) path = gw_store_ancestry (from, change->db, change->id,
                                               gw_doc_get_rev (leaves->pdata[j]), &error);

      g_assert_true (gw_store_mark_attempted (from, change->db, change->id, path[0], &error));
      gw_store_insert (to, change->db, change->id, (const char *const *) path,
                       gw_doc_is_deleted (leaves->pdata[j]), gw_doc_get_body (leaves->pdata[j]),
                       GW_INSERT_FROM_SERVER, &error);
      g_assert_no_error (error);
    }
  }
}

static void
test_two_desks_make_the_same_merge (void)
{
  g_autoptr (GwStore) a = fixture_new_store (), b = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = fixture_put (a, "item:1", NULL, "{\"text\":\"a\",\"tags\":[1]}", 0);
  g_autofree char *rev_a = NULL, *rev_b = NULL;
  g_autoptr (GwDoc) doc_a = NULL, doc_b = NULL;
  g_autoptr (GPtrArray) leaves = NULL;
  GwMergeOutcome outcome = { 0, 0 };

  send_all (a, b);
  rev_a = fixture_put (a, "item:1", rev, "{\"text\":\"A\",\"tags\":[1]}", GW_PUT_COALESCE);
  rev_b = fixture_put (b, "item:1", rev, "{\"text\":\"a\",\"tags\":[1,2]}", GW_PUT_COALESCE);
  send_all (a, b);
  send_all (b, a);
  g_assert_true (gw_store_merge_all (a, "party", &outcome, &error));
  g_assert_true (gw_store_merge_all (b, "party", &outcome, &error));
  g_assert_cmpuint (outcome.merged, ==, 2);
  g_assert_cmpuint (outcome.waiting, ==, 0);

  doc_a = gw_store_get (a, "party", "item:1", &error);
  doc_b = gw_store_get (b, "party", "item:1", &error);
  g_assert_cmpstr (gw_doc_get_text (doc_a), ==, "{\"tags\":[1,2],\"text\":\"A\",\"type\":\"item\",\"v\":1}");
  g_assert_cmpstr (gw_doc_get_rev (doc_a), ==, gw_doc_get_rev (doc_b));
  /* And no new conflict when they meet again. */
  send_all (a, b);
  send_all (b, a);
  leaves = gw_store_leaves (a, "party", "item:1", &error);
  g_assert_cmpuint (leaves->len, ==, 2);
  g_assert_true (gw_doc_is_deleted (leaves->pdata[1]));
  g_assert_cmpuint (gw_doc_get_conflicts (leaves->pdata[0]), ==, 0);
  fixture_assert_sound (a);
  fixture_assert_sound (b);
}

static void
test_two_versions_of_a_text_wait_for_a_person (void)
{
  g_autoptr (GwStore) a = fixture_new_store (), b = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = fixture_put (a, "item:1", NULL, "{\"text\":\"a\"}", 0);
  g_autofree char *rev_a = NULL, *rev_b = NULL, *settled = NULL;
  g_autoptr (GPtrArray) conflicts = NULL, after = NULL, leaves = NULL;
  g_autoptr (GwDoc) base = NULL, loser = NULL, winner = NULL;
  g_autoptr (JsonObject) body = fixture_body ("{\"text\":\"A and B\"}");
  GwMergeOutcome outcome = { 0, 0 };

  send_all (a, b);
  rev_a = fixture_put (a, "item:1", rev, "{\"text\":\"A\"}", 0);
  rev_b = fixture_put (b, "item:1", rev, "{\"text\":\"B\"}", 0);
  send_all (b, a);
  g_assert_true (gw_store_merge_all (a, "party", &outcome, &error));
  g_assert_cmpuint (outcome.waiting, ==, 1);
  conflicts = gw_store_conflicts (a, "party", &error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  leaves = gw_store_leaves (a, "party", "item:1", &error);
  g_assert_cmpuint (leaves->len, ==, 2);
  base = gw_store_common_base (a, "party", "item:1", rev_a, rev_b, &error);
  g_assert_cmpstr (gw_doc_get_text (base), ==, "{\"text\":\"a\",\"type\":\"item\",\"v\":1}");

  g_assert_true (gw_store_resolve (a, "party", "item:1", body, NULL, &settled, &error));
  after = gw_store_conflicts (a, NULL, &error);
  g_assert_cmpuint (after->len, ==, 0);
  winner = gw_store_get (a, "party", "item:1", &error);
  g_assert_cmpstr (gw_doc_get_text (winner), ==, "{\"text\":\"A and B\",\"type\":\"item\",\"v\":1}");
  /* What was not chosen can still be read. */
  loser = gw_store_get_rev (a, "party", "item:1", gw_doc_get_rev (leaves->pdata[1]), &error);
  g_assert_no_error (error);
  g_assert_nonnull (loser);
  /* The other desk learns of it and asks nobody again. */
  send_all (a, b);
  g_clear_pointer (&after, g_ptr_array_unref);
  after = gw_store_conflicts (b, NULL, &error);
  g_assert_cmpuint (after->len, ==, 0);
  fixture_assert_sound (b);
}

/* A person looks at b and c; d comes, and wins, before the person has decided. */
static void
test_a_version_that_nobody_looked_at_stays (void)
{
  static const char *const seen[] = { "2-c", "2-b", NULL };
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = fixture_body ("{\"text\":\"b and c\"}");
  g_autoptr (GPtrArray) leaves = NULL;

  fixture_insert (store, "item:1", "2-b 1-a", FALSE, "{\"text\":\"b\"}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "2-c 1-a", FALSE, "{\"text\":\"c\"}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "4-e 3-d 2-d 1-a", FALSE, "{\"text\":\"d\"}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_resolve (store, "party", "item:1", body, seen, NULL, &error));
  g_assert_no_error (error);
  leaves = gw_store_leaves (store, "party", "item:1", &error);
  g_assert_cmpuint (leaves->len, ==, 3);
  g_assert_cmpstr (gw_doc_get_text (leaves->pdata[0]), ==, "{\"text\":\"d\"}");
  g_assert_cmpstr (gw_doc_get_text (leaves->pdata[1]), ==, "{\"text\":\"b and c\",\"type\":\"item\",\"v\":1}");
  g_assert_true (gw_doc_is_deleted (leaves->pdata[2]));
  fixture_assert_sound (store);
}

/* The server was told of 3-c without 1-a, and then of 1-a by somebody else. */
static void
test_ancestry_that_the_server_lacks_is_told_whole (void)
{
  static const char *const listed[] = { "3-c", "1-a", NULL };
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batch = NULL, again = NULL;
  const GwOutgoing *one;
  gint64 n_docs = -1;

  fixture_insert (store, "item:1", "3-c 2-b 1-a", FALSE, "{\"text\":\"c\"}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_compare_leaves (store, "party", "item:1", listed, &error));
  /* A branch of it comes after that, and says that the server has 2-b. */
  fixture_insert (store, "item:1", "3-d 2-b", FALSE, "{\"text\":\"d\"}", GW_INSERT_FROM_SERVER);
  /* The line breaks, and it is tried again. */
  g_assert_true (gw_store_mark_attempted (store, "party", "item:1", "3-c", &error));
  batch = gw_store_outbox (store, "party", 1000, &error);
  g_assert_cmpuint (batch->len, ==, 1);
  one = batch->pdata[0];
  g_assert_cmpuint (g_strv_length (one->path), ==, 3);
  g_assert_cmpstr (one->path[2], ==, "1-a");
  g_assert_false (one->uncertain);
  g_assert_true (gw_store_outbox_count (store, "party", &n_docs, NULL, &error));
  g_assert_cmpint (n_docs, ==, 0);
  g_assert_true (gw_store_mark_accepted (store, "party", "item:1", "3-c", &error));
  again = gw_store_outbox (store, "party", 1000, &error);
  g_assert_cmpuint (again->len, ==, 0);
  fixture_assert_sound (store);
}

/* The server lists 4-d beside 2-b: here 3-c is known, which joins them, and 4-d is on its way. */
static void
test_ancestry_is_told_when_what_it_joins_arrives_later (void)
{
  static const char *const listed[] = { "4-d", "2-b", NULL };
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) early = NULL, batch = NULL, again = NULL;
  const GwOutgoing *one;

  fixture_insert (store, "item:1", "3-c 2-b 1-a", FALSE, "{\"text\":\"c\"}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_compare_leaves (store, "party", "item:1", listed, &error));
  early = gw_store_outbox (store, "party", 1000, &error);
  g_assert_cmpuint (early->len, ==, 0);
  fixture_insert (store, "item:1", "4-d 3-c", FALSE, "{\"text\":\"d\"}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_compare_leaves_again (store, "party", &error));
  batch = gw_store_outbox (store, "party", 1000, &error);
  g_assert_cmpuint (batch->len, ==, 1);
  one = batch->pdata[0];
  g_assert_cmpuint (g_strv_length (one->path), ==, 4);
  g_assert_true (gw_store_mark_accepted (store, "party", "item:1", "4-d", &error));
  /* Once is enough. */
  g_assert_true (gw_store_compare_leaves_again (store, "party", &error));
  again = gw_store_outbox (store, "party", 1000, &error);
  g_assert_cmpuint (again->len, ==, 0);
  fixture_assert_sound (store);
}

static void
test_an_edit_beside_a_deletion_lives (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fixture_insert (store, "item:1", "1-a", FALSE, "{\"text\":\"a\"}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "3-d 2-d 1-a", TRUE, "{}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "2-e 1-a", FALSE, "{\"text\":\"e\"}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_merge_all (store, "party", NULL, &error));
  text = fixture_dup_text (store, "item:1");
  g_assert_cmpstr (text, ==, "{\"text\":\"e\"}");
}

static void
test_three_versions_merge_in_one_order (void)
{
  static const char *const paths[] = { "2-b 1-a", "2-c 1-a", "2-d 1-a" };
  static const char *const bodies[] = { "{\"tags\":[1,2]}", "{\"tags\":[1,3]}", "{\"tags\":[4]}" };
  static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GwStore) store = fixture_new_store ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GwDoc) doc = NULL;

    fixture_insert (store, "item:1", "1-a", FALSE, "{\"tags\":[1]}", GW_INSERT_FROM_SERVER);
    for (int j = 0; j < 3; j++)
      fixture_insert (store, "item:1", paths[orders[i][j]], FALSE, bodies[orders[i][j]],
                      GW_INSERT_FROM_SERVER);
    g_assert_true (gw_store_merge (store, "party", "item:1", NULL, &error));
    doc = gw_store_get (store, "party", "item:1", &error);
    g_assert_cmpuint (gw_doc_get_conflicts (doc), ==, 0);
    g_assert_cmpstr (gw_doc_get_text (doc), ==, "{\"tags\":[2,3,4],\"type\":\"item\",\"v\":1}");
    if (first == NULL)
      first = g_strdup (gw_doc_get_rev (doc));
    g_assert_cmpstr (gw_doc_get_rev (doc), ==, first);
    fixture_assert_sound (store);
  }
}

/* --- Three desks, random edits, random exchange --- */

#define N_DESKS 3
#define N_IDS 4

static void
edit_at_random (GwStore *store,
                GRand   *rand,
                int      step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("item:%d", g_rand_int_range (rand, 0, N_IDS));
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) leaves = gw_store_leaves (store, "party", id, &error);
  const char *base = NULL;
  char *rev;

  /* Any leaf, or none: people edit what they see, but a desk must hold whatever comes. */
  if (leaves->len > 0 && g_rand_int_range (rand, 0, 8) != 0)
    base = gw_doc_get_rev (leaves->pdata[g_rand_int_range (rand, 0, leaves->len)]);
  if (base != NULL && g_rand_int_range (rand, 0, 6) == 0) {
    g_assert_true (gw_store_delete (store, "party", id, base, NULL, NULL, &error));
    return;
  }
  text = g_strdup_printf ("{\"text\":\"%d\",\"tags\":[%d]}", g_rand_int_range (rand, 0, 3), step % 5);
  rev = fixture_put (store, id, base, text, g_rand_boolean (rand) ? GW_PUT_COALESCE : 0);
  g_free (rev);
}

/* Everything that @to lacks, asked for with gw_store_missing(), in no order. */
static void
exchange (GwStore *from,
          GwStore *to,
          GRand   *rand)
{
  g_autoptr (GError) error = NULL;

  for (int n = 0; n < N_IDS; n++) {
    g_autofree char *id = g_strdup_printf ("item:%d", n);
    g_autoptr (GPtrArray) leaves = gw_store_leaves (from, "party", id, &error);
    guint offset = leaves->len > 0 ? g_rand_int (rand) % leaves->len : 0;

    for (guint i = 0; i < leaves->len; i++) {
      GwDoc *doc = leaves->pdata[(i + offset) % leaves->len];
      const char *revs[] = { gw_doc_get_rev (doc), NULL };
      g_auto (GStrv) missing = gw_store_missing (to, "party", id, revs, &error);
      g_auto (GStrv) path = gw_store_ancestry (from, "party", id, revs[0], &error);

      g_assert_no_error (error);
      /* Somebody has it now: typing must not take its place. */
      g_assert_true (gw_store_mark_attempted (from, "party", id, revs[0], &error));
      if (missing[0] == NULL)
        continue;
      gw_store_insert (to, "party", id, (const char *const *) path, gw_doc_is_deleted (doc),
                       gw_doc_get_body (doc), GW_INSERT_OUTBOX, &error);
      g_assert_no_error (error);
    }
  }
}

static char *
describe (GwStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (int n = 0; n < N_IDS; n++) {
    g_autofree char *id = g_strdup_printf ("item:%d", n);
    g_autoptr (GPtrArray) leaves = gw_store_leaves (store, "party", id, &error);

    g_string_append_printf (text, "%s:", id);
    for (guint i = 0; i < leaves->len; i++)
      g_string_append_printf (text, " %s%s%s", gw_doc_get_rev (leaves->pdata[i]),
                              gw_doc_is_deleted (leaves->pdata[i]) ? "x" : "",
                              gw_doc_get_text (leaves->pdata[i]));
    g_string_append_c (text, '\n');
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
converge (guint32  seed,
          gboolean merging)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GwStore *desks[N_DESKS];
  char *seen[N_DESKS] = { NULL };

  for (int i = 0; i < N_DESKS; i++)
    desks[i] = fixture_new_store ();
  for (int step = 0; step < 60; step++) {
    int a = g_rand_int_range (rand, 0, N_DESKS), b = g_rand_int_range (rand, 0, N_DESKS);

    edit_at_random (desks[a], rand, step);
    if (a != b && g_rand_int_range (rand, 0, 3) == 0)
      exchange (desks[a], desks[b], rand);
    if (merging && g_rand_int_range (rand, 0, 5) == 0)
      g_assert_true (gw_store_merge_all (desks[b], "party", NULL, NULL));
  }
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < N_DESKS * N_DESKS; i++)
      if (i % N_DESKS != i / N_DESKS)
        exchange (desks[i % N_DESKS], desks[i / N_DESKS], rand);

  for (int i = 0; i < N_DESKS; i++) {
    fixture_assert_sound (desks[i]);
    seen[i] = describe (desks[i]);
    g_assert_cmpstr (seen[i], ==, seen[0]);
  }
  for (int i = 0; i < N_DESKS; i++) {
    g_free (seen[i]);
    g_object_unref (desks[i]);
  }
}

static void
test_desks_that_exchange_converge (void)
{
  for (guint32 seed = 1; seed <= 25; seed++)
    converge (seed, FALSE);
}

static void
test_desks_that_merge_meanwhile_converge (void)
{
  for (guint32 seed = 101; seed <= 125; seed++)
    converge (seed, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_doc_type_register (&item_type);

  g_test_add_func ("/store/merge/every-rule-has-its-case", test_every_rule_has_its_case);
  g_test_add_func ("/store/merge/an-unknown-type-is-one-value", test_an_unknown_type_is_one_value);
  g_test_add_func ("/store/merge/two-desks-make-the-same-merge", test_two_desks_make_the_same_merge);
  g_test_add_func ("/store/merge/two-versions-of-a-text-wait-for-a-person",
                   test_two_versions_of_a_text_wait_for_a_person);
  g_test_add_func ("/store/merge/a-version-that-nobody-looked-at-stays",
                   test_a_version_that_nobody_looked_at_stays);
  g_test_add_func ("/store/merge/ancestry-that-the-server-lacks-is-told-whole",
                   test_ancestry_that_the_server_lacks_is_told_whole);
  g_test_add_func ("/store/merge/ancestry-is-told-when-what-it-joins-arrives-later",
                   test_ancestry_is_told_when_what_it_joins_arrives_later);
  g_test_add_func ("/store/merge/an-edit-beside-a-deletion-lives",
                   test_an_edit_beside_a_deletion_lives);
  g_test_add_func ("/store/merge/three-versions-merge-in-one-order",
                   test_three_versions_merge_in_one_order);
  g_test_add_func ("/store/converge/desks-that-exchange-converge", test_desks_that_exchange_converge);
  g_test_add_func ("/store/converge/desks-that-merge-meanwhile-converge",
                   test_desks_that_merge_meanwhile_converge);

  return g_test_run ();
}
