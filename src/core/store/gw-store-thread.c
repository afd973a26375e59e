/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A worker thread that owns one connection.
 *
 * Two kinds of work come in one queue. A *run* is done once and answers with what happened. A
 * *write* is something a person typed: when the disk is full or gone it stays at the head of the
 * queue with all writes behind it, in order, and is tried again every second until it is durable;
 * meanwhile runs overtake it, so that the window can still read. Writes that stand behind each
 * other share one transaction and one wait for the disk. */

#include "core/store/gw-store-thread.h"

#include "core/base/gw-json.h"

#define RETRY_USEC G_USEC_PER_SEC
#define MAX_GROUP 256
#define MAX_CHANGES 1000

typedef enum
{
  JOB_RUN,
  JOB_WRITE,
  JOB_BARRIER,
} JobKind;

typedef struct
{
  JobKind kind;
  GwStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GTask *task; /* (nullable): NULL when a thread waits for "done" */
  gboolean done;
  gpointer result;
  GError *error;
} Job;

struct _GwStoreThread
{
  GObject parent_instance;

  char *path;
  char *vfs;
  GwStoreFlags flags;
  GMainContext *context;
  GThread *thread;

  /* Of the main context. */
  GError *write_error;
  GError *fault;
  gboolean read_only;

  GMutex lock;
  GCond cond;
  /* Under the lock. */
  GQueue jobs;
  guint pending;
  gboolean opened;
  gboolean closing;
  gboolean poked;
  GError *open_error;
  gint64 retry_at; /* 0: writes get through */
  GError *blocked_by;

  /* Of the worker. */
  GwStore *store;
  gint64 last_seq;
  gboolean told_fault;
};

enum {
  PROP_0,
  PROP_WRITE_ERROR,
  PROP_FAULT,
  PROP_PENDING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (GwStoreThread, gw_store_thread, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

/* --- What the worker tells the main context --- */

typedef enum
{
  NEWS_CHANGES,
  NEWS_WRITE_ERROR,
  NEWS_FAULT,
  NEWS_PENDING,
} NewsKind;

typedef struct
{
  GwStoreThread *self;
  NewsKind kind;
  GPtrArray *changes;
  GError *error;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->changes, g_ptr_array_unref);
  g_clear_error (&news->error);
  g_object_unref (news->self);
  g_free (news);
}

static gboolean
tell_news (gpointer data)
{
  News *news = data;
  GwStoreThread *self = news->self;

  switch (news->kind) {
  case NEWS_CHANGES:
    g_signal_emit (self, changed_signal, 0, news->changes);
    break;
  case NEWS_WRITE_ERROR:
    g_clear_error (&self->write_error);
    self->write_error = g_steal_pointer (&news->error);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITE_ERROR]);
    break;
  case NEWS_FAULT:
    g_clear_error (&self->fault);
    self->fault = g_steal_pointer (&news->error);
    self->read_only = TRUE;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
    break;
  case NEWS_PENDING:
  default:
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
  }

  return G_SOURCE_REMOVE;
}

static void
post (GwStoreThread *self,
      NewsKind       kind,
      GPtrArray     *changes,
      const GError  *error)
{
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->self = g_object_ref (self);
  news->kind = kind;
  news->changes = changes;
  news->error = error != NULL ? g_error_copy (error) : NULL;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "GwStoreThread");
  g_source_set_callback (source, tell_news, news, news_free);
  g_source_attach (source, self->context);
}

/* --- The worker --- */

static void
post_changes (GwStoreThread *self)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    GPtrArray *changes = gw_store_changes (self->store, self->last_seq, MAX_CHANGES, &error);
    const GwChange *last;

    if (changes == NULL) {
      g_info ("The change feed cannot be read: %s", error->message);
      return;
    }
    if (changes->len == 0) {
      g_ptr_array_unref (changes);
      return;
    }
    last = changes->pdata[changes->len - 1];
    self->last_seq = last->seq;
    post (self, NEWS_CHANGES, changes, NULL);
  }
}

static void
post_fault (GwStoreThread *self)
{
  const GError *fault = gw_store_get_fault (self->store);

  if (fault != NULL && !self->told_fault) {
    self->told_fault = TRUE;
    post (self, NEWS_FAULT, NULL, fault);
  }
}

