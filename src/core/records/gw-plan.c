/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-plan-private.h"

static GType
get_item_type (GListModel *model)
{
  return GW_TYPE_PLAN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return GW_PLAN (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwPlan *self = GW_PLAN (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE (GwPlanItem, gw_plan_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (GwPlan, gw_plan, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
gw_plan_item_finalize (GObject *object)
{
  GwPlanItem *self = GW_PLAN_ITEM (object);

  g_clear_object (&self->checklist);
  g_free (self->id);
  g_free (self->title);
  g_free (self->note);
  g_free (self->assignee);
  g_free (self->reason);
  g_clear_pointer (&self->due, g_date_free);
  g_clear_pointer (&self->computed, g_date_free);
  g_free (self->due_reason);
  g_free (self->author);
  g_free (self->changed);

  G_OBJECT_CLASS (gw_plan_item_parent_class)->finalize (object);
}

static void
gw_plan_item_class_init (GwPlanItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_plan_item_finalize;
}

static void
gw_plan_item_init (GwPlanItem *self)
{
}

static void
gw_plan_finalize (GObject *object)
{
  GwPlan *self = GW_PLAN (object);

  g_free (self->id);
  g_free (self->checklist_id);
  g_clear_object (&self->checklist);
  g_free (self->title);
  g_free (self->created);
  g_free (self->meeting_id);
  g_clear_pointer (&self->meetings, g_ptr_array_unref);
  g_clear_pointer (&self->own_date, g_date_free);
  g_clear_pointer (&self->date, g_date_free);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (gw_plan_parent_class)->finalize (object);
}

static void
gw_plan_class_init (GwPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_plan_finalize;
}

static void
gw_plan_init (GwPlan *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/** gw_plan_item_get_id: Returns: (transfer none): the item's id within its checklist */
const char *
gw_plan_item_get_id (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->id;
}

/** gw_plan_item_get_item: Returns: (transfer none) (nullable): what the checklist says of it */
const GwChecklistItem *
gw_plan_item_get_item (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->item;
}

/** gw_plan_item_get_title: Returns: (transfer none): what to do */
const char *
gw_plan_item_get_title (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->title;
}

/** gw_plan_item_get_state: Returns: where it stands */
GwTickState
gw_plan_item_get_state (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), GW_TICK_OPEN);

  return self->state;
}

/** gw_plan_item_get_note: Returns: (transfer none) (nullable): the country's note */
const char *
gw_plan_item_get_note (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->note;
}

/** gw_plan_item_get_assignee: Returns: (transfer none) (nullable): the colleague who does it */
const char *
gw_plan_item_get_assignee (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->assignee;
}

/** gw_plan_item_get_reason: Returns: (transfer none) (nullable): why it is left out */
const char *
gw_plan_item_get_reason (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->reason;
}

/**
 * gw_plan_item_get_due:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): by when, %NULL as long as it has no date
 */
const GDate *
gw_plan_item_get_due (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->due;
}

/**
 * gw_plan_item_get_computed:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the day that the offset gives; another one than
 *   gw_plan_item_get_due() where a person entered a day that goes before it
 */
const GDate *
gw_plan_item_get_computed (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->computed;
}

/** gw_plan_item_get_due_reason: Returns: (transfer none) (nullable): why the day is another one */
const char *
gw_plan_item_get_due_reason (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->due_reason;
}

/** gw_plan_item_get_author: Returns: (transfer none) (nullable): who wrote about it last */
const char *
gw_plan_item_get_author (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->author;
}

/** gw_plan_item_get_changed: Returns: (transfer none) (nullable): when somebody wrote about it */
const char *
gw_plan_item_get_changed (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), NULL);

  return self->changed;
}

/** gw_plan_item_get_conflicts: Returns: how many other versions wait for a person */
guint
gw_plan_item_get_conflicts (GwPlanItem *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ITEM (self), 0);

  return self->conflicts;
}

/** gw_plan_get_id: Returns: (transfer none): "plan:01J…" */
const char *
gw_plan_get_id (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->id;
}

/** gw_plan_get_checklist_id: Returns: (transfer none) (nullable): "cl-before-cop" */
const char *
gw_plan_get_checklist_id (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->checklist_id;
}

/** gw_plan_get_checklist: Returns: (transfer none) (nullable): its checklist, if it is here */
GwChecklist *
gw_plan_get_checklist (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->checklist;
}

/** gw_plan_get_title: Returns: (transfer none): its title */
const char *
gw_plan_get_title (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->title;
}

/** gw_plan_get_created: Returns: (transfer none) (nullable): when it was started */
const char *
gw_plan_get_created (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->created;
}

/** gw_plan_get_meeting_id: Returns: (transfer none) (nullable): "CMS-COP16", announced or not */
const char *
gw_plan_get_meeting_id (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->meeting_id;
}

/** gw_plan_get_meeting: Returns: (transfer none) (nullable): what is known of the meeting */
const GwMeetingDates *
gw_plan_get_meeting (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->meeting;
}

/** gw_plan_get_own_date: Returns: (transfer none) (nullable): the day that a person chose */
const GDate *
gw_plan_get_own_date (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->own_date;
}

/** gw_plan_get_date: Returns: (transfer none) (nullable): the day most items count from */
const GDate *
gw_plan_get_date (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  return self->date;
}

static guint
count (GwPlan      *self,
       GwTickState  state)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += gw_plan_get_item (self, i)->state == state;
  return n;
}

/** gw_plan_get_n_done: Returns: how many items are done */
guint
gw_plan_get_n_done (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), 0);

  return count (self, GW_TICK_DONE);
}

/** gw_plan_get_n_skipped: Returns: how many items are left out */
guint
gw_plan_get_n_skipped (GwPlan *self)
{
  g_return_val_if_fail (GW_IS_PLAN (self), 0);

  return count (self, GW_TICK_SKIPPED);
}

/** gw_plan_get_item: Returns: (transfer none): the item at @position */
GwPlanItem *
gw_plan_get_item (GwPlan *self,
                  guint   position)
{
  g_return_val_if_fail (GW_IS_PLAN (self) && position < self->items->len, NULL);

  return g_ptr_array_index (self->items, position);
}

/** gw_plan_find_item: Returns: (transfer none) (nullable): the item of that id */
GwPlanItem *
gw_plan_find_item (GwPlan     *self,
                   const char *id)
{
  g_return_val_if_fail (GW_IS_PLAN (self) && id, NULL);

  for (guint i = 0; i < self->items->len; i++) {
    if (g_str_equal (gw_plan_get_item (self, i)->id, id))
      return gw_plan_get_item (self, i);
  }
  return NULL;
}

/**
 * gw_plan_find_next:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the open item that is due first, be it late; where none is
 *   dated the first open one; %NULL when nothing is open
 */
GwPlanItem *
gw_plan_find_next (GwPlan *self)
{
  GwPlanItem *next = NULL;

  g_return_val_if_fail (GW_IS_PLAN (self), NULL);

  for (guint i = 0; i < self->items->len; i++) {
    GwPlanItem *item = gw_plan_get_item (self, i);

    if (item->state != GW_TICK_OPEN)
      continue;
    if (!next || (item->due && (!next->due || g_date_compare (item->due, next->due) < 0)))
      next = item;
  }
  return next;
}
