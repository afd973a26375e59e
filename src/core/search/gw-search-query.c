/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A query is words and nothing else: quotes, brackets, AND, NEAR and colons of the person
 * are no syntax, so nothing that can be typed is an error. Every word is looked for as a
 * beginning, since people look at the results while they type. */

#include "core/search/gw-search-query.h"

#include <string.h>

#include "core/search/gw-search-text.h"

/* More words than these narrow nothing down any more, and a pasted page must not become a
 * query of a thousand terms. */
#define MAX_WORDS 12
#define MAX_BYTES 400

typedef struct
{
  char *written;   /* as typed */
  char *folded;    /* several folded words with spaces between, for signs without spaces */
  char *others[3]; /* other beginnings that count as the same word */
} Word;

struct _GwSearchQuery
{
  GPtrArray *words;
};

static void
word_free (Word *word)
{
  g_free (word->written);
  g_free (word->folded);
  g_free (word->others[0]);
  g_free (word->others[1]);
  g_free (word->others[2]);
  g_free (word);
}

static gboolean
is_single_letter (const Word *word)
{
  return strlen (word->folded) == 1 && g_ascii_isalpha (word->folded[0]);
}

/* The letters of "l'oiseau" and "d'eau" are no words to look for beside others. */
static void
drop_single_letters (GPtrArray *words)
{
  for (guint i = words->len; i > 0 && words->len > 1; i--) {
    if (is_single_letter (g_ptr_array_index (words, i - 1)))
      g_ptr_array_remove_index (words, i - 1);
  }
}

static void
add_word (GPtrArray  *words,
          const char *written,
          gsize       length,
          gboolean    joined)
{
  g_autofree char *folded = gw_search_fold_word (written, length);
  Word *word;

  if (*folded == '\0')
    return;

  if (joined && words->len > 0) {
    char *phrase;

    word = g_ptr_array_index (words, words->len - 1);
    phrase = g_strconcat (word->folded, " ", folded, NULL);
    g_free (word->folded);
    word->folded = phrase;
    return;
  }

  word = g_new0 (Word, 1);
  word->written = g_utf8_normalize (written, length, G_NORMALIZE_NFC);
  word->others[0] = gw_search_bare_word (folded);
  word->others[1] = gw_search_stem_word (folded);
  word->others[2] = gw_search_singular_word (folded);
  word->folded = g_steal_pointer (&folded);
  g_ptr_array_add (words, word);
}

/**
 * gw_search_query_new:
 * @text: anything a person typed or pasted, valid UTF-8 or not
 *
 * Returns: (transfer full): the query; free it with gw_search_query_free()
 */
GwSearchQuery *
gw_search_query_new (const char *text)
{
  GwSearchQuery *self = g_new0 (GwSearchQuery, 1);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GwSearchWords words;
  gsize start, end, last_end = G_MAXSIZE;

  self->words = g_ptr_array_new_with_free_func ((GDestroyNotify) word_free);
  gw_search_words_init (&words, valid);
  while (gw_search_words_next (&words, &start, &end)) {
    if (end > MAX_BYTES || (start != last_end && self->words->len == MAX_WORDS))
      break;
    add_word (self->words, valid + start, end - start, start == last_end);
    last_end = end;
  }
  drop_single_letters (self->words);

  return self;
}

void
gw_search_query_free (GwSearchQuery *self)
{
  g_ptr_array_unref (self->words);
  g_free (self);
}

/**
 * gw_search_query_is_empty:
 *
 * Returns: whether there is nothing to look for
 */
gboolean
gw_search_query_is_empty (const GwSearchQuery *self)
{
  return self->words->len == 0;
}

guint
gw_search_query_get_n_words (const GwSearchQuery *self)
{
  return self->words->len;
}

/**
 * gw_search_query_get_word:
 *
 * Returns: (transfer none): one of the words, folded
 */
