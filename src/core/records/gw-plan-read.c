/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan put together: its document, the checklist, the meeting, and the ticks. */
#include "core/records/gw-plan-private.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-records.h"

static char *
dup_text (JsonObject *body,
          const char *field)
{
  const char *text = gw_json_get_string (body, field);

  return text && *text ? g_strdup (text) : NULL;
}

static GwChecklist *
find_checklist (GPtrArray  *checklists,
                const char *id)
{
  for (guint i = 0; i < checklists->len; i++) {
    if (g_strcmp0 (gw_checklist_get_id (g_ptr_array_index (checklists, i)), id) == 0)
      return g_ptr_array_index (checklists, i);
  }
  return NULL;
}

/* The day that items with this anchor count from.
 *
 * - A day of one's own stands for the checklist's own anchor, and for no other: nobody said when
 *   a meeting closes.
 * - Otherwise the meeting says, as far as it is known.
 *
 * NULL: not known, and no day is made up. */
static GDate *
find_anchor (GwPlan     *self,
             const char *anchor)
{
  const char *text = NULL;

  if (self->own_date)
    return g_strcmp0 (anchor, gw_checklist_get_anchor (self->checklist)) == 0
           ? g_date_copy (self->own_date) : NULL;
  if (self->meeting && g_strcmp0 (anchor, "COP") == 0)
    text = self->meeting->start;
  else if (self->meeting && g_strcmp0 (anchor, "COPEND") == 0)
    text = self->meeting->end;
  return gw_date_parse (text);
}

static void
set_computed (GwPlan     *self,
              GwPlanItem *item)
{
  if (!item->item->has_days)
    return;
  item->computed = find_anchor (self, item->item->anchor);
  if (!item->computed)
    return;
  if (item->item->days < 0)
    g_date_subtract_days (item->computed, (guint) -item->item->days);
  else
    g_date_add_days (item->computed, (guint) item->item->days);
}

static void
set_tick (GwPlanItem *item,
          GwDoc      *doc)
{
  JsonObject *body = gw_doc_get_body (doc);

  gw_tick_state_parse (gw_json_get_string (body, "state"), &item->state);
  item->note = dup_text (body, "note");
  item->assignee = dup_text (body, "assignee");
  item->reason = dup_text (body, "reason");
  item->due = gw_date_parse (gw_json_get_string (body, "due"));
  item->due_reason = dup_text (body, "due_reason");
  item->author = dup_text (body, "author");
  item->changed = dup_text (body, "changed");
  item->conflicts = gw_doc_get_conflicts (doc);
}

static GwDoc *
find_tick (GPtrArray  *ticks,
           const char *item_id)
{
  for (guint i = 0; i < ticks->len; i++) {
    GwDoc *doc = g_ptr_array_index (ticks, i);

    if (g_strcmp0 (gw_tick_find_item_id (gw_doc_get_id (doc)), item_id) == 0)
      return doc;
  }
  return NULL;
}

static void
add_items (GwPlan    *self,
           GPtrArray *ticks)
{
  guint n = self->checklist ? gw_checklist_get_n_items (self->checklist) : 0;

  for (guint i = 0; i < n; i++) {
    GwPlanItem *item = g_object_new (GW_TYPE_PLAN_ITEM, NULL);
    GwDoc *tick;

    item->checklist = g_object_ref (self->checklist);
    item->item = gw_checklist_get_item (self->checklist, i);
    item->id = g_strdup (item->item->id);
    item->title = g_strdup (item->item->title);
    set_computed (self, item);
    tick = find_tick (ticks, item->id);
    if (tick)
      set_tick (item, tick);
    if (!item->due && item->computed)
      item->due = g_date_copy (item->computed);
    g_ptr_array_add (self->items, item);
  }
}

/* What people wrote about items that the checklist does not have (any more) is shown all the
 * same. A bare state without words is not: there is nothing left that it says anything about. */
