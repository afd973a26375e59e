/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/search/gw-search-hit.h"

G_BEGIN_DECLS

/**
 * GwSearchIndex:
 *
 * A file in which entries are found by their words: the part of the pack that came with the
 * program, or a profile's own. One thread at a time.
 */
typedef struct _GwSearchIndex GwSearchIndex;

/**
 * GwSearchIndexMode:
 * @GW_SEARCH_INDEX_READ: for finding; somebody else may be writing
 * @GW_SEARCH_INDEX_FROZEN: for finding in a file that never changes while the program runs
 * @GW_SEARCH_INDEX_WRITE: for adding and finding; the file is made when it is not there
 */
typedef enum
{
  GW_SEARCH_INDEX_READ,
  GW_SEARCH_INDEX_FROZEN,
  GW_SEARCH_INDEX_WRITE,
} GwSearchIndexMode;

/**
 * GwSearchWordFunc:
 * @word: a folded word
 * @entries: in how many entries it stands
 */
typedef void (*GwSearchWordFunc) (const char *word,
                                  gint64      entries,
                                  gpointer    data);

GwSearchIndex *gw_search_index_open     (const char           *path,
                                         GwSearchIndexMode     mode,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_search_index_close    (GwSearchIndex        *self);

gboolean       gw_search_index_begin    (GwSearchIndex        *self,
                                         GError              **error);
gboolean       gw_search_index_commit   (GwSearchIndex        *self,
                                         GError              **error);
void           gw_search_index_rollback (GwSearchIndex        *self);

gboolean       gw_search_index_add      (GwSearchIndex        *self,
                                         const GwSearchEntry  *entry,
                                         GError              **error);
gboolean       gw_search_index_remove   (GwSearchIndex        *self,
                                         const char           *db,
                                         const char           *id,
                                         const char           *lang,
                                         GError              **error);

gboolean       gw_search_index_get_note (GwSearchIndex        *self,
                                         const char           *name,
                                         char                **value,
                                         GError              **error);
gboolean       gw_search_index_set_note (GwSearchIndex        *self,
                                         const char           *name,
                                         const char           *value,
                                         GError              **error);

GPtrArray     *gw_search_index_find     (GwSearchIndex        *self,
                                         const GwSearchQuery  *query,
                                         gboolean              any,
                                         guint                 limit,
                                         GCancellable         *cancellable,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gint64         gw_search_index_count    (GwSearchIndex        *self,
                                         GError              **error);
gboolean       gw_search_index_foreach_word
                                        (GwSearchIndex        *self,
                                         gunichar              first,
                                         GwSearchWordFunc      func,
                                         gpointer              data,
                                         GError              **error);
gboolean       gw_search_index_freeze   (GwSearchIndex        *self,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSearchIndex, gw_search_index_close)

G_END_DECLS
