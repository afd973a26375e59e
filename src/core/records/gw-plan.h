/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-checklist.h"
#include "core/records/gw-meeting.h"
#include "core/records/gw-record-list.h"
#include "core/records/gw-tick.h"

G_BEGIN_DECLS

/**
 * GwPlanItem:
 *
 * One item of a plan as it stands: the item of the checklist, and what people wrote about it.
 * Immutable. An item that a newer edition of the checklist dropped has no #GwChecklistItem, and
 * is still there when somebody wrote something about it.
 */
#define GW_TYPE_PLAN_ITEM (gw_plan_item_get_type ())
G_DECLARE_FINAL_TYPE (GwPlanItem, gw_plan_item, GW, PLAN_ITEM, GObject)

const char            *gw_plan_item_get_id         (GwPlanItem  *self);
const GwChecklistItem *gw_plan_item_get_item       (GwPlanItem  *self);
const char            *gw_plan_item_get_title      (GwPlanItem  *self);
GwTickState            gw_plan_item_get_state      (GwPlanItem  *self);
const char            *gw_plan_item_get_note       (GwPlanItem  *self);
const char            *gw_plan_item_get_assignee   (GwPlanItem  *self);
const char            *gw_plan_item_get_reason     (GwPlanItem  *self);
const GDate           *gw_plan_item_get_due        (GwPlanItem  *self);
const GDate           *gw_plan_item_get_computed   (GwPlanItem  *self);
const char            *gw_plan_item_get_due_reason (GwPlanItem  *self);
const char            *gw_plan_item_get_author     (GwPlanItem  *self);
const char            *gw_plan_item_get_changed    (GwPlanItem  *self);
guint                  gw_plan_item_get_conflicts  (GwPlanItem  *self);

/**
 * GwPlan:
 *
 * A checklist that a country works through: a #GListModel of #GwPlanItem, in the order of the
 * checklist. Immutable; gw_plan_list_new() replaces it when something changes.
 *
 * Days follow from a date of one's own, or else from the meeting, as soon as its dates are known.
 * Until then nothing is dated.
 */
#define GW_TYPE_PLAN (gw_plan_get_type ())
G_DECLARE_FINAL_TYPE (GwPlan, gw_plan, GW, PLAN, GObject)

const char           *gw_plan_get_id               (GwPlan      *self);
const char           *gw_plan_get_checklist_id     (GwPlan      *self);
GwChecklist          *gw_plan_get_checklist        (GwPlan      *self);
const char           *gw_plan_get_title            (GwPlan      *self);
const char           *gw_plan_get_created          (GwPlan      *self);
const char           *gw_plan_get_meeting_id       (GwPlan      *self);
const GwMeetingDates *gw_plan_get_meeting          (GwPlan      *self);
const GDate          *gw_plan_get_own_date         (GwPlan      *self);
const GDate          *gw_plan_get_date             (GwPlan      *self);
guint                 gw_plan_get_n_done           (GwPlan      *self);
guint                 gw_plan_get_n_skipped        (GwPlan      *self);
GwPlanItem           *gw_plan_get_item             (GwPlan      *self,
                                                    guint        position);
GwPlanItem           *gw_plan_find_item            (GwPlan      *self,
                                                    const char  *id);
GwPlanItem           *gw_plan_find_next            (GwPlan      *self);

/* All plans, kept up to date. */
GwRecordList         *gw_plan_list_new             (GwStoreThread *store,
                                                    GPtrArray     *checklists,
                                                    GwReference   *reference) G_GNUC_WARN_UNUSED_RESULT;

/* On the store's thread. */
GwPlan               *gw_plan_read                 (GwStore       *store,
                                                    GwDoc         *doc,
                                                    GPtrArray     *checklists,
                                                    GwReference   *reference,
                                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean              gw_plan_store_set_dates      (GwStore       *store,
                                                    const char    *plan_id,
                                                    const char    *meeting_id,
                                                    const char    *own_date,
                                                    const char    *author,
                                                    GError       **error);

/* Anywhere. */
char                 *gw_plan_make_id              (void) G_GNUC_WARN_UNUSED_RESULT;
JsonObject           *gw_plan_new_body             (GwChecklist   *checklist,
                                                    const char    *meeting_id,
                                                    const char    *own_date,
                                                    const char    *author) G_GNUC_WARN_UNUSED_RESULT;
const char           *gw_checklist_get_body        (GwChecklist   *checklist);

G_END_DECLS
