/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What counts as a word, and which words count as the same. Folding is done here and not by
 * SQLite's tokenizer, since the same rule must mark the words in a snippet, and since Arabic
 * asks for more than losing its marks: the forms of alef, teh marbuta, alef maksura and the
 * stretching line are written one way by one person and another way by the next. */

#include "core/search/gw-search-text.h"

#include <string.h>

/* Chinese and Japanese are written without spaces: each sign is a word of its own, and a query
 * of several signs becomes a phrase. */
static gboolean
stands_alone (gunichar c)
{
  switch (g_unichar_get_script (c)) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
is_word_part (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c)
         || c == 0x0640 /* the Arabic stretching line */
         || (c >= 0x200c && c <= 0x200d) /* joiners within Persian and Indic words */;
}

void
gw_search_words_init (GwSearchWords *self,
                      const char    *text)
{
  self->text = text;
  self->next = text;
}

/**
 * gw_search_words_next:
 * @start: (out): where the word begins, in bytes from the start of the text
 * @end: (out): where it ends
 *
 * Returns: whether there was another word
 */
gboolean
gw_search_words_next (GwSearchWords *self,
                      gsize         *start,
                      gsize         *end)
{
  const char *p = self->next;
  const char *first;

  while (*p != '\0' && !is_word_part (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (*p == '\0') {
    self->next = p;
    return FALSE;
  }

  first = p;
  if (stands_alone (g_utf8_get_char (p))) {
    p = g_utf8_next_char (p);
  } else {
    while (*p != '\0' && is_word_part (g_utf8_get_char (p)) && !stands_alone (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
  }

  *start = first - self->text;
  *end = p - self->text;
  self->next = p;
  return TRUE;
}

static void
append_folded (GString  *folded,
               gunichar  c)
{
  GUnicodeType type = g_unichar_type (c);
  int digit;

  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK
      || type == G_UNICODE_FORMAT)
    return;

  digit = g_unichar_digit_value (c);
  if (digit >= 0) {
    g_string_append_c (folded, '0' + digit);
    return;
  }

  switch (c) {
    case 0x0640: /* tatweel */
      return;
    case 0x0671: /* alef wasla; the hamza forms fall apart into alef and a mark */
      c = 0x0627;
      break;
    case 0x0629: /* teh marbuta: heh */
      c = 0x0647;
      break;
    case 0x0649: /* alef maksura and Farsi yeh: yeh */
    case 0x06cc:
      c = 0x064a;
      break;
    case 0x06a9: /* keheh: kaf */
      c = 0x0643;
      break;
    case 0x00e6:
      g_string_append (folded, "ae");
      return;
    case 0x0153:
      g_string_append (folded, "oe");
      return;
    case 0x00f8:
      c = 'o';
      break;
    case 0x0111:
    case 0x00f0:
      c = 'd';
      break;
    case 0x0142:
      c = 'l';
      break;
    case 0x0131:
      c = 'i';
      break;
    case 0x00fe:
      g_string_append (folded, "th");
      return;
    default:
      break;
  }
  g_string_append_unichar (folded, c);
}

/**
 * gw_search_fold_word:
 * @word: UTF-8
 * @length: in bytes, or -1
 *
 * The form under which a word is kept and looked for: without case, accents, vowel marks and
 * the differences of spelling named above. Any thread.
 *
 * Returns: (transfer full): may be empty, for a word of marks only
 */
char *
gw_search_fold_word (const char *word,
                     gssize      length)
{
  g_autofree char *decomposed = NULL;
  g_autofree char *cased = NULL;
  gboolean ascii = TRUE;
  GString *folded;

  if (length < 0)
    length = strlen (word);
  for (gssize i = 0; i < length && ascii; i++)
    ascii = (guchar) word[i] < 0x80;
  if (ascii)
    return g_ascii_strdown (word, length);

  decomposed = g_utf8_normalize (word, length, G_NORMALIZE_ALL);
  if (decomposed == NULL)
    return g_strdup ("");

  cased = g_utf8_casefold (decomposed, -1);
  folded = g_string_sized_new (length);
  for (const char *p = cased; *p != '\0'; p = g_utf8_next_char (p))
    append_folded (folded, g_utf8_get_char (p));

  return g_string_free (folded, FALSE);
}

/**
 * gw_search_bare_word:
 * @folded: a folded word
 *
 * The word without the Arabic article and what is written together with it ("and", "in",
 * "for", "like"). Short words are left alone, where the same letters belong to the root.
 *
 * Returns: (transfer full) (nullable): %NULL where there is nothing to take off
 */
char *
gw_search_bare_word (const char *folded)
{
  static const char *const articles[] = { "وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل" };

  for (guint i = 0; i < G_N_ELEMENTS (articles); i++) {
    if (g_str_has_prefix (folded, articles[i])
        && g_utf8_strlen (folded + strlen (articles[i]), -1) >= 3)
      return g_strdup (folded + strlen (articles[i]));
  }

  return NULL;
}

static gboolean
ends_in_any (const char        *word,
             const char *const *endings)
{
  for (; *endings != NULL; endings++) {
    if (g_str_has_suffix (word, *endings))
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_search_stem_word:
 * @folded: a folded word
 *
 * A shorter beginning that also begins the other number of the word, for the plurals of
 * English, French and Spanish. It is only ever looked for as a beginning and beside the word
 * itself, so that a result that was there for "crane" stays when "cranes" is finished. Short
 * words lose one letter at the most: "males" must not find Malta.
 *
 * Returns: (transfer full) (nullable): %NULL where the word is its own best beginning
 */
char *
gw_search_stem_word (const char *folded)
{
  static const char *const hissing[] = { "sses", "xes", "ches", "shes", "zes", NULL };
  static const char *const long_ones[] = { "les", "res", "des", "nes", "ses", NULL };
  gsize length = strlen (folded);

  if (length < 4)
    return NULL;
  if (length > 5 && g_str_has_suffix (folded, "aux"))
    return g_strndup (folded, length - 2);
  if (length > 4 && ends_in_any (folded, hissing))
    return g_strndup (folded, length - 2);
  if (length > 6 && ends_in_any (folded, long_ones))
    return g_strndup (folded, length - 2);
  if ((folded[length - 1] == 's' && folded[length - 2] != 's') || folded[length - 1] == 'x')
    return g_strndup (folded, length - 1);

  return NULL;
}

/**
 * gw_search_singular_word:
 * @folded: a folded word
 *
 * Returns: (transfer full) (nullable): "party" for "parties", %NULL for other words
 */
char *
gw_search_singular_word (const char *folded)
{
  gsize length = strlen (folded);

  if (length < 6 || !g_str_has_suffix (folded, "ies"))
    return NULL;

  return g_strdup_printf ("%.*sy", (int) (length - 3), folded);
}

/**
 * gw_search_fold_text:
 * @text: UTF-8
 *
 * Any thread.
 *
 * Returns: (transfer full): the folded words of @text with a space between, as they are put
 *   into the index. A word with an Arabic article stands there twice, with and without.
 */
char *
gw_search_fold_text (const char *text)
{
  GString *folded = g_string_sized_new (strlen (text));
  GwSearchWords words;
  gsize start, end;

  gw_search_words_init (&words, text);
  while (gw_search_words_next (&words, &start, &end)) {
    g_autofree char *word = gw_search_fold_word (text + start, end - start);
    g_autofree char *bare = gw_search_bare_word (word);

    if (*word == '\0')
      continue;
    g_string_append (folded, word);
    g_string_append_c (folded, ' ');
    if (bare != NULL) {
      g_string_append (folded, bare);
      g_string_append_c (folded, ' ');
    }
  }

  return g_string_free (folded, FALSE);
}
