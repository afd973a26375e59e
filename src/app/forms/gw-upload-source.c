/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where files for answers come from, and how those that are attached are looked at: all reading and drawing on
 * threads. */

#include "app/forms/gw-upload-source.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* The size at which a picture may be meant to fill the memory. */
#define LARGEST_PICTURE_SIDE 20000

/**
 * gw_upload_free:
 */
void
gw_upload_free (GwUpload *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->mime);
  g_free (self);
}

/* ------------------------------------------------------------ reading */

typedef struct
{
  GFile *file;
  GdkTexture *texture;
  char *title; /* of @texture */
  GwUploadWants *wants;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->file);
  g_clear_object (&reading->texture);
  g_free (reading->title);
  gw_upload_wants_unref (reading->wants);
  g_free (reading);
}

/* A picture's content is untrusted: its size is asked for before it is drawn. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gpointer         user_data)
{
  int size = GPOINTER_TO_INT (user_data);
  double scale = MIN (1.0, (double) size / MAX (1, MAX (width, height)));

  if (width > LARGEST_PICTURE_SIDE || height > LARGEST_PICTURE_SIDE)
    scale = 1.0 / MAX (width, height);
  gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
}

/* The longer edge is at most @size pixels long, and up is up. */
static GdkPixbuf *
draw (GBytes  *bytes,
      int      size,
      GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GdkPixbuf *pixbuf;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), GINT_TO_POINTER (size));
  if (!gdk_pixbuf_loader_write_bytes (loader, bytes, error)) {
    gdk_pixbuf_loader_close (loader, NULL);
    return NULL;
  }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "There is no picture in the file");

  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

static void
note_size_cb (GdkPixbufLoader *loader,
              int              width,
              int              height,
              gpointer         user_data)
{
  int *longer = user_data;

  *longer = MAX (width, height);
  gdk_pixbuf_loader_set_size (loader, 1, 1);
}

/* The longer edge of a picture, or 0 for what is none. Most formats tell within the first bytes. */
static int
find_longer_edge (GBytes *bytes)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gsize length = g_bytes_get_size (bytes), at = 0;
  int longer = 0;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (note_size_cb), &longer);
  while (longer == 0 && at < length) {
    gsize part = MIN (length - at, 64 * 1024);

    if (!gdk_pixbuf_loader_write (loader, data + at, part, NULL))
      break;
    at += part;
  }
  gdk_pixbuf_loader_close (loader, NULL);

  return longer;
}

/* `orx:max-pixels` (xforms-notes.md, section 3). A photograph stays one; what has few colours or a clear ground becomes
 * a PNG. What cannot be drawn again is attached as it is: better too large than not at all. */
static void
shrink (GwUpload *upload,
        guint     max_pixels)
{
  gboolean photograph = g_strcmp0 (upload->mime, "image/jpeg") == 0;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  int longer;
  char *dot;
  char *data;
  gsize length;

  if (max_pixels == 0 || !g_str_has_prefix (upload->mime, "image/") || g_str_has_prefix (upload->mime, "image/svg"))
    return;
  longer = find_longer_edge (upload->bytes);
  if (longer <= (int) MIN (max_pixels, G_MAXINT) || longer > LARGEST_PICTURE_SIDE)
    return;
  pixbuf = draw (upload->bytes, (int) max_pixels, &error);
  if (pixbuf == NULL
      || !(photograph ? gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "jpeg", &error, "quality", "90", NULL)
                      : gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "png", &error, NULL))) {
    g_message ("A picture is attached as large as it is: %s", error->message);
    return;
  }

  g_bytes_unref (upload->bytes);
  upload->bytes = g_bytes_new_take (data, length);
  if (photograph || g_strcmp0 (upload->mime, "image/png") == 0)
    return;
  g_free (upload->mime);
  upload->mime = g_strdup ("image/png");
  dot = strrchr (upload->name, '.');
  if (dot != NULL) {
    g_autofree char *stem = g_strndup (upload->name, (gsize) (dot - upload->name));

    g_free (upload->name);
    upload->name = g_strconcat (stem, ".png", NULL);
  }
}

static gboolean
check (const GwUploadWants  *wants,
       const char           *name,
       const char           *mime,
       GError              **error)
{
  if (gw_upload_wants_takes (wants, name, mime))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The form does not want %s here", mime);

  return FALSE;
}

static GwUpload *
read_file (GFile                *file,
           const GwUploadWants  *wants,
           GError              **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, "standard::size,standard::display-name,standard::content-type",
                                                  G_FILE_QUERY_INFO_NONE, NULL, error);
  g_autofree char *mime = NULL;
  g_autoptr (GwUpload) upload = NULL;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > GW_FILLED_FORM_LARGEST_FILE) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "The file is too large");
    return NULL;
  }
  mime = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  if (!check (wants, g_file_info_get_display_name (info), mime != NULL ? mime : "", error))
    return NULL;
  upload = g_new0 (GwUpload, 1);
  upload->bytes = g_file_load_bytes (file, NULL, NULL, error);
  upload->name = g_strdup (g_file_info_get_display_name (info));
  upload->mime = g_strdup (mime != NULL ? mime : "application/octet-stream");

  return upload->bytes != NULL ? g_steal_pointer (&upload) : NULL;
}

