/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/nearby/gw-nearby-error.h"

#define NAME "nearby"

struct _GwNearbyFolder
{
  char *path;
  int lock;
};

static gboolean
set_error (GError **error)
{
  gboolean is_full = errno == ENOSPC || errno == EDQUOT;

  g_set_error (error, GW_NEARBY_ERROR, is_full ? GW_NEARBY_ERROR_FULL : GW_NEARBY_ERROR_STORE,
               "The folder of the exchange: %s", g_strerror (errno));

  return FALSE;
}

/* Of an exchange that was cut off by the power, too. All in it is sealed, and is written anew. */
static void
empty (GwNearbyFolder *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->path, name, NULL);

    g_unlink (path);
  }
}

static gboolean
take (GwNearbyFolder  *self,
      GError         **error)
{
  if (g_mkdir (self->path, 0700) != 0 && errno != EEXIST)
    return set_error (error);
  self->lock = open (self->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->lock < 0)
    return set_error (error);
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (errno != EWOULDBLOCK)
    return set_error (error);
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BUSY, "Another exchange of this desk goes on");

  return FALSE;
}

/**
 * gw_nearby_folder_take:
 * @store_path: of the desk
 * @error: return location
 *
 * Takes the place beside the store where bundles wait while they are exchanged, and empties it. One
 * exchange of a desk has it at a time, in whatever program.
 *
 * Returns: (transfer full): the place, or NULL with an @error of %GW_NEARBY_ERROR
 */
GwNearbyFolder *
gw_nearby_folder_take (const char  *store_path,
                       GError     **error)
{
  g_autoptr (GwNearbyFolder) self = g_new0 (GwNearbyFolder, 1);
  g_autofree char *directory = g_path_get_dirname (store_path);

  self->path = g_build_filename (directory, NAME, NULL);
  self->lock = -1;
  if (!take (self, error)) {
    /* It is another's. */
    g_clear_pointer (&self->path, g_free);
    return NULL;
  }
  empty (self);

  return g_steal_pointer (&self);
}

char *
gw_nearby_folder_dup_path (GwNearbyFolder *self,
                           const char     *name)
{
  return g_build_filename (self->path, name, NULL);
}

void
gw_nearby_folder_free (GwNearbyFolder *self)
{
  if (self->path != NULL) {
    empty (self);
    g_rmdir (self->path);
  }
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}
