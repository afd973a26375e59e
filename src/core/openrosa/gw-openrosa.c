/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sending an instance to an OpenRosa server (ODK Central, KoboToolbox): ask first whether it is one and how much it
 * takes, then send the identical XML with each portion of the files. Only 201 or 202 with the envelope of OpenRosa
 * is success: a hotel's page answers 200. Any step may be done again; the server knows the instance by its id. */

#include "core/openrosa/gw-openrosa.h"

#include <string.h>

#include "core/base/gw-time.h"
#include "core/base/gw-xml.h"

#define VERSION_HEADER "x-openrosa-version"
#define LENGTH_HEADER "x-openrosa-accept-content-length"
#define RESPONSE_NS "http://openrosa.org/http/response"
#define MAX_ANSWER (64 * 1024)
#define MAX_MESSAGE 1000
#define MAX_DEPTH 200
/* Where the server does not say what it takes: the smallest that the known ones say. */
#define USUAL_LENGTH (10 * 1000 * 1000)

G_DEFINE_QUARK (gw-openrosa-error-quark, gw_openrosa_error)

typedef struct
{
  GwHttp *http;
  const GwOpenrosaServer *server;
  GCancellable *cancellable;
  char *url;
  GwHttpAuth auth;
  gboolean signs_in;
  guint64 max_size;
} Door;

void
gw_openrosa_receipt_free (GwOpenrosaReceipt *self)
{
  if (self == NULL)
    return;

  g_free (self->message);
  g_free (self);
}

/* The text goes before a person: no control characters, no end of it. */
static char *
dup_short (const char *text)
{
  g_autofree char *clean = gw_xml_dup_clean (text);
  char *cut = g_utf8_substring (clean, 0, MIN (MAX_MESSAGE, g_utf8_strlen (clean, -1)));

  return g_strstrip (cut);
}

/* (nullable): the message of an answer that has the envelope, "" where that is empty. */
static char *
dup_message (const GwHttpResponse *response)
{
  g_autoptr (GwXmlDoc) document = NULL;
  g_autofree char *text = NULL;
  const xmlNode *root, *node;

  if (g_bytes_get_size (response->body) == 0)
    return NULL;
  document = gw_xml_parse (response->body, "answer", NULL);
  root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (root == NULL || !gw_xml_is (root, RESPONSE_NS, "OpenRosaResponse"))
    return NULL;
  node = gw_xml_first (root, RESPONSE_NS, "message");
  text = node != NULL ? gw_xml_dup_text (node) : NULL;

  return text != NULL ? dup_short (text) : g_strdup ("");
}

static gboolean
fail (GwOpenrosaError   code,
      guint             status,
      const char       *message,
      GError          **error)
{
  g_set_error (error, GW_OPENROSA_ERROR, code, message != NULL && *message != '\0' ? "%u: %s" : "%u%s", status,
               message != NULL ? message : "");

  return FALSE;
}

static gboolean
explain (const GwHttpResponse  *response,
         const char            *message,
         GError               **error)
{
  guint status = response->status;
  GwOpenrosaError code = GW_OPENROSA_ERROR_REFUSED;

  if (status < 400)
    code = GW_OPENROSA_ERROR_NOT_A_SERVER;
  else if (status == 401 || status == 403)
    code = GW_OPENROSA_ERROR_SIGN_IN;
  else if (status == 413)
    code = GW_OPENROSA_ERROR_TOO_LARGE;
  else if (status == 409)
    code = GW_OPENROSA_ERROR_OTHER_CONTENT;
  else if (status == 408 || status == 429 || status >= 500)
    code = GW_OPENROSA_ERROR_LATER;
  else if (message == NULL)
    code = GW_OPENROSA_ERROR_NOT_A_SERVER;

  return fail (code, status, message, error);
}

