/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The proof that a server keeps its rules: each row of data/server/table.json is tried by an account that is made for
 * it. Reading is tried in the databases themselves, writing in a copy of their rules and readers; that the rules are
 * asked at all is tried in the databases, with what every rule refuses. What must not have been taken, and was, is
 * taken out again. */

#include "core/server/gw-server-check.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/server/gw-server-lay-out.h"
#include "core/server/gw-server-visitors.h"

/* Codes that ISO 3166 leaves to users: no country has them. */
#define NO_COUNTRY "xaa"
#define NO_OTHER "xab"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* One more than any text of a document may have. */
#define TOO_LONG 65537
/* What is shown of a document. */
#define MAX_SHOWN 300

typedef struct
{
  GwServer *server;
  GwServerPlan *plan;
  GwServerVisitors *visitors;
  char *text;                 /* of table.json */
  JsonObject *table;          /* the same, filled in for a country */
  GwServerRowFunc func;
  gpointer user_data;
  guint n_written;
  guint n_broken;
} Check;

/* Returns: a name for the JSON of godwitctl, which does not change */
const char *
gw_server_act_get_name (GwServerAct act)
{
  static const char *const names[] = {
    [GW_SERVER_ACT_PLAN] = "plan",
    [GW_SERVER_ACT_READ] = "read",
    [GW_SERVER_ACT_WRITE] = "write",
    [GW_SERVER_ACT_DESIGN] = "design",
    [GW_SERVER_ACT_READERS] = "readers",
    [GW_SERVER_ACT_LIST] = "list",
    [GW_SERVER_ACT_MAKE] = "make",
  };

  return names[act];
}

static void
tell (Check       *self,
      GwServerRow *row)
{
  if (!row->is_held)
    self->n_broken++;
  if (self->func != NULL)
    self->func (row, self->user_data);
}

/* A server that is out of order refuses nothing: that it fails proves nothing. But CouchDB answers 500 to a reader who
 * sets the readers (section 4.9 of the notes on CouchDB). */
static gboolean
is_refusal (guint       status,
            GwServerAct act)
{
  return (status >= 400 && status < 500) || (status == 500 && act == GW_SERVER_ACT_READERS);
}

/* One question, and whether its answer is as the plan says. Returns: FALSE where there is none */
static gboolean
try (Check        *self,
     GwServerRow  *row,
     const char   *method,
     const char   *path,
     const char   *body,
     GError      **error)
{
  g_autoptr (GwServerAnswer) answer =
    gw_server_try (gw_server_visitors_get (self->visitors, row->who), method, path, body, error);

  if (answer == NULL)
    return FALSE;
  row->status = answer->status;
  row->is_held = row->allowed ? gw_server_answer_is_good (answer) : is_refusal (answer->status, row->act);
  tell (self, row);

  return TRUE;
}

/* --- the table --- */

static char *
fill_names (Check      *self,
            JsonObject *actors,
            const char *other)
{
  g_autoptr (GString) filled = g_string_new (self->text);
  g_autoptr (GList) names = json_object_get_members (actors);
  g_autofree char *large = g_ascii_strup (other, -1);
  g_autofree char *lengthy = g_strnfill (TOO_LONG, 'x');

  for (GList *l = names; l != NULL; l = l->next) {
    g_autofree char *mark = g_strdup_printf ("@%s@", (const char *) l->data);
    g_autofree char *name = gw_server_visitors_dup_name (self->visitors, l->data);

    g_string_replace (filled, mark, name, 0);
  }
  g_string_replace (filled, "@other@", other, 0);
  g_string_replace (filled, "@OTHER@", large, 0);
  g_string_replace (filled, "@hash@", HASH, 0);
  g_string_replace (filled, "@long@", lengthy, 0);

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/* For one country: the visitors take the roles of its people. */
static gboolean
turn_to (Check       *self,
         JsonObject  *actors,
         const char  *country,
         const char  *other,
         GError     **error)
{
  g_autofree char *named = fill_names (self, actors, other);
  g_autofree char *filled = gw_server_fill (named, country);

  g_clear_pointer (&self->table, json_object_unref);
  self->table = gw_json_parse_object (filled, -1, error);

  return self->table != NULL
         && gw_server_visitors_take_roles (self->visitors, gw_json_get_object (self->table, "actors"), error);
}

static gboolean
is_reader (Check                  *self,
           const GwServerDatabase *database,
           const char             *who)
{
  JsonArray *roles = gw_json_get_array (gw_json_get_object (self->table, "actors"), who);

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++) {
    if (g_strv_contains ((const char * const *) database->readers, gw_json_array_string (roles, i)))
      return TRUE;
  }

  return FALSE;
}

