/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing what a person did.
 *
 * An answer is written as a child of the revision that the person had before their eyes. Where
 * that revision waits to be sent, the new one takes its place, so that typing does not grow the
 * tree. What stood there before is kept in the history when a new stretch of typing begins, and
 * within a stretch when one save loses much of it: select all and one key is a common accident. */

#include "core/answers/gw-answer-book-private.h"

#include <string.h>

#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-answer-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

/* That many bytes lost between two saves, a quarter of a second apart, is no typing. */
#define LOSS_WORTH_KEEPING 40

/* What one group of writes taught; it counts only once the group is durable. */
typedef struct
{
  GHashTable *answers;
  GHashTable *rows;
} Lesson;

static gsize
bytes_lost (const char *old_text,
            const char *new_text)
{
  gsize old_length = strlen (old_text), new_length = strlen (new_text);
  gsize shorter = MIN (old_length, new_length);
  gsize head = 0, tail = 0;

  while (head < shorter && old_text[head] == new_text[head])
    head++;
  while (tail < shorter - head
         && old_text[old_length - 1 - tail] == new_text[new_length - 1 - tail])
    tail++;
  return old_length - head - tail;
}

/**
 * gw_answer_keep_past:
 * @ref: a place
 * @value: the text that stood there
 * @author: who typed it
 * @changed: when, microseconds since 1970
 * @settled_by: (nullable): who decided against it
 * @error: return location; the store's
 *
 * Keeps a text that stood in a place, for its history. Where it is kept already, there is nothing to do. On the thread
 * of the store.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_answer_keep_past (GwStore     *store,
                     const char  *db,
                     const char  *record,
                     const char  *ref,
                     const char  *value,
                     const char  *author,
                     gint64       changed,
                     const char  *settled_by,
                     GError     **error)
{
  g_autofree char *time = gw_answer_format_time (changed);
  g_autofree char *id = gw_answer_id_new_past (record, ref, value, author, time);
  g_autoptr (GwDoc) there = gw_store_get (store, db, id, NULL);
  g_autoptr (JsonObject) body = NULL;

  if (there != NULL && !gw_doc_is_deleted (there))
    return TRUE;

  body = json_object_new ();
  json_object_set_string_member (body, "type", "past");
  json_object_set_string_member (body, "record", record);
  json_object_set_string_member (body, "ref", ref);
  json_object_set_string_member (body, "value", value);
  json_object_set_string_member (body, "author", author);
  json_object_set_string_member (body, "changed", time);
  if (settled_by != NULL)
    json_object_set_string_member (body, "settled", settled_by);
  return gw_store_put (store, db, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}

static JsonObject *
make_answer_body (GwAnswerBook       *self,
                  const GwAnswerEdit *edit)
{
  g_autofree char *time = gw_answer_format_time (edit->changed);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "record", self->record);
  json_object_set_string_member (body, "ref", edit->ref);
  json_object_set_string_member (body, "value", edit->value);
  if (edit->coded)
    json_object_set_boolean_member (body, "coded", TRUE);
  if (edit->calculated)
    json_object_set_boolean_member (body, "calculated", TRUE);
  json_object_set_string_member (body, "author", self->author);
  json_object_set_string_member (body, "changed", time);
  return body;
}

static GwAnswerKnown *
find_known (GwAnswerBook *self,
            const Lesson *lesson,
            const char   *ref)
{
  GwAnswerKnown *known = g_hash_table_lookup (lesson->answers, ref);

  return known != NULL ? known : g_hash_table_lookup (self->answers, ref);
}

static GwAnswerKnownRow *
find_known_row (GwAnswerBook *self,
                const Lesson *lesson,
                const char   *ref)
{
  GwAnswerKnownRow *row = g_hash_table_lookup (lesson->rows, ref);

  return row != NULL ? row : g_hash_table_lookup (self->rows, ref);
}

static char *
next_order (GwAnswerBook *self,
            const Lesson *lesson,
            const char   *row_ref)
{
  g_autofree char *repeat = NULL;
  g_autofree char *id = NULL;
  guint64 last = 0;

  if (!gw_answer_ref_split_row (row_ref, &repeat, &id))
    return g_strdup ("");

  for (int i = 0; i < 2; i++) {
    GHashTableIter iter;
    gpointer ref, data;

    g_hash_table_iter_init (&iter, i == 0 ? self->rows : lesson->rows);
    while (g_hash_table_iter_next (&iter, &ref, &data)) {
      const GwAnswerKnownRow *row = data;
      gsize length = strlen (repeat);

      if (strncmp (ref, repeat, length) == 0 && ((char *) ref)[length] == '['
          && strchr ((char *) ref + length, '/') == NULL && row->order != NULL)
        last = MAX (last, g_ascii_strtoull (row->order, NULL, 10));
    }
  }
  return g_strdup_printf ("%08" G_GUINT64_FORMAT, last + 1);
}

/* What the person sees of a row in the moment they take it away. */
static JsonObject *
make_seen (GwAnswerBook *self,
           const Lesson *lesson,
           const char   *row_ref)
{
  JsonObject *seen = json_object_new ();

  for (int i = 0; i < 2; i++) {
    GHashTableIter iter;
    gpointer ref, known;

    g_hash_table_iter_init (&iter, i == 0 ? self->answers : lesson->answers);
    while (g_hash_table_iter_next (&iter, &ref, &known)) {
      if (gw_answer_ref_is_under (ref, row_ref))
        json_object_set_string_member (seen, ref, ((GwAnswerKnown *) known)->rev);
    }
  }
  return seen;
}

