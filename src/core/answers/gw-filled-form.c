/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-filled-form-private.h"

#include "core/answers/gw-answer-id.h"

G_DEFINE_FINAL_TYPE (GwFilledForm, gw_filled_form, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_N_UNDECIDED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

enum
{
  ANSWERS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What is needed to open a form, while the store is asked for its answers. */
typedef struct
{
  GwStoreThread *thread;
  GwAnswerBook *book;
  GwForm *form;
  GwFormEnvironment *environment;
  char *author;
} Opening;

static Opening *
opening_new (GwStoreThread           *thread,
             const char              *db,
             const char              *record,
             const char              *author,
             GwForm                  *form,
             const GwFormEnvironment *environment)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->thread = g_object_ref (thread);
  opening->book = gw_answer_book_new (db, record, author);
  opening->form = g_object_ref (form);
  opening->environment = environment != NULL ? gw_form_environment_copy (environment) : NULL;
  opening->author = g_strdup (author);
  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->thread);
  gw_answer_book_unref (opening->book);
  g_object_unref (opening->form);
  g_clear_pointer (&opening->environment, gw_form_environment_free);
  g_free (opening->author);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_answer_book_read (data, store, error);
}

typedef struct
{
  GwAnswerBook *book;
  GwFormDraft *draft;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  gw_answer_book_unref (beginning->book);
  gw_form_draft_free (beginning->draft);
  g_free (beginning);
}

static gpointer
begin_on_thread (GwStore   *store,
                 gpointer   data,
                 GError   **error)
{
  Beginning *beginning = data;

  gw_answer_book_begin (beginning->book, store, beginning->draft, error);
  return NULL;
}

static void
on_session_changed (GwFormSession *session,
                    GPtrArray     *changes,
                    GwFilledForm  *self)
{
  if (!self->applying)
    gw_filled_form_note_changes (self, changes);
}

static void
on_rows_changed (GwFormSession *session,
                 const char    *repeat_ref,
                 GwFilledForm  *self)
{
  gw_filled_form_note_rows (self, repeat_ref);
}

static void
on_session_stepped (GwFormSession *session,
                    GwFormStep    *step,
                    GwFilledForm  *self)
{
  if (!self->applying)
    gw_filled_form_note_step (self, step);
}

static void
on_store_changed (GwStoreThread *thread,
                  GPtrArray     *changes,
                  GwFilledForm  *self)
{
  gw_filled_form_note_store (self, changes);
}

/* The form has filled in its first values in the session's making; they are handed over before
 * anything that a person types, and the order of writes is kept. */
static void
keep_beginning (GwFilledForm *self)
{
  Beginning *beginning;

  if (gw_store_thread_is_read_only (self->thread))
    return;

  beginning = g_new0 (Beginning, 1);
  beginning->book = gw_answer_book_ref (self->book);
  beginning->draft = gw_form_session_dup_draft (self->session);
  gw_store_thread_write_async (self->thread, begin_on_thread, beginning, beginning_free, NULL,
                               NULL, NULL);
}

/* What cannot be kept is not taken: words that nobody can save would be lost with the page. */
static void
follow_store (GwFilledForm *self)
{
  gw_form_session_set_readonly (self->session, gw_store_thread_is_read_only (self->thread));
}

