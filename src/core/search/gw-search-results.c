/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ranking. FTS5 knows how rare a word is and in which column it stands; what a person expects
 * beyond that is added here, in this order of weight:
 *   1. all words stand in the title, more so when the title begins with them;
 *   2. the entry is in the person's first language, or has none, as names and own work;
 *   3. all words stand in the heading of the section;
 *   4. the word is whole and not only begun, and written as typed, accents and all.
 * The same page in several languages or found in several sections is one hit: in the dearest
 * language, at its best place. */

#include "core/search/gw-search-results.h"

#include <string.h>

struct _GwSearchResults
{
  GObject parent_instance;

  GPtrArray *hits;
  GPtrArray *groups;
  GStrv near;
  gboolean loosened;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwSearchResults, gw_search_results, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return GW_TYPE_SEARCH_HIT;
}

static guint
get_n_items (GListModel *model)
{
  return GW_SEARCH_RESULTS (model)->hits->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwSearchResults *self = GW_SEARCH_RESULTS (model);

  return position < self->hits->len ? g_object_ref (g_ptr_array_index (self->hits, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
group_free (GwSearchGroup *group)
{
  g_free (group->kind);
  g_free (group);
}

static void
gw_search_results_finalize (GObject *object)
{
  GwSearchResults *self = GW_SEARCH_RESULTS (object);

  g_ptr_array_unref (self->hits);
  g_ptr_array_unref (self->groups);
  g_strfreev (self->near);

  G_OBJECT_CLASS (gw_search_results_parent_class)->finalize (object);
}

static void
gw_search_results_class_init (GwSearchResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_search_results_finalize;
}

static void
gw_search_results_init (GwSearchResults *self)
{
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
}

/* 0 for the dearest language and for what has none, then one more for each. */
static guint
find_language (GwSearchHit       *hit,
               const char *const *languages)
{
  const char *lang = gw_search_hit_get_lang (hit);
  guint place = 0;

  if (*lang == '\0')
    return 0;
  for (; languages != NULL && languages[place] != NULL; place++) {
    if (strcmp (languages[place], lang) == 0)
      return place;
  }

  return place + (strcmp (lang, "en") == 0 ? 0 : 1);
}

static double
weigh (GwSearchHit         *hit,
       const GwSearchQuery *query,
       guint                language)
{
  guint n_words = gw_search_query_get_n_words (query);
  guint n_whole = 0, n_exact = 0;
  gboolean begins = FALSE;
  double weight = gw_search_hit_get_rank (hit);
  guint n_found = gw_search_query_count_matched (query, gw_search_hit_get_title (hit), &begins,
                                                 &n_whole, &n_exact);

  weight += language == 0 ? 30 : language == 1 ? 5 : 0;
  if (n_found == n_words)
    weight += begins ? 60 : 40;
  else
    weight += 15.0 * n_found / n_words;
  weight += 10.0 * n_whole / n_words + 5.0 * n_exact / n_words;
  if (gw_search_query_count_matched (query, gw_search_hit_get_heading (hit), &begins, &n_whole,
                                     &n_exact)
      == n_words)
    weight += 15 + 5.0 * n_whole / n_words;

  return weight;
}

/* An entry with a heading is a part of something larger, which is one hit; one without is a
 * thing of its own, as a term of the glossary. */
static char *
dup_key (GwSearchHit *hit)
{
  gboolean is_part = *gw_search_hit_get_heading (hit) != '\0';

  return g_strdup_printf ("%s\n%s\n%s", gw_search_hit_get_kind (hit), gw_search_hit_get_id (hit),
                          is_part ? "" : gw_search_hit_get_fragment (hit));
}

static gboolean
is_better (GwSearchHit       *hit,
           GwSearchHit       *than,
           const char *const *languages)
{
  guint language = find_language (hit, languages);
  guint other = find_language (than, languages);

  return language != other ? language < other
                           : gw_search_hit_get_rank (hit) > gw_search_hit_get_rank (than);
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  GwSearchHit *one = *(GwSearchHit *const *) a;
  GwSearchHit *other = *(GwSearchHit *const *) b;
  double difference = gw_search_hit_get_rank (other) - gw_search_hit_get_rank (one);

  if (difference != 0)
    return difference > 0 ? 1 : -1;

  return strcmp (gw_search_hit_get_id (one), gw_search_hit_get_id (other));
}

static GPtrArray *
keep_best (GPtrArray           *hits,
           const GwSearchQuery *query,
           const char *const   *languages)
{
  g_autoptr (GHashTable) best = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *kept = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer hit;

  for (guint i = 0; i < hits->len; i++) {
    GwSearchHit *found = g_ptr_array_index (hits, i);
    g_autofree char *key = dup_key (found);
    GwSearchHit *other = g_hash_table_lookup (best, key);

    gw_search_hit_set_rank (found, weigh (found, query, find_language (found, languages)));
    if (other == NULL || is_better (found, other, languages))
      g_hash_table_replace (best, g_steal_pointer (&key), found);
  }
  g_hash_table_iter_init (&iter, best);
  while (g_hash_table_iter_next (&iter, NULL, &hit))
    g_ptr_array_add (kept, hit);
  g_ptr_array_sort (kept, compare_hits);

  return kept;
}

static GwSearchGroup *
find_group (GwSearchResults *self,
            const char      *kind)
{
  GwSearchGroup *group;

  for (guint i = 0; i < self->groups->len; i++) {
    group = g_ptr_array_index (self->groups, i);
    if (strcmp (group->kind, kind) == 0)
      return group;
  }

  group = g_new0 (GwSearchGroup, 1);
  group->kind = g_strdup (kind);
  g_ptr_array_add (self->groups, group);
  return group;
}

/* The hits come best first, so the groups arise in the order of their best hits. */
static void
take_groups (GwSearchResults *self,
             GPtrArray       *hits,
             guint            per_kind)
{
  for (guint i = 0; i < hits->len; i++)
    find_group (self, gw_search_hit_get_kind (g_ptr_array_index (hits, i)))->n_found++;

  for (guint g = 0; g < self->groups->len; g++) {
    GwSearchGroup *group = g_ptr_array_index (self->groups, g);

    group->first = self->hits->len;
    for (guint i = 0; i < hits->len && group->n_hits < per_kind; i++) {
      GwSearchHit *hit = g_ptr_array_index (hits, i);

      if (strcmp (gw_search_hit_get_kind (hit), group->kind) == 0) {
        g_ptr_array_add (self->hits, g_object_ref (hit));
        group->n_hits++;
      }
    }
  }
}

/**
 * gw_search_results_new:
 * @hits: (element-type GwSearchHit): fresh from the indexes, in no order
 * @query: what was looked for
 * @languages: (nullable): the person's languages, the dearest first
 * @per_kind: how many hits of a kind to keep
 *
 * Ranks and groups hits, and makes their snippets. Any thread.
 *
 * Returns: (transfer full): the results
 */
GwSearchResults *
gw_search_results_new (GPtrArray           *hits,
                       const GwSearchQuery *query,
                       const char *const   *languages,
                       guint                per_kind)
{
  GwSearchResults *self = g_object_new (GW_TYPE_SEARCH_RESULTS, NULL);
  g_autoptr (GPtrArray) kept = keep_best (hits, query, languages);

  take_groups (self, kept, per_kind);
  for (guint i = 0; i < self->hits->len; i++)
    gw_search_hit_show_words (g_ptr_array_index (self->hits, i), query);

  return self;
}

/* For GwSearch, before it hands the results out. */
void
gw_search_results_set_loosened (GwSearchResults *self)
{
  g_return_if_fail (GW_IS_SEARCH_RESULTS (self));

  self->loosened = TRUE;
}

/* For GwSearch, before it hands the results out. */
void
gw_search_results_take_near (GwSearchResults *self,
                             GStrv            words)
{
  g_return_if_fail (GW_IS_SEARCH_RESULTS (self));

  g_strfreev (self->near);
  self->near = words;
}

guint
gw_search_results_get_n_groups (GwSearchResults *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_RESULTS (self), 0);

  return self->groups->len;
}

/**
 * gw_search_results_get_group:
 *
 * Returns: (transfer none) (nullable): a group, or %NULL past the last
 */
const GwSearchGroup *
gw_search_results_get_group (GwSearchResults *self,
                             guint            index)
{
  g_return_val_if_fail (GW_IS_SEARCH_RESULTS (self), NULL);

  return index < self->groups->len ? g_ptr_array_index (self->groups, index) : NULL;
}

/**
 * gw_search_results_is_loosened:
 *
 * Returns: whether nothing had all the words, so that these hits have only some of them
 */
gboolean
gw_search_results_is_loosened (GwSearchResults *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_RESULTS (self), FALSE);

  return self->loosened;
}

/**
 * gw_search_results_get_near:
 *
 * Returns: (transfer none) (nullable): where nothing was found, words to try instead, best first
 */
const char *const *
gw_search_results_get_near (GwSearchResults *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_RESULTS (self), NULL);

  return (const char *const *) self->near;
}
