/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync against the CouchDB-compatible test server, which the test starts itself. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-backup.h"
#include "core/sync/gw-sync-private.h"
#include "core/sync/gw-sync.h"
#include "desk.h"
#include "support/npm-server.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

static void
sync_ok (Desk          *desk,
         NpmServer     *server,
         GwSyncSummary *summary)
{
  g_autoptr (GError) error = NULL;

  desk_sync (desk, npm_server_get_url (server), GW_SYNC_DEFAULT, summary, &error);
  g_assert_no_error (error);
}

static void
assert_value (Desk       *desk,
              const char *id,
              const char *expected)
{
  g_autofree char *value = desk_read (desk, "party", id);

  g_assert_cmpstr (value, ==, expected);
}

static void
put (Desk       *desk,
     const char *id,
     const char *value)
{
  g_autofree char *rev = desk_write (desk, "party", id, value);

  g_assert_nonnull (rev);
}

static void
test_two_desks_have_all_answers (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autofree char *dump_ann = NULL;
  g_autofree char *dump_ben = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  put (ann, Q (1), "one");
  put (ann, Q (2), "two");
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.pushed, ==, 2);
  g_assert_cmpuint (summary.refused, ==, 0);
  sync_ok (ben, server, &summary);
  g_assert_cmpuint (summary.pulled, ==, 2);
  assert_value (ben, Q (1), "one");

  /* Both offline: different answers, and one that both change. */
  put (ann, Q (1), "one, better");
  put (ann, Q (3), "three");
  put (ann, Q (9), "from ann");
  put (ben, Q (2), "two, better");
  put (ben, Q (4), "four");
  put (ben, Q (1), "one, otherwise");
  sync_ok (ann, server, NULL);
  sync_ok (ben, server, NULL);
  sync_ok (ann, server, &summary);
  sync_ok (ben, server, NULL);

  assert_value (ann, Q (2), "two, better");
  assert_value (ann, Q (4), "four");
  assert_value (ben, Q (3), "three");
  assert_value (ben, Q (9), "from ann");
  g_assert_cmpuint (summary.conflicts, ==, 1);
  {
    g_autoptr (GPtrArray) leaves = gw_store_leaves (ann->store, "party", Q (1), NULL);
    g_autoptr (GPtrArray) same = gw_store_leaves (ben->store, "party", Q (1), NULL);

    g_assert_cmpuint (leaves->len, ==, 2);
    g_assert_cmpuint (same->len, ==, 2);
  }
  dump_ann = desk_dump (ann);
  dump_ben = desk_dump (ben);
  g_assert_nonnull (strstr (dump_ann, "one, better"));
  g_assert_nonnull (strstr (dump_ann, "one, otherwise"));
  g_assert_cmpstr (dump_ann, ==, dump_ben);
  g_assert_cmpuint (desk_waiting (ann) + desk_waiting (ben), ==, 0);
}

static void
test_nothing_new_is_one_request (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GPtrArray) databases = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  databases = gw_sync_list_databases (ann->profile);
  put (ann, Q (1), "one");
  sync_ok (ann, server, NULL);
  sync_ok (ann, server, NULL);
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.requests, ==, databases->len);
  g_assert_cmpuint (summary.pulled + summary.pushed, ==, 0);
  g_assert_cmpuint (summary.bytes_up + summary.bytes_down, <, 1500 * databases->len);
  g_test_message ("%u databases, %" G_GUINT64_FORMAT " bytes up, %" G_GUINT64_FORMAT " down",
                  databases->len, summary.bytes_up, summary.bytes_down);
}

static void
test_a_wrong_password_stops_at_once (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GError) error = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  put (ann, Q (1), "one");
  g_assert_false (gw_sync_run (ann->profile, npm_server_get_url (server), "nfp-ken", "wrong",
                               GW_SYNC_DEFAULT, NULL, NULL, &summary, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_PASSWORD);
  /* More attempts would lock the account. */
  g_assert_cmpuint (summary.requests, ==, 1);
  g_assert_cmpuint (desk_waiting (ann), ==, 1);
}

static void
test_no_access_to_one_database_keeps_the_others (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  /* An account of another country, whose desk believes to be Kenya's. */
  ann = desk_new ("nfp-uzb", GW_ROLE_NFP);
  put (ann, Q (1), "one");
  rev = desk_write (ann, "community", "post:nfp-uzb:1", "hello");
  g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_ACCESS);
  g_assert_cmpuint (summary.pushed, ==, 1);
  g_assert_cmpuint (desk_waiting (ann), ==, 1);
}

