/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread that exchanges, and the object the window sees. The two share what stands behind
 * the lock; everything else belongs to the window's main context. The thread sleeps in a context of
 * its own until it is due, exchanges once, and reports. While the window is in front it does not only
 * sleep, but waits at the server for news (gw-sync-watch.c), never at the same time as it exchanges. */

#include "core/sync/gw-sync.h"

#include <string.h>

#include "core/base/gw-time.h"
#include "core/net/gw-authority.h"
#include "core/sync/gw-sync-private.h"
#include "core/sync/gw-sync-watch.h"

#define INTERVAL_US (15 * 60 * G_USEC_PER_SEC)
#define AFTER_WRITING_US (20 * G_USEC_PER_SEC)
#define AFTER_NETWORK_CHANGE_US (2 * G_USEC_PER_SEC)
#define FIRST_RETRY_US (5 * G_USEC_PER_SEC)
#define LAST_RETRY_US (6 * 3600 * (gint64) G_USEC_PER_SEC)
#define LOCKED_US (6 * 60 * G_USEC_PER_SEC)
#define NEVER G_MAXINT64
/* Shorter than the minute after which most proxies end what is idle. */
#define HEARTBEAT_MS 50000
/* Somebody who goes through the windows costs no requests. */
#define BEFORE_WATCHING_US G_USEC_PER_SEC
/* What is said to be news and brings nothing is believed less and less. */
#define AFTER_NEWS_US (5 * G_USEC_PER_SEC)
#define LAST_AFTER_NEWS_US (15 * 60 * (gint64) G_USEC_PER_SEC)
#define PAUSED_SETTING "sync-paused"

struct _GwSync
{
  GObject          parent_instance;

  GMainContext    *owner;
  GwStoreThread   *store;
  GPtrArray       *databases;
  GwSyncStatus     status;
  gint64           success_at;        /* of gw_time_steady(); 0: not in this run */
  gint64           server_time;       /* what its clock said; 0: nothing in this run */
  gint64           server_time_at;    /* of gw_time_steady() */
  gboolean         is_counting;
  gboolean         counts_again;
  GNetworkMonitor *network;
  GPowerProfileMonitor *power;        /* (nullable): from the first time in front on */
  GThread         *thread;
  GMainContext    *context;           /* the thread's */

  GMutex           lock;              /* guards what follows */
  gboolean         quits;
  gboolean         is_paused;
  gboolean         is_metered;
  gboolean         was_asked;         /* by the person: metered or not */
  gboolean         is_named;          /* a server was named just now: it is told that it is being asked */
  GwSyncFlags      flags;
  char            *url;
  char            *user;
  char            *password;
  char            *authority;   /* (nullable): who vouches for the server besides those that the system knows */
  gboolean         is_authority_new;
  GwSyncFlags      fetches;     /* files that are fetched ahead */
  gint64           due;               /* monotonic */
  gboolean         is_in_front;
  gboolean         saves_power;
  gboolean         is_proven;         /* the server answered, and the network is as it was then */
  gboolean         lost_watch;        /* it ended with the network */
  gint64           watch_at;          /* monotonic: not before */
  gboolean         is_news;           /* why the next exchange, or the one under way, is due */
  gint64           news_at;           /* monotonic: when the last exchange for news ended; 0: none */
  guint            n_empty_news;
  guint            n_failures;
  gboolean         needs_person;
  GCancellable    *running;           /* (nullable) */
  gboolean         has_report;
  GwSyncPhase      phase;
  GwSyncSummary    summary;
  gboolean         is_over;           /* of the report: the exchange ended */
  gboolean         has_failed;
  GwSyncError      error;
};

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GwSync, gw_sync, G_TYPE_OBJECT)

static void
tell_status (GwSync *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/* The numbers, from the store. */

static gpointer
read_numbers (GwStore   *store,
              gpointer   data,
              GError   **error)
{
  g_autoptr (GwSyncStatus) numbers = g_new0 (GwSyncStatus, 1);

  return gw_sync_status_read (numbers, store, data, error) ? g_steal_pointer (&numbers) : NULL;
}

static void count (GwSync *self);

/* The state that follows from the settings when nothing is under way. */
static GwSyncState
resting_state (GwSync *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->url == NULL)
    return GW_SYNC_STATE_NOT_SET_UP;
  if (self->is_paused)
    return GW_SYNC_STATE_PAUSED;
  if (self->is_metered)
    return GW_SYNC_STATE_METERED;

  return GW_SYNC_STATE_RESTING;
}

