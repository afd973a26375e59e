/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from a server that nobody's rules guard: every document that nobody could have written there is set
 * aside, is told of, and stops none of the others. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-arrival.h"
#include "line.h"

#define REV "1-0000000000000000000000000000000a"
#define REV_2 "2-0000000000000000000000000000000b"
#define GONE "3-0000000000000000000000000000000c"
#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  const char    *db;        /* on the server */
  const char    *id;
  const char    *members;   /* without those of the protocol */
  GwArrivalFault fault;
} Arrival;

static const Arrival arrivals[] = {
  { "library", "page:welcome", "\"type\":\"page\"", GW_ARRIVAL_SOUND },
  { "library", "page:silent", "\"title\":\"x\"", GW_ARRIVAL_SOUND },
  { "library", "page:other", "\"type\":\"form\"", GW_ARRIVAL_TYPE },
  { "library", "nothing", "\"type\":\"nothing\"", GW_ARRIVAL_ID },
  { "library", "Page:capital", "\"type\":\"Page\"", GW_ARRIVAL_ID },
  { "library", "page:", "\"type\":\"page\"", GW_ARRIVAL_ID },
  { "library", "page:two\\nlines", "\"type\":\"page\"", GW_ARRIVAL_ID },
  { "library", "page:number", "\"type\":7", GW_ARRIVAL_TYPE },

  { "community", "post:ben:1", "\"type\":\"post\",\"author\":\"ben\"", GW_ARRIVAL_SOUND },
  { "community", "post:ben:2", "\"type\":\"post\",\"author\":\"ann\"", GW_ARRIVAL_OWNER },
  { "community", "post:ben:3", "\"type\":\"post\"", GW_ARRIVAL_OWNER },
  { "community", "post:ben:4", "\"type\":\"post\",\"author\":[\"ben\"]", GW_ARRIVAL_OWNER },
  { "community", "post:ben", "\"type\":\"post\",\"author\":\"ben\"", GW_ARRIVAL_ID },
  { "community", "post::1", "\"type\":\"post\",\"author\":\"\"", GW_ARRIVAL_ID },
  { "community", "post:ben:5", "\"type\":\"key\",\"author\":\"ben\"", GW_ARRIVAL_TYPE },
  { "community", "post:ben:6", "\"author\":\"ben\"", GW_ARRIVAL_TYPE },

  { "party-ken", "answer:r:1", "\"type\":\"answer\"", GW_ARRIVAL_SOUND },
  { "party-ken", "answer:r:2", "\"value\":1", GW_ARRIVAL_SOUND },
  { "party-ken", "answer:r:3", "\"type\":\"answer\",\"party\":\"KEN\"", GW_ARRIVAL_SOUND },
  { "party-ken", "answer:r:4", "\"type\":\"answer\",\"party\":\"UZB\"", GW_ARRIVAL_COUNTRY },
  { "party-ken", "answer:r:5", "\"type\":\"answer\",\"party\":null", GW_ARRIVAL_COUNTRY },
  { "party-ken", "answer:r:6", "\"type\":\"report\"", GW_ARRIVAL_TYPE },

  { "exchange-ken", "answer:r:1", "\"type\":\"answer\",\"party\":\"KEN\"", GW_ARRIVAL_SOUND },
  { "exchange-ken", "answer:r:2", "\"type\":\"answer\",\"party\":\"UZB\"", GW_ARRIVAL_COUNTRY },
  { "exchange-ken", "answer:r:3", "\"type\":\"answer\"", GW_ARRIVAL_COUNTRY },
  { "exchange-ken", "answer:r:4", "\"party\":\"KEN\"", GW_ARRIVAL_TYPE },
  { "exchange-ken", "submission:cop16:" SHA, "\"type\":\"submission\",\"party\":\"KEN\"", GW_ARRIVAL_SOUND },
  { "exchange-ken", "submission:cop16:abc", "\"type\":\"submission\",\"party\":\"KEN\"", GW_ARRIVAL_ID },

  { "packets-ken", "packet:amina:1", "\"type\":\"packet\",\"sealed\":\"x\"", GW_ARRIVAL_SOUND },
  { "packets-ken", "packet:amina:2", "\"type\":\"packet\",\"text\":\"x\"", GW_ARRIVAL_OPEN },
  { "packets-ken", "packet:3", "\"type\":\"packet\",\"sealed\":\"x\"", GW_ARRIVAL_ID },
  { "packets-ken", "answer:r:1", "\"type\":\"answer\",\"sealed\":\"x\"", GW_ARRIVAL_TYPE },
  { "packets-ken", "key:amina:d", "\"type\":\"key\"", GW_ARRIVAL_SOUND },
};

