/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-answer-book-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

void
gw_answer_known_free (GwAnswerKnown *known)
{
  g_free (known->rev);
  g_free (known->value);
  g_free (known->author);
  g_free (known);
}

void
gw_answer_known_row_free (GwAnswerKnownRow *row)
{
  g_free (row->rev);
  g_free (row->order);
  g_free (row);
}

GwAnswerKnown *
gw_answer_known_new (const char *rev,
                     const char *value,
                     const char *author,
                     gint64      changed,
                     gboolean    calculated,
                     guint64     stretch)
{
  GwAnswerKnown *known = g_new0 (GwAnswerKnown, 1);

  known->rev = g_strdup (rev);
  known->value = g_strdup (value);
  known->author = g_strdup (author);
  known->changed = changed;
  known->calculated = calculated;
  known->stretch = stretch;
  return known;
}

GwAnswerKnownRow *
gw_answer_known_row_new (const char *rev,
                         const char *order,
                         gboolean    removed)
{
  GwAnswerKnownRow *row = g_new0 (GwAnswerKnownRow, 1);

  row->rev = g_strdup (rev);
  row->order = g_strdup (order);
  row->removed = removed;
  return row;
}

/**
 * gw_answer_edit_new:
 */
GwAnswerEdit *
gw_answer_edit_new (GwAnswerEditKind  kind,
                    const char       *ref,
                    const char       *value,
                    guint64           stretch)
{
  GwAnswerEdit *self = g_new0 (GwAnswerEdit, 1);

  self->kind = kind;
  self->ref = g_strdup (ref);
  self->value = g_strdup (value);
  self->stretch = stretch;
  self->changed = gw_time_now ();
  return self;
}

/**
 * gw_answer_edit_free:
 */
void
gw_answer_edit_free (GwAnswerEdit *self)
{
  if (self == NULL)
    return;

  g_free (self->ref);
  g_free (self->value);
  g_free (self);
}

/**
 * gw_answer_book_new:
 * @db: the database of the record, "party" for a report
 * @record: the ULID of what is filled in
 * @author: the name under which edits are kept
 *
 * Returns: (transfer full): a book that knows nothing yet
 */
GwAnswerBook *
gw_answer_book_new (const char *db,
                    const char *record,
                    const char *author)
{
  GwAnswerBook *self;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (record != NULL && strchr (record, ':') == NULL, NULL);
  g_return_val_if_fail (author != NULL, NULL);

  self = g_new0 (GwAnswerBook, 1);
  g_atomic_ref_count_init (&self->refs);
  g_queue_init (&self->log);
  self->db = g_strdup (db);
  self->record = g_strdup (record);
  self->author = g_strdup (author);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) gw_answer_known_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) gw_answer_known_row_free);
  return self;
}

/**
 * gw_answer_book_ref:
 */
GwAnswerBook *
gw_answer_book_ref (GwAnswerBook *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * gw_answer_book_unref:
 */
void
gw_answer_book_unref (GwAnswerBook *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;

  gw_answer_book_forget_log (self);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->rows);
  g_free (self->db);
  g_free (self->record);
  g_free (self->author);
  g_free (self);
}

/**
 * gw_answer_book_get_record:
 */
const char *
gw_answer_book_get_record (GwAnswerBook *self)
{
  return self->record;
}

/**
 * gw_answer_book_get_db:
 */
const char *
gw_answer_book_get_db (GwAnswerBook *self)
{
  return self->db;
}

/**
 * gw_answer_book_accept:
 * @answer: a version that now stands before the person's eyes
 *
 * From here on an edit of this place follows @answer.
 */
void
gw_answer_book_accept (GwAnswerBook   *self,
                       const GwAnswer *answer)
{
  g_hash_table_replace (self->answers, g_strdup (answer->ref),
                        gw_answer_known_new (answer->rev, answer->value, answer->author,
                                             answer->changed, answer->calculated, 0));
}

static const char *
find_known_rev (GwAnswerBook *self,
                const char   *id)
{
  const char *place = strchr (strchr (id, ':') + 1, ':');
  g_autofree char *ref = NULL;

  if (place == NULL)
    return NULL;
  if (g_str_has_prefix (id, "answer:")) {
    GwAnswerKnown *known;

    ref = gw_answer_place_to_ref (place + 1);
    known = ref != NULL ? g_hash_table_lookup (self->answers, ref) : NULL;
    return known != NULL ? known->rev : NULL;
  }
  if (g_str_has_prefix (id, "row:")) {
    const char *last = strrchr (id, ':');
    g_autofree char *repeat_place = g_strndup (place + 1, last - place - 1);
    g_autofree char *repeat_ref = gw_answer_place_to_ref (repeat_place);
    g_autofree char *row_id = g_uri_unescape_string (last + 1, NULL);
    GwAnswerKnownRow *row = NULL;

    if (repeat_ref != NULL && row_id != NULL) {
      ref = gw_answer_ref_of_row (repeat_ref, row_id);
      row = g_hash_table_lookup (self->rows, ref);
    }
    return row != NULL ? row->rev : NULL;
  }
  return NULL;
}

/**
 * gw_answer_book_is_news:
 * @ids: (element-type utf8): documents of this record that changed
 *
 * The change feed tells of our own writing too, many times a second while a person types.
 *
 * Returns: whether any of @ids came from elsewhere, or has more versions than one
 */
gboolean
gw_answer_book_is_news (GwAnswerBook *self,
                        GwStore      *store,
                        GPtrArray    *ids)
{
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    const char *known = find_known_rev (self, id);
    g_autoptr (GwDoc) doc = gw_store_get (store, self->db, id, NULL);

    if (doc == NULL || known == NULL || gw_doc_get_conflicts (doc) > 0
        || !g_str_equal (known, gw_doc_get_rev (doc)))
      return TRUE;
  }
  return FALSE;
}
