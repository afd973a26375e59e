/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync against servers that answer anything: what is here never changes by it, or grows by
 * what arrived whole, and the person is told the right thing. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync-splitter.h"
#include "desk.h"
#include "support/fake-server.h"

#define PAGE "<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>"
#define NOTHING_NEW "{\"results\":[],\"last_seq\":\"0-x\",\"pending\":0}\n"
#define REV_A "1-0000000000000000000000000000000a"
#define REV_B "1-0000000000000000000000000000000b"

/* The splitter. */

static gboolean
collect (JsonObject  *element,
         gpointer     user_data,
         GError     **error)
{
  GString *ids = user_data;

  g_string_append_printf (ids, "%s;", gw_json_get_string (element, "id"));
  return TRUE;
}

static void
test_any_shape_is_split (void)
{
  static const char *const shapes[] = {
    "{\"results\":[{\"id\":\"a\",\"x\":[{\"b\":\"]}\"}]},{\"id\":\"b\\\"{\"}],\"last_seq\":\"9-x\",\"pending\":0}",
    "{\"last_seq\":\"9-x\",\n \"results\" : [\n{\"x\":[{\"results\":[1]}],\"id\":\"a\"},\n\n{\"id\":\"b\\\"{\"}\n]\n}\n",
    "{\"pending\":{\"results\":[]},\"results\":[{\"id\":\"a\"}, {\"id\":\"b\\\"{\"}],\"last_seq\":\"9-x\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    gsize length = strlen (shapes[i]);

    /* Cut at every place, and into single bytes. */
    for (gsize piece = 1; piece <= length; piece++) {
      g_autoptr (GString) ids = g_string_new (NULL);
      g_autoptr (GwSyncSplitter) splitter = gw_sync_splitter_new (2, collect, ids);
      g_autoptr (JsonObject) frame = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize at = 0; at < length; at += piece) {
        gw_sync_splitter_add (splitter, shapes[i] + at, MIN (piece, length - at), &error);
        g_assert_no_error (error);
      }
      frame = gw_sync_splitter_finish (splitter, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (ids->str, ==, "a;b\"{;");
      g_assert_cmpstr (gw_json_get_string (frame, "last_seq"), ==, "9-x");
    }
  }
}

static void
test_every_cut_is_noticed (void)
{
  const char *whole = "{\"results\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"last_seq\":\"9-x\"}";

  for (gsize length = 0; length < strlen (whole); length++) {
    g_autoptr (GString) ids = g_string_new (NULL);
    g_autoptr (GwSyncSplitter) splitter = gw_sync_splitter_new (2, collect, ids);
    g_autoptr (JsonObject) frame = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (gw_sync_splitter_add (splitter, whole, length, NULL));
    frame = gw_sync_splitter_finish (splitter, &error);
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN);
    g_assert_null (frame);
  }
}

static void
test_other_json_is_refused (void)
{
  static const char *const texts[] = {
    "[]", "{}", "{\"ok\":true}", "{\"results\":{}}", "{\"results\":[1]}", "{\"results\":[{]}",
    "{\"results\":[{\"a\":}]}", "null", "{\"results\":[]}}", "{\"results\":[],\"results\":[{\"a\" 1}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GString) ids = g_string_new (NULL);
    g_autoptr (GwSyncSplitter) splitter = gw_sync_splitter_new (2, collect, ids);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) frame = NULL;

    g_test_message ("%s", texts[i]);
    if (gw_sync_splitter_add (splitter, texts[i], strlen (texts[i]), &error))
      frame = gw_sync_splitter_finish (splitter, &error);
    g_assert_null (frame);
    g_assert_true (error->domain == GW_SYNC_ERROR
                   || g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_NOT_A_SERVER));
  }
}

/* Whole exchanges. A server that has one new answer, and says everything wrong that the case
 * asks for, in the request that the case names. */

typedef struct
{
  const char *name;
  const char *match;      /* the request that goes wrong */
  guint       status;
  const char *type;
  const char *headers;
  const char *body;
  gssize      cut;
  gboolean    drop;
  int         error;      /* of GwSyncError */
  gboolean    grows;      /* the answer of the others came all the same */
  gboolean    arrives;    /* ours was taken all the same */
} Case;

static char *
changes_with (const char *rows)
{
  return g_strdup_printf ("{\"results\":[\n%s\n],\n\"last_seq\":\"7-abc\",\"pending\":0}\n", rows);
}

