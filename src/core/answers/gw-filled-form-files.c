/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-filled-form-files.h"

#include "core/answers/gw-filled-form-private.h"

/* What the store's thread is asked to do with a file. */
typedef struct
{
  char *db;
  char *record;
  GBytes *bytes;
  char *name;
  char *mime;
  GwAnswerFile *file;
} Request;

static Request *
request_new (GwFilledForm *self,
             const char   *name)
{
  Request *request = g_new0 (Request, 1);

  request->db = g_strdup (gw_answer_book_get_db (self->book));
  request->record = g_strdup (gw_answer_book_get_record (self->book));
  request->name = g_strdup (name);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->db);
  g_free (request->record);
  g_clear_pointer (&request->bytes, g_bytes_unref);
  g_free (request->name);
  g_free (request->mime);
  g_clear_pointer (&request->file, gw_answer_file_unref);
  g_free (request);
}

static gpointer
put_on_thread (GwStore   *store,
               gpointer   data,
               GError   **error)
{
  Request *request = data;

  return gw_answer_file_put (store, request->db, request->record, request->bytes, request->name, request->mime,
                             error);
}

static gpointer
find_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  Request *request = data;

  return gw_answer_file_find (store, request->db, request->record, request->name, error);
}

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  const Request *request = data;
  GError *local_error = NULL;
  GBytes *bytes = gw_answer_file_read (store, request->file, &local_error);

  /* Whoever looks at a file wants it; sync fetches what is missing. */
  if (g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE))
    gw_store_want_file (store, request->db, request->file->description, NULL);
  if (bytes == NULL)
    g_propagate_error (error, local_error);

  return bytes;
}

/* The store answers; what is told is told by the form. */
static void
file_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer file = g_task_get_task_data (task) != NULL
                    ? gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error)
                    : gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) gw_answer_file_unref);
  else
    g_task_return_error (task, error);
}

static void
bytes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gw_filled_form_add_file_async:
 * @bytes: the content
 * @name: the name that the person knows
 * @mime: its type
 *
 * Keeps a file beside the answers. A disk that does not take it is tried again until it does, as with everything
 * that is typed; the answer is set by the caller once the file is kept.
 */
void
gw_filled_form_add_file_async (GwFilledForm        *self,
                               GBytes              *bytes,
                               const char          *name,
                               const char          *mime,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (GW_IS_FILLED_FORM (self));
  g_return_if_fail (bytes != NULL && name != NULL && mime != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gw_filled_form_add_file_async);
  /* A mark for file_cb() that this is a write. */
  g_task_set_task_data (task, self, NULL);
  request = request_new (self, name);
  request->bytes = g_bytes_ref (bytes);
  request->mime = g_strdup (mime);
  gw_store_thread_write_async (self->thread, put_on_thread, request, request_free,
                               (GDestroyNotify) gw_answer_file_unref, file_cb, task);
}

/**
 * gw_filled_form_add_file_finish:
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GwAnswerFile *
gw_filled_form_add_file_finish (GwFilledForm  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_filled_form_find_file_async:
 * @stored_name: what stands in an answer
 *
 * Looks up what is known of a file.
 */
void
gw_filled_form_find_file_async (GwFilledForm        *self,
                                const char          *stored_name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (GW_IS_FILLED_FORM (self));
  g_return_if_fail (stored_name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_filled_form_find_file_async);
  gw_store_thread_run_async (self->thread, find_on_thread, request_new (self, stored_name), request_free,
                             (GDestroyNotify) gw_answer_file_unref, cancellable, file_cb, task);
}

/**
 * gw_filled_form_find_file_finish:
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GwAnswerFile *
gw_filled_form_find_file_finish (GwFilledForm  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_filled_form_read_file_async:
 * @file: one of this form
 *
 * Reads the content of @file. Where parts of it have not arrived yet (%GW_STORE_ERROR_INCOMPLETE), sync is asked to
 * fetch them.
 */
void
gw_filled_form_read_file_async (GwFilledForm        *self,
                                GwAnswerFile        *file,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (GW_IS_FILLED_FORM (self));
  g_return_if_fail (file != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_filled_form_read_file_async);
  request = request_new (self, file->stored_name);
  request->file = gw_answer_file_ref (file);
  gw_store_thread_run_async (self->thread, read_on_thread, request, request_free,
                             (GDestroyNotify) g_bytes_unref, cancellable, bytes_cb, task);
}

/**
 * gw_filled_form_read_file_finish:
 *
 * Returns: (transfer full): the content, or NULL with @error set
 */
GBytes *
gw_filled_form_read_file_finish (GwFilledForm  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