static GwFilledForm *
open_with_sheet (Opening       *opening,
                 GwAnswerSheet *sheet)
{
  GwFilledForm *self = g_object_new (GW_TYPE_FILLED_FORM, NULL);
  gboolean first = gw_answer_sheet_is_empty (sheet);
  g_autoptr (GwFormDraft) draft = first ? NULL : gw_answer_sheet_dup_draft (sheet);

  self->thread = g_object_ref (opening->thread);
  self->book = gw_answer_book_ref (opening->book);
  self->author = g_strdup (opening->author);
  self->session = gw_form_session_new (opening->form, opening->environment, draft);
  gw_filled_form_learn_rows (self);
  gw_filled_form_take_answers (self, sheet->answers);
  if (first)
    keep_beginning (self);
  follow_store (self);

  g_signal_connect_object (self->session, "changed", G_CALLBACK (on_session_changed), self, 0);
  g_signal_connect_object (self->session, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  g_signal_connect_object (self->session, "stepped", G_CALLBACK (on_session_stepped), self, 0);
  g_signal_connect_object (self->thread, "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (self->thread, "notify::fault", G_CALLBACK (follow_store), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "notify::write-error",
                           G_CALLBACK (gw_filled_form_update_state), self, G_CONNECT_SWAPPED);
  gw_filled_form_update_state (self);
  return self;
}

static void
gw_filled_form_dispose (GObject *object)
{
  GwFilledForm *self = GW_FILLED_FORM (object);

  gw_filled_form_save_dispose (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->thread != NULL)
    g_signal_handlers_disconnect_by_data (self->thread, self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_filled_form_parent_class)->dispose (object);
}

static void
gw_filled_form_finalize (GObject *object)
{
  GwFilledForm *self = GW_FILLED_FORM (object);

  gw_filled_form_save_finalize (self);
  gw_filled_form_undo_finalize (self);
  g_clear_object (&self->thread);
  g_clear_pointer (&self->book, gw_answer_book_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->news, g_ptr_array_unref);
  g_free (self->editing);
  g_free (self->author);

  G_OBJECT_CLASS (gw_filled_form_parent_class)->finalize (object);
}

static void
gw_filled_form_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  GwFilledForm *self = GW_FILLED_FORM (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_N_UNDECIDED:
    g_value_set_uint (value, self->n_undecided);
    break;
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, gw_filled_form_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, gw_filled_form_can_redo (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_filled_form_class_init (GwFilledFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gw_filled_form_dispose;
  object_class->finalize = gw_filled_form_finalize;
  object_class->get_property = gw_filled_form_get_property;

  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, GW_FILLED_FORM_SAVED, GW_FILLED_FORM_NOT_SAVED,
                      GW_FILLED_FORM_SAVED, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_UNDECIDED] =
    g_param_spec_uint ("n-undecided", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_UNDO] =
    g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_REDO] =
    g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ANSWERS_CHANGED] =
    g_signal_new ("answers-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
gw_filled_form_init (GwFilledForm *self)
{
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) gw_answer_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->news = g_ptr_array_new_with_free_func (g_free);
  gw_filled_form_save_init (self);
}

/**
 * gw_filled_form_open_sync:
 * @thread: the store of the profile
 * @db: the database of the record, "party" for a report
 * @record: the ULID of what is filled in
 * @author: the name under which what is typed is kept
 * @form: the form
 * @environment: (nullable): what the form reads from outside itself
 * @error: return location; the store's
 *
 * Opens a filled-in form, or begins it where the store has no answer of @record. Waits for the
 * store: for godwitctl and tests.
 *
 * Returns: (transfer full): the form, or NULL with @error set
 */
GwFilledForm *
gw_filled_form_open_sync (GwStoreThread            *thread,
                          const char               *db,
                          const char               *record,
                          const char               *author,
                          GwForm                   *form,
                          const GwFormEnvironment  *environment,
                          GError                  **error)
{
  g_autoptr (Opening) opening = NULL;
  g_autoptr (GwAnswerSheet) sheet = NULL;

  g_return_val_if_fail (GW_IS_STORE_THREAD (thread), NULL);
  g_return_val_if_fail (GW_IS_FORM (form), NULL);

  opening = opening_new (thread, db, record, author, form, environment);
  sheet = gw_store_thread_run_sync (thread, read_on_thread, opening->book, error);
  return sheet != NULL ? open_with_sheet (opening, sheet) : NULL;
}

static void
on_sheet_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswerSheet) sheet = gw_store_thread_run_finish (GW_STORE_THREAD (source), result,
                                                                &error);

  if (sheet == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, open_with_sheet (g_task_get_task_data (task), sheet),
                           g_object_unref);
}

/**
 * gw_filled_form_open_async:
 *
 * As gw_filled_form_open_sync(), without waiting.
 */
void
gw_filled_form_open_async (GwStoreThread           *thread,
                           const char              *db,
                           const char              *record,
                           const char              *author,
                           GwForm                  *form,
                           const GwFormEnvironment *environment,
                           GCancellable            *cancellable,
                           GAsyncReadyCallback      callback,
                           gpointer                 user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening;

  g_return_if_fail (GW_IS_STORE_THREAD (thread));
  g_return_if_fail (GW_IS_FORM (form));

  opening = opening_new (thread, db, record, author, form, environment);
  g_task_set_task_data (task, opening, opening_free);
  gw_store_thread_run_async (thread, read_on_thread, gw_answer_book_ref (opening->book),
                             (GDestroyNotify) gw_answer_book_unref,
                             (GDestroyNotify) gw_answer_sheet_free, cancellable, on_sheet_read,
                             task);
}

/**
 * gw_filled_form_open_finish:
 *
 * Returns: (transfer full): the form, or NULL with @error set
 */
GwFilledForm *
gw_filled_form_open_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_filled_form_get_session:
 *
 * Returns: (transfer none): the form in memory, to be shown and filled in
 */
