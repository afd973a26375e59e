/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/search/gw-search-hit.h"

G_BEGIN_DECLS

/**
 * GwSearchGroup:
 * @kind: of all its hits
 * @first: where they begin in the list
 * @n_hits: how many are in the list
 * @n_found: how many there were, where the list was cut
 */
typedef struct
{
  char *kind;
  guint first;
  guint n_hits;
  guint n_found;
} GwSearchGroup;

/**
 * GwSearchResults:
 *
 * What a query found: a list model of #GwSearchHit, grouped by kind, the best group and the best
 * hit first. Immutable.
 */
#define GW_TYPE_SEARCH_RESULTS (gw_search_results_get_type ())

G_DECLARE_FINAL_TYPE (GwSearchResults, gw_search_results, GW, SEARCH_RESULTS, GObject)

GwSearchResults     *gw_search_results_new           (GPtrArray           *hits,
                                                      const GwSearchQuery *query,
                                                      const char *const   *languages,
                                                      guint                per_kind) G_GNUC_WARN_UNUSED_RESULT;
void                 gw_search_results_set_loosened  (GwSearchResults     *self);
void                 gw_search_results_take_near     (GwSearchResults     *self,
                                                      GStrv                words);

guint                gw_search_results_get_n_groups  (GwSearchResults     *self);
const GwSearchGroup *gw_search_results_get_group     (GwSearchResults     *self,
                                                      guint                index);
gboolean             gw_search_results_is_loosened   (GwSearchResults     *self);
const char *const   *gw_search_results_get_near      (GwSearchResults     *self);

G_END_DECLS
