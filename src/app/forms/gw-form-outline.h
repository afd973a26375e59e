/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_OUTLINE (gw_form_outline_get_type ())

/**
 * GwFormOutline:
 *
 * The sections of a filled-in form as a list, each with how far it is and how much of it has to be
 * put right. A section is a group at the top of the form; questions that stand under no group of their
 * own are a section without a heading.
 *
 * Signals:
 * - "chosen" (guint): a person chose a section
 */
G_DECLARE_FINAL_TYPE (GwFormOutline, gw_form_outline, GW, FORM_OUTLINE, AdwBin)

void       gw_form_outline_set_session  (GwFormOutline *self,
                                         GwFormSession *session);
guint      gw_form_outline_get_n        (GwFormOutline *self);
gboolean   gw_form_outline_has_heading  (GwFormOutline *self,
                                         guint          section);
char      *gw_form_outline_dup_title    (GwFormOutline *self,
                                         guint          section) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_form_outline_applies      (GwFormOutline *self,
                                         guint          section);
GPtrArray *gw_form_outline_dup_items    (GwFormOutline *self,
                                         guint          section) G_GNUC_WARN_UNUSED_RESULT;
guint      gw_form_outline_count_hidden (GwFormOutline *self,
                                         guint          section);
gboolean   gw_form_outline_find         (GwFormOutline *self,
                                         GwFormItem    *item,
                                         guint         *section);
void       gw_form_outline_select       (GwFormOutline *self,
                                         guint          section);
void       gw_form_outline_update       (GwFormOutline *self);
void       gw_form_outline_translate    (GwFormOutline *self);

G_END_DECLS
