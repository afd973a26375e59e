/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

void   gw_store_note_date      (GwStore     *self,
                                const char  *date);
gint64 gw_store_get_later_date (GwStore     *self);

G_END_DECLS