static GwHttpResponse *
ask (Door        *door,
     const char  *method,
     GBytes      *body,
     const char  *type,
     GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (gw_time_now () / G_USEC_PER_SEC);
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autofree char *clock = g_date_time_format (now, "%H:%M:%S GMT");
  g_autofree char *date =
    g_strdup_printf ("Date: %s, %02d %s %d %s", days[g_date_time_get_day_of_week (now) - 1],
                     g_date_time_get_day_of_month (now), months[g_date_time_get_month (now) - 1],
                     g_date_time_get_year (now), clock);
  const char *headers[] = { "X-OpenRosa-Version: 1.0", date, NULL };
  GwHttpRequest request = {
    .method = method, .url = door->url, .body = body, .content_type = type, .headers = headers, .auth = door->auth,
    .is_plain = TRUE, .keeps_headers = TRUE, .any_type = TRUE, .max_size = MAX_ANSWER,
  };

  if (door->signs_in) {
    request.user = door->server->user;
    request.password = door->server->password;
  }

  return gw_http_send (door->http, &request, door->cancellable, error);
}

/* As the server wants it; one that never says how is told at once (ODK Central). */
static void
choose_auth (Door                 *door,
             const GwHttpResponse *response)
{
  const char *challenge = g_hash_table_lookup (response->headers, "www-authenticate");

  door->signs_in = door->server->user != NULL;
  door->auth = challenge != NULL && g_ascii_strncasecmp (challenge, "Digest", 6) == 0 ? GW_HTTP_AUTH_DIGEST
                                                                                      : GW_HTTP_AUTH_BASIC;
}

/* The server may name another address on the same host, never one elsewhere. */
static gboolean
follow (Door                  *door,
        const GwHttpResponse  *response,
        GError               **error)
{
  const char *location = g_hash_table_lookup (response->headers, "location");
  g_autoptr (GUri) from = NULL, to = NULL;

  if (location == NULL)
    return TRUE;
  from = g_uri_parse (door->url, G_URI_FLAGS_ENCODED, NULL);
  to = g_uri_parse_relative (from, location, G_URI_FLAGS_ENCODED, NULL);
  if (to == NULL || g_strcmp0 (g_uri_get_scheme (from), g_uri_get_scheme (to)) != 0
      || g_strcmp0 (g_uri_get_host (from), g_uri_get_host (to)) != 0 || g_uri_get_port (from) != g_uri_get_port (to))
    return fail (GW_OPENROSA_ERROR_NOT_A_SERVER, response->status, "Location", error);
  g_free (door->url);
  door->url = g_uri_to_string (to);

  return TRUE;
}

static gboolean
read_limits (Door                  *door,
             const GwHttpResponse  *response,
             GError               **error)
{
  const char *length = g_hash_table_lookup (response->headers, LENGTH_HEADER);
  guint64 size = 0;

  if (response->status >= 400)
    return explain (response, NULL, error);
  if (response->status != 204 || g_hash_table_lookup (response->headers, VERSION_HEADER) == NULL)
    return fail (GW_OPENROSA_ERROR_NOT_A_SERVER, response->status, NULL, error);
  if (length != NULL && g_ascii_string_to_unsigned (length, 10, 1, G_MAXINT32, &size, NULL))
    door->max_size = size;
  else
    door->max_size = USUAL_LENGTH;

  return follow (door, response, error);
}

static gboolean
knock (Door    *door,
       GError **error)
{
  g_autoptr (GwHttpResponse) response = ask (door, "HEAD", NULL, NULL, error);

  if (response == NULL)
    return FALSE;
  choose_auth (door, response);
  if (door->signs_in && (response->status == 401 || response->status == 403 || response->status == 404)) {
    gw_http_response_free (g_steal_pointer (&response));
    response = ask (door, "HEAD", NULL, NULL, error);
  }

  return response != NULL && read_limits (door, response, error);
}

static GwHttpResponse *
post (Door        *door,
      GBytes      *body,
      const char  *boundary,
      GError     **error)
{
  g_autofree char *type = g_strdup_printf ("multipart/form-data; boundary=\"%s\"", boundary);
  GwHttpResponse *response = ask (door, "POST", body, type, error);
  GwHttpAuth before = door->auth;

  if (response == NULL || response->status != 401 || !door->signs_in)
    return response;
  choose_auth (door, response);
  if (door->auth == before)
    return response;
  gw_http_response_free (response);

  return ask (door, "POST", body, type, error);
}

