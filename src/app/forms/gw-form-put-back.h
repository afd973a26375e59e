/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_PUT_BACK (gw_form_put_back_get_type ())

/**
 * GwFormPutBack:
 *
 * Offers to put back what was taken away from a filled-in form, in a toast with "Undo". What was taken
 * away from one form never comes back in another.
 *
 * Signals:
 * - "done": something was put back: store it at once
 */
G_DECLARE_FINAL_TYPE (GwFormPutBack, gw_form_put_back, GW, FORM_PUT_BACK, GObject)

GwFormPutBack *gw_form_put_back_new         (GwFormSession     *session) G_GNUC_WARN_UNUSED_RESULT;
void           gw_form_put_back_offer_row   (GwFormPutBack     *self,
                                             GtkWidget         *widget,
                                             const GwFormDraft *before,
                                             const char        *repeat_ref,
                                             const char        *row_id);
void           gw_form_put_back_offer_value (GwFormPutBack     *self,
                                             GtkWidget         *widget,
                                             const char        *ref,
                                             const char        *value,
                                             const char        *words);
void           gw_form_put_back_end         (GwFormPutBack     *self);

G_END_DECLS
