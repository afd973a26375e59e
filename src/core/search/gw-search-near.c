/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where nothing was found, words that are nearly the one that was typed. The index knows all its
 * words; those with the same first letter and one or two letters wrong are near. */

#include "core/search/gw-search-near.h"

#include <string.h>

#include "core/search/gw-search-text.h"

#define MAX_WORDS 3
#define MAX_LETTERS 40
#define MAX_HITS 20

typedef struct
{
  char *term;
  int distance;
  gint64 entries;
} Near;

static void
near_free (Near *near)
{
  g_free (near->term);
  g_free (near);
}

/* Letters changed, left out, put in, or swapped with their neighbour. */
static int
count_edits (const gunichar *a,
             int             n_a,
             const gunichar *b,
             int             n_b)
{
  int rows[3][MAX_LETTERS + 1];

  for (int j = 0; j <= n_b; j++)
    rows[0][j] = j;
  for (int i = 1; i <= n_a; i++) {
    int *row = rows[i % 3], *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];

    row[0] = i;
    for (int j = 1; j <= n_b; j++) {
      row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
  }

  return rows[n_a % 3][n_b];
}

static int
compare_near (gconstpointer a,
              gconstpointer b)
{
  const Near *one = *(const Near *const *) a;
  const Near *other = *(const Near *const *) b;

  if (one->distance != other->distance)
    return one->distance - other->distance;
  if (one->entries != other->entries)
    return one->entries > other->entries ? -1 : 1;

  return strcmp (one->term, other->term);
}

typedef struct
{
  gunichar *letters;
  glong n_letters;
  int allowed;
  GPtrArray *near;
} Looking;

static void
look_at (const char *term,
         gint64      entries,
         gpointer    data)
{
  Looking *looking = data;
  glong n_letters = 0;
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (term, -1, &n_letters);
  int distance;

  if (n_letters > MAX_LETTERS || ABS (n_letters - looking->n_letters) > looking->allowed)
    return;
  distance = count_edits (looking->letters, looking->n_letters, letters, n_letters);
  if (distance > 0 && distance <= looking->allowed) {
    Near *near = g_new0 (Near, 1);

    near->term = g_strdup (term);
    near->distance = distance;
    near->entries = entries;
    g_ptr_array_add (looking->near, near);
  }
}

static char *
find_written (const GwSearchQuery *query,
              const char          *text,
              const char          *term)
{
  g_autoptr (GArray) marks = gw_search_query_mark (query, text);

  for (guint i = 0; i < marks->len; i++) {
    const GwSearchMark *mark = &g_array_index (marks, GwSearchMark, i);
    g_autofree char *folded = gw_search_fold_word (text + mark->start, mark->length);

    if (strcmp (folded, term) == 0)
      return g_strndup (text + mark->start, mark->length);
  }

  return NULL;
}

/* The index keeps words folded; a person is shown the word as somebody wrote it. */
static char *
dup_as_written (GwSearchIndex *index,
                const char    *term)
{
  g_autoptr (GwSearchQuery) query = gw_search_query_new (term);
  g_autoptr (GPtrArray) hits = gw_search_index_find (index, query, FALSE, MAX_HITS, NULL, NULL);
  char *written = NULL;

  for (guint i = 0; hits != NULL && i < hits->len && written == NULL; i++) {
    GwSearchHit *hit = g_ptr_array_index (hits, i);

    written = find_written (query, gw_search_hit_get_title (hit), term);
    if (written == NULL)
      written = find_written (query, gw_search_hit_get_heading (hit), term);
    if (written == NULL)
      written = find_written (query, gw_search_hit_get_body (hit), term);
  }

  return written;
}

/**
 * gw_search_near_collect:
 * @folded: a folded word that was not found
 * @words: (element-type utf8): where to add what is near, best first
 *
 * Returns: whether the index could be read
 */
gboolean
gw_search_near_collect (GwSearchIndex  *index,
                        const char     *folded,
                        GPtrArray      *words,
                        GError        **error)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new_with_free_func ((GDestroyNotify) near_free);
  Looking looking = { .near = near };
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (folded, -1, &looking.n_letters);

  if (looking.n_letters < 4 || looking.n_letters > MAX_LETTERS)
    return TRUE;

  looking.letters = letters;
  looking.allowed = looking.n_letters < 6 ? 1 : 2;
  if (!gw_search_index_foreach_word (index, letters[0], look_at, &looking, error))
    return FALSE;

  g_ptr_array_sort (near, compare_near);
  for (guint i = 0; i < near->len && i < MAX_WORDS; i++) {
    char *written = dup_as_written (index, ((Near *) g_ptr_array_index (near, i))->term);

    if (written != NULL && !g_ptr_array_find_with_equal_func (words, written, g_str_equal, NULL))
      g_ptr_array_add (words, written);
    else
      g_free (written);
  }

  return TRUE;
}
