/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/records/gw-plan.h"

G_BEGIN_DECLS

#define GW_TYPE_PLAN_ROW (gw_plan_row_get_type ())

/**
 * GwPlanRow:
 *
 * One item of a plan: a box to tick, what, by when and who; opened, everything that is known about
 * it, with a note and the name of a colleague to be typed. What is typed is saved as it is typed.
 *
 * Signal "state-asked" (int): the person wants the item in this #GwTickState.
 */
G_DECLARE_FINAL_TYPE (GwPlanRow, gw_plan_row, GW, PLAN_ROW, AdwExpanderRow)

GtkWidget  *gw_plan_row_new         (GwContext             *context,
                                     const char            *plan_id,
                                     GwPlanItem            *item,
                                     gboolean               editable) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *gw_plan_row_new_preview (GwContext             *context,
                                     const GwChecklistItem *item) G_GNUC_WARN_UNUSED_RESULT;
GwPlanItem *gw_plan_row_get_item    (GwPlanRow             *self);
void        gw_plan_row_set_item    (GwPlanRow             *self,
                                     GwPlanItem            *item);

G_END_DECLS
