/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-unsaved.h"
#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

void          gw_filled_unsaved_watch (GwUnsaved    *unsaved,
                                       const char   *title,
                                       GwFilledForm *filled);
GwFilledForm *gw_filled_unsaved_find  (GwUnsaved    *unsaved,
                                       const char   *record);

G_END_DECLS
