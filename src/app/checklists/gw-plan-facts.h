/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/records/gw-plan.h"

G_BEGIN_DECLS

void  gw_plan_facts_add        (AdwExpanderRow        *parent,
                                GwContext             *context,
                                const GwChecklistItem *definition);
char *gw_plan_facts_dup_origin (const GwChecklistItem *definition,
                                GwPlanItem            *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
