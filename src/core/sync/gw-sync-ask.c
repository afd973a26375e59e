/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking the server, and what its statuses mean (section 4.9 of the notes on CouchDB): one
 * place, so that every request is judged alike. */

#include "core/sync/gw-sync-private.h"
#include "core/sync/gw-sync-status.h"

#include <string.h>

#include "core/base/gw-json.h"

/* A first download of everything a country has; beyond it something is wrong. */
#define MAX_STREAM (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)

/* Returns: (transfer full): the address of @path, which is escaped, within the database @db */
char *
gw_sync_dup_url (GwSyncExchange *self,
                 const char     *db,
                 const char     *path)
{
  g_autofree char *name = g_uri_escape_string (db, NULL, FALSE);

  return g_strconcat (self->url, "/", name, "/", path, NULL);
}

static GwHttpResponse *
send_request (GwSyncExchange  *self,
              GwHttpRequest   *request,
              JsonNode        *body,
              GError         **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GwHttpResponse *response;

  if (body != NULL) {
    text = json_to_string (body, FALSE);
    bytes = g_bytes_new_static (text, strlen (text));
    request->body = bytes;
  }
  request->user = self->user;
  request->password = self->password;
  response = gw_http_send (self->http, request, self->cancellable, error);
  if (response != NULL && (response->status == 429 || response->status >= 500))
    self->summary.retry_after = MAX (self->summary.retry_after, response->retry_after);
  if (response != NULL && response->server_time > 0) {
    self->summary.server_time = response->server_time * G_USEC_PER_SEC;
    self->summary.server_time_at = response->server_time_at;
    self->summary.clock_offset = gw_sync_clock_offset (self->summary.server_time, self->summary.server_time_at);
  }

  return response;
}

/* Sends and gives the answer, whatever its status. */
GwHttpResponse *
gw_sync_ask (GwSyncExchange  *self,
             const char      *method,
             const char      *db,
             const char      *path,
             JsonNode        *body,
             GError         **error)
{
  g_autofree char *url = gw_sync_dup_url (self, db, path);
  GwHttpRequest request = { .method = method, .url = url };

  return send_request (self, &request, body, error);
}

typedef struct
{
  GwSyncExchange *exchange;
  GwSyncSplitter *splitter;
} Stream;

static gboolean
on_data (const char  *data,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  Stream *self = user_data;

  gw_sync_beside_start (self->exchange);

  return gw_sync_splitter_add (self->splitter, data, length, error);
}

/**
 * gw_sync_ask_results:
 * @max_elements: how many were asked for
 * @func: gets each element of "results" as it arrives
 * @status: (out) (optional): the status, also when it is an error
 *
 * Returns: (transfer full): the rest of the answer, or NULL with @error set; elements may have
 *   been handed on before
 */
JsonObject *
gw_sync_ask_results (GwSyncExchange     *self,
                     const char         *method,
                     const char         *db,
                     const char         *path,
                     JsonNode           *body,
                     guint               max_elements,
                     GwSyncElementFunc   func,
                     gpointer            user_data,
                     guint              *status,
                     GError            **error)
{
  g_autofree char *url = gw_sync_dup_url (self, db, path);
  g_autoptr (GwSyncSplitter) splitter = gw_sync_splitter_new (max_elements, func, user_data);
  g_autoptr (GwHttpResponse) response = NULL;
  Stream stream = { self, splitter };
  GwHttpRequest request = {
    .method = method,
    .url = url,
    .on_data = on_data,
    .on_data_data = &stream,
    .max_size = MAX_STREAM,
  };

  response = send_request (self, &request, body, error);
  if (response == NULL)
    return NULL;
  if (status != NULL)
    *status = response->status;
  if (!gw_sync_check_status (response, error))
    return NULL;

  return gw_sync_splitter_finish (splitter, error);
}