const char *
gw_search_query_get_word (const GwSearchQuery *self,
                          guint                index)
{
  g_return_val_if_fail (index < self->words->len, NULL);

  return ((const Word *) g_ptr_array_index (self->words, index))->folded;
}

static void
append_beginning (GString    *match,
                  const char *folded)
{
  /* Folded words are letters and digits only; the quotes make AND, OR and NOT plain words. */
  g_string_append_printf (match, "\"%s\"*", folded);
}

/**
 * gw_search_query_dup_match:
 * @any: whether one of the words is enough
 *
 * Returns: (transfer full): an FTS5 expression. A single letter is looked for in titles only,
 *   where it is of use, and not in every text there is.
 */
char *
gw_search_query_dup_match (const GwSearchQuery *self,
                           gboolean             any)
{
  GString *match = g_string_new (NULL);

  if (self->words->len == 1 && is_single_letter (g_ptr_array_index (self->words, 0)))
    g_string_append (match, "{title} : ");

  for (guint i = 0; i < self->words->len; i++) {
    const Word *word = g_ptr_array_index (self->words, i);

    if (i > 0)
      g_string_append (match, any ? " OR " : " AND ");
    g_string_append_c (match, '(');
    append_beginning (match, word->folded);
    for (guint j = 0; j < G_N_ELEMENTS (word->others); j++) {
      if (word->others[j] != NULL) {
        g_string_append (match, " OR ");
        append_beginning (match, word->others[j]);
      }
    }
    g_string_append_c (match, ')');
  }

  return g_string_free (match, FALSE);
}

static gboolean
begins_with (const char *folded,
             const char *bare,
             const char *beginning)
{
  return beginning != NULL
         && (g_str_has_prefix (folded, beginning)
             || (bare != NULL && g_str_has_prefix (bare, beginning)));
}

/* A phrase of signs is held against the text sign by sign; one sign is enough to mark it. */
static gboolean
word_matches (const Word *word,
              const char *folded,
              const char *bare)
{
  const char *space = strchr (word->folded, ' ');

  if (space != NULL) {
    g_auto (GStrv) signs = g_strsplit (word->folded, " ", -1);

    return g_strv_contains ((const char *const *) signs, folded);
  }

  return begins_with (folded, bare, word->folded) || begins_with (folded, bare, word->others[0])
         || begins_with (folded, bare, word->others[1])
         || begins_with (folded, bare, word->others[2]);
}

static const Word *
find_match (const GwSearchQuery *self,
            const char          *folded,
            guint               *index)
{
  g_autofree char *bare = gw_search_bare_word (folded);

  for (guint i = 0; i < self->words->len; i++) {
    const Word *word = g_ptr_array_index (self->words, i);

    if (word_matches (word, folded, bare)) {
      *index = i;
      return word;
    }
  }

  return NULL;
}

/**
 * gw_search_query_count_matched:
 * @text: a title or another short text
 * @begins: (out): whether the first word of the text is the first that was typed
 * @n_whole: (out): how many words were found whole and not only begun
 * @n_exact: (out): how many were found written as typed, with their accents
 *
 * Returns: how many of the words of the query stand in @text
 */
guint
gw_search_query_count_matched (const GwSearchQuery *self,
                               const char          *text,
                               gboolean            *begins,
                               guint               *n_whole,
                               guint               *n_exact)
{
  GwSearchWords words;
  guint32 found = 0, whole = 0, exact = 0;
  gsize start, end;
  gboolean first = TRUE;

  *begins = FALSE;
  gw_search_words_init (&words, text);
  while (gw_search_words_next (&words, &start, &end)) {
    g_autofree char *folded = gw_search_fold_word (text + start, end - start);
    guint index = 0;
    const Word *word = find_match (self, folded, &index);

    if (word != NULL) {
      g_autofree char *plain = g_utf8_normalize (text + start, end - start, G_NORMALIZE_NFC);

      found |= 1u << index;
      if (strcmp (folded, word->folded) == 0)
        whole |= 1u << index;
      if (plain != NULL && g_ascii_strncasecmp (plain, word->written, strlen (word->written)) == 0)
        exact |= 1u << index;
      if (first && index == 0)
        *begins = TRUE;
    }
    first = FALSE;
  }

  *n_whole = __builtin_popcount (whole);
  *n_exact = __builtin_popcount (exact);
  return __builtin_popcount (found);
}

