/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-unsaved.h"
#include "core/records/gw-record.h"

G_BEGIN_DECLS

void      gw_plan_unsaved_watch (GwUnsaved  *unsaved,
                                 const char *title,
                                 GwRecord   *tick);
GwRecord *gw_plan_unsaved_find  (GwUnsaved  *unsaved,
                                 const char *id);

G_END_DECLS
