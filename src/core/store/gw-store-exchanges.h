/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* So many of the last exchanges are remembered, whichever way they went. */
#define GW_STORE_EXCHANGES 50

void       gw_store_note_exchange (GwStore    *self,
                                   JsonObject *past);
JsonArray *gw_store_exchanges     (GwStore    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
