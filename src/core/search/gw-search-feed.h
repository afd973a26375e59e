/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/search/gw-search-index.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwSearchFeed:
 *
 * Keeps a profile's index in step with its store. One thread, the one that opened it.
 */
typedef struct _GwSearchFeed GwSearchFeed;

GwSearchFeed *gw_search_feed_open   (const char    *store_path,
                                     const char    *index_path,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_search_feed_close  (GwSearchFeed  *self);
gboolean      gw_search_feed_update (GwSearchFeed  *self,
                                     GCancellable  *cancellable,
                                     guint         *n_changes,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSearchFeed, gw_search_feed_close)

G_END_DECLS