static gboolean
is_under_way (GwSync *self)
{
  return self->status.state == GW_SYNC_STATE_ASKING || self->status.state == GW_SYNC_STATE_RECEIVING
         || self->status.state == GW_SYNC_STATE_SENDING;
}

static void
schedule (GwSync *self,
          gint64  in,
          gboolean resets)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (resets) {
    self->n_failures = 0;
    self->needs_person = FALSE;
  } else if (self->n_failures > 0 || self->needs_person) {
    return;
  }
  self->due = MIN (self->due, g_get_monotonic_time () + in);
  g_main_context_wakeup (self->context);
}

static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSyncStatus) numbers =
    gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  gint64 before = self->status.waiting;

  self->is_counting = FALSE;
  if (numbers != NULL) {
    self->status.waiting = numbers->waiting;
    self->status.waiting_bytes = numbers->waiting_bytes;
    self->status.refused = numbers->refused;
    self->status.conflicts = numbers->conflicts;
    self->status.later_date = numbers->later_date;
    /* Perhaps it was asked for another server, which was named since. */
    if (!self->counts_again)
      self->status.last_success = numbers->last_success;
    if (numbers->waiting > before && !is_under_way (self))
      schedule (self, AFTER_WRITING_US, FALSE);
    tell_status (self);
  } else {
    g_debug ("What waits could not be counted: %s", error->message);
  }
  if (self->counts_again)
    count (self);
}

static void
count (GwSync *self)
{
  char *url;

  self->counts_again = self->is_counting;
  if (self->is_counting || self->store == NULL)
    return;
  self->is_counting = TRUE;
  g_mutex_lock (&self->lock);
  url = g_strdup (self->url);
  g_mutex_unlock (&self->lock);
  gw_store_thread_run_async (self->store, read_numbers, url, g_free,
                             (GDestroyNotify) gw_sync_status_free, NULL, on_counted,
                             g_object_ref (self));
}

static void
on_store_changed (GwStoreThread *store,
                  GPtrArray     *changes,
                  GwSync        *self)
{
  count (self);
}

/* Reports of the thread. */

static GwSyncState
state_of_phase (GwSyncPhase phase)
{
  switch (phase) {
  case GW_SYNC_PHASE_RECEIVING:
    return GW_SYNC_STATE_RECEIVING;
  case GW_SYNC_PHASE_SENDING:
    return GW_SYNC_STATE_SENDING;
  case GW_SYNC_PHASE_ASKING:
  default:
    return GW_SYNC_STATE_ASKING;
  }
}

static void
take_outcome (GwSync      *self,
              gboolean     has_failed,
              GwSyncError  error,
              gint64       due)
{
  gint64 now = g_get_monotonic_time ();

  if (!has_failed) {
    self->success_at = gw_time_steady ();
    self->status.state = resting_state (self);
    return;
  }
  self->status.state = error == GW_SYNC_ERROR_CANCELLED ? resting_state (self) : GW_SYNC_STATE_FAILED;
  self->status.error = error;
  self->status.retry_at = due == NEVER ? 0 : g_get_real_time () + MAX (0, due - now);
}

static gboolean
on_report (gpointer user_data)
{
  GwSync *self = user_data;
  GwSyncSummary summary;
  gboolean is_over, has_failed;
  GwSyncPhase phase;
  GwSyncError error;
  gint64 due;

  g_mutex_lock (&self->lock);
  summary = self->summary;
  phase = self->phase;
  is_over = self->is_over;
  has_failed = self->has_failed;
  error = self->error;
  due = self->due;
  self->has_report = FALSE;
  g_mutex_unlock (&self->lock);

  self->status.received = summary.pulled;
  self->status.sent = summary.pushed + summary.parts_sent;
  self->status.bytes_up = summary.bytes_up;
  self->status.bytes_down = summary.bytes_down;
  /* A server that was not reached says nothing, and what it said before still holds. */
  if (summary.server_time != 0) {
    self->server_time = summary.server_time;
    self->server_time_at = summary.server_time_at;
  }
  if (is_over)
    take_outcome (self, has_failed, error, due);
  else
    self->status.state = state_of_phase (phase);
  if (self->store != NULL)
    gw_store_thread_poke (self->store);
  count (self);
  tell_status (self);

  return G_SOURCE_REMOVE;
}

