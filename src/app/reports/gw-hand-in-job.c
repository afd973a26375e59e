/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-hand-in-job.h"

void
gw_hand_in_state_free (GwHandInState *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->submissions, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_free (self);
}

void
gw_hand_in_job_free (gpointer data)
{
  GwHandInJob *self = data;

  g_clear_pointer (&self->version, gw_hand_in_version_free);
  g_free (self->report);
  g_free (self->author);
  g_free (self->country);
  g_free (self->sha256);
  g_free (self->who);
  g_free (self->words);
  g_free (self->cycle);
  g_free (self->instrument);
  g_free (self->remark);
  g_free (self);
}

/* A version that was frozen on another desk may be here before its parts are: then nothing is compared. */
gpointer
gw_hand_in_job_read (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  const GwHandInJob *job = data;
  g_autoptr (GwHandInState) state = g_new0 (GwHandInState, 1);

  state->versions = gw_frozen_read_all (store, job->report, error);
  state->submissions = state->versions != NULL ? gw_submission_read_all (store, job->report, error) : NULL;
  if (state->submissions == NULL)
    return NULL;
  if (state->versions->len > 0)
    state->before = gw_frozen_read_xml (store, g_ptr_array_index (state->versions, 0), NULL);

  return g_steal_pointer (&state);
}

/* One version as XML. */
gpointer
gw_hand_in_job_xml (GwStore   *store,
                    gpointer   data,
                    GError   **error)
{
  const GwHandInJob *job = data;
  g_autoptr (GwFrozen) frozen = gw_frozen_find (store, job->report, job->sha256, error);

  return frozen != NULL ? gw_frozen_read_xml (store, frozen, error) : NULL;
}

gpointer
gw_hand_in_job_freeze (GwStore   *store,
                       gpointer   data,
                       GError   **error)
{
  const GwHandInJob *job = data;
  g_autoptr (GwFrozen) frozen = gw_frozen_put (store, gw_hand_in_version_get_freezing (job->version), error);

  return GINT_TO_POINTER (frozen != NULL);
}

gpointer
gw_hand_in_job_clear (GwStore   *store,
                      gpointer   data,
                      GError   **error)
{
  const GwHandInJob *job = data;
  g_autoptr (GwFrozen) frozen = gw_frozen_find (store, job->report, job->sha256, error);

  return GINT_TO_POINTER (frozen != NULL && gw_frozen_clear (store, frozen, job->who, job->words, job->author, error));
}

gpointer
gw_hand_in_job_submit (GwStore   *store,
                       gpointer   data,
                       GError   **error)
{
  const GwHandInJob *job = data;
  g_autoptr (GwFrozen) frozen = gw_frozen_find (store, job->report, job->sha256, error);
  g_autoptr (GwSubmission) submission = NULL;
  GwSubmitting submitting = {
    .report = job->report,
    .frozen = frozen,
    .country = job->country,
    .cycle = job->cycle,
    .instrument = job->instrument,
    .author = job->author,
    .knows_clock = job->knows_clock,
    .clock_offset = job->clock_offset,
  };

  if (frozen != NULL)
    submission = gw_submission_make (store, &submitting, error);

  return GINT_TO_POINTER (submission != NULL);
}

gpointer
gw_hand_in_job_answer (GwStore   *store,
                       gpointer   data,
                       GError   **error)
{
  const GwHandInJob *job = data;
  gboolean ok =
    gw_submission_answer (store, job->remark, job->country, job->words, job->is_dealt, job->author, error);

  return GINT_TO_POINTER (ok);
}
