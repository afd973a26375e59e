/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading all documents of a filled-in form.
 *
 * Whether a row is there follows from these rules, in this order:
 *  1. its document says "here": it is there;
 *  2. its document says "removed", and an answer in it has another revision than the ones the
 *     person saw who removed it: somebody else went on writing in it without knowing, so it is
 *     there again, with their words;
 *  3. its document says "removed" otherwise: it is not there, and its answers wait in the store;
 *  4. it has no document, but the form began with it, or an answer lies in it: it is there.
 *
 * Versions of an answer of which at most one was typed by a person ask nobody: the typed one
 * stands, or else whichever the form computed; the session computes it anew when it matters. */

#include "core/answers/gw-answer-book-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-json.h"

/* Sorts behind every number. */
#define ORDER_UNKNOWN "~"

typedef struct
{
  char *ref;
  char *order;
  char *rev;
  gboolean removed;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->ref);
  g_free (row->order);
  g_free (row->rev);
  g_free (row);
}

static Row *
row_new (const char *ref,
         const char *order,
         const char *rev)
{
  Row *row = g_new0 (Row, 1);

  row->ref = g_strdup (ref);
  row->order = g_strdup (order);
  row->rev = g_strdup (rev);
  return row;
}

static int
row_depth (const Row *row)
{
  int depth = 0;

  for (const char *p = row->ref; *p != '\0'; p++)
    depth += *p == ']';
  return depth;
}

/* A row comes before the rows within it. The id decides ties: a ULID, so in the order of making
 * as the two clocks saw it. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const Row *one = *(Row *const *) a;
  const Row *two = *(Row *const *) b;
  int depth = row_depth (one) - row_depth (two);
  int order = depth != 0 ? depth : g_strcmp0 (one->order, two->order);

  return order != 0 ? order : strcmp (one->ref, two->ref);
}

/* Ends a conflict of what forms computed. Each desk comes to the same end by itself, so nothing
 * new is made by two desks doing it. A store that cannot be written keeps its conflict. */
static GwDoc *
settle_calculated (GwAnswerBook *self,
                   GwStore      *store,
                   GwDoc        *doc)
{
  g_autoptr (GPtrArray) leaves = NULL;
  g_autoptr (GPtrArray) seen = NULL;
  GwDoc *chosen = doc;
  guint typed = 0;

  if (gw_doc_get_conflicts (doc) > 0 && !gw_store_is_read_only (store))
    leaves = gw_store_leaves (store, self->db, gw_doc_get_id (doc), NULL);
  if (leaves == NULL)
    return gw_doc_ref (doc);
  seen = g_ptr_array_new ();
  for (guint i = 0; i < leaves->len; i++) {
    GwDoc *leaf = g_ptr_array_index (leaves, i);

    g_ptr_array_add (seen, (gpointer) gw_doc_get_rev (leaf));
    if (gw_doc_is_deleted (leaf) || gw_json_get_boolean (gw_doc_get_body (leaf), "calculated"))
      continue;
    typed++;
    chosen = leaf;
  }
  g_ptr_array_add (seen, NULL);
  /* What comes between reading and settling was not looked at and stays. */
  if (typed > 1
      || !gw_store_resolve_by_rule (store, self->db, gw_doc_get_id (doc), gw_doc_get_body (chosen),
                                    (const char *const *) seen->pdata, NULL))
    return gw_doc_ref (doc);
  return gw_store_get (store, self->db, gw_doc_get_id (doc), NULL);
}

static GPtrArray *
read_answers (GwAnswerBook  *self,
              GwStore       *store,
              GError       **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix ("answer", self->record);
  g_autoptr (GPtrArray) docs = gw_store_list (store, self->db, prefix, NULL, -1, error);
  GPtrArray *answers;

  if (docs == NULL)
    return NULL;

  answers = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_free);
  for (guint i = 0; i < docs->len; i++) {
    g_autoptr (GwDoc) doc = settle_calculated (self, store, g_ptr_array_index (docs, i));
    GwAnswer *answer = doc != NULL ? gw_answer_new_from_doc (doc) : NULL;

    if (answer == NULL)
      continue;
    answer->shown = TRUE;
    g_ptr_array_add (answers, answer);
  }
  return answers;
}

