/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync against the strict double of CouchDB: what the kinder test server does not show, and a line
 * that breaks at every byte. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync-error.h"
#include "core/sync/gw-sync-history.h"
#include "desk.h"
#include "server/couch.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

typedef struct
{
  Couch *couch;
  FakeServer *server;
} Line;

static void
line_init (Line *line)
{
  line->couch = couch_new ("pw");
  couch_add_account (line->couch, "nfp-ken", "pw", "nfp party-ken");
  couch_add_account (line->couch, "alternate-ken", "pw", "nfp party-ken");
  couch_add_database (line->couch, "library", "nfp");
  couch_add_database (line->couch, "community", "nfp");
  couch_add_database (line->couch, "party-ken", "party-ken");
  couch_add_database (line->couch, "exchange-ken", "party-ken");
  couch_add_database (line->couch, "packets-ken", "party-ken");
  couch_add_database (line->couch, "party-ken-chunks", "party-ken");
  line->server = fake_server_new (couch_answer, line->couch);
}

static void
line_clear (Line *line)
{
  fake_server_free (line->server);
  couch_free (line->couch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static void
sync_ok (Desk          *desk,
         Line          *line,
         GwSyncSummary *summary)
{
  g_autoptr (GError) error = NULL;

  desk_sync (desk, fake_server_get_url (line->server), GW_SYNC_DEFAULT, summary, &error);
  g_assert_no_error (error);
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
assert_value (Desk       *desk,
              const char *id,
              const char *value)
{
  g_autofree char *now = desk_read (desk, "party", id);

  g_assert_cmpstr (now, ==, value);
}

static void
assert_same (Desk *one,
             Desk *two)
{
  g_autofree char *here = desk_dump (one);
  g_autofree char *there = desk_dump (two);

  g_assert_cmpstr (here, ==, there);
}

/* A picture beside a document; the same for the same seed. */
static GBytes *
make_picture (guint32 seed,
              gsize   size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guchar *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guchar) g_rand_int_range (rand, 0, 256);

  return g_bytes_new_take (data, size);
}

static void
put_picture (Desk       *desk,
             const char *id,
             GBytes     *picture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) file = gw_store_put_file (desk->store, "party", picture, "heron.png", "image/png", &error);
  g_autoptr (JsonObject) body = json_object_new ();

  g_assert_no_error (error);
  json_object_set_string_member (body, "type", "file");
  json_object_set_object_member (body, "file", json_object_ref (file));
  g_assert_true (gw_store_put (desk->store, "party", id, NULL, body, GW_PUT_DEFAULT, NULL, &error));
  g_assert_no_error (error);
}

static JsonObject *
find_picture (Desk       *desk,
              const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (desk->store, "party", id, NULL);

  g_assert_nonnull (doc);
  return json_object_ref (gw_json_get_object (gw_doc_get_body (doc), "file"));
}

static void
want_picture (Desk       *desk,
              const char *id)
{
  g_autoptr (JsonObject) file = find_picture (desk, id);

  g_assert_true (gw_store_want_file (desk->store, "party", file, NULL));
}

static gboolean
has_picture (Desk       *desk,
             const char *id,
             GBytes     *picture)
{
  g_autoptr (JsonObject) file = find_picture (desk, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) here = gw_store_get_file (desk->store, file, &error);

  if (here == NULL) {
    g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE);
    return FALSE;
  }

  return g_bytes_equal (here, picture);
}

static gint64
count_unsent_parts (Desk *desk)
{
  gint64 n, bytes;

  g_assert_true (gw_store_count_unsent_chunks (desk->store, &n, &bytes, NULL));
  return n;
}

static void
test_two_desks_become_equal (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line);
  put (ann, Q (1), "one");
  put (ann, Q (2), "two");
  sync_ok (ann, &line, &summary);
  g_assert_cmpuint (summary.pushed, ==, 2);
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (summary.pulled, ==, 2);
  put (ann, Q (1), "one, better");
  put (ben, Q (1), "one, otherwise");
  put (ben, Q (3), "three");
  desk_delete (ben, "party", Q (2));
  sync_ok (ann, &line, NULL);
  sync_ok (ben, &line, NULL);
  sync_ok (ann, &line, NULL);
  assert_same (ann, ben);
  assert_value (ann, Q (3), "three");
  assert_value (ann, Q (2), NULL);
}

