/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-hand-in.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwHandInState:
 * @versions: (element-type GwFrozen): the newest first
 * @submissions: (element-type GwSubmission): the newest first
 * @before: (nullable): the newest frozen version as XML
 *
 * What the store knows of a report's handing in.
 */
typedef struct
{
  GPtrArray *versions;
  GPtrArray *submissions;
  GBytes *before;
} GwHandInState;

void           gw_hand_in_state_free (GwHandInState *self);

/**
 * GwHandInJob:
 *
 * One act of a person, carried to the thread of the store with all that it needs.
 */
typedef struct
{
  char *report;
  char *author;
  char *country;
  /* Freezing. */
  GwHandInVersion *version;
  /* Clearing, or handing in: which version. */
  char *sha256;
  char *who;
  char *words;
  /* Handing in. */
  char *cycle;
  char *instrument;
  gboolean knows_clock;
  gint64 clock_offset;
  /* Answering. */
  char *remark;
  gboolean is_dealt;
} GwHandInJob;

void     gw_hand_in_job_free   (gpointer   job);

/* On the thread of the store. */
gpointer gw_hand_in_job_read   (GwStore   *store,
                                gpointer   job,
                                GError   **error);
gpointer gw_hand_in_job_xml    (GwStore   *store,
                                gpointer   job,
                                GError   **error);
gpointer gw_hand_in_job_freeze (GwStore   *store,
                                gpointer   job,
                                GError   **error);
gpointer gw_hand_in_job_clear  (GwStore   *store,
                                gpointer   job,
                                GError   **error);
gpointer gw_hand_in_job_submit (GwStore   *store,
                                gpointer   job,
                                GError   **error);
gpointer gw_hand_in_job_answer (GwStore   *store,
                                gpointer   job,
                                GError   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHandInState, gw_hand_in_state_free)

G_END_DECLS
