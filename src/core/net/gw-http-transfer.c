/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One request on its way: what curl is told, what happens to the bytes that come, and the
 * judgement at the end. An answer that is not provably from our server is an error and never
 * reaches the caller: a redirect (never followed), a page where JSON was asked, a wrong
 * certificate. Time is limited by silence, never in total, so that a slow link can finish. */

#include "core/net/gw-http-transfer.h"

#include <string.h>

#include "core/base/gw-time.h"
#include "core/net/gw-gzip.h"

#define DEFAULT_MAX_SIZE (16 * 1024 * 1024)
#define MAX_ERROR_BODY (64 * 1024)
#define MAX_HEADERS 100
/* Below this a compressed body is hardly smaller. */
#define MIN_SIZE_TO_COMPRESS 300
/* OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED. */
#define CERT_NOT_YET_VALID 9
#define CERT_HAS_EXPIRED 10

struct _GwHttpTransfer
{
  CURL              *easy;
  struct curl_slist *headers;
  GUri              *uri;
  char              *method;
  char              *user;
  char              *password;
  GwHttpAuth         auth;
  GStrv              more_headers;
  gboolean           is_plain;
  gboolean           keeps_headers;
  GBytes            *body;
  char              *content_type;
  gboolean           any_type;
  GwHttpDataFunc     on_data;
  gpointer           on_data_data;
  guint64            max_size;
  guint              stall_seconds;

  GByteArray        *received;
  guint64            n_received;
  guint              status;
  gboolean           is_page;
  gboolean           is_judged;
  gboolean           is_enough;   /* the words of an error were not read to their end */
  GError            *error;
  GwHttpTotals      *totals;
  char               message[CURL_ERROR_SIZE];
};

gboolean
gw_http_is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static GUri *
parse_address (const char  *url,
               GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri == NULL ? NULL : g_uri_get_scheme (uri);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)) {
    g_set_error_literal (error, GW_HTTP_ERROR, GW_HTTP_ERROR_ADDRESS,
                         "This is not the address of a server");
    return NULL;
  }
  if (strcmp (scheme, "http") == 0 && !gw_http_is_loopback (uri)) {
    g_set_error_literal (error, GW_HTTP_ERROR, GW_HTTP_ERROR_ADDRESS,
                         "Unprotected connections are made within this computer only");
    return NULL;
  }

  return g_steal_pointer (&uri);
}

static gboolean
is_json (const char *content_type)
{
  return content_type == NULL || !g_str_has_prefix (content_type, "text/html");
}

/* The first bytes tell a page from JSON even when the sender names the wrong type. */
static void
judge_beginning (GwHttpTransfer *self,
                 const char     *data,
                 gsize           length)
{
  const char *type = NULL;
  long status = 0;
  gsize i = 0;

  if (self->is_judged)
    return;
  while (i < length && (g_ascii_isspace (data[i]) || (guchar) data[i] >= 0x80))
    i++;
  if (i == length)
    return;
  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (self->easy, CURLINFO_CONTENT_TYPE, &type);
  self->status = (guint) status;
  self->is_page = !self->any_type && (!is_json (type) || data[i] == '<');
  self->is_judged = TRUE;
}

static gboolean
is_success (guint status)
{
  return status >= 200 && status < 300;
}

static size_t
on_body (char   *data,
         size_t  size,
         size_t  n,
         void   *user_data)
{
  GwHttpTransfer *self = user_data;
  gsize length = size * n;

  judge_beginning (self, data, length);
  self->n_received += length;
  if (self->is_page || (self->is_judged && !is_success (self->status))) {
    if (self->received->len + length <= MAX_ERROR_BODY)
      g_byte_array_append (self->received, (const guint8 *) data, (guint) length);
    /* A page and the words of an error are not read to their end: they can be of any size and say nothing. */
    self->is_enough = self->n_received > MAX_ERROR_BODY;
    return self->is_enough ? 0 : length;
  }
  if (self->n_received > self->max_size) {
    g_clear_error (&self->error);
    g_set_error_literal (&self->error, GW_HTTP_ERROR, GW_HTTP_ERROR_TOO_LARGE,
                         "The answer is larger than expected");
    return 0;
  }
  if (self->on_data == NULL) {
    g_byte_array_append (self->received, (const guint8 *) data, (guint) length);
    return length;
  }
  if (!self->on_data (data, length, self->on_data_data, &self->error))
    return 0;

  return length;
}

