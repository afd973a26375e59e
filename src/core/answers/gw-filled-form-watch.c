/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from elsewhere while a form is open.
 *
 * The change feed tells of everything, our own writing included; the store's thread knows which
 * revisions are ours, and reads all documents of the form only when there is news. A place in
 * which somebody is typing is left alone: its text is asked for again when they have left it,
 * and until then an edit still follows the revision that they have before their eyes, so that
 * the two texts stand beside each other and neither covers the other. */

#include "core/answers/gw-filled-form-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"

typedef struct
{
  GwAnswerBook *book;
  GPtrArray *ids; /* NULL: read in any case */
} NewsJob;

static void
news_job_free (gpointer data)
{
  NewsJob *job = data;

  gw_answer_book_unref (job->book);
  g_clear_pointer (&job->ids, g_ptr_array_unref);
  g_free (job);
}

static gpointer
read_news_on_thread (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  NewsJob *job = data;

  if (job->ids != NULL && !gw_answer_book_is_news (job->book, store, job->ids))
    return NULL;
  return gw_answer_book_read (job->book, store, error);
}

typedef struct
{
  GwAnswerBook *book;
  GPtrArray *answers;
} AcceptJob;

static void
accept_job_free (gpointer data)
{
  AcceptJob *job = data;

  gw_answer_book_unref (job->book);
  g_ptr_array_unref (job->answers);
  g_free (job);
}

static gpointer
accept_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  AcceptJob *job = data;

  for (guint i = 0; i < job->answers->len; i++)
    gw_answer_book_accept (job->book, g_ptr_array_index (job->answers, i));
  return NULL;
}

static void
accept_answers (GwFilledForm *self,
                GPtrArray    *answers)
{
  AcceptJob *job = g_new0 (AcceptJob, 1);

  job->book = gw_answer_book_ref (self->book);
  job->answers = g_ptr_array_ref (answers);
  gw_store_thread_run_async (self->thread, accept_on_thread, job, accept_job_free, NULL, NULL, NULL,
                             NULL);
}

/* Puts a text that is in the store before the person's eyes. A text that the form does not take
 * (a choice whose list is not there yet) stays in the store and in the history. */
void
gw_filled_form_show_answer (GwFilledForm   *self,
                            const GwAnswer *answer)
{
  const char *value = gw_form_session_get_value (self->session, answer->ref);
  gboolean applying = self->applying;

  if (value == NULL || g_str_equal (value, answer->value))
    return;
  self->applying = TRUE;
  gw_form_session_set_value (self->session, answer->ref, answer->value, NULL);
  self->applying = applying;
}

static gboolean
is_row_being_typed (GwFilledForm *self,
                    const char   *row_ref)
{
  GHashTableIter iter;
  gpointer ref;

  if (g_hash_table_contains (self->unsaved, row_ref))
    return TRUE;
  if (self->editing != NULL && gw_answer_ref_is_under (self->editing, row_ref))
    return TRUE;
  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &ref, NULL)) {
    if (gw_answer_ref_is_under (ref, row_ref))
      return TRUE;
  }
  return FALSE;
}

static void
take_rows (GwFilledForm        *self,
           const GwAnswerSheet *sheet,
           GPtrArray           *added_rows)
{
  for (guint i = 0; i < sheet->rows->len; i++) {
    const char *ref = g_ptr_array_index (sheet->rows, i);
    g_autofree char *repeat_ref = NULL;
    g_autofree char *row_id = NULL;
    g_autofree char *added = NULL;

    if (g_hash_table_contains (self->rows, ref) || g_hash_table_contains (self->unsaved, ref))
      continue;
    if (gw_answer_ref_split_row (ref, &repeat_ref, &row_id))
      added = gw_form_session_add_row (self->session, repeat_ref, row_id, NULL);
    if (added != NULL)
      g_ptr_array_add (added_rows, (gpointer) ref);
  }
  for (guint i = 0; i < sheet->removed_rows->len; i++) {
    const char *ref = g_ptr_array_index (sheet->removed_rows, i);

    if (!g_hash_table_contains (self->rows, ref))
      continue;
    if (is_row_being_typed (self, ref))
      self->put_off = TRUE;
    else
      gw_form_session_remove_row (self->session, ref, NULL);
  }
}

