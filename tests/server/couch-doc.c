/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revision trees (notes, section 5). The winner: live leaves before tombstones, then the highest
 * generation, then the highest hash; a hash of 32 hex digits is 16 bytes, any other is its text. */

#include "server/couch-doc.h"

#include <string.h>

static void
clear_rev (gpointer data)
{
  CouchRev *rev = data;

  g_free (rev->hash);
  g_free (rev->members);
}

CouchDoc *
couch_doc_new (const char *id)
{
  CouchDoc *self = g_new0 (CouchDoc, 1);

  self->id = g_strdup (id);
  self->revs = g_array_new (FALSE, TRUE, sizeof (CouchRev));
  g_array_set_clear_func (self->revs, clear_rev);
  return self;
}

void
couch_doc_free (CouchDoc *self)
{
  g_free (self->id);
  g_array_unref (self->revs);
  g_free (self);
}

static gboolean
is_hex (const char *hash)
{
  return strlen (hash) == 32 && strspn (hash, "0123456789abcdefABCDEF") == 32;
}

/* "3-abc". Thirty-two hex digits are a number to CouchDB and come back in lower case. */
gboolean
couch_rev_parse (const char  *rev,
                 guint       *gen,
                 char       **hash)
{
  char *end;
  guint64 number;

  if (rev == NULL || !g_ascii_isdigit (*rev))
    return FALSE;
  number = g_ascii_strtoull (rev, &end, 10);
  if (*end != '-' || end[1] == '\0' || number == 0 || number > G_MAXINT32)
    return FALSE;
  *gen = (guint) number;
  *hash = is_hex (end + 1) ? g_ascii_strdown (end + 1, -1) : g_strdup (end + 1);
  return TRUE;
}

guint
couch_doc_find (CouchDoc   *self,
                guint       gen,
                const char *hash)
{
  for (guint i = 0; i < self->revs->len; i++)
    if (couch_doc_rev (self, i)->gen == gen && g_str_equal (couch_doc_rev (self, i)->hash, hash))
      return i;

  return COUCH_NONE;
}

guint
couch_doc_find_rev (CouchDoc   *self,
                    const char *rev)
{
  g_autofree char *hash = NULL;
  guint gen;

  return couch_rev_parse (rev, &gen, &hash) ? couch_doc_find (self, gen, hash) : COUCH_NONE;
}

static guint
append_rev (CouchDoc   *self,
            guint       gen,
            const char *hash)
{
  CouchRev rev = { .gen = gen, .hash = g_strdup (hash), .parent = COUCH_NONE, .is_leaf = TRUE };

  g_array_append_val (self->revs, rev);
  return self->revs->len - 1;
}

/* Forgets the revisions of the path that ends at @leaf which lie deeper than @limit, and which no
 * other path holds. */
static void
stem (CouchDoc *self,
      guint     leaf,
      guint     limit)
{
  g_autofree gboolean *held = NULL;
  guint place = leaf;

  for (guint i = 1; i < limit && place != COUCH_NONE; i++)
    place = couch_doc_rev (self, place)->parent;
  if (place == COUCH_NONE || couch_doc_rev (self, place)->parent == COUCH_NONE)
    return;

  couch_doc_rev (self, place)->parent = COUCH_NONE;
  held = g_new0 (gboolean, self->revs->len);
  for (guint i = 0; i < self->revs->len; i++)
    if (couch_doc_rev (self, i)->is_leaf)
      for (guint j = i; j != COUCH_NONE && !held[j]; j = couch_doc_rev (self, j)->parent)
        held[j] = TRUE;
  for (guint i = 0; i < self->revs->len; i++)
    if (!held[i])
      couch_doc_rev (self, i)->gen = 0;
}

/* Adds a path, the newest revision first. A longer path joins two roots. Returns: whether
 * anything is new. */
