/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report-open.h"

/* What it takes to open a report. The form's text is read on the store's thread, its definition
 * is loaded on a thread of the pool (it takes longer than a window may wait), and the session is
 * made on the thread that asked. */
typedef struct
{
  GwStoreThread *thread;
  char *report_id;
  char *author;
  char *media_folder;
  GwFormEnvironment *environment;
  GBytes *xml;
  GwForm *form;
} Opening;

static Opening *
opening_new (GwStoreThread           *thread,
             const char              *report_id,
             const char              *author,
             const char              *media_folder,
             const GwFormEnvironment *environment)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->thread = g_object_ref (thread);
  opening->report_id = g_strdup (report_id);
  opening->author = g_strdup (author);
  opening->media_folder = g_strdup (media_folder);
  opening->environment = environment != NULL ? gw_form_environment_copy (environment) : NULL;
  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->thread);
  g_free (opening->report_id);
  g_free (opening->author);
  g_free (opening->media_folder);
  g_clear_pointer (&opening->environment, gw_form_environment_free);
  g_clear_pointer (&opening->xml, g_bytes_unref);
  g_clear_object (&opening->form);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gpointer
read_form_on_thread (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  return gw_report_read_form (store, data, error);
}

/**
 * gw_report_open_sync:
 * @report_id: the ULID of the report
 * @author: the name under which what is typed is kept
 * @media_folder: (nullable): where the lists lie that the form reads from files
 * @environment: (nullable): what the form reads from outside itself
 * @error: return location: the store's, or the form's
 *
 * Opens a report and waits: for godwitctl and tests.
 *
 * Returns: (transfer full): the filled-in form, or NULL with @error set
 */
GwFilledForm *
gw_report_open_sync (GwStoreThread            *thread,
                     const char               *report_id,
                     const char               *author,
                     const char               *media_folder,
                     const GwFormEnvironment  *environment,
                     GError                  **error)
{
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GwForm) form = NULL;

  g_return_val_if_fail (GW_IS_STORE_THREAD (thread), NULL);

  xml = gw_store_thread_run_sync (thread, read_form_on_thread, (gpointer) report_id, error);
  if (xml == NULL)
    return NULL;
  form = gw_form_load (xml, media_folder, NULL, error);
  if (form == NULL)
    return NULL;
  return gw_filled_form_open_sync (thread, GW_REPORT_DB, report_id, author, form, environment,
                                   error);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GwFilledForm *filled = gw_filled_form_open_finish (result, &error);

  if (filled != NULL)
    g_task_return_pointer (task, filled, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
load_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  GwForm *form = gw_form_load (opening->xml, opening->media_folder, NULL, &error);

  if (form != NULL)
    g_task_return_pointer (task, form, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_form_loaded (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->form = g_task_propagate_pointer (G_TASK (result), &error);
  if (opening->form == NULL) {
    g_task_return_error (task, error);
    return;
  }
  gw_filled_form_open_async (opening->thread, GW_REPORT_DB, opening->report_id, opening->author,
                             opening->form, opening->environment, g_task_get_cancellable (task),
                             on_opened, g_object_ref (task));
}

static void
on_form_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GTask) load = NULL;
  GError *error = NULL;

  opening->xml = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (opening->xml == NULL) {
    g_task_return_error (task, error);
    return;
  }
  load = g_task_new (NULL, g_task_get_cancellable (task), on_form_loaded, g_object_ref (task));
  g_task_set_task_data (load, opening, NULL);
  g_task_run_in_thread (load, load_on_pool);
}

/**
 * gw_report_open_async:
 *
 * As gw_report_open_sync(), without waiting.
 */
void
gw_report_open_async (GwStoreThread           *thread,
                      const char              *report_id,
                      const char              *author,
                      const char              *media_folder,
                      const GwFormEnvironment *environment,
                      GCancellable            *cancellable,
                      GAsyncReadyCallback      callback,
                      gpointer                 user_data)
{
  GTask *task;

  g_return_if_fail (GW_IS_STORE_THREAD (thread));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task,
                        opening_new (thread, report_id, author, media_folder, environment),
                        opening_free);
  gw_store_thread_run_async (thread, read_form_on_thread, g_strdup (report_id), g_free,
                             (GDestroyNotify) g_bytes_unref, cancellable, on_form_read, task);
}

/**
 * gw_report_open_finish:
 */
GwFilledForm *
gw_report_open_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A plan that owns what it names. */
static GwReportPlan *
plan_copy (const GwReportPlan *plan)
{
  GwReportPlan *copy = g_memdup2 (plan, sizeof *plan);

  g_object_ref (copy->form);
  g_bytes_ref (copy->form_xml);
  copy->title = g_strdup (plan->title);
  copy->instrument = g_strdup (plan->instrument);
  copy->cycle = g_strdup (plan->cycle);
  copy->country = g_strdup (plan->country);
  copy->author = g_strdup (plan->author);
  return copy;
}

static void
plan_free (gpointer data)
{
  GwReportPlan *plan = data;

  g_object_unref (plan->form);
  g_bytes_unref (plan->form_xml);
  g_free ((char *) plan->title);
  g_free ((char *) plan->instrument);
  g_free ((char *) plan->cycle);
  g_free ((char *) plan->country);
  g_free ((char *) plan->author);
  g_free (plan);
}

static gpointer
create_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  return gw_report_create (store, data, error);
}

/**
 * gw_report_create_sync:
 *
 * gw_report_create() for those who are not on the thread of the store; it waits.
 */
GwReport *
gw_report_create_sync (GwStoreThread       *thread,
                       const GwReportPlan  *plan,
                       GError             **error)
{
  return gw_store_thread_run_sync (thread, create_on_thread, (gpointer) plan, error);
}

/**
 * gw_report_create_async:
 */
void
gw_report_create_async (GwStoreThread       *thread,
                        const GwReportPlan  *plan,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  gw_store_thread_run_async (thread, create_on_thread, plan_copy (plan), plan_free, g_object_unref,
                             NULL, callback, user_data);
}

/**
 * gw_report_create_finish:
 */
GwReport *
gw_report_create_finish (GwStoreThread  *thread,
                         GAsyncResult   *result,
                         GError        **error)
{
  return gw_store_thread_run_finish (thread, result, error);
}

static gpointer
find_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_report_find (store, data, error);
}

/**
 * gw_report_find_sync:
 */
GwReport *
gw_report_find_sync (GwStoreThread  *thread,
                     const char     *id,
                     GError        **error)
{
  return gw_store_thread_run_sync (thread, find_on_thread, (gpointer) id, error);
}

static gpointer
list_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_report_read_all (store, error);
}

/**
 * gw_report_read_all_sync:
 */
GPtrArray *
gw_report_read_all_sync (GwStoreThread  *thread,
                     GError        **error)
{
  return gw_store_thread_run_sync (thread, list_on_thread, NULL, error);
}

static gpointer
set_opening_on_thread (GwStore   *store,
                       gpointer   data,
                       GError   **error)
{
  const char *const *texts = data;

  gw_report_set_opening (store, texts[0], texts[1], error);
  return NULL;
}

/**
 * gw_report_set_opening_sync:
 */
gboolean
gw_report_set_opening_sync (GwStoreThread  *thread,
                            const char     *report_id,
                            const char     *opening,
                            GError        **error)
{
  const char *texts[] = { report_id, opening };
  g_autoptr (GError) local_error = NULL;

  gw_store_thread_run_sync (thread, set_opening_on_thread, texts, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