static gboolean
write_row (GwAnswerBook  *self,
           GwStore       *store,
           const char    *row_ref,
           gboolean       removed,
           gint64         changed,
           Lesson        *lesson,
           GError       **error)
{
  GwAnswerKnownRow *row = find_known_row (self, lesson, row_ref);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *time = gw_answer_format_time (changed);
  g_autofree char *order = NULL;
  g_autofree char *repeat = NULL;
  g_autofree char *row_id = NULL;
  g_autofree char *id = NULL;
  g_autofree char *rev = NULL;
  g_autoptr (GwDoc) newest = NULL;

  if (!gw_answer_ref_split_row (row_ref, &repeat, &row_id))
    return TRUE;

  order = row != NULL && row->order != NULL ? g_strdup (row->order)
                                            : next_order (self, lesson, row_ref);
  id = gw_answer_id_new_row (self->record, repeat, row_id);
  json_object_set_string_member (body, "type", "row");
  json_object_set_string_member (body, "record", self->record);
  json_object_set_string_member (body, "repeat", repeat);
  json_object_set_string_member (body, "row", row_id);
  json_object_set_string_member (body, "order", order);
  json_object_set_string_member (body, "state", removed ? "removed" : "here");
  if (removed)
    json_object_set_object_member (body, "seen", make_seen (self, lesson, row_ref));
  json_object_set_string_member (body, "author", self->author);
  json_object_set_string_member (body, "changed", time);

  newest = gw_store_get (store, self->db, id, NULL);
  if (!gw_store_put (store, self->db, id, newest != NULL ? gw_doc_get_rev (newest) : NULL, body,
                     GW_PUT_COALESCE, &rev, error))
    return FALSE;
  g_hash_table_replace (lesson->rows, g_strdup (row_ref),
                        gw_answer_known_row_new (rev, order, removed));
  return TRUE;
}

