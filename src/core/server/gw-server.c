/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking a CouchDB (https://docs.couchdb.org/en/stable/api/) as its keeper does: few questions, in no hurry,
 * each answered before the next. Addresses, TLS and limits are the business of core/net. */

#include "core/server/gw-server.h"

#include <string.h>

#include "core/base/gw-address.h"
#include "core/base/gw-json.h"
#include "core/net/gw-http.h"

/* What a server of all countries answers to "all accounts". */
#define MAX_ANSWER (256 * 1024 * 1024)

struct _GwServer
{
  GMainContext *context;
  GwHttp *http;
  char *url;
  char *user;
  char *password;
};

G_DEFINE_QUARK (gw-server-error-quark, gw_server_error)

void
gw_server_answer_free (GwServerAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

/* Returns: whether it was done */
gboolean
gw_server_answer_is_good (GwServerAnswer *self)
{
  return self->status >= 200 && self->status < 300;
}

/* Returns: (transfer none) (nullable): the answer, if it is an object */
JsonObject *
gw_server_answer_get_object (GwServerAnswer *self)
{
  return self->root != NULL && JSON_NODE_HOLDS_OBJECT (self->root) ? json_node_get_object (self->root) : NULL;
}

static char *
dup_base (const char *url)
{
  g_autofree char *address = g_strstrip (g_strdup (url));
  char *base = gw_address_dup_bare (address);

  for (gsize n = strlen (base); n > 0 && base[n - 1] == '/'; n--)
    base[n - 1] = '\0';

  return base;
}

static GwServer *
make (const char   *url,
      GMainContext *context,
      GwHttp       *http,
      const char   *user,
      const char   *password)
{
  GwServer *self = g_new0 (GwServer, 1);

  self->context = context;
  self->http = http;
  self->url = g_strdup (url);
  self->user = g_strdup (user);
  self->password = g_strdup (password);

  return self;
}

/**
 * gw_server_new:
 * @url: the address; TLS, or this computer
 * @user: (nullable): the account; %NULL to ask as nobody
 * @password: (nullable): its password
 *
 * Returns: (transfer full): the server; nothing is asked yet
 */
GwServer *
gw_server_new (const char *url,
               const char *user,
               const char *password)
{
  g_autofree char *base = NULL;
  GMainContext *context;

  g_return_val_if_fail (url != NULL, NULL);

  base = dup_base (url);
  context = g_main_context_new ();
  return make (base, context, gw_http_new (context), user, password);
}

/**
 * gw_server_new_beside:
 * @other: a server
 * @user: (nullable): another account; %NULL to ask as nobody
 * @password: (nullable): its password
 *
 * Returns: (transfer full): the same server on the same connections, asked as somebody else
 */
GwServer *
gw_server_new_beside (GwServer   *other,
                      const char *user,
                      const char *password)
{
  g_return_val_if_fail (other != NULL, NULL);

  return make (other->url, g_main_context_ref (other->context), g_object_ref (other->http), user, password);
}

void
gw_server_free (GwServer *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->http);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->url);
  g_free (self->user);
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self);
}

const char *
gw_server_get_user (GwServer *self)
{
  return self->user;
}

static GwServerAnswer *
read_answer (const GwHttpResponse *response)
{
  GwServerAnswer *answer = g_new0 (GwServerAnswer, 1);
  gsize size;
  const char *text = g_bytes_get_data (response->body, &size);

  answer->status = response->status;
  if (size > 0)
    answer->root = gw_json_parse (text, (gssize) size, NULL);

  return answer;
}

/**
 * gw_server_try:
 * @method: "GET", "PUT" and so on
 * @path: what follows the address, beginning with a slash
 * @body: (nullable): JSON
 * @error: return location
 *
 * Returns: (transfer full): what was answered, whatever it is; or %NULL with an @error of %GW_HTTP_ERROR
 */
GwServerAnswer *
gw_server_try (GwServer    *self,
               const char  *method,
               const char  *path,
               const char  *body,
               GError     **error)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GwHttpResponse) response = NULL;
  GwHttpRequest request = {
    .method = method,
    .url = url,
    .user = self->user,
    .password = self->password,
    .body = bytes,
    .max_size = MAX_ANSWER,
  };

  g_main_context_push_thread_default (self->context);
  response = gw_http_send (self->http, &request, NULL, error);
  g_main_context_pop_thread_default (self->context);

  return response != NULL ? read_answer (response) : NULL;
}

static void
set_refused (GwServerAnswer  *answer,
             const char      *method,
             const char      *path,
             GError         **error)
{
  JsonObject *object = gw_server_answer_get_object (answer);
  const char *name = object != NULL ? gw_json_get_string (object, "error") : NULL;
  const char *reason = object != NULL ? gw_json_get_string (object, "reason") : NULL;
  GwServerError code = answer->status == 401 ? GW_SERVER_ERROR_PASSWORD
                       : answer->status == 409 ? GW_SERVER_ERROR_CONFLICT
                                               : GW_SERVER_ERROR_REFUSED;

  if (name == NULL && answer->status < 500)
    code = GW_SERVER_ERROR_NOT_A_SERVER;
  g_set_error (error, GW_SERVER_ERROR, code, "%s %s: %u %s %.200s", method, path, answer->status,
               name != NULL ? name : "", reason != NULL ? reason : "");
}

