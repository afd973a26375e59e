/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-carry.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PIECE_SIZE (32 * 1024)

static gboolean
set_file_error (GError **error)
{
  gboolean is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;

  g_set_error (error, GW_NEARBY_ERROR, is_full ? GW_NEARBY_ERROR_FULL : GW_NEARBY_ERROR_STORE, "The bundle: %s",
               g_strerror (errno));

  return FALSE;
}

static gboolean
send_pieces (GwNearbyLink       *link,
             int                 fd,
             gint64              size,
             GwNearbyCarryFunc   progress,
             gpointer            user_data,
             GError            **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  gint64 done = 0;

  while (done < size) {
    ssize_t n = read (fd, piece, MIN (PIECE_SIZE, size - done));

    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0)
      errno = EIO;
    if (n <= 0)
      return set_file_error (error);
    if (!gw_nearby_link_send (link, GW_NEARBY_FRAME_PIECE, piece, n, error))
      return FALSE;
    done += n;
    progress ((double) done / size, user_data);
  }

  return TRUE;
}

/**
 * gw_nearby_send_file:
 * @size: of the file, as it was offered
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR
 */
gboolean
gw_nearby_send_file (GwNearbyLink       *link,
                     const char         *path,
                     gint64              size,
                     GwNearbyCarryFunc   progress,
                     gpointer            user_data,
                     GError            **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok;

  if (fd < 0)
    return set_file_error (error);
  ok = send_pieces (link, fd, size, progress, user_data, error);
  close (fd);

  return ok;
}

static gboolean
write_piece (int            fd,
             const guint8  *data,
             gsize          size,
             GError       **error)
{
  while (size > 0) {
    ssize_t n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return set_file_error (error);
    data += n;
    size -= n;
  }

  return TRUE;
}

static gboolean
receive_pieces (GwNearbyLink       *link,
                int                 fd,
                gint64              size,
                GwNearbyCarryFunc   progress,
                gpointer            user_data,
                GError            **error)
{
  gint64 done = 0;

  while (done < size) {
    g_autoptr (GBytes) piece = gw_nearby_expect (link, GW_NEARBY_FRAME_PIECE, error);
    gsize n = piece != NULL ? g_bytes_get_size (piece) : 0;

    if (piece == NULL)
      return FALSE;
    if (n == 0 || (gint64) n > size - done) {
      g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT,
                   "A piece of %" G_GSIZE_FORMAT " bytes, where %" G_GINT64_FORMAT " are missing", n, size - done);
      return FALSE;
    }
    if (!write_piece (fd, g_bytes_get_data (piece, NULL), n, error))
      return FALSE;
    done += n;
    progress ((double) done / size, user_data);
  }

  return TRUE;
}

/**
 * gw_nearby_receive_file:
 * @path: a file that is not there yet
 * @size: that was offered; what comes is this many bytes, or an error
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR
 */
gboolean
gw_nearby_receive_file (GwNearbyLink       *link,
                        const char         *path,
                        gint64              size,
                        GwNearbyCarryFunc   progress,
                        gpointer            user_data,
                        GError            **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean ok;

  if (fd < 0)
    return set_file_error (error);
  ok = receive_pieces (link, fd, size, progress, user_data, error);
  if (close (fd) != 0 && ok)
    ok = set_file_error (error);

  return ok;
}