/* A row that the form made, and not a person, has no document until somebody writes in it. */
static gboolean
write_rows_around (GwAnswerBook        *self,
                   GwStore             *store,
                   const GwAnswerEdit  *edit,
                   Lesson              *lesson,
                   GError             **error)
{
  g_autoptr (GPtrArray) rows = gw_answer_ref_dup_rows (edit->ref);

  for (guint i = 0; i < rows->len; i++) {
    const char *ref = g_ptr_array_index (rows, i);
    const GwAnswerKnownRow *row = find_known_row (self, lesson, ref);

    if ((row == NULL || row->rev == NULL)
        && !write_row (self, store, ref, FALSE, edit->changed, lesson, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_answer (GwAnswerBook        *self,
              GwStore             *store,
              const GwAnswerEdit  *edit,
              Lesson              *lesson,
              GError             **error)
{
  const GwAnswerKnown *known = find_known (self, lesson, edit->ref);
  g_autofree char *id = gw_answer_id_new ("answer", self->record, edit->ref);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *rev = NULL;

  if (known != NULL && g_str_equal (known->value, edit->value))
    return TRUE;
  if (!write_rows_around (self, store, edit, lesson, error))
    return FALSE;
  /* A sum that follows each key has no history; what a person wrote over it has. */
  if (known != NULL && !(known->calculated && edit->calculated)
      && (known->stretch != edit->stretch
          || bytes_lost (known->value, edit->value) >= LOSS_WORTH_KEEPING)
      && !gw_answer_keep_past (store, self->db, self->record, edit->ref, known->value,
                               known->author, known->changed, NULL, error))
    return FALSE;

  body = make_answer_body (self, edit);
  if (!gw_store_put (store, self->db, id, known != NULL ? known->rev : NULL, body,
                     GW_PUT_COALESCE, &rev, error))
    return FALSE;
  g_hash_table_replace (lesson->answers, g_strdup (edit->ref),
                        gw_answer_known_new (rev, edit->value, self->author, edit->changed,
                                             edit->calculated, edit->stretch));
  return TRUE;
}

static gboolean
write_edit (GwAnswerBook        *self,
            GwStore             *store,
            const GwAnswerEdit  *edit,
            Lesson              *lesson,
            GError             **error)
{
  switch (edit->kind) {
  case GW_ANSWER_EDIT_VALUE:
    return write_answer (self, store, edit, lesson, error);
  case GW_ANSWER_EDIT_ROW:
    return write_row (self, store, edit->ref, FALSE, edit->changed, lesson, error);
  case GW_ANSWER_EDIT_NO_ROW:
    return write_row (self, store, edit->ref, TRUE, edit->changed, lesson, error);
  default:
    g_assert_not_reached ();
  }
}

/* A write may share a transaction with others and be asked for again when that fails. What it
 * taught must then be unlearned first, with all that later writes taught. */
typedef struct
{
  int serial;
  GHashTable *table; /* of the book */
  char *ref;
  gpointer before; /* (nullable): what was known before */
  GDestroyNotify free_before;
} LogEntry;

static void
log_entry_free (LogEntry *entry)
{
  g_clear_pointer (&entry->before, entry->free_before);
  g_free (entry->ref);
  g_free (entry);
}

void
gw_answer_book_forget_log (GwAnswerBook *self)
{
  LogEntry *entry;

  while ((entry = g_queue_pop_head (&self->log)) != NULL)
    log_entry_free (entry);
}

static void
unlearn (GwAnswerBook *self,
         int           serial)
{
  LogEntry *entry;

  while ((entry = g_queue_peek_head (&self->log)) != NULL
         && entry->serial <= g_atomic_int_get (&self->durable))
    log_entry_free (g_queue_pop_head (&self->log));

  while ((entry = g_queue_peek_tail (&self->log)) != NULL && entry->serial >= serial) {
    if (entry->before != NULL)
      g_hash_table_replace (entry->table, g_strdup (entry->ref), g_steal_pointer (&entry->before));
    else
      g_hash_table_remove (entry->table, entry->ref);
    log_entry_free (g_queue_pop_tail (&self->log));
  }
}

static void
learn (GwAnswerBook   *self,
       int             serial,
       GHashTable     *from,
       GHashTable     *to,
       GDestroyNotify  free_before)
{
  GHashTableIter iter;
  gpointer ref, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &ref, &value)) {
    LogEntry *entry = g_new0 (LogEntry, 1);
    gpointer old_ref = NULL;

    entry->serial = serial;
    entry->table = to;
    entry->ref = g_strdup (ref);
    entry->free_before = free_before;
    if (g_hash_table_steal_extended (to, ref, &old_ref, &entry->before))
      g_free (old_ref);
    g_queue_push_tail (&self->log, entry);
    g_hash_table_iter_steal (&iter);
    g_hash_table_insert (to, ref, value);
  }
}

/**
 * gw_answer_book_note_durable:
 * @serial: the number of a write
 *
 * Tells that the write and all before it are on the disk. May be called on any thread.
 */
void
gw_answer_book_note_durable (GwAnswerBook *self,
                             int           serial)
{
  g_atomic_int_set (&self->durable, serial);
}

static GPtrArray *
make_answers (GwAnswerBook *self,
              GwStore      *store,
              const Lesson *lesson)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_free);
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, lesson->answers);
  while (g_hash_table_iter_next (&iter, &ref, NULL)) {
    g_autofree char *id = gw_answer_id_new ("answer", self->record, ref);
    g_autoptr (GwDoc) doc = gw_store_get (store, self->db, id, NULL);
    GwAnswer *answer = doc != NULL ? gw_answer_new_from_doc (doc) : NULL;

    if (answer != NULL)
      g_ptr_array_add (answers, answer);
  }
  return answers;
}

/* An answer that the store will never take (it is larger than a document may be) must not hold
 * back the others; it is named, and stays in memory. */