static void
test_refused_documents_are_set_aside (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GPtrArray) refused = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *other = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  mine = desk_write (ann, "community", "post:nfp-ken:1", "mine");
  other = desk_write (ann, "community", "post:nfp-uzb:1", "in somebody else's name");
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.pushed, ==, 1);
  g_assert_cmpuint (summary.refused, ==, 1);
  refused = gw_store_refused (ann->store, NULL, NULL);
  g_assert_cmpuint (refused->len, ==, 1);
  g_assert_cmpstr (((GwRefused *) refused->pdata[0])->id, ==, "post:nfp-uzb:1");
  /* It is still here and blocks nothing. */
  g_assert_cmpuint (desk_count (ann, "community"), ==, 2);
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.refused, ==, 0);
}

static void
write_many (Desk  *desk,
            guint  n)
{
  g_assert_true (gw_store_begin (desk->store, NULL));
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/t[%04u]/x", i);
    g_autofree char *value = g_strdup_printf ("The number %u of many answers, %08x", i, i * 2654435761u);

    put (desk, id, value);
  }
  g_assert_true (gw_store_commit (desk->store, NULL));
}

static void
test_a_cut_download_goes_on (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  GwSyncSummary summary;
  guint n_first;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  write_many (ann, 1500);
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.pushed, ==, 1500);
  npm_server_break (server, "{\"match\":\"party-ken/_changes\",\"cut\":30000}");
  g_assert_false (desk_sync (ben, npm_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN);
  n_first = desk_count (ben, "party");
  g_test_message ("%u of 1500 came before the cut", n_first);
  g_assert_cmpuint (n_first, >, 0);
  g_assert_cmpuint (n_first, <, 1500);
  npm_server_break (server, NULL);
  sync_ok (ben, server, &summary);
  g_assert_cmpuint (summary.pulled, ==, 1500 - n_first);
  g_assert_cmpuint (desk_count (ben, "party"), ==, 1500);
  log = npm_server_dup_log (server);
  g_assert_null (strstr (log, "party-ken/_changes?style=all_docs&include_docs=true"));
}

static void
test_an_upload_without_an_answer_is_asked_for (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  write_many (ann, 20);
  /* Three times: libcurl repeats by itself what died on a connection that was used before, and there are two. */
  npm_server_break (server, "{\"match\":\"party-ken/_bulk_docs\",\"times\":3,\"lose\":true}");
  g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN);
  g_assert_cmpuint (summary.pushed, ==, 0);
  g_assert_cmpuint (desk_waiting (ann), ==, 20);
  npm_server_break (server, NULL);
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (desk_waiting (ann), ==, 0);
  /* That it arrived is learned from the list of changes; nothing is sent twice. */
  log = npm_server_dup_log (server);
  g_assert_null (strstr (log, "party-ken/_bulk_docs"));
}

static void
test_a_whole_refusal_is_bisected (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  write_many (ann, 8);
  /* 8, 4, 2 and 1 at the left end are refused, the rest is taken. */
  npm_server_break (server, "{\"match\":\"party-ken/_bulk_docs\",\"times\":4,\"status\":413}");
  sync_ok (ann, server, &summary);
  g_assert_cmpuint (summary.refused, ==, 1);
  g_assert_cmpuint (summary.pushed, ==, 7);
}

static void
test_a_killed_server_costs_nothing (void)
{
  g_autofree char *data = g_dir_make_tmp ("godwit-server-XXXXXX", NULL);
  g_autoptr (NpmServer) server = npm_server_start (data, 0);
  g_autoptr (NpmServer) again = NULL;
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dump_ann = NULL;
  g_autofree char *dump_ben = NULL;
  guint port;

  if (server == NULL) {
    g_test_skip ("node or tests/server/node_modules is missing: not tried against a server");
    return;
  }
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  write_many (ann, 1000);
  port = npm_server_get_port (server);
  /* The first batch goes, then the answer of the second never comes. */
  npm_server_break (server, "{\"match\":\"party-ken/_bulk_docs\",\"times\":1,\"delay\":1}");
  npm_server_break (server, "{\"match\":\"party-ken/_bulk_docs\",\"times\":3,\"lose\":true}");
  g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error));
  npm_server_kill (server);
  g_assert_cmpuint (desk_waiting (ann), >, 0);
  g_assert_cmpuint (desk_waiting (ann), <, 1000);
  g_clear_error (&error);
  g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_NO_LINK);

  again = npm_server_start (data, port);
  sync_ok (ann, again, NULL);
  sync_ok (ben, again, NULL);
  dump_ann = desk_dump (ann);
  dump_ben = desk_dump (ben);
  g_assert_cmpuint (desk_waiting (ann), ==, 0);
  g_assert_cmpuint (desk_count (ben, "party"), ==, 1000);
  g_assert_cmpstr (dump_ann, ==, dump_ben);
}

static void
test_deletions_arrive (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  put (ann, Q (1), "one");
  put (ann, Q (2), "two");
  sync_ok (ann, server, NULL);
  sync_ok (ben, server, NULL);
  desk_delete (ben, "party", Q (1));
  sync_ok (ben, server, NULL);
  sync_ok (ann, server, NULL);
  assert_value (ann, Q (1), NULL);
  assert_value (ann, Q (2), "two");
}

