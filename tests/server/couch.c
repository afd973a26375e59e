/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts, access and routes. What each route answers stands in couch-answers.c. */

#include "server/couch-private.h"

#include <string.h>

static void
account_free (gpointer data)
{
  CouchAccount *account = data;

  g_free (account->password);
  g_strfreev (account->roles);
  g_free (account);
}

void
couch_add_account (Couch      *self,
                   const char *name,
                   const char *password,
                   const char *roles)
{
  CouchAccount *account = g_new0 (CouchAccount, 1);

  account->password = g_strdup (password);
  account->roles = g_strsplit (roles, " ", -1);
  g_hash_table_insert (self->accounts, g_strdup (name), account);
}

Couch *
couch_new (const char *admin_password)
{
  Couch *self = g_new0 (Couch, 1);

  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, account_free);
  self->databases = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) couch_database_free);
  self->rules = couch_rules_new ();
  self->max_document_size = 8000000;
  couch_add_account (self, "admin", admin_password, "_admin");
  couch_add_database (self, "_users", "_admin");
  return self;
}

void
couch_free (Couch *self)
{
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->databases);
  couch_rules_free (self->rules);
  g_free (self);
}

void
couch_add_database (Couch      *self,
                    const char *name,
                    const char *reader_roles)
{
  CouchDatabase *db = couch_database_new (name);
  g_auto (GStrv) roles = g_strsplit (reader_roles, " ", -1);
  g_autofree char *list = g_strjoinv ("\",\"", roles);

  g_free (db->security);
  db->security = g_strdup_printf ("{\"admins\":{\"names\":[],\"roles\":[\"_admin\"]},"
                                  "\"members\":{\"names\":[],\"roles\":[\"%s\"]}}", list);
  g_hash_table_replace (self->databases, db->name, db);
}

gboolean
couch_add_rule (Couch      *self,
                const char *name,
                const char *function)
{
  return couch_rules_add (self->rules, name, function);
}

void
couch_set_revs_limit (Couch      *self,
                      const char *name,
                      guint       limit)
{
  CouchDatabase *db = g_hash_table_lookup (self->databases, name);

  db->revs_limit = limit;
}

void
couch_set_max_document_size (Couch *self,
                             gsize  size)
{
  self->max_document_size = size;
}

/* The database is deleted and made again under its name: empty, with the same readers. */
void
couch_renew_database (Couch      *self,
                      const char *name)
{
  CouchDatabase *old = g_hash_table_lookup (self->databases, name);
  CouchDatabase *db = couch_database_new (name);

  g_free (db->security);
  db->security = g_strdup (old->security);
  db->revs_limit = old->revs_limit;
  g_hash_table_replace (self->databases, db->name, db);
}

/* --- who asks, and may they --- */

static void
read_basic (Couch       *self,
            const char  *authorization,
            CouchCall   *call)
{
  g_autofree char *plain = NULL;
  g_auto (GStrv) parts = NULL;
  CouchAccount *account;
  gsize length;

  if (authorization == NULL || !g_str_has_prefix (authorization, "Basic "))
    return;
  call->is_wrong_password = TRUE;
  plain = (char *) g_base64_decode (authorization + strlen ("Basic "), &length);
  parts = plain != NULL ? g_strsplit (plain, ":", 2) : NULL;
  if (parts == NULL || g_strv_length (parts) != 2)
    return;
  account = g_hash_table_lookup (self->accounts, parts[0]);
  if (account == NULL || g_strcmp0 (account->password, parts[1]) != 0)
    return;
  call->is_wrong_password = FALSE;
  call->name = g_strdup (parts[0]);
  call->roles = account->roles;
}

gboolean
couch_call_is_admin (CouchCall *call)
{
  return call->roles != NULL && g_strv_contains ((const char *const *) call->roles, "_admin");
}

static gboolean
is_listed (CouchCall  *call,
           JsonObject *group)
{
  JsonArray *names = group != NULL && json_object_has_member (group, "names")
                       ? json_object_get_array_member (group, "names") : NULL;
  JsonArray *roles = group != NULL && json_object_has_member (group, "roles")
                       ? json_object_get_array_member (group, "roles") : NULL;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    if (g_strcmp0 (json_array_get_string_element (names, i), call->name) == 0)
      return TRUE;
  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    if (g_strv_contains ((const char *const *) call->roles,
                         json_array_get_string_element (roles, i)))
      return TRUE;

  return FALSE;
}

