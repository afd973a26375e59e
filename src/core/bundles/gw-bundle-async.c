/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing on a thread of their own, for the window. */

#include "core/bundles/gw-bundle-private.h"

/* A progress bar need not move more often. */
#define PROGRESS_US (G_USEC_PER_SEC / 10)

typedef struct
{
  GwBundleDesk *desk;
  char *path;
  char *passphrase; /* (nullable) */
  GStrv names;      /* (nullable) */
  GwBundleFlags flags;
  GwBundleProgressFunc progress;
  gpointer progress_data;
  /* The thread's. */
  GTask *task;
  GwBundlePhase phase;
  gint64 told_at;
} Job;

typedef struct
{
  GTask *task; /* keeps the progress function's data alive as long as the caller does */
  GwBundlePhase phase;
  double part;
} Told;

static void
job_free (gpointer data)
{
  Job *self = data;

  gw_bundle_desk_unref (self->desk);
  g_free (self->path);
  /* It shall not lie about in memory. */
  for (char *c = self->passphrase; c != NULL && *c != '\0'; c++)
    *(volatile char *) c = '\0';
  g_free (self->passphrase);
  g_strfreev (self->names);
  g_free (self);
}

static void
told_free (gpointer data)
{
  Told *self = data;

  g_object_unref (self->task);
  g_free (self);
}

static gboolean
tell (gpointer user_data)
{
  Told *told = user_data;
  const Job *job = g_task_get_task_data (told->task);

  if (!g_task_get_completed (told->task))
    job->progress (told->phase, told->part, job->progress_data);

  return G_SOURCE_REMOVE;
}

/* Runs on the thread. */
static void
on_progress (GwBundlePhase phase,
             double        part,
             gpointer      user_data)
{
  Job *self = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;
  Told *told;

  if (self->progress == NULL
      || (self->told_at != 0 && phase == self->phase && now - self->told_at < PROGRESS_US))
    return;
  self->told_at = now;
  self->phase = phase;
  told = g_new0 (Told, 1);
  told->task = g_object_ref (self->task);
  told->phase = phase;
  told->part = part;
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (self->task));
  g_source_set_callback (source, tell, told, told_free);
  g_source_attach (source, g_task_get_context (self->task));
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GwBundleInfo *info;

  if (job->names != NULL)
    info = gw_bundle_write_for (job->desk, job->path, (const char *const *) job->names, job->flags,
                                on_progress, job, cancellable, &error);
  else
    info = gw_bundle_write (job->desk, job->path, job->passphrase, job->flags, on_progress, job,
                            cancellable, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) gw_bundle_info_free);
  else
    g_task_return_error (task, error);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GwBundleReading *reading = gw_bundle_read (job->desk, job->path, job->passphrase, job->flags,
                                             on_progress, job, cancellable, &error);

  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) gw_bundle_reading_free);
  else
    g_task_return_error (task, error);
}

static void
inspect_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GwBundleInfo *info = gw_bundle_inspect (job->desk, job->path, job->passphrase, cancellable, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) gw_bundle_info_free);
  else
    g_task_return_error (task, error);
}

static void
run (gpointer              tag,
     GTaskThreadFunc       thread,
     GwBundleDesk         *desk,
     const char           *path,
     const char           *passphrase,
     const char *const    *names,
     GwBundleFlags         flags,
     GwBundleProgressFunc  progress,
     gpointer              progress_data,
     GCancellable         *cancellable,
     GAsyncReadyCallback   callback,
     gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->desk = gw_bundle_desk_ref (desk);
  job->path = g_strdup (path);
  job->passphrase = g_strdup (passphrase);
  job->names = g_strdupv ((char **) names);
  job->flags = flags;
  job->progress = progress;
  job->progress_data = progress_data;
  job->task = task;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  /* What was done is done, also when the person said stop a moment too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, thread);
}

/**
 * gw_bundle_write_async:
 * @progress_data: for @progress, which is not called any more once @callback was
 *
 * gw_bundle_write() on a thread of its own.
 */
void
gw_bundle_write_async (GwBundleDesk         *desk,
                       const char           *path,
                       const char           *passphrase,
                       GwBundleFlags         flags,
                       GwBundleProgressFunc  progress,
                       gpointer              progress_data,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  g_return_if_fail (desk != NULL && path != NULL && passphrase != NULL);

  run (gw_bundle_write_async, write_thread, desk, path, passphrase, NULL, flags, progress,
       progress_data, cancellable, callback, user_data);
}

/**
 * gw_bundle_write_for_async:
 *
 * gw_bundle_write_for() on a thread of its own; ended by gw_bundle_write_finish().
 */
void
gw_bundle_write_for_async (GwBundleDesk         *desk,
                           const char           *path,
                           const char *const    *names,
                           GwBundleFlags         flags,
                           GwBundleProgressFunc  progress,
                           gpointer              progress_data,
                           GCancellable         *cancellable,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data)
{
  g_return_if_fail (desk != NULL && path != NULL && names != NULL);

  run (gw_bundle_write_async, write_thread, desk, path, NULL, names, flags, progress, progress_data,
       cancellable, callback, user_data);
}

/**
 * gw_bundle_write_finish:
 *
 * Returns: (transfer full): what was written, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleInfo *
gw_bundle_write_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, gw_bundle_write_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_bundle_inspect_async:
 *
 * gw_bundle_inspect() on a thread of its own.
 */
void
gw_bundle_inspect_async (GwBundleDesk         *desk,
                         const char           *path,
                         const char           *passphrase,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  g_return_if_fail (desk != NULL && path != NULL);

  run (gw_bundle_inspect_async, inspect_thread, desk, path, passphrase, NULL, GW_BUNDLE_DEFAULT, NULL, NULL,
       cancellable, callback, user_data);
}

/**
 * gw_bundle_inspect_finish:
 *
 * Returns: (transfer full): what it is, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleInfo *
gw_bundle_inspect_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, gw_bundle_inspect_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_bundle_read_async:
 * @progress_data: for @progress, which is not called any more once @callback was
 *
 * gw_bundle_read() on a thread of its own.
 */
void
gw_bundle_read_async (GwBundleDesk         *desk,
                      const char           *path,
                      const char           *passphrase,
                      GwBundleFlags         flags,
                      GwBundleProgressFunc  progress,
                      gpointer              progress_data,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data)
{
  g_return_if_fail (desk != NULL && path != NULL);

  run (gw_bundle_read_async, read_thread, desk, path, passphrase, NULL, flags, progress, progress_data,
       cancellable, callback, user_data);
}

/**
 * gw_bundle_read_finish:
 *
 * Returns: (transfer full): what came of it, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleReading *
gw_bundle_read_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, gw_bundle_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