static void
answer (FakeRequest *request,
        FakeReply   *reply,
        gpointer     user_data)
{
  const Case *fault = user_data;

  if (fault != NULL && strstr (request->path, fault->match) != NULL) {
    reply->status = fault->status != 0 ? fault->status : 200;
    reply->type = fault->type;
    reply->headers = fault->headers;
    reply->body = g_strdup (fault->body);
    reply->cut = fault->cut;
    reply->drop = fault->drop;
    return;
  }
  if (strstr (request->path, "/party-ken/_changes") != NULL && strstr (request->path, "since=0") != NULL)
    reply->body = changes_with ("{\"seq\":\"7-abc\",\"id\":\"answer:r:b\",\"changes\":[{\"rev\":\"" REV_B "\"}],"
                                "\"doc\":{\"_id\":\"answer:r:b\",\"_rev\":\"" REV_B "\",\"value\":\"b\"}}");
  else if (strstr (request->path, "/_changes") != NULL)
    reply->body = g_strdup (NOTHING_NEW);
  else if (strstr (request->path, "/_local/") != NULL && g_str_equal (request->method, "GET")) {
    reply->status = 404;
    reply->body = g_strdup ("{\"error\":\"not_found\",\"reason\":\"missing\"}");
  } else if (strstr (request->path, "/_local/") != NULL) {
    reply->status = 201;
    reply->body = g_strdup ("{\"ok\":true,\"id\":\"_local/x\",\"rev\":\"0-1\"}");
  } else if (strstr (request->path, "/_bulk_docs") != NULL) {
    reply->status = 201;
    reply->body = g_strdup ("[]");
  } else if (strstr (request->path, "/_bulk_get") != NULL) {
    reply->body = g_strdup ("{\"results\":[{\"id\":\"answer:r:b\",\"docs\":[{\"error\":{\"error\":\"not_found\"}}]}]}");
  } else {
    reply->body = g_strdup ("{}");
  }
}

#define CHANGES "/party-ken/_changes"
#define UPLOAD "/party-ken/_bulk_docs"
#define ROWS                                                                                       \
  "{\"results\":[\n{\"seq\":\"3-x\",\"id\":\"answer:r:b\",\"changes\":[{\"rev\":\"" REV_B "\"}],"    \
  "\"doc\":{\"_id\":\"answer:r:b\",\"_rev\":\"" REV_B "\",\"value\":\"b\"}},\n"                      \
  "{\"seq\":\"4-x\",\"id\":\"answer:r:c\",\"changes\":[{\"rev\":\"" REV_A "\"}],\"doc\":{\"_id\":\"answer:r:c\","

static const Case cases[] = {
  { "a page", CHANGES, 200, "text/html", NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, FALSE, FALSE },
  { "a page named JSON", CHANGES, 200, NULL, NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, FALSE, FALSE },
  { "a redirect", CHANGES, 302, "text/html", "Location: http://127.0.0.1:1/\r\n", PAGE, 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, FALSE, FALSE },
  { "nothing", CHANGES, 200, NULL, NULL, "", 0, FALSE, GW_SYNC_ERROR_BROKEN, FALSE, FALSE },
  { "no word", CHANGES, 0, NULL, NULL, NULL, 0, TRUE, GW_SYNC_ERROR_BROKEN, FALSE, FALSE },
  { "half a JSON with an end", CHANGES, 200, NULL, NULL, ROWS, 0, FALSE, GW_SYNC_ERROR_BROKEN, TRUE, FALSE },
  { "half a JSON, cut", CHANGES, 200, NULL, NULL, ROWS "         ", sizeof ROWS, FALSE, GW_SYNC_ERROR_BROKEN, TRUE, FALSE },
  { "other JSON", CHANGES, 200, NULL, NULL, "{\"ok\":true}", 0, FALSE, GW_SYNC_ERROR_NOT_A_SERVER, FALSE, FALSE },
  { "a list without an end", CHANGES, 200, NULL, NULL, "{\"results\":[]}", 0, FALSE, GW_SYNC_ERROR_NOT_A_SERVER, FALSE, FALSE },
  { "401", CHANGES, 401, NULL, NULL, "{\"error\":\"unauthorized\",\"reason\":\"no\"}", 0, FALSE, GW_SYNC_ERROR_PASSWORD, FALSE, FALSE },
  { "401 without words", CHANGES, 401, "text/plain", NULL, "no", 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, FALSE, FALSE },
  { "403", CHANGES, 403, NULL, NULL, "{\"error\":\"forbidden\",\"reason\":\"You are not allowed\"}", 0, FALSE, GW_SYNC_ERROR_ACCESS, FALSE, FALSE },
  { "403 locked", CHANGES, 403, NULL, NULL, "{\"error\":\"forbidden\",\"reason\":\"Account is temporarily locked\"}", 0, FALSE, GW_SYNC_ERROR_LOCKED, FALSE, FALSE },
  { "404", CHANGES, 404, NULL, NULL, "{\"error\":\"not_found\",\"reason\":\"Database does not exist.\"}", 0, FALSE, GW_SYNC_ERROR_NO_DATABASE, FALSE, FALSE },
  { "404 page", CHANGES, 404, "text/html", NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, FALSE, FALSE },
  { "429", CHANGES, 429, NULL, NULL, "{}", 0, FALSE, GW_SYNC_ERROR_BUSY, FALSE, FALSE },
  { "500", CHANGES, 500, NULL, NULL, "{\"error\":\"x\"}", 0, FALSE, GW_SYNC_ERROR_BUSY, FALSE, FALSE },
  { "502 page", CHANGES, 502, "text/html", NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_BUSY, FALSE, FALSE },
  { "upload: a page", UPLOAD, 200, "text/html", NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_SIGN_IN_PAGE, TRUE, FALSE },
  { "upload: nothing", UPLOAD, 201, NULL, NULL, "", 0, FALSE, GW_SYNC_ERROR_BROKEN, TRUE, FALSE },
  { "upload: half a JSON", UPLOAD, 201, NULL, NULL, "[{\"id\":\"answ", 0, FALSE, GW_SYNC_ERROR_BROKEN, TRUE, FALSE },
  { "upload: no word", UPLOAD, 0, NULL, NULL, NULL, 0, TRUE, GW_SYNC_ERROR_BROKEN, TRUE, FALSE },
  { "upload: 401", UPLOAD, 401, NULL, NULL, "{\"error\":\"unauthorized\",\"reason\":\"no\"}", 0, FALSE, GW_SYNC_ERROR_PASSWORD, TRUE, FALSE },
  { "upload: 403", UPLOAD, 403, NULL, NULL, "{\"error\":\"forbidden\",\"reason\":\"no\"}", 0, FALSE, GW_SYNC_ERROR_ACCESS, TRUE, FALSE },
  { "upload: 500", UPLOAD, 500, "text/html", NULL, PAGE, 0, FALSE, GW_SYNC_ERROR_BUSY, TRUE, FALSE },
  { "checkpoint: no word", "/_local/", 0, NULL, NULL, NULL, 0, TRUE, GW_SYNC_ERROR_BROKEN, TRUE, TRUE },
};