static const char *
local_name (const char *remote)
{
  static const char *const names[] = { "library", "community", "party", "exchange", "packets" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_has_prefix (remote, names[i]))
      return names[i];
  }
  g_assert_not_reached ();
}

/* As by a server without rules, or by one that is wrong. */
static void
write_there (Line       *line,
             const char *db,
             const char *documents)
{
  g_autofree char *basic = g_base64_encode ((const guchar *) "admin:pw", strlen ("admin:pw"));
  g_autofree char *path = g_strdup_printf ("/%s/_bulk_docs", db);
  g_autofree char *body = g_strdup_printf ("{\"new_edits\":false,\"docs\":[%s]}", documents);
  FakeRequest request = { .method = (char *) "POST", .path = path };
  FakeReply reply = { .status = 200 };

  request.authorization = g_strconcat ("Basic ", basic, NULL);
  request.body = g_bytes_new (body, strlen (body));
  couch_answer (&request, &reply, line->couch);
  g_assert_cmpuint (reply.status, ==, 201);
  g_assert_null (strstr (reply.body, "error"));
  g_free (reply.body);
  g_free (request.authorization);
  g_bytes_unref (request.body);
}

static char *
dup_document (const Arrival *arrival,
              const char    *path)
{
  return g_strdup_printf ("{\"_id\":\"%s\",%s,%s}", arrival->id, path, arrival->members);
}

static void
write_all (Line       *line,
           const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (arrivals); i++) {
    g_autofree char *document = dup_document (&arrivals[i], path);

    write_there (line, arrivals[i].db, document);
  }
}

static guint
count_faulty (void)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (arrivals); i++)
    n += arrivals[i].fault != GW_ARRIVAL_SOUND;

  return n;
}

/* (nullable): why @arrival was set aside in the revision @rev. */
static const GwSetAside *
find_aside (GPtrArray     *list,
            const Arrival *arrival,
            const char    *rev)
{
  g_autofree char *id = g_strcompress (arrival->id);

  for (guint i = 0; i < list->len; i++) {
    const GwSetAside *one = list->pdata[i];

    if (g_str_equal (one->db, local_name (arrival->db)) && g_str_equal (one->id, id) && g_str_equal (one->rev, rev))
      return one;
  }

  return NULL;
}

static void
assert_judged (Desk       *desk,
               const char *rev)
{
  g_autoptr (GPtrArray) list = gw_store_list_set_aside (desk->store, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (arrivals); i++) {
    const Arrival *arrival = &arrivals[i];
    const GwSetAside *aside = find_aside (list, arrival, rev);
    g_autofree char *id = g_strcompress (arrival->id);
    g_autoptr (GwDoc) doc = gw_store_get_rev (desk->store, local_name (arrival->db), id, rev, NULL);

    g_test_message ("%s %s", arrival->db, arrival->id);
    g_assert_true ((doc == NULL) == (arrival->fault != GW_ARRIVAL_SOUND));
    g_assert_true ((aside == NULL) == (arrival->fault == GW_ARRIVAL_SOUND));
    if (aside != NULL) {
      g_assert_cmpstr (gw_arrival_fault_get_name (aside->fault), ==, gw_arrival_fault_get_name (arrival->fault));
      g_assert_cmpstr (gw_arrival_fault_get_words (aside->fault), !=, "");
      g_assert_nonnull (aside->document);
    }
  }
}

