/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/manual/gw-manual-page.h"
#include "core/search/gw-search-index.h"

G_BEGIN_DECLS

gboolean gw_manual_page_add_entries (GwManualPage   *self,
                                     GwSearchIndex  *index,
                                     GError        **error);

G_END_DECLS