gboolean
couch_doc_insert (CouchDoc    *self,
                  guint        start,
                  char       **hashes,
                  gboolean     deleted,
                  const char  *members,
                  guint        revs_limit)
{
  guint child = COUCH_NONE;
  guint newest = COUCH_NONE;
  gboolean is_new = FALSE;

  for (guint i = 0; hashes[i] != NULL && i < start; i++) {
    guint place = couch_doc_find (self, start - i, hashes[i]);

    if (place == COUCH_NONE) {
      place = append_rev (self, start - i, hashes[i]);
      if (i == 0) {
        couch_doc_rev (self, place)->deleted = deleted;
        couch_doc_rev (self, place)->members = g_strdup (members);
      }
      is_new = TRUE;
    }
    if (i == 0)
      newest = place;
    if (child != COUCH_NONE && couch_doc_rev (self, child)->parent == COUCH_NONE) {
      is_new = TRUE;
      couch_doc_rev (self, child)->parent = place;
      couch_doc_rev (self, place)->is_leaf = FALSE;
    }
    child = place;
  }
  if (is_new)
    stem (self, newest, revs_limit);
  return is_new;
}

static int
compare_hashes (const char *a,
                const char *b)
{
  gsize length_a = strlen (a), length_b = strlen (b);
  guint8 bytes_a[16], bytes_b[16];
  const void *key_a = a, *key_b = b;
  int order;

  for (guint i = 0; i < 16; i++) {
    if (is_hex (a))
      bytes_a[i] = g_ascii_xdigit_value (a[2 * i]) * 16 + g_ascii_xdigit_value (a[2 * i + 1]);
    if (is_hex (b))
      bytes_b[i] = g_ascii_xdigit_value (b[2 * i]) * 16 + g_ascii_xdigit_value (b[2 * i + 1]);
  }
  if (is_hex (a))
    key_a = bytes_a, length_a = 16;
  if (is_hex (b))
    key_b = bytes_b, length_b = 16;
  order = memcmp (key_a, key_b, MIN (length_a, length_b));
  return order != 0 ? order : (int) length_a - (int) length_b;
}

static int
compare_leaves (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  CouchDoc *self = data;
  const CouchRev *one = couch_doc_rev (self, *(const guint *) a);
  const CouchRev *two = couch_doc_rev (self, *(const guint *) b);

  if (one->deleted != two->deleted)
    return one->deleted ? 1 : -1;
  if (one->gen != two->gen)
    return one->gen < two->gen ? 1 : -1;
  return compare_hashes (two->hash, one->hash);
}

/* Returns: (transfer full) (element-type guint): the leaves, the winner first */
GArray *
couch_doc_dup_leaves (CouchDoc *self)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->revs->len; i++)
    if (couch_doc_rev (self, i)->is_leaf)
      g_array_append_val (leaves, i);
  g_array_sort_with_data (leaves, compare_leaves, self);
  return leaves;
}

guint
couch_doc_get_winner (CouchDoc *self)
{
  g_autoptr (GArray) leaves = couch_doc_dup_leaves (self);

  return leaves->len > 0 ? g_array_index (leaves, guint, 0) : COUCH_NONE;
}

char *
couch_doc_dup_rev (CouchDoc *self,
                   guint     place)
{
  const CouchRev *rev = couch_doc_rev (self, place);

  return g_strdup_printf ("%u-%s", rev->gen, rev->hash);
}

/* "_revisions":{...} */
void
couch_doc_print_path (CouchDoc *self,
                      guint     place,
                      GString  *out)
{
  g_string_append_printf (out, "\"_revisions\":{\"start\":%u,\"ids\":[",
                          couch_doc_rev (self, place)->gen);
  for (guint i = place; i != COUCH_NONE; i = couch_doc_rev (self, i)->parent)
    g_string_append_printf (out, "%s\"%s\"", i == place ? "" : ",", couch_doc_rev (self, i)->hash);
  g_string_append (out, "]}");
}
