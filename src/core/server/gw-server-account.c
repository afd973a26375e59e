/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts are documents of "_users", whose passwords the server keeps as hashes only. An account is never deleted:
 * what its owner wrote carries its name, and a later account of the same name would own that. */

#include "core/server/gw-server-account.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/gw-json.h"

#define PREFIX "org.couchdb.user:"
#define MAX_NAME 64

/* What is not mistaken for another when it is read out. */
static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

#define N_LETTERS (sizeof letters - 1)
#define N_GROUPS 4
#define GROUP 5

/**
 * gw_server_account_is_name:
 * @name: (nullable): what somebody typed
 *
 * The owner of a document stands between colons in its id, so that a name with one in it would be cut there.
 *
 * Returns: whether an account may be called so: small letters, digits, and ".", "_" and "-" between them
 */
gboolean
gw_server_account_is_name (const char *name)
{
  if (name == NULL || *name == '\0' || strlen (name) > MAX_NAME || !g_ascii_isalnum (*name))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++) {
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && strchr ("._-", *p) == NULL)
      return FALSE;
  }

  return TRUE;
}

static char
draw_letter (void)
{
  guint8 byte;

  while (TRUE) {
    gssize n = getrandom (&byte, 1, 0);

    if (n < 0 && errno != EINTR)
      g_error ("The system gives no random numbers: %s", g_strerror (errno));
    /* Above the last whole multiple the first letters would come more often. */
    if (n == 1 && byte < 256 / N_LETTERS * N_LETTERS)
      return letters[byte % N_LETTERS];
  }
}

/**
 * gw_server_make_password:
 *
 * Returns: (transfer full): a password of 20 letters and digits in four groups, 99 bits of chance
 */
char *
gw_server_make_password (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < N_GROUPS; i++) {
    if (i > 0)
      g_string_append_c (text, '-');
    for (int j = 0; j < GROUP; j++)
      g_string_append_c (text, draw_letter ());
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
account_free (gpointer data)
{
  GwServerAccount *self = data;

  g_free (self->name);
  g_strfreev (self->roles);
  g_free (self);
}

static char *
dup_path (const char *name)
{
  g_autofree char *id = g_strconcat (PREFIX, name, NULL);

  return gw_server_dup_doc_path ("_users", id);
}

static JsonArray *
make_list (const char * const *names)
{
  JsonArray *list = json_array_new ();

  for (gsize i = 0; names[i] != NULL; i++)
    json_array_add_string_element (list, names[i]);

  return list;
}

static gboolean
has_roles (JsonObject *doc)
{
  JsonArray *roles = gw_json_get_array (doc, "roles");

  return roles != NULL && json_array_get_length (roles) > 0;
}

/* The owner of an account may write any member of its own document, but for the roles: the note alone says nothing. */
static gboolean
is_disabled (JsonObject *doc)
{
  return json_object_has_member (doc, "disabled_roles") && !has_roles (doc);
}

/* What is there of @name: nothing is no fault here. */
static gboolean
look_up (GwServer    *server,
         const char  *name,
         JsonObject **doc,
         GError     **error)
{
  g_autofree char *path = NULL;

  if (!gw_server_account_is_name (name)) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NAME, "“%s” is no name of an account", name);
    return FALSE;
  }
  path = dup_path (name);

  return gw_server_check_keeper (server, error) && gw_server_find (server, path, doc, error);
}

static gboolean
look_up_existing (GwServer    *server,
                  const char  *name,
                  JsonObject **doc,
                  GError     **error)
{
  if (!look_up (server, name, doc, error))
    return FALSE;
  if (*doc != NULL)
    return TRUE;
  g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_FOUND, "There is no account “%s”", name);

  return FALSE;
}

static gboolean
put (GwServer    *server,
     const char  *name,
     JsonObject  *doc,
     GError     **error)
{
  g_autofree char *path = dup_path (name);

  return gw_server_put (server, path, doc, error);
}

/**
 * gw_server_account_add:
 * @server: asked as an administrator
 * @name: of the account
 * @password: its password
 * @roles: on the server, from gw_server_plan_dup_grants()
 * @error: return location: %GW_SERVER_ERROR_EXISTS, and what gw_server_ask() gives
 *
 * Makes an account; one that was disabled is let in again, with these roles.
 *
 * Returns: whether it was made
 */
