/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-reference-private.h"

#include <string.h>

/**
 * gw_species_make_id:
 * @scientific_name: "Acinonyx jubatus", "Rhinolophidae spp."
 *
 * Makes the stable id of a species: what is no letter or digit becomes one hyphen. The script
 * that writes the choice lists of the forms (data/forms/make-media.py) has the same rule, as a
 * choice value may hold no space; a test compares both.
 *
 * Returns: (transfer full): the id
 */
char *
gw_species_make_id (const char *scientific_name)
{
  GString *id;

  g_return_val_if_fail (scientific_name, NULL);

  id = g_string_new (NULL);
  for (const char *p = scientific_name; *p; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (id, g_ascii_tolower (*p));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  }
  if (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  return g_string_free (id, FALSE);
}

/**
 * gw_reference_find_species:
 * @self: the reference data
 * @id: (nullable): "acinonyx-jubatus"
 *
 * Returns: (transfer none) (nullable): the entry of the Appendices
 */
const GwSpecies *
gw_reference_find_species (GwReference *self,
                           const char  *id)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  return id ? g_hash_table_lookup (self->species_by_id, id) : NULL;
}

/**
 * gw_reference_get_species:
 * @self: the reference data
 * @n_out: (out): how many
 *
 * Returns: (array length=n_out): all entries of the Appendices
 */
const GwSpecies *
gw_reference_get_species (GwReference *self,
                          guint       *n_out)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self) && n_out, NULL);

  *n_out = self->species->len;
  return (const GwSpecies *) self->species->data;
}

/* 0: not found; 1: inside a word; 2: at the start of a word; 3: at the start of a name. */
static int
rate (const char *names,
      const char *word)
{
  int best = 0;

  for (const char *p = strstr (names, word); p; p = strstr (p + 1, word)) {
    if (p > names && p[-1] == '\n')
      return 3;
    if (p > names && !g_ascii_isalnum (p[-1]) && (guchar) p[-1] < 0x80)
      best = MAX (best, 2);
    else
      best = MAX (best, 1);
  }
  return best;
}

static int
rate_all (const GwSpecies    *species,
          const char *const  *words)
{
  int sum = 0;

  for (int i = 0; words[i]; i++) {
    int rating = rate (species->folded, words[i]);

    if (*words[i] && rating == 0)
      return 0;
    sum += rating;
  }
  return sum;
}

typedef struct
{
  const GwSpecies *species;
  int              rating;
} Hit;

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const Hit *one = a;
  const Hit *two = b;

  if (one->rating != two->rating)
    return two->rating - one->rating;
  return strcmp (one->species->scientific_name, two->species->scientific_name);
}

/**
 * gw_reference_search_species:
 * @self: the reference data
 * @words: what a person typed: parts of a scientific, English, French, Spanish or older name
 * @limit: how many at most, or 0 for all
 *
 * Case and diacritics do not matter; every word must be found. Names that begin with the words
 * come first. Takes well under a millisecond, so it may run as one types.
 *
 * Returns: (transfer container) (element-type GwSpecies): what was found, the best first
 */
GPtrArray *
gw_reference_search_species (GwReference *self,
                             const char  *words,
                             guint        limit)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  GPtrArray *list;

  g_return_val_if_fail (GW_IS_REFERENCE (self) && words, NULL);

  folded = gw_label_fold (words);
  g_strstrip (folded);
  list = g_ptr_array_new ();
  if (!*folded)
    return list;
  parts = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; i < self->species->len; i++) {
    const GwSpecies *species = &g_array_index (self->species, GwSpecies, i);
    Hit hit = { species, rate_all (species, (const char *const *) parts) };

    if (hit.rating > 0)
      g_array_append_val (hits, hit);
  }
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len && (limit == 0 || i < limit); i++)
    g_ptr_array_add (list, (gpointer) g_array_index (hits, Hit, i).species);
  return list;
}
