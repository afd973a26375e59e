/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "app/gw-unsaved-ask.h"

G_BEGIN_DECLS

#define GW_TYPE_WINDOW (gw_window_get_type ())

G_DECLARE_FINAL_TYPE (GwWindow, gw_window, GW, WINDOW, AdwApplicationWindow)

GwWindow *gw_window_new           (GtkApplication *application,
                                   GwContext      *context) G_GNUC_WARN_UNUSED_RESULT;

GVariant *gw_window_save_state    (GwWindow       *self) G_GNUC_WARN_UNUSED_RESULT;
void      gw_window_restore_state (GwWindow       *self,
                                   GVariant       *state);
void      gw_window_restore_place (GwWindow       *self);
void      gw_window_open          (GwWindow       *self,
                                   const char     *target);
void      gw_window_keep_place    (GwWindow       *self);
void      gw_window_take_size     (GwWindow       *self,
                                   GwWindow       *other);
GtkWidget *gw_window_get_place   (GwWindow       *self);
void      gw_window_ask_to_lose   (GwWindow       *self,
                                   GwUnsavedLose   lose,
                                   gpointer        user_data,
                                   GDestroyNotify  destroy);

G_END_DECLS