/* --- a database --- */

static gboolean
is_same (JsonObject *found,
         JsonObject *wanted)
{
  g_autoptr (JsonObject) bare = found != NULL ? gw_json_copy (found) : json_object_new ();
  g_autofree char *there = NULL;
  g_autofree char *here = gw_json_to_text (wanted);

  if (json_object_has_member (bare, "_rev"))
    json_object_remove_member (bare, "_rev");
  there = gw_json_to_text (bare);

  return strcmp (there, here) == 0;
}

static gboolean
check_plan (Check       *self,
            const char  *db,
            const char  *what,
            JsonObject  *wanted,
            GError     **error)
{
  g_autofree char *path = g_strconcat ("/", db, "/", what, NULL);
  g_autoptr (JsonObject) found = NULL;
  GwServerRow row = { .database = db, .who = "admin", .act = GW_SERVER_ACT_PLAN, .what = what, .allowed = TRUE };

  if (!gw_server_find (self->server, path, &found, error))
    return FALSE;
  row.is_held = is_same (found, wanted);
  tell (self, &row);

  return TRUE;
}

static gboolean
check_plans (Check                   *self,
             const GwServerDatabase  *database,
             GError                 **error)
{
  g_autoptr (JsonObject) security = gw_server_make_security ((const char * const *) database->readers);
  g_autoptr (JsonObject) design = gw_server_make_design (database->rule);

  return check_plan (self, database->name, "_security", security, error)
         && check_plan (self, database->name, "_design/godwit", design, error);
}