/* Members read and write; anybody does where none are named. */
static gboolean
check_member (CouchCall *call)
{
  g_autoptr (JsonNode) node = json_from_string (call->db->security, NULL);
  JsonObject *security = json_node_get_object (node);
  JsonObject *members = json_object_has_member (security, "members")
                          ? json_object_get_object_member (security, "members") : NULL;
  JsonObject *admins = json_object_has_member (security, "admins")
                         ? json_object_get_object_member (security, "admins") : NULL;

  if (couch_call_is_admin (call))
    return TRUE;
  if (call->name == NULL) {
    couch_refuse (call, 401, "unauthorized", "You are not authorized to access this db.");
    return FALSE;
  }
  if (is_listed (call, members) || is_listed (call, admins))
    return TRUE;
  couch_refuse (call, 403, "forbidden", "You are not allowed to access this db.");
  return FALSE;
}

/* --- the request --- */

static GBytes *
unpack (FakeRequest *request)
{
  g_autoptr (GConverter) converter = NULL;
  g_autoptr (GInputStream) packed = NULL;
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GOutputStream) out = NULL;

  if (g_strcmp0 (request->encoding, "gzip") != 0)
    return g_bytes_ref (request->body);
  converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  packed = g_memory_input_stream_new_from_bytes (request->body);
  plain = g_converter_input_stream_new (packed, converter);
  out = g_memory_output_stream_new_resizable ();
  if (g_output_stream_splice (out, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return g_bytes_new (NULL, 0);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static gboolean
read_call (Couch       *self,
           FakeRequest *request,
           CouchCall   *call)
{
  const char *mark = strchr (request->path, '?');
  g_autofree char *path = mark != NULL ? g_strndup (request->path, mark - request->path)
                                       : g_strdup (request->path);
  g_auto (GStrv) parts = g_strsplit (path + (*path == '/'), "/", 3);

  call->couch = self;
  call->method = request->method;
  call->query = mark != NULL ? g_uri_parse_params (mark + 1, -1, "&", G_URI_PARAMS_NONE, NULL)
                             : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  call->body = unpack (request);
  for (guint i = 0; parts[i] != NULL && i < 3; i++) {
    call->parts[i] = g_uri_unescape_string (parts[i], NULL);
    if (call->parts[i] == NULL)
      return FALSE;
  }
  /* "/" splits into no parts at all. */
  if (call->parts[0] == NULL)
    call->parts[0] = g_strdup ("");
  read_basic (self, request->authorization, call);
  return call->query != NULL;
}

static void
clear_call (CouchCall *call)
{
  g_free (call->name);
  for (guint i = 0; i < 3; i++)
    g_free (call->parts[i]);
  g_clear_pointer (&call->query, g_hash_table_unref);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->json, json_node_unref);
}

void
couch_refuse (CouchCall  *call,
              guint       status,
              const char *error,
              const char *reason)
{
  GString *out = g_string_new ("{\"error\":");

  couch_print_string (out, error);
  g_string_append (out, ",\"reason\":");
  couch_print_string (out, reason);
  g_string_append (out, "}\n");
  call->reply->status = status;
  g_free (call->reply->body);
  call->reply->body = g_string_free (out, FALSE);
}

void
couch_say (CouchCall *call,
           guint      status,
           GString   *body)
{
  call->reply->status = status;
  g_free (call->reply->body);
  call->reply->body = g_string_free (body, FALSE);
}

/* Returns: (transfer none) (nullable): the body as an object, or NULL having refused it */
JsonObject *
couch_call_read_object (CouchCall *call)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const char *text = g_bytes_get_data (call->body, &size);

  if (size == 0 || !json_parser_load_from_data (parser, text, (gssize) size, NULL)) {
    couch_refuse (call, 400, "bad_request", "invalid UTF-8 JSON");
    return NULL;
  }
  call->json = json_parser_steal_root (parser);
  if (call->json == NULL || !JSON_NODE_HOLDS_OBJECT (call->json)) {
    couch_refuse (call, 400, "bad_request", "Request body must be a JSON object");
    return NULL;
  }
  return json_node_get_object (call->json);
}

