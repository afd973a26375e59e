/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place where it is said what stands on a server is data/server: the test server of tests/server
 * reads the same files. A rule is not told reliably by every server which database it guards, so
 * that the country is written into its text. */

#include "core/server/gw-server-plan.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/server/gw-server.h"

#define COUNTRY "@country@"

struct _GwServerPlan
{
  JsonObject *layout;
  GHashTable *rules;        /* name -> text */
  GStrv account_readers;
};

static void
database_free (gpointer data)
{
  GwServerDatabase *self = data;

  g_free (self->name);
  g_free (self->country);
  g_strfreev (self->readers);
  g_free (self->rule);
  g_free (self);
}

static char *
replace (const char *text,
         const char *from,
         const char *to)
{
  g_autoptr (GString) whole = g_string_new (text);

  g_string_replace (whole, from, to, 0);
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

/**
 * gw_server_is_country:
 * @code: (nullable): what somebody typed
 *
 * Returns: whether it has the form of a country's code of three letters, in either case
 */
gboolean
gw_server_is_country (const char *code)
{
  return code != NULL && strlen (code) == 3 && g_ascii_isalpha (code[0]) && g_ascii_isalpha (code[1])
         && g_ascii_isalpha (code[2]);
}

/**
 * gw_server_fill:
 * @text: with "\@country\@" and "\@COUNTRY\@" in it
 * @country: a code of three letters, in either case
 *
 * Returns: (transfer full): @text, with the code in small and in capital letters
 */
char *
gw_server_fill (const char *text,
                const char *country)
{
  g_autofree char *small = g_ascii_strdown (country, -1);
  g_autofree char *large = g_ascii_strup (country, -1);
  g_autofree char *half = replace (text, COUNTRY, small);

  return replace (half, "@COUNTRY@", large);
}

static GStrv
dup_filled (JsonArray  *names,
            const char *country)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++) {
    const char *name = gw_json_array_string (names, i);
    g_autofree char *filled = gw_server_fill (name != NULL ? name : "", country);

    g_strv_builder_add (builder, filled);
  }

  return g_strv_builder_end (builder);
}

static char *
dup_rule (GwServerPlan *self,
          const char   *name,
          const char   *country,
          GStrv         writers)
{
  g_autofree char *small = g_ascii_strdown (country, -1);
  g_autofree char *list = g_strjoinv (" ", writers);
  g_autofree char *half = replace (g_hash_table_lookup (self->rules, name), "@COUNTRY@", small);

  return replace (half, "@WRITERS@", list);
}

static gboolean
load_rule (GwServerPlan  *self,
           const char    *folder,
           const char    *name,
           GError       **error)
{
  g_autofree char *file = g_strconcat (name, ".js", NULL);
  g_autofree char *path = g_build_filename (folder, "rules", file, NULL);
  g_autofree char *text = NULL;

  if (g_hash_table_contains (self->rules, name))
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_hash_table_insert (self->rules, g_strdup (name), g_steal_pointer (&text));

  return TRUE;
}

static gboolean
load_rules (GwServerPlan  *self,
            const char    *folder,
            GError       **error)
{
  JsonArray *databases = gw_json_get_array (self->layout, "databases");

  for (guint i = 0; databases != NULL && i < json_array_get_length (databases); i++) {
    JsonObject *database = gw_json_array_object (databases, i);
    const char *rule = database != NULL ? gw_json_get_string (database, "rule") : NULL;

    if (rule == NULL || gw_json_get_string (database, "name") == NULL || gw_json_get_array (database, "readers") == NULL) {
      g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_DATA, "layout.json: database %u is not whole", i);
      return FALSE;
    }
    if (!load_rule (self, folder, rule, error))
      return FALSE;
  }

  return load_rule (self, folder, "chunks", error);
}

/**
 * gw_server_plan_load:
 * @folder: (nullable): the folder of layout.json and rules; %NULL for the one that came with the program
 * @error: return location
 *
 * Returns: (transfer full): the plan, or %NULL with an @error of %G_FILE_ERROR, %G_IO_ERROR or
 *   %GW_SERVER_ERROR_DATA
 */
GwServerPlan *
gw_server_plan_load (const char  *folder,
                     GError     **error)
{
  g_autoptr (GwServerPlan) self = g_new0 (GwServerPlan, 1);
  g_autofree char *home = folder != NULL ? g_strdup (folder)
                                         : g_build_filename (gw_paths_get_data_dir (), "server", NULL);
  g_autofree char *path = g_build_filename (home, "layout.json", NULL);
  g_autofree char *text = NULL;

  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  self->layout = gw_json_parse_object (text, -1, error);
  if (self->layout == NULL || !load_rules (self, home, error))
    return NULL;
  self->account_readers = dup_filled (gw_json_get_array (self->layout, "account_readers"), "");

  return g_steal_pointer (&self);
}

void
gw_server_plan_free (GwServerPlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->layout, json_object_unref);
  g_clear_pointer (&self->rules, g_hash_table_unref);
  g_strfreev (self->account_readers);
  g_free (self);
}

static void
add_database (GPtrArray *list,
              char      *name,
              const char *country,
              GStrv      readers,
              char      *rule)
{
  GwServerDatabase *database = g_new0 (GwServerDatabase, 1);

  database->name = name;
  database->country = g_ascii_strdown (country, -1);
  database->readers = readers;
  database->rule = rule;
  g_ptr_array_add (list, database);
}

