/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A clock that is off is noticed by what the server says, or by a date that is later than it shows. */

#include <string.h>

#include "core/base/gw-time.h"
#include "core/store/gw-store-bin.h"
#include "core/store/gw-store-dates.h"
#include "core/sync/gw-sync-status.h"
#include "core/sync/gw-sync.h"
#include "desk.h"
#include "support/fake-server.h"

#define HOURS G_GINT64_CONSTANT (3600)
#define REV "1-0000000000000000000000000000000a"

/* A server whose clock is so many seconds ahead, and that has one document of this date. */
typedef struct
{
  gint64 ahead;
  const char *date;
  char *headers; /* as long as the reply */
} Server;

static void
answer (FakeRequest *request,
        FakeReply   *reply,
        gpointer     user_data)
{
  Server *server = user_data;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (g_get_real_time () / G_USEC_PER_SEC + server->ahead);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");

  g_free (server->headers);
  server->headers = g_strdup_printf ("Date: %s\r\n", date);
  reply->headers = server->headers;
  if (server->date != NULL && strstr (request->path, "/party-ken/_changes") != NULL
      && strstr (request->path, "since=0") != NULL)
    reply->body = g_strdup_printf ("{\"results\":[\n{\"seq\":\"7-a\",\"id\":\"action:a\",\"changes\":[{\"rev\":\"" REV "\"}],"
                                   "\"doc\":{\"_id\":\"action:a\",\"_rev\":\"" REV "\",\"changed\":\"%s\"}}\n],\n"
                                   "\"last_seq\":\"7-a\",\"pending\":0}\n", server->date);
  else if (strstr (request->path, "/_changes") != NULL)
    reply->body = g_strdup ("{\"results\":[],\"last_seq\":\"7-a\",\"pending\":0}\n");
  else if (strstr (request->path, "/_bulk_get") != NULL)
    reply->body = g_strdup ("{\"results\":[]}");
  else
    reply->body = g_strdup ("{\"ok\":true}");
}

static void
test_the_servers_clock_is_told (void)
{
  static const gint64 ahead[] = { 0, 3 * HOURS, -24 * HOURS };

  for (guint i = 0; i < G_N_ELEMENTS (ahead); i++) {
    Server clock = { .ahead = ahead[i] };
    g_autoptr (FakeServer) server = fake_server_new (answer, &clock);
    g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
    g_autoptr (GError) error = NULL;
    GwSyncSummary summary = { 0 };

    g_assert_true (desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error));
    g_assert_no_error (error);
    g_assert_cmpint (ABS (summary.clock_offset - ahead[i]), <=, 30);
    g_assert_cmpint (summary.server_time, >, 0);
    g_clear_pointer (&server, fake_server_free);
    g_free (clock.headers);
  }
}

static void
test_a_clock_that_is_put_right_is_right_at_once (void)
{
  gint64 real = g_get_real_time (), steady = gw_time_steady ();

  gw_time_set_fixed (real);
  g_assert_cmpint (gw_sync_clock_offset (real + 3 * HOURS * G_USEC_PER_SEC, steady), >=, 3 * HOURS);
  gw_time_set_fixed (real + 3 * HOURS * G_USEC_PER_SEC);
  g_assert_cmpint (ABS (gw_sync_clock_offset (real + 3 * HOURS * G_USEC_PER_SEC, steady)), <=, 30);
  gw_time_set_fixed (0);
}

static void
wait_for (GwSync      *sync,
          GwSyncState  state)
{
  while (gw_sync_get_status (sync)->state != state)
    g_main_context_iteration (NULL, TRUE);
}

