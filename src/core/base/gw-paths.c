/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-paths.h"

#include <gio/gio.h>

#include "gw-config.h"

/* A program that is run out of a build tree must find the data built beside it, or a
 * developer would look at the manual of whatever is installed. The build leaves this mark. */
#define BUILD_TREE_MARK "godwit-build-tree"

static char *
find_build_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = program != NULL ? g_path_get_dirname (program) : NULL;

  for (int up = 0; directory != NULL && up < 5; up++) {
    g_autofree char *mark = g_build_filename (directory, "data", BUILD_TREE_MARK, NULL);
    char *parent;

    if (g_file_test (mark, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&directory);
    parent = g_path_get_dirname (directory);
    g_free (directory);
    directory = parent;
  }

  return NULL;
}

static const char *
get_build_dir (void)
{
  static char *build_dir;
  static gsize once;

  if (g_once_init_enter (&once)) {
    build_dir = find_build_dir ();
    g_once_init_leave (&once, 1);
  }

  return build_dir;
}

/**
 * gw_paths_get_data_dir:
 *
 * The folder that holds the manual, checklists, forms and reference data that came with the
 * program: $GODWIT_DATADIR, or `data` of the build tree that this program runs from, or the
 * installed folder. May be called on any thread.
 *
 * Returns: (transfer none): an absolute path
 */
const char *
gw_paths_get_data_dir (void)
{
  static char *data_dir;
  static gsize once;

  if (g_once_init_enter (&once)) {
    const char *chosen = g_getenv ("GODWIT_DATADIR");

    if (chosen != NULL && *chosen != '\0')
      data_dir = g_strdup (chosen);
    else if (get_build_dir () != NULL)
      data_dir = g_build_filename (get_build_dir (), "data", NULL);
    else
      data_dir = g_strdup (GW_PKGDATADIR);
    g_once_init_leave (&once, 1);
  }

  return data_dir;
}

/**
 * gw_paths_get_locale_dir:
 *
 * Returns: (transfer none): the folder of the program's own translations, for bindtextdomain()
 */
const char *
gw_paths_get_locale_dir (void)
{
  static char *locale_dir;
  static gsize once;

  if (g_once_init_enter (&once)) {
    locale_dir = get_build_dir () != NULL ? g_build_filename (get_build_dir (), "po", NULL)
                                          : g_strdup (GW_LOCALEDIR);
    g_once_init_leave (&once, 1);
  }

  return locale_dir;
}

/**
 * gw_paths_dup_profiles_dir:
 *
 * Returns: (transfer full): the folder under the user's data directory that holds one folder
 *   per profile; it need not exist yet
 */
char *
gw_paths_dup_profiles_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "godwit", "profiles", NULL);
}