/* Will the same write get through later? */
static gboolean
may_pass (GwStoreThread *self,
          const GError  *error)
{
  if (error == NULL || error->domain != GW_STORE_ERROR)
    return FALSE;
  if (error->code == GW_STORE_ERROR_READ_ONLY)
    return !gw_store_is_read_only (self->store);
  return error->code == GW_STORE_ERROR_FULL || error->code == GW_STORE_ERROR_IO
         || error->code == GW_STORE_ERROR_BUSY;
}

static void
job_forget (Job *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  job->result = NULL;
  g_clear_error (&job->error);
}

static void
job_do (GwStoreThread *self,
        Job           *job)
{
  job_forget (job);
  if (job->func != NULL)
    job->result = job->func (self->store, job->data, &job->error);
}

/* Runs writes as one transaction. FALSE with @error: none was written and all are to be tried
 * again; otherwise each has its result. */
static gboolean
do_together (GwStoreThread *self,
             GPtrArray     *writes,
             GError       **error)
{
  if (!gw_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; i < writes->len; i++) {
    Job *job = writes->pdata[i];

    job_do (self, job);
    if (may_pass (self, job->error)) {
      g_propagate_error (error, g_steal_pointer (&job->error));
      gw_store_rollback (self->store);
      return FALSE;
    }
  }

  return gw_store_commit (self->store, error);
}

static gboolean
do_alone (GwStoreThread *self,
          GPtrArray     *writes,
          guint         *n_done,
          GError       **error)
{
  for (*n_done = 0; *n_done < writes->len; (*n_done)++) {
    Job *job = writes->pdata[*n_done];

    job_do (self, job);
    if (may_pass (self, job->error)) {
      g_propagate_error (error, g_steal_pointer (&job->error));
      return FALSE;
    }
  }

  return TRUE;
}

/* Returns how many of @writes are finished, well or not. */
static guint
do_writes (GwStoreThread *self,
           GPtrArray     *writes,
           GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  guint n_done = 0;

  if (writes->len > 1) {
    if (do_together (self, writes, &local_error))
      return writes->len;
    for (guint i = 0; i < writes->len; i++)
      job_forget (writes->pdata[i]);
    if (may_pass (self, local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return 0;
    }
  }

  do_alone (self, writes, &n_done, error);
  return n_done;
}

static gboolean
do_nothing (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* A task holds the object. If the worker let go of the last of them, the object would wait in its
 * own thread for that thread to end; so the main context lets go. */
static void
release_task (GwStoreThread *self,
              GTask         *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, do_nothing, task, g_object_unref);
  g_source_attach (source, self->context);
}

/* Gives the result to whoever waits for it. Called without the lock. */
static void
finish_job (GwStoreThread *self,
            Job           *job)
{
  if (job->task == NULL) {
    g_mutex_lock (&self->lock);
    job->done = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
    return; /* the waiting thread frees it */
  }

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, job->result, job->result_free);
  release_task (self, g_steal_pointer (&job->task));
  job_free (job);
}

static void
set_blocked (GwStoreThread *self,
             GError        *error)
{
  g_autoptr (GPtrArray) barriers = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  self->retry_at = g_get_monotonic_time () + RETRY_USEC;
  g_clear_error (&self->blocked_by);
  self->blocked_by = g_error_copy (error);
  /* Whoever waits for the writes is told that they do not get through. */
  for (GList *l = self->jobs.head, *next; l != NULL; l = next) {
    Job *job = l->data;

    next = l->next;
    if (job->kind == JOB_BARRIER) {
      job->error = g_error_copy (error);
      g_ptr_array_add (barriers, job);
      g_queue_delete_link (&self->jobs, l);
    }
  }
  g_mutex_unlock (&self->lock);

  post (self, NEWS_WRITE_ERROR, NULL, error);
  for (guint i = 0; i < barriers->len; i++)
    finish_job (self, barriers->pdata[i]);
}

static void
set_unblocked (GwStoreThread *self)
{
  gboolean was_blocked;

  g_mutex_lock (&self->lock);
  was_blocked = self->retry_at != 0;
  self->retry_at = 0;
  g_clear_error (&self->blocked_by);
  g_mutex_unlock (&self->lock);

  if (was_blocked)
    post (self, NEWS_WRITE_ERROR, NULL, NULL);
}

