/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-bundle-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/bundles/gw-bundle-error.h"

#define COPY_SIZE (256 * 1024)

static void
set_error (GError     **error,
           int          number,
           const char  *what)
{
  GwBundleError code = number == ENOSPC || number == EDQUOT || number == EFBIG ? GW_BUNDLE_ERROR_FULL
                       : number == EEXIST ? GW_BUNDLE_ERROR_EXISTS : GW_BUNDLE_ERROR_FILE;

  g_set_error (error, GW_BUNDLE_ERROR, code, "%s: %s", what, g_strerror (number));
}

/**
 * gw_bundle_file_read:
 *
 * Returns: the bytes that were read, fewer than @size only at the end of the file, or -1 with
 *   @error set
 */
gssize
gw_bundle_file_read (int       fd,
                     guint8   *data,
                     gsize     size,
                     GError  **error)
{
  gsize done = 0;

  while (done < size) {
    ssize_t n = read (fd, data + done, size - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      set_error (error, errno, "Reading");
      return -1;
    }
    if (n == 0)
      break;
    done += n;
  }

  return done;
}

/**
 * gw_bundle_file_write:
 *
 * Returns: FALSE with @error set unless all of @data was taken
 */
gboolean
gw_bundle_file_write (int            fd,
                      const guint8  *data,
                      gsize          size,
                      GError       **error)
{
  while (size > 0) {
    ssize_t n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      set_error (error, errno, "Writing");
      return FALSE;
    }
    data += n;
    size -= n;
  }

  return TRUE;
}

/**
 * gw_bundle_file_open:
 * @size: (out): its bytes
 *
 * Opens what a person chose, which may be anything: a folder, a pipe, a disk.
 *
 * Returns: a descriptor, or -1 with @error set
 */
int
gw_bundle_file_open (const char  *path,
                     gint64      *size,
                     GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0) {
    set_error (error, errno, path);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  if (S_ISREG (info.st_mode) && info.st_size <= GW_BUNDLE_MAX_FILE) {
    *size = info.st_size;
    return fd;
  }
  if (S_ISREG (info.st_mode))
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_TOO_LARGE, "%s has %" G_GINT64_FORMAT
                 " bytes", path, (gint64) info.st_size);
  else
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE, "%s is no file", path);
  close (fd);

  return -1;
}

static gboolean
copy_all (int                from,
          int                to,
          gint64             size,
          GwBundleFileFunc   progress,
          gpointer           user_data,
          GCancellable      *cancellable,
          GError           **error)
{
  g_autofree guint8 *buffer = g_malloc (COPY_SIZE);
  gint64 done = 0;

  for (;;) {
    g_autoptr (GError) local_error = NULL;
    gssize n;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    n = gw_bundle_file_read (from, buffer, COPY_SIZE, error);
    if (n <= 0)
      return n == 0;
    done += n;
    if (done > GW_BUNDLE_MAX_FILE) {
      g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_TOO_LARGE, "The file grows");
      return FALSE;
    }
    if (!gw_bundle_file_write (to, buffer, n, &local_error)) {
      /* It is this computer's disk, not the stick. */
      g_set_error_literal (error, GW_BUNDLE_ERROR,
                           local_error->code == GW_BUNDLE_ERROR_FULL ? GW_BUNDLE_ERROR_STORE_FULL
                                                                     : GW_BUNDLE_ERROR_STORE,
                           local_error->message);
      return FALSE;
    }
    if (progress != NULL)
      progress (done, size, user_data);
  }
}

/**
 * gw_bundle_file_copy:
 * @fd: the file on the stick, at its beginning
 * @size: its bytes, for @progress
 * @directory: a folder of this computer
 *
 * Copies the file, as sealed as it is, into one without a name, which goes away with its
 * descriptor: a stick that is taken out later, or changed, takes nothing away.
 *
 * Returns: a descriptor at the copy's beginning, or -1 with @error set
 */
int
gw_bundle_file_copy (int                fd,
                     gint64             size,
                     const char        *directory,
                     GwBundleFileFunc   progress,
                     gpointer           user_data,
                     GCancellable      *cancellable,
                     GError           **error)
{
  g_autofree char *name = g_build_filename (directory, ".bundle-XXXXXX", NULL);
  int copy = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);

  if (copy < 0) {
    g_set_error (error, GW_BUNDLE_ERROR,
                 errno == ENOSPC ? GW_BUNDLE_ERROR_STORE_FULL : GW_BUNDLE_ERROR_STORE, "%s: %s",
                 directory, g_strerror (errno));
    return -1;
  }
  g_unlink (name);
  if (copy_all (fd, copy, size, progress, user_data, cancellable, error)
      && lseek (copy, 0, SEEK_SET) == 0)
    return copy;
  close (copy);

  return -1;
}

/**
 * gw_bundle_file_create:
 * @path: where the file shall be at the end
 * @unfinished: (out) (transfer full): where it is until then, in the same folder
 *
 * Returns: a descriptor for writing and reading, or -1 with @error set
 */
int
gw_bundle_file_create (const char  *path,
                       char       **unfinished,
                       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_build_filename (folder, ".godwit-XXXXXX", NULL);
  int fd;

  if (g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK)) {
    set_error (error, EEXIST, path);
    return -1;
  }
  /* It is sealed, and somebody else is to read it. */
  fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0644);
  if (fd < 0) {
    /* That a name made of chance exists is not the person's matter. */
    set_error (error, errno == EEXIST ? EIO : errno, folder);
    return -1;
  }
  *unfinished = g_steal_pointer (&name);

  return fd;
}

/**
 * gw_bundle_file_settle:
 *
 * Waits until the file is on the stick, and asks the system to forget its own copy, so that what is
 * read next comes from the stick where the system allows that.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_bundle_file_settle (int      fd,
                       GError **error)
{
  if (fsync (fd) != 0 || lseek (fd, 0, SEEK_SET) != 0) {
    set_error (error, errno, "Writing to the end");
    return FALSE;
  }
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);

  return TRUE;
}

/* Not every file system of a stick knows how to rename without replacing. */
static int
rename_to_new (const char *from,
               const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;
  if (g_file_test (to, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK)) {
    errno = EEXIST;
    return -1;
  }

  return g_rename (from, to);
}

/* On return the name is on the stick, too; else there is no file of that name, or another's. */
static gboolean
place (const char  *unfinished,
       const char  *path,
       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean settled;
  int fd;

  if (rename_to_new (unfinished, path) != 0) {
    set_error (error, errno, path);
    return FALSE;
  }
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* Some file systems know no such thing for a folder; they have said all they can. */
  settled = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS);
  if (!settled) {
    set_error (error, errno, folder);
    g_unlink (path);
  }
  if (fd >= 0)
    close (fd);

  return settled;
}

/**
 * gw_bundle_file_finish:
 * @fd: of gw_bundle_file_create(); it is closed
 * @unfinished: of gw_bundle_file_create()
 * @path: the name it gets
 * @is_whole: whether all of it is on the stick; where not, @error is set already
 * @error: return location
 *
 * Ends what gw_bundle_file_create() began: the file gets its name, or it is taken away.
 *
 * Returns: FALSE with @error set; then there is no file of that name, or another's
 */
gboolean
gw_bundle_file_finish (int          fd,
                       const char  *unfinished,
                       const char  *path,
                       gboolean     is_whole,
                       GError     **error)
{
  close (fd);
  if (is_whole && place (unfinished, path, error))
    return TRUE;
  g_unlink (unfinished);

  return FALSE;
}
