/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-checklist.h"
#include "core/records/gw-label.h"

G_BEGIN_DECLS

struct _GwChecklist
{
  GObject     parent_instance;

  char       *id;
  char       *title;
  char       *summary;
  char       *anchor;
  GwLanguage  language;
  GPtrArray  *sources;            /* of char *, ended by NULL */
  GPtrArray  *items;              /* of GwChecklistItem */
};

void gw_checklist_item_free (GwChecklistItem *item);

G_END_DECLS