static void
handle_writes (GwStoreThread *self,
               GPtrArray     *writes)
{
  g_autoptr (GError) error = NULL;
  guint n_done = do_writes (self, writes, &error);
  gboolean closing;

  g_mutex_lock (&self->lock);
  closing = self->closing;
  if (error != NULL && closing) {
    /* The last attempt: who asked learns that it was in vain. */
    for (guint i = n_done; i < writes->len; i++) {
      Job *job = writes->pdata[i];

      g_clear_error (&job->error);
      job->error = g_error_copy (error);
    }
    n_done = writes->len;
  }
  for (guint i = writes->len; i > n_done; i--)
    g_queue_push_head (&self->jobs, writes->pdata[i - 1]);
  self->pending -= n_done;
  g_mutex_unlock (&self->lock);

  if (error != NULL)
    set_blocked (self, error);
  else
    set_unblocked (self);
  for (guint i = 0; i < n_done; i++)
    finish_job (self, writes->pdata[i]);
  post (self, NEWS_PENDING, NULL, NULL);
}

/* Takes what is to be done next: one run, or the writes at the head. Waits until there is
 * something; FALSE when the thread is to end. Called with the lock. */
static gboolean
take_work (GwStoreThread  *self,
           GPtrArray      *writes,
           Job           **run)
{
  *run = NULL;

  for (;;) {
    gboolean blocked = self->retry_at != 0 && !self->closing
                       && g_get_monotonic_time () < self->retry_at;

    for (GList *l = self->jobs.head; l != NULL && *run == NULL; l = l->next) {
      Job *job = l->data;

      if (job->kind == JOB_WRITE && blocked)
        continue;
      if (job->kind == JOB_BARRIER && blocked)
        continue;
      if (job->kind == JOB_WRITE)
        break;
      *run = job;
      g_queue_delete_link (&self->jobs, l);
      return TRUE;
    }
    while (!blocked && writes->len < MAX_GROUP) {
      Job *job = g_queue_peek_head (&self->jobs);

      if (job == NULL || job->kind != JOB_WRITE)
        break;
      g_ptr_array_add (writes, g_queue_pop_head (&self->jobs));
    }
    if (writes->len > 0)
      return TRUE;
    if (self->poked) {
      self->poked = FALSE;
      return TRUE;
    }
    if (self->closing && g_queue_is_empty (&self->jobs))
      return FALSE;
    if (blocked)
      g_cond_wait_until (&self->cond, &self->lock, self->retry_at);
    else
      g_cond_wait (&self->cond, &self->lock);
  }
}

static void
work (GwStoreThread *self)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new ();
  Job *run;

  for (;;) {
    gboolean more;

    g_ptr_array_set_size (writes, 0);
    g_mutex_lock (&self->lock);
    more = take_work (self, writes, &run);
    g_mutex_unlock (&self->lock);
    if (!more)
      break;

    if (run != NULL && run->task != NULL && g_task_return_error_if_cancelled (run->task)) {
      release_task (self, g_steal_pointer (&run->task));
      job_free (run);
      continue;
    }
    if (run != NULL)
      job_do (self, run);
    /* The feed is told before the answer: who asked finds the lists already told. */
    if (writes->len > 0) {
      handle_writes (self, writes);
      post_changes (self);
    } else {
      post_changes (self);
      if (run != NULL)
        finish_job (self, run);
    }
    post_fault (self);
  }
}

static gpointer
thread_main (gpointer data)
{
  GwStoreThread *self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  self->store = gw_store_open_vfs (self->path, self->flags | GW_STORE_CHECK_LATER, self->vfs,
                                   &error);
  ok = self->store != NULL;
  if (ok)
    self->last_seq = MAX (gw_store_get_seq (self->store, NULL), 0);

  g_mutex_lock (&self->lock);
  self->opened = TRUE;
  if (ok) {
    self->read_only = gw_store_is_read_only (self->store);
    if (gw_store_get_fault (self->store) != NULL) {
      self->fault = g_error_copy (gw_store_get_fault (self->store));
      self->told_fault = TRUE;
    }
  } else {
    self->open_error = g_steal_pointer (&error);
  }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  if (ok) {
    /* Before the first write, but after the window has what it needs to be drawn. */
    if (!self->told_fault && !gw_store_verify (self->store, &error))
      post_fault (self);
    work (self);
  }
  g_clear_object (&self->store);

  return NULL;
}

/* --- The object --- */

static void
gw_store_thread_dispose (GObject *object)
{
  gw_store_thread_close (GW_STORE_THREAD (object));

  G_OBJECT_CLASS (gw_store_thread_parent_class)->dispose (object);
}

static void
gw_store_thread_finalize (GObject *object)
{
  GwStoreThread *self = GW_STORE_THREAD (object);

  g_clear_error (&self->write_error);
  g_clear_error (&self->fault);
  g_clear_error (&self->open_error);
  g_clear_error (&self->blocked_by);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->path);
  g_free (self->vfs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (gw_store_thread_parent_class)->finalize (object);
}

