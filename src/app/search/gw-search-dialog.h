/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_SEARCH_DIALOG (gw_search_dialog_get_type ())

G_DECLARE_FINAL_TYPE (GwSearchDialog, gw_search_dialog, GW, SEARCH_DIALOG, AdwWindow)

GtkWidget *gw_search_dialog_new (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
