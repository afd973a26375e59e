/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync against the strict double of CouchDB: what the kinder test server does not show, and a line
 * that breaks at every byte. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync.h"
#include "core/sync/gw-sync-error.h"
#include "core/store/gw-store-exchanges.h"
#include "core/sync/gw-sync-history.h"
#include "line.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

static void
assert_value (Desk       *desk,
              const char *id,
              const char *value)
{
  g_autofree char *now = desk_read (desk, "party", id);

  g_assert_cmpstr (now, ==, value);
}

static void
test_two_desks_become_equal (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  desk_put (ann, Q (1), "one");
  desk_put (ann, Q (2), "two");
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.pushed, ==, 2);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.pulled, ==, 2);
  desk_put (ann, Q (1), "one, better");
  desk_put (ben, Q (1), "one, otherwise");
  desk_put (ben, Q (3), "three");
  desk_delete (ben, "party", Q (2));
  line_sync (ann, &line, NULL);
  line_sync (ben, &line, NULL);
  line_sync (ann, &line, NULL);
  desk_assert_same (ann, ben);
  assert_value (ann, Q (3), "three");
  assert_value (ann, Q (2), NULL);
}

static void
test_nothing_new_is_one_request (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_auto (Line) line;
  g_autofree char *log = NULL;

  line_init (&line, NULL, NULL);
  desk_put (ann, Q (1), "one");
  line_sync (ann, &line, NULL);
  line_sync (ann, &line, NULL);
  fake_server_clear (line.server);
  line_sync (ann, &line, NULL);
  log = fake_server_dup_log (line.server);
  g_assert_null (strstr (log, "_bulk"));
  g_assert_null (strstr (log, "_local"));
  g_assert_null (strstr (log, "_revs_diff"));
  /* One for each database that the account reads. */
  g_assert_cmpuint (fake_server_count (line.server), ==, 5);
}

/* The question for what there is, and beside its answer the mark by which a server that went back is known. */
static void
test_a_first_download_is_two_requests (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_auto (Line) line;
  g_autofree char *log = NULL;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  desk_put (ann, Q (1), "one");
  line_sync (ann, &line, NULL);
  fake_server_clear (line.server);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.pulled, ==, 1);
  log = fake_server_dup_log (line.server);
  g_assert_nonnull (strstr (log, "PUT /party-ken/_local/"));
  g_assert_null (strstr (log, "GET /party-ken/_local/"));
  /* Of each database that the account reads. */
  g_assert_cmpuint (fake_server_count (line.server), ==, 2 * 5);
  fake_server_clear (line.server);
  line_sync (ben, &line, NULL);
  g_assert_cmpuint (fake_server_count (line.server), ==, 5);
}

static void
test_one_bad_document_does_not_block_the_rest (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autofree char *long_text = g_strnfill (3000, 'x');
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  couch_set_max_document_size (line.couch, 1000);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%02u", i);

    desk_put (ann, id, i == 7 ? long_text : "short");
  }
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.pushed, ==, 19);
  g_assert_cmpuint (summary.refused, ==, 1);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken"), ==, 19);
  assert_value (ann, "answer:rep1:/data/q07", long_text);
}

/* --- files --- */

static void
test_files_travel_in_parts_and_once (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (GBytes) picture = make_picture (1, 100 * 1000);
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  desk_put_picture (ann, "file:rep1:a", picture);
  g_assert_cmpint (desk_count_unsent_parts (ann), ==, 4);
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.parts_sent, ==, 4);
  g_assert_cmpint (desk_count_unsent_parts (ann), ==, 0);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken-chunks"), ==, 4);

  /* The document comes at once; its file where somebody looks at it. */
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 0);
  g_assert_false (desk_has_picture (ben, "file:rep1:a", picture));
  desk_want_picture (ben, "file:rep1:a");
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 4);
  g_assert_true (desk_has_picture (ben, "file:rep1:a", picture));

  /* Afterwards nothing is asked any more; and the same picture goes once, whoever shows it. */
  line_sync (ben, &line, NULL);
  fake_server_clear (line.server);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.requests, ==, 5);
  desk_put_picture (ben, "file:rep1:b", picture);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken-chunks"), ==, 4);
  g_assert_cmpint (desk_count_unsent_parts (ben), ==, 0);
  g_assert_cmpuint (summary.bytes_up, <, 10 * 1000);
}

