/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Beginning to fill in a form from a file: the form is read and checked on a thread, then it and what belongs to it are
 * kept in the store. */

#include "app/others/gw-other-form-begin.h"

#include "core/answers/gw-form-media.h"

/* More than any form has; a film that was chosen by mistake is not read to its end. */
#define LARGEST_FORM (64 * 1024 * 1024)

typedef struct
{
  GwStoreThread *store;
  char *author;
  GFile *file;
  char *media_folder;
  GBytes *xml;
  GwForm *form;
  GPtrArray *issues;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_clear_object (&beginning->store);
  g_free (beginning->author);
  g_clear_object (&beginning->file);
  g_free (beginning->media_folder);
  g_clear_pointer (&beginning->xml, g_bytes_unref);
  g_clear_object (&beginning->form);
  g_clear_pointer (&beginning->issues, g_ptr_array_unref);
  g_free (beginning);
}

static GBytes *
read_file (GFile   *file,
           GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL,
                                                  error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > LARGEST_FORM) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The file is too large to be a form");
    return NULL;
  }

  return g_file_load_bytes (file, NULL, NULL, error);
}

static void
load_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Beginning *beginning = data;
  g_autofree char *path = g_file_get_path (beginning->file);
  GError *error = NULL;

  beginning->xml = read_file (beginning->file, &error);
  if (beginning->xml != NULL) {
    beginning->media_folder = path != NULL ? gw_form_media_find_folder (path) : NULL;
    beginning->form = gw_form_load (beginning->xml, beginning->media_folder, &beginning->issues, &error);
  }
  if (beginning->form == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gpointer
create_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  Beginning *beginning = data;

  return gw_form_copy_create (store, beginning->form, beginning->xml, beginning->media_folder, beginning->author,
                              error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GwFormCopy *copy = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (copy == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, copy, (GDestroyNotify) gw_form_copy_free);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Beginning *beginning = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  gw_store_thread_run_async (beginning->store, create_on_thread, beginning, NULL,
                             (GDestroyNotify) gw_form_copy_free, NULL, created_cb, g_object_ref (task));
}

/**
 * gw_other_form_begin_async:
 * @context: with a profile and a store
 * @file: a form
 *
 * Begins to fill in a form from a file.
 */
void
gw_other_form_begin_async (GwContext           *context,
                           GFile               *file,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) loading = NULL;
  Beginning *beginning = g_new0 (Beginning, 1);

  g_task_set_source_tag (task, gw_other_form_begin_async);
  beginning->store = g_object_ref (gw_context_get_store (context));
  beginning->author = g_strdup (gw_profile_get_name (gw_context_get_profile (context)));
  beginning->file = g_object_ref (file);
  g_task_set_task_data (task, beginning, beginning_free);

  loading = g_task_new (NULL, NULL, loaded_cb, g_object_ref (task));
  g_task_set_task_data (loading, beginning, NULL);
  g_task_run_in_thread (loading, load_on_pool);
}

/**
 * gw_other_form_begin_finish:
 * @issues: (out) (transfer full) (element-type GwFormIssue): what was found in the form, also where it is refused; NULL
 *   where it was not read at all
 * @error: return location: %GW_FORM_ERROR_REFUSED where it has faults; a file's; the store's
 *
 * Returns: (transfer full): the form as it is kept, or NULL with @error set
 */
GwFormCopy *
gw_other_form_begin_finish (GAsyncResult  *result,
                            GPtrArray    **issues,
                            GError       **error)
{
  Beginning *beginning = g_task_get_task_data (G_TASK (result));

  *issues = beginning->issues != NULL ? g_ptr_array_ref (beginning->issues) : NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}