static void
add_dropped_items (GwPlan    *self,
                   GPtrArray *ticks)
{
  for (guint i = 0; i < ticks->len; i++) {
    GwDoc *doc = g_ptr_array_index (ticks, i);
    const char *id = gw_tick_find_item_id (gw_doc_get_id (doc));
    g_autoptr (GwPlanItem) item = NULL;

    if (!id || gw_plan_find_item (self, id))
      continue;
    item = g_object_new (GW_TYPE_PLAN_ITEM, NULL);
    set_tick (item, doc);
    if (self->checklist && !item->note && !item->reason && !item->assignee && !item->due_reason)
      continue;
    item->id = g_strdup (id);
    item->title = dup_text (gw_doc_get_body (doc), "title");
    if (!item->title)
      item->title = g_strdup (id);
    g_ptr_array_add (self->items, g_steal_pointer (&item));
  }
}

/**
 * gw_plan_read:
 * @store: the store, on its thread
 * @doc: a document "plan:…"
 * @checklists: (element-type GwChecklist): those that are here
 * @reference: the reference data
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the plan as it stands
 */
GwPlan *
gw_plan_read (GwStore      *store,
              GwDoc        *doc,
              GPtrArray    *checklists,
              GwReference  *reference,
              GError      **error)
{
  g_autoptr (GwPlan) self = g_object_new (GW_TYPE_PLAN, NULL);
  JsonObject *body = gw_doc_get_body (doc);
  g_autofree char *prefix = gw_tick_make_id (gw_doc_get_id (doc), "");
  g_autoptr (GPtrArray) ticks = gw_store_list (store, GW_RECORDS_DB, prefix, NULL, -1, error);

  if (!ticks)
    return NULL;
  self->meetings = gw_meetings_read (store, reference, error);
  if (!self->meetings)
    return NULL;
  self->id = g_strdup (gw_doc_get_id (doc));
  self->checklist_id = dup_text (body, "checklist");
  self->checklist = find_checklist (checklists, self->checklist_id);
  if (self->checklist)
    g_object_ref (self->checklist);
  self->title = self->checklist ? g_strdup (gw_checklist_get_title (self->checklist))
                                : dup_text (body, "title");
  if (!self->title)
    self->title = g_strdup (self->checklist_id ? self->checklist_id : "");
  self->created = dup_text (body, "created");
  self->meeting_id = dup_text (body, "meeting");
  self->meeting = gw_meetings_find (self->meetings, self->meeting_id);
  self->own_date = gw_date_parse (gw_json_get_string (body, "date"));
  if (self->checklist)
    self->date = find_anchor (self, gw_checklist_get_anchor (self->checklist));
  add_items (self, ticks);
  add_dropped_items (self, ticks);
  return g_steal_pointer (&self);
}

typedef struct
{
  GPtrArray   *checklists;
  GwReference *reference;
} Sources;

static void
sources_free (gpointer data)
{
  Sources *sources = data;

  g_ptr_array_unref (sources->checklists);
  g_object_unref (sources->reference);
  g_free (sources);
}

static GObject *
make_row (GwStore   *store,
          GwDoc     *doc,
          gpointer   data,
          GError   **error)
{
  Sources *sources = data;
  GwPlan *plan = gw_plan_read (store, doc, sources->checklists, sources->reference, error);

  return plan ? G_OBJECT (plan) : NULL;
}

/**
 * gw_plan_list_new:
 * @store: the profile's store
 * @checklists: (element-type GwChecklist): all checklists, in the reader's language; not changed
 *   any more
 * @reference: the reference data
 *
 * Returns: (transfer full): all plans, the oldest first
 */
GwRecordList *
gw_plan_list_new (GwStoreThread *store,
                  GPtrArray     *checklists,
                  GwReference   *reference)
{
  static const GwRecordListKind kind = {
    .db = GW_RECORDS_DB,
    .prefix = "plan:",
    .make_row = make_row,
    .dup_owner = gw_tick_dup_plan_id,
    .read_by_all = "meeting:",
  };
  Sources *sources;

  g_return_val_if_fail (checklists && GW_IS_REFERENCE (reference), NULL);

  sources = g_new0 (Sources, 1);
  sources->checklists = g_ptr_array_ref (checklists);
  sources->reference = g_object_ref (reference);
  return gw_record_list_new (store, &kind, sources, sources_free);
}
