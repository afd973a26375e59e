/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-sealed-file.h"

#include <unistd.h>

#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/bundles/gw-bundle-file.h"
#include "core/bundles/gw-bundle-rows.h"

/* The only row, and then the end. */
static JsonObject *
read_row (GwSeal  *seal,
          int      fd,
          GError **error)
{
  g_autoptr (GwSealReader) blocks = gw_seal_reader_new (seal, fd, error);
  g_autoptr (GwRowReader) rows = blocks != NULL ? gw_row_reader_new (blocks) : NULL;
  g_autoptr (JsonObject) row = NULL, more = NULL;

  if (rows == NULL || !gw_row_reader_next (rows, &row, error))
    return NULL;
  if (row == NULL || !gw_row_reader_next (rows, &more, error) || more != NULL) {
    if (error == NULL || *error == NULL)
      gw_bundle_error_set_damaged (error, "It is not one object");
    return NULL;
  }

  return g_steal_pointer (&row);
}

static gboolean
read_back (int            fd,
           GwSealWriter  *written,
           GwKeys        *own,
           const char    *text,
           GError       **error)
{
  g_autoptr (GwSeal) seal = NULL;
  g_autoptr (JsonObject) found = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *back = NULL;

  if (lseek (fd, 0, SEEK_SET) == 0)
    seal = gw_seal_open_written (written, fd, own, &problem);
  found = seal != NULL ? read_row (seal, fd, &problem) : NULL;
  back = found != NULL ? gw_json_to_text (found) : NULL;
  if (g_strcmp0 (back, text) == 0)
    return TRUE;
  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_READ_BACK, "What was read back: %s",
               problem != NULL ? problem->message : "something else");

  return FALSE;
}

static gboolean
fill_file (int               fd,
           JsonObject       *content,
           const GwSealFor  *to,
           GwKeys           *own,
           GError          **error)
{
  g_autoptr (GwSealWriter) seal = gw_seal_writer_new (fd, to, error);
  g_autoptr (GwRowWriter) rows = seal != NULL ? gw_row_writer_new (seal) : NULL;
  g_autofree char *text = gw_json_to_text (content);

  return rows != NULL && gw_row_writer_add (rows, content, error) && gw_row_writer_finish (rows, error)
         && gw_bundle_file_settle (fd, error)
         && (own == NULL || read_back (fd, seal, own, text, error));
}

/**
 * gw_sealed_file_write:
 * @path: the file to make; one of that name is left as it is
 * @content: an object, under 2 MiB as text
 * @to: who opens it
 * @own: (nullable): with these it is read back before it gets its name; not where others alone open it
 *
 * Returns: FALSE with an @error of %GW_BUNDLE_ERROR, and then there is no file
 */
gboolean
gw_sealed_file_write (const char       *path,
                      JsonObject       *content,
                      const GwSealFor  *to,
                      GwKeys           *own,
                      GError          **error)
{
  g_autofree char *unfinished = NULL;
  int fd;

  g_return_val_if_fail (path != NULL && content != NULL && to != NULL, FALSE);

  fd = gw_bundle_file_create (path, &unfinished, error);

  return fd >= 0 && gw_bundle_file_finish (fd, unfinished, path, fill_file (fd, content, to, own, error), error);
}

/**
 * gw_sealed_file_read:
 * @path: a file from anywhere
 * @passphrase: (nullable): UTF-8
 * @own: (nullable): the keys of this desk
 *
 * Returns: (transfer full): what is in it, whole and unaltered, or NULL with an @error of %GW_BUNDLE_ERROR
 */
JsonObject *
gw_sealed_file_read (const char  *path,
                     const char  *passphrase,
                     GwKeys      *own,
                     GError     **error)
{
  g_autoptr (GwSeal) seal = NULL;
  JsonObject *content = NULL;
  gint64 size;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = gw_bundle_file_open (path, &size, error);
  if (fd < 0)
    return NULL;
  seal = gw_seal_open (fd, passphrase, own, error);
  if (seal != NULL)
    content = read_row (seal, fd, error);
  close (fd);

  return content;
}
