/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report-progress.h"

#include "core/answers/gw-answer-book.h"
#include "core/reports/gw-report.h"

/* What a report is made of, as the store has it. */
typedef struct
{
  GBytes *xml;
  GwFormDraft *draft; /* (nullable): nobody has opened the report yet */
  char *media_folder;
} Basis;

static void
basis_free (gpointer data)
{
  Basis *basis = data;

  g_clear_pointer (&basis->xml, g_bytes_unref);
  g_clear_pointer (&basis->draft, gw_form_draft_free);
  g_free (basis->media_folder);
  g_free (basis);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Basis, basis_free)

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  g_autoptr (Basis) basis = g_new0 (Basis, 1);
  g_autoptr (GwAnswerBook) book = gw_answer_book_new (GW_REPORT_DB, data, "");
  g_autoptr (GwAnswerSheet) sheet = NULL;

  basis->xml = gw_report_read_form (store, data, error);
  if (basis->xml == NULL)
    return NULL;
  sheet = gw_answer_book_read (book, store, error);
  if (sheet == NULL)
    return NULL;
  if (!gw_answer_sheet_is_empty (sheet))
    basis->draft = gw_answer_sheet_dup_draft (sheet);
  return g_steal_pointer (&basis);
}

static gboolean
count (const Basis     *basis,
       GwFormProgress  *progress,
       GError         **error)
{
  g_autoptr (GwForm) form = gw_form_load (basis->xml, basis->media_folder, NULL, error);
  g_autoptr (GwFormSession) session = NULL;

  if (form == NULL)
    return FALSE;
  session = gw_form_session_new (form, NULL, basis->draft);
  gw_form_session_get_progress (session, NULL, progress);
  return TRUE;
}

/**
 * gw_report_read_progress_sync:
 * @report_id: the ULID of the report
 * @media_folder: (nullable): where the lists lie that the form reads from files
 * @progress: (out caller-allocates): how far it is
 * @error: return location: the store's, or the form's
 *
 * Returns: whether it could be told
 */
gboolean
gw_report_read_progress_sync (GwStoreThread   *thread,
                              const char      *report_id,
                              const char      *media_folder,
                              GwFormProgress  *progress,
                              GError         **error)
{
  g_autoptr (Basis) basis = gw_store_thread_run_sync (thread, read_on_thread, (gpointer) report_id,
                                                      error);

  if (basis == NULL)
    return FALSE;
  basis->media_folder = g_strdup (media_folder);
  return count (basis, progress, error);
}

static void
count_on_pool (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GwFormProgress *progress = g_new0 (GwFormProgress, 1);
  GError *error = NULL;

  if (count (data, progress, &error)) {
    g_task_return_pointer (task, progress, g_free);
  } else {
    g_free (progress);
    g_task_return_error (task, error);
  }
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Basis *basis = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (basis == NULL) {
    g_task_return_error (task, error);
    return;
  }
  basis->media_folder = g_strdup (g_task_get_task_data (task));
  g_task_set_task_data (task, basis, basis_free);
  g_task_run_in_thread (task, count_on_pool);
}

/**
 * gw_report_read_progress_async:
 *
 * The same without waiting: the form is read and counted on threads of their own.
 */
void
gw_report_read_progress_async (GwStoreThread       *thread,
                               const char          *report_id,
                               const char          *media_folder,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (GW_IS_STORE_THREAD (thread));

  g_task_set_task_data (task, g_strdup (media_folder), g_free);
  gw_store_thread_run_async (thread, read_on_thread, g_strdup (report_id), g_free, basis_free,
                             cancellable, on_read, task);
}

/**
 * gw_report_read_progress_finish:
 */
gboolean
gw_report_read_progress_finish (GAsyncResult    *result,
                                GwFormProgress  *progress,
                                GError         **error)
{
  g_autofree GwFormProgress *counted = g_task_propagate_pointer (G_TASK (result), error);

  if (counted == NULL)
    return FALSE;
  *progress = *counted;
  return TRUE;
}
