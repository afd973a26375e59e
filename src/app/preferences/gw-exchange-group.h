/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"

G_BEGIN_DECLS

#define GW_TYPE_EXCHANGE_GROUP (gw_exchange_group_get_type ())

/**
 * GwExchangeGroup:
 *
 * How this desk exchanges with its server: which files come before anybody looks at them, and who vouches for the
 * server besides those that the system knows.
 */
G_DECLARE_FINAL_TYPE (GwExchangeGroup, gw_exchange_group, GW, EXCHANGE_GROUP, AdwPreferencesGroup)

void gw_exchange_group_set_context (GwExchangeGroup *self,
                                    GwContext       *context);

G_END_DECLS