static void
gw_store_thread_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GwStoreThread *self = GW_STORE_THREAD (object);

  switch (id) {
  case PROP_WRITE_ERROR:
    g_value_set_boxed (value, self->write_error);
    break;
  case PROP_FAULT:
    g_value_set_boxed (value, self->fault);
    break;
  case PROP_PENDING:
    g_value_set_uint (value, gw_store_thread_get_pending (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gw_store_thread_class_init (GwStoreThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gw_store_thread_dispose;
  object_class->finalize = gw_store_thread_finalize;
  object_class->get_property = gw_store_thread_get_property;

  properties[PROP_WRITE_ERROR] =
      g_param_spec_boxed ("write-error", NULL, NULL, G_TYPE_ERROR,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAULT] =
      g_param_spec_boxed ("fault", NULL, NULL, G_TYPE_ERROR,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PENDING] =
      g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
gw_store_thread_init (GwStoreThread *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->jobs);
  self->context = g_main_context_ref_thread_default ();
}

/**
 * gw_store_thread_new:
 * @path: the file
 * @flags: how, as for gw_store_open()
 * @error: return location
 *
 * Opens a store on a thread of its own. The file is checked there afterwards; "notify::fault"
 * tells if it is damaged.
 *
 * Returns: (transfer full): a store thread, or NULL with @error set when nothing can be read
 */
GwStoreThread *
gw_store_thread_new (const char    *path,
                     GwStoreFlags   flags,
                     GError       **error)
{
  return gw_store_thread_new_vfs (path, flags, NULL, error);
}

/**
 * gw_store_thread_new_vfs:
 * @vfs: (nullable): the name of a registered SQLite VFS, for tests
 *
 * As gw_store_thread_new().
 *
 * Returns: (transfer full): a store thread, or NULL with @error set
 */
GwStoreThread *
gw_store_thread_new_vfs (const char    *path,
                         GwStoreFlags   flags,
                         const char    *vfs,
                         GError       **error)
{
  g_autoptr (GwStoreThread) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (GW_TYPE_STORE_THREAD, NULL);
  self->path = g_strdup (path);
  self->vfs = g_strdup (vfs);
  self->flags = flags;
  self->thread = g_thread_new ("godwit-store", thread_main, self);

  g_mutex_lock (&self->lock);
  while (!self->opened)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);

  if (self->open_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->open_error));
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gw_store_thread_get_path:
 *
 * Returns: (transfer none): the file
 */
const char *
gw_store_thread_get_path (GwStoreThread *self)
{
  g_return_val_if_fail (GW_IS_STORE_THREAD (self), NULL);

  return self->path;
}

/**
 * gw_store_thread_is_read_only:
 *
 * Returns: whether every write will be refused
 */
gboolean
gw_store_thread_is_read_only (GwStoreThread *self)
{
  g_return_val_if_fail (GW_IS_STORE_THREAD (self), TRUE);

  return self->read_only;
}

/**
 * gw_store_thread_get_fault:
 *
 * Returns: (transfer none) (nullable): as gw_store_get_fault()
 */
const GError *
gw_store_thread_get_fault (GwStoreThread *self)
{
  g_return_val_if_fail (GW_IS_STORE_THREAD (self), NULL);

  return self->fault;
}

/**
 * gw_store_thread_get_write_error:
 *
 * Returns: (transfer none) (nullable): why writes do not get through now, or NULL when they do
 */
const GError *
gw_store_thread_get_write_error (GwStoreThread *self)
{
  g_return_val_if_fail (GW_IS_STORE_THREAD (self), NULL);

  return self->write_error;
}

/**
 * gw_store_thread_get_pending:
 *
 * Returns: how many writes are not durable yet. Any thread.
 */
guint
gw_store_thread_get_pending (GwStoreThread *self)
{
  guint pending;

  g_return_val_if_fail (GW_IS_STORE_THREAD (self), 0);

  g_mutex_lock (&self->lock);
  pending = self->pending;
  g_mutex_unlock (&self->lock);

  return pending;
}

static gboolean
enqueue (GwStoreThread *self,
         Job           *job)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = !self->closing;
  if (open) {
    g_queue_push_tail (&self->jobs, job);
    if (job->kind == JOB_WRITE)
      self->pending++;
    if (job->kind == JOB_BARRIER && self->retry_at != 0)
      self->retry_at = 1;
    g_cond_broadcast (&self->cond);
  }
  g_mutex_unlock (&self->lock);

  return open;
}

static void
start (GwStoreThread       *self,
       JobKind              kind,
       GwStoreFunc          func,
       gpointer             data,
       GDestroyNotify       data_free,
       GDestroyNotify       result_free,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data,
       gpointer             tag)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, tag);
  /* What was written is written, whether or not somebody still wants to know. */
  g_task_set_check_cancellable (job->task, kind != JOB_WRITE);
  if (!enqueue (self, job)) {
    g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The store is closed");
    job_free (job);
  }
}

