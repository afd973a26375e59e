/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Laying a server out: whatever is not as data/server says is made so, and nothing is ever deleted. A database
 * is closed to all but administrators when it is made; its rule is written before its readers are let in. */

#include "core/server/gw-server-lay-out.h"

#include <string.h>

#include "core/base/gw-json.h"

#define EDITABLE "/_node/_local/_config/couchdb/users_db_security_editable"

typedef struct
{
  GwServer *server;
  GwServerPlan *plan;
  GwServerChangeFunc func;
  gpointer user_data;
} LayOut;

/* Returns: a name for the JSON of godwitctl, which does not change */
const char *
gw_server_change_get_name (GwServerChange change)
{
  static const char *const names[] = {
    [GW_SERVER_CHANGE_DATABASE] = "database",
    [GW_SERVER_CHANGE_RULE] = "rule",
    [GW_SERVER_CHANGE_REVS_LIMIT] = "revs-limit",
    [GW_SERVER_CHANGE_READERS] = "readers",
  };

  return names[change];
}

static void
tell (LayOut         *self,
      const char     *db,
      GwServerChange  change)
{
  if (self->func != NULL)
    self->func (db, change, self->user_data);
}

static JsonObject *
make_people (const char * const *roles)
{
  JsonObject *people = json_object_new ();
  JsonArray *list = json_array_new ();

  for (gsize i = 0; roles[i] != NULL; i++)
    json_array_add_string_element (list, roles[i]);
  json_object_set_array_member (people, "names", json_array_new ());
  json_object_set_array_member (people, "roles", list);

  return people;
}

/**
 * gw_server_make_security:
 * @readers: roles
 *
 * An administrator of one database could write code into it, so that only those of the server are.
 *
 * Returns: (transfer full): the "_security" of a database that @readers read and write
 */
JsonObject *
gw_server_make_security (const char * const *readers)
{
  static const char *const keepers[] = { "_admin", NULL };
  JsonObject *security = json_object_new ();

  json_object_set_object_member (security, "admins", make_people (keepers));
  json_object_set_object_member (security, "members", make_people (readers));

  return security;
}

/* Returns: (transfer full): the design document that holds a rule, without a revision */
JsonObject *
gw_server_make_design (const char *rule)
{
  JsonObject *design = json_object_new ();

  json_object_set_string_member (design, "_id", "_design/godwit");
  json_object_set_string_member (design, "language", "javascript");
  json_object_set_string_member (design, "validate_doc_update", rule);

  return design;
}

static gboolean
is_equal (JsonObject *a,
          JsonObject *b)
{
  g_autofree char *text_a = gw_json_to_text (a);
  g_autofree char *text_b = gw_json_to_text (b);

  return strcmp (text_a, text_b) == 0;
}

static gboolean
lay_database (LayOut      *self,
              const char  *db,
              GError     **error)
{
  g_autofree char *path = g_strconcat ("/", db, NULL);
  g_autoptr (JsonObject) found = NULL;
  g_autoptr (GwServerAnswer) answer = NULL;

  if (!gw_server_find (self->server, path, &found, error))
    return FALSE;
  if (found != NULL)
    return TRUE;
  answer = gw_server_ask (self->server, "PUT", path, NULL, error);
  if (answer == NULL)
    return FALSE;
  tell (self, db, GW_SERVER_CHANGE_DATABASE);

  return TRUE;
}

static gboolean
lay_rule (LayOut      *self,
          const char  *db,
          const char  *rule,
          GError     **error)
{
  g_autofree char *path = g_strconcat ("/", db, "/_design/godwit", NULL);
  g_autoptr (JsonObject) wanted = gw_server_make_design (rule);
  g_autoptr (JsonObject) found = NULL;

  if (!gw_server_find (self->server, path, &found, error))
    return FALSE;
  if (found != NULL)
    json_object_set_string_member (wanted, "_rev", gw_json_get_string (found, "_rev"));
  if (found != NULL && is_equal (found, wanted))
    return TRUE;
  if (!gw_server_put (self->server, path, wanted, error))
    return FALSE;
  tell (self, db, GW_SERVER_CHANGE_RULE);

  return TRUE;
}

