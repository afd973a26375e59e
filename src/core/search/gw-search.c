/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-search.h"

#include "core/search/gw-search-feed.h"
#include "core/search/gw-search-reader.h"

/* What the two threads work with. It does not know the GwSearch: the last reference to that one
 * may fall on a worker, which must not wait for itself. Each part is touched by one thread. */
typedef struct
{
  char *pack_path;
  char *store_path;
  char *index_path;
  GwSearchReader *reader; /* the query thread's */
  GwSearchFeed *feed;     /* the update thread's */
} Desk;

typedef void (*JobFunc) (Desk  *desk,
                         GTask *task);

typedef struct
{
  JobFunc func;
  GTask *task; /* NULL for closing */
} Job;

typedef struct
{
  char *text;
  GStrv languages;
  guint per_kind;
} Asked;

struct _GwSearch
{
  GObject parent_instance;

  Desk *desk;
  GThreadPool *queries;
  GThreadPool *updates;
  GwStoreThread *store;
  gboolean updating;
  gboolean update_again;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwSearch, gw_search, G_TYPE_OBJECT)

static void
asked_free (Asked *asked)
{
  g_free (asked->text);
  g_strfreev (asked->languages);
  g_free (asked);
}

static void
desk_free (Desk *desk)
{
  g_free (desk->pack_path);
  g_free (desk->store_path);
  g_free (desk->index_path);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;

  job->func (user_data, job->task);
  g_clear_object (&job->task);
  g_free (job);
}

static void
push_job (GThreadPool *pool,
          JobFunc      func,
          GTask       *task)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->task = task;
  g_thread_pool_push (pool, job, NULL);
}

