/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exchanging on a thread of its own, for the window. */

#include "core/nearby/gw-nearby-private.h"

/* A progress bar need not move more often. */
#define PROGRESS_US (G_USEC_PER_SEC / 10)

typedef struct
{
  GwNearbyListener *listener; /* (nullable): else */
  char *address;
  GwBundleDesk *desk;
  GwBundleFlags flags;
  GwNearbyWatch watch; /* the caller's */
  GwNearbySummary *summary;
  /* The thread's. */
  GTask *task;
  GwNearbyPhase phase;
  gint64 told_at;
} Job;

/* One thing to be told where the exchange was begun. */
typedef struct
{
  GTask *task;
  char *code; /* (nullable): then the phase */
  GwNearbyPeer peer;
  GwNearbyVerdict *verdict;
  GwNearbyPhase phase;
  double part;
} Told;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->listener, gw_nearby_listener_unref);
  g_free (self->address);
  gw_bundle_desk_unref (self->desk);
  g_clear_pointer (&self->summary, gw_nearby_summary_free);
  g_free (self);
}

static void
told_free (gpointer data)
{
  Told *self = data;

  g_object_unref (self->task);
  g_free (self->code);
  g_free (self->peer.account);
  g_free (self->peer.country);
  g_clear_pointer (&self->verdict, gw_nearby_verdict_unref);
  g_free (self);
}

static gboolean
tell (gpointer user_data)
{
  Told *told = user_data;
  const Job *job = g_task_get_task_data (told->task);

  if (g_task_get_completed (told->task))
    return G_SOURCE_REMOVE;
  if (told->code != NULL)
    job->watch.ask (told->code, &told->peer, told->verdict, job->watch.user_data);
  else
    job->watch.progress (told->phase, told->part, job->watch.user_data);

  return G_SOURCE_REMOVE;
}

/* In the order in which things happened: all with one priority. */
static void
hand_over (Job  *self,
           Told *told)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  told->task = g_object_ref (self->task);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, told, told_free);
  g_source_attach (source, g_task_get_context (self->task));
}

/* Runs on the thread. */
static void
on_ask (const char         *code,
        const GwNearbyPeer *peer,
        GwNearbyVerdict    *verdict,
        gpointer            user_data)
{
  Told *told = g_new0 (Told, 1);

  told->code = g_strdup (code);
  told->peer.account = g_strdup (peer->account);
  told->peer.country = g_strdup (peer->country);
  told->verdict = gw_nearby_verdict_ref (verdict);
  hand_over (user_data, told);
}

/* Runs on the thread. */
static void
on_progress (GwNearbyPhase phase,
             double        part,
             gpointer      user_data)
{
  Job *self = user_data;
  gint64 now = g_get_monotonic_time ();
  Told *told;

  if (self->watch.progress == NULL
      || (self->told_at != 0 && phase == self->phase && now - self->told_at < PROGRESS_US))
    return;
  self->told_at = now;
  self->phase = phase;
  told = g_new0 (Told, 1);
  told->phase = phase;
  told->part = part;
  hand_over (self, told);
}

static void
exchange_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GwNearbyWatch watch = { .ask = on_ask, .progress = on_progress, .user_data = job };
  GError *error = NULL;
  gboolean ok;

  ok = job->listener != NULL
    ? gw_nearby_serve (job->listener, job->desk, job->flags, &watch, cancellable, job->summary, &error)
    : gw_nearby_connect (job->address, job->desk, job->flags, &watch, cancellable, job->summary, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run (GwNearbyListener    *listener,
     const char          *address,
     GwBundleDesk        *desk,
     GwBundleFlags        flags,
     const GwNearbyWatch *watch,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->listener = listener != NULL ? gw_nearby_listener_ref (listener) : NULL;
  job->address = g_strdup (address);
  job->desk = gw_bundle_desk_ref (desk);
  job->flags = flags;
  job->watch = *watch;
  job->summary = gw_nearby_summary_new ();
  job->task = task;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, job, job_free);
  /* What was done is done, also when the person said stop a moment too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, exchange_thread);
}

/**
 * gw_nearby_serve_async:
 * @watch: copied; it is not called any more once @callback was
 *
 * gw_nearby_serve() on a thread of its own; ended by gw_nearby_finish().
 */
void
gw_nearby_serve_async (GwNearbyListener    *listener,
                       GwBundleDesk        *desk,
                       GwBundleFlags        flags,
                       const GwNearbyWatch *watch,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (listener != NULL && desk != NULL && watch != NULL && watch->ask != NULL);

  run (listener, NULL, desk, flags, watch, cancellable, callback, user_data);
}

/**
 * gw_nearby_connect_async:
 * @watch: copied; it is not called any more once @callback was
 *
 * gw_nearby_connect() on a thread of its own; ended by gw_nearby_finish().
 */
void
gw_nearby_connect_async (const char          *address,
                         GwBundleDesk        *desk,
                         GwBundleFlags        flags,
                         const GwNearbyWatch *watch,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (address != NULL && desk != NULL && watch != NULL && watch->ask != NULL);

  run (NULL, address, desk, flags, watch, cancellable, callback, user_data);
}

/**
 * gw_nearby_finish:
 * @summary: (out) (transfer full): what came of it, also when it failed
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR, or of %GW_BUNDLE_ERROR where the other's bundle was refused
 */
gboolean
gw_nearby_finish (GAsyncResult     *result,
                  GwNearbySummary **summary,
                  GError          **error)
{
  Job *job;

  g_return_val_if_fail (g_async_result_is_tagged (result, run) && summary != NULL, FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *summary = g_steal_pointer (&job->summary);

  return g_task_propagate_boolean (G_TASK (result), error);
}
