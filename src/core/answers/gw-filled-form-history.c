/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-filled-form-private.h"

#include "core/answers/gw-answer-history.h"

typedef struct
{
  GwAnswerBook *book;
  char *ref;
  char *value;
  char *aside;
  char *author;
  GStrv seen_revs;
} Question;

static Question *
question_new (GwFilledForm      *self,
              const char        *ref,
              const char        *value,
              const char *const *seen_revs)
{
  Question *question = g_new0 (Question, 1);

  question->book = gw_answer_book_ref (self->book);
  question->ref = g_strdup (ref);
  question->value = g_strdup (value);
  question->author = g_strdup (self->author);
  question->seen_revs = g_strdupv ((GStrv) seen_revs);
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  gw_answer_book_unref (question->book);
  g_free (question->ref);
  g_free (question->value);
  g_free (question->aside);
  g_free (question->author);
  g_strfreev (question->seen_revs);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static gpointer
history_on_thread (GwStore   *store,
                   gpointer   data,
                   GError   **error)
{
  Question *question = data;

  return gw_answer_list_history (store, gw_answer_book_get_db (question->book),
                                 gw_answer_book_get_record (question->book), question->ref, error);
}

static gpointer
versions_on_thread (GwStore   *store,
                    gpointer   data,
                    GError   **error)
{
  Question *question = data;

  return gw_answer_list_versions (store, gw_answer_book_get_db (question->book),
                                  gw_answer_book_get_record (question->book), question->ref, error);
}

static gpointer
settle_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  Question *question = data;
  GwAnswer *answer;

  answer = gw_answer_settle (store, gw_answer_book_get_db (question->book),
                             gw_answer_book_get_record (question->book), question->ref,
                             question->value, question->aside, question->author,
                             (const char *const *) question->seen_revs, error);
  if (answer != NULL)
    gw_answer_book_accept (question->book, answer);
  return answer;
}

static GPtrArray *
ask_sync (GwFilledForm  *self,
          GwStoreFunc    func,
          const char    *ref,
          GError       **error)
{
  g_autoptr (Question) question = question_new (self, ref, NULL, NULL);

  /* What is still in the queue belongs to the history too. */
  if (!gw_filled_form_flush_sync (self, error))
    return NULL;
  return gw_store_thread_run_sync (self->thread, func, question, error);
}

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *answers = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (answers != NULL)
    g_task_return_pointer (task, answers, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
ask_async (GwFilledForm        *self,
           GwStoreFunc          func,
           const char          *ref,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  gw_filled_form_flush (self);
  gw_store_thread_run_async (self->thread, func, question_new (self, ref, NULL, NULL),
                             question_free, (GDestroyNotify) g_ptr_array_unref, cancellable,
                             on_asked, task);
}

/**
 * gw_filled_form_list_history_sync:
 *
 * Returns: (transfer full) (element-type GwAnswer): see gw_answer_list_history()
 */
GPtrArray *
gw_filled_form_list_history_sync (GwFilledForm  *self,
                                  const char    *ref,
                                  GError       **error)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return ask_sync (self, history_on_thread, ref, error);
}

/**
 * gw_filled_form_list_history_async:
 */
void
gw_filled_form_list_history_async (GwFilledForm        *self,
                                   const char          *ref,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (GW_IS_FILLED_FORM (self));

  ask_async (self, history_on_thread, ref, cancellable, callback, user_data);
}

/**
 * gw_filled_form_list_history_finish:
 */
GPtrArray *
gw_filled_form_list_history_finish (GwFilledForm  *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_filled_form_list_versions_sync:
 *
 * Returns: (transfer full) (element-type GwAnswer): see gw_answer_list_versions()
 */
GPtrArray *
gw_filled_form_list_versions_sync (GwFilledForm  *self,
                                   const char    *ref,
                                   GError       **error)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return ask_sync (self, versions_on_thread, ref, error);
}

/**
 * gw_filled_form_list_versions_async:
 */
void
gw_filled_form_list_versions_async (GwFilledForm        *self,
                                    const char          *ref,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (GW_IS_FILLED_FORM (self));

  ask_async (self, versions_on_thread, ref, cancellable, callback, user_data);
}

/**
 * gw_filled_form_list_versions_finish:
 */
GPtrArray *
gw_filled_form_list_versions_finish (GwFilledForm  *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
take_settled (GwFilledForm   *self,
              const GwAnswer *answer)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();

  gw_filled_form_show_answer (self, answer);
  g_ptr_array_add (answers, (gpointer) answer);
  gw_filled_form_take_answers (self, answers);
}

/**
 * gw_filled_form_settle_sync:
 * @ref: an answer with more versions than one
 * @value: the text that shall stand: one of them, or a new one
 * @aside: (nullable): a text that the person made of them and did not choose
 * @seen_revs: (nullable): the versions that the person saw
 * @error: return location; the store's
 *
 * Decides which text stands; the other ones stay in the history, and so does @aside.
 *
 * Returns: whether it is decided and on the disk
 */
gboolean
gw_filled_form_settle_sync (GwFilledForm       *self,
                            const char         *ref,
                            const char         *value,
                            const char         *aside,
                            const char *const  *seen_revs,
                            GError            **error)
{
  g_autoptr (Question) question = NULL;
  g_autoptr (GwAnswer) answer = NULL;

  g_return_val_if_fail (GW_IS_FILLED_FORM (self), FALSE);

  if (!gw_filled_form_flush_sync (self, error))
    return FALSE;
  question = question_new (self, ref, value, seen_revs);
  question->aside = g_strdup (aside);
  answer = gw_store_thread_run_sync (self->thread, settle_on_thread, question, error);
  if (answer == NULL)
    return FALSE;
  take_settled (self, answer);
  return TRUE;
}

static void
on_settled (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GwAnswer) answer = gw_store_thread_write_finish (GW_STORE_THREAD (source), result,
                                                              &error);

  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }
  take_settled (g_task_get_source_object (task), answer);
  g_task_return_boolean (task, TRUE);
}

/**
 * gw_filled_form_settle_async:
 */
void
gw_filled_form_settle_async (GwFilledForm        *self,
                             const char          *ref,
                             const char          *value,
                             const char          *aside,
                             const char *const   *seen_revs,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (GW_IS_FILLED_FORM (self));

  task = g_task_new (self, NULL, callback, user_data);
  gw_filled_form_flush (self);
  question = question_new (self, ref, value, seen_revs);
  question->aside = g_strdup (aside);
  gw_store_thread_write_async (self->thread, settle_on_thread, question, question_free,
                               (GDestroyNotify) gw_answer_free, on_settled, task);
}

/**
 * gw_filled_form_settle_finish:
 */
gboolean
gw_filled_form_settle_finish (GwFilledForm  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
