/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-doc-type.h"

G_BEGIN_DECLS

/* All records of a country are in its own database, which no other country sees. */
#define GW_RECORDS_DB "party"

/**
 * GwRecordsError:
 * @GW_RECORDS_ERROR_BAD_DATE: a text is no day ("YYYY-MM-DD"), or an end comes before its beginning
 * @GW_RECORDS_ERROR_UNKNOWN: no such plan, item, meeting or state
 */
typedef enum
{
  GW_RECORDS_ERROR_BAD_DATE,
  GW_RECORDS_ERROR_UNKNOWN,
} GwRecordsError;

#define GW_RECORDS_ERROR (gw_records_error_quark ())

GQuark gw_records_error_quark (void);

void gw_records_register_types (void);

G_END_DECLS
