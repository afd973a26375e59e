/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole exchange with a server that answers whatever the bytes say. They are answers apart from each other by lines
 * of one "%". Each begins with a letter, for the request that it answers, and a digit for its status; requests that no
 * answer is left for are answered by a server where nothing is new. Whatever comes: the store is sound, what a person
 * wrote is there, and the exchange ends.
 *
 * The door to the network, core/net/gw-http.c, is another one here: it leads to the bytes. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync-run.h"
#include "fuzz-store.h"
#include "fuzz.h"

/* An answer of some bytes that makes more requests than this makes them without an end. */
#define MOST_REQUESTS 2000
#define SERVER "http://localhost"

static const struct { char letter; const char *method, *path, *otherwise; } requests[] = {
  { 'c', "GET", "/party-ken/_changes", "{\"results\":[],\"last_seq\":\"7-z\",\"pending\":0}" },
  { 'l', "GET", "/party-ken/_local/", NULL },
  { 'p', "PUT", "/party-ken/_local/", "{\"ok\":true,\"id\":\"_local/x\",\"rev\":\"0-2\"}" },
  { 'g', "POST", "/party-ken/_bulk_get", "{\"results\":[]}" },
  { 'd', "POST", "/party-ken/_revs_diff", "{}" },
  { 'b', "POST", "/party-ken/_bulk_docs", "[]" },
  { 'a', "POST", "/party-ken-chunks/_all_docs", "{\"rows\":[]}" },
  { 's', "POST", "/party-ken-chunks/_bulk_docs", "[]" },
  { 'f', "POST", "/party-ken-chunks/_bulk_get", "{\"results\":[]}" },
};

static const guint statuses[] = { 200, 201, 400, 401, 403, 404, 409, 412, 413, 503 };

/* The answers of this run; those that were given are NULL. */
static char **answers;
static guint n_requests;

/* --- the other door --- */

struct _GwHttp
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (GwHttp, gw_http, G_TYPE_OBJECT)
G_DEFINE_QUARK (gw-http-error-quark, gw_http_error)

static void
gw_http_class_init (GwHttpClass *klass)
{
}

static void
gw_http_init (GwHttp *self)
{
}

GwHttp *
gw_http_new (GMainContext *context)
{
  return g_object_new (GW_TYPE_HTTP, NULL);
}

void
gw_http_get_totals (GwHttp       *self,
                    GwHttpTotals *totals)
{
  *totals = (GwHttpTotals) { .requests = n_requests };
}

void
gw_http_mark (GwHttp *self)
{
}

void
gw_http_get_mark (GwHttp       *self,
                  GwHttpTotals *totals)
{
  *totals = (GwHttpTotals) { 0 };
}

/* An exchange does without what the watch of an open window needs. */
gboolean
gw_http_shares_connection (GwHttp *self)
{
  g_assert_not_reached ();
}

void
gw_http_set_authority (GwHttp     *self,
                       const char *pem)
{
  g_assert_not_reached ();
}

/* The name of the checkpoint is of this store; the bytes call it _local/x. */
static char *
dup_named (const char *text,
           const char *path)
{
  g_autoptr (GString) named = g_string_new (text);

  g_string_replace (named, "_local/x", path + strlen ("/party-ken/"), 1);

  return g_string_free (g_steal_pointer (&named), FALSE);
}

/* Returns: (transfer full): the answer to @request */
static char *
take_answer (const GwHttpRequest *request,
             guint               *status)
{
  const char *path = strstr (request->url, "/party-ken");

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    if (!g_str_equal (request->method, requests[i].method) || !g_str_has_prefix (path, requests[i].path))
      continue;
    for (guint k = 0; answers[k] != NULL; k++) {
      if (answers[k][0] != requests[i].letter || answers[k][1] == '\0')
        continue;
      *status = statuses[(guchar) (answers[k][1] - '0') % G_N_ELEMENTS (statuses)];
      answers[k][0] = ' ';
      return requests[i].letter == 'l' ? dup_named (answers[k] + 2, path) : g_strdup (answers[k] + 2);
    }
    *status = requests[i].otherwise == NULL ? 404 : 201;
    return g_strdup (requests[i].otherwise != NULL ? requests[i].otherwise
                                                   : "{\"error\":\"not_found\",\"reason\":\"missing\"}");
  }
  g_assert_not_reached ();
}

/* In pieces, as they come over a line. */
static gboolean
hand_on (const GwHttpRequest  *request,
         const char           *body,
         GError              **error)
{
  gsize length = strlen (body), piece = 1 + length % 61;

  for (gsize at = 0; at < length; at += piece) {
    if (!request->on_data (body + at, MIN (piece, length - at), request->on_data_data, error)) {
      g_assert_true (error == NULL || *error != NULL);
      return FALSE;
    }
  }

  return TRUE;
}

