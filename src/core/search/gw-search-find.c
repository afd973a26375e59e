/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding within one page: every place where the typed letters stand, spelt as the index spells
 * them, so that what the search over everything found is found in the page, too. */

#include "core/search/gw-search-find.h"

#include <string.h>

#include "core/search/gw-search-text.h"

/* A text in the one spelling, and the character of the text that each of its letters comes from. */
typedef struct
{
  GArray *letters; /* of gunichar */
  GArray *origins; /* of guint */
} Spelling;

static void
add_letter (Spelling *spelling,
            gunichar  letter,
            guint     origin)
{
  g_array_append_val (spelling->letters, letter);
  g_array_append_val (spelling->origins, origin);
}

static void
add_folded (Spelling *spelling,
            gunichar  c,
            guint     origin)
{
  char one[7] = { 0 };
  g_autofree char *folded = NULL;

  g_unichar_to_utf8 (c, one);
  folded = gw_search_fold_word (one, -1);
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    add_letter (spelling, g_utf8_get_char (p), origin);
}

static void
spell (const char *text,
       Spelling   *spelling)
{
  guint origin = 0;

  spelling->letters = g_array_new (FALSE, FALSE, sizeof (gunichar));
  spelling->origins = g_array_new (FALSE, FALSE, sizeof (guint));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), origin++) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c))
      add_letter (spelling, ' ', origin);
    else if (c == 0x2019 /* the apostrophe of print, which no keyboard has */)
      add_letter (spelling, '\'', origin);
    else if (c < 0x80)
      add_letter (spelling, g_unichar_tolower (c), origin);
    else if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == 0x0640)
      add_folded (spelling, c, origin);
    else
      add_letter (spelling, c, origin);
  }
}

static void
clear_spelling (Spelling *spelling)
{
  g_array_unref (spelling->letters);
  g_array_unref (spelling->origins);
}

/**
 * gw_search_find_places:
 * @text: a page
 * @words: what was typed
 *
 * Finds @words in @text without regard to case, accents, Arabic vowel marks and forms of alef.
 *
 * Returns: (transfer full) (element-type GwSearchPlace): the places, in order, none within another
 */
GArray *
gw_search_find_places (const char *text,
                       const char *words)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (GwSearchPlace));
  Spelling where, what;

  g_return_val_if_fail (text != NULL && words != NULL, places);

  spell (text, &where);
  spell (words, &what);
  for (guint i = 0; what.letters->len > 0 && i + what.letters->len <= where.letters->len; i++) {
    GwSearchPlace place;

    if (memcmp (&g_array_index (where.letters, gunichar, i), what.letters->data,
                what.letters->len * sizeof (gunichar)) != 0)
      continue;
    place.start = g_array_index (where.origins, guint, i);
    place.end = g_array_index (where.origins, guint, i + what.letters->len - 1) + 1;
    g_array_append_val (places, place);
    i += what.letters->len - 1;
  }
  clear_spelling (&where);
  clear_spelling (&what);

  return places;
}
