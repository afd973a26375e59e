/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-record.h"

G_BEGIN_DECLS

/* Settling two versions of any document without a window: what the sheets of the window do, for a
 * connection of the calling thread. Fields are members of the body; an answer of a form has one that
 * matters, "value". */

gboolean gw_conflict_take_version (GwRecordVersions   *versions,
                                   GwDoc              *version);
gboolean gw_conflict_take_text    (GwRecordVersions   *versions,
                                   const char         *field,
                                   const char         *text);
gboolean gw_conflict_settle       (GwStore            *store,
                                   const char         *db,
                                   const char         *id,
                                   JsonObject         *body,
                                   const char *const  *seen,
                                   const char         *author,
                                   GError            **error);

G_END_DECLS
