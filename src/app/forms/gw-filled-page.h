/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-page.h"
#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

#define GW_TYPE_FILLED_PAGE (gw_filled_page_get_type ())

/**
 * GwFilledPage:
 *
 * A filled-in form that is kept as it is typed, on a #GwFormPage: it says when something is not on the disk yet, marks
 * answers that two people changed apart, and lets one compare them.
 */
G_DECLARE_FINAL_TYPE (GwFilledPage, gw_filled_page, GW, FILLED_PAGE, AdwBin)

void          gw_filled_page_set_filled  (GwFilledPage *self,
                                          GwFilledForm *filled);
GwFilledForm *gw_filled_page_get_filled  (GwFilledPage *self);
GwFormPage   *gw_filled_page_get_page    (GwFilledPage *self);
void          gw_filled_page_go_to       (GwFilledPage *self,
                                          const char   *ref,
                                          guint         section);

G_END_DECLS