/* The database and the one of its files, which lie beside the documents that show them. */
static void
add_pair (GwServerPlan *self,
          GPtrArray    *list,
          JsonObject   *database,
          const char   *country)
{
  const char *rule = gw_json_get_string (database, "rule");
  JsonArray *file_writers = gw_json_get_array (database, "file_writers");
  g_autofree char *name = gw_server_fill (gw_json_get_string (database, "name"), country);
  g_auto (GStrv) readers = dup_filled (gw_json_get_array (database, "readers"), country);
  g_auto (GStrv) writers = file_writers != NULL ? dup_filled (file_writers, country) : g_strdupv (readers);
  g_auto (GStrv) nobody = g_new0 (char *, 1);

  add_database (list, g_strdup (name), country, g_strdupv (readers), dup_rule (self, rule, country, nobody));
  add_database (list, g_strconcat (name, "-chunks", NULL), country, g_strdupv (readers),
                dup_rule (self, "chunks", country, writers));
}

/**
 * gw_server_plan_list_databases:
 * @countries: codes of three letters
 *
 * Returns: (transfer full) (element-type GwServerDatabase): the databases of all countries, then
 *   those of each of @countries
 */
GPtrArray *
gw_server_plan_list_databases (GwServerPlan       *self,
                               const char * const *countries)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (database_free);
  JsonArray *databases;

  g_return_val_if_fail (self != NULL && countries != NULL, list);

  databases = gw_json_get_array (self->layout, "databases");
  for (guint i = 0; i < json_array_get_length (databases); i++) {
    JsonObject *database = gw_json_array_object (databases, i);

    if (strstr (gw_json_get_string (database, "name"), COUNTRY) == NULL)
      add_pair (self, list, database, "");
  }
  for (gsize n = 0; countries[n] != NULL; n++) {
    for (guint i = 0; i < json_array_get_length (databases); i++) {
      JsonObject *database = gw_json_array_object (databases, i);

      if (strstr (gw_json_get_string (database, "name"), COUNTRY) != NULL)
        add_pair (self, list, database, countries[n]);
    }
  }

  return list;
}

/* Returns: how many revisions of a document a server remembers (section 4.4 of the notes on CouchDB). */
guint
gw_server_plan_get_revs_limit (GwServerPlan *self)
{
  return (guint) gw_json_get_int (self->layout, "revs_limit", 1000);
}

/* Returns: (transfer none): the roles whose accounts may read, and give a new password to, their own account. */
const char * const *
gw_server_plan_get_account_readers (GwServerPlan *self)
{
  return (const char * const *) self->account_readers;
}

/* Returns: (transfer full): what gw_server_plan_dup_grants() takes */
GStrv
gw_server_plan_dup_role_names (GwServerPlan *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *roles = gw_json_get_array (self->layout, "roles");

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++) {
    const char *name = gw_json_get_string (gw_json_array_object (roles, i), "name");

    g_strv_builder_add (builder, name != NULL ? name : "");
  }

  return g_strv_builder_end (builder);
}

static JsonObject *
find_role (GwServerPlan *self,
           const char   *name)
{
  JsonArray *roles = gw_json_get_array (self->layout, "roles");

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++) {
    JsonObject *role = gw_json_array_object (roles, i);

    if (g_strcmp0 (gw_json_get_string (role, "name"), name) == 0)
      return role;
  }

  return NULL;
}

static void
add_once (GPtrArray  *list,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (list, name, g_str_equal, NULL))
    g_ptr_array_add (list, g_strdup (name));
}

static gboolean
add_grant (GPtrArray           *list,
           const char          *grant,
           const char * const  *countries,
           GError             **error)
{
  if (strstr (grant, COUNTRY) == NULL) {
    add_once (list, grant);
    return TRUE;
  }
  if (countries[0] == NULL) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NO_COUNTRY, "The role is one of a country");
    return FALSE;
  }
  for (gsize i = 0; countries[i] != NULL; i++) {
    g_autofree char *filled = gw_server_fill (grant, countries[i]);

    add_once (list, filled);
  }

  return TRUE;
}

static gboolean
add_role (GwServerPlan        *self,
          GPtrArray           *list,
          const char          *name,
          const char * const  *countries,
          gboolean            *stands_alone,
          GError             **error)
{
  JsonObject *role = find_role (self, name);
  JsonArray *grants = role != NULL ? gw_json_get_array (role, "grants") : NULL;

  if (grants == NULL) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NO_ROLE, "There is no role “%s”", name);
    return FALSE;
  }
  if (!gw_json_get_boolean (role, "besides"))
    *stands_alone = TRUE;
  for (guint i = 0; i < json_array_get_length (grants); i++) {
    if (!add_grant (list, gw_json_array_string (grants, i), countries, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_server_plan_dup_grants:
 * @roles: "nfp", "courier" and so on
 * @countries: codes of three letters, for the roles that are of a country
 * @error: return location
 *
 * A library's editor or a moderator who is nothing else would be let at no database.
 *
 * Returns: (transfer full): the roles of an account on the server, or %NULL with
 *   %GW_SERVER_ERROR_NO_ROLE, %GW_SERVER_ERROR_NO_COUNTRY or %GW_SERVER_ERROR_ROLE_BESIDES
 */
GStrv
gw_server_plan_dup_grants (GwServerPlan        *self,
                           const char * const  *roles,
                           const char * const  *countries,
                           GError             **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  gboolean stands_alone = FALSE;

  g_return_val_if_fail (self != NULL && roles != NULL && countries != NULL, NULL);

  for (gsize i = 0; roles[i] != NULL; i++) {
    if (!add_role (self, list, roles[i], countries, &stands_alone, error))
      return NULL;
  }
  if (!stands_alone) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_ROLE_BESIDES,
                         "None of these roles is let at a database");
    return NULL;
  }
  g_ptr_array_add (list, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}