GwFormSession *
gw_filled_form_get_session (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return self->session;
}

/**
 * gw_filled_form_get_record:
 */
const char *
gw_filled_form_get_record (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return gw_answer_book_get_record (self->book);
}

/**
 * gw_filled_form_get_author:
 */
const char *
gw_filled_form_get_author (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return self->author;
}

/**
 * gw_filled_form_get_store:
 *
 * Returns: (transfer none): the store that the answers are kept in
 */
GwStoreThread *
gw_filled_form_get_store (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return self->thread;
}

/**
 * gw_filled_form_get_answer:
 * @ref: a place in the form
 *
 * Returns: (transfer none) (nullable): who wrote what stands there, when, and how many versions
 *   there are, as the store has it; NULL where nobody wrote anything. Valid until the next
 *   return to the main loop
 */
const GwAnswer *
gw_filled_form_get_answer (GwFilledForm *self,
                           const char   *ref)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return g_hash_table_lookup (self->answers, ref);
}

/**
 * gw_filled_form_dup_answers:
 *
 * Returns: (transfer full) (element-type utf8 GwAnswer): all answers of the store by their
 *   references, for whoever needs them on another thread
 */
GHashTable *
gw_filled_form_dup_answers (GwFilledForm *self)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) gw_answer_free);
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), copy);

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GwAnswer *answer = gw_answer_copy (value);

    g_hash_table_insert (copy, answer->ref, answer);
  }
  return copy;
}

/**
 * gw_filled_form_get_n_undecided:
 *
 * Returns: how many answers were changed by two people apart and wait for somebody to look
 */
guint
gw_filled_form_get_n_undecided (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), 0);

  return self->n_undecided;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * gw_filled_form_dup_undecided:
 *
 * Returns: (transfer full) (element-type utf8): the places of those answers, sorted
 */
GPtrArray *
gw_filled_form_dup_undecided (GwFilledForm *self)
{
  GPtrArray *refs = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer answer;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), refs);

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &answer)) {
    if (((GwAnswer *) answer)->versions > 1)
      g_ptr_array_add (refs, g_strdup (((GwAnswer *) answer)->ref));
  }
  g_ptr_array_sort (refs, compare_texts);
  return refs;
}

/* Notes what the store has, and tells whoever shows it. */
void
gw_filled_form_take_answers (GwFilledForm *self,
                             GPtrArray    *answers)
{
  g_autoptr (GPtrArray) refs = g_ptr_array_new ();
  guint n_undecided = self->n_undecided;

  for (guint i = 0; i < answers->len; i++) {
    GwAnswer *answer = gw_answer_copy (g_ptr_array_index (answers, i));
    GwAnswer *old = g_hash_table_lookup (self->answers, answer->ref);

    if (old == NULL || g_strcmp0 (old->rev, answer->rev) != 0 || old->versions != answer->versions)
      g_ptr_array_add (refs, answer->ref);
    n_undecided -= old != NULL && old->versions > 1;
    n_undecided += answer->versions > 1;
    g_hash_table_replace (self->answers, answer->ref, answer);
  }

  if (refs->len > 0)
    g_signal_emit (self, signals[ANSWERS_CHANGED], 0, refs);
  if (n_undecided != self->n_undecided) {
    self->n_undecided = n_undecided;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNDECIDED]);
  }
}

/* What the store has of a row that came back. What is on its way to the store is newer. */
void
gw_filled_form_show_row (GwFilledForm *self,
                         const char   *row_ref)
{
  GHashTableIter iter;
  gpointer answer;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &answer)) {
    const char *ref = ((GwAnswer *) answer)->ref;

    if (gw_answer_ref_is_under (ref, row_ref) && !g_hash_table_contains (self->unsaved, ref))
      gw_filled_form_show_answer (self, answer);
  }
}

/**
 * gw_filled_form_put_back_row:
 * @row_ref: a row that was taken away
 * @error: return location; the form's
 *
 * Brings a row back with the answers that were in it.
 *
 * Returns: whether it is there again
 */
gboolean
gw_filled_form_put_back_row (GwFilledForm  *self,
                             const char    *row_ref,
                             GError       **error)
{
  g_autofree char *repeat_ref = NULL;
  g_autofree char *row_id = NULL;
  g_autofree char *added = NULL;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), FALSE);

  if (!gw_answer_ref_split_row (row_ref, &repeat_ref, &row_id)) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "%s is no row", row_ref);
    return FALSE;
  }
  added = gw_form_session_add_row (self->session, repeat_ref, row_id, error);
  if (added == NULL)
    return FALSE;

  gw_filled_form_show_row (self, row_ref);
  return TRUE;
}
