/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/actions/gw-action-form.h"

G_BEGIN_DECLS

#define GW_TYPE_ACTION_VERSIONS (gw_action_versions_get_type ())

G_DECLARE_FINAL_TYPE (GwActionVersions, gw_action_versions, GW, ACTION_VERSIONS, AdwWindow)

void gw_action_versions_show (GtkWidget        *parent,
                              GwActionForm     *form,
                              GwRecordVersions *versions);

G_END_DECLS
