/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-plan.h"

G_BEGIN_DECLS

char *gw_plan_words_offset   (const GwChecklistItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_who      (const GwChecklistItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_due      (GwPlanItem            *item,
                              const GDate           *today) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_progress (GwPlan                *plan) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_meeting  (const char            *meeting_id,
                              const char            *body) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_date     (GwPlan                *plan) G_GNUC_WARN_UNUSED_RESULT;
char *gw_plan_words_next     (GwPlan                *plan,
                              const GDate           *today) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