static void
test_any_answer_does_no_harm (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (FakeServer) server = fake_server_new (answer, (gpointer) &cases[i]);
    g_autoptr (FakeServer) well = fake_server_new (answer, NULL);
    g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
    g_autoptr (GError) error = NULL;
    g_autofree char *ours = desk_write (desk, "party", "answer:r:a", "a");
    g_autofree char *before = desk_dump (desk);
    g_autofree char *after = NULL;
    g_autofree char *value = NULL;
    GwSyncSummary summary;

    g_test_message ("%s", cases[i].name);
    g_assert_false (desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error));
    g_test_message ("  %s: %s", gw_sync_error_get_name (error->code), error->message);
    g_assert_error (error, GW_SYNC_ERROR, cases[i].error);
    after = desk_dump (desk);
    if (!cases[i].grows)
      g_assert_cmpstr (before, ==, after);
    g_assert_nonnull (strstr (after, before));
    g_assert_cmpuint (desk_count (desk, "party"), ==, cases[i].grows ? 2 : 1);
    g_assert_cmpuint (desk_waiting (desk), ==, cases[i].arrives ? 0 : 1);

    /* And it mends by itself once the server is well. */
    g_clear_error (&error);
    desk_sync (desk, fake_server_get_url (well), GW_SYNC_DEFAULT, &summary, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (desk_waiting (desk), ==, 0);
  }
}

static void
refuse_one (FakeRequest *request,
            FakeReply   *reply,
            gpointer     user_data)
{
  if (strstr (request->path, "/_bulk_docs") != NULL) {
    reply->status = 201;
    reply->body = g_strdup ("[{\"id\":\"answer:r:b\",\"error\":\"forbidden\",\"reason\":\"no\"}]");
    return;
  }
  answer (request, reply, NULL);
}

static void
test_only_the_refused_document_is_set_aside (void)
{
  g_autoptr (FakeServer) server = fake_server_new (refuse_one, NULL);
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_autofree char *a = desk_write (desk, "exchange", "answer:r:a", "a");
  g_autofree char *b = desk_write (desk, "exchange", "answer:r:b", "b");
  g_autofree char *c = desk_write (desk, "exchange", "answer:r:c", "c");
  g_autoptr (GPtrArray) refused = NULL;
  GwSyncSummary summary;

  desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.pushed, ==, 2);
  g_assert_cmpuint (summary.refused, ==, 1);
  refused = gw_store_refused (desk->store, "exchange", NULL);
  g_assert_cmpuint (refused->len, ==, 1);
  g_assert_cmpstr (((GwRefused *) refused->pdata[0])->reason, ==, "forbidden: no");
}