/* Where the person chose it; and once more when the choice becomes another. */
static void
test_files_are_fetched_ahead_where_that_is_chosen (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (GBytes) small = make_picture (1, 100 * 1000), large = make_picture (2, 300 * 1000);
  g_autoptr (GBytes) later = make_picture (3, 50 * 1000);
  g_auto (Line) line;
  const char *url;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  url = fake_server_get_url (line.server);
  desk_put_picture (ann, "file:rep1:a", small);
  desk_put_picture (ann, "file:rep1:b", large);
  line_sync (ann, &line, NULL);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 0);
  g_assert_true (desk_sync (ben, url, GW_SYNC_FETCH_SMALL, &summary, NULL));
  g_assert_true (desk_has_picture (ben, "file:rep1:a", small));
  g_assert_false (desk_has_picture (ben, "file:rep1:b", large));
  g_assert_true (desk_sync (ben, url, GW_SYNC_FETCH_ALL, &summary, NULL));
  g_assert_true (desk_has_picture (ben, "file:rep1:b", large));
  /* What comes later comes whole at once. */
  desk_put_picture (ann, "file:rep1:c", later);
  line_sync (ann, &line, NULL);
  g_assert_true (desk_sync (ben, url, GW_SYNC_FETCH_ALL, &summary, NULL));
  g_assert_cmpuint (summary.parts_received, ==, 2);
}

/* As a proxy does that is set up for small documents. */
static void
answer_small_only (FakeRequest *request,
                   FakeReply   *reply,
                   gpointer     couch)
{
  if (strstr (request->path, "-chunks/_bulk_docs") == NULL || g_bytes_get_size (request->body) < 50 * 1000) {
    couch_answer (request, reply, couch);
    return;
  }
  reply->status = 413;
  reply->type = "text/html";
  reply->body = g_strdup ("<html><body>Request Entity Too Large</body></html>");
}

static void
test_parts_become_fewer_where_a_proxy_takes_little (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GBytes) picture = make_picture (7, 200 * 1000);
  g_autoptr (FakeServer) small = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line, NULL, NULL);
  small = fake_server_new (answer_small_only, line.couch);
  desk_put_picture (ann, "file:rep1:a", picture);
  desk_sync (ann, fake_server_get_url (small), GW_SYNC_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_count_unsent_parts (ann), ==, 0);
}

static char *
dup_swapped (const char *text,
             GBytes     *from,
             GBytes     *to)
{
  g_autofree char *old = g_base64_encode (g_bytes_get_data (from, NULL), g_bytes_get_size (from));
  g_autofree char *new = g_base64_encode (g_bytes_get_data (to, NULL), g_bytes_get_size (to));
  g_autoptr (GString) out = g_string_new (text);

  g_assert_cmpuint (g_string_replace (out, old, new, 0), >, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_a_part_that_is_another_is_not_taken (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (GBytes) picture = make_picture (2, 9000), other = make_picture (3, 9000);
  g_autofree char *sound = NULL, *changed = NULL;
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  desk_put_picture (ann, "file:rep1:a", picture);
  line_sync (ann, &line, NULL);
  line_sync (ben, &line, NULL);
  desk_want_picture (ben, "file:rep1:a");
  sound = couch_dup_backup (line.couch);
  changed = dup_swapped (sound, picture, other);
  couch_restore (line.couch, changed);
  line_sync (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 0);
  g_assert_false (desk_has_picture (ben, "file:rep1:a", picture));
  /* It stays wanted, and comes when it is the right one. */
  couch_restore (line.couch, sound);
  line_sync (ben, &line, &summary);
  g_assert_true (desk_has_picture (ben, "file:rep1:a", picture));
}

static void
test_an_emptied_server_gets_the_files_again (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GBytes) picture = make_picture (4, 70 * 1000);
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line, NULL, NULL);
  desk_put_picture (ann, "file:rep1:a", picture);
  line_sync (ann, &line, NULL);
  couch_renew_database (line.couch, "party-ken");
  couch_renew_database (line.couch, "party-ken-chunks");
  if (!desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error))
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken-chunks"), ==, 3);
}

/* --- what is remembered of it --- */

