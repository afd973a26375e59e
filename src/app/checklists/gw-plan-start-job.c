/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-plan-start-job.h"

#include "core/records/gw-records.h"

void
gw_plan_start_job_free (gpointer data)
{
  GwPlanStartJob *job = data;

  g_free (job->plan_id);
  g_clear_pointer (&job->body, json_object_unref);
  g_free (job->meeting_id);
  g_free (job->own_date);
  g_free (job->opening);
  g_free (job->last);
  g_free (job->author);
  g_clear_object (&job->reference);
  g_free (job);
}

static gboolean
write_job (GwStore         *store,
           GwPlanStartJob  *job,
           GError         **error)
{
  if (job->put_meeting
      && !gw_meeting_store_put (store, job->reference, job->meeting_id, job->opening, job->last, NULL, NULL,
                                job->author, error))
    return FALSE;
  if (job->body != NULL)
    return gw_store_put (store, GW_RECORDS_DB, job->plan_id, NULL, job->body, GW_PUT_DEFAULT, NULL, error);

  return gw_plan_store_set_dates (store, job->plan_id, job->meeting_id, job->own_date, job->author, error);
}

/** gw_plan_start_job_run: Runs on the store's thread. */
gpointer
gw_plan_start_job_run (GwStore   *store,
                       gpointer   data,
                       GError   **error)
{
  if (!gw_store_begin (store, error))
    return NULL;
  if (!write_job (store, data, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  gw_store_commit (store, error);

  return NULL;
}
