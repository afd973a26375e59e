/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/actions/gw-action-form.h"

G_BEGIN_DECLS

void gw_action_versions_show (GtkWidget        *parent,
                              GwStoreThread    *store,
                              GwActionForm     *form,
                              GwRecordVersions *versions);

G_END_DECLS
