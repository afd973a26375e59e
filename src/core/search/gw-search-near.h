/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/search/gw-search-index.h"

G_BEGIN_DECLS

/* Private to core/search. */
gboolean gw_search_near_collect (GwSearchIndex  *index,
                                 const char     *folded,
                                 GPtrArray      *words,
                                 GError        **error);

G_END_DECLS