gboolean
gw_server_account_add (GwServer            *server,
                       const char          *name,
                       const char          *password,
                       const char * const  *roles,
                       GError             **error)
{
  g_autoptr (JsonObject) doc = NULL;
  g_autofree char *id = g_strconcat (PREFIX, name, NULL);

  g_return_val_if_fail (server != NULL && password != NULL && roles != NULL, FALSE);

  if (!look_up (server, name, &doc, error))
    return FALSE;
  if (doc != NULL && !is_disabled (doc)) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_EXISTS, "There is an account “%s”", name);
    return FALSE;
  }
  if (doc == NULL) {
    doc = json_object_new ();
    json_object_set_string_member (doc, "_id", id);
    json_object_set_string_member (doc, "type", "user");
    json_object_set_string_member (doc, "name", name);
  }
  json_object_remove_member (doc, "disabled_roles");
  json_object_set_string_member (doc, "password", password);
  json_object_set_array_member (doc, "roles", make_list (roles));

  return put (server, name, doc, error);
}

/**
 * gw_server_account_reset:
 *
 * Gives an account a new password; the old one is refused at once.
 *
 * Returns: whether it was done, else %GW_SERVER_ERROR_NOT_FOUND or %GW_SERVER_ERROR_DISABLED
 */
gboolean
gw_server_account_reset (GwServer    *server,
                         const char  *name,
                         const char  *password,
                         GError     **error)
{
  g_autoptr (JsonObject) doc = NULL;

  g_return_val_if_fail (server != NULL && password != NULL, FALSE);

  if (!look_up_existing (server, name, &doc, error))
    return FALSE;
  if (is_disabled (doc)) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_DISABLED, "“%s” was disabled", name);
    return FALSE;
  }
  json_object_set_string_member (doc, "password", password);

  return put (server, name, doc, error);
}

/**
 * gw_server_account_disable:
 *
 * Takes the roles of an account away, and its password, so that it reaches nothing from now on. What
 * it wrote stays. A second time it stays as it is, but for another password that nobody knows.
 *
 * Returns: whether it is disabled
 */
gboolean
gw_server_account_disable (GwServer    *server,
                           const char  *name,
                           GError     **error)
{
  g_autoptr (JsonObject) doc = NULL;
  g_autofree char *password = gw_server_make_password ();

  g_return_val_if_fail (server != NULL, FALSE);

  if (!look_up_existing (server, name, &doc, error))
    return FALSE;
  if (has_roles (doc))
    json_object_set_array_member (doc, "disabled_roles", json_array_ref (gw_json_get_array (doc, "roles")));
  else if (!is_disabled (doc))
    json_object_set_array_member (doc, "disabled_roles", json_array_new ());
  json_object_set_array_member (doc, "roles", json_array_new ());
  json_object_set_string_member (doc, "password", password);

  return put (server, name, doc, error);
}

static GwServerAccount *
read_account (JsonObject *doc)
{
  GwServerAccount *account = g_new0 (GwServerAccount, 1);
  JsonArray *roles = gw_json_get_array (doc, is_disabled (doc) ? "disabled_roles" : "roles");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++) {
    const char *role = gw_json_array_string (roles, i);

    if (role != NULL)
      g_strv_builder_add (builder, role);
  }
  account->name = g_strdup (gw_json_get_string (doc, "name"));
  account->roles = g_strv_builder_end (builder);
  account->is_disabled = is_disabled (doc);

  return account;
}

/**
 * gw_server_account_list:
 *
 * Returns: (transfer full) (element-type GwServerAccount): all accounts, by name
 */
GPtrArray *
gw_server_account_list (GwServer  *server,
                        GError   **error)
{
  /* All that begins with the prefix: a semicolon follows the colon. */
  static const char path[] = "/_users/_all_docs?include_docs=true&startkey=%22org.couchdb.user%3A%22"
                             "&endkey=%22org.couchdb.user%3B%22";
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (account_free);
  g_autoptr (GwServerAnswer) answer = NULL;
  JsonObject *object;
  JsonArray *rows;

  g_return_val_if_fail (server != NULL, NULL);

  if (!gw_server_check_keeper (server, error))
    return NULL;
  answer = gw_server_ask (server, "GET", path, NULL, error);
  if (answer == NULL)
    return NULL;
  object = gw_server_answer_get_object (answer);
  rows = object != NULL ? gw_json_get_array (object, "rows") : NULL;
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++) {
    JsonObject *row = gw_json_array_object (rows, i);
    JsonObject *doc = row != NULL ? gw_json_get_object (row, "doc") : NULL;

    if (doc != NULL && gw_json_get_string (doc, "name") != NULL)
      g_ptr_array_add (list, read_account (doc));
  }

  return g_steal_pointer (&list);
}