static gboolean
check_reading (Check                   *self,
               const GwServerDatabase  *database,
               GError                 **error)
{
  g_auto (GStrv) people = gw_server_visitors_list (self->visitors);
  g_autofree char *path = g_strconcat ("/", database->name, "/_changes?limit=1", NULL);

  for (gsize i = 0; people[i] != NULL; i++) {
    GwServerRow row = {
      .database = database->name, .who = people[i], .act = GW_SERVER_ACT_READ, .what = "_changes",
      .allowed = is_reader (self, database, people[i]),
    };

    if (!try (self, &row, "GET", path, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/* As a replicated revision whose ancestry is invented: the hole in comparing with the old document (section 8 of the
 * notes on CouchDB). */
static char *
make_batch (Check       *self,
            const char  *id,
            JsonObject  *doc,
            char       **rev)
{
  g_autoptr (JsonObject) batch = json_object_new ();
  g_autofree char *hash = g_strdup_printf ("%032x", ++self->n_written);
  g_autofree char *parent = g_strdup_printf ("f%031x", self->n_written);
  JsonObject *revisions = json_object_new ();
  JsonObject *body = gw_json_copy (doc);
  JsonArray *ids = json_array_new (), *docs = json_array_new ();

  *rev = g_strconcat ("900-", hash, NULL);
  json_array_add_string_element (ids, hash);
  json_array_add_string_element (ids, parent);
  json_object_set_int_member (revisions, "start", 900);
  json_object_set_array_member (revisions, "ids", ids);
  json_object_set_string_member (body, "_id", id);
  json_object_set_string_member (body, "_rev", *rev);
  json_object_set_object_member (body, "_revisions", revisions);
  json_array_add_object_element (docs, body);
  json_object_set_boolean_member (batch, "new_edits", FALSE);
  json_object_set_array_member (batch, "docs", docs);

  return gw_json_to_text (batch);
}

/* The whole batch may be refused, or the document in it: then it stands in the answer. */
static guint
read_status (GwServerAnswer *answer)
{
  JsonArray *refusals = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root)
                          ? json_node_get_array (answer->root) : NULL;
  JsonObject *first;
  const char *error;

  if (!gw_server_answer_is_good (answer))
    return answer->status;
  if (refusals == NULL)
    return 500;
  first = json_array_get_length (refusals) > 0 ? gw_json_array_object (refusals, 0) : NULL;
  error = first != NULL ? gw_json_get_string (first, "error") : NULL;
  if (error == NULL)
    return 201;

  return strcmp (error, "unauthorized") == 0 ? 401 : strcmp (error, "forbidden") == 0 ? 403 : 500;
}

static gboolean
take_out (Check       *self,
          const char  *db,
          const char  *id,
          const char  *rev,
          GError     **error)
{
  g_autofree char *path = gw_server_dup_doc_path (db, id);
  g_autofree char *versioned = g_strconcat (path, "?rev=", rev, NULL);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self->server, "DELETE", versioned, NULL, error);

  return answer != NULL;
}

/* @where is the copy, or the database of @row itself. */
static gboolean
try_writing (Check        *self,
             GwServerRow  *row,
             const char   *where,
             const char   *id,
             JsonObject   *doc,
             GError      **error)
{
  g_autofree char *path = g_strconcat ("/", where, "/_bulk_docs", NULL);
  g_autofree char *rev = NULL;
  g_autofree char *batch = make_batch (self, id, doc, &rev);
  g_autoptr (GwServerAnswer) answer =
    gw_server_try (gw_server_visitors_get (self->visitors, row->who), "POST", path, batch, error);

  if (answer == NULL)
    return FALSE;
  row->status = read_status (answer);
  row->is_held = row->allowed ? row->status == 201 : is_refusal (row->status, row->act);
  tell (self, row);

  return row->status != 201 || strcmp (where, row->database) != 0 || take_out (self, where, id, rev, error);
}

/* In the database itself: a document of a name that every rule refuses, from who reads it and from nobody. */
static gboolean
check_enforced (Check       *self,
                const char  *db,
                const char  *who,
                GError     **error)
{
  g_autoptr (JsonObject) doc = json_object_new ();
  GwServerRow row = { .database = db, .who = who, .act = GW_SERVER_ACT_WRITE, .what = "godwit-check" };

  json_object_set_string_member (doc, "type", "godwit-check");

  return try_writing (self, &row, db, "godwit-check", doc, error);
}

/* What is written here if the server lets is what is there, or empty. */
static gboolean
check_power (Check       *self,
             const char  *db,
             const char  *who,
             GError     **error)
{
  g_autofree char *readers = g_strconcat ("/", db, "/_security", NULL);
  g_autofree char *design = g_strconcat ("/", db, "/_design/godwit-check", NULL);
  g_autoptr (JsonObject) security = NULL, left = NULL;
  g_autofree char *text = NULL;
  GwServerRow row = { .database = db, .who = who, .act = GW_SERVER_ACT_READERS, .what = "_security" };

  if (!gw_server_find (self->server, readers, &security, error))
    return FALSE;
  text = security != NULL ? gw_json_to_text (security) : g_strdup ("{}");
  if (!try (self, &row, "PUT", readers, text, error))
    return FALSE;
  row = (GwServerRow) { .database = db, .who = who, .act = GW_SERVER_ACT_DESIGN, .what = "_design/godwit-check" };
  if (!try (self, &row, "PUT", design, "{\"language\":\"javascript\"}", error))
    return FALSE;
  if (row.is_held)
    return TRUE;

  return gw_server_find (self->server, design, &left, error)
         && (left == NULL || take_out (self, db, "_design/godwit-check", gw_json_get_string (left, "_rev"), error));
}

/* That a rule is asked is tried by all who can reach it; what only administrators may do, by one of them. */
static gboolean
check_writing (Check                   *self,
               const GwServerDatabase  *database,
               GError                 **error)
{
  g_auto (GStrv) people = gw_server_visitors_list (self->visitors);
  gboolean is_tried = FALSE;

  for (gsize i = 0; people[i] != NULL; i++) {
    gboolean reads = is_reader (self, database, people[i]);

    if (strcmp (people[i], "nobody") != 0 && !reads)
      continue;
    if (!check_enforced (self, database->name, people[i], error)
        || ((!reads || !is_tried) && !check_power (self, database->name, people[i], error)))
      return FALSE;
    is_tried = is_tried || reads;
  }

  return TRUE;
}

static gboolean
check_row (Check       *self,
           JsonObject  *line,
           const char  *copy,
           GError     **error)
{
  g_autofree char *what = NULL;
  JsonObject *doc = gw_json_get_object (line, "doc");
  g_autoptr (JsonObject) shown = gw_json_copy (doc);
  const char *id = gw_json_get_string (line, "id");
  GwServerRow row = {
    .database = gw_json_get_string (line, "db"),
    .who = gw_json_get_string (line, "who"),
    .act = GW_SERVER_ACT_WRITE,
    .allowed = gw_json_get_boolean (line, "allowed"),
  };

  json_object_set_string_member (shown, "_id", id);
  what = gw_json_to_text (shown);
  /* Only ASCII stands in the table: nothing is cut in the middle of a letter. */
  if (strlen (what) > MAX_SHOWN)
    strcpy (what + MAX_SHOWN, "...");
  row.what = what;

  return try_writing (self, &row, copy, id, doc, error);
}

static gboolean
check_table (Check       *self,
             const char  *db,
             GError     **error)
{
  JsonArray *lines = gw_json_get_array (self->table, "rows");
  g_autofree char *copy = NULL;

  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++) {
    JsonObject *line = gw_json_array_object (lines, i);

    if (g_strcmp0 (gw_json_get_string (line, "db"), db) != 0)
      continue;
    if (copy == NULL)
      copy = gw_server_visitors_copy_database (self->visitors, db, error);
    if (copy == NULL || !check_row (self, line, copy, error))
      return FALSE;
  }

  return copy == NULL || gw_server_visitors_remove_database (self->visitors, copy, error);
}

static gboolean
check_database (Check                   *self,
                const GwServerDatabase  *database,
                GError                 **error)
{
  g_autofree char *path = g_strconcat ("/", database->name, NULL);
  g_autoptr (JsonObject) found = NULL;
  GwServerRow row = {
    .database = database->name, .who = "admin", .act = GW_SERVER_ACT_PLAN, .what = "", .allowed = TRUE,
  };

  if (!gw_server_find (self->server, path, &found, error))
    return FALSE;
  if (found == NULL) {
    tell (self, &row);
    return TRUE;
  }

  return check_plans (self, database, error) && check_reading (self, database, error)
         && check_writing (self, database, error) && check_table (self, database->name, error);
}

/* --- the server itself --- */

static gboolean
check_lists (Check       *self,
             const char  *who,
             GError     **error)
{
  g_autofree char *boss = gw_server_visitors_dup_name (self->visitors, "editor");
  g_autofree char *account = g_strconcat ("/_users/org.couchdb.user:", boss, NULL);
  const char *const paths[] = { "/_all_dbs", "/_node/_local/_config", "/_users/_all_docs", "/_users/_changes", account };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    GwServerRow row = {
      .database = g_str_has_prefix (paths[i], "/_users") ? "_users" : "", .who = who, .act = GW_SERVER_ACT_LIST,
      .what = paths[i],
    };

    if (!try (self, &row, "GET", paths[i], NULL, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_making (Check       *self,
              const char  *who,
              GError     **error)
{
  const char *stem = gw_server_visitors_get_stem (self->visitors);
  g_autofree char *db = g_strconcat (stem, "-made", NULL);
  g_autofree char *path = g_strconcat ("/", db, NULL);
  g_autofree char *account = g_strconcat ("/_users/org.couchdb.user:", db, NULL);
  g_autofree char *body = g_strdup_printf ("{\"type\":\"user\",\"name\":\"%s\",\"password\":\"%s\",\"roles\":[]}", db, db);
  GwServerRow row = { .database = "", .who = who, .act = GW_SERVER_ACT_MAKE, .what = path };

  if (!try (self, &row, "PUT", path, NULL, error)
      || (!row.is_held && !gw_server_visitors_remove_database (self->visitors, db, error)))
    return FALSE;
  row = (GwServerRow) { .database = "_users", .who = who, .act = GW_SERVER_ACT_MAKE, .what = account };

  return try (self, &row, "PUT", account, body, error)
         && (row.is_held || gw_server_visitors_remove_account (self->visitors, db, error));
}

/* With more roles than it has; what is wrongly taken goes with the account. */
static gboolean
check_raising (Check       *self,
               const char  *who,
               GError     **error)
{
  g_autofree char *name = gw_server_visitors_dup_name (self->visitors, who);
  g_autofree char *path = g_strconcat ("/_users/org.couchdb.user:", name, NULL);
  g_autoptr (JsonObject) doc = NULL;
  g_autofree char *text = NULL;
  JsonArray *roles = json_array_new ();
  GwServerRow row = { .database = "_users", .who = who, .act = GW_SERVER_ACT_MAKE, .what = "roles" };

  json_array_add_string_element (roles, "moderator");
  json_array_add_string_element (roles, "secretariat");
  if (!gw_server_find (self->server, path, &doc, error) || doc == NULL) {
    json_array_unref (roles);
    return error == NULL || *error == NULL;
  }
  json_object_set_array_member (doc, "roles", roles);
  text = gw_json_to_text (doc);

  return try (self, &row, "PUT", path, text, error);
}

static gboolean
check_server (Check   *self,
              GError **error)
{
  return check_lists (self, "nobody", error) && check_lists (self, "office", error)
         && check_making (self, "nobody", error) && check_making (self, "office", error)
         && check_raising (self, "office", error);
}

static const char *
find_other (const char * const *countries,
            const char         *country)
{
  for (gsize i = 0; countries[i] != NULL; i++) {
    if (g_ascii_strcasecmp (countries[i], country) != 0)
      return countries[i];
  }

  return NO_OTHER;
}

/* The databases of all countries with the first of them, then each country's own. */
static gboolean
check_all (Check               *self,
           JsonObject          *actors,
           const char * const  *countries,
           GError             **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GPtrArray) common = gw_server_plan_list_databases (self->plan, none);
  g_autoptr (GPtrArray) all = gw_server_plan_list_databases (self->plan, countries);
  const char *country = countries[0] != NULL ? countries[0] : NO_COUNTRY;

  if (!turn_to (self, actors, country, find_other (countries, country), error) || !check_server (self, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const GwServerDatabase *database = g_ptr_array_index (all, i);

    if (i >= common->len && g_ascii_strcasecmp (database->country, country) != 0) {
      country = database->country;
      if (!turn_to (self, actors, country, find_other (countries, country), error))
        return FALSE;
    }
    if (!check_database (self, database, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_server_check:
 * @server: asked as an administrator
 * @plan: what has to be there
 * @folder: (nullable): of table.json; %NULL for the one that came with the program
 * @countries: codes of three letters
 * @func: (nullable): hears of each row
 * @n_broken: (out): how many rows the server does not hold
 * @error: return location
 *
 * Tries to break the rules of a server, with accounts and databases that are removed in the end. Nothing is written to
 * a database of @plan that holds; what one that does not hold took is deleted there.
 *
 * Returns: whether all rows were tried and everything was removed
 */
gboolean
gw_server_check (GwServer            *server,
                 GwServerPlan        *plan,
                 const char          *folder,
                 const char * const  *countries,
                 GwServerRowFunc      func,
                 gpointer             user_data,
                 guint               *n_broken,
                 GError             **error)
{
  g_autofree char *path = g_build_filename (folder != NULL ? folder : gw_paths_get_data_dir (),
                                            folder != NULL ? "table.json" : "server/table.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) table = NULL;
  Check self = { .server = server, .plan = plan, .func = func, .user_data = user_data };
  JsonObject *actors;
  gboolean done;

  g_return_val_if_fail (server != NULL && plan != NULL && countries != NULL && n_broken != NULL, FALSE);

  *n_broken = 0;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  table = gw_json_parse_object (text, -1, error);
  actors = table != NULL ? gw_json_get_object (table, "actors") : NULL;
  if (actors == NULL || !gw_server_check_keeper (server, error))
    return FALSE;
  self.visitors = gw_server_visitors_new (server, actors, error);
  if (self.visitors == NULL)
    return FALSE;
  self.text = text;
  done = check_all (&self, actors, countries, error);
  g_clear_pointer (&self.table, json_object_unref);
  done = gw_server_visitors_free (self.visitors, done ? error : NULL) && done;
  *n_broken = self.n_broken;

  return done;
}
