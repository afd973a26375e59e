/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwSearchMark:
 * @start: where a found word begins, in bytes
 * @length: how much of it to mark, in bytes
 */
typedef struct
{
  guint start;
  guint length;
} GwSearchMark;

/**
 * GwSearchQuery:
 *
 * What a person typed, as words to look for. Immutable, any thread.
 */
typedef struct _GwSearchQuery GwSearchQuery;

GwSearchQuery *gw_search_query_new           (const char          *text) G_GNUC_WARN_UNUSED_RESULT;
void           gw_search_query_free          (GwSearchQuery       *self);

gboolean       gw_search_query_is_empty      (const GwSearchQuery *self);
guint          gw_search_query_get_n_words   (const GwSearchQuery *self);
const char    *gw_search_query_get_word      (const GwSearchQuery *self,
                                              guint                index);
char          *gw_search_query_dup_match     (const GwSearchQuery *self,
                                              gboolean             any) G_GNUC_WARN_UNUSED_RESULT;
guint          gw_search_query_count_matched (const GwSearchQuery *self,
                                              const char          *text,
                                              gboolean            *begins,
                                              guint               *n_whole,
                                              guint               *n_exact);
GArray        *gw_search_query_mark          (const GwSearchQuery *self,
                                              const char          *text) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_search_query_dup_snippet   (const GwSearchQuery *self,
                                              const char          *text,
                                              guint                n_chars) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSearchQuery, gw_search_query_free)

G_END_DECLS
