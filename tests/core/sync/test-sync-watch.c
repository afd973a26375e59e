/* SPDX-License-Identifier: GPL-3.0-or-later */

/* While the window is in front, what a colleague writes arrives by itself; else nothing is asked. */

#include <string.h>

#include "core/sync/gw-sync-private.h"
#include "core/sync/gw-sync-watch.h"
#include "core/sync/gw-sync.h"
#include "desk.h"
#include "server/couch.h"
#include "support/npm-server.h"

#define Q(n) "answer:rep1:/data/s1/q" #n
#define HEARTBEAT_MS 500

/* --- a desk with its window --- */

typedef struct
{
  Desk          *desk;
  GwStoreThread *thread;
  GwSync        *sync;
} Window;

static void
window_open (Window     *window,
             const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  window->desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  path = gw_profile_dup_store_path (window->desk->profile);
  window->thread = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  window->sync = gw_sync_new (window->desk->profile, window->thread);
  gw_sync_set_account (window->sync, url, "nfp-ken", "pw");
}

static void
window_clear (Window *window)
{
  if (window->sync == NULL)
    return;
  gw_sync_close (window->sync);
  g_object_unref (window->sync);
  gw_store_thread_close (window->thread);
  g_object_unref (window->thread);
  desk_free (window->desk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Window, window_clear)

typedef gboolean (*Condition) (gpointer data);

/* A machine that does other things too takes its time. */
static gboolean
comes_true (Condition condition,
            gpointer  data,
            guint     seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  gboolean is_true;

  while (!(is_true = condition (data)) && g_get_monotonic_time () < end) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (5000);
  }

  return is_true;
}

static gboolean
has_rested (gpointer data)
{
  Window *window = data;
  const GwSyncStatus *status = gw_sync_get_status (window->sync);

  g_assert_cmpint (status->state, !=, GW_SYNC_STATE_FAILED);
  return status->state == GW_SYNC_STATE_RESTING && status->since_success >= 0;
}

static gboolean
has_first (gpointer data)
{
  Window *window = data;
  g_autofree char *value = desk_read (window->desk, "party", Q (1));

  return g_strcmp0 (value, "from Ben") == 0;
}

static gboolean
never (gpointer data)
{
  return FALSE;
}

/* --- the double --- */

static Couch *
lay_out (void)
{
  Couch *couch = couch_new ("pw");

  couch_add_account (couch, "nfp-ken", "pw", "nfp party-ken");
  couch_add_account (couch, "alternate-ken", "pw", "nfp party-ken");
  couch_add_database (couch, "library", "nfp");
  couch_add_database (couch, "community", "nfp");
  couch_add_database (couch, "party-ken", "party-ken");
  couch_add_database (couch, "exchange-ken", "party-ken");
  couch_add_database (couch, "packets-ken", "party-ken");
  couch_add_database (couch, "party-ken-chunks", "party-ken");

  return couch;
}

static guint
count_longpolls (FakeServer *server)
{
  g_autofree char *log = fake_server_dup_log (server);
  guint n = 0;

  for (const char *at = log; (at = strstr (at, "feed=longpoll")) != NULL; at++)
    n++;

  return n;
}

static gboolean
is_watching (gpointer data)
{
  return count_longpolls (data) > 0;
}

static void
write_as_ben (const char *url,
              const char *id,
              const char *value)
{
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = desk_write (ben, "party", id, value);

  desk_sync (ben, url, GW_SYNC_DEFAULT, NULL, &error);
  g_assert_no_error (error);
}

static void
test_a_colleagues_answer_arrives_by_itself (void)
{
  g_autoptr (Couch) couch = lay_out ();
  g_autoptr (FakeServer) server = fake_server_new (couch_answer, couch);
  g_auto (Window) ann = { NULL };

  window_open (&ann, fake_server_get_url (server));
  g_assert_true (comes_true (has_rested, &ann, 60));
  gw_sync_set_in_front (ann.sync, TRUE);
  g_assert_true (comes_true (is_watching, server, 60));
  write_as_ben (fake_server_get_url (server), Q (1), "from Ben");
  g_assert_true (comes_true (has_first, &ann, 60));
}

