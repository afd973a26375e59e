/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A profile that cannot be opened makes room for a new one in its folder: what is there goes into a
 * folder of its own within, whole, and nothing is deleted. */

#include "core/store/gw-profile.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-time.h"

static gboolean
belongs_to_profile (const char *name)
{
  return g_str_has_prefix (name, "store.sqlite") || g_str_has_prefix (name, "search.sqlite")
         || strcmp (name, "backups") == 0;
}

static gboolean
holds_anything (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

/**
 * gw_profile_has_remains:
 * @directory: a folder, or where one may be made
 *
 * Says whether documents are there, of a profile that may have lost its profile.json: a store, its log, or
 * anything among the backups. Nothing may be made over them.
 *
 * Returns: whether there are
 */
gboolean
gw_profile_has_remains (const char *directory)
{
  static const char *const names[] = { "store.sqlite", "store.sqlite-wal" };
  g_autofree char *backups = NULL;

  g_return_val_if_fail (directory != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (directory, names[i], NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
      return TRUE;
  }
  backups = g_build_filename (directory, "backups", NULL);

  return holds_anything (backups);
}

static GStrv
list_files (const char  *directory,
            GError     **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GDir) dir = g_dir_open (directory, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (belongs_to_profile (name))
      g_strv_builder_add (names, name);
  }
  /* The last one: while it is there, this is a profile. */
  g_strv_builder_add (names, "profile.json");

  return g_strv_builder_end (names);
}

static char *
make_folder (const char  *directory,
             GError     **error)
{
  g_autoptr (GDate) today = gw_date_today ();
  g_autofree char *day = gw_date_format (today);

  for (guint i = 1;; i++) {
    g_autofree char *name = i == 1 ? g_strdup_printf ("damaged-%s", day) : g_strdup_printf ("damaged-%s-%u", day, i);
    g_autofree char *path = g_build_filename (directory, name, NULL);

    if (g_mkdir (path, 0700) == 0)
      return g_steal_pointer (&path);
    if (errno != EEXIST) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot make %s: %s", path, g_strerror (errno));
      return NULL;
    }
  }
}

static gboolean
move (const char  *name,
      const char  *from,
      const char  *to,
      GError     **error)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);

  if (g_rename (source, target) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot move %s: %s", source, g_strerror (errno));
  return FALSE;
}

/**
 * gw_profile_set_aside:
 * @directory: of a profile that no one has open
 * @error: return location
 *
 * Moves all of the profile into a new folder within @directory, so that gw_profile_create() can make
 * another one there.
 *
 * Returns: (transfer full): the folder, or NULL with @error set; then everything is where it was
 */
char *
gw_profile_set_aside (const char  *directory,
                      GError     **error)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  names = list_files (directory, error);
  folder = names != NULL ? make_folder (directory, error) : NULL;
  if (folder == NULL)
    return NULL;

  for (guint i = 0; names[i] != NULL; i++) {
    if (move (names[i], directory, folder, error))
      continue;
    while (i-- > 0)
      move (names[i], folder, directory, NULL);
    g_rmdir (folder);
    return NULL;
  }

  return g_steal_pointer (&folder);
}