static JsonObject *
read_body (const GwHttpResponse *response)
{
  gsize size;
  const char *text = g_bytes_get_data (response->body, &size);

  return size == 0 ? NULL : gw_json_parse_object (text, (gssize) size, NULL);
}

/* What is JSON and no answer to what was asked is somebody else's: nothing is taken of it.
 * Returns: FALSE */
gboolean
gw_sync_not_a_server (GError     **error,
                      const char  *message)
{
  g_set_error_literal (error, GW_SYNC_ERROR, GW_SYNC_ERROR_NOT_A_SERVER, message);

  return FALSE;
}

/* Returns: (transfer full): the answer, or NULL with %GW_SYNC_ERROR_BROKEN when it is no whole JSON */
JsonNode *
gw_sync_read_answer (const GwHttpResponse  *response,
                     GError               **error)
{
  gsize size;
  const char *text = g_bytes_get_data (response->body, &size);
  JsonNode *node = size == 0 ? NULL : gw_json_parse (text, (gssize) size, NULL);

  if (node == NULL)
    g_set_error_literal (error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN, "The answer was cut");

  return node;
}

/* Returns: (transfer full): an answer that must be an object; see gw_sync_read_answer() */
JsonObject *
gw_sync_read_object (const GwHttpResponse  *response,
                     GError               **error)
{
  g_autoptr (JsonNode) node = gw_sync_read_answer (response, error);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  if (node != NULL)
    gw_sync_not_a_server (error, "The answer is no object");

  return NULL;
}

/* Returns: (transfer full): what the server says of a refusal, for the log and for details. */
char *
gw_sync_dup_reason (const GwHttpResponse *response)
{
  g_autoptr (JsonObject) body = read_body (response);
  const char *name = body == NULL ? NULL : gw_json_get_string (body, "error");
  const char *reason = body == NULL ? NULL : gw_json_get_string (body, "reason");

  return g_strdup_printf ("%u %s: %.200s", response->status, name != NULL ? name : "",
                          reason != NULL ? reason : "");
}

static GwSyncError
code_of_status (guint       status,
                const char *reason)
{
  switch (status) {
  case 401:
    return GW_SYNC_ERROR_PASSWORD;
  case 403:
    return strstr (reason, "locked") != NULL ? GW_SYNC_ERROR_LOCKED : GW_SYNC_ERROR_ACCESS;
  case 404:
    return GW_SYNC_ERROR_NO_DATABASE;
  case 408:
  case 429:
    return GW_SYNC_ERROR_BUSY;
  default:
    return status >= 500 ? GW_SYNC_ERROR_BUSY : GW_SYNC_ERROR_NOT_A_SERVER;
  }
}

/* Returns: whether it is a success; else @error says what the status means. A refusal that
 * does not carry CouchDB's words is somebody else's, and is not believed. */
gboolean
gw_sync_check_status (const GwHttpResponse  *response,
                      GError               **error)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *reason = NULL;
  GwSyncError code;

  if (response->status >= 200 && response->status < 300)
    return TRUE;
  body = read_body (response);
  reason = gw_sync_dup_reason (response);
  code = code_of_status (response->status, reason);
  if (response->status < 500 && response->status != 413 && response->status != 429
      && (body == NULL || gw_json_get_string (body, "error") == NULL))
    code = GW_SYNC_ERROR_SIGN_IN_PAGE;
  g_set_error (error, GW_SYNC_ERROR, code, "The server answered %s", reason);

  return FALSE;
}

/* Brings the summary up to date and tells it. */
void
gw_sync_tell (GwSyncExchange *self,
              GwSyncPhase     phase,
              const char     *db)
{
  GwHttpTotals now;

  gw_http_get_totals (self->http, &now);
  self->summary.requests = now.requests - self->before.requests;
  self->summary.bytes_up = now.bytes_up - self->before.bytes_up;
  self->summary.bytes_down = now.bytes_down - self->before.bytes_down;
  if (self->progress != NULL)
    self->progress (phase, db, &self->summary, self->progress_data);
}
