/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is everything in the store as it must be? SQLite knows whether its pages are; we know whether
 * trees, winners, bodies and chunks are. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-json.h"

/* One fault of a kind many times over says no more than a few of them. */
#define MAX_FINDINGS_OF_A_KIND 100

static void
add_finding (JsonArray  *findings,
             const char *kind,
             const char *db,
             const char *id,
             const char *detail)
{
  JsonObject *finding = json_object_new ();

  json_object_set_string_member (finding, "kind", kind);
  if (db != NULL)
    json_object_set_string_member (finding, "db", db);
  if (id != NULL)
    json_object_set_string_member (finding, "id", id);
  json_object_set_string_member (finding, "detail", detail);
  json_array_add_object_element (findings, finding);
}

/* Each row of @sql (db, id, detail) is a finding. A page that cannot be read is one, too. */
static void
find_rows (GwStore    *self,
           JsonArray  *findings,
           const char *kind,
           const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = gw_store_query (self, sql, &error, "");
  gboolean row;

  for (guint i = 0; statement != NULL && i < MAX_FINDINGS_OF_A_KIND; i++) {
    const char *detail;

    if (!gw_store_step (self, statement, &row, &error) || !row)
      break;
    detail = (const char *) sqlite3_column_text (statement, 2);
    add_finding (findings, kind, (const char *) sqlite3_column_text (statement, 0),
                 (const char *) sqlite3_column_text (statement, 1), detail != NULL ? detail : "");
  }
  if (error != NULL)
    add_finding (findings, kind, NULL, NULL, error->message);
}

static void
check_pages (GwStore   *self,
             JsonArray *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = gw_store_query (self, "PRAGMA integrity_check(100)", &error, "");
  gboolean row;

  while (statement != NULL && gw_store_step (self, statement, &row, &error) && row) {
    const char *text = (const char *) sqlite3_column_text (statement, 0);

    if (text != NULL && strcmp (text, "ok") != 0)
      add_finding (findings, "page", NULL, NULL, text);
  }
  if (error != NULL)
    add_finding (findings, "page", NULL, NULL, error->message);
}

/* The winner and the count of conflicts, chosen anew in SQL: written apart from the C that chose
 * them, so that one finds the faults of the other. */
static void
check_trees (GwStore   *self,
             JsonArray *findings)
{
  find_rows (self, findings, "winner",
             "SELECT d.db, d.id, 'another revision should be shown' FROM doc AS d"
             " WHERE d.winner IS NOT (SELECT r.rev FROM rev AS r WHERE r.doc = d.doc AND r.leaf = 1"
             " ORDER BY r.deleted, r.gen DESC, r.hash DESC LIMIT 1)");
  find_rows (self, findings, "conflicts",
             "SELECT d.db, d.id, 'the conflicts are counted wrongly' FROM doc AS d"
             " WHERE d.conflicts <> (SELECT max (count(*) - 1, 0) FROM rev AS r"
             " WHERE r.doc = d.doc AND r.leaf = 1 AND r.deleted = 0)");
  find_rows (self, findings, "deleted",
             "SELECT d.db, d.id, 'shown as deleted wrongly' FROM doc AS d"
             " JOIN rev AS r ON r.rev = d.winner WHERE r.deleted <> d.deleted");
  find_rows (self, findings, "leaf",
             "SELECT d.db, d.id, r.gen || '-' || r.hash FROM rev AS r"
             " JOIN doc AS d ON d.doc = r.doc WHERE r.leaf <> NOT EXISTS ("
             " SELECT 1 FROM rev AS c WHERE c.doc = r.doc AND c.gen = r.gen + 1"
             " AND c.parent = r.hash)");
  find_rows (self, findings, "sequence",
             "SELECT db, id, 'two documents have the sequence ' || seq FROM doc"
             " GROUP BY seq HAVING count(*) > 1");
}

static void
check_bodies (GwStore   *self,
              JsonArray *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  statement = gw_store_query (self,
                              "SELECT d.db, d.id, r.body FROM rev AS r JOIN doc AS d ON d.doc = r.doc"
                              " WHERE r.leaf = 1 OR r.body IS NOT NULL",
                              &error, "");
  while (statement != NULL && gw_store_step (self, statement, &row, &error) && row) {
    const char *text = (const char *) sqlite3_column_text (statement, 2);
    g_autoptr (JsonObject) body = text != NULL ? gw_json_parse_object (text, -1, NULL) : NULL;

    if (body == NULL)
      add_finding (findings, "body", (const char *) sqlite3_column_text (statement, 0),
                   (const char *) sqlite3_column_text (statement, 1), "the body cannot be read");
  }
  if (error != NULL)
    add_finding (findings, "body", NULL, NULL, error->message);
}

static void
check_chunks (GwStore   *self,
              JsonArray *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  statement = gw_store_query (self, "SELECT hash, data FROM chunk", &error, "");
  while (statement != NULL && gw_store_step (self, statement, &row, &error) && row) {
    const char *name = (const char *) sqlite3_column_text (statement, 0);
    const guchar *data = sqlite3_column_blob (statement, 1);
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data,
                                                        sqlite3_column_bytes (statement, 1));

    if (name == NULL || strlen (name) < 2 || strcmp (name + 2, sum) != 0)
      add_finding (findings, "chunk", NULL, name, "the chunk is not what its name says");
  }
  if (error != NULL)
    add_finding (findings, "chunk", NULL, NULL, error->message);
}

/**
 * gw_store_check:
 * @error: return location
 *
 * Checks everything. Reads the whole file: not for every start.
 *
 * Returns: (transfer full): what was found, objects of {kind, db, id, detail}; empty when all is
 *   well. Never NULL for a store that is open: what cannot be read is a finding.
 */
JsonArray *
gw_store_check (GwStore  *self,
                GError  **error)
{
  g_autoptr (JsonArray) findings = NULL;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  findings = json_array_new ();
  check_pages (self, findings);
  find_rows (self, findings, "reference",
             "SELECT NULL, \"table\", 'row ' || ifnull (rowid, '?') || ' names nothing in ' || parent"
             " FROM pragma_foreign_key_check");
  check_trees (self, findings);
  check_bodies (self, findings);
  check_chunks (self, findings);

  return g_steal_pointer (&findings);
}