static gboolean
write_or_refuse (GwAnswerBook        *self,
                 GwStore             *store,
                 const GwAnswerEdit  *edit,
                 Lesson              *lesson,
                 GPtrArray           *refused,
                 GError             **error)
{
  g_autoptr (GError) local_error = NULL;

  if (write_edit (self, store, edit, lesson, &local_error))
    return TRUE;
  if (g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID)) {
    g_ptr_array_add (refused, g_strdup (edit->ref));
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * gw_answers_written_free:
 */
void
gw_answers_written_free (GwAnswersWritten *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_free (self);
}

/**
 * gw_answer_book_write:
 * @serial: the number of this write, greater than the last one's; the same where it is done again
 * @edits: (element-type GwAnswerEdit): what was done, in its order
 * @error: return location; the store's. Then nothing was written and the book knows what it
 *   knew before: the same call may be made again
 *
 * Writes all edits as one.
 *
 * Returns: (transfer full): what is durable now, and what can never be
 */
GwAnswersWritten *
gw_answer_book_write (GwAnswerBook  *self,
                      GwStore       *store,
                      int            serial,
                      GPtrArray     *edits,
                      GError       **error)
{
  g_autoptr (GHashTable) answers = g_hash_table_new_similar (self->answers);
  g_autoptr (GHashTable) rows = g_hash_table_new_similar (self->rows);
  Lesson lesson = { answers, rows };
  g_autoptr (GwAnswersWritten) written = g_new0 (GwAnswersWritten, 1);

  unlearn (self, serial);
  written->refused = g_ptr_array_new_with_free_func (g_free);
  if (!gw_store_begin (store, error))
    return NULL;
  for (guint i = 0; i < edits->len; i++) {
    if (!write_or_refuse (self, store, g_ptr_array_index (edits, i), &lesson, written->refused,
                          error)) {
      gw_store_rollback (store);
      return NULL;
    }
  }
  written->answers = make_answers (self, store, &lesson);
  if (!gw_store_commit (store, error))
    return NULL;

  learn (self, serial, answers, self->answers, (GDestroyNotify) gw_answer_known_free);
  learn (self, serial, rows, self->rows, (GDestroyNotify) gw_answer_known_row_free);
  return g_steal_pointer (&written);
}

typedef struct
{
  JsonObject *values;
  JsonArray *rows;
  JsonArray *repeats;
} Begun;

static void
take_value (const char *ref,
            const char *value,
            gpointer    user_data)
{
  Begun *begun = user_data;

  if (value != NULL && *value != '\0')
    json_object_set_string_member (begun->values, ref, value);
}

static void
take_row (const char *repeat_ref,
          const char *row_id,
          gpointer    user_data)
{
  Begun *begun = user_data;
  g_autofree char *ref = NULL;

  if (row_id == NULL) {
    json_array_add_string_element (begun->repeats, repeat_ref);
    return;
  }
  ref = gw_answer_ref_of_row (repeat_ref, row_id);
  json_array_add_string_element (begun->rows, ref);
}

/**
 * gw_answer_book_begin:
 * @draft: what the form filled in by itself when it was opened for the first time
 * @error: return location; the store's
 *
 * Keeps the instance id, the start time, defaults and first rows, which must be the same at the
 * next opening and on another desk. Two desks that both open a record for the first time agree
 * by themselves.
 *
 * Returns: whether it is kept
 */
gboolean
gw_answer_book_begin (GwAnswerBook       *self,
                      GwStore            *store,
                      const GwFormDraft  *draft,
                      GError            **error)
{
  g_autofree char *id = g_strconcat ("begun:", self->record, NULL);
  g_autoptr (GwDoc) there = gw_store_get (store, self->db, id, NULL);
  g_autoptr (JsonObject) body = NULL;
  Begun begun;

  if (there != NULL)
    return TRUE;

  begun = (Begun) { json_object_new (), json_array_new (), json_array_new () };
  gw_form_draft_foreach (draft, take_value, take_row, &begun);
  body = json_object_new ();
  json_object_set_string_member (body, "type", "begun");
  json_object_set_string_member (body, "record", self->record);
  json_object_set_object_member (body, "values", begun.values);
  json_object_set_array_member (body, "rows", begun.rows);
  json_object_set_array_member (body, "repeats", begun.repeats);
  if (!gw_store_put (store, self->db, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (begun.rows); i++) {
    g_autofree char *order = g_strdup_printf ("%08u", i + 1);
    const char *ref = json_array_get_string_element (begun.rows, i);

    if (!g_hash_table_contains (self->rows, ref))
      g_hash_table_insert (self->rows, g_strdup (ref), gw_answer_known_row_new (NULL, order, FALSE));
  }
  return TRUE;
}
