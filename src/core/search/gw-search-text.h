/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes whenever a word would be folded otherwise than before: an index that was made by
 * another folding cannot be searched or shortened, and is made anew. */
#define GW_SEARCH_FOLDING_VERSION 1

/**
 * GwSearchWords:
 *
 * A walk over the words of a text. Lives on the stack; the text must outlive it.
 */
typedef struct
{
  const char *text;
  const char *next;
} GwSearchWords;

void      gw_search_words_init  (GwSearchWords *self,
                                 const char    *text);
gboolean  gw_search_words_next  (GwSearchWords *self,
                                 gsize         *start,
                                 gsize         *end);

char     *gw_search_fold_word   (const char    *word,
                                 gssize         length) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_search_fold_text   (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_search_bare_word   (const char    *folded) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_search_stem_word   (const char    *folded) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_search_singular_word (const char    *folded) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