static void
test_nothing_is_asked_behind_other_windows (void)
{
  g_autoptr (Couch) couch = lay_out ();
  g_autoptr (FakeServer) server = fake_server_new (couch_answer, couch);
  g_auto (Window) ann = { NULL };
  guint before;

  window_open (&ann, fake_server_get_url (server));
  g_assert_true (comes_true (has_rested, &ann, 60));
  before = fake_server_count (server);
  comes_true (never, NULL, 1);
  g_assert_cmpuint (fake_server_count (server), ==, before);

  /* And no more once it has lost the front, though somebody writes. */
  gw_sync_set_in_front (ann.sync, TRUE);
  g_assert_true (comes_true (is_watching, server, 60));
  gw_sync_set_in_front (ann.sync, FALSE);
  write_as_ben (fake_server_get_url (server), Q (1), "from Ben");
  fake_server_clear (server);
  comes_true (never, NULL, 1);
  g_assert_cmpuint (fake_server_count (server), ==, 0);
  g_assert_false (has_first (&ann));
}

static gboolean
is_asked_twice (gpointer data)
{
  return count_longpolls (data) >= 2;
}

/* What this desk sent comes back as a row, which is no reason to exchange again. */
static void
test_what_one_sent_oneself_is_no_news (void)
{
  g_autoptr (Couch) couch = lay_out ();
  g_autoptr (FakeServer) server = fake_server_new (couch_answer, couch);
  g_auto (Window) ann = { NULL };
  g_autofree char *rev = NULL, *log = NULL;

  window_open (&ann, fake_server_get_url (server));
  g_assert_true (comes_true (has_rested, &ann, 60));
  rev = desk_write (ann.desk, "party", Q (2), "from Ann");
  gw_sync_set_in_front (ann.sync, TRUE);
  gw_sync_now (ann.sync);
  g_assert_true (comes_true (is_asked_twice, server, 60));
  fake_server_clear (server);
  comes_true (never, NULL, 1);
  log = fake_server_dup_log (server);
  g_assert_cmpstr (log, ==, "");
  g_assert_cmpuint (desk_waiting (ann.desk), ==, 0);
}

/* --- the watch by itself --- */

typedef struct
{
  GwHttp      *http;
  GMainContext *context;
  GPtrArray   *databases;
  Desk        *desk;
  GwSyncWatch *watch;
  guint        n_told;
  GwSyncError  error;
  gboolean     has_error;
} Watcher;

static void
on_told (const GError *error,
         gpointer      user_data)
{
  Watcher *self = user_data;

  self->n_told++;
  self->has_error = error != NULL;
  self->error = error != NULL ? (GwSyncError) error->code : 0;
}

static void
watcher_init (Watcher    *self,
              FakeServer *server)
{
  self->context = g_main_context_ref_thread_default ();
  self->http = gw_http_new (self->context);
  self->desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  self->databases = gw_sync_list_databases (self->desk->profile);
  self->watch = gw_sync_watch_new (self->desk->store, self->http, self->context, self->databases,
                                   fake_server_get_url (server), "nfp-ken", "pw", HEARTBEAT_MS, on_told, self);
}

static void
watcher_clear (Watcher *self)
{
  gw_sync_watch_free (self->watch);
  g_object_unref (self->http);
  g_ptr_array_unref (self->databases);
  desk_free (self->desk);
  g_main_context_unref (self->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watcher, watcher_clear)

static gboolean
was_told (gpointer data)
{
  return ((Watcher *) data)->n_told > 0;
}

static void
answer_nothing (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  reply->body = g_strdup ("{\"results\":[],\"last_seq\":\"0\",\"pending\":0}");
}

/* At the heartbeat of this test, after 0.05 s, 0.1 s, 0.2 s and so on: 5 in 1 s, and some more where
 * chance shortens each. */
static void
test_an_answer_at_once_makes_no_busy_loop (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_nothing, NULL);
  g_auto (Watcher) watcher = { NULL };

  watcher_init (&watcher, server);
  comes_true (never, NULL, 1);
  g_assert_cmpuint (fake_server_count (server), >, 2);
  g_assert_cmpuint (fake_server_count (server), <, 15);
  g_assert_cmpuint (watcher.n_told, ==, 0);
}

static void
answer_dropping (FakeRequest *request,
                 FakeReply   *reply,
                 gpointer     user_data)
{
  reply->drop = TRUE;
}

static void
test_a_line_that_drops_makes_no_busy_loop (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_dropping, NULL);
  g_auto (Watcher) watcher = { NULL };

  watcher_init (&watcher, server);
  comes_true (never, NULL, 1);
  g_assert_cmpuint (fake_server_count (server), >, 2);
  g_assert_cmpuint (fake_server_count (server), <, 15);
}

