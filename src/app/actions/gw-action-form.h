/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"
#include "core/records/gw-action.h"

G_BEGIN_DECLS

/**
 * GwActionForm:
 *
 * An action open in its form: what a person answers goes into the record as it is typed, and what
 * changes the record from elsewhere goes into the form. A new action is stored with its first
 * answer, and with what the form itself had filled in.
 *
 * Belongs to the thread that made it.
 */
#define GW_TYPE_ACTION_FORM (gw_action_form_get_type ())
G_DECLARE_FINAL_TYPE (GwActionForm, gw_action_form, GW, ACTION_FORM, GObject)

GwActionForm  *gw_action_form_new         (GwForm                  *form,
                                           const GwFormEnvironment *environment,
                                           GwRecord                *record) G_GNUC_WARN_UNUSED_RESULT;
GwRecord      *gw_action_form_get_record  (GwActionForm            *self);
GwFormSession *gw_action_form_get_session (GwActionForm            *self);

G_END_DECLS
