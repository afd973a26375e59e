/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/store/gw-doc-type.h"

G_BEGIN_DECLS

/* The fields of an action and their places in its form (data/forms/action.xml). An action is one
 * document, so that two thousand of them make a list at once; each question of the form is a
 * member of its body. Chosen values of a question with several answers are an array, so that
 * two people who add different species both keep theirs. An answer to a question that this table
 * does not know is kept under its whole reference. */

extern const GwFieldRule gw_action_merge_rules[];

const char *gw_action_nth_field      (guint       n);
const char *gw_action_field_from_ref  (const char *ref);
const char *gw_action_field_to_ref    (const char *field);
gboolean    gw_action_field_is_list   (const char *field);
char       *gw_action_dup_answer      (JsonObject *body,
                                       const char *field) G_GNUC_WARN_UNUSED_RESULT;
void        gw_action_set_answer      (JsonObject *body,
                                       const char *field,
                                       const char *answer);
GStrv       gw_action_list_fields     (JsonObject *body) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_action_dup_search_text (GwDoc      *doc) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
