/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gstdio.h>

#include "core/net/gw-gzip.h"
#include "core/net/gw-http.h"
#include "core/net/gw-secret.h"
#include "support/fake-server.h"

static GwHttpResponse *
ask (GwHttp      *http,
     FakeServer  *server,
     const char  *path,
     GError     **error)
{
  g_autofree char *url = g_strconcat (fake_server_get_url (server), path, NULL);
  GwHttpRequest request = { .method = "GET", .url = url };

  return gw_http_send (http, &request, NULL, error);
}

static void
answer_json (FakeRequest *request,
             FakeReply   *reply,
             gpointer     user_data)
{
  reply->headers = "Date: Wed, 01 May 2024 10:00:00 GMT\r\n";
  reply->body = g_strdup ("{\"ok\":true}");
}

static void
test_an_answer_comes (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_json, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwHttpResponse) response = ask (http, server, "/a?b=c", &error);
  g_autofree char *log = fake_server_dup_log (server);
  GwHttpTotals totals;

  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body),
                   "{\"ok\":true}", 11);
  g_assert_cmpint (response->server_time, ==, 1714557600);
  g_assert_cmpstr (log, ==, "GET /a?b=c\n");
  gw_http_get_totals (http, &totals);
  g_assert_cmpuint (totals.requests, ==, 1);
  g_assert_cmpuint (totals.bytes_up, >, 60);
  g_assert_cmpuint (totals.bytes_up, <, 400);
  g_assert_cmpuint (totals.bytes_down, >, 60);
  g_assert_cmpuint (totals.bytes_down, <, 400);
}

typedef struct
{
  char  *authorization;
  char  *encoding;
  gsize  size;
} Seen;

static void
note_request (FakeRequest *request,
              FakeReply   *reply,
              gpointer     user_data)
{
  Seen *seen = user_data;

  seen->authorization = g_strdup (request->authorization);
  seen->encoding = g_strdup (request->encoding);
  seen->size = g_bytes_get_size (request->body);
  reply->body = g_strdup ("[]");
}

static void
test_bodies_are_packed_and_signed_in (void)
{
  Seen seen = { NULL };
  g_autoptr (FakeServer) server = fake_server_new (note_request, &seen);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autoptr (GBytes) body = g_bytes_new_static (text, 20000);
  g_autofree char *url = g_strconcat (fake_server_get_url (server), "/p", NULL);
  GwHttpRequest request = {
    .method = "POST", .url = url, .body = body, .user = "ann", .password = "a:b é",
  };
  g_autoptr (GwHttpResponse) response = gw_http_send (http, &request, NULL, &error);
  g_autofree char *expected = g_base64_encode ((const guchar *) "ann:a:b é", strlen ("ann:a:b é"));

  g_assert_no_error (error);
  g_assert_cmpstr (seen.encoding, ==, "gzip");
  g_assert_cmpuint (seen.size, <, 300);
  g_assert_cmpint (strncmp (seen.authorization, "Basic ", 6), ==, 0);
  g_assert_cmpstr (seen.authorization + 6, ==, expected);
  g_free (seen.authorization);
  g_free (seen.encoding);
}

static void
answer_as_named (FakeRequest *request,
                 FakeReply   *reply,
                 gpointer     user_data)
{
  const char *page = "<!DOCTYPE html><html><body>Welcome to the hotel</body></html>";

  if (strcmp (request->path, "/redirect") == 0) {
    reply->status = 302;
    reply->headers = "Location: http://127.0.0.1:9/login\r\n";
  } else if (strcmp (request->path, "/page") == 0) {
    reply->type = "text/html";
    reply->body = g_strdup (page);
  } else if (strcmp (request->path, "/page-named-json") == 0) {
    reply->body = g_strconcat ("\n ", page, NULL);
  } else if (strcmp (request->path, "/511") == 0) {
    reply->status = 511;
    reply->body = g_strdup (page);
  } else if (strcmp (request->path, "/404-page") == 0) {
    reply->status = 404;
    reply->type = "text/html";
    reply->body = g_strdup (page);
  } else if (strcmp (request->path, "/502-page") == 0) {
    reply->status = 502;
    reply->type = "text/html";
    reply->body = g_strdup (page);
  } else if (strcmp (request->path, "/413-page") == 0) {
    reply->status = 413;
    reply->type = "text/html";
    reply->body = g_strdup (page);
  } else if (strcmp (request->path, "/401") == 0) {
    reply->status = 401;
    reply->body = g_strdup ("{\"error\":\"unauthorized\",\"reason\":\"no\"}");
  } else if (strcmp (request->path, "/429") == 0) {
    reply->status = 429;
    reply->headers = "Retry-After: 120\r\n";
    reply->body = g_strdup ("{}");
  } else if (strcmp (request->path, "/cut") == 0) {
    reply->body = g_strnfill (1000, ' ');
    reply->cut = 100;
  } else if (strcmp (request->path, "/drop") == 0) {
    reply->drop = TRUE;
  } else if (strcmp (request->path, "/no-http") == 0) {
    reply->bare = TRUE;
    reply->body = g_strdup ("SSH-2.0-OpenSSH_9.2p1\r\n");
  } else if (strcmp (request->path, "/large") == 0) {
    reply->body = g_strnfill (100000, ' ');
  }
}