/* The value is a bare number, in the question as in the answer. */
static gboolean
lay_revs_limit (LayOut      *self,
                const char  *db,
                GError     **error)
{
  g_autofree char *path = g_strconcat ("/", db, "/_revs_limit", NULL);
  g_autofree char *wanted = g_strdup_printf ("%u", gw_server_plan_get_revs_limit (self->plan));
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self->server, "GET", path, NULL, error);
  g_autoptr (GwServerAnswer) set = NULL;
  g_autofree char *found = NULL;

  if (answer == NULL)
    return FALSE;
  found = answer->root != NULL ? gw_json_node_to_text (answer->root) : NULL;
  if (g_strcmp0 (found, wanted) == 0)
    return TRUE;
  set = gw_server_ask (self->server, "PUT", path, wanted, error);
  if (set == NULL)
    return FALSE;
  tell (self, db, GW_SERVER_CHANGE_REVS_LIMIT);

  return TRUE;
}

static gboolean
set_editable (LayOut      *self,
              const char  *value,
              char       **before,
              GError     **error)
{
  g_autofree char *text = g_strdup_printf ("\"%s\"", value);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self->server, "PUT", EDITABLE, text, error);

  if (answer == NULL)
    return FALSE;
  if (before != NULL)
    *before = answer->root != NULL && JSON_NODE_HOLDS_VALUE (answer->root) ? json_node_dup_string (answer->root) : NULL;

  return TRUE;
}

/* CouchDB 3 keeps the readers of its accounts locked, but for a setting (section 8 of the notes on CouchDB).
 * The setting is put back even where the writing failed. */
static gboolean
put_unlocked (LayOut      *self,
              const char  *path,
              JsonObject  *security,
              GError     **error)
{
  g_autofree char *before = NULL;
  gboolean done;

  if (!set_editable (self, "true", &before, error))
    return FALSE;
  done = gw_server_put (self->server, path, security, error);

  return set_editable (self, before != NULL && *before != '\0' ? before : "false", NULL, done ? error : NULL) && done;
}

static gboolean
put_security (LayOut      *self,
              const char  *path,
              JsonObject  *security,
              GError     **error)
{
  g_autoptr (GError) problem = NULL;

  if (gw_server_put (self->server, path, security, &problem))
    return TRUE;
  if (strcmp (path, "/_users/_security") == 0 && g_error_matches (problem, GW_SERVER_ERROR, GW_SERVER_ERROR_REFUSED))
    return put_unlocked (self, path, security, error);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
lay_readers (LayOut              *self,
             const char          *db,
             const char * const  *readers,
             GError             **error)
{
  g_autofree char *path = g_strconcat ("/", db, "/_security", NULL);
  g_autoptr (JsonObject) wanted = gw_server_make_security (readers);
  g_autoptr (JsonObject) found = NULL;

  if (!gw_server_find (self->server, path, &found, error))
    return FALSE;
  if (found != NULL && is_equal (found, wanted))
    return TRUE;
  if (!put_security (self, path, wanted, error))
    return FALSE;
  tell (self, db, GW_SERVER_CHANGE_READERS);

  return TRUE;
}

/* The accounts: whoever has one may read it and give it a new password, and see no other. */
static gboolean
lay_accounts (LayOut  *self,
              GError **error)
{
  const char *const *readers = gw_server_plan_get_account_readers (self->plan);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (builder, (const char **) readers);
  g_strv_builder_add (builder, "_admin");
  all = g_strv_builder_end (builder);

  return lay_database (self, "_users", error) && lay_readers (self, "_users", (const char * const *) all, error);
}

/**
 * gw_server_lay_out:
 * @server: asked as an administrator
 * @plan: what has to be there
 * @countries: codes of three letters
 * @func: (nullable): hears of each change
 * @error: return location
 *
 * Makes and mends what is not as @plan says: the accounts' readers, the databases of all countries and those of
 * @countries. A second time nothing is left to change. Ends at the first fault; what was done stays, and the
 * next time goes on from there.
 *
 * Returns: whether all is as it should be
 */
gboolean
gw_server_lay_out (GwServer            *server,
                   GwServerPlan        *plan,
                   const char * const  *countries,
                   GwServerChangeFunc   func,
                   gpointer             user_data,
                   GError             **error)
{
  LayOut self = { server, plan, func, user_data };
  g_autoptr (GPtrArray) databases = NULL;

  g_return_val_if_fail (server != NULL && plan != NULL && countries != NULL, FALSE);

  if (!gw_server_check_keeper (server, error) || !lay_accounts (&self, error))
    return FALSE;
  databases = gw_server_plan_list_databases (plan, countries);
  for (guint i = 0; i < databases->len; i++) {
    const GwServerDatabase *database = g_ptr_array_index (databases, i);

    if (!lay_database (&self, database->name, error)
        || !lay_rule (&self, database->name, database->rule, error)
        || !lay_revs_limit (&self, database->name, error)
        || !lay_readers (&self, database->name, (const char * const *) database->readers, error))
      return FALSE;
  }

  return TRUE;
}
