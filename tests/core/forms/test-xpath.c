/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every row of xpath-expected.tsv: an expression, what it stores, and why. It is put in the
 * place of the calculation of xpath-probe.xml; "@rep " puts it into a row, and the second row
 * counts; "open" rows have no answer that engines agree on and must only not fail. */

#include <string.h>

#include "core/base/gw-time.h"
#include "core/forms/gw-form-session.h"

static char *form_text;

static char *
replace (const char *text,
         const char *what,
         const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, 2);

  g_assert_nonnull (parts[1]);
  return g_strjoinv (with, parts);
}

static GwFormEnvironment *
make_environment (void)
{
  GwFormEnvironment *environment = gw_form_environment_new ();

  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_identifier ("Europe/Berlin");
  environment->seed = 1;
  return environment;
}

static char *
store (const char  *expression,
       GError     **error)
{
  gboolean in_row = g_str_has_prefix (expression, "@rep ");
  g_autofree char *escaped = g_markup_escape_text (expression + (in_row ? 5 : 0), -1);
  g_autofree char *bind = g_strdup_printf ("<bind nodeset=\"/data/%sout\" type=\"string\" calculate=\"%s\"/>",
                                           in_row ? "rep/" : "", escaped);
  g_autofree char *text = replace (form_text,
                                   "<bind nodeset=\"/data/out\" type=\"string\" calculate=\"1 + 1\"/>", bind);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GwFormEnvironment) environment = make_environment ();
  g_autoptr (GwForm) form = gw_form_load (bytes, NULL, NULL, error);
  g_autoptr (GwFormSession) session = NULL;

  if (form == NULL)
    return NULL;
  session = gw_form_session_new (form, environment, NULL);

  return g_strdup (gw_form_session_get_value (session, in_row ? "/data/rep[2]/out" : "/data/out"));
}

static void
test_row (gconstpointer data)
{
  const char * const *row = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = store (row[0], &error);

  if (g_str_has_prefix (row[2], "open")) {
    g_assert_true ((stored == NULL) == (error != NULL));
    return;
  }
  if (g_str_equal (row[1], "ERROR")) {
    g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED);
    g_assert_nonnull (strstr (error->message, "[expression"));
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpstr (stored, ==, row[1]);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *table = NULL;
  g_autofree char *table_path = NULL;
  g_autofree char *form_path = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  int status;

  g_test_init (&argc, &argv, NULL);
  /* One wrong row must not hide the others. */
  g_test_set_nonfatal_assertions ();
  table_path = g_test_build_filename (G_TEST_DIST, "core", "forms", "xpath-expected.tsv", NULL);
  form_path = g_test_build_filename (G_TEST_DIST, "core", "forms", "xpath-probe.xml", NULL);
  g_assert_true (g_file_get_contents (table_path, &table, NULL, NULL));
  g_assert_true (g_file_get_contents (form_path, &form_text, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++) {
    char **row = g_strsplit (lines[i], "\t", -1);
    g_autofree char *name = NULL;

    if (g_strv_length (row) < 3) {
      g_strfreev (row);
      continue;
    }
    g_ptr_array_add (rows, row);
    name = g_strdup_printf ("/forms/xpath/%03u", i);
    g_test_add_data_func (name, row, test_row);
  }
  g_assert_cmpuint (rows->len, ==, 324);
  status = g_test_run ();
  g_free (form_text);

  return status;
}