/* Rule 2: what the one who removed the row had seen of it. */
static gboolean
was_written_in_unseen (JsonObject *row,
                       const char *row_ref,
                       GPtrArray  *answers)
{
  JsonObject *seen = gw_json_get_object (row, "seen");

  for (guint i = 0; i < answers->len; i++) {
    const GwAnswer *answer = g_ptr_array_index (answers, i);
    const char *rev;

    if (!gw_answer_ref_is_under (answer->ref, row_ref))
      continue;
    rev = seen != NULL ? gw_json_get_string (seen, answer->ref) : NULL;
    if (g_strcmp0 (rev, answer->rev) != 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_rows (GwAnswerBook  *self,
           GwStore       *store,
           GPtrArray     *answers,
           GHashTable    *rows,
           GError       **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix ("row", self->record);
  g_autoptr (GPtrArray) docs = gw_store_list (store, self->db, prefix, NULL, -1, error);

  if (docs == NULL)
    return FALSE;

  for (guint i = 0; i < docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (docs, i);
    JsonObject *body = gw_doc_get_body (doc);
    const char *repeat = gw_json_get_string (body, "repeat");
    const char *id = gw_json_get_string (body, "row");
    g_autofree char *ref = NULL;
    Row *row;

    if (repeat == NULL || id == NULL || *repeat != '/')
      continue;
    ref = gw_answer_ref_of_row (repeat, id);
    row = row_new (ref, gw_json_get_string (body, "order"), gw_doc_get_rev (doc));
    row->removed = g_strcmp0 (gw_json_get_string (body, "state"), "removed") == 0
                   && !was_written_in_unseen (body, ref, answers);
    g_hash_table_replace (rows, g_strdup (ref), row);
  }
  return TRUE;
}

/* Rule 4. The order of the form's own rows is kept in their number. */
static void
add_undocumented_rows (GPtrArray  *answers,
                       JsonObject *begun,
                       GHashTable *rows)
{
  JsonArray *first = begun != NULL ? gw_json_get_array (begun, "rows") : NULL;

  for (guint i = 0; first != NULL && i < json_array_get_length (first); i++) {
    const char *ref = gw_json_array_string (first, i);
    g_autofree char *order = g_strdup_printf ("%08u", i + 1);

    if (ref != NULL && *ref == '/' && !g_hash_table_contains (rows, ref))
      g_hash_table_insert (rows, g_strdup (ref), row_new (ref, order, NULL));
  }
  for (guint i = 0; i < answers->len; i++) {
    const GwAnswer *answer = g_ptr_array_index (answers, i);
    g_autoptr (GPtrArray) within = gw_answer_ref_dup_rows (answer->ref);

    for (guint j = 0; j < within->len; j++) {
      const char *ref = g_ptr_array_index (within, j);

      if (!g_hash_table_contains (rows, ref))
        g_hash_table_insert (rows, g_strdup (ref), row_new (ref, ORDER_UNKNOWN, NULL));
    }
  }
}

/* Rows change by a click, not by typing: the newest document of a row is always the one to go
 * on from. Answers are learned only when the person has them before their eyes. */
static void
learn_rows (GwAnswerBook *self,
            GPtrArray    *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);

    g_hash_table_replace (self->rows, g_strdup (row->ref),
                          gw_answer_known_row_new (row->rev, row->order, row->removed));
  }
}

/**
 * gw_answer_book_read:
 * @error: return location; the store's
 *
 * Reads everything. The first reading of a book also teaches it what the person has before
 * their eyes; after that only gw_answer_book_accept() and gw_answer_book_write() do, since what
 * is read later may have to wait until the person has stopped typing.
 *
 * Returns: (transfer full): what there is
 */
GwAnswerSheet *
gw_answer_book_read (GwAnswerBook  *self,
                     GwStore       *store,
                     GError       **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, row_free);
  g_autofree char *begun_id = g_strconcat ("begun:", self->record, NULL);
  g_autoptr (GPtrArray) answers = read_answers (self, store, error);
  g_autoptr (GwDoc) begun = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GwAnswerSheet *sheet;

  if (answers == NULL || !read_rows (self, store, answers, found, error))
    return NULL;
  begun = gw_store_get (store, self->db, begun_id, NULL);

  sheet = g_new0 (GwAnswerSheet, 1);
  sheet->begun = begun != NULL ? json_object_ref (gw_doc_get_body (begun)) : NULL;
  add_undocumented_rows (answers, sheet->begun, found);
  rows = g_ptr_array_new ();
  {
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init (&iter, found);
    while (g_hash_table_iter_next (&iter, NULL, &row))
      g_ptr_array_add (rows, row);
  }
  g_ptr_array_sort (rows, compare_rows);

  sheet->rows = g_ptr_array_new_with_free_func (g_free);
  sheet->removed_rows = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);

    g_ptr_array_add (row->removed ? sheet->removed_rows : sheet->rows, g_strdup (row->ref));
  }

  for (guint i = 0; !self->was_read && i < answers->len; i++)
    gw_answer_book_accept (self, g_ptr_array_index (answers, i));
  self->was_read = TRUE;
  learn_rows (self, rows);
  sheet->answers = g_steal_pointer (&answers);
  return sheet;
}

