/* SPDX-License-Identifier: GPL-3.0-or-later */

/* State logs: our own cases, each a folder with form.xml, script.json and expected.jsonl; and,
 * where it is at hand, the optional conformance folder: public forms by others with the logs
 * that other engines gave. It is found through GODWIT_SHARED, or as `shared` beside the
 * checkout. */

#include <string.h>

#include "form-logs.h"

static void
test_case (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *form = g_build_filename (folder, "form.xml", NULL);
  g_autofree char *script = g_build_filename (folder, "script.json", NULL);
  g_autofree char *expected = g_build_filename (folder, "expected.jsonl", NULL);
  g_autoptr (GPtrArray) lines = form_logs_run (form, script, folder);

  if (g_getenv ("GODWIT_PRINT_LOGS") != NULL)
    for (guint i = 0; i < lines->len; i++)
      g_print ("%s\n", (char *) lines->pdata[i]);
  g_assert_cmpuint (form_logs_compare (lines, expected, TRUE), ==, 0);
}

static char *
find_conformance_folder (void)
{
  const char *shared = g_getenv ("GODWIT_SHARED");
  const char *source = g_getenv ("GODWIT_SOURCE_DIR");
  char *folder = shared != NULL ? g_build_filename (shared, "xforms", "examples", NULL)
                                : g_build_filename (source != NULL ? source : ".", "..", "shared",
                                                    "xforms", "examples", NULL);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_clear_pointer (&folder, g_free);
  return folder;
}

static void
test_conformance (gconstpointer data)
{
  const char *form = data;
  g_autofree char *folder = g_path_get_dirname (form);
  g_autofree char *base = g_path_get_basename (form);
  g_autofree char *media = g_build_filename (folder, "media", NULL);
  g_autofree char *script = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  base[strlen (base) - strlen (".xml")] = '\0';
  script = g_strdup_printf ("%s/expected/%s.script.json", folder, base);
  expected = g_strdup_printf ("%s/expected/%s.expected.jsonl", folder, base);
  lines = form_logs_run (form, script, media);
  g_assert_cmpuint (form_logs_compare (lines, expected, TRUE), ==, 0);
}

static void
test_conformance_missing (void)
{
  g_test_skip ("The optional conformance folder is not here (set GODWIT_SHARED)");
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char **) a, *(const char **) b);
}

static GPtrArray *
list_folder (const char *folder,
             const char *suffix)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  return paths;
}

static void
add_tests (GPtrArray     *paths,
           const char    *prefix,
           GTestDataFunc  func)
{
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *base = g_path_get_basename (paths->pdata[i]);
    g_autofree char *name = g_strconcat (prefix, base, NULL);

    g_test_add_data_func (name, paths->pdata[i], func);
  }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cases = NULL;
  g_autofree char *conformance = NULL;
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GPtrArray) public_forms = NULL;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  cases = g_test_build_filename (G_TEST_DIST, "core", "forms", "cases", NULL);
  own = list_folder (cases, "");
  g_assert_cmpuint (own->len, >, 0);
  add_tests (own, "/forms/cases/", test_case);
  conformance = find_conformance_folder ();
  if (conformance != NULL) {
    public_forms = list_folder (conformance, ".xml");
    add_tests (public_forms, "/forms/conformance/", test_conformance);
  } else {
    g_test_add_func ("/forms/conformance", test_conformance_missing);
  }

  return g_test_run ();
}
