/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

GtkWidget *gw_form_pictures_new (GwForm     *form,
                                 GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_form_pictures_new_for_choice (GwForm             *form,
                                            const GwFormChoice *choice,
                                            const char         *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