static void
test_the_last_fifty_exchanges_are_remembered (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  GwSyncSummary summary;
  g_auto (Line) line;

  line_init (&line, NULL, NULL);
  for (guint i = 0; i < GW_STORE_EXCHANGES + 3; i++)
    line_sync (ann, &line, NULL);
  desk_put (ann, Q (1), "one");
  line_sync (ann, &line, &summary);
  fake_server_cut_answers (line.server, 0);
  g_assert_false (desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error));
  list = gw_sync_history_list (ann->store);
  g_assert_cmpuint (list->len, ==, GW_STORE_EXCHANGES);
  g_assert_true (((GwSyncPast *) list->pdata[0])->has_failed);
  g_assert_cmpint (((GwSyncPast *) list->pdata[0])->error, ==, error->code);
  g_assert_false (((GwSyncPast *) list->pdata[1])->has_failed);
  g_assert_cmpuint (((GwSyncPast *) list->pdata[1])->summary.pushed, ==, 1);
  g_assert_cmpuint (((GwSyncPast *) list->pdata[1])->summary.bytes_up, ==, summary.bytes_up);
  g_assert_cmpint (((GwSyncPast *) list->pdata[1])->begun, >, ((GwSyncPast *) list->pdata[2])->begun);
}

/* --- the server goes back, or begins anew --- */

static void
test_a_server_of_yesterday_is_noticed (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autofree char *backup = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line, NULL, NULL);
  desk_put (ann, Q (1), "one");
  line_sync (ann, &line, NULL);
  backup = couch_dup_backup (line.couch);
  desk_put (ann, Q (2), "after the backup");
  desk_put (ann, Q (1), "one, after the backup");
  line_sync (ann, &line, NULL);
  couch_restore (line.couch, backup);

  /* Whatever it says of it: nothing goes here, and with a person's word all comes back there. */
  if (!desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error))
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  assert_value (ann, Q (2), "after the backup");
  desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
  line_sync (ben, &line, NULL);
  assert_value (ben, Q (1), "one, after the backup");
  assert_value (ben, Q (2), "after the backup");
}

static void
test_an_emptied_server_deletes_nothing (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line, NULL, NULL);
  desk_put (ann, Q (1), "one");
  line_sync (ann, &line, NULL);
  couch_renew_database (line.couch, "party-ken");
  if (!desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error))
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  assert_value (ann, Q (1), "one");
  desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken"), ==, 1);
}