/* Behind the lock. Several reports that were not read yet are one. The reference is dropped on
 * the owner's context, never here. */
static void
report (GwSync *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->has_report || self->quits)
    return;
  self->has_report = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_report, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->owner);
}

/* The thread. */

static void
on_progress (GwSyncPhase          phase,
             const char          *db,
             const GwSyncSummary *summary,
             gpointer             user_data)
{
  GwSync *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  /* A line that dies every few seconds and moves something each time gets there: when it breaks, that is
   * a first failure, and not one more after which to wait longer. */
  if (summary->pulled > 0 || summary->pushed > 0 || summary->parts_sent > 0 || summary->parts_received > 0)
    self->n_failures = 0;
  self->phase = phase;
  self->summary = *summary;
  self->is_over = FALSE;
  report (self);
}

/* Behind the lock. Random, so that desks that lost the same link do not come back together.
 * @retry_after: seconds before which the server does not want to be asked (RFC 9110, section 10.2.3) */
static gint64
next_due (GwSync      *self,
          gboolean     has_failed,
          GwSyncError  error,
          guint        retry_after)
{
  double jitter = 0.75 + g_random_double () / 2;
  gint64 now = g_get_monotonic_time (), in = FIRST_RETRY_US;

  if (!has_failed)
    return now + (gint64) (INTERVAL_US * jitter);
  if (error == GW_SYNC_ERROR_CANCELLED || self->needs_person)
    return NEVER;
  if (error == GW_SYNC_ERROR_LOCKED)
    return now + LOCKED_US;
  if (gw_sync_error_is_for_one_db (error))
    return now + (gint64) (INTERVAL_US * jitter);
  for (guint i = 1; i < self->n_failures && in < LAST_RETRY_US; i++)
    in *= 3;
  /* Never sooner than it asked for, which the lower half of the jitter would be. */
  if (error == GW_SYNC_ERROR_BUSY)
    in = MAX (in, (gint64) retry_after * G_USEC_PER_SEC * 4 / 3);

  return now + (gint64) (MIN (in, LAST_RETRY_US) * jitter);
}

typedef struct
{
  char        *url;
  char        *user;
  char        *password;
  GwSyncFlags  flags;
  GwStore     *store;
  GwHttp      *http;
  GSource     *timer;
  GwSyncWatch *watch;        /* (nullable) */
} Work;

static gboolean
exchange_once (GwSync        *self,
               Work          *work,
               GwSyncSummary *summary,
               GError       **error)
{
  GError *local_error = NULL;

  if (work->store == NULL)
    work->store = gw_store_open (gw_store_thread_get_path (self->store), GW_STORE_DEFAULT, &local_error);
  if (work->store == NULL) {
    gw_sync_error_translate (&local_error);
    g_propagate_error (error, local_error);
    return FALSE;
  }

  return gw_sync_run_on (work->store, work->http, self->databases, work->url, work->user,
                         work->password, work->flags, on_progress, self, self->running, summary,
                         error);
}

/* Behind the lock. */
static gboolean
is_due (GwSync *self)
{
  if (self->url == NULL || self->is_paused)
    return FALSE;
  if (self->was_asked)
    return TRUE;

  return !self->is_metered && self->due <= g_get_monotonic_time ();
}

/* Waiting for news. */

/* Behind the lock. */
static gint64
next_for_news (GwSync *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 apart = MIN (AFTER_NEWS_US << MIN (self->n_empty_news, 10), LAST_AFTER_NEWS_US);

  return self->news_at == 0 ? now : MAX (now, self->news_at + apart);
}

