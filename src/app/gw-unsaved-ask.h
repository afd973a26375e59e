/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-unsaved.h"

G_BEGIN_DECLS

/**
 * GwUnsavedLose:
 *
 * The person would rather lose the last change.
 */
typedef void (*GwUnsavedLose) (gpointer user_data);

void gw_unsaved_ask (GtkWidget      *parent,
                     GwUnsaved      *unsaved,
                     GwUnsavedLose   lose,
                     gpointer        user_data,
                     GDestroyNotify  destroy);

G_END_DECLS