/* With a person's word where it is asked for. */
static void
sync_anyhow (Desk *desk,
             Line *line)
{
  g_autoptr (GError) error = NULL;

  if (desk_sync (desk, fake_server_get_url (line->server), GW_SYNC_DEFAULT, NULL, &error))
    return;
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  desk_sync (desk, fake_server_get_url (line->server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
}

/* Wherever the second exchange broke off, and although others have sent more to the new server than
 * the old one had. */
static void
test_a_server_made_anew_while_the_line_was_bad_gets_everything (void)
{
  for (gint64 at = 0; at < 4000; at += g_getenv ("GODWIT_SANITIZE") != NULL ? 400 : 60) {
    g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
    g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
    g_auto (Line) line;

    line_init (&line, NULL, NULL);
    desk_put (ann, Q (1), "one");
    desk_put (ann, Q (2), "two");
    line_sync (ann, &line, NULL);
    fake_server_stay_broken (line.server, TRUE);
    fake_server_cut_requests (line.server, at);
    desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, NULL);
    fake_server_cut_requests (line.server, -1);

    couch_renew_database (line.couch, "party-ken");
    for (int i = 3; i < 9; i++) {
      g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s1/q%d", i);

      desk_put (ben, id, "Ben's");
    }
    line_sync (ben, &line, NULL);
    sync_anyhow (ann, &line);
    /* It is asked for its checkpoint once a day. */
    gw_store_set_remote (ann->store, "server", "party", "checked-at", NULL, NULL);
    sync_anyhow (ann, &line);
    line_sync (ben, &line, NULL);
    assert_value (ben, Q (1), "one");
    assert_value (ben, Q (2), "two");
  }
}

/* --- a line that breaks --- */

typedef struct
{
  Line line;
  Desk *ann;
  GBytes *anns, *bens; /* pictures */
} Scene;

/* Ben has sent answers, and one that Ann, who was away, changed as well. Her exchange has every request that
 * there is: the checkpoint is due, something was sent before without an answer, and she looks at Ben's picture. */
static void
scene_init (Scene *scene)
{
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (JsonObject) file = NULL;
  g_autofree char *sent = NULL;

  line_init (&scene->line, NULL, NULL);
  scene->anns = make_picture (5, 3000);
  scene->bens = make_picture (6, 3000);
  scene->ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  desk_put (scene->ann, Q (1), "first");
  line_sync (scene->ann, &scene->line, NULL);
  line_sync (ben, &scene->line, NULL);
  desk_put (ben, Q (1), "Ben's");
  desk_put (ben, Q (2), "two");
  desk_put (ben, Q (3), "three");
  desk_put_picture (ben, "file:rep1:ben", scene->bens);
  line_sync (ben, &scene->line, NULL);
  desk_put (scene->ann, Q (1), "Ann's");
  desk_put (scene->ann, Q (4), "four");
  desk_put_picture (scene->ann, "file:rep1:ann", scene->anns);
  sent = desk_write (scene->ann, "party", Q (5), "five");
  g_assert_true (gw_store_mark_attempted (scene->ann->store, "party", Q (5), sent, NULL));
  file = desk_find_picture (ben, "file:rep1:ben");
  g_assert_true (gw_store_want_file (scene->ann->store, "party", file, NULL));
  g_assert_true (gw_store_set_remote (scene->ann->store, "server", "party", "checked-at", NULL, NULL));
}

static void
scene_clear (Scene *scene)
{
  desk_free (scene->ann);
  line_clear (&scene->line);
  g_bytes_unref (scene->anns);
  g_bytes_unref (scene->bens);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* The revisions that were here before are here still, as leaves or beneath a merge. */
static void
assert_nothing_lost (Scene *scene)
{
  g_autofree char *answer = desk_read (scene->ann, "party", Q (4));
  g_autoptr (GPtrArray) leaves = gw_store_leaves (scene->ann->store, "party", Q (1), NULL);
  gboolean found = FALSE;

  g_assert_cmpstr (answer, ==, "four");
  for (guint i = 0; i < leaves->len; i++)
    found |= g_strcmp0 (gw_json_get_string (gw_doc_get_body (leaves->pdata[i]), "value"), "Ann's") == 0;
  g_assert_true (found);
}

static void
assert_recovers (Scene *scene,
                 guint64 at)
{
  g_autoptr (Desk) eve = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autoptr (GError) error = NULL;

  desk_sync (scene->ann, fake_server_get_url (scene->line.server), GW_SYNC_DEFAULT, NULL, &error);
  if (error != NULL)
    g_error ("Cut at byte %" G_GUINT64_FORMAT ": %s", at, error->message);
  g_assert_cmpuint (desk_waiting (scene->ann), ==, 0);
  g_assert_cmpint (desk_count_unsent_parts (scene->ann), ==, 0);
  g_assert_true (desk_has_picture (scene->ann, "file:rep1:ben", scene->bens));
  line_sync (eve, &scene->line, NULL);
  desk_want_picture (eve, "file:rep1:ann");
  desk_want_picture (eve, "file:rep1:ben");
  line_sync (eve, &scene->line, NULL);
  g_assert_true (desk_has_picture (eve, "file:rep1:ann", scene->anns));
  g_assert_true (desk_has_picture (eve, "file:rep1:ben", scene->bens));
  desk_assert_same (scene->ann, eve);
  assert_nothing_lost (scene);
}

typedef void (*Cut) (FakeServer *server, gint64 n_bytes);

/* Or a cut at every byte would be none. */
static void
assert_all_requests (Scene *scene)
{
  static const char *const requests[] = {
    "GET /party-ken/_local/", "GET /party-ken/_changes?", "POST /party-ken/_bulk_get?", "POST /party-ken/_revs_diff",
    "POST /party-ken/_bulk_docs", "PUT /party-ken/_local/", "POST /party-ken-chunks/_all_docs",
    "POST /party-ken-chunks/_bulk_docs", "POST /party-ken-chunks/_bulk_get",
  };
  g_autofree char *log = fake_server_dup_log (scene->line.server);

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    g_assert_nonnull (strstr (log, requests[i]));
}

static guint64
measure (gboolean answers)
{
  guint64 received, sent, received_before, sent_before;
  g_auto (Scene) scene;

  scene_init (&scene);
  fake_server_clear (scene.line.server);
  fake_server_get_bytes (scene.line.server, &received_before, &sent_before);
  line_sync (scene.ann, &scene.line, NULL);
  fake_server_get_bytes (scene.line.server, &received, &sent);
  assert_all_requests (&scene);
  return answers ? sent - sent_before : received - received_before;
}

static void
test_cut_at_every_byte (gconstpointer data)
{
  gboolean answers = GPOINTER_TO_INT (data);
  guint64 total = measure (answers);
  guint n_cuts = g_getenv ("GODWIT_SANITIZE") != NULL ? 20 : 150;
  guint64 stride = g_getenv ("GODWIT_LONG") != NULL ? 1 : MAX (total / n_cuts, 1);

  g_test_message ("%" G_GUINT64_FORMAT " bytes, cut at each %" G_GUINT64_FORMAT, total, stride);
  for (guint64 at = 0; at < total; at += stride) {
    g_autoptr (GError) error = NULL;
    g_auto (Scene) scene;

    scene_init (&scene);
    if (answers)
      fake_server_cut_answers (scene.line.server, (gint64) at);
    else
      fake_server_cut_requests (scene.line.server, (gint64) at);
    desk_sync (scene.ann, fake_server_get_url (scene.line.server), GW_SYNC_DEFAULT, NULL, &error);
    /* No two exchanges are of the same length to the byte: this one may have been shorter. */
    fake_server_cut_answers (scene.line.server, -1);
    fake_server_cut_requests (scene.line.server, -1);
    assert_nothing_lost (&scene);
    assert_recovers (&scene, at);
  }
}

/* Fewer than carry a sequence of their own in a first download come through each time. */
static void
test_long_documents_get_through_a_dying_line (void)
{
  g_auto (Line) line;
  g_autoptr (Desk) one = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) two = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autofree char *long_text = g_strnfill (60 * 1000, 'w');
  gboolean arrived = FALSE;
  guint n_attempts = 0;

  line_init (&line, NULL, NULL);
  for (guint i = 0; i < 12; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);

    desk_put (one, id, long_text);
  }
  line_sync (one, &line, NULL);
  fake_server_stay_broken (line.server, TRUE);
  while (!arrived && n_attempts++ < 8) {
    fake_server_cut_answers (line.server, 210 * 1000);
    arrived = desk_sync (two, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, NULL);
  }
  fake_server_cut_answers (line.server, -1);
  g_assert_true (arrived);
  g_assert_cmpuint (desk_count (two, "party"), ==, 12);
}

