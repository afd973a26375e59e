/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/records/gw-plan.h"

G_BEGIN_DECLS

#define GW_TYPE_PLAN_START (gw_plan_start_get_type ())

/**
 * GwPlanStart:
 *
 * Asks what the days of a plan count from: a meeting, a day of one's own, or nothing yet; then
 * starts the plan, or moves it. Signal "saved" (string: the plan's id): the store has it.
 */
G_DECLARE_FINAL_TYPE (GwPlanStart, gw_plan_start, GW, PLAN_START, AdwWindow)

GwPlanStart *gw_plan_start_ask (GtkWidget   *parent,
                                GwContext   *context,
                                GwChecklist *checklist,
                                GwPlan      *plan);

G_END_DECLS