static void
do_query (Desk  *desk,
          GTask *task)
{
  const Asked *asked = g_task_get_task_data (task);
  GError *error = NULL;
  GwSearchResults *results;

  if (desk->reader == NULL)
    desk->reader = gw_search_reader_new (desk->pack_path, desk->index_path);
  results = gw_search_reader_find (desk->reader, asked->text, (const char *const *) asked->languages,
                                   asked->per_kind, g_task_get_cancellable (task), &error);
  if (results != NULL)
    g_task_return_pointer (task, results, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
do_update (Desk  *desk,
           GTask *task)
{
  GError *error = NULL;
  guint n_changes = 0;

  if (desk->feed == NULL)
    desk->feed = gw_search_feed_open (desk->store_path, desk->index_path, &error);
  if (desk->feed != NULL
      && gw_search_feed_update (desk->feed, g_task_get_cancellable (task), &n_changes, &error)) {
    g_task_return_int (task, n_changes);
    return;
  }

  /* Whatever went wrong, the next time begins with fresh connections. */
  g_clear_pointer (&desk->feed, gw_search_feed_close);
  g_task_return_error (task, error);
}

static void
close_reader (Desk  *desk,
              GTask *task)
{
  g_clear_pointer (&desk->reader, gw_search_reader_free);
  g_atomic_rc_box_release_full (desk, (GDestroyNotify) desk_free);
}

static void
close_feed (Desk  *desk,
            GTask *task)
{
  g_clear_pointer (&desk->feed, gw_search_feed_close);
  g_atomic_rc_box_release_full (desk, (GDestroyNotify) desk_free);
}

static void
end_threads (GwSearch *self,
             gboolean  wait)
{
  if (self->queries != NULL) {
    push_job (self->queries, close_reader, NULL);
    g_thread_pool_free (g_steal_pointer (&self->queries), FALSE, wait);
  }
  if (self->updates != NULL) {
    push_job (self->updates, close_feed, NULL);
    g_thread_pool_free (g_steal_pointer (&self->updates), FALSE, wait);
  }
}

static void
gw_search_dispose (GObject *object)
{
  GwSearch *self = GW_SEARCH (object);

  end_threads (self, FALSE);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (gw_search_parent_class)->dispose (object);
}

static void
gw_search_finalize (GObject *object)
{
  GwSearch *self = GW_SEARCH (object);

  g_atomic_rc_box_release_full (self->desk, (GDestroyNotify) desk_free);

  G_OBJECT_CLASS (gw_search_parent_class)->finalize (object);
}

static void
gw_search_class_init (GwSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_search_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_search_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_search_init (GwSearch *self)
{
}

/**
 * gw_search_new:
 * @pack_path: (nullable): see gw_manual_dup_pack_path()
 * @store_path: (nullable): the profile's store
 * @index_path: (nullable): the profile's index; made and made anew as needed
 *
 * Opens nothing yet and takes no time.
 *
 * Returns: (transfer full): the search
 */
GwSearch *
gw_search_new (const char *pack_path,
               const char *store_path,
               const char *index_path)
{
  GwSearch *self;

  g_return_val_if_fail ((store_path == NULL) == (index_path == NULL), NULL);

  self = g_object_new (GW_TYPE_SEARCH, NULL);
  self->desk = g_atomic_rc_box_new0 (Desk);
  self->desk->pack_path = g_strdup (pack_path);
  self->desk->store_path = g_strdup (store_path);
  self->desk->index_path = g_strdup (index_path);
  /* One exclusive thread each: SQLite connections and the store stay on the thread that opened
   * them. */
  self->queries = g_thread_pool_new (run_job, g_atomic_rc_box_acquire (self->desk), 1, TRUE, NULL);
  self->updates = g_thread_pool_new (run_job, g_atomic_rc_box_acquire (self->desk), 1, TRUE, NULL);

  return self;
}

static void update_later (GwSearch *self);

static void
updated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GwSearch *self = GW_SEARCH (source);
  g_autoptr (GError) error = NULL;
  gssize n_changes = g_task_propagate_int (G_TASK (result), &error);

  self->updating = FALSE;
  if (error != NULL)
    g_info ("the search index waits: %s", error->message);
  else if (n_changes > 0)
    g_signal_emit (self, signals[CHANGED], 0);
  if (self->update_again)
    update_later (self);
}

/* Many changes in a row, as during sync, are taken in together. */
static void
update_later (GwSearch *self)
{
  self->update_again = self->updating;
  if (self->updating)
    return;

  self->updating = TRUE;
  gw_search_update_async (self, NULL, updated_cb, NULL);
}

/**
 * gw_search_watch:
 * @store: the profile's store
 *
 * Brings the index up to date, now and after every change. To be called once, on the main
 * thread.
 */
void
gw_search_watch (GwSearch      *self,
                 GwStoreThread *store)
{
  g_return_if_fail (GW_IS_SEARCH (self));
  g_return_if_fail (self->store == NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (update_later), self, G_CONNECT_SWAPPED);
  update_later (self);
}

/**
 * gw_search_close:
 *
 * Ends the work and closes the files, and waits for that; what is asked afterwards is refused.
 * To be called before a profile's files are moved. Not from a callback of a worker thread.
 */
void
gw_search_close (GwSearch *self)
{
  g_return_if_fail (GW_IS_SEARCH (self));

  end_threads (self, TRUE);
}

static void
give_to (GThreadPool *pool,
         JobFunc      func,
         GTask       *task)
{
  if (pool != NULL) {
    push_job (pool, func, task);
    return;
  }

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the search is closed");
  g_object_unref (task);
}

/**
 * gw_search_query_async:
 * @text: what a person typed
 * @languages: (nullable): the dearest first
 * @per_kind: how many hits of a kind to keep, such as %GW_SEARCH_PER_KIND
 * @cancellable: (nullable): to be cancelled when the person types on
 */
void
gw_search_query_async (GwSearch            *self,
                       const char          *text,
                       const char *const   *languages,
                       guint                per_kind,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;
  Asked *asked;

  g_return_if_fail (GW_IS_SEARCH (self));
  g_return_if_fail (text != NULL);

  asked = g_new0 (Asked, 1);
  asked->text = g_strdup (text);
  asked->languages = g_strdupv ((GStrv) languages);
  asked->per_kind = per_kind;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_search_query_async);
  g_task_set_task_data (task, asked, (GDestroyNotify) asked_free);
  give_to (self->queries, do_query, task);
}

/**
 * gw_search_query_finish:
 *
 * Returns: (transfer full): the results, or %NULL with @error
 */
GwSearchResults *
gw_search_query_finish (GwSearch      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_search_update_async:
 *
 * Takes the changes of the store into the index; gw_search_watch() does so by itself.
 */
void
gw_search_update_async (GwSearch            *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (GW_IS_SEARCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_search_update_async);
  if (self->desk->store_path == NULL) {
    g_task_return_int (task, 0);
    g_object_unref (task);
    return;
  }
  give_to (self->updates, do_update, task);
}

gboolean
gw_search_update_finish (GwSearch      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

/**
 * gw_search_query_sync:
 *
 * Opens, asks and closes, on the calling thread.
 *
 * Returns: (transfer full): the results, or %NULL with @error
 */
GwSearchResults *
gw_search_query_sync (const char          *pack_path,
                      const char          *index_path,
                      const char          *text,
                      const char *const   *languages,
                      guint                per_kind,
                      GError             **error)
{
  g_autoptr (GwSearchReader) reader = gw_search_reader_new (pack_path, index_path);

  return gw_search_reader_find (reader, text, languages, per_kind, NULL, error);
}