/* A person goes on typing in one answer while the server is asked about another. */
static void
type_meanwhile (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GwDoc) old = NULL;
  g_autoptr (JsonObject) body = NULL;

  answer (request, reply, NULL);
  if (strstr (request->path, "/_revs_diff") == NULL)
    return;
  g_free (reply->body);
  reply->body = g_strdup ("{}");
  store = gw_store_open (user_data, GW_STORE_DEFAULT, NULL);
  old = gw_store_get (store, "party", "answer:r:b", NULL);
  body = json_object_new ();
  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "value", "typed on");
  g_assert_true (gw_store_put (store, "party", "answer:r:b", gw_doc_get_rev (old), body,
                               GW_PUT_COALESCE, NULL, NULL));
}

static void
test_typing_does_not_stop_an_upload (void)
{
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autofree char *path = gw_profile_dup_store_path (desk->profile);
  g_autoptr (FakeServer) server = fake_server_new (type_meanwhile, path);
  g_autoptr (GError) error = NULL;
  g_autofree char *a = desk_write (desk, "party", "answer:r:a", "a");
  g_autofree char *b = desk_write (desk, "party", "answer:r:b", "b");
  g_autofree char *c = desk_write (desk, "party", "answer:r:c", "c");
  g_autofree char *value = NULL;

  g_assert_true (gw_store_mark_attempted (desk->store, "party", "answer:r:a", a, NULL));
  desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  value = desk_read (desk, "party", "answer:r:b");
  g_assert_cmpstr (value, ==, "typed on");
  g_assert_cmpuint (desk_waiting (desk), ==, 0);
}

static void
answer_strange (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  if (strstr (request->path, CHANGES) != NULL)
    reply->body = changes_with (
      "{\"seq\":1,\"id\":\"_design/x\",\"changes\":[{\"rev\":\"" REV_A "\"}],\"doc\":{}},"
      "{\"seq\":2,\"id\":\"answer:r:x\",\"changes\":[{\"rev\":\"x\"}],\"doc\":{\"_id\":\"answer:r:x\",\"_rev\":\"x\"}},"
      "{\"seq\":3,\"id\":7,\"changes\":\"no\"},"
      "{\"seq\":4},"
      "{\"seq\":5,\"id\":\"answer:r:y\",\"changes\":[{\"rev\":\"" REV_A "\"}],\"doc\":{\"_id\":\"answer:r:OTHER\",\"_rev\":\"" REV_A "\"}},"
      "{\"seq\":6,\"id\":\"answer:r:z\",\"changes\":[{\"rev\":\"" REV_A "\"}],\"doc\":{\"_id\":\"answer:r:z\",\"_rev\":\"" REV_A "\",\"value\":\"z\"}}");
  else if (strstr (request->path, "/_bulk_get") != NULL)
    reply->body = g_strdup ("{\"results\":[{\"id\":\"answer:r:y\",\"docs\":[{\"error\":{\"error\":\"not_found\"}}]}]}");
  else
    answer (request, reply, NULL);
}

static void
test_strange_documents_do_not_stop_the_others (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_strange, NULL);
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  desk_sync (desk, fake_server_get_url (server), GW_SYNC_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  value = desk_read (desk, "party", "answer:r:z");
  g_assert_cmpstr (value, ==, "z");
  g_assert_cmpuint (desk_count (desk, "party"), ==, 1);
}

static void
test_no_server_no_link (void)
{
  g_autoptr (Desk) desk = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;

  g_assert_false (desk_sync (desk, "http://127.0.0.1:1/", GW_SYNC_DEFAULT, NULL, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_NO_LINK);
  g_clear_error (&error);
  g_assert_false (desk_sync (desk, "not an address", GW_SYNC_DEFAULT, NULL, &error));
  g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_ADDRESS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sync/splitter/any-shape-is-split", test_any_shape_is_split);
  g_test_add_func ("/sync/splitter/every-cut-is-noticed", test_every_cut_is_noticed);
  g_test_add_func ("/sync/splitter/other-json-is-refused", test_other_json_is_refused);
  g_test_add_func ("/sync/any-answer-does-no-harm", test_any_answer_does_no_harm);
  g_test_add_func ("/sync/only-the-refused-document-is-set-aside",
                   test_only_the_refused_document_is_set_aside);
  g_test_add_func ("/sync/typing-does-not-stop-an-upload", test_typing_does_not_stop_an_upload);
  g_test_add_func ("/sync/strange-documents-do-not-stop-the-others",
                   test_strange_documents_do_not_stop_the_others);
  g_test_add_func ("/sync/no-server-no-link", test_no_server_no_link);

  return g_test_run ();
}
