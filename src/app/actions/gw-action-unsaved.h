/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/actions/gw-action-form.h"
#include "app/gw-unsaved.h"

G_BEGIN_DECLS

void          gw_action_unsaved_watch (GwUnsaved    *unsaved,
                                       GwActionForm *form);
GwActionForm *gw_action_unsaved_find  (GwUnsaved    *unsaved,
                                       const char   *id);

G_END_DECLS
