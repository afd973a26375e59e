/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_PREFERENCES (gw_preferences_get_type ())

G_DECLARE_FINAL_TYPE (GwPreferences, gw_preferences, GW, PREFERENCES, AdwPreferencesWindow)

GtkWidget *gw_preferences_new (GwContext *context,
                               GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