static void
test_nothing_new_is_one_request (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_auto (Line) line;
  g_autofree char *log = NULL;

  line_init (&line);
  put (ann, Q (1), "one");
  sync_ok (ann, &line, NULL);
  sync_ok (ann, &line, NULL);
  fake_server_clear (line.server);
  sync_ok (ann, &line, NULL);
  log = fake_server_dup_log (line.server);
  g_assert_null (strstr (log, "_bulk"));
  g_assert_null (strstr (log, "_local"));
  g_assert_null (strstr (log, "_revs_diff"));
  /* One for each database that the account reads. */
  g_assert_cmpuint (fake_server_count (line.server), ==, 5);
}

static void
test_one_bad_document_does_not_block_the_rest (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autofree char *long_text = g_strnfill (3000, 'x');
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line);
  couch_set_max_document_size (line.couch, 1000);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%02u", i);

    put (ann, id, i == 7 ? long_text : "short");
  }
  sync_ok (ann, &line, &summary);
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

  line_init (&line);
  put_picture (ann, "file:rep1:a", picture);
  g_assert_cmpint (count_unsent_parts (ann), ==, 4);
  sync_ok (ann, &line, &summary);
  g_assert_cmpuint (summary.parts_sent, ==, 4);
  g_assert_cmpint (count_unsent_parts (ann), ==, 0);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken-chunks"), ==, 4);

  /* The document comes at once; its file where somebody looks at it. */
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 0);
  g_assert_false (has_picture (ben, "file:rep1:a", picture));
  want_picture (ben, "file:rep1:a");
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 4);
  g_assert_true (has_picture (ben, "file:rep1:a", picture));

  /* Afterwards nothing is asked any more; and the same picture goes once, whoever shows it. */
  sync_ok (ben, &line, NULL);
  fake_server_clear (line.server);
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (summary.requests, ==, 5);
  put_picture (ben, "file:rep1:b", picture);
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (couch_count_docs (line.couch, "party-ken-chunks"), ==, 4);
  g_assert_cmpint (count_unsent_parts (ben), ==, 0);
  g_assert_cmpuint (summary.bytes_up, <, 10 * 1000);
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

  line_init (&line);
  put_picture (ann, "file:rep1:a", picture);
  sync_ok (ann, &line, NULL);
  sync_ok (ben, &line, NULL);
  want_picture (ben, "file:rep1:a");
  sound = couch_dup_backup (line.couch);
  changed = dup_swapped (sound, picture, other);
  couch_restore (line.couch, changed);
  sync_ok (ben, &line, &summary);
  g_assert_cmpuint (summary.parts_received, ==, 0);
  g_assert_false (has_picture (ben, "file:rep1:a", picture));
  /* It stays wanted, and comes when it is the right one. */
  couch_restore (line.couch, sound);
  sync_ok (ben, &line, &summary);
  g_assert_true (has_picture (ben, "file:rep1:a", picture));
}

static void
test_an_emptied_server_gets_the_files_again (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GBytes) picture = make_picture (4, 70 * 1000);
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line);
  put_picture (ann, "file:rep1:a", picture);
  sync_ok (ann, &line, NULL);
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

  line_init (&line);
  for (guint i = 0; i < GW_SYNC_HISTORY_LENGTH + 3; i++)
    sync_ok (ann, &line, NULL);
  put (ann, Q (1), "one");
  sync_ok (ann, &line, &summary);
  fake_server_cut_answers (line.server, 0);
  g_assert_false (desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error));
  list = gw_sync_history_list (ann->store);
  g_assert_cmpuint (list->len, ==, GW_SYNC_HISTORY_LENGTH);
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

  line_init (&line);
  put (ann, Q (1), "one");
  sync_ok (ann, &line, NULL);
  backup = couch_dup_backup (line.couch);
  put (ann, Q (2), "after the backup");
  put (ann, Q (1), "one, after the backup");
  sync_ok (ann, &line, NULL);
  couch_restore (line.couch, backup);

  /* Whatever it says of it: nothing goes here, and with a person's word all comes back there. */
  if (!desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, &error))
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED);
  g_clear_error (&error);
  assert_value (ann, Q (2), "after the backup");
  desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_KEEP_EVERYTHING, NULL, &error);
  g_assert_no_error (error);
  sync_ok (ben, &line, NULL);
  assert_value (ben, Q (1), "one, after the backup");
  assert_value (ben, Q (2), "after the backup");
}

