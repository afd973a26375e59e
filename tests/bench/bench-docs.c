/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The documents that both clients are given: the same ones in each run, of about 570 bytes, with words that
 * pack about as well as short notes do. */

#include "bench-docs.h"

#define N_WORDS 400

static const char *const syllables[] = {
  "ka", "mo", "ri", "sa", "tun", "be", "lo", "dja", "nya", "fe", "gu", "ra", "wen", "to", "si", "am", "ko", "ba", "le", "zin",
};

static char *
make_word (GRand *random)
{
  GString *word = g_string_new (NULL);

  for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
    g_string_append (word, syllables[g_rand_int_range (random, 0, G_N_ELEMENTS (syllables))]);

  return g_string_free (word, FALSE);
}

/* Some words are common and most are rare, as in speech. */
static const char *
pick_word (GRand *random)
{
  static char *words[N_WORDS];

  if (words[0] == NULL) {
    g_autoptr (GRand) own = g_rand_new_with_seed (7);

    for (guint i = 0; i < N_WORDS; i++)
      words[i] = make_word (own);
  }

  return words[(guint) (g_rand_double (random) * g_rand_double (random) * N_WORDS)];
}

static char *
make_text (GRand *random,
           guint  n_words)
{
  GString *text = g_string_new (pick_word (random));

  while (--n_words > 0)
    g_string_append_printf (text, " %s", pick_word (random));

  return g_string_free (text, FALSE);
}

/**
 * bench_doc_dup_id:
 *
 * Returns: (transfer full): the id of document @number
 */
char *
bench_doc_dup_id (guint number)
{
  return g_strdup_printf ("note:%06u:%08x", number, number * 2654435761u);
}

/**
 * bench_doc_make:
 *
 * Returns: (transfer full): the fields of document @number, always the same ones
 */
JsonObject *
bench_doc_make (guint number)
{
  static const char *const states[] = { "open", "seen", "done" };
  g_autoptr (GRand) random = g_rand_new_with_seed (1000 + number);
  JsonObject *doc = json_object_new ();
  JsonArray *tags = json_array_new ();
  g_autofree char *title = make_text (random, 5);
  g_autofree char *body = make_text (random, 58);
  g_autofree char *author = g_strdup_printf ("user-%d", g_rand_int_range (random, 0, 40));

  for (int i = 0; i < 3; i++)
    json_array_add_string_element (tags, pick_word (random));
  json_object_set_string_member (doc, "type", "note");
  json_object_set_string_member (doc, "country", "ne");
  json_object_set_string_member (doc, "author", author);
  json_object_set_int_member (doc, "created", 1700000000 + number * (gint64) 61);
  json_object_set_int_member (doc, "changed", 1700000000 + number * (gint64) 61 + g_rand_int_range (random, 0, 90000));
  json_object_set_double_member (doc, "lat", g_rand_int_range (random, 1100000, 2100000) / 1e5);
  json_object_set_double_member (doc, "lon", g_rand_int_range (random, 1, 1500000) / 1e5);
  json_object_set_array_member (doc, "tags", tags);
  json_object_set_string_member (doc, "title", title);
  json_object_set_string_member (doc, "body", body);
  json_object_set_string_member (doc, "state", states[g_rand_int_range (random, 0, 3)]);

  return doc;
}