static void
test_the_first_download_is_judged (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  write_all (&line, "\"_rev\":\"" REV "\"");
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.set_aside, ==, count_faulty ());
  g_assert_cmpuint (summary.pulled, ==, G_N_ELEMENTS (arrivals) - count_faulty ());
  assert_judged (ann, REV);

  /* It is told once, and not asked for again, also where the whole list is read anew. */
  for (gsize i = 0; i < G_N_ELEMENTS (arrivals); i++)
    g_assert_true (gw_store_set_remote (ann->store, "server", local_name (arrivals[i].db), "since", NULL, NULL));
  fake_server_clear (line.server);
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.set_aside, ==, 0);
  g_assert_cmpuint (summary.requests, ==, 5);
}

/* What comes by name, with its ancestry. */
static void
test_what_is_fetched_is_judged (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  for (guint i = 0; i < 5; i++) {
    static const char *const databases[] = { "library", "community", "party-ken", "exchange-ken", "packets-ken" };

    write_there (&line, databases[i], "{\"_id\":\"key:first:one\",\"_rev\":\"" REV "\",\"type\":\"key\","
                                      "\"author\":\"first\",\"party\":\"KEN\"}");
  }
  line_sync (ann, &line, NULL);
  write_all (&line, "\"_rev\":\"" REV_2 "\",\"_revisions\":{\"start\":2,\"ids\":[\"0000000000000000000000000000000b\","
                    "\"0000000000000000000000000000000a\"]}");
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.set_aside, ==, count_faulty ());
  assert_judged (ann, REV_2);
}