static void
on_watched (const GError *error,
            gpointer      user_data)
{
  GwSync *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_proven = FALSE;
  if (error == NULL) {
    self->is_news = TRUE;
    self->due = MIN (self->due, next_for_news (self));
    return;
  }
  self->n_failures++;
  self->needs_person = TRUE;
  self->due = NEVER;
  self->has_failed = TRUE;
  self->error = (GwSyncError) error->code;
  self->is_over = TRUE;
  report (self);
}

/* Behind the lock. */
static gboolean
may_watch (GwSync *self)
{
  return self->is_in_front && self->is_proven && !self->needs_person && self->url != NULL
         && !self->is_paused && !self->is_metered && !self->saves_power;
}

/* Behind the lock, which is given up meanwhile: what was asked is ended at once, but the answer to
 * that takes the lock. */
static void
end_watch (GwSync *self,
           Work   *work)
{
  g_autoptr (GwSyncWatch) watch = g_steal_pointer (&work->watch);

  if (watch == NULL)
    return;
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&watch, gw_sync_watch_free);
  g_mutex_lock (&self->lock);
}

/* Behind the lock, which may be given up. Returns: whether all is as it should be */
static gboolean
adapt_watch (GwSync *self,
             Work   *work)
{
  gboolean may = may_watch (self);

  if (!may && work->watch != NULL) {
    end_watch (self, work);
    return FALSE;
  }
  if (may && work->watch == NULL && self->watch_at <= g_get_monotonic_time ())
    work->watch = gw_sync_watch_new (work->store, work->http, self->context, self->databases, self->url,
                                     self->user, self->password, HEARTBEAT_MS, on_watched, self);

  return TRUE;
}

/* Behind the lock. When to wake by oneself; -1: not at all. */
static gint64
next_wake (GwSync *self,
           Work   *work)
{
  gint64 now = g_get_monotonic_time (), at = -1;

  /* That it is due and not done, on a metered connection, is nothing to wake up for. */
  if (self->due != NEVER && self->due > now)
    at = self->due;
  if (may_watch (self) && work->watch == NULL && (at < 0 || self->watch_at < at))
    at = self->watch_at;

  return at;
}

/* Behind the lock, which is given up meanwhile. Returns: FALSE when the thread is to end. */
static gboolean
wait_until_due (GwSync *self,
                Work   *work)
{
  while (!self->quits && !is_due (self)) {
    if (!adapt_watch (self, work))
      continue;
    g_source_set_ready_time (work->timer, next_wake (self, work));
    g_mutex_unlock (&self->lock);
    g_main_context_iteration (self->context, TRUE);
    g_mutex_lock (&self->lock);
  }
  end_watch (self, work);

  return !self->quits;
}

/* Behind the lock, which is given up while the exchange runs. */
static void
work_once (GwSync *self,
           Work   *work)
{
  g_autoptr (GError) error = NULL;
  GwSyncSummary summary = { 0 };
  gboolean ok;

  work->url = g_strdup (self->url);
  work->user = g_strdup (self->user);
  work->password = g_strdup (self->password);
  /* The next connection asks who vouches for the server. */
  if (self->is_authority_new)
    gw_http_set_authority (work->http, self->authority);
  self->is_authority_new = FALSE;
  work->flags = self->flags | (self->is_metered ? GW_SYNC_DEFAULT : self->fetches);
  self->flags = GW_SYNC_DEFAULT;
  /* A server that says nothing would leave the line as it was for as long as it is waited for. */
  if (self->was_asked || self->is_named) {
    self->phase = GW_SYNC_PHASE_ASKING;
    self->summary = summary;
    self->is_over = FALSE;
    report (self);
  }
  self->was_asked = FALSE;
  self->is_named = FALSE;
  self->is_proven = FALSE;
  self->due = NEVER;
  self->running = g_cancellable_new ();
  g_mutex_unlock (&self->lock);
  ok = exchange_once (self, work, &summary, &error);
  g_mutex_lock (&self->lock);
  g_clear_object (&self->running);
  g_clear_pointer (&work->url, g_free);
  g_clear_pointer (&work->user, g_free);
  g_clear_pointer (&work->password, g_free);

  self->has_failed = !ok;
  self->error = ok ? 0 : (GwSyncError) error->code;
  if (!ok)
    g_debug ("The exchange failed: %s", error->message);
  self->n_failures = ok || self->error == GW_SYNC_ERROR_CANCELLED ? 0 : self->n_failures + 1;
  self->needs_person = !ok && gw_sync_error_needs_person (self->error);
  self->due = MIN (self->due, next_due (self, !ok, self->error, summary.retry_after));
  self->is_proven = ok || gw_sync_error_is_for_one_db (self->error);
  if (self->is_news) {
    self->n_empty_news = summary.pulled > 0 ? 0 : self->n_empty_news + 1;
    self->news_at = g_get_monotonic_time ();
  }
  self->is_news = FALSE;
  self->summary = summary;
  self->is_over = TRUE;
  report (self);
}