/* What is about to be deleted is in a copy. */
static void
assert_copied (Desk  *desk,
               guint  documents)
{
  g_autoptr (GPtrArray) copies = gw_profile_list_backups (desk->profile);
  g_autoptr (GwBackupInfo) info = NULL;
  const GwBackup *copy;

  g_assert_cmpuint (copies->len, ==, documents > 0 ? 1 : 0);
  if (documents == 0)
    return;
  copy = copies->pdata[0];
  g_assert_cmpstr (copy->kind, ==, "before-deletion");
  info = gw_backup_info_read (copy->path, NULL);
  g_assert_cmpuint (gw_backup_info_count (info, "answer"), ==, documents);
}

static void
test_a_mass_deletion_waits_for_a_person (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autoptr (GError) error = NULL;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  write_many (ann, 40);
  sync_ok (ann, server, NULL);
  sync_ok (ben, server, NULL);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/t[%04u]/x", i);

    desk_delete (ben, "party", id);
  }
  sync_ok (ben, server, NULL);
  for (int i = 0; i < 2; i++) {
    g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error));
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE);
    g_clear_error (&error);
    g_assert_cmpuint (desk_count (ann, "party"), ==, 40);
  }
  assert_copied (ann, 0);
  desk_sync (ann, npm_server_get_url (server), GW_SYNC_ALLOW_DELETIONS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (ann, "party"), ==, 20);
  assert_copied (ann, 40);
}