static void
test_an_emptied_server_deletes_nothing (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_auto (Line) line;

  line_init (&line);
  put (ann, Q (1), "one");
  sync_ok (ann, &line, NULL);
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
  for (gint64 at = 0; at < 4000; at += 60) {
    g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
    g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
    g_auto (Line) line;

    line_init (&line);
    put (ann, Q (1), "one");
    put (ann, Q (2), "two");
    sync_ok (ann, &line, NULL);
    fake_server_stay_broken (line.server, TRUE);
    fake_server_cut_requests (line.server, at);
    desk_sync (ann, fake_server_get_url (line.server), GW_SYNC_DEFAULT, NULL, NULL);
    fake_server_cut_requests (line.server, -1);

    couch_renew_database (line.couch, "party-ken");
    for (int i = 3; i < 9; i++) {
      g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s1/q%d", i);

      put (ben, id, "Ben's");
    }
    sync_ok (ben, &line, NULL);
    sync_anyhow (ann, &line);
    /* It is asked for its checkpoint once a day. */
    gw_store_set_remote (ann->store, "server", "party", "checked-at", NULL, NULL);
    sync_anyhow (ann, &line);
    sync_ok (ben, &line, NULL);
    assert_value (ben, Q (1), "one");
    assert_value (ben, Q (2), "two");
  }
}

/* --- a line that breaks --- */

typedef struct
{
  Line line;
  Desk *ann;
  char *before;
  GBytes *anns, *bens; /* pictures */
} Scene;

/* Ben has sent answers, and one that Ann, who was away, changed as well. */
static void
scene_init (Scene *scene)
{
  g_autoptr (Desk) ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);

  line_init (&scene->line);
  scene->anns = make_picture (5, 3000);
  scene->bens = make_picture (6, 3000);
  scene->ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  put (scene->ann, Q (1), "first");
  sync_ok (scene->ann, &scene->line, NULL);
  sync_ok (ben, &scene->line, NULL);
  put (ben, Q (1), "Ben's");
  put (ben, Q (2), "two");
  put (ben, Q (3), "three");
  put_picture (ben, "file:rep1:ben", scene->bens);
  sync_ok (ben, &scene->line, NULL);
  put (scene->ann, Q (1), "Ann's");
  put (scene->ann, Q (4), "four");
  put_picture (scene->ann, "file:rep1:ann", scene->anns);
  scene->before = desk_dump (scene->ann);
}

static void
scene_clear (Scene *scene)
{
  desk_free (scene->ann);
  line_clear (&scene->line);
  g_free (scene->before);
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
  g_assert_cmpint (count_unsent_parts (scene->ann), ==, 0);
  sync_ok (eve, &scene->line, NULL);
  want_picture (eve, "file:rep1:ann");
  want_picture (eve, "file:rep1:ben");
  sync_ok (eve, &scene->line, NULL);
  g_assert_true (has_picture (eve, "file:rep1:ann", scene->anns));
  g_assert_true (has_picture (eve, "file:rep1:ben", scene->bens));
  assert_same (scene->ann, eve);
  assert_nothing_lost (scene);
}

typedef void (*Cut) (FakeServer *server, gint64 n_bytes);

static guint64
measure (gboolean answers)
{
  guint64 received, sent, received_before, sent_before;
  g_auto (Scene) scene;

  scene_init (&scene);
  fake_server_get_bytes (scene.line.server, &received_before, &sent_before);
  sync_ok (scene.ann, &scene.line, NULL);
  fake_server_get_bytes (scene.line.server, &received, &sent);
  return answers ? sent - sent_before : received - received_before;
}

static void
test_cut_at_every_byte (gconstpointer data)
{
  gboolean answers = GPOINTER_TO_INT (data);
  guint64 total = measure (answers);
  guint n_cuts = g_getenv ("GODWIT_SANITIZE") != NULL ? 40 : 150;
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sync/double/two-desks-become-equal", test_two_desks_become_equal);
  g_test_add_func ("/sync/double/nothing-new-is-one-request", test_nothing_new_is_one_request);
  g_test_add_func ("/sync/double/one-bad-document-does-not-block-the-rest",
                   test_one_bad_document_does_not_block_the_rest);
  g_test_add_func ("/sync/double/files-travel-in-parts-and-once", test_files_travel_in_parts_and_once);
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
