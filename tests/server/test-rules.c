/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may write what, row by row: each rule of data/server judged by itself, with every old document
 * that a server may hand to it. A replicated revision of an invented ancestry comes with none: an
 * answer that hangs on the old document would be a hole. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/server/gw-server-plan.h"
#include "server/couch-rules.h"

#define COUNTRY "ken"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* data/server/table.json, which `godwitctl server check` reads too, with names and countries filled in. */
static JsonObject *
read_table (void)
{
  static const char *const fillings[][2] = {
    { "@office@", "ann" }, { "@neighbour@", "uma" }, { "@respondent@", "rob" }, { "@courier@", "cor" },
    { "@moderator@", "sec" }, { "@hash@", HASH }, { "@other@", "uzb" }, { "@OTHER@", "UZB" },
  };
  g_autofree char *path = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "server", "table.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *lengthy = g_strnfill (65537, 'x');
  g_autoptr (GString) filled = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *table;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  filled = g_string_new (text);
  g_assert_cmpuint (g_string_replace (filled, "@long@", lengthy, 0), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++)
    g_assert_cmpuint (g_string_replace (filled, fillings[i][0], fillings[i][1], 0), >, 0);
  whole = gw_server_fill (filled->str, COUNTRY);
  g_assert_null (strchr (whole, '@'));
  table = gw_json_parse_object (whole, -1, &error);
  g_assert_no_error (error);

  return table;
}

static char *
dup_name (const char *who)
{
  static const char *const names[][2] = {
    { "office", "ann" }, { "neighbour", "uma" }, { "respondent", "rob" }, { "courier", "cor" }, { "admin", "boss" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (names[i][0], who) == 0)
      return g_strdup (names[i][1]);
  }

  return g_strdup ("sec");
}

static char *
dup_user (JsonObject *table,
          const char *who)
{
  JsonObject *actors = gw_json_get_object (table, "actors");
  JsonArray *roles = gw_json_get_array (actors, who);
  g_autoptr (JsonObject) user = json_object_new ();
  g_autofree char *name = dup_name (who);

  g_assert_nonnull (roles);
  json_object_set_string_member (user, "db", "x");
  json_object_set_string_member (user, "name", name);
  if (strcmp (who, "admin") == 0) {
    JsonArray *admin = json_array_new ();

    json_array_add_string_element (admin, "_admin");
    json_object_set_array_member (user, "roles", admin);
  } else {
    json_object_set_array_member (user, "roles", json_array_ref (roles));
  }

  return gw_json_to_text (user);
}

static char *
dup_doc (JsonObject *row,
         const char *path)
{
  g_autoptr (JsonObject) doc = gw_json_copy (gw_json_get_object (row, "doc"));

  json_object_set_string_member (doc, "_id", gw_json_get_string (row, "id"));
  json_object_set_string_member (doc, "_rev", "3-c");
  json_object_set_object_member (doc, "_revisions", gw_json_parse_object (path, -1, NULL));

  return gw_json_to_text (doc);
}

static void
judge (CouchRules *rules,
       JsonObject *table,
       JsonObject *row,
       const char *old,
       const char *path)
{
  const char *who = gw_json_get_string (row, "who");
  g_autofree char *user = dup_user (table, who);
  g_autofree char *doc = dup_doc (row, path);
  g_autofree char *reason = NULL;
  CouchRuleAnswer answer = couch_rules_judge (rules, gw_json_get_string (row, "db"), doc, old, user, "{}", &reason);

  if ((answer == COUCH_RULE_ALLOWED) != gw_json_get_boolean (row, "allowed"))
    g_error ("%s: %s writes %s over %s: %s", gw_json_get_string (row, "db"), user, doc, old != NULL ? old : "nothing",
             reason != NULL ? reason : "allowed");
}

static CouchRules *
read_rules (void)
{
  static const char *const countries[] = { COUNTRY, NULL };
  g_autofree char *folder = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "server", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwServerPlan) plan = gw_server_plan_load (folder, &error);
  g_autoptr (GPtrArray) databases = NULL;
  CouchRules *rules = couch_rules_new ();

  g_assert_no_error (error);
  databases = gw_server_plan_list_databases (plan, countries);
  g_assert_cmpuint (databases->len, ==, 10);
  for (guint i = 0; i < databases->len; i++) {
    const GwServerDatabase *database = g_ptr_array_index (databases, i);

    g_assert_null (strchr (database->rule, '@'));
    g_assert_true (couch_rules_add (rules, database->name, database->rule));
  }

  return rules;
}

static void
test_each_row_of_the_table (void)
{
  static const char *const olds[] = {
    NULL,
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"type\":\"x\",\"author\":\"ann\",\"party\":\"KEN\"}",
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"author\":\"somebody\",\"party\":\"UZB\",\"v\":9}",
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"_deleted\":true}",
  };
  static const char *const paths[] = {
    "{\"start\":3,\"ids\":[\"c\",\"b\",\"a\"]}",
    "{\"start\":900,\"ids\":[\"c\",\"invented\"]}",
  };
  g_autoptr (CouchRules) rules = read_rules ();
  g_autoptr (JsonObject) table = read_table ();
  JsonArray *rows = gw_json_get_array (table, "rows");

  g_assert_cmpuint (json_array_get_length (rows), >, 100);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (olds); j++)
      for (guint k = 0; k < G_N_ELEMENTS (paths); k++)
        judge (rules, table, gw_json_array_object (rows, i), olds[j], paths[k]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server/rules/each-row-of-the-table", test_each_row_of_the_table);

  return g_test_run ();
}
