/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving what a person types, without being asked.
 *
 * Each change goes into a queue. The queue is handed to the store's thread when no key came for
 * an eighth of a second, but never later than a quarter after the first key in it, and at once
 * when the field, the page or the program is left. The store's thread keeps the order, and tries
 * again where the disk fails. While one handful is on its way the next one gathers, so that a
 * slow disk gets fewer and larger ones. */

#include "core/answers/gw-filled-form-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"

#define QUIET_MS 120
#define LONGEST_MS 250
#define RETRY_MS 1000

/* After that long a pause somebody begins anew, also without having left the field. */
#define STRETCH_US (10 * 60 * G_USEC_PER_SEC)

typedef struct
{
  guint64 number;
  gint64 last_key; /* monotonic */
} Stretch;

typedef struct
{
  GwAnswerBook *book;
  int serial;
  GPtrArray *edits;
} Handful;

static void
handful_free (gpointer data)
{
  Handful *handful = data;

  gw_answer_book_unref (handful->book);
  g_ptr_array_unref (handful->edits);
  g_free (handful);
}

static gpointer
write_on_thread (GwStore   *store,
                 gpointer   data,
                 GError   **error)
{
  Handful *handful = data;

  return gw_answer_book_write (handful->book, store, handful->serial, handful->edits, error);
}

static gboolean on_timer (gpointer user_data);

static void
arm_timer (GwFilledForm *self,
           guint         milliseconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (milliseconds, on_timer, self);
}

static void
count_unsaved (GwFilledForm *self,
               const char   *ref,
               int           step)
{
  int count = GPOINTER_TO_INT (g_hash_table_lookup (self->unsaved, ref)) + step;

  if (count > 0)
    g_hash_table_replace (self->unsaved, g_strdup (ref), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->unsaved, ref);
}

/* The answers that somebody is typing in at this moment, or whose text is not durable yet: what
 * comes from elsewhere must wait. */
gboolean
gw_filled_form_is_being_typed (GwFilledForm *self,
                               const char   *ref)
{
  Stretch *stretch;

  if (g_strcmp0 (self->editing, ref) == 0 || g_hash_table_contains (self->unsaved, ref))
    return TRUE;
  stretch = g_hash_table_lookup (self->stretches, ref);
  return stretch != NULL && g_get_monotonic_time () - stretch->last_key < STRETCH_US;
}

static guint64
find_stretch (GwFilledForm *self,
              const char   *ref)
{
  Stretch *stretch = g_hash_table_lookup (self->stretches, ref);
  gint64 now = g_get_monotonic_time ();

  if (stretch == NULL || now - stretch->last_key >= STRETCH_US) {
    stretch = g_new0 (Stretch, 1);
    stretch->number = ++self->last_stretch;
    g_hash_table_replace (self->stretches, g_strdup (ref), stretch);
  }
  stretch->last_key = now;
  return stretch->number;
}

static void
queue_edit (GwFilledForm *self,
            GwAnswerEdit *edit)
{
  gint64 now = g_get_monotonic_time ();
  gint64 since;

  if (self->queue->len == 0)
    self->first_unsaved = now;
  for (guint i = self->queue->len; edit->kind == GW_ANSWER_EDIT_VALUE && i > 0; i--) {
    GwAnswerEdit *queued = g_ptr_array_index (self->queue, i - 1);

    /* The newest text of one stretch is enough. */
    if (queued->kind == GW_ANSWER_EDIT_VALUE && queued->stretch == edit->stretch
        && g_str_equal (queued->ref, edit->ref)) {
      count_unsaved (self, edit->ref, -1);
      g_ptr_array_remove_index (self->queue, i - 1);
      break;
    }
  }
  count_unsaved (self, edit->ref, 1);
  g_ptr_array_add (self->queue, edit);

  since = (now - self->first_unsaved) / 1000;
  arm_timer (self, since >= LONGEST_MS ? 0 : MIN (QUIET_MS, LONGEST_MS - since));
  gw_filled_form_update_state (self);
}