/* All it does is to have the thread look. */
static gboolean
on_timer (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  g_source_set_ready_time (source, -1);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_funcs = { .dispatch = on_timer };

static gpointer
run_thread (gpointer data)
{
  GwSync *self = data;
  Work work = { NULL };

  g_main_context_push_thread_default (self->context);
  work.http = gw_http_new (self->context);
  work.timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_attach (work.timer, self->context);
  g_mutex_lock (&self->lock);
  while (wait_until_due (self, &work))
    work_once (self, &work);
  g_mutex_unlock (&self->lock);
  g_source_destroy (work.timer);
  g_source_unref (work.timer);
  g_clear_object (&work.http);
  g_clear_object (&work.store);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* What the window asks. */

static void
set_text (char       **place,
          const char  *text)
{
  if (*place != NULL)
    memset (*place, 0, strlen (*place));
  g_free (*place);
  *place = g_strdup (text);
}

/* Ends the exchange under way, if any: what is done is done. Behind the lock. */
static void
stop_running (GwSync *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
}

/**
 * gw_sync_set_account:
 * @url: (nullable): the server's address; NULL: work without a server
 * @user: (nullable): the name of the account
 * @password: (nullable): its password, kept in memory only
 *
 * Sets where to exchange, and begins at once.
 */
void
gw_sync_set_account (GwSync     *self,
                     const char *url,
                     const char *user,
                     const char *password)
{
  gboolean is_other;

  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  stop_running (self);
  is_other = g_strcmp0 (self->url, url) != 0;
  set_text (&self->url, url);
  set_text (&self->user, user);
  set_text (&self->password, password);
  self->is_named = url != NULL;
  self->is_proven = FALSE;
  g_mutex_unlock (&self->lock);
  /* That all is up to date was said of the server before. */
  if (is_other) {
    self->status.last_success = 0;
    self->success_at = 0;
    self->server_time = 0;
    count (self);
  }
  if (!is_under_way (self))
    self->status.state = resting_state (self);
  schedule (self, 0, TRUE);
  tell_status (self);
}

/**
 * gw_sync_set_fetches:
 * @fetches: gw_sync_fetch_flags()
 *
 * Which files are fetched before anybody looks at them; on a connection that costs by the byte, none.
 */
void
gw_sync_set_fetches (GwSync      *self,
                     GwSyncFlags  fetches)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  self->fetches = fetches;
  g_mutex_unlock (&self->lock);
}

/**
 * gw_sync_set_authority:
 * @pem: (nullable): gw_authority_get_pem() of one that vouches for the server besides those that the system knows
 *
 * Counts from the next exchange on.
 */
void
gw_sync_set_authority (GwSync     *self,
                       const char *pem)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  set_text (&self->authority, pem);
  self->is_authority_new = TRUE;
  g_mutex_unlock (&self->lock);
}

/* Exchanges now, whatever the network is said to be like: only trying tells. */
void
gw_sync_now (GwSync *self)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  self->was_asked = TRUE;
  g_mutex_unlock (&self->lock);
  schedule (self, 0, TRUE);
}