/* Mended there, and asked for at a person's word. */
static void
test_what_was_set_aside_can_be_asked_for_again (void)
{
  static const Arrival wrong = { "party-ken", "answer:r:x", "\"type\":\"report\"", GW_ARRIVAL_TYPE };
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autofree char *document = dup_document (&wrong, "\"_rev\":\"" REV "\"");
  g_autoptr (GPtrArray) list = NULL;
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  write_there (&line, "party-ken", document);
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.set_aside, ==, 1);
  /* It is as it was. */
  g_assert_true (gw_store_ask_again (ann->store, NULL));
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.set_aside, ==, 1);
  /* A newer one is right: it is taken by itself, and its ancestor known by name. */
  write_there (&line, "party-ken", "{\"_id\":\"answer:r:x\",\"_rev\":\"" REV_2 "\",\"_revisions\":{\"start\":2,\"ids\":"
                                   "[\"0000000000000000000000000000000b\",\"0000000000000000000000000000000a\"]},"
                                   "\"type\":\"answer\",\"value\":\"mended\"}");
  line_sync (ann, &line, &summary);
  g_assert_cmpuint (summary.pulled, ==, 1);
  g_assert_true (gw_store_ask_again (ann->store, NULL));
  line_sync (ann, &line, &summary);
  list = gw_store_list_set_aside (ann->store, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

/* It came by a stick, and is nowhere else. */
static void
test_what_the_server_does_not_have_stays_set_aside (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (JsonObject) document = gw_json_parse_object ("{\"value\":\"a text\"}", -1, NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_auto (Line) line;
  GwSyncSummary summary;

  line_init (&line, NULL, NULL);
  line_sync (ann, &line, NULL);
  g_assert_true (gw_store_set_aside (ann->store, "party", "answer:r:x", REV, document, GW_ARRIVAL_TYPE, NULL, NULL));
  g_assert_true (gw_store_ask_again (ann->store, NULL));
  line_sync (ann, &line, &summary);
  list = gw_store_list_set_aside (ann->store, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_nonnull (strstr (((GwSetAside *) list->pdata[0])->document, "a text"));
}

/* However many come: of each the name is kept, by which it can be asked for again. */
static void
test_of_many_the_names_stay (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_autoptr (JsonObject) document = gw_json_parse_object ("{\"value\":\"a text\"}", -1, NULL);
  g_autoptr (GPtrArray) list = NULL;
  guint n_texts = 0;

  g_assert_true (gw_store_begin (ann->store, NULL));
  for (guint i = 0; i < 700; i++) {
    g_autofree char *id = g_strdup_printf ("answer:r:q%u", i);

    g_assert_true (gw_store_set_aside (ann->store, "party", id, REV, document, GW_ARRIVAL_TYPE, NULL, NULL));
  }
  g_assert_true (gw_store_commit (ann->store, NULL));
  list = gw_store_list_set_aside (ann->store, NULL);
  g_assert_cmpuint (list->len, ==, 700);
  for (guint i = 0; i < list->len; i++)
    n_texts += ((GwSetAside *) list->pdata[i])->document != NULL;
  g_assert_cmpuint (n_texts, ==, 500);
}

/* --- many deletions --- */

/* A list of changes that does not say what its documents became. */
static void
answer_quietly (FakeRequest *request,
                FakeReply   *reply,
                gpointer     couch)
{
  couch_answer (request, reply, couch);
  if (strstr (request->path, "/_changes") != NULL && reply->body != NULL) {
    g_autoptr (GString) body = g_string_new (reply->body);

    g_string_replace (body, "\"deleted\":true", "\"deleted\":false", 0);
    g_free (reply->body);
    reply->body = g_string_free (g_steal_pointer (&body), FALSE);
  }
}

static void
test_deletions_that_nobody_announced_stop_it_too (void)
{
  g_autoptr (Desk) ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  g_auto (Line) line;
  g_autoptr (FakeServer) quiet = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) gone = g_string_new (NULL);
  guint n = 30;

  line_init (&line, NULL, NULL);
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("answer:r:%02u", i), *rev = desk_write (ann, "party", id, "here");

    g_string_append_printf (gone, "%s{\"_id\":\"%s\",\"_rev\":\"" GONE "\",\"_deleted\":true,\"_revisions\":{\"start\":3,"
                            "\"ids\":[\"0000000000000000000000000000000c\",\"0000000000000000000000000000000b\",\"%s\"]}}",
                            i > 0 ? "," : "", id, strchr (rev, '-') + 1);
  }
  line_sync (ann, &line, NULL);
  write_there (&line, "party-ken", gone->str);
  quiet = fake_server_new (answer_quietly, line.couch);

  for (guint i = 0; i < 3; i++) {
    g_assert_false (desk_sync (ann, fake_server_get_url (quiet), GW_SYNC_DEFAULT, NULL, &error));
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE);
    g_clear_error (&error);
    g_assert_cmpint (gw_store_count (ann->store, "party", "", NULL), ==, n);
  }
  desk_sync (ann, fake_server_get_url (quiet), GW_SYNC_ALLOW_DELETIONS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gw_store_count (ann->store, "party", "", NULL), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sync/arrivals/what-the-server-does-not-have-stays-set-aside",
                   test_what_the_server_does_not_have_stays_set_aside);
  g_test_add_func ("/sync/arrivals/of-many-the-names-stay", test_of_many_the_names_stay);
  g_test_add_func ("/sync/arrivals/the-first-download-is-judged", test_the_first_download_is_judged);
  g_test_add_func ("/sync/arrivals/what-is-fetched-is-judged", test_what_is_fetched_is_judged);
  g_test_add_func ("/sync/arrivals/what-was-set-aside-can-be-asked-for-again",
                   test_what_was_set_aside_can_be_asked_for_again);
  g_test_add_func ("/sync/arrivals/deletions-that-nobody-announced-stop-it-too",
                   test_deletions_that_nobody_announced_stop_it_too);

  return g_test_run ();
}
