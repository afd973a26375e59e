/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/search/gw-search-results.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

#define GW_SEARCH_PER_KIND 8

/**
 * GwSearch:
 *
 * One search over everything: what came with the program, and the documents of a profile.
 * Queries and the keeping of the index run on two threads of their own; results arrive on the
 * main context from which they were asked for.
 *
 * Signal "changed": the index took changes of the store in, so the same query may find more; on
 * the main context in which gw_search_watch() was called.
 */
#define GW_TYPE_SEARCH (gw_search_get_type ())

G_DECLARE_FINAL_TYPE (GwSearch, gw_search, GW, SEARCH, GObject)

GwSearch        *gw_search_new           (const char           *pack_path,
                                          const char           *store_path,
                                          const char           *index_path) G_GNUC_WARN_UNUSED_RESULT;
void             gw_search_watch         (GwSearch             *self,
                                          GwStoreThread        *store);
void             gw_search_close         (GwSearch             *self);

void             gw_search_query_async   (GwSearch             *self,
                                          const char           *text,
                                          const char *const    *languages,
                                          guint                 per_kind,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GwSearchResults *gw_search_query_finish  (GwSearch             *self,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void             gw_search_update_async  (GwSearch             *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean         gw_search_update_finish (GwSearch             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* The same without threads of their own, for godwitctl and the tests. */
GwSearchResults *gw_search_query_sync    (const char           *pack_path,
                                          const char           *index_path,
                                          const char           *text,
                                          const char *const    *languages,
                                          guint                 per_kind,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