/* A row that came back is empty, and what was in it is no news. */
static gboolean
is_in_rows (GPtrArray  *rows,
            const char *ref)
{
  for (guint i = 0; i < rows->len; i++) {
    if (gw_answer_ref_is_under (ref, g_ptr_array_index (rows, i)))
      return TRUE;
  }
  return FALSE;
}

static void
take_sheet (GwFilledForm        *self,
            const GwAnswerSheet *sheet)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_free);
  g_autoptr (GPtrArray) added_rows = g_ptr_array_new ();
  gboolean typed = FALSE;

  self->applying = TRUE;
  take_rows (self, sheet, added_rows);
  for (guint i = 0; i < sheet->answers->len; i++) {
    const GwAnswer *answer = g_ptr_array_index (sheet->answers, i);
    const GwAnswer *old = g_hash_table_lookup (self->answers, answer->ref);

    if (old != NULL && g_strcmp0 (old->rev, answer->rev) == 0 && old->versions == answer->versions
        && !is_in_rows (added_rows, answer->ref))
      continue;
    if (gw_filled_form_is_being_typed (self, answer->ref))
      self->put_off = TRUE;
    else
      g_ptr_array_add (taken, gw_answer_copy (answer));
  }
  /* Twice: a choice may depend on an answer that stands behind it in this order, and the form
   * may react to one text by setting another. What a form computed elsewhere is computed here
   * too, from what is here. */
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < taken->len; i++) {
      const GwAnswer *answer = g_ptr_array_index (taken, i);

      if (!answer->calculated)
        gw_filled_form_show_answer (self, answer);
      typed |= !answer->calculated;
    }
  }
  self->applying = FALSE;

  if (taken->len > 0) {
    accept_answers (self, taken);
    gw_filled_form_take_answers (self, taken);
  }
  /* Only where what it is computed from came along: two desks that compute differently, as from
   * the date of the day, would otherwise correct each other for ever. */
  for (guint i = 0; typed && i < taken->len; i++) {
    const GwAnswer *answer = g_ptr_array_index (taken, i);

    if (answer->calculated
        && g_strcmp0 (gw_form_session_get_value (self->session, answer->ref), answer->value) != 0)
      gw_filled_form_keep_calculation (self, answer->ref);
  }
}

static void
on_news_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwFilledForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswerSheet) sheet = gw_store_thread_run_finish (GW_STORE_THREAD (source), result,
                                                                &error);

  self->reading = FALSE;
  if (error != NULL)
    g_message ("The answers of %s could not be read again: %s",
               gw_answer_book_get_record (self->book), error->message);
  if (sheet != NULL && self->session != NULL)
    take_sheet (self, sheet);
  if (self->news->len > 0 || self->read_all)
    gw_filled_form_read_news (self);
}

void
gw_filled_form_read_news (GwFilledForm *self)
{
  NewsJob *job;

  if (self->reading)
    return;

  job = g_new0 (NewsJob, 1);
  job->book = gw_answer_book_ref (self->book);
  if (!self->read_all) {
    job->ids = self->news;
    self->news = g_ptr_array_new_with_free_func (g_free);
  }
  g_ptr_array_set_size (self->news, 0);
  self->put_off &= !self->read_all;
  self->read_all = FALSE;
  self->reading = TRUE;
  gw_store_thread_run_async (self->thread, read_news_on_thread, job, news_job_free,
                             (GDestroyNotify) gw_answer_sheet_free, NULL, on_news_read,
                             g_object_ref (self));
}

void
gw_filled_form_note_store (GwFilledForm *self,
                           GPtrArray    *changes)
{
  const char *db = gw_answer_book_get_db (self->book);
  const char *record = gw_answer_book_get_record (self->book);

  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (g_str_equal (change->db, db) && gw_answer_id_is_of (change->id, record))
      g_ptr_array_add (self->news, g_strdup (change->id));
  }
  if (self->news->len > 0)
    gw_filled_form_read_news (self);
}

/**
 * gw_filled_form_set_editing:
 * @ref: (nullable): the place in which the caret is, or NULL
 *
 * Tells where a person works, so that nothing is put under their hands. When they go elsewhere,
 * what they typed is handed over and what came in the meantime is shown.
 */
void
gw_filled_form_set_editing (GwFilledForm *self,
                            const char   *ref)
{
  g_return_if_fail (GW_IS_FILLED_FORM (self));

  if (g_strcmp0 (self->editing, ref) == 0)
    return;
  g_free (self->editing);
  self->editing = g_strdup (ref);
  gw_filled_form_flush (self);
}
