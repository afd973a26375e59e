/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are old, new, damaged, empty, or not ours; copies of them; and profiles around them. */

#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store-private.h"
#include "core/store/store-fixture.h"

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *connection = NULL;

  g_assert_cmpint (sqlite3_open (path, &connection), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (connection), ==, SQLITE_OK);
}

static char *
old_store (const char *dump)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "core", "store", "schemas", dump, NULL);
  g_autofree char *sql = NULL;
  char *path = fixture_new_path ();

  g_assert_true (g_file_get_contents (source, &sql, NULL, NULL));
  run_sql (path, sql);

  return path;
}

/* The tables and indexes of a store as SQLite remembers them. */
static char *
schema_of (GwStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = gw_store_query (
      store, "SELECT ifnull (sql, name) FROM sqlite_schema ORDER BY name", &error, "");
  gboolean row;

  while (gw_store_step (store, statement, &row, &error) && row)
    g_string_append_printf (text, "%s;\n", (const char *) sqlite3_column_text (statement, 0));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_a_frozen_store_opens (void)
{
  g_autofree char *path = old_store ("0001.sql");
  g_autoptr (GwStore) store = fixture_open (path);
  g_autoptr (GwStore) fresh = fixture_new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (store, "party", &error);
  g_autofree char *since = gw_store_dup_remote (store, "server", "party", "since", &error);
  g_autofree char *frozen_schema = schema_of (store), *schema = schema_of (fresh);

  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (conflicts->pdata[0]), "value"), ==,
                   "Deuxième mot");
  g_assert_cmpstr (since, ==, "12-abc");
  g_assert_cmpint (gw_store_count (store, "mine", NULL, &error), ==, 1);
  fixture_assert_sound (store);
  /* Whatever way a store came to its version, it is the same store. */
  g_assert_cmpstr (frozen_schema, ==, schema);
}

/* The two steps after today's. */
static const char *const steps[GW_STORE_SCHEMA_VERSION + 2] = {
  [GW_STORE_SCHEMA_VERSION] = "ALTER TABLE setting ADD COLUMN note TEXT;",
  [GW_STORE_SCHEMA_VERSION + 1] = "CREATE TABLE broken (x); INSERT INTO nothing VALUES (1);",
};