static GwUpload *
read_texture (GdkTexture           *texture,
              const char           *title,
              const GwUploadWants  *wants,
              GError              **error)
{
  g_autofree char *name = g_strconcat (title, ".png", NULL);
  GwUpload *upload;

  if (!check (wants, name, "image/png", error))
    return NULL;
  upload = g_new0 (GwUpload, 1);
  upload->bytes = gdk_texture_save_to_png_bytes (texture);
  upload->name = g_steal_pointer (&name);
  upload->mime = g_strdup ("image/png");

  return upload;
}

static void
read_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  GwUpload *upload = reading->file != NULL ? read_file (reading->file, reading->wants, &error)
                                           : read_texture (reading->texture, reading->title, reading->wants,
                                                           &error);

  if (upload == NULL) {
    g_task_return_error (task, error);
    return;
  }
  shrink (upload, gw_upload_wants_max_pixels (reading->wants));
  g_task_return_pointer (task, upload, (GDestroyNotify) gw_upload_free);
}

static void
start_reading (GFile               *file,
               GdkTexture          *texture,
               const char          *title,
               GwUploadWants       *wants,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->file = file != NULL ? g_object_ref (file) : NULL;
  reading->texture = texture != NULL ? g_object_ref (texture) : NULL;
  reading->title = g_strdup (title);
  reading->wants = gw_upload_wants_ref (wants);
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_on_pool);
}

/**
 * gw_upload_source_read_file_async:
 * @wants: what the question takes
 */
void
gw_upload_source_read_file_async (GFile               *file,
                                  GwUploadWants       *wants,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  start_reading (file, NULL, NULL, wants, callback, user_data);
}

/**
 * gw_upload_source_read_texture_async:
 * @title: what the file is to be called, without an ending
 * @wants: what the question takes
 */
void
gw_upload_source_read_texture_async (GdkTexture          *texture,
                                     const char          *title,
                                     GwUploadWants       *wants,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  start_reading (NULL, texture, title, wants, callback, user_data);
}

/**
 * gw_upload_source_read_finish:
 * @error: return location; gw_upload_wants_dup_refusal() has a sentence for it
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GwUpload *
gw_upload_source_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ------------------------------------------------------------ looking at what is attached */

typedef struct
{
  GwAnswerFile *file;
  GBytes *bytes;
  int size;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  gw_answer_file_unref (looking->file);
  g_clear_pointer (&looking->bytes, g_bytes_unref);
  g_free (looking);
}

static void
draw_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Looking *looking = data;
  GError *error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = draw (looking->bytes, looking->size, &error);

  if (pixbuf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
}

static void
write_on_pool (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Looking *looking = data;
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "godwit", "attached", NULL);
  g_autofree char *path = g_build_filename (folder, looking->file->stored_name, NULL);
  GError *error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (strchr (looking->file->stored_name, '/') != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, "The name leads elsewhere");
  else if (g_file_set_contents (path, g_bytes_get_data (looking->bytes, NULL),
                                (gssize) g_bytes_get_size (looking->bytes), &error))
    g_task_return_pointer (task, g_filename_to_uri (path, NULL, NULL), g_free);
  else
    g_task_return_error (task, error);
}

static void
bytes_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Looking *looking = g_task_get_task_data (task);
  GError *error = NULL;

  looking->bytes = gw_filled_form_read_file_finish (GW_FILLED_FORM (source), result, &error);
  if (looking->bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, looking->size > 0 ? draw_on_pool : write_on_pool);
}

static void
start_looking (GwFilledForm        *filled,
               GwAnswerFile        *file,
               int                  size,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Looking *looking = g_new0 (Looking, 1);

  looking->file = gw_answer_file_ref (file);
  looking->size = size;
  g_task_set_source_tag (task, start_looking);
  g_task_set_task_data (task, looking, looking_free);
  gw_filled_form_read_file_async (filled, file, cancellable, bytes_read_cb, task);
}

/**
 * gw_upload_source_thumbnail_async:
 * @size: the longer side in pixels
 *
 * Draws a picture that is attached, small.
 */
void
gw_upload_source_thumbnail_async (GwFilledForm        *filled,
                                  GwAnswerFile        *file,
                                  int                  size,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (GW_IS_FILLED_FORM (filled) && file != NULL && size > 0);

  start_looking (filled, file, size, cancellable, callback, user_data);
}

/**
 * gw_upload_source_thumbnail_finish:
 *
 * Returns: (transfer full): the picture, or NULL with @error set
 */
GdkTexture *
gw_upload_source_thumbnail_finish (GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_upload_source_unpack_async:
 *
 * Writes an attached file to the person's cache, so that another program can show it.
 */
void
gw_upload_source_unpack_async (GwFilledForm        *filled,
                               GwAnswerFile        *file,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GW_IS_FILLED_FORM (filled) && file != NULL);

  start_looking (filled, file, 0, NULL, callback, user_data);
}

/**
 * gw_upload_source_unpack_finish:
 *
 * Returns: (transfer full): where it is, or NULL with @error set
 */
char *
gw_upload_source_unpack_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
