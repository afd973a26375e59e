/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-plan.h"

G_BEGIN_DECLS

/**
 * GwPlanStartJob:
 * @plan_id: the plan
 * @body: (nullable): of a new plan; NULL moves the one that is there
 * @meeting_id: (nullable): the meeting it counts from
 * @own_date: (nullable): a day of one's own
 * @put_meeting: whether the dates of the meeting are written too
 * @opening: its opening day, "" for not announced
 * @last: its last day, "" for not known
 * @author: who does it
 * @reference: the reference data
 *
 * What is written when a person has chosen: all of it or nothing.
 */
typedef struct
{
  char *plan_id;
  JsonObject *body;
  char *meeting_id;
  char *own_date;
  gboolean put_meeting;
  char *opening;
  char *last;
  char *author;
  GwReference *reference;
} GwPlanStartJob;

void     gw_plan_start_job_free (gpointer    data);
gpointer gw_plan_start_job_run  (GwStore    *store,
                                 gpointer    data,
                                 GError    **error);

G_END_DECLS
