/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was deleted can be read for 90 days, whoever deleted it, and not longer. */

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-bin.h"
#include "store-fixture.h"

#define THEN (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)

static GPtrArray *
bin_of (GwStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = gw_store_bin (store, "party", &error);

  g_assert_no_error (error);
  return list;
}

static void
assert_in_bin (GwStore    *store,
               const char *text)
{
  g_autoptr (GPtrArray) list = bin_of (store);

  g_assert_cmpuint (list->len, ==, text != NULL ? 1 : 0);
  if (text != NULL)
    g_assert_cmpstr (gw_doc_get_text (((GwBinned *) list->pdata[0])->doc), ==, text);
}

static void
set_days (int days)
{
  gw_time_set_fixed (THEN + days * G_TIME_SPAN_DAY);
}

/* As the program does on each day on which it is open. */
static void
forget_daily (GwStore *store,
              int      from,
              int      to)
{
  for (int day = from; day <= to; day++) {
    g_autoptr (GError) error = NULL;

    set_days (day);
    g_assert_true (gw_store_forget_binned (store, &error));
    g_assert_no_error (error);
  }
}

static void
delete_item (GwStore    *store,
             const char *rev,
             const char *last_word)
{
  g_autoptr (JsonObject) body = fixture_body (last_word);
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_delete (store, "party", "item:1", rev, body, NULL, &error));
}

static void
test_what_was_deleted_is_kept_for_ninety_days (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autofree char *rev = NULL;
  g_autoptr (GPtrArray) list = NULL;
  GwBinned *binned;

  set_days (0);
  rev = fixture_put (store, "item:1", NULL, "{\"v\":1}", GW_PUT_DEFAULT);
  assert_in_bin (store, NULL);
  delete_item (store, rev, "{\"author\":\"ann\"}");
  list = bin_of (store);
  binned = list->pdata[0];
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (binned->tombstone), "author"), ==, "ann");
  g_assert_cmpint (binned->until, ==, THEN + GW_STORE_BODY_DAYS * G_TIME_SPAN_DAY);

  forget_daily (store, 0, GW_STORE_BODY_DAYS - 1);
  assert_in_bin (store, "{\"v\":1}");
  forget_daily (store, GW_STORE_BODY_DAYS, GW_STORE_BODY_DAYS + 1);
  assert_in_bin (store, NULL);
  g_assert_null (gw_store_get_rev (store, "party", "item:1", rev, NULL));
  gw_time_set_fixed (0);
}

/* It says that it is over when it is, also where nothing was forgotten yet. */
static void
test_the_last_day_counts_and_not_the_emptying (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autofree char *rev = NULL;

  set_days (0);
  rev = fixture_put (store, "item:1", NULL, "{\"v\":1}", GW_PUT_DEFAULT);
  delete_item (store, rev, "{}");
  set_days (GW_STORE_BODY_DAYS + 1);
  assert_in_bin (store, NULL);
  gw_time_set_fixed (0);
}

static void
test_a_clock_that_jumps_empties_nothing (void)
{
  static const int jumps[] = { 3650, 200, -3650 };

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++) {
    g_autoptr (GwStore) store = fixture_new_store ();
    g_autofree char *rev = NULL;

    set_days (0);
    rev = fixture_put (store, "item:1", NULL, "{\"v\":1}", GW_PUT_DEFAULT);
    delete_item (store, rev, "{}");
    forget_daily (store, 0, 10);
    /* Some days with a wrong clock, and it is put right. */
    forget_daily (store, jumps[i], jumps[i] + 5);
    forget_daily (store, 11, 12);
    assert_in_bin (store, "{\"v\":1}");
  }
  gw_time_set_fixed (0);
}

/* A colleague edited and deleted while this desk was away: what it had is what it can give back. */
static void
test_what_a_colleague_deleted_is_in_the_bin (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();

  fixture_insert (store, "item:1", "1-a", FALSE, "{\"v\":1}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "4-d 3-c 2-b 1-a", TRUE, "{\"author\":\"ben\"}", GW_INSERT_FROM_SERVER);
  assert_in_bin (store, "{\"v\":1}");

  fixture_insert (store, "item:2", "2-f 1-e", TRUE, "{}", GW_INSERT_FROM_SERVER);
  assert_in_bin (store, "{\"v\":1}");
}

static void
test_versions_that_were_not_chosen_can_be_read (void)
{
  g_autoptr (GwStore) store = fixture_new_store ();
  g_autoptr (JsonObject) body = fixture_body ("{\"v\":2}");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  fixture_insert (store, "item:1", "2-b 1-a", FALSE, "{\"v\":2}", GW_INSERT_FROM_SERVER);
  fixture_insert (store, "item:1", "2-a 1-a", FALSE, "{\"v\":3}", GW_INSERT_FROM_SERVER);
  g_assert_true (gw_store_resolve (store, "party", "item:1", body, NULL, NULL, &error));
  list = gw_store_unchosen (store, "party", "item:1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (gw_doc_get_text (((GwBinned *) list->pdata[0])->doc), ==, "{\"v\":3}");
  /* It is no deletion. */
  assert_in_bin (store, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/bin/what-was-deleted-is-kept-for-ninety-days", test_what_was_deleted_is_kept_for_ninety_days);
  g_test_add_func ("/store/bin/the-last-day-counts-and-not-the-emptying", test_the_last_day_counts_and_not_the_emptying);
  g_test_add_func ("/store/bin/a-clock-that-jumps-empties-nothing", test_a_clock_that_jumps_empties_nothing);
  g_test_add_func ("/store/bin/what-a-colleague-deleted-is-in-the-bin", test_what_a_colleague_deleted_is_in_the_bin);
  g_test_add_func ("/store/bin/versions-that-were-not-chosen-can-be-read", test_versions_that_were_not_chosen_can_be_read);

  return g_test_run ();
}