/**
 * gw_store_thread_run_async:
 * @func: what to do on the store's thread
 * @data: (nullable): given to @func
 * @data_free: (nullable): frees @data afterwards, on the store's thread
 * @result_free: (nullable): frees the result if nobody takes it
 * @cancellable: (nullable): to let it be while it still waits
 * @callback: called on the main context of the caller
 *
 * Does something with the store, once.
 */
void
gw_store_thread_run_async (GwStoreThread       *self,
                           GwStoreFunc          func,
                           gpointer             data,
                           GDestroyNotify       data_free,
                           GDestroyNotify       result_free,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (GW_IS_STORE_THREAD (self) && func != NULL);

  start (self, JOB_RUN, func, data, data_free, result_free, cancellable, callback, user_data,
         gw_store_thread_run_async);
}

/**
 * gw_store_thread_run_finish:
 *
 * Returns: (transfer full) (nullable): what the function returned, or NULL with @error set
 */
gpointer
gw_store_thread_run_finish (GwStoreThread  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
wait_for (GwStoreThread  *self,
          Job            *job,
          GError        **error)
{
  gpointer result;

  if (!enqueue (self, job)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The store is closed");
    job_free (job);
    return NULL;
  }

  g_mutex_lock (&self->lock);
  while (!job->done)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);

  result = job->result;
  if (job->error != NULL)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);

  return result;
}

/**
 * gw_store_thread_run_sync:
 *
 * As gw_store_thread_run_async(), but waits. For tests and godwitctl; never in the window.
 *
 * Returns: (transfer full) (nullable): what @func returned, or NULL with @error set
 */
gpointer
gw_store_thread_run_sync (GwStoreThread  *self,
                          GwStoreFunc     func,
                          gpointer        data,
                          GError        **error)
{
  Job *job;

  g_return_val_if_fail (GW_IS_STORE_THREAD (self) && func != NULL, NULL);
  g_return_val_if_fail (g_thread_self () != self->thread, NULL);

  job = g_new0 (Job, 1);
  job->kind = JOB_RUN;
  job->func = func;
  job->data = data;

  return wait_for (self, job, error);
}

/**
 * gw_store_thread_write_async:
 * @func: writes what a person typed; may be called more than once, and may share a transaction
 *   with others: it uses gw_store_begin() and gw_store_commit() around more than one write
 *
 * As gw_store_thread_run_async(), but what @func writes is not given up: while the disk is full
 * or gone it stays in memory and is tried again every second, and @callback waits. Cannot be
 * cancelled.
 */
void
gw_store_thread_write_async (GwStoreThread       *self,
                             GwStoreFunc          func,
                             gpointer             data,
                             GDestroyNotify       data_free,
                             GDestroyNotify       result_free,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (GW_IS_STORE_THREAD (self) && func != NULL);

  start (self, JOB_WRITE, func, data, data_free, result_free, NULL, callback, user_data,
         gw_store_thread_write_async);
}

/**
 * gw_store_thread_write_finish:
 *
 * Returns: (transfer full) (nullable): what the function returned, durable now, or NULL with
 *   @error set when it can never be written
 */
gpointer
gw_store_thread_write_finish (GwStoreThread  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The commonest things, ready made --- */

typedef struct
{
  char *db;
  char *id; /* or prefix */
  char *rev; /* or after */
  JsonObject *body;
  GwPutFlags flags;
  int limit;
} Request;

static Request *
request_new (const char *db,
             const char *id,
             const char *rev)
{
  Request *request = g_new0 (Request, 1);

  request->db = g_strdup (db);
  request->id = g_strdup (id);
  request->rev = g_strdup (rev);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->db);
  g_free (request->id);
  g_free (request->rev);
  g_clear_pointer (&request->body, json_object_unref);
  g_free (request);
}