static gboolean
take_receipt (GwOpenrosaReceipt     *receipt,
              const GwHttpResponse  *response,
              GError               **error)
{
  g_autofree char *message = dup_message (response);

  if ((response->status != 201 && response->status != 202) || message == NULL)
    return explain (response, message, error);
  receipt->n_requests++;
  receipt->was_there = response->status == 202;
  g_free (receipt->message);
  receipt->message = g_steal_pointer (&message);

  return TRUE;
}

static gboolean
has_instance_id (const xmlNode *node,
                 guint          depth)
{
  for (; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    if (strcmp ((const char *) node->name, "instanceID") == 0) {
      g_autofree char *text = gw_xml_dup_text (node);

      if (text != NULL && *g_strstrip (text) != '\0')
        return TRUE;
    }
    if (depth < MAX_DEPTH && has_instance_id (node->children, depth + 1))
      return TRUE;
  }

  return FALSE;
}

static gboolean
check_instance (GBytes  *xml,
                GError **error)
{
  g_autoptr (GwXmlDoc) document = gw_xml_parse (xml, "report.xml", error);

  if (document == NULL)
    return FALSE;
  if (has_instance_id (xmlDocGetRootElement (document), 0))
    return TRUE;
  g_set_error_literal (error, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_INSTANCE, "instanceID");

  return FALSE;
}

static GwOpenrosaReceipt *
send_bodies (Door        *door,
             GPtrArray   *bodies,
             const char  *boundary,
             GError     **error)
{
  g_autoptr (GwOpenrosaReceipt) receipt = g_new0 (GwOpenrosaReceipt, 1);

  for (guint i = 0; i < bodies->len; i++) {
    g_autoptr (GwHttpResponse) response = post (door, g_ptr_array_index (bodies, i), boundary, error);

    if (response == NULL || !take_receipt (receipt, response, error))
      return NULL;
  }

  return g_steal_pointer (&receipt);
}

static char *
dup_target (const char *url)
{
  gsize length = strlen (url);

  if (g_str_has_suffix (url, "/submission"))
    return g_strdup (url);

  return g_strconcat (url, length > 0 && url[length - 1] == '/' ? "submission" : "/submission", NULL);
}

/**
 * gw_openrosa_send:
 * @http: the connections; its context is run until the answer is there
 * @server: where to, and as whom
 * @xml: the instance, with an instanceID, exactly as it is kept
 * @files: (array length=n_files): the files that its answers name
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location: %GW_OPENROSA_ERROR, %GW_HTTP_ERROR, %GW_XML_ERROR
 *
 * Sends an instance (OpenRosa Form Submission API 1.0). After an error it may be sent again, with the same bytes:
 * what the server has already is not doubled. For worker threads.
 *
 * Returns: (transfer full): that the server has all of it, or NULL with @error set
 */
GwOpenrosaReceipt *
gw_openrosa_send (GwHttp                  *http,
                  const GwOpenrosaServer  *server,
                  GBytes                  *xml,
                  const GwOpenrosaFile    *files,
                  gsize                    n_files,
                  GCancellable            *cancellable,
                  GError                 **error)
{
  g_autofree char *boundary = NULL;
  g_autoptr (GPtrArray) bodies = NULL;
  GwOpenrosaReceipt *receipt = NULL;
  Door door = { .http = http, .server = server, .cancellable = cancellable };

  g_return_val_if_fail (GW_IS_HTTP (http) && server != NULL && server->url != NULL && xml != NULL, NULL);

  if (!check_instance (xml, error))
    return NULL;
  door.url = dup_target (server->url);
  if (knock (&door, error)) {
    boundary = gw_openrosa_dup_boundary (xml, files, n_files);
    bodies = gw_openrosa_dup_bodies (xml, files, n_files, boundary, door.max_size);
    if (bodies == NULL)
      fail (GW_OPENROSA_ERROR_TOO_LARGE, 413, NULL, error);
    else
      receipt = send_bodies (&door, bodies, boundary, error);
  }
  g_free (door.url);

  return receipt;
}
