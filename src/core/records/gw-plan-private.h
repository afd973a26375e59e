/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-plan.h"

G_BEGIN_DECLS

struct _GwPlanItem
{
  GObject                parent_instance;

  GwChecklist           *checklist;       /* owns @item */
  const GwChecklistItem *item;
  char                  *id;
  char                  *title;
  GwTickState            state;
  char                  *note;
  char                  *assignee;
  char                  *reason;
  GDate                 *due;
  GDate                 *computed;
  char                  *due_reason;
  char                  *author;
  char                  *changed;
  guint                  conflicts;
};

struct _GwPlan
{
  GObject                parent_instance;

  char                  *id;
  char                  *checklist_id;
  GwChecklist           *checklist;
  char                  *title;
  char                  *created;
  char                  *meeting_id;
  GPtrArray             *meetings;        /* owns @meeting */
  const GwMeetingDates  *meeting;
  GDate                 *own_date;
  GDate                 *date;
  GPtrArray             *items;
};

G_END_DECLS