/* Counts what goes over the wire. curl's own figures count a small body twice. */
static int
on_wire (CURL          *easy,
         curl_infotype  type,
         char          *data,
         size_t         size,
         void          *user_data)
{
  GwHttpTransfer *self = user_data;

  if (self->totals == NULL)
    return 0;
  if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT)
    self->totals->bytes_up += size;
  else if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN)
    self->totals->bytes_down += size;

  return 0;
}

static void
add_header (GwHttpTransfer *self,
            const char     *line)
{
  self->headers = curl_slist_append (self->headers, line);
}

static void
prepare_body (GwHttpTransfer *self)
{
  g_autofree char *type_line = NULL;
  gconstpointer data;
  gsize size;

  curl_easy_setopt (self->easy, CURLOPT_CUSTOMREQUEST, self->method);
  if (self->body == NULL) {
    if (strcmp (self->method, "GET") == 0)
      curl_easy_setopt (self->easy, CURLOPT_HTTPGET, 1L);
    else if (strcmp (self->method, "HEAD") == 0)
      curl_easy_setopt (self->easy, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!self->is_plain && g_bytes_get_size (self->body) > MIN_SIZE_TO_COMPRESS) {
    GBytes *packed = gw_gzip (self->body);

    g_bytes_unref (self->body);
    self->body = packed;
    add_header (self, "Content-Encoding: gzip");
  }
  data = g_bytes_get_data (self->body, &size);
  curl_easy_setopt (self->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) size);
  curl_easy_setopt (self->easy, CURLOPT_POSTFIELDS, size == 0 ? "" : data);
  type_line = g_strconcat ("Content-Type: ",
                           self->content_type != NULL ? self->content_type : "application/json", NULL);
  add_header (self, type_line);
}

