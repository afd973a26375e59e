/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each state of the status line in words; the tests run in English. */

#include "app/gw-sync-words.h"

#include <string.h>

#define SECONDS G_GINT64_CONSTANT (1000000)
#define NOW (G_GINT64_CONSTANT (1790000000) * SECONDS)

typedef struct
{
  const char *name;
  GwDiskTrouble disk;
  GwSyncStatus sync;
  gboolean needs_password;
  gint64 stick_since;
  gboolean stick_arrived;
  const char *words;
} Case;

static const Case cases[] = {
  { "nothing-ever-written", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP },
    .words = "Everything is saved here" },
  { "no-server-one", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 1 },
    .words = "All changes are saved here" },
  { "no-server-many", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 12 },
    .words = "All changes are saved here" },
  { "stick-not-confirmed", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 12 }, .stick_since = NOW,
    .words = "All changes are saved here · On a stick since 21 September 2026, 14:13, not confirmed yet" },
  { "stick-arrived", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 12 }, .stick_since = NOW,
    .stick_arrived = TRUE, .words = "All changes are saved here · The last stick has arrived" },
  { "what-needs-a-person-comes-before-the-stick",
    .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 12, .conflicts = 1 }, .stick_since = NOW,
    .words = "All changes are saved here · 1 thing was changed by two people" },
  { "offline-is-normal",
    .sync = { .state = GW_SYNC_STATE_FAILED, .error = GW_SYNC_ERROR_NO_LINK, .waiting = 12 },
    .words = "All changes are saved here · They wait for a connection" },
  { "sending", .sync = { .state = GW_SYNC_STATE_SENDING, .sent = 3, .waiting = 9, .waiting_bytes = 41200 },
    .words = "Sending 3 of 12 · 41 kB left" },
  { "receiving", .sync = { .state = GW_SYNC_STATE_RECEIVING, .received = 180 },
    .words = "Receiving what is new, 180 so far" },
  { "up-to-date", .sync = { .state = GW_SYNC_STATE_RESTING, .last_success = NOW, .since_success = 7300 },
    .words = "Up to date, 2 hours ago" },
  { "never-up-to-date-before-the-server-said-so", .sync = { .state = GW_SYNC_STATE_RESTING },
    .words = "Everything is saved here" },
  { "waiting-is-never-up-to-date",
    .sync = { .state = GW_SYNC_STATE_RESTING, .waiting = 1, .last_success = NOW, .since_success = 5 },
    .words = "All changes are saved here · They go with the next exchange" },
  { "paused", .sync = { .state = GW_SYNC_STATE_PAUSED, .waiting = 12 }, .words = "Paused · Changes wait to be sent" },
  { "metered", .sync = { .state = GW_SYNC_STATE_METERED, .waiting = 12 },
    .words = "Changes wait to be sent · This connection is metered" },
  { "sign-in-page",
    .sync = { .state = GW_SYNC_STATE_FAILED, .error = GW_SYNC_ERROR_SIGN_IN_PAGE, .waiting = 12 },
    .words = "This network asks you to sign in with a browser first · Changes wait to be sent" },
  { "wrong-password",
    .sync = { .state = GW_SYNC_STATE_FAILED, .error = GW_SYNC_ERROR_PASSWORD, .waiting = 2 },
    .words = "The server does not accept the password · Changes wait to be sent" },
  { "no-password", .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 2 }, .needs_password = TRUE,
    .words = "The password is needed · Changes wait to be sent" },
  { "certificate", .sync = { .state = GW_SYNC_STATE_FAILED, .error = GW_SYNC_ERROR_CERTIFICATE },
    .words = "This network is not letting us reach the real server" },
  { "server-silent",
    .sync = { .state = GW_SYNC_STATE_FAILED, .error = GW_SYNC_ERROR_SILENT, .retry_at = NOW + 3600 * SECONDS },
    .words = "The server does not answer, trying again at 15:13" },
  { "one-refused", .sync = { .state = GW_SYNC_STATE_RESTING, .waiting = 11, .refused = 1 },
    .words = "All changes are saved here · 1 needs you" },
  { "two-versions", .sync = { .state = GW_SYNC_STATE_RESTING, .conflicts = 2, .last_success = NOW },
    .words = "Everything is saved here · 2 things were changed by two people" },
  { "disk-full-before-all-else", .disk = GW_DISK_FULL, .sync = { .state = GW_SYNC_STATE_SENDING, .waiting = 3 },
    .words = "The disk is full: the last change is not yet saved" },
  { "read-only", .disk = GW_DISK_READ_ONLY, .sync = { .state = GW_SYNC_STATE_RESTING },
    .words = "Open for reading only: nothing can be changed" },
};

