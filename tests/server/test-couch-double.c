/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The double answers as CouchDB 3.4 was seen to answer: what our client must never learn from a
 * server that is kinder than the real one. */

#include <string.h>

#include "server/couch.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccc"
#define D "dddddddddddddddddddddddddddddddd"
#define E "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
#define F "ffffffffffffffffffffffffffffffff"

typedef struct
{
  Couch *couch;
  const char *user;
  guint status;
  char *body;
} Client;

static void
client_init (Client *client)
{
  client->couch = couch_new ("pw");
  client->user = "ann";
  client->body = NULL;
  couch_add_account (client->couch, "ann", "pw", "party-ken nfp");
  couch_add_account (client->couch, "bob", "pw", "party-uzb nfp");
  couch_add_database (client->couch, "party-ken", "party-ken");
}

static void
client_clear (Client *client)
{
  couch_free (client->couch);
  g_free (client->body);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

static void
ask (Client     *client,
     const char *method,
     const char *path,
     const char *body)
{
  g_autofree char *plain = g_strdup_printf ("%s:pw", client->user != NULL ? client->user : "");
  g_autofree char *coded = g_base64_encode ((const guchar *) plain, strlen (plain));
  FakeRequest request = { .method = g_strdup (method), .path = g_strdup (path) };
  FakeReply reply = { .status = 200 };

  if (client->user != NULL)
    request.authorization = g_strconcat ("Basic ", coded, NULL);
  request.body = g_bytes_new (body, body != NULL ? strlen (body) : 0);
  couch_answer (&request, &reply, client->couch);
  client->status = reply.status;
  g_free (client->body);
  client->body = reply.body != NULL ? reply.body : g_strdup ("");
  g_free (request.method);
  g_free (request.path);
  g_free (request.authorization);
  g_bytes_unref (request.body);
}

static void
assert_answer (Client     *client,
               guint       status,
               const char *part)
{
  g_assert_cmpuint (client->status, ==, status);
  if (part != NULL && strstr (client->body, part) == NULL)
    g_error ("“%s” is not in the answer: %s", part, client->body);
}

static void
put_path (Client     *client,
          const char *id,
          const char *rev,
          const char *path,
          const char *members)
{
  g_autofree char *body =
    g_strdup_printf ("{\"new_edits\":false,\"docs\":[{\"_id\":\"%s\",\"_rev\":\"%s\"%s%s%s%s}]}", id, rev,
                     path != NULL ? ",\"_revisions\":" : "", path != NULL ? path : "",
                     *members != '\0' ? "," : "", members);

  ask (client, "POST", "/party-ken/_bulk_docs", body);
}

static void
test_access (void)
{
  g_auto (Client) client;

  client_init (&client);
  ask (&client, "GET", "/party-ken/_changes", NULL);
  assert_answer (&client, 200, "\"results\":[");
  client.user = "bob";
  ask (&client, "GET", "/party-ken/_changes", NULL);
  assert_answer (&client, 403, "You are not allowed to access this db.");
  ask (&client, "POST", "/party-ken/_bulk_docs", "{\"docs\":[]}");
  assert_answer (&client, 403, "forbidden");
  ask (&client, "GET", "/_all_dbs", NULL);
  assert_answer (&client, 401, "You are not a server admin.");
  ask (&client, "GET", "/", NULL);
  assert_answer (&client, 200, "\"couchdb\":\"Welcome\"");
  client.user = NULL;
  ask (&client, "GET", "/party-ken", NULL);
  assert_answer (&client, 401, "You are not authorized to access this db.");
  client.user = "nobody";
  ask (&client, "GET", "/_session", NULL);
  assert_answer (&client, 401, "Name or password is incorrect.");
  client.user = "ann";
  ask (&client, "GET", "/nowhere/_changes", NULL);
  assert_answer (&client, 404, "Database does not exist.");
  ask (&client, "PUT", "/party-ken/_security", "{}");
  assert_answer (&client, 500, "no_majority");
  ask (&client, "PUT", "/party-ken/_design/x", "{}");
  assert_answer (&client, 403, "You are not a db or server admin.");
}

static void
test_winner (void)
{
  static const struct { const char *one, *two, *winner; } cases[] = {
    { "2-" A, "2-" B, "2-" B },
    { "3-" A, "2-" F, "3-" A },
    { "2-zz", "2-" F, "2-" F },   /* hex digits are bytes, and 0xff is above "z" */
    { "2-zz", "2-Ab", "2-zz" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strdup_printf ("\"_rev\":\"%s\"", cases[i].winner);
    g_auto (Client) client;

    client_init (&client);
    put_path (&client, "w", cases[i].one, NULL, "\"v\":1");
    assert_answer (&client, 201, "[]");
    put_path (&client, "w", cases[i].two, NULL, "\"v\":2");
    ask (&client, "GET", "/party-ken/w", NULL);
    assert_answer (&client, 200, expected);
  }
}

static void
test_a_live_leaf_beats_a_deleted_one (void)
{
  g_auto (Client) client;

  client_init (&client);
  put_path (&client, "w", "3-" A, NULL, "\"_deleted\":true");
  put_path (&client, "w", "2-" F, NULL, "\"v\":\"B\"");
  ask (&client, "GET", "/party-ken/w", NULL);
  assert_answer (&client, 200, "\"_rev\":\"2-" F "\"");
  put_path (&client, "w", "3-" B, "{\"start\":3,\"ids\":[\"" B "\",\"" F "\"]}", "\"_deleted\":true");
  ask (&client, "GET", "/party-ken/w", NULL);
  assert_answer (&client, 404, "deleted");
}

static void
test_a_longer_path_joins_two_roots (void)
{
  g_auto (Client) client;

  client_init (&client);
  put_path (&client, "w", "5-" C, "{\"start\":5,\"ids\":[\"" C "\",\"" D "\"]}", "\"v\":\"C\"");
  put_path (&client, "w", "7-" E, NULL, "\"v\":\"E\"");
  ask (&client, "GET", "/party-ken/w?open_revs=all", NULL);
  assert_answer (&client, 200, "5-" C);
  put_path (&client, "w", "7-" E, "{\"start\":7,\"ids\":[\"" E "\",\"" F "\",\"" C "\",\"" D "\"]}", "\"v\":\"E\"");
  ask (&client, "GET", "/party-ken/w?open_revs=all&revs=true", NULL);
  assert_answer (&client, 200, "[{\"ok\":{\"_id\":\"w\",\"_rev\":\"7-" E "\",\"v\":\"E\",\"_revisions\":"
                               "{\"start\":7,\"ids\":[\"" E "\",\"" F "\",\"" C "\",\"" D "\"]}}}]");
}

static void
test_old_revisions_are_forgotten (void)
{
  g_auto (Client) client;

  client_init (&client);
  couch_set_revs_limit (client.couch, "party-ken", 3);
  put_path (&client, "w", "5-" E, "{\"start\":5,\"ids\":[\"" E "\",\"" D "\",\"" C "\",\"" B "\",\"" A "\"]}", "");
  ask (&client, "GET", "/party-ken/w?revs=true", NULL);
  assert_answer (&client, 200, "{\"start\":5,\"ids\":[\"" E "\",\"" D "\",\"" C "\"]}");
  ask (&client, "POST", "/party-ken/_revs_diff", "{\"w\":[\"1-" A "\",\"3-" C "\"]}");
  assert_answer (&client, 200, "{\"w\":{\"missing\":[\"1-" A "\"]}}");
}

static void
test_one_bad_document_refuses_the_batch (void)
{
  static const struct { const char *doc; guint status; const char *part; } cases[] = {
    { "{\"_id\":\"bad\",\"_rev\":\"x\"}", 400, "Invalid rev format" },
    { "{\"_id\":\"bad\"}", 400, "needs `_rev` or `_revisions`" },
    { "{\"_id\":\"bad\",\"_rev\":\"1-a\",\"_foo\":1}", 400, "Bad special document member: _foo" },
    { "{\"_id\":\"bad\",\"_rev\":\"1-a\",\"_attachments\":{\"f\":{\"stub\":true}}}", 412, "missing_stub" },
    { "{\"_id\":\"bad\",\"_rev\":\"1-a\",\"t\":\"0123456789012345678901234567890123456789\"}", 413, "bad" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body =
      g_strdup_printf ("{\"new_edits\":false,\"docs\":[{\"_id\":\"good\",\"_rev\":\"1-a\"},%s]}", cases[i].doc);
    g_auto (Client) client;

    client_init (&client);
    couch_set_max_document_size (client.couch, 40);
    ask (&client, "POST", "/party-ken/_bulk_docs", body);
    assert_answer (&client, cases[i].status, cases[i].part);
    g_assert_cmpuint (couch_count_docs (client.couch, "party-ken"), ==, 0);
  }
}

static void
test_a_rule_refuses_one_document (void)
{
  g_auto (Client) client;

  client_init (&client);
  g_assert_true (couch_add_rule (client.couch, "party-ken",
                                 "function (doc, old, user) {"
                                 "  if (doc.v === 'no') throw({forbidden: 'not ' + user.name});"
                                 "  if (doc.v === 'who') throw({unauthorized: 'who'});"
                                 "  if (old && old.keep && !doc.keep) throw({forbidden: 'kept'}); }"));
  ask (&client, "POST", "/party-ken/_bulk_docs",
       "{\"new_edits\":false,\"docs\":[{\"_id\":\"a\",\"_rev\":\"1-a\",\"v\":\"no\"},"
       "{\"_id\":\"b\",\"_rev\":\"1-a\",\"v\":\"yes\",\"keep\":true},"
       "{\"_id\":\"c\",\"_rev\":\"1-a\",\"v\":\"who\"}]}");
  assert_answer (&client, 201, "[{\"id\":\"a\",\"rev\":\"1-a\",\"error\":\"forbidden\",\"reason\":\"not ann\"},"
                               "{\"id\":\"c\",\"rev\":\"1-a\",\"error\":\"unauthorized\",\"reason\":\"who\"}]");
  g_assert_cmpuint (couch_count_docs (client.couch, "party-ken"), ==, 1);
  put_path (&client, "b", "2-b", "{\"start\":2,\"ids\":[\"b\",\"a\"]}", "\"v\":1");
  assert_answer (&client, 201, "kept");
  /* The hole: of an invented ancestry nothing old is known. */
  put_path (&client, "b", "9-b", "{\"start\":9,\"ids\":[\"b\",\"x\"]}", "\"v\":1");
  assert_answer (&client, 201, "[]");
}

/* Returns: (transfer full) */
static char *
read_last_seq (Client *client)
{
  const char *start = strstr (client->body, "\"last_seq\":\"") + strlen ("\"last_seq\":\"");

  return g_strndup (start, strchr (start, '"') - start);
}

static void
test_sequences_say_nothing (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *path = NULL;
  g_auto (Client) client;

  client_init (&client);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *id = g_strdup_printf ("d%u", i);

    put_path (&client, id, "1-" A, NULL, "");
  }
  ask (&client, "GET", "/party-ken/_changes?limit=2", NULL);
  assert_answer (&client, 200, "\"pending\":1");
  one = read_last_seq (&client);
  ask (&client, "GET", "/party-ken/_changes?limit=2", NULL);
  two = read_last_seq (&client);
  g_assert_cmpstr (one, !=, two);
  path = g_strdup_printf ("/party-ken/_changes?since=%s", one);
  ask (&client, "GET", path, NULL);
  assert_answer (&client, 200, "\"id\":\"d2\"");
  g_assert_null (strstr (client.body, "\"id\":\"d1\""));
  ask (&client, "GET", "/party-ken/_changes?since=2", NULL);
  assert_answer (&client, 400, "Malformed sequence");
  ask (&client, "GET", "/party-ken/_changes?seq_interval=2", NULL);
  assert_answer (&client, 200, "{\"seq\":null,\"id\":\"d0\"");
  ask (&client, "GET", "/party-ken/_changes?limit=0", NULL);
  assert_answer (&client, 200, "\"pending\":3");

  /* Made anew: everything from the beginning. */
  couch_renew_database (client.couch, "party-ken");
  put_path (&client, "after", "1-" A, NULL, "");
  ask (&client, "GET", path, NULL);
  assert_answer (&client, 200, "\"id\":\"after\"");
}

static void
test_bulk_get_gives_leaves_and_errors (void)
{
  g_auto (Client) client;

  client_init (&client);
  put_path (&client, "w", "3-" A, "{\"start\":3,\"ids\":[\"" A "\",\"" C "\"]}", "\"v\":\"A\"");
  put_path (&client, "w", "2-" F, NULL, "\"v\":\"B\"");
  ask (&client, "POST", "/party-ken/_bulk_get", "{\"docs\":[{\"id\":\"w\"}]}");
  assert_answer (&client, 200, "{\"id\":\"w\",\"docs\":[{\"ok\":{\"_id\":\"w\",\"_rev\":\"3-" A "\",\"v\":\"A\"}},"
                               "{\"ok\":{\"_id\":\"w\",\"_rev\":\"2-" F "\",\"v\":\"B\"}}]}");
  ask (&client, "POST", "/party-ken/_bulk_get?latest=true&revs=true",
       "{\"docs\":[{\"id\":\"w\",\"rev\":\"2-" C "\"},{\"id\":\"unknown\",\"rev\":\"1-a\"}]}");
  assert_answer (&client, 200, "\"_revisions\":{\"start\":3");
  assert_answer (&client, 200, "{\"error\":{\"id\":\"unknown\",\"rev\":\"1-a\",\"error\":\"not_found\",\"reason\":\"missing\"}}");
  ask (&client, "POST", "/party-ken/_bulk_get", "{\"docs\":[{\"id\":\"w\",\"rev\":\"2-" C "\"}]}");
  assert_answer (&client, 200, "\"error\":\"not_found\"");
}

static void
test_a_checkpoint_takes_a_stale_revision (void)
{
  g_auto (Client) client;

  client_init (&client);
  ask (&client, "GET", "/party-ken/_local/cp", NULL);
  assert_answer (&client, 404, "missing");
  ask (&client, "PUT", "/party-ken/_local/cp", "{\"session_id\":\"s\"}");
  assert_answer (&client, 201, "\"rev\":\"0-1\"");
  ask (&client, "PUT", "/party-ken/_local/cp", "{\"_rev\":\"0-7\",\"session_id\":\"t\"}");
  assert_answer (&client, 201, "\"rev\":\"0-2\"");
  ask (&client, "GET", "/party-ken/_local/cp", NULL);
  assert_answer (&client, 200, "\"session_id\":\"t\"");
  g_assert_cmpuint (couch_count_docs (client.couch, "party-ken"), ==, 0);
}

static void
test_ordinary_edits_conflict (void)
{
  g_auto (Client) client;

  client_init (&client);
  ask (&client, "PUT", "/party-ken/a", "{\"x\":1}");
  assert_answer (&client, 201, "\"rev\":\"1-");
  ask (&client, "PUT", "/party-ken/a", "{\"x\":2}");
  assert_answer (&client, 409, "Document update conflict.");
  ask (&client, "PUT", "/party-ken/_bad", "{\"x\":2}");
  assert_answer (&client, 400, "Only reserved document ids");
  ask (&client, "PUT", "/party-ken/a", "{\"x\":");
  assert_answer (&client, 400, "invalid UTF-8 JSON");
  client.user = "admin";
  ask (&client, "PUT", "/_users/org.couchdb.user:eve",
       "{\"type\":\"user\",\"name\":\"eve\",\"password\":\"pw\",\"roles\":[\"party-ken\"]}");
  assert_answer (&client, 201, NULL);
  client.user = "eve";
  ask (&client, "GET", "/party-ken/a", NULL);
  assert_answer (&client, 200, "\"x\":1");
}

static void
test_a_backup_is_older (void)
{
  g_autofree char *backup = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_auto (Client) client;

  client_init (&client);
  put_path (&client, "w", "3-" A, "{\"start\":3,\"ids\":[\"" A "\",\"" C "\"]}", "\"v\":\"A\"");
  put_path (&client, "gone", "1-" F, NULL, "\"_deleted\":true");
  backup = couch_dup_backup (client.couch);
  before = couch_dup_state (client.couch, "party-ken");
  put_path (&client, "later", "1-" F, NULL, "");
  couch_restore (client.couch, backup);
  after = couch_dup_state (client.couch, "party-ken");
  g_assert_cmpstr (before, ==, after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server/double/access", test_access);
  g_test_add_func ("/server/double/winner", test_winner);
  g_test_add_func ("/server/double/a-live-leaf-beats-a-deleted-one", test_a_live_leaf_beats_a_deleted_one);
  g_test_add_func ("/server/double/a-longer-path-joins-two-roots", test_a_longer_path_joins_two_roots);
  g_test_add_func ("/server/double/old-revisions-are-forgotten", test_old_revisions_are_forgotten);
  g_test_add_func ("/server/double/one-bad-document-refuses-the-batch", test_one_bad_document_refuses_the_batch);
  g_test_add_func ("/server/double/a-rule-refuses-one-document", test_a_rule_refuses_one_document);
  g_test_add_func ("/server/double/sequences-say-nothing", test_sequences_say_nothing);
  g_test_add_func ("/server/double/bulk-get-gives-leaves-and-errors", test_bulk_get_gives_leaves_and_errors);
  g_test_add_func ("/server/double/a-checkpoint-takes-a-stale-revision", test_a_checkpoint_takes_a_stale_revision);
  g_test_add_func ("/server/double/ordinary-edits-conflict", test_ordinary_edits_conflict);
  g_test_add_func ("/server/double/a-backup-is-older", test_a_backup_is_older);

  return g_test_run ();
}