GwHttpResponse *
gw_http_send (GwHttp               *self,
              const GwHttpRequest  *request,
              GCancellable         *cancellable,
              GError              **error)
{
  guint status;
  g_autofree char *body = take_answer (request, &status);
  GwHttpResponse *response;

  g_assert_cmpuint (n_requests++, <, MOST_REQUESTS);
  if (request->on_data != NULL && status < 300) {
    if (!hand_on (request, body, error))
      return NULL;
    *body = '\0';
  }
  response = g_new0 (GwHttpResponse, 1);
  response->status = status;
  response->body = g_bytes_new (body, strlen (body));

  return response;
}

/* What goes beside a long answer is answered at once. */
void
gw_http_send_async (GwHttp               *self,
                    const GwHttpRequest  *request,
                    GCancellable         *cancellable,
                    GAsyncReadyCallback   callback,
                    gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  GwHttpResponse *response = gw_http_send (self, request, cancellable, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) gw_http_response_free);
  else
    g_task_return_error (task, error);
}

GwHttpResponse *
gw_http_send_finish (GwHttp        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the run --- */

static void
set_remote (const char *key,
            const char *value)
{
  g_assert_true (gw_store_set_remote (gw_fuzz_store (), "server", "party", key, value, NULL));
}

/* The checkpoint is looked at where an answer is there for that; else it was, just now. */
static void
note_checked (void)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  for (guint i = 0; answers[i] != NULL; i++) {
    if (answers[i][0] == 'l')
      return;
  }
  set_remote ("checked-at", now);
  set_remote ("checked-url", SERVER);
}

/* What others wrote and this desk knows; a picture to send and one that is looked at. */
static void
prepare (void)
{
  static const char known[] =
    "{\"_id\":\"answer:r:c\",\"_rev\":\"2-0000000000000000000000000000000b\",\"type\":\"answer\",\"value\":\"theirs\","
    "\"_revisions\":{\"start\":2,\"ids\":[\"0000000000000000000000000000000b\",\"0000000000000000000000000000000a\"]}}";
  g_autoptr (JsonObject) document = gw_json_parse_object (known, -1, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "heron", -1);
  g_autofree char *text = g_strdup_printf ("{\"sha256\":\"%s\",\"mime\":\"image/png\",\"length\":5,\"chunks\":[\"c:%s\"]}", hash, hash);
  g_autoptr (JsonObject) wanted = gw_json_parse_object (text, -1, NULL);
  g_autoptr (GBytes) mine = g_bytes_new_static ("stork", 5);
  g_autoptr (JsonObject) file = gw_store_put_file (gw_fuzz_store (), "party", mine, "stork.png", "image/png", NULL);

  g_assert_true (gw_store_insert_json (gw_fuzz_store (), "party", document, GW_INSERT_FROM_SERVER, NULL));
  g_assert_true (gw_store_want_file (gw_fuzz_store (), "party", wanted, NULL));
  g_assert_true (gw_store_want (gw_fuzz_store (), "party", "answer:r:d", "1-0000000000000000000000000000000d", NULL));
  g_assert_nonnull (file);
  set_remote ("since", "5-y");
  set_remote ("checkpoint", "{\"_rev\":\"0-1\",\"session_id\":\"s1\",\"source_last_seq\":\"3-x\",\"history\":[]}");
}

static void
check_outcome (gboolean      ok,
               const GError *error)
{
  g_assert_true (ok == (error == NULL));
  if (ok)
    return;
  g_assert_true (error->domain == GW_SYNC_ERROR);
  if (error->code == GW_SYNC_ERROR_STORE)
    g_error ("The store: %s", error->message);
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  static GwSyncDatabase party = { (char *) "party", (char *) "party-ken", TRUE };
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_auto (GStrv) pieces = g_strsplit (bytes, "\n%\n", 64);
  g_autoptr (GPtrArray) databases = g_ptr_array_new ();
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *waiting = NULL, *sent = NULL;
  GwSyncSummary summary;
  gboolean ok;

  answers = pieces;
  n_requests = 0;
  g_ptr_array_add (databases, &party);
  gw_fuzz_store_begin ();
  prepare ();
  note_checked ();
  waiting = gw_fuzz_store_write ("answer:r:a", "waits");
  sent = gw_fuzz_store_write ("answer:r:b", "was sent");
  g_assert_true (gw_store_mark_attempted (gw_fuzz_store (), "party", "answer:r:b", sent, NULL));
  ok = gw_sync_run_on (gw_fuzz_store (), http, databases, SERVER, "nfp-ken", "pw", GW_SYNC_DEFAULT, NULL,
                       NULL, NULL, &summary, &error);
  check_outcome (ok, error);
  gw_fuzz_store_check ();
  g_assert_true (gw_fuzz_store_has ("answer:r:a", waiting, "waits"));
  g_assert_true (gw_fuzz_store_has ("answer:r:b", sent, "was sent"));
  gw_fuzz_store_end ();
}
