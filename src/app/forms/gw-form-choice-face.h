/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

char      *gw_form_choice_face_dup_words (const GwFormChoice *choice) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_form_choice_face_new       (GwForm             *form,
                                          const GwFormChoice *choice,
                                          gboolean            centred) G_GNUC_WARN_UNUSED_RESULT;
GtkLabel  *gw_form_choice_face_get_label (GtkWidget          *face);

G_END_DECLS
