/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormFaceFlags:
 * @GW_FORM_FACE_CENTRED: picture and words stand in the middle, as under a button
 * @GW_FORM_FACE_NAMED: something beside it has the words as its name: a screen reader says them once
 */
typedef enum
{
  GW_FORM_FACE_DEFAULT = 0,
  GW_FORM_FACE_CENTRED = 1 << 0,
  GW_FORM_FACE_NAMED = 1 << 1,
} GwFormFaceFlags;

char      *gw_form_choice_face_dup_words (const GwFormChoice *choice) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_form_choice_face_new       (GwForm             *form,
                                          const GwFormChoice *choice,
                                          GwFormFaceFlags     flags) G_GNUC_WARN_UNUSED_RESULT;
GtkLabel  *gw_form_choice_face_get_label (GtkWidget          *face);

G_END_DECLS
