/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/search/gw-search-results.h"

G_BEGIN_DECLS

/**
 * GwSearchReader:
 *
 * Asks the pack and a profile's index together. One thread at a time; private to core/search.
 */
typedef struct _GwSearchReader GwSearchReader;

GwSearchReader  *gw_search_reader_new  (const char          *pack_path,
                                        const char          *index_path) G_GNUC_WARN_UNUSED_RESULT;
void             gw_search_reader_free (GwSearchReader      *self);
GwSearchResults *gw_search_reader_find (GwSearchReader      *self,
                                        const char          *text,
                                        const char *const   *languages,
                                        guint                per_kind,
                                        GCancellable        *cancellable,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSearchReader, gw_search_reader_free)

G_END_DECLS