static void
test_status (gconstpointer data)
{
  const Case *wanted = data;
  GwSyncFacts facts = {
    .disk = wanted->disk, .sync = wanted->sync, .needs_password = wanted->needs_password, .now = NOW,
    .stick_since = wanted->stick_since, .stick_arrived = wanted->stick_arrived,
  };
  g_autofree char *words = gw_sync_words_status (&facts);

  g_assert_cmpstr (words, ==, wanted->words);
  g_assert_nonnull (gw_sync_words_icon (&facts));
}

/* Hours are counted by a clock that nobody can set; else, and when it is long ago, a date stands. */
static void
test_a_wrong_clock_makes_no_lie (void)
{
  GwSyncFacts facts = {
    .sync = { .state = GW_SYNC_STATE_RESTING, .last_success = NOW, .since_success = -1 },
    .now = 0,
  };
  g_autofree char *unknown = gw_sync_words_ago (&facts);
  g_autofree char *old = NULL;

  g_assert_cmpstr (unknown, ==, "21 September 2026, 14:13");
  facts.sync.since_success = 15 * 24 * 3600;
  old = gw_sync_words_ago (&facts);
  g_assert_cmpstr (old, ==, "21 September 2026, 14:13");
}

/* What happened, what is safe, what to do: never empty for what hinders an exchange. */
static void
test_each_trouble_is_explained (void)
{
  for (int error = GW_SYNC_ERROR_NO_LINK; error <= GW_SYNC_ERROR_TOO_LARGE; error++) {
    GwSyncFacts facts = { .sync = { .state = GW_SYNC_STATE_FAILED, .error = error } };
    g_autofree char *words = gw_sync_words_trouble (&facts);

    if (error == GW_SYNC_ERROR_CANCELLED)
      g_assert_null (words);
    else
      g_assert_cmpuint (strlen (words), >, 60);
  }
}

static void
test_a_clock_that_is_off_is_told (void)
{
  GwSyncFacts facts = {
    .sync = { .state = GW_SYNC_STATE_RESTING, .last_success = NOW, .since_success = 30, .clock_offset = -300 },
    .now = NOW,
  };
  g_autofree char *near = gw_sync_words_clock (&facts), *off = NULL, *status = NULL;

  /* Some minutes are everyday. */
  g_assert_null (near);
  facts.sync.clock_offset = 3 * 3600;
  off = gw_sync_words_clock (&facts);
  g_assert_nonnull (strstr (off, "21 September 2026, 14:13"));
  g_assert_nonnull (strstr (off, "21 September 2026, 17:13"));
  status = gw_sync_words_status (&facts);
  g_assert_cmpstr (status, ==, "Up to date, less than a minute ago · The clock of this computer is off");
}

static void
test_past_exchanges_are_told (void)
{
  GwSyncPast past = { .summary = { .bytes_up = 41200, .bytes_down = 900 } };
  g_autofree char *good = gw_sync_words_past (&past), *never = NULL;

  g_assert_cmpstr (good, ==, "41 kB sent, 900 bytes received");
  past.has_failed = TRUE;
  for (int error = GW_SYNC_ERROR_NO_LINK; error <= GW_SYNC_ERROR_TOO_LARGE; error++) {
    g_autofree char *words = NULL;

    past.error = error;
    words = gw_sync_words_past (&past);
    g_assert_true (g_str_has_suffix (words, " · 41 kB sent, 900 bytes received"));
  }
  past = (GwSyncPast) { .has_failed = TRUE, .error = GW_SYNC_ERROR_NO_LINK };
  never = gw_sync_words_past (&past);
  g_assert_cmpstr (never, ==, "There was no connection");
}

