/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the files of a folder through a target: what once was a finding is none again. */

#include "fuzz.h"

static void
run_case (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  g_autofree guint8 *copy = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  /* Without the zero that GLib puts behind it, so that reading past the end is seen. */
  copy = g_memdup2 (text, MAX (length, 1));
  gw_fuzz_one (copy, length);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *target = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, NULL);
  g_assert_nonnull (dir);
  target = g_path_get_basename (argv[1]);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *test = g_strdup_printf ("/fuzz/%s/%s", target, (const char *) names->pdata[i]);

    g_test_add_data_func_full (test, g_build_filename (argv[1], names->pdata[i], NULL), run_case, g_free);
  }

  return g_test_run ();
}