static gboolean
is_coded (GwFilledForm       *self,
          const GwFormChange *change)
{
  switch (change->item != NULL ? gw_form_item_get_control (change->item) : GW_FORM_CONTROL_INPUT) {
  case GW_FORM_CONTROL_SELECT1:
  case GW_FORM_CONTROL_SELECT:
  case GW_FORM_CONTROL_RANK:
  case GW_FORM_CONTROL_TRIGGER:
  case GW_FORM_CONTROL_UPLOAD:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What the form calculates follows from the rest and is calculated again at each opening; it is
 * not kept, or two desks would disagree about a sum. A question that a calculation only fills in,
 * and that a person may fill in otherwise, is kept like any other: opened again it stands as it
 * stood, and what was typed there before the form filled it in anew goes into the history. */
static gboolean
is_worth_keeping (GwFilledForm       *self,
                  const GwFormChange *change)
{
  GwFormItem *item = change->item;

  if ((change->aspects & GW_FORM_ASPECT_VALUE) == 0)
    return FALSE;
  if (change->origin != GW_FORM_ORIGIN_CALCULATION)
    return TRUE;
  if (item == NULL)
    item = gw_form_session_find_item (self->session, change->ref);
  return item != NULL && gw_form_item_may_be_answered (item);
}

void
gw_filled_form_note_changes (GwFilledForm *self,
                             GPtrArray    *changes)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwFormChange *change = g_ptr_array_index (changes, i);
    gboolean calculated = change->origin == GW_FORM_ORIGIN_CALCULATION;
    const char *value;
    GwAnswerEdit *edit;

    if (!is_worth_keeping (self, change))
      continue;
    value = gw_form_session_get_value (self->session, change->ref);
    /* What an action, a shrinking list or a calculation writes over has just been typed: it goes into
     * the history, and is no part of the same typing. */
    edit = gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, change->ref, value != NULL ? value : "",
                               change->origin == GW_FORM_ORIGIN_PERSON ? find_stretch (self, change->ref)
                                                                       : ++self->last_stretch);
    edit->calculated = calculated;
    edit->coded = is_coded (self, change);
    queue_edit (self, edit);
  }
}

/* Writes what the session computes, where the store has something else. */
void
gw_filled_form_keep_calculation (GwFilledForm *self,
                                 const char   *ref)
{
  const char *value = gw_form_session_get_value (self->session, ref);
  GwAnswerEdit *edit;

  if (value == NULL)
    return;
  edit = gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, ref, value, ++self->last_stretch);
  edit->calculated = TRUE;
  queue_edit (self, edit);
}

static void
note_row (GwFilledForm *self,
          const char   *row_ref,
          gboolean      here,
          gboolean      counted)
{
  if (here)
    g_hash_table_add (self->rows, g_strdup (row_ref));
  if (!self->applying && !counted)
    queue_edit (self, gw_answer_edit_new (here ? GW_ANSWER_EDIT_ROW : GW_ANSWER_EDIT_NO_ROW,
                                          row_ref, NULL, 0));
  if (!here)
    g_hash_table_remove (self->rows, row_ref);
}

static void note_new_rows (GwFilledForm *self,
                           GPtrArray    *items,
                           gboolean      quietly);

static void
note_new_rows_of (GwFilledForm *self,
                  GwFormItem   *repeat,
                  gboolean      quietly)
{
  /* The rows of a counted repeat follow from the count on each desk by itself. */
  gboolean counted = quietly || !gw_form_item_can_add_rows (repeat);
  g_autoptr (GPtrArray) rows = gw_form_item_dup_items (repeat);

  for (guint i = 0; i < rows->len; i++) {
    GwFormItem *row = g_ptr_array_index (rows, i);
    g_autoptr (GPtrArray) items = NULL;

    if (g_hash_table_contains (self->rows, gw_form_item_get_ref (row)))
      continue;
    note_row (self, gw_form_item_get_ref (row), TRUE, counted);
    items = gw_form_item_dup_items (row);
    note_new_rows (self, items, quietly);
  }
}

static void
note_new_rows (GwFilledForm *self,
               GPtrArray    *items,
               gboolean      quietly)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);

    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_REPEAT) {
      note_new_rows_of (self, item, quietly);
    } else if (gw_form_item_get_kind (item) == GW_FORM_ITEM_GROUP) {
      g_autoptr (GPtrArray) within = gw_form_item_dup_items (item);

      note_new_rows (self, within, quietly);
    }
  }
}

static void
note_gone_rows (GwFilledForm *self,
                GwFormItem   *repeat)
{
  const char *repeat_ref = gw_form_item_get_ref (repeat);
  gboolean counted = !gw_form_item_can_add_rows (repeat);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  gsize length = strlen (repeat_ref);
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &ref, NULL)) {
    const char *text = ref;

    if (strncmp (text, repeat_ref, length) == 0 && text[length] == '['
        && strchr (text + length, '/') == NULL
        && gw_form_session_find_item (self->session, text) == NULL)
      g_ptr_array_add (gone, g_strdup (text));
  }
  for (guint i = 0; i < gone->len; i++)
    note_row (self, g_ptr_array_index (gone, i), FALSE, counted);
}

