/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/npm-server.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/net/gw-http.h"

struct _NpmServer
{
  GSubprocess *process;
  char        *url;
  char        *password;   /* of the server's administrator */
  GwHttp      *http;
};

/* Returns: NULL when node or its packages are not there. */
NpmServer *
npm_server_start (const char *data_dir,
                  guint       port)
{
  const char *top = g_getenv ("GODWIT_SOURCE_DIR");
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *script = g_build_filename (top != NULL ? top : ".", "tests/server/start.cjs", NULL);
  g_autofree char *modules =
    g_build_filename (top != NULL ? top : ".", "tests/server/node_modules/express-pouchdb", NULL);
  g_autofree char *number = g_strdup_printf ("%u", port);
  const char *arguments[] = {
    node, script, "--faults", "--admin", "--with-parent", "--password", "pw", "--port", number,
    data_dir != NULL ? "--data" : NULL, data_dir, NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (JsonObject) told = NULL;
  NpmServer *self;

  if (node == NULL || !g_file_test (modules, G_FILE_TEST_IS_DIR))
    return NULL;
  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  told = gw_json_parse_object (line, -1, &error);
  g_assert_no_error (error);
  self = g_new0 (NpmServer, 1);
  self->process = g_steal_pointer (&process);
  self->url = g_strdup (gw_json_get_string (told, "url"));
  self->password = g_strdup (gw_json_get_string (gw_json_get_object (told, "admin"), "password"));
  self->http = gw_http_new (NULL);

  return self;
}

NpmServer *
npm_server_or_skip (void)
{
  NpmServer *self = npm_server_start (NULL, 0);

  if (self == NULL)
    g_test_skip ("node or tests/server/node_modules is missing: not tried against a server");

  return self;
}

void
npm_server_kill (NpmServer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
npm_server_free (NpmServer *self)
{
  if (self == NULL)
    return;
  g_subprocess_send_signal (self->process, 15);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->http);
  g_free (self->url);
  g_free (self->password);
  g_free (self);
}

const char *
npm_server_get_url (NpmServer *self)
{
  return self->url;
}

guint
npm_server_get_port (NpmServer *self)
{
  return (guint) g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10);
}

/* Asks as the server's administrator. Returns: the body. */
char *
npm_server_admin (NpmServer  *self,
                  const char *method,
                  const char *path,
                  const char *body)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autoptr (GBytes) bytes = body == NULL ? NULL : g_bytes_new_static (body, strlen (body));
  g_autoptr (GError) error = NULL;
  GwHttpRequest request = {
    .method = method, .url = url, .user = "admin", .password = self->password, .body = bytes,
  };
  g_autoptr (GwHttpResponse) response = gw_http_send (self->http, &request, NULL, &error);

  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
}

/* Plans a fault (see tests/server/server.cjs) and forgets the log; NULL only forgets. */
void
npm_server_break (NpmServer  *self,
                  const char *fault)
{
  g_autofree char *answer = npm_server_admin (self, "POST", "/_fault", fault != NULL ? fault : "{}");

  g_assert_nonnull (answer);
}

/* Returns: one line for each request since npm_server_break(). */
char *
npm_server_dup_log (NpmServer *self)
{
  g_autofree char *answer = npm_server_admin (self, "GET", "/_fault", NULL);
  g_autoptr (JsonObject) object = gw_json_parse_object (answer, -1, NULL);
  JsonArray *requests = gw_json_get_array (object, "requests");
  GString *log = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (requests); i++)
    g_string_append_printf (log, "%s\n", gw_json_array_string (requests, i));

  return g_string_free (log, FALSE);
}