/* Once a day the list is read again from the checkpoint on: not with each attempt. */
static void
test_a_list_that_is_read_again_gets_through_a_dying_line (void)
{
  g_auto (Line) line;
  g_autoptr (Desk) one = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) two = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  gboolean arrived = FALSE;
  guint n_attempts = 0;

  line_init (&line, NULL, NULL);
  desk_put (one, Q (1), "one");
  line_sync (one, &line, NULL);
  line_sync (two, &line, NULL);
  for (guint i = 0; i < 600; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s2/q%u", i);

    desk_put (one, id, "two");
  }
  line_sync (one, &line, NULL);
  gw_store_set_remote (two->store, "server", "party", "checked-at", NULL, NULL);
  fake_server_stay_broken (line.server, TRUE);
  while (!arrived && n_attempts++ < 25) {
    fake_server_cut_answers (line.server, 25 * 1000);
    arrived = desk_sync (two, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, NULL);
  }
  fake_server_cut_answers (line.server, -1);
  g_assert_true (arrived);
  g_assert_cmpuint (desk_count (two, "party"), ==, 601);
}

/* Each attempt that breaks off reads the same deletions again: they are as few as they were. */
static void
test_a_dying_line_makes_few_deletions_no_many (void)
{
  g_auto (Line) line;
  g_autoptr (Desk) one = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) two = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);

  line_init (&line, NULL, NULL);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s2/q%u", i);

    desk_put (one, id, "two");
  }
  line_sync (one, &line, NULL);
  line_sync (two, &line, NULL);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s2/q%u", i);

    desk_delete (one, "party", id);
  }
  line_sync (one, &line, NULL);
  for (gint64 at = 1500; at < 6000; at += 400) {
    g_autoptr (GError) error = NULL;

    gw_store_set_remote (two->store, "server", "party", "checked-at", NULL, NULL);
    gw_store_set_remote (two->store, "server", "party", "went-back", NULL, NULL);
    fake_server_stay_broken (line.server, TRUE);
    fake_server_cut_answers (line.server, at);
    if (!desk_sync (two, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error))
      g_assert_false (g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE));
    fake_server_cut_answers (line.server, -1);
  }
  line_sync (two, &line, NULL);
  g_assert_cmpuint (desk_count (two, "party"), ==, 92);
}

typedef struct
{
  GMainLoop  *loop;
  FakeServer *server;
  guint       n_failed;
  guint       received;
  gint64      longest_wait; /* for the next attempt, in microseconds */
} Dying;

