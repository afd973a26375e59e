/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/manual/gw-manual-page.h"
#include "core/store/gw-doc.h"

G_BEGIN_DECLS

/* A page that comes by sync is a document `page:<id>:<language>` of the library, whose member
 * "xml" holds the Mallard text. */
#define GW_MANUAL_DATABASE "library"
#define GW_MANUAL_DOC_PREFIX "page:"

void          gw_manual_register_types    (void);
GwManualPage *gw_manual_page_new_from_doc (GwDoc    *doc,
                                           GBytes  **xml,
                                           GError  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
