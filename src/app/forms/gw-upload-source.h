/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/forms/gw-upload-wants.h"
#include "core/answers/gw-filled-form-files.h"

G_BEGIN_DECLS

/**
 * GwUpload:
 * @bytes: the content
 * @name: the name that the person knows
 * @mime: its type
 *
 * A file that was read and fits the question.
 */
typedef struct
{
  GBytes *bytes;
  char *name;
  char *mime;
} GwUpload;

void        gw_upload_free                       (GwUpload             *self);

void        gw_upload_source_read_file_async     (GFile                *file,
                                                  GwUploadWants        *wants,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
void        gw_upload_source_read_texture_async  (GdkTexture           *texture,
                                                  const char           *title,
                                                  GwUploadWants        *wants,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GwUpload   *gw_upload_source_read_finish         (GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void        gw_upload_source_thumbnail_async     (GwFilledForm         *filled,
                                                  GwAnswerFile         *file,
                                                  int                   size,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GdkTexture *gw_upload_source_thumbnail_finish    (GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gw_upload_source_unpack_async        (GwFilledForm         *filled,
                                                  GwAnswerFile         *file,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
char       *gw_upload_source_unpack_finish       (GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwUpload, gw_upload_free)

G_END_DECLS
