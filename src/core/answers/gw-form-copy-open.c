/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a copy: the form's text and files are read on the store's thread, its definition is loaded on a thread of the
 * pool, and the session is made on the thread that asked. */

#include "core/answers/gw-form-copy.h"

typedef struct
{
  GwStoreThread *thread;
  char *id;
  char *author;
  char *folder;
  GwFormEnvironment *environment;
  GBytes *xml;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->thread);
  g_free (opening->id);
  g_free (opening->author);
  g_free (opening->folder);
  g_clear_pointer (&opening->environment, gw_form_environment_free);
  g_clear_pointer (&opening->xml, g_bytes_unref);
  g_free (opening);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GwFilledForm *filled = gw_filled_form_open_finish (result, &error);

  if (filled != NULL)
    g_task_return_pointer (task, filled, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
load_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  GwForm *form = gw_form_load (opening->xml, opening->folder, NULL, &error);

  if (form != NULL)
    g_task_return_pointer (task, form, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GwForm) form = g_task_propagate_pointer (G_TASK (result), &error);

  if (form == NULL) {
    g_task_return_error (task, error);
    return;
  }
  gw_filled_form_open_async (opening->thread, GW_FORM_COPY_DB, opening->id, opening->author, form,
                             opening->environment, g_task_get_cancellable (task), opened_cb,
                             g_object_ref (task));
}

typedef struct
{
  char *id;
  char *folder;
} Unpacking;

static void
unpacking_free (gpointer data)
{
  Unpacking *unpacking = data;

  g_free (unpacking->id);
  g_free (unpacking->folder);
  g_free (unpacking);
}

static gpointer
unpack_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  Unpacking *unpacking = data;

  return gw_form_copy_unpack (store, unpacking->id, unpacking->folder, error);
}

static void
unpacked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GTask) load = NULL;
  GError *error = NULL;

  opening->xml = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (opening->xml == NULL) {
    g_task_return_error (task, error);
    return;
  }
  load = g_task_new (NULL, g_task_get_cancellable (task), loaded_cb, g_object_ref (task));
  g_task_set_task_data (load, opening, NULL);
  g_task_run_in_thread (load, load_on_pool);
}

/**
 * gw_form_copy_open_async:
 * @thread: the store of the profile
 * @id: the copy
 * @author: the name under which what is typed is kept
 * @environment: (nullable): what the form reads from outside itself
 *
 * Opens a copy with its answers. Its files are unpacked into the person's cache, where they may be deleted at any time.
 */
void
gw_form_copy_open_async (GwStoreThread           *thread,
                         const char              *id,
                         const char              *author,
                         const GwFormEnvironment *environment,
                         GCancellable            *cancellable,
                         GAsyncReadyCallback      callback,
                         gpointer                 user_data)
{
  GTask *task;
  Opening *opening;
  Unpacking *unpacking;

  g_return_if_fail (GW_IS_STORE_THREAD (thread));
  g_return_if_fail (id != NULL && author != NULL);

  opening = g_new0 (Opening, 1);
  opening->thread = g_object_ref (thread);
  opening->id = g_strdup (id);
  opening->author = g_strdup (author);
  opening->folder = g_build_filename (g_get_user_cache_dir (), "godwit", "media", id, NULL);
  opening->environment = environment != NULL ? gw_form_environment_copy (environment) : NULL;
  unpacking = g_new0 (Unpacking, 1);
  unpacking->id = g_strdup (id);
  unpacking->folder = g_strdup (opening->folder);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_form_copy_open_async);
  g_task_set_task_data (task, opening, opening_free);
  gw_store_thread_run_async (thread, unpack_on_thread, unpacking, unpacking_free, (GDestroyNotify) g_bytes_unref,
                             cancellable, unpacked_cb, task);
}

/**
 * gw_form_copy_open_finish:
 *
 * Returns: (transfer full): the filled-in form, or NULL with @error set
 */
GwFilledForm *
gw_form_copy_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