/* The person's answer to %GW_SYNC_ERROR_SERVER_CHANGED or %GW_SYNC_ERROR_MASS_DELETE. */
void
gw_sync_decide (GwSync      *self,
                GwSyncFlags  flags)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  self->flags |= flags;
  g_mutex_unlock (&self->lock);
  gw_sync_now (self);
}

static gpointer
write_paused (GwStore   *store,
              gpointer   data,
              GError   **error)
{
  gw_store_set_setting (store, PAUSED_SETTING, data != NULL ? "1" : NULL, error);

  return NULL;
}

static void
on_paused_written (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL)
    g_debug ("The pause is not remembered: %s", error->message);
}

/* Stops and begins again; remembered over restarts. */
void
gw_sync_set_paused (GwSync   *self,
                    gboolean  paused)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  self->is_paused = paused;
  if (paused)
    stop_running (self);
  g_main_context_wakeup (self->context);
  g_mutex_unlock (&self->lock);
  gw_store_thread_write_async (self->store, write_paused, GINT_TO_POINTER (paused), NULL, NULL,
                               on_paused_written, NULL);
  if (!is_under_way (self))
    self->status.state = resting_state (self);
  if (!paused)
    schedule (self, 0, TRUE);
  tell_status (self);
}

gboolean
gw_sync_get_paused (GwSync *self)
{
  g_return_val_if_fail (GW_IS_SYNC (self), FALSE);

  return self->is_paused;
}

/* Returns: (transfer none): valid until the next notify::status. How long ago all was exchanged, and how
 * far the clocks are apart, is told as of now, also when nothing happened since. */
const GwSyncStatus *
gw_sync_get_status (GwSync *self)
{
  g_return_val_if_fail (GW_IS_SYNC (self), NULL);

  self->status.since_success =
    self->success_at == 0 ? -1 : (gw_time_steady () - self->success_at) / G_USEC_PER_SEC;
  self->status.knows_clock = self->server_time != 0;
  self->status.clock_offset =
    self->server_time == 0 ? 0 : gw_sync_clock_offset (self->server_time, self->server_time_at);
  return &self->status;
}

/* What the system says of the network is a hint to try, never a reason not to. */
static void
on_network_changed (GNetworkMonitor *network,
                    gboolean         available,
                    GwSync          *self)
{
  gboolean was_watching;

  g_mutex_lock (&self->lock);
  self->is_metered = g_network_monitor_get_network_metered (network);
  /* A connection of the network before may hang for a long time and never say so. */
  was_watching = self->is_in_front && (self->is_proven || self->lost_watch);
  self->lost_watch = was_watching && !available;
  self->is_proven = FALSE;
  g_main_context_wakeup (self->context);
  g_mutex_unlock (&self->lock);
  if (available && self->status.state == GW_SYNC_STATE_FAILED && self->status.retry_at != 0)
    schedule (self, AFTER_NETWORK_CHANGE_US, TRUE);
  else if (available && was_watching)
    schedule (self, AFTER_NETWORK_CHANGE_US, FALSE);
  if (!is_under_way (self) && self->status.state != GW_SYNC_STATE_FAILED) {
    self->status.state = resting_state (self);
    tell_status (self);
  }
}

static void
on_power_changed (GPowerProfileMonitor *power,
                  GParamSpec           *pspec,
                  GwSync               *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->saves_power = g_power_profile_monitor_get_power_saver_enabled (power);
  g_main_context_wakeup (self->context);
}

/* Asked for when it matters, and not when the program begins. */
static void
follow_power (GwSync *self)
{
  if (self->power != NULL)
    return;
  self->power = g_power_profile_monitor_dup_default ();
  if (self->power == NULL)
    return;
  g_signal_connect (self->power, "notify::power-saver-enabled", G_CALLBACK (on_power_changed), self);
  on_power_changed (self->power, NULL, self);
}

/**
 * gw_sync_set_in_front:
 * @in_front: whether somebody works with the program now
 *
 * While somebody does, and the server was reached, this waits at the server for what others write, so that
 * it is here within seconds; not on a metered connection, nor where the system saves power. Ends
 * at once with %FALSE.
 */