/**
 * gw_server_ask:
 *
 * As gw_server_try(), for what has to be done.
 *
 * Returns: (transfer full): what was answered; or %NULL with an @error also when the server refused
 */
GwServerAnswer *
gw_server_ask (GwServer    *self,
               const char  *method,
               const char  *path,
               const char  *body,
               GError     **error)
{
  g_autoptr (GwServerAnswer) answer = gw_server_try (self, method, path, body, error);

  if (answer == NULL || gw_server_answer_is_good (answer))
    return g_steal_pointer (&answer);
  set_refused (answer, method, path, error);

  return NULL;
}

/**
 * gw_server_find:
 * @path: of a document or a database
 * @found: (out) (transfer full) (nullable): what is there, %NULL for nothing
 * @error: return location
 *
 * Returns: whether it is known if something is there
 */
gboolean
gw_server_find (GwServer    *self,
                const char  *path,
                JsonObject **found,
                GError     **error)
{
  g_autoptr (GwServerAnswer) answer = gw_server_try (self, "GET", path, NULL, error);
  JsonObject *object = answer != NULL ? gw_server_answer_get_object (answer) : NULL;

  *found = NULL;
  if (answer == NULL)
    return FALSE;
  if (answer->status == 404 && object != NULL && gw_json_get_string (object, "error") != NULL)
    return TRUE;
  if (!gw_server_answer_is_good (answer) || object == NULL) {
    set_refused (answer, "GET", path, error);
    return FALSE;
  }
  *found = json_object_ref (object);

  return TRUE;
}

/**
 * gw_server_put:
 * @path: of a document
 * @body: the document, with the "_rev" that it changes
 *
 * Returns: whether it was stored
 */
gboolean
gw_server_put (GwServer    *self,
               const char  *path,
               JsonObject  *body,
               GError     **error)
{
  g_autofree char *text = gw_json_to_text (body);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self, "PUT", path, text, error);

  return answer != NULL;
}

/**
 * gw_server_check_keeper:
 *
 * Returns: whether the account is an administrator's, else %GW_SERVER_ERROR_PASSWORD,
 *   %GW_SERVER_ERROR_NOT_KEEPER or %GW_SERVER_ERROR_NOT_A_SERVER
 */
gboolean
gw_server_check_keeper (GwServer  *self,
                        GError   **error)
{
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self, "GET", "/_session", NULL, error);
  JsonObject *object = answer != NULL ? gw_server_answer_get_object (answer) : NULL;
  JsonObject *context = object != NULL ? gw_json_get_object (object, "userCtx") : NULL;
  JsonArray *roles = context != NULL ? gw_json_get_array (context, "roles") : NULL;

  if (answer == NULL)
    return FALSE;
  if (roles == NULL) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_A_SERVER, "It does not say whose account this is");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (roles); i++) {
    if (g_strcmp0 (gw_json_array_string (roles, i), "_admin") == 0)
      return TRUE;
  }
  g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_KEEPER, "%s is no administrator", self->user);

  return FALSE;
}

/**
 * gw_server_list_names:
 *
 * Returns: (transfer full): the databases that are there
 */
GStrv
gw_server_list_names (GwServer  *self,
                      GError   **error)
{
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self, "GET", "/_all_dbs", NULL, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *names;

  if (answer == NULL)
    return NULL;
  if (answer->root == NULL || !JSON_NODE_HOLDS_ARRAY (answer->root)) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_A_SERVER, "It does not list its databases");
    return NULL;
  }
  names = json_node_get_array (answer->root);
  for (guint i = 0; i < json_array_get_length (names); i++) {
    const char *name = gw_json_array_string (names, i);

    if (name != NULL)
      g_strv_builder_add (builder, name);
  }

  return g_strv_builder_end (builder);
}

/**
 * gw_server_list_countries:
 *
 * Returns: (transfer full): the countries whose working papers are there, as "ken"
 */
GStrv
gw_server_list_countries (GwServer  *self,
                          GError   **error)
{
  g_auto (GStrv) names = gw_server_list_names (self, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (names == NULL)
    return NULL;
  for (gsize i = 0; names[i] != NULL; i++) {
    const char *country = g_str_has_prefix (names[i], "party-") ? names[i] + strlen ("party-") : NULL;

    if (country != NULL && strlen (country) == 3)
      g_strv_builder_add (builder, country);
  }

  return g_strv_builder_end (builder);
}

/* Returns: (transfer full): the path of a document; a colon may stay in it, a slash may not */
char *
gw_server_dup_doc_path (const char *db,
                        const char *id)
{
  g_autofree char *name = g_uri_escape_string (id, ":", FALSE);

  return g_strconcat ("/", db, "/", name, NULL);
}