static void
on_dying_status (GwSync     *sync,
                 GParamSpec *pspec,
                 Dying      *dying)
{
  const GwSyncStatus *status = gw_sync_get_status (sync);

  if (status->state != GW_SYNC_STATE_FAILED || status->retry_at == 0 || status->received == 0
      || status->received == dying->received)
    return;
  dying->received = status->received;
  dying->longest_wait = MAX (dying->longest_wait, status->retry_at - g_get_real_time ());
  if (++dying->n_failed == 2)
    g_main_loop_quit (dying->loop);
  else
    fake_server_cut_answers (dying->server, 150 * 1000);
}

/* Else it would wait for 5 s, 15 s, 45 s, and in the end for hours, though something arrives each time. */
static void
test_a_dying_line_is_tried_again_soon (void)
{
  g_auto (Line) line;
  g_autoptr (Desk) one = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) two = desk_new ("alternate-ken", GW_ROLE_NFP);
  g_autofree char *long_text = g_strnfill (1000, 'w');
  g_autofree char *path = gw_profile_dup_store_path (two->profile);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwSync) sync = NULL;
  g_autoptr (GError) error = NULL;
  Dying dying = { .loop = loop };

  line_init (&line, NULL, NULL);
  dying.server = line.server;
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);

    desk_put (one, id, long_text);
  }
  line_sync (one, &line, NULL);
  thread = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  sync = gw_sync_new (two->profile, thread);
  g_signal_connect (sync, "notify::status", G_CALLBACK (on_dying_status), &dying);
  fake_server_stay_broken (line.server, TRUE);
  fake_server_cut_answers (line.server, 300 * 1000);
  gw_sync_set_account (sync, fake_server_get_url (line.server), "alternate-ken", "pw");
  g_main_loop_run (loop);
  /* The second wait is as short as the first one: 5 s and a quarter of it. */
  g_assert_cmpint (dying.longest_wait, <=, 6250 * 1000);
  gw_sync_close (sync);
  gw_store_thread_close (thread);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sync/double/a-list-that-is-read-again-gets-through-a-dying-line",
                   test_a_list_that_is_read_again_gets_through_a_dying_line);
  g_test_add_func ("/sync/double/a-dying-line-makes-few-deletions-no-many", test_a_dying_line_makes_few_deletions_no_many);
  g_test_add_func ("/sync/double/two-desks-become-equal", test_two_desks_become_equal);
  g_test_add_func ("/sync/double/a-dying-line-is-tried-again-soon", test_a_dying_line_is_tried_again_soon);
  g_test_add_func ("/sync/double/long-documents-get-through-a-dying-line",
                   test_long_documents_get_through_a_dying_line);
  g_test_add_func ("/sync/double/nothing-new-is-one-request", test_nothing_new_is_one_request);
  g_test_add_func ("/sync/double/files-are-fetched-ahead-where-that-is-chosen",
                   test_files_are_fetched_ahead_where_that_is_chosen);
  g_test_add_func ("/sync/double/a-first-download-is-two-requests", test_a_first_download_is_two_requests);
  g_test_add_func ("/sync/double/one-bad-document-does-not-block-the-rest",
                   test_one_bad_document_does_not_block_the_rest);
  g_test_add_func ("/sync/double/files-travel-in-parts-and-once", test_files_travel_in_parts_and_once);
  g_test_add_func ("/sync/double/parts-become-fewer-where-a-proxy-takes-little",
                   test_parts_become_fewer_where_a_proxy_takes_little);
  g_test_add_func ("/sync/double/a-part-that-is-another-is-not-taken", test_a_part_that_is_another_is_not_taken);
  g_test_add_func ("/sync/double/an-emptied-server-gets-the-files-again", test_an_emptied_server_gets_the_files_again);
  g_test_add_func ("/sync/double/the-last-fifty-exchanges-are-remembered", test_the_last_fifty_exchanges_are_remembered);
  g_test_add_func ("/sync/double/a-server-of-yesterday-is-noticed", test_a_server_of_yesterday_is_noticed);
  g_test_add_func ("/sync/double/an-emptied-server-deletes-nothing", test_an_emptied_server_deletes_nothing);
  g_test_add_func ("/sync/double/a-server-made-anew-while-the-line-was-bad-gets-everything",
                   test_a_server_made_anew_while_the_line_was_bad_gets_everything);
  g_test_add_data_func ("/sync/double/answers-cut-at-every-byte", GINT_TO_POINTER (TRUE),
                        test_cut_at_every_byte);
  g_test_add_data_func ("/sync/double/requests-cut-at-every-byte", GINT_TO_POINTER (FALSE),
                        test_cut_at_every_byte);

  return g_test_run ();
}