/* A lost link says nothing of the clock. */
static void
test_what_the_server_said_holds_when_it_is_away (void)
{
  Server clock = { .ahead = 3 * HOURS };
  g_autoptr (FakeServer) server = fake_server_new (answer, &clock);
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autofree char *path = gw_profile_dup_store_path (desk->profile);
  g_autoptr (GwStoreThread) store = gw_store_thread_new (path, GW_STORE_DEFAULT, NULL);
  g_autoptr (GwSync) sync = gw_sync_new (desk->profile, store);

  g_assert_false (gw_sync_get_status (sync)->knows_clock);
  gw_sync_set_account (sync, fake_server_get_url (server), "nfp-ken", "secret");
  while (!gw_sync_get_status (sync)->knows_clock)
    g_main_context_iteration (NULL, TRUE);
  wait_for (sync, GW_SYNC_STATE_RESTING);
  g_assert_cmpint (ABS (gw_sync_get_status (sync)->clock_offset - 3 * HOURS), <=, 30);

  g_clear_pointer (&server, fake_server_free);
  gw_sync_now (sync);
  wait_for (sync, GW_SYNC_STATE_FAILED);
  g_assert_true (gw_sync_get_status (sync)->knows_clock);
  g_assert_cmpint (ABS (gw_sync_get_status (sync)->clock_offset - 3 * HOURS), <=, 30);
  gw_sync_close (sync);
  gw_store_thread_close (store);
  g_free (clock.headers);
}

static gint64
read_later_date (Desk       *desk,
                 const char *date)
{
  Server clock = { .date = date };
  g_autoptr (FakeServer) server = fake_server_new (answer, &clock);
  g_autoptr (GError) error = NULL;
  GwSyncStatus status = { 0 };

  g_assert_true (desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (desk, "party"), ==, 1);
  g_assert_true (gw_sync_status_read (&status, desk->store, NULL, &error));
  g_clear_pointer (&server, fake_server_free);
  g_free (clock.headers);

  return status.later_date;
}

static void
test_a_document_from_the_future_is_noticed (void)
{
  static const struct { const char *date; gboolean later; } cases[] = {
    { "2199-01-01T00:00:00Z", TRUE }, { "2001-01-01T00:00:00Z", FALSE }, { "in spring", FALSE }, { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
    gint64 later = read_later_date (desk, cases[i].date), date = 0;

    gw_time_parse (cases[i].date, &date);
    g_assert_cmpint (later, ==, cases[i].later ? date : 0);
    /* A colleague's mistake is no news for ever, and none at all once the clock has passed it. */
    gw_time_set_fixed (g_get_real_time () + 8 * G_TIME_SPAN_DAY);
    g_assert_cmpint (gw_store_get_later_date (desk->store), ==, 0);
    gw_time_set_fixed (0);
  }
}

static void
test_a_clock_that_was_put_back_is_noticed (void)
{
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC * G_USEC_PER_SEC;

  gw_time_set_fixed (now);
  g_assert_true (gw_store_forget_binned (desk->store, NULL));
  g_assert_cmpint (gw_store_get_later_date (desk->store), ==, 0);
  gw_time_set_fixed (now - 400 * G_TIME_SPAN_DAY);
  g_assert_cmpint (gw_store_get_later_date (desk->store), ==, now);
  gw_time_set_fixed (now + G_TIME_SPAN_DAY);
  g_assert_cmpint (gw_store_get_later_date (desk->store), ==, 0);
  gw_time_set_fixed (0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sync/clock/the-servers-clock-is-told", test_the_servers_clock_is_told);
  g_test_add_func ("/sync/clock/a-clock-that-is-put-right-is-right-at-once",
                   test_a_clock_that_is_put_right_is_right_at_once);
  g_test_add_func ("/sync/clock/what-the-server-said-holds-when-it-is-away",
                   test_what_the_server_said_holds_when_it_is_away);
  g_test_add_func ("/sync/clock/a-document-from-the-future-is-noticed", test_a_document_from_the_future_is_noticed);
  g_test_add_func ("/sync/clock/a-clock-that-was-put-back-is-noticed", test_a_clock_that_was_put_back_is_noticed);

  return g_test_run ();
}