const char *
couch_call_get (CouchCall  *call,
                const char *name)
{
  return g_hash_table_lookup (call->query, name);
}

gboolean
couch_call_has (CouchCall  *call,
                const char *name)
{
  return g_strcmp0 (couch_call_get (call, name), "true") == 0;
}

/* --- routes --- */

static void
answer_server (CouchCall *call)
{
  const char *what = call->parts[0];

  if (*what == '\0') {
    couch_say (call, 200, g_string_new ("{\"couchdb\":\"Welcome\",\"version\":\"3.4.3\"}\n"));
  } else if (g_str_equal (what, "_up")) {
    couch_say (call, 200, g_string_new ("{\"status\":\"ok\",\"seeds\":{}}\n"));
  } else if (g_str_equal (what, "_session")) {
    couch_answer_session (call);
  } else if (g_str_equal (what, "_all_dbs") && !couch_call_is_admin (call)) {
    couch_refuse (call, 401, "unauthorized", "You are not a server admin.");
  } else if (g_str_equal (what, "_all_dbs")) {
    couch_answer_all_dbs (call);
  } else {
    couch_refuse (call, 404, "not_found", "Database does not exist.");
  }
}

static void
answer_database (CouchCall *call)
{
  if (g_str_equal (call->method, "PUT") || g_str_equal (call->method, "DELETE"))
    couch_answer_make_database (call);
  else if (call->db == NULL)
    couch_refuse (call, 404, "not_found", "Database does not exist.");
  else if (check_member (call))
    couch_answer_database (call);
}

static void
answer_inside (CouchCall *call)
{
  static const struct { const char *name; const char *method; CouchRoute route; } routes[] = {
    { "_changes", "GET", couch_answer_changes },   { "_changes", "POST", couch_answer_changes },
    { "_bulk_docs", "POST", couch_answer_bulk_docs }, { "_bulk_get", "POST", couch_answer_bulk_get },
    { "_revs_diff", "POST", couch_answer_revs_diff }, { "_all_docs", "GET", couch_answer_all_docs },
    { "_all_docs", "POST", couch_answer_all_docs },   { "_security", "GET", couch_answer_security },
    { "_security", "PUT", couch_answer_security },    { "_revs_limit", "GET", couch_answer_revs_limit },
    { "_revs_limit", "PUT", couch_answer_revs_limit }, { "_local", "GET", couch_answer_local },
    { "_local", "PUT", couch_answer_local },
  };
  const char *what = call->parts[1];

  if (call->db == NULL) {
    couch_refuse (call, 404, "not_found", "Database does not exist.");
    return;
  }
  if (!check_member (call))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (g_str_equal (what, routes[i].name) && g_str_equal (call->method, routes[i].method)) {
      routes[i].route (call);
      return;
    }
  }
  if (*what == '_' && !g_str_equal (what, "_design"))
    couch_refuse (call, *call->method == 'P' && !g_str_equal (call->method, "POST") ? 400 : 404,
                  *call->method == 'P' ? "illegal_docid" : "not_found",
                  "Only reserved document ids may start with underscore.");
  else
    couch_answer_document (call);
}

void
couch_answer (FakeRequest *request,
              FakeReply   *reply,
              gpointer     couch)
{
  CouchCall call = { .reply = reply };

  reply->headers = "Server: CouchDB/3.4.3 (Erlang OTP/25)\r\n";
  if (!read_call (couch, request, &call)) {
    couch_refuse (&call, 400, "bad_request", "malformed path");
  } else if (call.is_wrong_password) {
    couch_refuse (&call, 401, "unauthorized", "Name or password is incorrect.");
  } else {
    call.db = g_hash_table_lookup (call.couch->databases, call.parts[0]);
    if (call.db == NULL && (*call.parts[0] == '_' || *call.parts[0] == '\0'))
      answer_server (&call);
    else if (call.parts[1] == NULL || *call.parts[1] == '\0')
      answer_database (&call);
    else
      answer_inside (&call);
  }
  clear_call (&call);
}
