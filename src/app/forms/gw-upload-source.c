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

/* ------------------------------------------------------------ what a question takes */

/* "image/" of "image/png", "image/png"; NULL for anything. */
static char *
dup_major (const char *media_type)
{
  const char *slash = media_type != NULL ? strchr (media_type, '/') : NULL;

  if (slash == NULL || g_str_has_prefix (media_type, "*/") || g_str_has_prefix (media_type, "application/"))
    return NULL;

  return g_strndup (media_type, (gsize) (slash - media_type + 1));
}

static gboolean
fits (const char *mime,
      const char *media_type)
{
  g_autofree char *major = dup_major (media_type);

  return major == NULL || g_str_has_prefix (mime, major);
}

/**
 * gw_upload_source_fill_filter:
 * @media_type: (nullable): what the question takes
 *
 * Returns: FALSE where it takes anything, so that no filter is needed
 */
gboolean
gw_upload_source_fill_filter (GtkFileFilter *filter,
                              const char    *media_type)
{
  g_autofree char *major = dup_major (media_type);
  g_autofree char *pattern = major != NULL ? g_strconcat (major, "*", NULL) : NULL;

  if (pattern == NULL)
    return FALSE;

  if (g_str_equal (major, "image/"))
    gtk_file_filter_set_name (filter, _("Pictures"));
  else if (g_str_equal (major, "audio/"))
    gtk_file_filter_set_name (filter, _("Sound recordings"));
  else if (g_str_equal (major, "video/"))
    gtk_file_filter_set_name (filter, _("Films"));
  else
    gtk_file_filter_set_name (filter, pattern);
  gtk_file_filter_add_mime_type (filter, pattern);

  return TRUE;
}

/**
 * gw_upload_source_dup_refusal:
 * @error: why a file was not taken
 * @media_type: (nullable): what the question takes
 *
 * Returns: (transfer full): a sentence for the person
 */
char *
gw_upload_source_dup_refusal (const GError *error,
                              const char   *media_type)
{
  g_autofree char *major = dup_major (media_type);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)) {
    g_autofree char *largest = g_format_size (GW_FILLED_FORM_LARGEST_FILE);

    /* TRANSLATORS: %s is a size, such as "100 MB". */
    return g_strdup_printf (_("This file is larger than %s and was not attached. Please choose a smaller one."), largest);
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return g_strdup (_("This file could not be read and was not attached."));
  if (g_strcmp0 (major, "image/") == 0)
    return g_strdup (_("The form asks for a picture here; this file is none and was not attached."));
  if (g_strcmp0 (major, "audio/") == 0)
    return g_strdup (_("The form asks for a sound recording here; this file is none and was not attached."));
  if (g_strcmp0 (major, "video/") == 0)
    return g_strdup (_("The form asks for a film here; this file is none and was not attached."));

  return g_strdup (_("The form asks for another kind of file here; this one was not attached."));
}

/* ------------------------------------------------------------ reading */

typedef struct
{
  GFile *file;
  GdkTexture *texture;
  char *media_type;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->file);
  g_clear_object (&reading->texture);
  g_free (reading->media_type);
  g_free (reading);
}

static GwUpload *
read_file (GFile       *file,
           const char  *media_type,
           GError     **error)
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
  if (!fits (mime != NULL ? mime : "", media_type)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The form wants %s and not %s", media_type, mime);
    return NULL;
  }
  upload = g_new0 (GwUpload, 1);
  upload->bytes = g_file_load_bytes (file, NULL, NULL, error);
  upload->name = g_strdup (g_file_info_get_display_name (info));
  upload->mime = g_strdup (mime != NULL ? mime : "application/octet-stream");

  return upload->bytes != NULL ? g_steal_pointer (&upload) : NULL;
}

static GwUpload *
read_texture (GdkTexture  *texture,
              const char  *media_type,
              GError     **error)
{
  GwUpload *upload;

  if (!fits ("image/png", media_type)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The form wants no picture");
    return NULL;
  }
  upload = g_new0 (GwUpload, 1);
  upload->bytes = gdk_texture_save_to_png_bytes (texture);
  /* TRANSLATORS: The name of the file of a picture that was pasted. */
  upload->name = g_strconcat (_("Pasted picture"), ".png", NULL);
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
  GwUpload *upload = reading->file != NULL ? read_file (reading->file, reading->media_type, &error)
                                           : read_texture (reading->texture, reading->media_type, &error);

  if (upload == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, upload, (GDestroyNotify) gw_upload_free);
}

static void
start_reading (GFile               *file,
               GdkTexture          *texture,
               const char          *media_type,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->file = file != NULL ? g_object_ref (file) : NULL;
  reading->texture = texture != NULL ? g_object_ref (texture) : NULL;
  reading->media_type = g_strdup (media_type);
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_on_pool);
}

/**
 * gw_upload_source_read_file_async:
 * @media_type: (nullable): what the question takes
 */
void
gw_upload_source_read_file_async (GFile               *file,
                                  const char          *media_type,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  start_reading (file, NULL, media_type, callback, user_data);
}

/**
 * gw_upload_source_read_texture_async:
 * @media_type: (nullable): what the question takes
 */
void
gw_upload_source_read_texture_async (GdkTexture          *texture,
                                     const char          *media_type,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  start_reading (NULL, texture, media_type, callback, user_data);
}

/**
 * gw_upload_source_read_finish:
 * @error: return location; gw_upload_source_dup_refusal() has a sentence for it
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

static void
draw_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Looking *looking = data;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GdkPixbuf) upright = NULL;
  GdkPixbuf *pixbuf;
  GError *error = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), GINT_TO_POINTER (looking->size));
  if (!gdk_pixbuf_loader_write_bytes (loader, looking->bytes, &error)) {
    gdk_pixbuf_loader_close (loader, NULL);
    g_task_return_error (task, error);
    return;
  }
  if (!gdk_pixbuf_loader_close (loader, &error)) {
    g_task_return_error (task, error);
    return;
  }
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "There is no picture in the file");
    return;
  }
  upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  g_task_return_pointer (task, gdk_texture_new_for_pixbuf (upright), g_object_unref);
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
