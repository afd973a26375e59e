/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwHttpError:
 * @GW_HTTP_ERROR_NO_LINK: the name cannot be found or nobody listens there; try later
 * @GW_HTTP_ERROR_SILENT: connected, but no byte came for the stall limit; try later
 * @GW_HTTP_ERROR_BROKEN: the connection ended in the middle; what was sent is uncertain
 * @GW_HTTP_ERROR_CERTIFICATE: this is not provably the server; nothing was sent to it
 * @GW_HTTP_ERROR_CERTIFICATE_DATE: the certificate fails for its dates only: look at the clock
 * @GW_HTTP_ERROR_SIGN_IN_PAGE: somebody else answered: a redirect, a page instead of JSON
 * @GW_HTTP_ERROR_TOO_LARGE: the answer is larger than the request allowed
 * @GW_HTTP_ERROR_PROXY: the proxy refuses or wants a password
 * @GW_HTTP_ERROR_ADDRESS: the address is no http(s) address, or plain http beyond this computer
 *
 * What can hinder an exchange before there is an answer of the server. An answer with a
 * status of 400 or more is an answer, not an error.
 */
typedef enum
{
  GW_HTTP_ERROR_NO_LINK,
  GW_HTTP_ERROR_SILENT,
  GW_HTTP_ERROR_BROKEN,
  GW_HTTP_ERROR_CERTIFICATE,
  GW_HTTP_ERROR_CERTIFICATE_DATE,
  GW_HTTP_ERROR_SIGN_IN_PAGE,
  GW_HTTP_ERROR_TOO_LARGE,
  GW_HTTP_ERROR_PROXY,
  GW_HTTP_ERROR_ADDRESS,
} GwHttpError;

#define GW_HTTP_ERROR (gw_http_error_quark ())

GQuark gw_http_error_quark (void);

/* Takes a piece of a successful answer, unpacked. FALSE with @error set ends the transfer
 * with that error. Runs on the thread of the GwHttp, must not call it. */
typedef gboolean (*GwHttpDataFunc) (const char  *data,
                                    gsize        length,
                                    gpointer     user_data,
                                    GError     **error);

/* How the account is told. Digest never shows the password; the body is sent once the server named its word. */
typedef enum
{
  GW_HTTP_AUTH_BASIC,
  GW_HTTP_AUTH_DIGEST,
} GwHttpAuth;

/* A request, filled in by the caller and copied by gw_http_send_async(). */
typedef struct
{
  const char     *method;         /* "GET", "HEAD", "POST", "PUT" */
  const char     *url;
  const char     *user;           /* (nullable): sign in as @auth says */
  const char     *password;       /* (nullable) */
  GwHttpAuth      auth;
  const char *const *headers;     /* (nullable): more lines, "Name: value" */
  GBytes         *body;           /* (nullable) */
  const char     *content_type;   /* (nullable): of @body, JSON when NULL */
  gboolean        is_plain;       /* never compress @body: not every server can unpack it */
  gboolean        keeps_headers;  /* the answer has its headers */
  gboolean        any_type;       /* take an answer that is not JSON too */
  GwHttpDataFunc  on_data;        /* (nullable): gets the body of a 2xx answer as it comes */
  gpointer        on_data_data;
  guint64         max_size;       /* of the unpacked answer; 0: 16 MB */
  guint           stall_seconds;  /* 0: the limit of the GwHttp */
} GwHttpRequest;

typedef struct
{
  guint   status;
  GBytes *body;          /* (not nullable): empty when a GwHttpDataFunc took it */
  gint64  server_time;   /* Unix seconds of its Date header, 0 when there is none */
  gint64  server_time_at; /* when that header came, of gw_time_steady(): long before the end of a long answer */
  guint   retry_after;   /* seconds, 0 when not said */
  GHashTable *headers;   /* (nullable): name in small letters -> value, where the request asked for them */
} GwHttpResponse;

void gw_http_response_free (GwHttpResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpResponse, gw_http_response_free)

typedef struct
{
  guint64 requests;
  guint64 bytes_up;      /* headers and bodies as they went over the wire, before TLS */
  guint64 bytes_down;
} GwHttpTotals;

#define GW_TYPE_HTTP (gw_http_get_type ())

G_DECLARE_FINAL_TYPE (GwHttp, gw_http, GW, HTTP, GObject)

GwHttp         *gw_http_new                (GMainContext         *context) G_GNUC_WARN_UNUSED_RESULT;

void            gw_http_set_stall_seconds  (GwHttp               *self,
                                            guint                 seconds);
void            gw_http_set_connect_seconds (GwHttp              *self,
                                            guint                 seconds);
void            gw_http_set_ca_file        (GwHttp               *self,
                                            const char           *path);
void            gw_http_set_authority      (GwHttp               *self,
                                            const char           *pem);
void            gw_http_set_proxy_resolver (GwHttp               *self,
                                            GProxyResolver       *resolver);
void            gw_http_get_totals         (GwHttp               *self,
                                            GwHttpTotals         *totals);
void            gw_http_mark               (GwHttp               *self);
void            gw_http_get_mark           (GwHttp               *self,
                                            GwHttpTotals         *totals);
gboolean        gw_http_shares_connection  (GwHttp               *self);

void            gw_http_send_async         (GwHttp               *self,
                                            const GwHttpRequest  *request,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GwHttpResponse *gw_http_send_finish        (GwHttp               *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwHttpResponse *gw_http_send               (GwHttp               *self,
                                            const GwHttpRequest  *request,
                                            GCancellable         *cancellable,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean        gw_http_is_loopback        (GUri                 *uri);

G_END_DECLS