static guint
count_backups (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static gint64
version_of (GwStore *store)
{
  g_autoptr (GwStatement) statement = gw_store_query (store, "PRAGMA user_version", NULL, "");
  gint64 version = -1;

  g_assert_true (gw_store_read_int (store, statement, &version, NULL));
  return version;
}

static void
test_a_step_goes_whole_or_not_at_all (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GwStore) store = fixture_open (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStatement) statement = NULL;
  gint64 tables = -1;

  g_free (fixture_put (store, "item:1", NULL, "{}", 0));
  g_assert_true (gw_store_migrate (store, steps, GW_STORE_SCHEMA_VERSION + 1, &error));
  g_assert_cmpint (version_of (store), ==, GW_STORE_SCHEMA_VERSION + 1);
  g_assert_cmpuint (count_backups (path), ==, 1);

  g_assert_false (gw_store_migrate (store, steps, GW_STORE_SCHEMA_VERSION + 2, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (version_of (store), ==, GW_STORE_SCHEMA_VERSION + 1);
  statement = gw_store_query (store, "SELECT count(*) FROM sqlite_schema WHERE name = 'broken'", NULL,
                              "");
  g_assert_true (gw_store_read_int (store, statement, &tables, NULL));
  g_assert_cmpint (tables, ==, 0);
  g_assert_cmpint (gw_store_count (store, "party", NULL, NULL), ==, 1);
}

/* Reads work, writes are refused with the reason, the file is not touched. */
static void
assert_reads_only (const char   *path,
                   GwStoreError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = gw_store_open (path, GW_STORE_CREATE, &error);
  g_autoptr (JsonObject) body = json_object_new ();

  g_assert_no_error (error);
  g_assert_true (gw_store_is_read_only (store));
  g_assert_error (gw_store_get_fault (store), GW_STORE_ERROR, (int) code);
  g_assert_false (gw_store_put (store, "party", "item:9", NULL, body, 0, NULL, &error));
  g_assert_error (error, GW_STORE_ERROR, (int) code);
}

static void
test_a_newer_store_is_only_read (void)
{
  g_autofree char *path = old_store ("0001.sql");
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = NULL;
  gsize length, length_after;

  run_sql (path, "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (path, &before, &length, NULL));
  assert_reads_only (path, GW_STORE_ERROR_NEWER);
  store = gw_store_open (path, GW_STORE_DEFAULT, &error);
  g_assert_cmpint (gw_store_count (store, "mine", NULL, &error), ==, 1);
  g_clear_object (&store);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
}

static char *
store_with_much (void)
{
  char *path = fixture_new_path ();
  g_autoptr (GwStore) store = fixture_open (path);

  g_assert_true (gw_store_begin (store, NULL));
  for (int i = 0; i < 800; i++) {
    g_autofree char *id = g_strdup_printf ("item:%04d", i);

    g_free (fixture_put (store, id, NULL, "{\"text\":\"enough words to fill a few pages with them\"}", 0));
  }
  g_assert_true (gw_store_commit (store, NULL));

  return path;
}

static void
overwrite (const char *path,
           gsize       offset,
           gsize       length)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (offset + length, <=, size);
  memset (contents + offset, 0xa5, length);
  g_assert_true (g_file_set_contents (path, contents, size, NULL));
}

static gsize
size_of (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

static guint
count_readable (GwStore *store)
{
  guint readable = 0;

  for (int i = 0; i < 800; i++) {
    g_autofree char *id = g_strdup_printf ("item:%04d", i);
    g_autoptr (GwDoc) doc = gw_store_get (store, "party", id, NULL);

    if (doc != NULL)
      g_assert_cmpstr (gw_doc_get_id (doc), ==, id);
    readable += doc != NULL;
  }

  return readable;
}

static void
test_overwritten_pages_are_told (void)
{
  g_autofree char *path = store_with_much ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = NULL;
  g_autoptr (JsonArray) findings = NULL;
  gsize size = size_of (path);
  guint readable;

  overwrite (path, (size / 3) & ~(gsize) 4095, size / 3);
  assert_reads_only (path, GW_STORE_ERROR_DAMAGED);

  store = gw_store_open (path, GW_STORE_DEFAULT, &error);
  readable = count_readable (store);
  g_test_message ("%u of 800 documents could be read", readable);
  g_assert_cmpuint (readable, >, 0);
  g_assert_cmpuint (readable, <, 800);
  findings = gw_store_check (store, &error);
  g_assert_cmpuint (json_array_get_length (findings), >, 0);
}

static void
test_a_truncated_store_is_told (void)
{
  g_autofree char *path = store_with_much ();
  g_autofree char *contents = NULL;
  g_autoptr (GwStore) store = NULL;
  guint readable;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (path, contents, size / 2, NULL));
  assert_reads_only (path, GW_STORE_ERROR_DAMAGED);
  store = gw_store_open (path, GW_STORE_DEFAULT, NULL);
  readable = count_readable (store);
  g_test_message ("%u of 800 documents could be read", readable);
  g_assert_cmpuint (readable, >, 0);
  g_assert_cmpuint (size_of (path), ==, size / 2);
}

/* An empty file is a valid empty database to SQLite; to us it is a store that was lost. */
static void
test_nothing_is_not_a_store (void)
{
  static const char *const contents[] = { "", "not a database, but words; more than a header of them,"
                                              " so that SQLite looks at all of a hundred bytes" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autofree char *path = fixture_new_path ();
    g_autofree char *after = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
    g_assert_null (gw_store_open (path, GW_STORE_CREATE, &error));
    g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
    g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, contents[i]);
  }
}

static void
test_other_databases_are_refused (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;

  run_sql (path, "CREATE TABLE recipe (name TEXT); PRAGMA user_version = 3");
  g_assert_null (gw_store_open (path, GW_STORE_CREATE, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (gw_store_open ("/nonexistent/store.sqlite", GW_STORE_DEFAULT, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND);
}

static void
test_two_connections_see_each_other (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GwStore) first = fixture_open (path), second = fixture_open (path);
  g_autoptr (GwStore) reader = gw_store_open (path, GW_STORE_READ_ONLY, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_put (first, "item:1", NULL, "{\"v\":1}", 0));
  text = fixture_dup_text (second, "item:1");
  g_assert_cmpstr (text, ==, "{\"v\":1}");
  g_assert_cmpint (gw_store_count (reader, "party", NULL, &error), ==, 1);
  g_assert_false (gw_store_begin (reader, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_READ_ONLY);
}

static void
test_the_check_finds_what_is_wrong (void)
{
  static const struct { const char *sql, *kind; } wrongs[] = {
    { "UPDATE doc SET winner = 3 WHERE id = 'answer:r1:/data/q1'", "winner" },
    { "UPDATE doc SET conflicts = 7 WHERE doc = 2", "conflicts" },
    { "UPDATE rev SET leaf = 1 WHERE rev = 1", "leaf" },
    { "UPDATE rev SET body = '{\"cut' WHERE rev = 4", "body" },
    { "UPDATE chunk SET data = x'00'", "chunk" },
    { "UPDATE doc SET seq = 1", "sequence" },
    { "DELETE FROM rev WHERE rev = 2", "reference" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++) {
    g_autofree char *path = old_store ("0001.sql");
    g_autoptr (GwStore) store = NULL;
    g_autoptr (JsonArray) findings = NULL;
    gboolean found = FALSE;

    run_sql (path, wrongs[i].sql);
    store = fixture_open (path);
    findings = gw_store_check (store, NULL);
    for (guint j = 0; j < json_array_get_length (findings); j++)
      found |= strcmp (gw_json_get_string (gw_json_array_object (findings, j), "kind"),
                       wrongs[i].kind) == 0;
    if (!found)
      g_error ("The check does not find: %s", wrongs[i].sql);
  }
}

/* --- Profiles --- */

static GwProfile *
new_profile (GwRole      role,
             const char *country)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *directory = g_build_filename (folder, "profiles", "one", NULL);
  g_autoptr (GError) error = NULL;
  GwProfile *profile = gw_profile_create (directory, "amina", role, country, "fr", &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_a_profile_says_who_sits_here (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autoptr (GError) error = NULL;
  g_autofree char *server = gw_profile_dup_server_name (profile, "party");
  g_autofree char *mine = gw_profile_dup_server_name (profile, "mine");
  g_autofree char *parent = g_path_get_dirname (gw_profile_get_directory (profile));
  g_autoptr (GPtrArray) list = gw_profile_list (parent);
  g_autoptr (GwProfile) again = NULL;

  g_assert_cmpstr (server, ==, "party-ken");
  g_assert_null (mine);
  g_assert_cmpuint (g_strv_length ((char **) gw_profile_get_databases (profile)), ==, 6);
  g_assert_true (gw_profile_can_write (profile, "party"));
  g_assert_false (gw_profile_can_write (profile, "library"));
  g_assert_true (gw_profile_set_setting (profile, "server", "https://example.org", &error));
  g_assert_true (gw_profile_set_language (profile, "es", &error));
  g_assert_cmpuint (list->len, ==, 1);

  again = gw_profile_open (list->pdata[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_profile_get_name (again), ==, "amina");
  g_assert_cmpstr (gw_profile_get_country (again), ==, "KEN");
  g_assert_cmpstr (gw_profile_get_language (again), ==, "es");
  g_assert_cmpint (gw_profile_get_role (again), ==, GW_ROLE_NFP);
  g_assert_cmpstr (gw_profile_get_setting (again, "server"), ==, "https://example.org");
  g_assert_null (gw_profile_create (list->pdata[0], "x", GW_ROLE_NFP, "KEN", "en", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

/* The file is read by whoever helps; a password must not stand in it. */
static void
test_an_address_is_kept_without_its_password (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN"), again = NULL;
  g_autofree char *path = g_build_filename (gw_profile_get_directory (profile), "profile.json", NULL);
  g_autofree char *text = NULL, *older = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_profile_set_setting (profile, "server-url", "https://amina:secret@desk.example/", &error));
  g_assert_cmpstr (gw_profile_get_setting (profile, "server-url"), ==, "https://desk.example/");
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_null (strstr (text, "secret"));
  g_assert_nonnull (strstr (text, "https://desk.example/"));

  older = g_strdup_printf ("%.*shttps://amina:secret@desk.example/%s", (int) (strstr (text, "https://") - text), text,
                           strstr (text, "desk.example/") + strlen ("desk.example/"));
  g_assert_true (g_file_set_contents (path, older, -1, &error));
  again = gw_profile_open (gw_profile_get_directory (profile), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_profile_get_setting (again, "server-url"), ==, "https://desk.example/");
}

/* A profile that cannot be opened makes room for a new one in the same folder, and is all there. */
static void
test_a_damaged_profile_is_set_aside (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN"), anew = NULL;
  g_autofree char *directory = g_strdup (gw_profile_get_directory (profile));
  g_autofree char *path = g_build_filename (directory, "profile.json", NULL);
  g_autofree char *store_path = gw_profile_dup_store_path (profile);
  g_autofree char *moved = NULL, *again = NULL, *kept = NULL, *text = NULL, *backups = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "{\"role\":\"nf", -1, NULL));
  g_assert_true (g_file_set_contents (store_path, "no database", -1, NULL));
  moved = gw_profile_set_aside (directory, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (moved, directory));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kept = g_build_filename (moved, "store.sqlite", NULL);
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "no database");
  backups = g_build_filename (moved, "backups", NULL);
  g_assert_true (g_file_test (backups, G_FILE_TEST_IS_DIR));

  anew = gw_profile_create (directory, "baraka", GW_ROLE_NFP, "SEN", "fr", &error);
  g_assert_no_error (error);
  again = gw_profile_set_aside (directory, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, !=, moved);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static void
test_a_guest_only_reads (void)
{
  g_autoptr (GwProfile) guest = new_profile (GW_ROLE_GUEST, "");
  g_autoptr (GwProfile) secretariat = new_profile (GW_ROLE_SECRETARIAT, "");
  g_autofree char *server = NULL;

  g_assert_false (gw_profile_can_write (guest, "library"));
  g_assert_false (gw_profile_can_write (guest, "party"));
  g_assert_true (gw_profile_can_write (guest, "mine"));
  g_assert_true (gw_profile_can_write (secretariat, "library"));
  g_assert_true (gw_profile_set_setting (secretariat, "countries", "KEN,NER", NULL));
  g_assert_true (g_strv_contains (gw_profile_get_databases (secretariat), "exchange-ner"));
  server = gw_profile_dup_server_name (secretariat, "exchange-ner");
  g_assert_cmpstr (server, ==, "exchange-ner");
}

static void
test_a_broken_profile_is_told (void)
{
  static const char *const texts[] = { "", "[]", "{\"role\":\"king\",\"country\":\"KEN\"}",
                                       "{\"role\":\"nfp\",\"country\":\"../etc\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = fixture_new_path ();
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *file = g_build_filename (folder, "profile.json", NULL);
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (file, texts[i], -1, NULL));
    g_assert_null (gw_profile_open (folder, &error));
    g_assert_nonnull (error);
  }
}

static void
test_a_backup_comes_back (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autofree char *due = gw_profile_dup_backup_due (profile);
  g_autofree char *none = NULL, *device = NULL, *new_device = NULL, *text = NULL, *since = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = fixture_open (path);
  g_autofree char *rev = fixture_put (store, "item:1", NULL, "{\"v\":\"before\"}", 0);
  g_autoptr (GPtrArray) backups = NULL, after = NULL;

  g_assert_true (gw_store_set_remote (store, "server", "party", "since", "9", &error));
  device = gw_store_dup_setting (store, "device-id", &error);
  g_assert_nonnull (due);
  g_assert_true (gw_store_backup (store, due, &error));
  none = gw_profile_dup_backup_due (profile);
  g_assert_null (none);
  g_free (fixture_put (store, "item:1", rev, "{\"v\":\"after\"}", 0));
  g_clear_object (&store);
  overwrite (path, 4096, 8192);

  backups = gw_profile_list_backups (profile);
  g_assert_cmpuint (backups->len, ==, 1);
  g_assert_cmpstr (((GwBackup *) backups->pdata[0])->kind, ==, "daily");
  g_assert_true (gw_profile_restore (profile, ((GwBackup *) backups->pdata[0])->path, &error));
  g_assert_no_error (error);

  store = fixture_open (path);
  text = fixture_dup_text (store, "item:1");
  g_assert_cmpstr (text, ==, "{\"v\":\"before\"}");
  new_device = gw_store_dup_setting (store, "device-id", &error);
  g_assert_cmpstr (new_device, !=, device);
  since = gw_store_dup_remote (store, "server", "party", "since", &error);
  g_assert_null (since);
  fixture_assert_sound (store);
  /* The damaged file was kept, too. */
  after = gw_profile_list_backups (profile);
  g_assert_cmpuint (after->len, ==, 2);
}

static void
copy (const char *from,
      const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
}

/* After the copy was made, the document left this desk: it must go there, too. */
static void
test_a_deletion_on_a_desk_that_was_put_back_is_sent (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autofree char *backup = gw_profile_dup_backup_due (profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = fixture_open (path);
  g_autofree char *rev = fixture_put (store, "item:1", NULL, "{\"v\":\"1\"}", 0);
  gint64 n = 0;

  g_assert_true (gw_store_backup (store, backup, &error));
  g_clear_object (&store);
  g_assert_true (gw_profile_restore (profile, backup, &error));
  store = fixture_open (path);
  g_assert_true (gw_store_delete (store, "party", "item:1", rev, NULL, NULL, &error));
  g_assert_true (gw_store_outbox_count (store, "party", &n, NULL, &error));
  g_assert_cmpint (n, ==, 1);
}

/* What was set aside before a restore had its last words in the log beside it. */
static void
test_a_backup_comes_back_with_its_log (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autofree char *aside = g_strconcat (path, ".aside", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL), *log_aside = g_strconcat (aside, "-wal", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = fixture_open (path);

  g_free (fixture_put (store, "item:1", NULL, "{\"v\":\"last\"}", 0));
  copy (path, aside);
  copy (log, log_aside);
  g_clear_object (&store);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_true (gw_profile_restore (profile, aside, &error));
  g_assert_no_error (error);
  store = fixture_open (path);
  text = fixture_dup_text (store, "item:1");
  g_assert_cmpstr (text, ==, "{\"v\":\"last\"}");
}

static void
test_a_damaged_profile_is_known_from_its_copy (void)
{
  static const char *const texts[] = { "", "{\"role\":\"nf", "\xff\xff\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
    g_autofree char *file = g_build_filename (gw_profile_get_directory (profile), "profile.json", NULL);
    g_autoptr (GwProfile) again = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (gw_profile_set_setting (profile, "server-url", "https://example.org", &error));
    g_assert_true (g_file_set_contents (file, texts[i], -1, NULL));
    again = gw_profile_open (gw_profile_get_directory (profile), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gw_profile_get_name (again), ==, "amina");
    g_assert_cmpstr (gw_profile_get_setting (again, "server-url"), ==, "https://example.org");
    g_assert_cmpint (g_remove (file), ==, 0);
    g_assert_null (gw_profile_open (gw_profile_get_directory (profile), &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  }
}

static void
write_file (const char *path)
{
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

/* The log belongs to the store beside it: to the old one until the copy is in its place. */
static void
test_power_may_fail_while_a_copy_is_put_back (void)
{
  g_autofree char *folder = g_dir_make_tmp ("godwit-restore-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwProfile) profile = gw_profile_create (folder, "awa", GW_ROLE_NFP, "SEN", "fr", &error);
  g_autofree char *store = NULL, *log = NULL, *aside = NULL, *copy = NULL;

  g_assert_no_error (error);
  store = gw_profile_dup_store_path (profile);
  log = g_strconcat (store, "-wal", NULL);
  aside = g_strconcat (store, "-wal.replaced", NULL);
  copy = g_strconcat (store, ".restore", NULL);
  write_file (aside);
  write_file (copy);
  gw_profile_finish_restore (profile);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));

  g_unlink (log);
  g_unlink (copy);
  write_file (aside);
  gw_profile_finish_restore (profile);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
}

static void
test_a_store_that_is_gone_is_told (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autofree char *due = gw_profile_dup_backup_due (profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = NULL;

  /* The first start: there never was one. */
  g_assert_true (gw_profile_check_store (profile, &error));
  store = fixture_open (path);
  g_free (fixture_put (store, "item:1", NULL, "{\"v\":1}", 0));
  g_assert_true (gw_store_backup (store, due, &error));
  g_clear_object (&store);
  g_assert_true (gw_profile_check_store (profile, &error));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_false (gw_profile_check_store (profile, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (gw_profile_restore (profile, due, &error));
  g_assert_true (gw_profile_check_store (profile, &error));
}

static void
test_a_broken_backup_changes_nothing (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *path = gw_profile_dup_store_path (profile);
  g_autofree char *bad = g_strconcat (path, ".bad", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = fixture_open (path);

  g_free (fixture_put (store, "item:1", NULL, "{\"v\":1}", 0));
  g_clear_object (&store);
  g_assert_true (g_file_set_contents (bad, "no database at all", -1, NULL));
  g_assert_false (gw_profile_restore (profile, bad, &error));
  g_assert_nonnull (error);
  store = fixture_open (path);
  text = fixture_dup_text (store, "item:1");
  g_assert_cmpstr (text, ==, "{\"v\":1}");
}

static void
on_pruned (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_old_backups_make_room (void)
{
  g_autoptr (GwProfile) profile = new_profile (GW_ROLE_NFP, "KEN");
  g_autofree char *folder = gw_profile_dup_backups_path (profile);
  g_autoptr (GDate) day = gw_date_parse ("2026-01-01");
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *newest = NULL;
  gboolean is_over = FALSE;

  for (int i = 0; i < 300; i++) {
    g_autofree char *text = gw_date_format (day);
    g_autofree char *name = g_strdup_printf ("store-%s.sqlite", text);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    g_free (newest);
    newest = g_steal_pointer (&path);
    g_date_add_days (day, 1);
  }
  gw_profile_prune_backups_async (profile, on_pruned, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  left = gw_profile_list_backups (profile);
  g_assert_cmpuint (left->len, >=, 7 + 4 + 7);
  g_assert_cmpuint (left->len, <=, 7 + 4 + 12);
  g_assert_true (g_file_test (newest, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add_func ("/store/" path, func)
  ADD ("profile/a-deletion-on-a-desk-that-was-put-back-is-sent",
       test_a_deletion_on_a_desk_that_was_put_back_is_sent);
  ADD ("open/a-frozen-store-opens", test_a_frozen_store_opens);
  ADD ("open/a-step-goes-whole-or-not-at-all", test_a_step_goes_whole_or_not_at_all);
  ADD ("open/a-newer-store-is-only-read", test_a_newer_store_is_only_read);
  ADD ("open/overwritten-pages-are-told", test_overwritten_pages_are_told);
  ADD ("open/a-truncated-store-is-told", test_a_truncated_store_is_told);
  ADD ("open/nothing-is-not-a-store", test_nothing_is_not_a_store);
  ADD ("open/other-databases-are-refused", test_other_databases_are_refused);
  ADD ("open/two-connections-see-each-other", test_two_connections_see_each_other);
  ADD ("check/finds-what-is-wrong", test_the_check_finds_what_is_wrong);
  ADD ("profile/says-who-sits-here", test_a_profile_says_who_sits_here);
  ADD ("profile/a-guest-only-reads", test_a_guest_only_reads);
  ADD ("profile/address-is-kept-without-its-password", test_an_address_is_kept_without_its_password);
  ADD ("profile/damaged-one-is-set-aside", test_a_damaged_profile_is_set_aside);
  ADD ("profile/a-broken-profile-is-told", test_a_broken_profile_is_told);
  ADD ("backup/comes-back", test_a_backup_comes_back);
  ADD ("backup/comes-back-with-its-log", test_a_backup_comes_back_with_its_log);
  ADD ("backup/a-broken-one-changes-nothing", test_a_broken_backup_changes_nothing);
  ADD ("backup/power-may-fail-while-a-copy-is-put-back", test_power_may_fail_while_a_copy_is_put_back);
  ADD ("backup/a-store-that-is-gone-is-told", test_a_store_that_is_gone_is_told);
  ADD ("profile/a-damaged-one-is-known-from-its-copy", test_a_damaged_profile_is_known_from_its_copy);
  ADD ("backup/old-ones-make-room", test_old_backups_make_room);

  return g_test_run ();
}
