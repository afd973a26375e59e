/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/records/gw-plan.h"

G_BEGIN_DECLS

#define GW_TYPE_PLAN_PAGE (gw_plan_page_get_type ())

/**
 * GwPlanPage:
 *
 * One plan, or a checklist before it is started: its items, how far it is, and what its days
 * count from. Signals: "start" and "change-date", when the person asks for it.
 */
G_DECLARE_FINAL_TYPE (GwPlanPage, gw_plan_page, GW, PLAN_PAGE, AdwBin)

void     gw_plan_page_set_context    (GwPlanPage  *self,
                                      GwContext   *context);
void     gw_plan_page_show_plan      (GwPlanPage  *self,
                                      GwPlan      *plan);
void     gw_plan_page_show_checklist (GwPlanPage  *self,
                                      GwChecklist *checklist,
                                      gboolean     under_way);
void     gw_plan_page_clear          (GwPlanPage  *self);
gboolean gw_plan_page_show_item      (GwPlanPage  *self,
                                      const char  *item_id);
gboolean gw_plan_page_undo           (GwPlanPage  *self);

G_END_DECLS