static gpointer
do_put (GwStore  *store,
        gpointer  data,
        GError  **error)
{
  Request *request = data;
  char *rev = NULL;

  gw_store_put (store, request->db, request->id, request->rev, request->body, request->flags, &rev,
                error);
  return rev;
}

static gpointer
do_get (GwStore  *store,
        gpointer  data,
        GError  **error)
{
  Request *request = data;

  return gw_store_get (store, request->db, request->id, error);
}

static gpointer
do_list (GwStore  *store,
         gpointer  data,
         GError  **error)
{
  Request *request = data;

  return gw_store_list (store, request->db, request->id, request->rev, request->limit, error);
}

/**
 * gw_store_thread_put_async:
 * @base_rev: (nullable): as for gw_store_put()
 * @body: the fields; copied
 *
 * gw_store_put() as a write that is not given up.
 */
void
gw_store_thread_put_async (GwStoreThread       *self,
                           const char          *db,
                           const char          *id,
                           const char          *base_rev,
                           JsonObject          *body,
                           GwPutFlags           flags,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Request *request;

  g_return_if_fail (GW_IS_STORE_THREAD (self) && db != NULL && id != NULL && body != NULL);

  request = request_new (db, id, base_rev);
  request->body = gw_json_copy (body);
  request->flags = flags;
  gw_store_thread_write_async (self, do_put, request, request_free, g_free, callback, user_data);
}

/**
 * gw_store_thread_put_finish:
 *
 * Returns: (transfer full): the revision, durable now, or NULL with @error set
 */
char *
gw_store_thread_put_finish (GwStoreThread  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return gw_store_thread_write_finish (self, result, error);
}

/**
 * gw_store_thread_get_async:
 *
 * gw_store_get() on the store's thread.
 */
void
gw_store_thread_get_async (GwStoreThread       *self,
                           const char          *db,
                           const char          *id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (GW_IS_STORE_THREAD (self) && db != NULL && id != NULL);

  gw_store_thread_run_async (self, do_get, request_new (db, id, NULL), request_free,
                             (GDestroyNotify) gw_doc_unref, cancellable, callback, user_data);
}

/**
 * gw_store_thread_get_finish:
 *
 * Returns: (transfer full): the winner, or NULL with @error set
 */
GwDoc *
gw_store_thread_get_finish (GwStoreThread  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return gw_store_thread_run_finish (self, result, error);
}

/**
 * gw_store_thread_list_async:
 *
 * gw_store_list() on the store's thread.
 */
void
gw_store_thread_list_async (GwStoreThread       *self,
                            const char          *db,
                            const char          *prefix,
                            const char          *after,
                            int                  limit,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Request *request;

  g_return_if_fail (GW_IS_STORE_THREAD (self) && db != NULL);

  request = request_new (db, prefix, after);
  request->limit = limit;
  gw_store_thread_run_async (self, do_list, request, request_free,
                             (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * gw_store_thread_list_finish:
 *
 * Returns: (transfer full) (element-type GwDoc): documents, or NULL with @error set
 */
GPtrArray *
gw_store_thread_list_finish (GwStoreThread  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return gw_store_thread_run_finish (self, result, error);
}

/**
 * gw_store_thread_poke:
 *
 * Somebody else wrote to the file (sync, another process): look, and tell "changed". Any thread.
 */
void
gw_store_thread_poke (GwStoreThread *self)
{
  g_return_if_fail (GW_IS_STORE_THREAD (self));

  g_mutex_lock (&self->lock);
  self->poked = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/**
 * gw_store_thread_flush:
 *
 * Waits until everything that was typed so far is durable, trying at once what had to wait. For
 * the moments that leave no time: the window closes, the computer sleeps, the session ends.
 *
 * Returns: FALSE with @error set when writes do not get through; they are still kept in memory
 */
gboolean
gw_store_thread_flush (GwStoreThread  *self,
                       GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  Job *job;

  g_return_val_if_fail (GW_IS_STORE_THREAD (self), FALSE);
  g_return_val_if_fail (g_thread_self () != self->thread, FALSE);

  job = g_new0 (Job, 1);
  job->kind = JOB_BARRIER;
  wait_for (self, job, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }

  return TRUE;
}

/**
 * gw_store_thread_close:
 *
 * Finishes what was asked for, tries one last time what had to wait, and ends the thread. What does
 * not get through now is lost with the process: gw_store_thread_flush() first, and ask.
 */
void
gw_store_thread_close (GwStoreThread *self)
{
  g_return_if_fail (GW_IS_STORE_THREAD (self));

  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  g_thread_join (g_steal_pointer (&self->thread));
}
