/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-doc-type.h"

G_BEGIN_DECLS

/* All records of a country are in its own database, which no other country sees. */
#define GW_RECORDS_DB "party"

void gw_records_register_types (void);

G_END_DECLS