static void
test_other_answers_are_told_apart (void)
{
  static const struct
  {
    const char *path;
    int         error;    /* -1: an answer */
    guint       status;
  } cases[] = {
    { "/redirect", GW_HTTP_ERROR_SIGN_IN_PAGE, 0 },
    { "/page", GW_HTTP_ERROR_SIGN_IN_PAGE, 0 },
    { "/page-named-json", GW_HTTP_ERROR_SIGN_IN_PAGE, 0 },
    { "/511", GW_HTTP_ERROR_SIGN_IN_PAGE, 0 },
    { "/404-page", GW_HTTP_ERROR_SIGN_IN_PAGE, 0 },
    { "/502-page", -1, 502 },
    { "/413-page", -1, 413 },
    { "/401", -1, 401 },
    { "/429", -1, 429 },
    { "/cut", GW_HTTP_ERROR_BROKEN, 0 },
    { "/drop", GW_HTTP_ERROR_BROKEN, 0 },
    { "/no-http", GW_HTTP_ERROR_BROKEN, 0 },
  };
  g_autoptr (FakeServer) server = fake_server_new (answer_as_named, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwHttpResponse) response = ask (http, server, cases[i].path, &error);

    g_test_message ("%s", cases[i].path);
    if (cases[i].error < 0) {
      g_assert_no_error (error);
      g_assert_cmpuint (response->status, ==, cases[i].status);
    } else {
      g_assert_error (error, GW_HTTP_ERROR, cases[i].error);
      g_assert_null (response);
    }
    if (cases[i].status == 429)
      g_assert_cmpuint (response->retry_after, ==, 120);
  }
}

static void
test_too_large_is_refused (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_as_named, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strconcat (fake_server_get_url (server), "/large", NULL);
  GwHttpRequest request = { .method = "GET", .url = url, .max_size = 5000 };
  g_autoptr (GwHttpResponse) response = gw_http_send (http, &request, NULL, &error);

  g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_TOO_LARGE);
  g_assert_null (response);
}

static void
answer_in_silence (FakeRequest *request,
                   FakeReply   *reply,
                   gpointer     user_data)
{
  reply->hang = strcmp (request->path, "/all") == 0;
  reply->hang_after_headers = !reply->hang;
  reply->body = g_strdup ("{}");
}

static void
test_silence_has_a_limit (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_in_silence, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  const char *paths[] = { "/all", "/after" };

  gw_http_set_stall_seconds (http, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwHttpResponse) response = ask (http, server, paths[i], &error);

    g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_SILENT);
    g_assert_null (response);
  }
}

static gboolean
on_time (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_a_request_can_be_cancelled (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_in_silence, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strconcat (fake_server_get_url (server), "/all", NULL);
  GwHttpRequest request = { .method = "GET", .url = url };
  g_autoptr (GwHttpResponse) response = NULL;

  g_timeout_add (50, on_time, cancellable);
  response = gw_http_send (http, &request, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nobody_listens (void)
{
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  GwHttpRequest request = { .method = "GET", .url = "http://127.0.0.1:1/" };
  g_autoptr (GwHttpResponse) response = gw_http_send (http, &request, NULL, &error);

  g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_NO_LINK);
}

static void
test_plain_http_stays_on_this_computer (void)
{
  static const char *const urls[] = {
    "http://192.0.2.1/db", "http://example.org/", "ftp://127.0.0.1/", "file:///etc/passwd",
    "127.0.0.1:5984", "http://127.0.0.1.example.org/", "",
  };
  g_autoptr (GwHttp) http = gw_http_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (GError) error = NULL;
    GwHttpRequest request = { .method = "GET", .url = urls[i] };
    g_autoptr (GwHttpResponse) response = gw_http_send (http, &request, NULL, &error);

    g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_ADDRESS);
  }
}