static void
answer_unauthorized (FakeRequest *request,
                     FakeReply   *reply,
                     gpointer     user_data)
{
  reply->status = 401;
  reply->body = g_strdup ("{\"error\":\"unauthorized\",\"reason\":\"Name or password is incorrect.\"}");
}

static void
test_a_wrong_password_is_asked_once (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_unauthorized, NULL);
  g_auto (Watcher) watcher = { NULL };

  watcher_init (&watcher, server);
  g_assert_true (comes_true (was_told, &watcher, 60));
  g_assert_true (watcher.has_error);
  g_assert_cmpint (watcher.error, ==, GW_SYNC_ERROR_PASSWORD);
  comes_true (never, NULL, 1);
  g_assert_cmpuint (fake_server_count (server), ==, 1);
  g_assert_cmpuint (watcher.n_told, ==, 1);
}

static void
answer_silence (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  reply->body = g_strdup ("{\"results\":[");
  reply->hang_after_headers = TRUE;
}

/* Two heartbeats that do not come: the line is dead, and is tried again. */
static void
test_a_dead_line_is_noticed (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_silence, NULL);
  g_auto (Watcher) watcher = { NULL };

  watcher_init (&watcher, server);
  g_assert_true (comes_true (is_asked_twice, server, 60));
  g_assert_cmpuint (watcher.n_told, ==, 0);
}

static void
answer_like_a_proxy (FakeRequest *request,
                     FakeReply   *reply,
                     gpointer     user_data)
{
  g_usleep (G_USEC_PER_SEC / 4);
  reply->drop = TRUE;
}

/* Who ends what is idle for a quarter of a second is given something to pass on before. */
static void
test_the_heartbeat_gets_shorter_than_a_proxys_patience (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_like_a_proxy, NULL);
  g_auto (Watcher) watcher = { NULL };
  g_autofree char *log = NULL;
  const char *second;

  watcher_init (&watcher, server);
  g_assert_true (comes_true (is_asked_twice, server, 60));
  log = fake_server_dup_log (server);
  g_assert_nonnull (strstr (log, "heartbeat=500&"));
  second = strstr (strchr (log, '\n'), "heartbeat=");
  g_assert_nonnull (second);
  g_assert_cmpint (g_ascii_strtoll (second + strlen ("heartbeat="), NULL, 10), <, 500);
  g_assert_cmpint (g_ascii_strtoll (second + strlen ("heartbeat="), NULL, 10), >=, 100);
}

/* --- the other server --- */

static gboolean
is_watching_there (gpointer data)
{
  g_autofree char *log = npm_server_dup_log (data);

  return strstr (log, "feed=longpoll") != NULL;
}

static void
test_a_colleagues_answer_arrives_from_the_npm_server (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_auto (Window) ann = { NULL };

  if (server == NULL)
    return;
  window_open (&ann, npm_server_get_url (server));
  g_assert_true (comes_true (has_rested, &ann, 60));
  gw_sync_set_in_front (ann.sync, TRUE);
  g_assert_true (comes_true (is_watching_there, server, 60));
  write_as_ben (npm_server_get_url (server), Q (1), "from Ben");
  g_assert_true (comes_true (has_first, &ann, 60));
}

int
main (int   argc,
      char *argv[])
{
  /* Started from the tests, node and the window's network monitor need the real directories. */
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/watch/a-colleagues-answer-arrives-by-itself", test_a_colleagues_answer_arrives_by_itself);
  g_test_add_func ("/sync/watch/nothing-is-asked-behind-other-windows", test_nothing_is_asked_behind_other_windows);
  g_test_add_func ("/sync/watch/what-one-sent-oneself-is-no-news", test_what_one_sent_oneself_is_no_news);
  g_test_add_func ("/sync/watch/an-answer-at-once-makes-no-busy-loop", test_an_answer_at_once_makes_no_busy_loop);
  g_test_add_func ("/sync/watch/a-line-that-drops-makes-no-busy-loop", test_a_line_that_drops_makes_no_busy_loop);
  g_test_add_func ("/sync/watch/a-wrong-password-is-asked-once", test_a_wrong_password_is_asked_once);
  g_test_add_func ("/sync/watch/a-dead-line-is-noticed", test_a_dead_line_is_noticed);
  g_test_add_func ("/sync/watch/the-heartbeat-gets-shorter-than-a-proxys-patience",
                   test_the_heartbeat_gets_shorter_than_a_proxys_patience);
  g_test_add_func ("/sync/watch/a-colleagues-answer-arrives-from-the-npm-server",
                   test_a_colleagues_answer_arrives_from_the_npm_server);

  return g_test_run ();
}
