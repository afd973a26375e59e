/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_LEFT (gw_form_left_get_type ())

/**
 * GwFormLeft:
 *
 * What is left to do in a filled-in form, as a list to choose from: what must be put right, what is
 * required, what is merely open.
 *
 * Signals:
 * - "chosen" (GwFormItem): a person wants to go there; the popover is closed already
 */
G_DECLARE_FINAL_TYPE (GwFormLeft, gw_form_left, GW, FORM_LEFT, GtkPopover)

void gw_form_left_set_session (GwFormLeft    *self,
                               GwFormSession *session);

G_END_DECLS