/**
 * gw_search_query_mark:
 * @text: a text to show
 *
 * Returns: (transfer full) (element-type GwSearchMark): the words of @text that were looked
 *   for, in their order
 */
GArray *
gw_search_query_mark (const GwSearchQuery *self,
                      const char          *text)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (GwSearchMark));
  GwSearchWords words;
  gsize start, end;

  gw_search_words_init (&words, text);
  while (gw_search_words_next (&words, &start, &end)) {
    g_autofree char *folded = gw_search_fold_word (text + start, end - start);
    guint index = 0;

    if (find_match (self, folded, &index) != NULL) {
      GwSearchMark mark = { start, end - start };

      g_array_append_val (marks, mark);
    }
  }

  return marks;
}

/* The place from which a window of n_chars holds the most different words that were asked;
 * the earliest of equals, since a text says what it is about at its start. */
static gsize
best_place (const GwSearchQuery *self,
            const char          *text,
            guint                n_bytes)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) indexes = g_array_new (FALSE, FALSE, sizeof (guint));
  GwSearchWords words;
  gsize start, end, best = 0;
  int best_count = 0;

  gw_search_words_init (&words, text);
  while (gw_search_words_next (&words, &start, &end) && starts->len < 500) {
    g_autofree char *folded = gw_search_fold_word (text + start, end - start);
    guint index = 0;

    if (find_match (self, folded, &index) != NULL) {
      g_array_append_val (starts, start);
      g_array_append_val (indexes, index);
    }
  }

  for (guint i = 0; i < starts->len; i++) {
    gsize from = g_array_index (starts, gsize, i);
    guint32 seen = 0;

    for (guint j = i; j < starts->len && g_array_index (starts, gsize, j) < from + n_bytes; j++)
      seen |= 1u << g_array_index (indexes, guint, j);
    if (__builtin_popcount (seen) > best_count) {
      best_count = __builtin_popcount (seen);
      best = from;
    }
  }

  return best;
}

/**
 * gw_search_query_dup_snippet:
 * @text: the whole text
 * @n_chars: how long the snippet may be
 *
 * Returns: (transfer full): the part of @text around the words that were found, on one line,
 *   with an ellipsis where it was cut
 */
char *
gw_search_query_dup_snippet (const GwSearchQuery *self,
                             const char          *text,
                             guint                n_chars)
{
  gsize best = best_place (self, text, n_chars);
  const char *from = text + best;
  GString *snippet = g_string_new (NULL);
  const char *p;
  gboolean space = FALSE;

  /* Some words before the first hit say what it is about; a line break is a better start. */
  for (guint i = 0; i < n_chars / 4 && from > text; i++)
    from = g_utf8_prev_char (from);
  while (from > text && from < text + best && !g_unichar_isspace (g_utf8_get_char (from)))
    from = g_utf8_next_char (from);

  if (from > text)
    g_string_append (snippet, "…");
  for (p = from; *p != '\0' && n_chars > 0; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c)) {
      space = snippet->len > 0;
      continue;
    }
    if (space && !g_str_has_suffix (snippet->str, "…")) {
      g_string_append_c (snippet, ' ');
      n_chars--;
    }
    space = FALSE;
    g_string_append_unichar (snippet, c);
    n_chars = n_chars > 0 ? n_chars - 1 : 0;
  }
  if (*p != '\0')
    g_string_append (snippet, "…");

  return g_string_free (snippet, FALSE);
}