/* Finds out which rows of a repeat are new and which are gone. */
void
gw_filled_form_note_rows (GwFilledForm *self,
                          const char   *repeat_ref)
{
  GwFormItem *repeat = gw_form_session_find_item (self->session, repeat_ref);

  if (repeat == NULL)
    return;
  note_gone_rows (self, repeat);
  note_new_rows_of (self, repeat, FALSE);
}

/* Notes the rows that are there at the beginning. */
void
gw_filled_form_learn_rows (GwFilledForm *self)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (self->session);

  note_new_rows (self, items, TRUE);
}

void
gw_filled_form_update_state (GwFilledForm *self)
{
  GwFilledFormState state = GW_FILLED_FORM_SAVED;

  if (gw_filled_form_get_error (self) != NULL)
    state = GW_FILLED_FORM_NOT_SAVED;
  else if (g_hash_table_size (self->unsaved) > 0)
    state = GW_FILLED_FORM_SAVING;

  if (state != self->state) {
    self->state = state;
    g_object_notify (G_OBJECT (self), "state");
  }
}

static void
note_written (GwFilledForm     *self,
              int               serial,
              GPtrArray        *edits,
              GwAnswersWritten *written)
{
  gw_answer_book_note_durable (self->book, serial);
  for (guint i = 0; i < edits->len; i++) {
    const GwAnswerEdit *edit = g_ptr_array_index (edits, i);

    count_unsaved (self, edit->ref, -1);
    g_hash_table_remove (self->refused, edit->ref);
  }
  for (guint i = 0; i < written->refused->len; i++)
    g_hash_table_add (self->refused, g_strdup (g_ptr_array_index (written->refused, i)));

  g_clear_error (&self->error);
  if (g_hash_table_size (self->refused) > 0)
    g_set_error_literal (&self->error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                         "A text is longer than the store can hold; it is in memory only");
  gw_filled_form_take_answers (self, written->answers);
}

/* A later handful may have got through where this one did not: what is tried again is the text
 * that stands there now, and never an older one over a newer. */
static void
renew_edit (GwFilledForm *self,
            GwAnswerEdit *edit)
{
  const char *value;

  if (edit->kind != GW_ANSWER_EDIT_VALUE || self->session == NULL)
    return;
  value = gw_form_session_get_value (self->session, edit->ref);
  if (value == NULL || g_str_equal (value, edit->value))
    return;
  g_free (edit->value);
  edit->value = g_strdup (value);
}

/* Nothing is thrown away: the edits go back to the head of the queue. */
static void
note_failed (GwFilledForm *self,
             GPtrArray    *edits,
             GError       *error)
{
  g_clear_error (&self->error);
  self->error = error;
  for (guint i = edits->len; i > 0; i--) {
    renew_edit (self, g_ptr_array_index (edits, i - 1));
    g_ptr_array_insert (self->queue, 0, g_ptr_array_steal_index (edits, i - 1));
  }
  arm_timer (self, RETRY_MS);
}

static Handful *
take_handful (GwFilledForm *self)
{
  Handful *handful = g_new0 (Handful, 1);

  handful->book = gw_answer_book_ref (self->book);
  handful->serial = ++self->last_serial;
  handful->edits = self->queue;
  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  return handful;
}

typedef struct
{
  GwFilledForm *form;
  int serial;
  GPtrArray *edits;
} Flight;

static void push (GwFilledForm *self);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwFilledForm) self = ((Flight *) user_data)->form;
  g_autoptr (GPtrArray) edits = ((Flight *) user_data)->edits;
  int serial = ((Flight *) user_data)->serial;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswersWritten) written = gw_store_thread_write_finish (GW_STORE_THREAD (source),
                                                                       result, &error);

  g_free (user_data);
  self->in_flight--;
  if (written != NULL)
    note_written (self, serial, edits, written);
  else
    note_failed (self, edits, g_steal_pointer (&error));
  if (self->push_after_flight && self->in_flight == 0 && written != NULL)
    push (self);
  gw_filled_form_update_state (self);
}

