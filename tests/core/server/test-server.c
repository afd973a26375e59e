/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-check-code.h"
#include "core/base/gw-json.h"
#include "core/server/gw-server-account.h"
#include "core/server/gw-server-lay-out.h"
#include "core/server/gw-server-library.h"
#include "core/server/gw-server-plan.h"
#include "core/server/gw-server-reply.h"

static const char *const nowhere[] = { NULL };

static GwServerPlan *
load_plan (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "server", NULL);
  g_autoptr (GError) error = NULL;
  GwServerPlan *plan = gw_server_plan_load (folder, &error);

  g_assert_no_error (error);

  return plan;
}

/* The owner of a document stands between colons in its id. */
static void
test_a_name_cuts_no_id (void)
{
  static const char *const good[] = { "ann", "a", "ann.mwangi", "a-b_c", "7th" };
  static const char *const bad[] = { "", "Ann", "a:b", "a/b", "_ann", ".a", "-a", "a b", "añn", "a\n", "a%3Ab" };
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (gw_server_account_is_name (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gw_server_account_is_name (bad[i]));
  g_assert_true (gw_server_account_is_name (longest));
  g_assert_false (gw_server_account_is_name (longer));
  g_assert_false (gw_server_account_is_name (NULL));
}

/* All letters come, and none that is mistaken for another. */
static void
test_passwords_differ_and_can_be_read_out (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint times[256] = { 0 };
  guint n_letters = 0;

  for (int i = 0; i < 500; i++) {
    char *password = gw_server_make_password ();

    g_assert_cmpuint (strlen (password), ==, 23);
    for (int j = 0; password[j] != '\0'; j++) {
      g_assert_cmpint (password[j] == '-', ==, j % 6 == 5);
      times[(guchar) password[j]]++;
    }
    g_assert_null (strpbrk (password, "01ilo"));
    g_assert_true (g_hash_table_add (seen, password));
  }
  for (int i = 0; i < 256; i++)
    n_letters += i != '-' && times[i] > 0;
  g_assert_cmpuint (n_letters, ==, 31);
}

static void
assert_grants (GwServerPlan       *plan,
               const char         *roles,
               const char * const *countries,
               const char         *expected)
{
  g_auto (GStrv) names = g_strsplit (roles, " ", -1);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) grants = gw_server_plan_dup_grants (plan, (const char * const *) names, countries, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  joined = g_strjoinv (" ", grants);
  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_no_grants (GwServerPlan *plan,
                  const char   *role,
                  int           code)
{
  const char *const names[] = { role, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_server_plan_dup_grants (plan, names, nowhere, &error));
  g_assert_error (error, GW_SERVER_ERROR, code);
}

static void
test_a_role_is_given_what_it_needs (void)
{
  static const char *const two[] = { "KEN", "uzb", NULL };
  static const char *const one[] = { "KEN", NULL };
  g_autoptr (GwServerPlan) plan = load_plan ();

  assert_grants (plan, "nfp", one, "nfp party-ken");
  assert_grants (plan, "courier", two, "courier courier-ken courier-uzb");
  assert_grants (plan, "secretariat library-editor moderator", nowhere, "secretariat library-editor moderator");
  assert_grants (plan, "nfp alternate", one, "nfp party-ken");
  assert_no_grants (plan, "nfp", GW_SERVER_ERROR_NO_COUNTRY);
  assert_no_grants (plan, "moderator", GW_SERVER_ERROR_ROLE_BESIDES);
  assert_no_grants (plan, "_admin", GW_SERVER_ERROR_NO_ROLE);
}

/* A database without members would be open to everybody. */
static void
test_no_database_is_open (void)
{
  static const char *const countries[] = { "KEN", NULL };
  g_autoptr (GwServerPlan) plan = load_plan ();
  g_autoptr (GPtrArray) databases = gw_server_plan_list_databases (plan, countries);

  g_assert_cmpuint (databases->len, ==, 10);
  for (guint i = 0; i < databases->len; i++) {
    const GwServerDatabase *database = g_ptr_array_index (databases, i);
    g_autoptr (JsonObject) security = gw_server_make_security ((const char * const *) database->readers);
    JsonArray *members = gw_json_get_array (gw_json_get_object (security, "members"), "roles");
    JsonArray *admins = gw_json_get_array (gw_json_get_object (security, "admins"), "roles");

    g_assert_cmpuint (json_array_get_length (members), >, 0);
    g_assert_cmpstr (gw_json_array_string (admins, 0), ==, "_admin");
    g_assert_null (strchr (database->name, '@'));
    for (gsize j = 0; database->readers[j] != NULL; j++)
      g_assert_null (strchr (database->readers[j], '@'));
  }
}

static JsonObject *
read_one (const char *text,
          GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) docs = gw_server_library_read (bytes, "fr", error);

  return docs != NULL ? json_object_ref (docs->pdata[docs->len - 1]) : NULL;
}

static void
test_only_what_a_desk_reads_is_published (void)
{
  static const char *const bad[] = {
    "", "words", "<page/>", "<page xmlns=\"urn:elsewhere\" id=\"a\"><title>A</title></page>",
    /* No day of the last revision. */
    "<page xmlns=\"http://projectmallard.org/1.0/\" type=\"topic\" id=\"a\"><title>A</title></page>",
    "<checklist xmlns=\"urn:godwit:checklist\"/>",
    "<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head/><h:body/></h:html>",
  };
  static const char page[] =
    "<page xmlns=\"http://projectmallard.org/1.0/\" type=\"topic\" id=\"storks\"><info>"
    "<revision version=\"1\" date=\"2026-11-20\" status=\"final\"/></info><title>Cigognes</title><p>Un texte.</p></page>";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) doc = read_one (page, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gw_json_get_string (doc, "_id"), ==, "page:storks:fr");
  g_assert_cmpstr (gw_json_get_string (doc, "version"), ==, "2026-11-20");
  g_assert_cmpstr (gw_json_get_string (doc, "xml"), ==, page);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) fault = NULL;

    g_assert_null (read_one (bad[i], &fault));
    g_assert_nonnull (fault);
  }
}

static void
test_a_check_code_is_the_beginning_of_the_hash (void)
{
  g_autofree char *code = gw_check_code_new ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

  g_assert_cmpstr (code, ==, "0123-4567-89ab-cdef");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server/account/a-name-cuts-no-id", test_a_name_cuts_no_id);
  g_test_add_func ("/server/account/passwords-differ-and-can-be-read-out", test_passwords_differ_and_can_be_read_out);
  g_test_add_func ("/server/plan/a-role-is-given-what-it-needs", test_a_role_is_given_what_it_needs);
  g_test_add_func ("/server/plan/no-database-is-open", test_no_database_is_open);
  g_test_add_func ("/server/library/only-what-a-desk-reads-is-published", test_only_what_a_desk_reads_is_published);
  g_test_add_func ("/server/reply/a-check-code-is-the-beginning-of-the-hash",
                   test_a_check_code_is_the_beginning_of_the_hash);

  return g_test_run ();
}