static gboolean
count_bytes (const char  *data,
             gsize        length,
             gpointer     user_data,
             GError     **error)
{
  gsize *n = user_data;

  *n += length;
  if (*n > 50000) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
    return FALSE;
  }

  return TRUE;
}

static void
test_a_body_streams_and_can_be_stopped (void)
{
  g_autoptr (FakeServer) server = fake_server_new (answer_as_named, NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strconcat (fake_server_get_url (server), "/large", NULL);
  gsize n = 0;
  GwHttpRequest request = {
    .method = "GET", .url = url, .on_data = count_bytes, .on_data_data = &n,
  };
  g_autoptr (GwHttpResponse) response = gw_http_send (http, &request, NULL, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (n, <, 100000);
}

static void
answer_nothing (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  reply->drop = TRUE;
}

static void
on_proxy_asked (FakeRequest *request,
                FakeReply   *reply,
                gpointer     user_data)
{
  reply->status = 407;
  reply->type = "text/html";
  reply->body = g_strdup ("<p>Who are you?</p>");
}

static void
test_the_proxy_of_the_desktop_is_used (void)
{
  g_autoptr (FakeServer) proxy = fake_server_new (on_proxy_asked, NULL);
  g_autoptr (GProxyResolver) resolver =
    g_simple_proxy_resolver_new (fake_server_get_url (proxy), NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  GwHttpRequest request = { .method = "GET", .url = "https://sync.example.org/db" };
  g_autoptr (GwHttpResponse) response = NULL;

  gw_http_set_proxy_resolver (http, resolver);
  response = gw_http_send (http, &request, NULL, &error);
  log = fake_server_dup_log (proxy);
  g_assert_cmpstr (log, ==, "CONNECT sync.example.org:443\n");
  g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_PROXY);
}

static void
test_loopback_needs_no_proxy (void)
{
  g_autoptr (FakeServer) proxy = fake_server_new (answer_nothing, NULL);
  g_autoptr (FakeServer) server = fake_server_new (answer_json, NULL);
  g_autoptr (GProxyResolver) resolver =
    g_simple_proxy_resolver_new (fake_server_get_url (proxy), NULL);
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwHttpResponse) response = NULL;

  gw_http_set_proxy_resolver (http, resolver);
  response = ask (http, server, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fake_server_count (proxy), ==, 0);
}

/* A TLS server with a certificate nobody vouches for, made by Debian's openssl. */
static GSubprocess *
start_tls_server (const char *directory,
                  guint16     port)
{
  g_autofree char *key = g_build_filename (directory, "key.pem", NULL);
  g_autofree char *certificate = g_build_filename (directory, "cert.pem", NULL);
  g_autofree char *accept = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (GSubprocess) maker = NULL;
  GSubprocessFlags quiet = G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;

  maker = g_subprocess_new (quiet, NULL, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                            "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                            "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate, NULL);
  if (maker == NULL || !g_subprocess_wait_check (maker, NULL, NULL))
    return NULL;

  return g_subprocess_new (quiet | G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "openssl", "s_server",
                           "-accept", accept, "-key", key, "-cert", certificate, "-www", NULL);
}

static guint16
free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

static void
wait_for_port (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  for (int i = 0; i < 200; i++) {
    g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

    if (connection != NULL)
      return;
    g_usleep (20 * 1000);
  }
}

static void
test_an_unknown_certificate_is_refused (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *directory = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  g_autoptr (GwHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port = free_port ();
  GwHttpRequest request = { .method = "GET" };

  if (openssl == NULL) {
    g_test_skip ("openssl is not installed: certificates were not tried");
    return;
  }
  directory = g_dir_make_tmp ("godwit-tls-XXXXXX", NULL);
  server = start_tls_server (directory, port);
  g_assert_nonnull (server);
  wait_for_port (port);
  request.url = url = g_strdup_printf ("https://127.0.0.1:%u/", port);
  response = gw_http_send (http, &request, NULL, &error);
  g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_CERTIFICATE);
  g_clear_error (&error);

  /* The same server with its certificate among the known ones answers, a page in this case. */
  certificate = g_build_filename (directory, "cert.pem", NULL);
  gw_http_set_ca_file (http, certificate);
  response = gw_http_send (http, &request, NULL, &error);
  g_assert_error (error, GW_HTTP_ERROR, GW_HTTP_ERROR_SIGN_IN_PAGE);
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
}

static void
test_packing_is_gzip (void)
{
  g_autofree char *text = g_strnfill (100000, 'a');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, 100000);
  g_autoptr (GBytes) packed = gw_gzip (bytes);
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_bytes (packed);
  g_autoptr (GZlibDecompressor) unpack = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) out = g_converter_input_stream_new (in, G_CONVERTER (unpack));
  g_autofree char *back = g_malloc (100001);
  gsize n = 0;

  g_assert_true (g_input_stream_read_all (out, back, 100001, &n, NULL, NULL));
  g_assert_cmpmem (back, n, text, 100000);
  g_assert_cmpuint (g_bytes_get_size (packed), <, 1000);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

