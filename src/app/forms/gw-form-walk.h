/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

GPtrArray *gw_form_walk_questions    (GPtrArray     *items) G_GNUC_WARN_UNUSED_RESULT;
guint      gw_form_walk_count_hidden (GPtrArray     *items);
gboolean   gw_form_walk_is_open      (GwFormItem    *item);
gboolean   gw_form_walk_matches      (GwFormItem    *item,
                                      const char    *words);
char      *gw_form_walk_dup_label    (GwFormItem    *item) G_GNUC_WARN_UNUSED_RESULT;
char      *gw_form_walk_dup_heading  (GwFormItem    *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