/**
 * gw_answer_sheet_free:
 */
void
gw_answer_sheet_free (GwAnswerSheet *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->removed_rows);
  g_clear_pointer (&self->begun, json_object_unref);
  g_free (self);
}

/**
 * gw_answer_sheet_is_empty:
 *
 * Returns: whether nobody, not even the form itself, has filled in anything
 */
gboolean
gw_answer_sheet_is_empty (const GwAnswerSheet *self)
{
  return self->answers->len == 0 && self->rows->len == 0 && self->removed_rows->len == 0
         && self->begun == NULL;
}

static gboolean
is_in_removed_row (const GwAnswerSheet *self,
                   const char          *ref)
{
  for (guint i = 0; i < self->removed_rows->len; i++) {
    if (gw_answer_ref_is_under (ref, g_ptr_array_index (self->removed_rows, i)))
      return TRUE;
  }
  return FALSE;
}

static void
add_rows_to_draft (const GwAnswerSheet *self,
                   GwFormDraft         *draft)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const char *ref = g_ptr_array_index (self->rows, i);
    g_autofree char *repeat_ref = NULL;
    g_autofree char *row_id = NULL;

    if (!is_in_removed_row (self, ref) && gw_answer_ref_split_row (ref, &repeat_ref, &row_id)) {
      gw_form_draft_add_repeat (draft, repeat_ref);
      gw_form_draft_add_row (draft, repeat_ref, row_id);
    }
  }
}

/**
 * gw_answer_sheet_dup_draft:
 *
 * Returns: (transfer full): the same for a session: what the form filled in at the beginning,
 *   and over it what people wrote
 */
GwFormDraft *
gw_answer_sheet_dup_draft (const GwAnswerSheet *self)
{
  GwFormDraft *draft = gw_form_draft_new ();
  JsonObject *values = self->begun != NULL ? gw_json_get_object (self->begun, "values") : NULL;
  JsonArray *repeats = self->begun != NULL ? gw_json_get_array (self->begun, "repeats") : NULL;

  for (guint i = 0; repeats != NULL && i < json_array_get_length (repeats); i++) {
    const char *ref = gw_json_array_string (repeats, i);

    if (ref != NULL && *ref == '/')
      gw_form_draft_add_repeat (draft, ref);
  }
  for (guint i = 0; i < self->removed_rows->len; i++) {
    g_autofree char *repeat_ref = NULL;
    g_autofree char *row_id = NULL;

    /* A repeat whose rows were all taken away has none, and not the form's first ones. */
    if (gw_answer_ref_split_row (g_ptr_array_index (self->removed_rows, i), &repeat_ref, &row_id))
      gw_form_draft_add_repeat (draft, repeat_ref);
  }
  add_rows_to_draft (self, draft);

  if (values != NULL) {
    g_autoptr (GList) members = json_object_get_members (values);

    for (GList *l = members; l != NULL; l = l->next) {
      const char *value = gw_json_get_string (values, l->data);

      if (value != NULL && !is_in_removed_row (self, l->data))
        gw_form_draft_set (draft, l->data, value);
    }
  }
  for (guint i = 0; i < self->answers->len; i++) {
    const GwAnswer *answer = g_ptr_array_index (self->answers, i);

    if (!is_in_removed_row (self, answer->ref))
      gw_form_draft_set (draft, answer->ref, answer->value);
  }
  return draft;
}