static void
push (GwFilledForm *self)
{
  Handful *handful;
  Flight *flight;

  self->push_after_flight = FALSE;
  if (self->queue->len == 0)
    return;

  handful = take_handful (self);
  flight = g_new0 (Flight, 1);
  flight->form = g_object_ref (self);
  flight->serial = handful->serial;
  flight->edits = g_ptr_array_ref (handful->edits);
  self->in_flight++;
  gw_store_thread_write_async (self->thread, write_on_thread, handful, handful_free,
                               (GDestroyNotify) gw_answers_written_free, on_written, flight);
}

static gboolean
on_timer (gpointer user_data)
{
  GwFilledForm *self = user_data;

  self->timer = 0;
  if (self->in_flight > 0)
    self->push_after_flight = TRUE;
  else
    push (self);
  return G_SOURCE_REMOVE;
}

static void
end_stretches (GwFilledForm *self)
{
  g_hash_table_remove_all (self->stretches);
  if (self->put_off) {
    self->read_all = TRUE;
    gw_filled_form_read_news (self);
  }
}

/**
 * gw_filled_form_flush:
 *
 * Hands over what was typed at once, and ends the stretch of typing. To be called when a field,
 * a page or the window is left, and when the computer goes to sleep.
 */
void
gw_filled_form_flush (GwFilledForm *self)
{
  g_return_if_fail (GW_IS_FILLED_FORM (self));

  push (self);
  end_stretches (self);
}

/**
 * gw_filled_form_flush_sync:
 * @error: return location; the store's
 *
 * The same, and waits until it is on the disk.
 *
 * Returns: whether it is
 */
gboolean
gw_filled_form_flush_sync (GwFilledForm  *self,
                           GError       **error)
{
  Handful *handful;
  g_autoptr (GwAnswersWritten) written = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), FALSE);

  if (self->in_flight > 0) {
    gw_filled_form_flush (self);
    return gw_store_thread_flush (self->thread, error);
  }
  if (self->queue->len > 0) {
    handful = take_handful (self);
    written = gw_store_thread_run_sync (self->thread, write_on_thread, handful, &local_error);
    if (written != NULL)
      note_written (self, handful->serial, handful->edits, written);
    else
      note_failed (self, handful->edits, g_error_copy (local_error));
    handful_free (handful);
  }
  end_stretches (self);
  gw_filled_form_update_state (self);
  if (local_error == NULL && self->error != NULL)
    local_error = g_error_copy (self->error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return gw_store_thread_flush (self->thread, error);
}

/**
 * gw_filled_form_get_state:
 */
GwFilledFormState
gw_filled_form_get_state (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), GW_FILLED_FORM_NOT_SAVED);

  return self->state;
}

/**
 * gw_filled_form_get_error:
 *
 * Returns: (transfer none) (nullable): why what was typed is not on the disk
 */
const GError *
gw_filled_form_get_error (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  if (self->error != NULL)
    return self->error;
  return g_hash_table_size (self->unsaved) > 0 ? gw_store_thread_get_write_error (self->thread)
                                               : NULL;
}

static void
add_refs (GHashTable *places,
          GHashTable *all)
{
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, &ref, NULL))
    g_hash_table_add (all, ref);
}

/**
 * gw_filled_form_dup_unsaved:
 *
 * Returns: (transfer full): the places in the form, answers and rows, of which not everything is
 *   on the disk
 */
GStrv
gw_filled_form_dup_unsaved (GwFilledForm *self)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) refs = g_strv_builder_new ();
  g_autoptr (GList) sorted = NULL;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  add_refs (self->unsaved, all);
  add_refs (self->refused, all);
  sorted = g_list_sort (g_hash_table_get_keys (all), (GCompareFunc) strcmp);
  for (GList *l = sorted; l != NULL; l = l->next)
    g_strv_builder_add (refs, l->data);
  return g_strv_builder_end (refs);
}

void
gw_filled_form_save_init (GwFilledForm *self)
{
  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stretches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* The thread holds on to what it was given, so that the last words outlive this object. */
void
gw_filled_form_save_dispose (GwFilledForm *self)
{
  if (self->queue->len > 0) {
    Handful *handful = take_handful (self);

    gw_store_thread_write_async (self->thread, write_on_thread, handful, handful_free,
                                 (GDestroyNotify) gw_answers_written_free, NULL, NULL);
  }
  g_clear_handle_id (&self->timer, g_source_remove);
}

void
gw_filled_form_save_finalize (GwFilledForm *self)
{
  g_ptr_array_unref (self->queue);
  g_hash_table_unref (self->unsaved);
  g_hash_table_unref (self->stretches);
  g_hash_table_unref (self->refused);
  g_clear_error (&self->error);
}