void
gw_sync_set_in_front (GwSync   *self,
                      gboolean  in_front)
{
  g_return_if_fail (GW_IS_SYNC (self));

  if (in_front)
    follow_power (self);
  g_mutex_lock (&self->lock);
  if (in_front && !self->is_in_front)
    self->watch_at = g_get_monotonic_time () + BEFORE_WATCHING_US;
  self->is_in_front = in_front;
  g_main_context_wakeup (self->context);
  g_mutex_unlock (&self->lock);
}

static gpointer
read_paused (GwStore   *store,
             gpointer   data,
             GError   **error)
{
  return gw_store_dup_setting (store, PAUSED_SETTING, error);
}

static void
on_paused_read (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GwSync) self = user_data;
  g_autofree char *paused = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, NULL);

  g_mutex_lock (&self->lock);
  self->is_paused = self->is_paused || paused != NULL;
  g_mutex_unlock (&self->lock);
  self->thread = self->quits ? NULL : g_thread_new ("godwit-sync", run_thread, self);
  self->status.state = resting_state (self);
  tell_status (self);
}

/**
 * gw_sync_close:
 *
 * Ends the exchange under way and the thread, and waits for it. Called by itself when the last
 * reference goes, but a window that ends calls it first.
 */
void
gw_sync_close (GwSync *self)
{
  g_return_if_fail (GW_IS_SYNC (self));

  g_mutex_lock (&self->lock);
  self->quits = TRUE;
  stop_running (self);
  g_main_context_wakeup (self->context);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  if (self->power != NULL)
    g_signal_handlers_disconnect_by_data (self->power, self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
}

static void
gw_sync_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  GwSync *self = GW_SYNC (object);

  if (property_id == PROP_STATUS)
    g_value_set_boxed (value, &self->status);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
gw_sync_dispose (GObject *object)
{
  GwSync *self = GW_SYNC (object);

  gw_sync_close (self);
  g_clear_object (&self->network);
  g_clear_object (&self->power);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (gw_sync_parent_class)->dispose (object);
}

static void
gw_sync_finalize (GObject *object)
{
  GwSync *self = GW_SYNC (object);

  set_text (&self->url, NULL);
  set_text (&self->user, NULL);
  set_text (&self->password, NULL);
  set_text (&self->authority, NULL);
  g_clear_pointer (&self->databases, g_ptr_array_unref);
  g_clear_pointer (&self->owner, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (gw_sync_parent_class)->finalize (object);
}

static void
gw_sync_class_init (GwSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_sync_get_property;
  object_class->dispose = gw_sync_dispose;
  object_class->finalize = gw_sync_finalize;

  properties[PROP_STATUS] = g_param_spec_boxed ("status", NULL, NULL, GW_TYPE_SYNC_STATUS,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gw_sync_init (GwSync *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_new ();
  self->due = NEVER;
  self->status.since_success = -1;
}

/**
 * gw_sync_new:
 * @profile: whose documents; read now, not kept
 * @store: the window's store, which is asked what waits and told when something came
 *
 * Returns: (transfer full): an exchange that does nothing before gw_sync_set_account()
 */
GwSync *
gw_sync_new (GwProfile     *profile,
             GwStoreThread *store)
{
  GwSync *self;

  g_return_val_if_fail (GW_IS_PROFILE (profile) && GW_IS_STORE_THREAD (store), NULL);

  self = g_object_new (GW_TYPE_SYNC, NULL);
  self->owner = g_main_context_ref_thread_default ();
  self->store = g_object_ref (store);
  self->databases = gw_sync_list_databases (profile);
  gw_sync_set_authority (self, gw_profile_get_setting (profile, GW_AUTHORITY_SETTING));
  gw_sync_set_fetches (self, gw_sync_fetch_flags (gw_profile_get_setting (profile, GW_SYNC_FETCH_SETTING)));
  self->network = g_object_ref (g_network_monitor_get_default ());
  self->is_metered = g_network_monitor_get_network_metered (self->network);
  g_signal_connect (self->network, "network-changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect (self->store, "changed", G_CALLBACK (on_store_changed), self);
  gw_store_thread_run_async (store, read_paused, NULL, NULL, g_free, NULL, on_paused_read,
                             g_object_ref (self));
  count (self);

  return self;
}