static void
test_an_emptied_server_gets_everything_again (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *security = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *made = NULL;
  g_autofree char *secured = NULL;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  write_many (ann, 30);
  sync_ok (ann, server, NULL);
  security = npm_server_admin (server, "GET", "/party-ken/_security", NULL);
  gone = npm_server_admin (server, "DELETE", "/party-ken", NULL);
  made = npm_server_admin (server, "PUT", "/party-ken", NULL);
  secured = npm_server_admin (server, "PUT", "/party-ken/_security", security);

  /* This server answers an old "since" as if nothing were new (CouchDB sends everything again), so it is the daily
   * look at the checkpoint that tells. */
  g_assert_true (gw_store_set_remote (ann->store, GW_SYNC_REMOTE, "party", "checked-at", "1", &error));
  g_assert_false (desk_sync (ann, npm_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  g_assert_cmpuint (desk_count (ann, "party"), ==, 30);
  desk_sync (ann, npm_server_get_url (server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
  sync_ok (ben, server, NULL);
  g_assert_cmpuint (desk_count (ben, "party"), ==, 30);
  g_assert_cmpuint (desk_waiting (ann), ==, 0);
}

/* The object of the window. */

typedef struct
{
  GMainLoop *loop;
  GwSync    *sync;
  gboolean   was_sending;
} Window;

static void
on_status (GwSync     *sync,
           GParamSpec *pspec,
           Window     *window)
{
  const GwSyncStatus *status = gw_sync_get_status (sync);

  if (status->state == GW_SYNC_STATE_SENDING)
    window->was_sending = TRUE;
  if ((status->state == GW_SYNC_STATE_RESTING && status->last_success > 0 && status->waiting == 0)
      || status->state == GW_SYNC_STATE_FAILED)
    g_main_loop_quit (window->loop);
}

static gboolean
on_too_long (gpointer user_data)
{
  g_error ("The exchange did not come to an end");
  return G_SOURCE_REMOVE;
}

static void
test_the_window_sees_the_truth (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwSync) sync = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const GwSyncStatus *status;
  Window window = { NULL };
  guint limit;

  if (server == NULL)
    return;
  loop = g_main_loop_new (NULL, FALSE);
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  write_many (ann, 50);
  path = gw_profile_dup_store_path (ann->profile);
  thread = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  sync = gw_sync_new (ann->profile, thread);
  window.loop = loop;
  window.sync = sync;
  g_assert_cmpint (gw_sync_get_status (sync)->state, ==, GW_SYNC_STATE_NOT_SET_UP);
  g_signal_connect (sync, "notify::status", G_CALLBACK (on_status), &window);
  limit = g_timeout_add_seconds (30, on_too_long, NULL);
  gw_sync_set_account (sync, npm_server_get_url (server), "nfp-ken", "pw");
  g_main_loop_run (loop);
  status = gw_sync_get_status (sync);
  g_assert_cmpint (status->state, ==, GW_SYNC_STATE_RESTING);
  g_assert_cmpint (status->waiting, ==, 0);
  g_assert_cmpuint (status->sent, ==, 50);
  g_assert_cmpint (status->since_success, >=, 0);
  g_assert_cmpint (status->since_success, <, 30);
  /* It is true later too, though nothing happens and nothing is told. */
  g_usleep (2 * G_USEC_PER_SEC);
  g_assert_cmpint (gw_sync_get_status (sync)->since_success, >=, 2);
  g_assert_cmpuint (status->bytes_up, >, 0);

  /* A password that changed: said once, and not tried again by itself. */
  gw_sync_set_account (sync, npm_server_get_url (server), "nfp-ken", "other");
  g_main_loop_run (loop);
  status = gw_sync_get_status (sync);
  g_assert_cmpint (status->state, ==, GW_SYNC_STATE_FAILED);
  g_assert_cmpint (status->error, ==, GW_SYNC_ERROR_PASSWORD);
  g_assert_cmpint (status->retry_at, ==, 0);
  g_assert_cmpint (status->last_success, >, 0);

  /* Another server, which nothing was exchanged with: to be up to date was said of the first one. */
  gw_sync_set_account (sync, "http://127.0.0.1:9", "nfp-ken", "pw");
  g_main_loop_run (loop);
  status = gw_sync_get_status (sync);
  g_assert_cmpint (status->state, ==, GW_SYNC_STATE_FAILED);
  g_assert_cmpint (status->last_success, ==, 0);
  g_assert_cmpint (status->since_success, ==, -1);
  g_source_remove (limit);
  gw_sync_close (sync);
  gw_store_thread_close (thread);
}

static void
test_files_travel_where_they_are_looked_at (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL, ben = NULL;
  g_autofree char *picture = g_strnfill (80 * 1000, 'p');
  g_autoptr (GBytes) bytes = g_bytes_new (picture, 80 * 1000), here = NULL;
  g_autoptr (JsonObject) file = NULL, body = json_object_new ();
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (GError) error = NULL;
  GwSyncSummary summary;

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  file = gw_store_put_file (ann->store, "party", bytes, "letter.txt", "text/plain", &error);
  g_assert_no_error (error);
  json_object_set_string_member (body, "type", "file");
  json_object_set_object_member (body, "file", json_object_ref (file));
  g_assert_true (gw_store_put (ann->store, "party", "file:rep1:letter", NULL, body, GW_PUT_DEFAULT, NULL, &error));
  sync_ok (ann, server, &summary);
  /* Two of the three parts are the same. */
  g_assert_cmpuint (summary.parts_sent, ==, 2);
  sync_ok (ben, server, &summary);
  doc = gw_store_get (ben->store, "party", "file:rep1:letter", &error);
  g_assert_no_error (error);
  g_assert_null (gw_store_get_file (ben->store, gw_json_get_object (gw_doc_get_body (doc), "file"), &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE);
  g_clear_error (&error);
  gw_store_want_file (ben->store, "party", gw_json_get_object (gw_doc_get_body (doc), "file"), &error);
  g_assert_no_error (error);
  sync_ok (ben, server, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 2);
  here = gw_store_get_file (ben->store, gw_json_get_object (gw_doc_get_body (doc), "file"), &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (here, bytes));
}

int
main (int   argc,
      char *argv[])
{
  /* Started from the tests, node and the window's network monitor need the real directories. */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/server/two-desks-have-all-answers", test_two_desks_have_all_answers);
  g_test_add_func ("/sync/server/nothing-new-is-one-request", test_nothing_new_is_one_request);
  g_test_add_func ("/sync/server/a-wrong-password-stops-at-once",
                   test_a_wrong_password_stops_at_once);
  g_test_add_func ("/sync/server/no-access-to-one-database-keeps-the-others",
                   test_no_access_to_one_database_keeps_the_others);
  g_test_add_func ("/sync/server/refused-documents-are-set-aside",
                   test_refused_documents_are_set_aside);
  g_test_add_func ("/sync/server/a-cut-download-goes-on", test_a_cut_download_goes_on);
  g_test_add_func ("/sync/server/an-upload-without-an-answer-is-asked-for",
                   test_an_upload_without_an_answer_is_asked_for);
  g_test_add_func ("/sync/server/a-whole-refusal-is-bisected", test_a_whole_refusal_is_bisected);
  g_test_add_func ("/sync/server/a-killed-server-costs-nothing",
                   test_a_killed_server_costs_nothing);
  g_test_add_func ("/sync/server/files-travel-where-they-are-looked-at", test_files_travel_where_they_are_looked_at);
  g_test_add_func ("/sync/server/deletions-arrive", test_deletions_arrive);
  g_test_add_func ("/sync/server/a-mass-deletion-waits-for-a-person",
                   test_a_mass_deletion_waits_for_a_person);
  g_test_add_func ("/sync/server/an-emptied-server-gets-everything-again",
                   test_an_emptied_server_gets_everything_again);
  g_test_add_func ("/sync/server/the-window-sees-the-truth", test_the_window_sees_the_truth);

  return g_test_run ();
}
