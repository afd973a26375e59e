/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revisions of two documents, in any order, from a server, from a stick, made here, deleted, merged, accepted, refused.
 * Afterwards the trees are sound and everything that came is known.
 *
 * One half of the inputs tells of one history only, in pieces: the ancestor of each revision is always the same. Then
 * the order in which they come must not matter: a third document, which gets them the other way round, has the same
 * leaves. */

#include <string.h>

#include "core/base/gw-json.h"
#include "fuzz-store.h"
#include "fuzz.h"

#define GENERATIONS 7
#define LETTERS 4
#define MOST_STEPS 60
#define FORWARDS "answer:r:forwards"
#define BACKWARDS "answer:r:backwards"

typedef struct
{
  GwFuzzBytes *bytes;
  gboolean is_one_history;
  guint ancestors[GENERATIONS + 1][LETTERS]; /* the letter beneath each */
  GPtrArray *paths;                          /* GStrv, in the order in which they came */
  GArray *deleted;                           /* gboolean of each */
} History;

static guint
choose (History *self,
        guint    n)
{
  return gw_fuzz_byte (self->bytes) % n;
}

static char *
dup_rev (guint generation,
         guint letter)
{
  return g_strdup_printf ("%u-%032x", generation, 10 + letter);
}

static JsonObject *
make_body (const char *rev)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "value", rev);

  return body;
}

/* A revision and as many of its ancestors as are told. */
static GStrv
read_path (History *self)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  guint generation = 1 + choose (self, GENERATIONS), letter = choose (self, LETTERS);
  guint length = 1 + choose (self, GENERATIONS);

  for (guint i = 0; i < length && generation > 0; i++) {
    g_autofree char *rev = dup_rev (generation, letter);

    g_strv_builder_add (path, rev);
    letter = self->is_one_history ? self->ancestors[generation][letter] : choose (self, LETTERS);
    generation--;
  }

  return g_strv_builder_end (path);
}

static void
insert (const char    *id,
        GStrv          path,
        gboolean       deleted,
        GwInsertFlags  flags)
{
  g_autoptr (JsonObject) body = make_body (path[0]);
  g_autoptr (GError) error = NULL;

  gw_store_insert (gw_fuzz_store (), "party", id, (const char *const *) path, deleted, body, flags, &error);
  g_assert_no_error (error);
}

/* Whether a revision is a deletion is told with it, always the same. */
static gboolean
is_deletion (History    *self,
             const char *rev)
{
  return self->is_one_history ? self->ancestors[1][0] == 1 && g_str_has_suffix (rev, "b") : choose (self, 4) == 0;
}

static void
receive (History *self)
{
  static const GwInsertFlags flags[] = { GW_INSERT_DEFAULT, GW_INSERT_FROM_SERVER, GW_INSERT_OUTBOX };
  GStrv path = read_path (self);
  gboolean deleted = is_deletion (self, path[0]);

  insert (FORWARDS, path, deleted, flags[choose (self, G_N_ELEMENTS (flags))]);
  g_ptr_array_add (self->paths, path);
  g_array_append_val (self->deleted, deleted);
}

/* What a person or the server does with one of the leaves. */
static void
act (History *self)
{
  g_autoptr (GPtrArray) leaves = gw_store_leaves (gw_fuzz_store (), "party", FORWARDS, NULL);
  GwDoc *leaf = leaves != NULL && leaves->len > 0 ? leaves->pdata[choose (self, leaves->len)] : NULL;
  const char *rev = leaf != NULL ? gw_doc_get_rev (leaf) : NULL;
  g_autoptr (JsonObject) body = make_body ("typed");
  g_autoptr (GPtrArray) outbox = NULL;
  GwMergeOutcome outcome = { 0 };

  switch (choose (self, 8)) {
  case 0:
    gw_store_put (gw_fuzz_store (), "party", FORWARDS, rev, body, GW_PUT_DEFAULT, NULL, NULL);
    break;
  case 1:
    gw_store_put (gw_fuzz_store (), "party", FORWARDS, rev, body, GW_PUT_COALESCE, NULL, NULL);
    break;
  case 2:
    if (rev != NULL)
      gw_store_delete (gw_fuzz_store (), "party", FORWARDS, rev, NULL, NULL, NULL);
    break;
  case 3:
    gw_store_merge_all (gw_fuzz_store (), "party", &outcome, NULL);
    break;
  case 4:
    if (rev != NULL)
      gw_store_mark_attempted (gw_fuzz_store (), "party", FORWARDS, rev, NULL);
    break;
  case 5:
    if (rev != NULL)
      gw_store_mark_accepted (gw_fuzz_store (), "party", FORWARDS, rev, NULL);
    break;
  case 6:
    if (rev != NULL)
      gw_store_mark_refused (gw_fuzz_store (), "party", FORWARDS, rev, "no", NULL);
    break;
  default:
    outbox = gw_store_outbox (gw_fuzz_store (), "party", 100000, NULL);
    g_assert_nonnull (outbox);
    break;
  }
}

static char *
dup_leaves (const char *id)
{
  g_autoptr (GPtrArray) leaves = gw_store_leaves (gw_fuzz_store (), "party", id, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < leaves->len; i++)
    g_string_append_printf (text, "%s %d\n", gw_doc_get_rev (leaves->pdata[i]), gw_doc_is_deleted (leaves->pdata[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_known (History *self)
{
  for (guint i = 0; i < self->paths->len; i++) {
    g_auto (GStrv) missing = gw_store_missing (gw_fuzz_store (), "party", FORWARDS,
                                               (const char *const *) self->paths->pdata[i], NULL);

    g_assert_nonnull (missing);
    /* An ancestor may be beneath what was known already, where the walk ended. */
    g_assert_cmpstr (missing[0], !=, ((GStrv) self->paths->pdata[i])[0]);
  }
}

static void
check_order (History *self)
{
  g_autofree char *forwards = dup_leaves (FORWARDS), *backwards = NULL;

  for (guint i = self->paths->len; i-- > 0;)
    insert (BACKWARDS, self->paths->pdata[i], g_array_index (self->deleted, gboolean, i), GW_INSERT_DEFAULT);
  backwards = dup_leaves (BACKWARDS);
  g_assert_cmpstr (forwards, ==, backwards);
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  GwFuzzBytes bytes = { data, data + size };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (gboolean));
  History history = { .bytes = &bytes, .paths = paths, .deleted = deleted };

  history.is_one_history = choose (&history, 2) == 0;
  for (guint i = 1; i <= GENERATIONS && history.is_one_history; i++) {
    for (guint k = 0; k < LETTERS; k++)
      history.ancestors[i][k] = choose (&history, LETTERS);
  }
  gw_fuzz_store_begin ();
  for (guint i = 0; i < MOST_STEPS && bytes.at < bytes.end; i++) {
    if (history.is_one_history || choose (&history, 3) != 0)
      receive (&history);
    else
      act (&history);
  }
  gw_fuzz_store_check ();
  check_known (&history);
  if (history.is_one_history)
    check_order (&history);
  gw_fuzz_store_check ();
  gw_fuzz_store_end ();
}