static void
test_sticks_and_the_room_are_told_too (void)
{
  const struct
  {
    GwSyncPast past;
    const char *words;
  } rows[] = {
    { { .way = GW_SYNC_WAY_ROOM, .partner = (char *) "Moussa", .summary = { .bytes_up = 41200, .bytes_down = 900 } },
      "In the room with Moussa · 41 kB sent, 900 bytes received" },
    { { .way = GW_SYNC_WAY_ROOM, .partner = (char *) "Moussa", .has_failed = TRUE, .summary = { .bytes_up = 2000 } },
      "In the room with Moussa · It ended before everything was exchanged · 2 kB sent, 0 bytes received" },
    { { .way = GW_SYNC_WAY_STICK, .partner = (char *) "Awa, Moussa", .summary = { .bytes_up = 41200 } },
      "On a stick for Awa, Moussa · 41 kB" },
    { { .way = GW_SYNC_WAY_STICK, .summary = { .bytes_up = 41200 } }, "On a stick, with a passphrase · 41 kB" },
    { { .way = GW_SYNC_WAY_STICK, .partner = (char *) "Awa", .summary = { .bytes_down = 900 } },
      "From a stick of Awa · 900 bytes" },
    { { .way = GW_SYNC_WAY_STICK, .summary = { .bytes_down = 900 } }, "From a stick · 900 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = gw_sync_words_past (&rows[i].past);

    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

static void
test_sizes (void)
{
  static const struct
  {
    gint64 bytes;
    const char *words;
  } sizes[] = {
    { 0, "0 bytes" }, { 1, "1 byte" }, { 999, "999 bytes" }, { 1000, "1 kB" }, { 41499, "41 kB" },
    { 999499, "999 kB" }, { 999500, "1.0 MB" }, { 2149999, "2.1 MB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *words = gw_sync_words_size (sizes[i].bytes);

    g_assert_cmpstr (words, ==, sizes[i].words);
  }
}

/* Where no server says what it is, a date tells that may be a colleague's mistake; and nothing is said when the
 * clock has passed it, or a server agrees with the clock. */
static void
test_a_later_date_is_told_until_somebody_knows (void)
{
  GwSyncFacts facts = {
    .sync = { .state = GW_SYNC_STATE_NOT_SET_UP, .waiting = 3, .later_date = NOW + 86400 * SECONDS },
    .now = NOW,
  };
  g_autofree char *doubt = gw_sync_words_clock (&facts), *status = gw_sync_words_status (&facts);
  g_autofree char *known = NULL, *passed = NULL;

  g_assert_cmpstr (status, ==, "All changes are saved here · The clock of this computer may be wrong");
  g_assert_nonnull (strstr (doubt, "dated 22 September 2026"));
  facts.sync.knows_clock = TRUE;
  known = gw_sync_words_clock (&facts);
  g_assert_null (known);
  facts.sync.knows_clock = FALSE;
  facts.now = NOW + 86401 * SECONDS;
  passed = gw_sync_words_clock (&facts);
  g_assert_null (passed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/sync-words/status/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_status);
  }
  g_test_add_func ("/sync-words/a-wrong-clock-makes-no-lie", test_a_wrong_clock_makes_no_lie);
  g_test_add_func ("/sync-words/each-trouble-is-explained", test_each_trouble_is_explained);
  g_test_add_func ("/sync-words/a-later-date-is-told-until-somebody-knows", test_a_later_date_is_told_until_somebody_knows);
  g_test_add_func ("/sync-words/a-clock-that-is-off-is-told", test_a_clock_that_is_off_is_told);
  g_test_add_func ("/sync-words/past-exchanges-are-told", test_past_exchanges_are_told);
  g_test_add_func ("/sync-words/sticks-and-the-room-are-told-too", test_sticks_and_the_room_are_told_too);
  g_test_add_func ("/sync-words/sizes", test_sizes);

  return g_test_run ();
}
