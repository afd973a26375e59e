/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_COPIES_PAGE (gw_copies_page_get_type ())

/**
 * GwCopiesPage:
 *
 * The copies of everything that is here: making one, carrying one away on a stick, and the list of those there
 * are, each of which can be looked into and put back.
 */
G_DECLARE_FINAL_TYPE (GwCopiesPage, gw_copies_page, GW, COPIES_PAGE, AdwPreferencesPage)

void gw_copies_page_set_context (GwCopiesPage *self,
                                 GwContext    *context);

G_END_DECLS
