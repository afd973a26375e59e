/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-search-reader.h"

#include <glib/gstdio.h>

#include "core/search/gw-search-index.h"
#include "core/search/gw-search-near.h"

/* So many entries of each index are ranked; a query that finds more is still being typed. */
#define LIMIT 150

struct _GwSearchReader
{
  char *pack_path;
  char *index_path;
  GwSearchIndex *pack;
  GwSearchIndex *index;
  GStatBuf index_stat; /* of the file that is open */
};

/**
 * gw_search_reader_new:
 * @pack_path: (nullable): the pack
 * @index_path: (nullable): a profile's index, which may come and go
 */
GwSearchReader *
gw_search_reader_new (const char *pack_path,
                      const char *index_path)
{
  GwSearchReader *self = g_new0 (GwSearchReader, 1);

  self->pack_path = g_strdup (pack_path);
  self->index_path = g_strdup (index_path);

  return self;
}

void
gw_search_reader_free (GwSearchReader *self)
{
  g_clear_pointer (&self->pack, gw_search_index_close);
  g_clear_pointer (&self->index, gw_search_index_close);
  g_free (self->pack_path);
  g_free (self->index_path);
  g_free (self);
}

/* The pack belongs to the program: without it something is wrong, and a person must hear of it. */
static gboolean
open_pack (GwSearchReader  *self,
           GError         **error)
{
  if (self->pack == NULL && self->pack_path != NULL)
    self->pack = gw_search_index_open (self->pack_path, GW_SEARCH_INDEX_FROZEN, error);

  return self->pack != NULL || self->pack_path == NULL;
}

/* The index may have been made anew under the same name, or not be there yet; then its
 * documents are found a moment later. */
static void
open_index (GwSearchReader *self)
{
  g_autoptr (GError) error = NULL;
  GStatBuf now;

  if (self->index_path == NULL)
    return;
  if (g_stat (self->index_path, &now) != 0) {
    g_clear_pointer (&self->index, gw_search_index_close);
    return;
  }
  if (self->index != NULL && now.st_ino == self->index_stat.st_ino
      && now.st_dev == self->index_stat.st_dev)
    return;

  g_clear_pointer (&self->index, gw_search_index_close);
  self->index = gw_search_index_open (self->index_path, GW_SEARCH_INDEX_READ, &error);
  self->index_stat = now;
  if (error != NULL)
    g_info ("the profile's index is not searched: %s", error->message);
}

static gboolean
find_in (GwSearchIndex        *index,
         const GwSearchQuery  *query,
         gboolean              any,
         GCancellable         *cancellable,
         GPtrArray            *hits,
         GError              **error)
{
  g_autoptr (GPtrArray) found = NULL;

  if (index == NULL)
    return TRUE;
  found = gw_search_index_find (index, query, any, LIMIT, cancellable, error);
  if (found == NULL)
    return FALSE;
  g_ptr_array_extend (hits, found, (GCopyFunc) (void *) g_object_ref, NULL);

  return TRUE;
}

/* A damaged index is a cache to be made anew, no reason to find nothing in the manual. */
static gboolean
find_in_both (GwSearchReader       *self,
              const GwSearchQuery  *query,
              gboolean              any,
              GCancellable         *cancellable,
              GPtrArray            *hits,
              GError              **error)
{
  g_autoptr (GError) problem = NULL;

  if (!find_in (self->pack, query, any, cancellable, hits, error))
    return FALSE;
  if (find_in (self->index, query, any, cancellable, hits, &problem))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  g_info ("the profile's index is not searched: %s", problem->message);

  return TRUE;
}

static GStrv
find_near (GwSearchReader      *self,
           const GwSearchQuery *query)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < gw_search_query_get_n_words (query); i++) {
    const char *word = gw_search_query_get_word (query, i);

    if (self->pack != NULL)
      gw_search_near_collect (self->pack, word, words, NULL);
    if (self->index != NULL)
      gw_search_near_collect (self->index, word, words, NULL);
  }
  g_ptr_array_add (words, NULL);

  return g_strdupv ((GStrv) words->pdata);
}

/**
 * gw_search_reader_find:
 * @text: what a person typed
 * @languages: (nullable): the dearest first
 * @per_kind: how many hits of a kind to keep
 *
 * Returns: (transfer full): the results, or %NULL with @error
 */
GwSearchResults *
gw_search_reader_find (GwSearchReader      *self,
                       const char          *text,
                       const char *const   *languages,
                       guint                per_kind,
                       GCancellable        *cancellable,
                       GError             **error)
{
  g_autoptr (GwSearchQuery) query = gw_search_query_new (text);
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_object_unref);
  GwSearchResults *results;
  gboolean any = FALSE;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !open_pack (self, error))
    return NULL;
  open_index (self);

  if (!gw_search_query_is_empty (query)) {
    if (!find_in_both (self, query, FALSE, cancellable, hits, error))
      return NULL;
    any = hits->len == 0 && gw_search_query_get_n_words (query) > 1;
    if (any && !find_in_both (self, query, TRUE, cancellable, hits, error))
      return NULL;
  }

  results = gw_search_results_new (hits, query, languages, per_kind);
  if (any)
    gw_search_results_set_loosened (results);
  if (hits->len == 0)
    gw_search_results_take_near (results, find_near (self, query));

  return results;
}