/* The tests run without a session bus, as a machine without a keyring does. */
static void
test_without_a_keyring_a_password_is_kept_for_this_run (void)
{
  g_autoptr (GwSecret) secret = gw_secret_new ();
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GAsyncResult) gone = NULL;
  g_autofree char *password = NULL;
  GwSecretPlace place;

  gw_secret_set_limit (secret, 2000);
  gw_secret_store_async (secret, "https://a.example", "ann", "pw", on_result, &stored);
  place = gw_secret_store_finish (secret, wait_for (&stored));
  g_assert_cmpint (place, ==, GW_SECRET_THIS_RUN);
  gw_secret_lookup_async (secret, "https://a.example", "ann", on_result, &found);
  password = gw_secret_lookup_finish (secret, wait_for (&found), &place);
  g_assert_cmpstr (password, ==, "pw");
  g_assert_cmpint (place, ==, GW_SECRET_THIS_RUN);
  gw_secret_lookup_async (secret, "https://b.example", "ann", on_result, &other);
  g_assert_null (gw_secret_lookup_finish (secret, wait_for (&other), &place));
  g_assert_cmpint (place, ==, GW_SECRET_NOWHERE);
  gw_secret_clear_async (secret, "https://a.example", "ann", on_result, &cleared);
  gw_secret_clear_finish (secret, wait_for (&cleared));
  gw_secret_lookup_async (secret, "https://a.example", "ann", on_result, &gone);
  g_assert_null (gw_secret_lookup_finish (secret, wait_for (&gone), NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_unsetenv ("http_proxy");
  g_unsetenv ("https_proxy");
  g_unsetenv ("HTTPS_PROXY");
  g_unsetenv ("ALL_PROXY");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/net/http/an-answer-comes", test_an_answer_comes);
  g_test_add_func ("/net/http/bodies-are-packed-and-signed-in", test_bodies_are_packed_and_signed_in);
  g_test_add_func ("/net/http/other-answers-are-told-apart", test_other_answers_are_told_apart);
  g_test_add_func ("/net/http/too-large-is-refused", test_too_large_is_refused);
  g_test_add_func ("/net/http/silence-has-a-limit", test_silence_has_a_limit);
  g_test_add_func ("/net/http/a-request-can-be-cancelled", test_a_request_can_be_cancelled);
  g_test_add_func ("/net/http/nobody-listens", test_nobody_listens);
  g_test_add_func ("/net/http/plain-http-stays-on-this-computer",
                   test_plain_http_stays_on_this_computer);
  g_test_add_func ("/net/http/a-body-streams-and-can-be-stopped",
                   test_a_body_streams_and_can_be_stopped);
  g_test_add_func ("/net/http/the-proxy-of-the-desktop-is-used",
                   test_the_proxy_of_the_desktop_is_used);
  g_test_add_func ("/net/http/loopback-needs-no-proxy", test_loopback_needs_no_proxy);
  g_test_add_func ("/net/http/an-unknown-certificate-is-refused",
                   test_an_unknown_certificate_is_refused);
  g_test_add_func ("/net/gzip/packing-is-gzip", test_packing_is_gzip);
  g_test_add_func ("/net/secret/without-a-keyring-a-password-is-kept-for-this-run",
                   test_without_a_keyring_a_password_is_kept_for_this_run);

  return g_test_run ();
}