static void
prepare_security (GwHttpTransfer     *self,
                  const GwHttpLimits *limits)
{
  curl_easy_setopt (self->easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (self->easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (self->easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (self->easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (self->easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (limits->authorities != NULL) {
    struct curl_blob blob = { .flags = CURL_BLOB_COPY };
    gsize size;

    blob.data = (void *) g_bytes_get_data (limits->authorities, &size);
    blob.len = size;
    curl_easy_setopt (self->easy, CURLOPT_CAINFO_BLOB, &blob);
  } else if (limits->ca_file != NULL)
    curl_easy_setopt (self->easy, CURLOPT_CAINFO, limits->ca_file);
  if (self->user != NULL) {
    curl_easy_setopt (self->easy, CURLOPT_HTTPAUTH,
                      (long) (self->auth == GW_HTTP_AUTH_DIGEST ? CURLAUTH_DIGEST : CURLAUTH_BASIC));
    curl_easy_setopt (self->easy, CURLOPT_USERNAME, self->user);
    curl_easy_setopt (self->easy, CURLOPT_PASSWORD, self->password != NULL ? self->password : "");
  }
  if (limits->proxy != NULL)
    curl_easy_setopt (self->easy, CURLOPT_PROXY, limits->proxy);
}

/* Fills in the curl handle, which stays owned by the transfer. @totals must outlive it. */
CURL *
gw_http_transfer_prepare (GwHttpTransfer     *self,
                          const GwHttpLimits *limits,
                          GwHttpTotals       *totals)
{
  g_autofree char *url = g_uri_to_string_partial (self->uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  guint stall = self->stall_seconds > 0 ? self->stall_seconds : limits->stall_seconds;

  self->totals = totals;
  curl_easy_setopt (self->easy, CURLOPT_URL, url);
  curl_easy_setopt (self->easy, CURLOPT_PRIVATE, self);
  curl_easy_setopt (self->easy, CURLOPT_ERRORBUFFER, self->message);
  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (self->easy, CURLOPT_WRITEDATA, self);
  curl_easy_setopt (self->easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (self->easy, CURLOPT_DEBUGFUNCTION, on_wire);
  curl_easy_setopt (self->easy, CURLOPT_DEBUGDATA, self);
  curl_easy_setopt (self->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt (self->easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (self->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt (self->easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT, (long) limits->connect_seconds);
  curl_easy_setopt (self->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (self->easy, CURLOPT_LOW_SPEED_TIME, (long) stall);
  prepare_security (self, limits);
  add_header (self, self->any_type ? "Accept: */*" : "Accept: application/json");
  for (gsize i = 0; self->more_headers != NULL && self->more_headers[i] != NULL; i++)
    add_header (self, self->more_headers[i]);
  /* Else curl asks "may I send?" before larger bodies and waits a round trip. */
  add_header (self, "Expect:");
  prepare_body (self);
  curl_easy_setopt (self->easy, CURLOPT_HTTPHEADER, self->headers);

  return self->easy;
}

static GwHttpError
error_of_code (GwHttpTransfer *self,
               CURLcode        code)
{
  curl_off_t connected = 0;
  long verified = 0;

  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_CONNECT:
    return GW_HTTP_ERROR_NO_LINK;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_PROXY:
    return GW_HTTP_ERROR_PROXY;
  case CURLE_OPERATION_TIMEDOUT:
    curl_easy_getinfo (self->easy, CURLINFO_CONNECT_TIME_T, &connected);
    return connected == 0 ? GW_HTTP_ERROR_NO_LINK : GW_HTTP_ERROR_SILENT;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  /* A file of authorities that is not there: nothing can be checked, so that nothing is sent. */
  case CURLE_SSL_CACERT_BADFILE:
    curl_easy_getinfo (self->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    return verified == CERT_NOT_YET_VALID || verified == CERT_HAS_EXPIRED
             ? GW_HTTP_ERROR_CERTIFICATE_DATE
             : GW_HTTP_ERROR_CERTIFICATE;
  case CURLE_URL_MALFORMAT:
    return GW_HTTP_ERROR_ADDRESS;
  /* A proxy that refuses the tunnel is seen as a failed read with its status. */
  case CURLE_RECV_ERROR: {
    long status = 0;

    curl_easy_getinfo (self->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 300 ? GW_HTTP_ERROR_PROXY : GW_HTTP_ERROR_BROKEN;
  }
  /* Among them an answer that is no HTTP, which curl calls a protocol that it does not support: the rest of another
   * answer, perhaps. The scheme of the address was looked at before. */
  default:
    return GW_HTTP_ERROR_BROKEN;
  }
}

/* Whether the answer can be from our server at all. Servers and the proxies in front of them
 * do answer 5xx, 413 and 429 with a page of their own; everything else as a page, and every
 * redirect, is somebody who wants a browser. */
static gboolean
is_from_elsewhere (GwHttpTransfer *self)
{
  if (self->status == 511 || (self->status >= 300 && self->status < 400 && self->status != 304))
    return TRUE;
  return self->is_page && self->status < 500 && self->status != 413 && self->status != 429;
}

/* Those of the last answer. */
static GHashTable *
take_headers (GwHttpTransfer *self)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  struct curl_header *header = NULL;

  while (g_hash_table_size (headers) < MAX_HEADERS
         && (header = curl_easy_nextheader (self->easy, CURLH_HEADER, -1, header)) != NULL)
    g_hash_table_insert (headers, g_ascii_strdown (header->name, -1), g_utf8_make_valid (header->value, -1));

  return headers;
}

static GwHttpResponse *
take_response (GwHttpTransfer *self)
{
  GwHttpResponse *response = g_new0 (GwHttpResponse, 1);
  struct curl_header *date = NULL;
  curl_off_t retry_after = 0, first = 0, total = 0;

  response->status = self->status;
  response->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->received));
  if (curl_easy_header (self->easy, "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK)
    response->server_time = MAX (0, (gint64) curl_getdate (date->value, NULL));
  curl_easy_getinfo (self->easy, CURLINFO_STARTTRANSFER_TIME_T, &first);
  curl_easy_getinfo (self->easy, CURLINFO_TOTAL_TIME_T, &total);
  response->server_time_at = gw_time_steady () - MAX (0, (gint64) (total - first));
  curl_easy_getinfo (self->easy, CURLINFO_RETRY_AFTER, &retry_after);
  if (self->keeps_headers)
    response->headers = take_headers (self);
  response->retry_after = (guint) CLAMP (retry_after, 0, 24 * 3600);

  return response;
}

/* Turns the end of the transfer into an answer or an error; may be called once. */
GwHttpResponse *
gw_http_transfer_conclude (GwHttpTransfer  *self,
                           CURLcode         code,
                           GError         **error)
{
  long status = 0;

  if (self->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return NULL;
  }
  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &status);
  self->status = (guint) status;
  if (status != 0 && is_from_elsewhere (self)) {
    g_set_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_SIGN_IN_PAGE,
                 "Somebody else answered for the server (status %u)", self->status);
    return NULL;
  }
  if (code != CURLE_OK && !(self->is_enough && status >= 300)) {
    g_set_error (error, GW_HTTP_ERROR, error_of_code (self, code), "%s",
                 *self->message != '\0' ? self->message : curl_easy_strerror (code));
    return NULL;
  }

  return take_response (self);
}

GUri *
gw_http_transfer_get_uri (GwHttpTransfer *self)
{
  return self->uri;
}

GwHttpTransfer *
gw_http_transfer_new (const GwHttpRequest  *request,
                      GError              **error)
{
  g_autoptr (GUri) uri = parse_address (request->url, error);
  GwHttpTransfer *self;

  if (uri == NULL)
    return NULL;
  self = g_new0 (GwHttpTransfer, 1);
  self->easy = curl_easy_init ();
  g_assert (self->easy != NULL);
  self->uri = g_steal_pointer (&uri);
  self->method = g_strdup (request->method);
  self->user = g_strdup (request->user);
  self->password = g_strdup (request->password);
  self->auth = request->auth;
  self->more_headers = g_strdupv ((GStrv) request->headers);
  self->is_plain = request->is_plain;
  self->keeps_headers = request->keeps_headers;
  self->body = request->body == NULL ? NULL : g_bytes_ref (request->body);
  self->content_type = g_strdup (request->content_type);
  self->any_type = request->any_type;
  self->on_data = request->on_data;
  self->on_data_data = request->on_data_data;
  self->max_size = request->max_size > 0 ? request->max_size : DEFAULT_MAX_SIZE;
  self->stall_seconds = request->stall_seconds;
  self->received = g_byte_array_new ();

  return self;
}

void
gw_http_transfer_free (GwHttpTransfer *self)
{
  if (self == NULL)
    return;
  /* Ending the handle may still report bytes; they are not ours to count any more. */
  self->totals = NULL;
  g_clear_pointer (&self->easy, curl_easy_cleanup);
  g_clear_pointer (&self->headers, curl_slist_free_all);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->user, g_free);
  if (self->password != NULL)
    memset (self->password, 0, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->more_headers, g_strfreev);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->received, g_byte_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

void
gw_http_response_free (GwHttpResponse *response)
{
  if (response == NULL)
    return;
  g_clear_pointer (&response->body, g_bytes_unref);
  g_clear_pointer (&response->headers, g_hash_table_unref);
  g_free (response);
}
