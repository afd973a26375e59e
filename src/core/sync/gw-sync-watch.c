/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One question for each database, which the server answers when there is something to say ("longpoll").
 *
 * - Only over HTTP/2, where they share the connection of the exchanges, all databases are watched. Else
 *   there would be a connection for each, so that one is: the country's own, where colleagues write.
 * - The server sends a blank each heartbeat. Where two are missing, the line is dead.
 * - What this desk itself sent comes back as a row. It is known here and no news: the question is put
 *   again from behind it. "since" moves in memory only; the exchange has its own, in the store.
 * - A proxy ends what is idle for longer than it likes. Then the heartbeat gets shorter than that. An
 *   end that comes at once, with nothing, is put off: 5 seconds, then twice as long each time, up to
 *   15 minutes (at the usual heartbeat). So no answer makes this a busy loop.
 * - A wrong password is not tried a second time, which would lock the account; a database that refuses
 *   is left alone, and the next exchange says why.
 */

#include "core/sync/gw-sync-watch.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync-private.h"

#define ROWS 100
#define MAX_ANSWER (1024 * 1024)
#define COUNTRY "party"

typedef struct
{
  GwSyncWatch *watch;
  char        *local;         /* names of the database */
  char        *remote;
  char        *since;
  guint        heartbeat_ms;
  gint64       asked_at;      /* monotonic */
  guint        n_vain;        /* answers in a row that came at once and were worth nothing */
  GSource     *later;         /* (nullable): asks again */
} Hold;

struct _GwSyncWatch
{
  GwStore         *store;
  GwHttp          *http;
  GMainContext    *context;
  char            *url;
  char            *user;
  char            *password;
  guint            heartbeat_ms;
  GwSyncWatchFunc  func;
  gpointer         user_data;
  GPtrArray       *holds;
  GCancellable    *cancellable;
  guint            n_open;    /* requests that are under way */
  gboolean         is_over;
};

static void
stop_later (Hold *self)
{
  if (self->later == NULL)
    return;
  g_source_destroy (self->later);
  g_clear_pointer (&self->later, g_source_unref);
}

static void
hold_free (gpointer data)
{
  Hold *self = data;

  stop_later (self);
  g_free (self->local);
  g_free (self->remote);
  g_free (self->since);
  g_free (self);
}

/* Ends all questions and says so, once. */
static void
finish (GwSyncWatch  *self,
        const GError *error)
{
  if (self->is_over)
    return;
  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < self->holds->len; i++)
    stop_later (self->holds->pdata[i]);
  self->func (error, self->user_data);
}

static void hold_ask (Hold *self);

static gboolean
on_later (gpointer user_data)
{
  Hold *self = user_data;

  stop_later (self);
  hold_ask (self);

  return G_SOURCE_REMOVE;
}

/* Random, so that desks whose server came back do not all come at once. */
static void
ask_later (Hold  *self,
           guint  in_ms)
{
  guint jittered = (guint) (in_ms * (0.75 + g_random_double () / 2));

  self->later = g_timeout_source_new (jittered);
  g_source_set_callback (self->later, on_later, self, NULL);
  g_source_attach (self->later, self->watch->context);
}

/* With the usual heartbeat: 5 s, 10 s and so on to 15 min. */
static guint
vain_delay (Hold *self)
{
  guint first = self->watch->heartbeat_ms / 10;

  return MIN (first << MIN (self->n_vain, 10), first * 180);
}

static gboolean
has_lasted (Hold *self)
{
  return g_get_monotonic_time () - self->asked_at >= self->watch->heartbeat_ms / 5 * (gint64) 1000;
}

/* Somebody between ended what was idle: from now on it is idle for less long. */
static void
shorten_heartbeat (Hold *self)
{
  gint64 lasted = (g_get_monotonic_time () - self->asked_at) / 1000;

  self->heartbeat_ms = (guint) CLAMP (lasted * 2 / 3, self->watch->heartbeat_ms / 5, self->heartbeat_ms);
}

static gboolean
holds_news (Hold      *self,
            JsonArray *rows)
{
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = gw_json_array_object (rows, i);

    if (row != NULL && gw_sync_row_is_news (self->watch->store, self->local, row))
      return TRUE;
  }

  return FALSE;
}

/* A whole answer. */
static void
take_answer (Hold       *self,
             JsonObject *answer)
{
  JsonArray *rows = gw_json_get_array (answer, "results");
  g_autofree char *last_seq = gw_sync_dup_last_seq (answer);
  gboolean moves = rows != NULL && json_array_get_length (rows) > 0 && last_seq != NULL
                   && g_strcmp0 (last_seq, self->since) != 0;

  if (rows != NULL && holds_news (self, rows)) {
    finish (self->watch, NULL);
    return;
  }
  if (moves) {
    g_free (self->since);
    self->since = g_steal_pointer (&last_seq);
  }
  if (moves || has_lasted (self)) {
    self->n_vain = 0;
    hold_ask (self);
    return;
  }
  ask_later (self, vain_delay (self));
  self->n_vain++;
}

/* Or none. */
static void
take_fault (Hold                 *self,
            const GwHttpResponse *response,
            const GError         *error)
{
  guint wait_ms = response == NULL ? 0 : MIN (response->retry_after, 24 * 3600) * 1000;

  if (gw_sync_error_needs_person ((GwSyncError) error->code)
      && !gw_sync_error_is_for_one_db ((GwSyncError) error->code)) {
    finish (self->watch, error);
    return;
  }
  if (gw_sync_error_is_for_one_db ((GwSyncError) error->code)
      || error->code == GW_SYNC_ERROR_LOCKED || error->code == GW_SYNC_ERROR_NOT_A_SERVER)
    return;
  if (has_lasted (self)) {
    self->n_vain = 0;
    shorten_heartbeat (self);
  }
  ask_later (self, MAX (wait_ms, vain_delay (self)));
  self->n_vain++;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Hold *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwHttpResponse) response = gw_http_send_finish (GW_HTTP (source), result, &error);
  g_autoptr (JsonObject) answer = NULL;
  gsize size;
  const char *text;

  self->watch->n_open--;
  if (self->watch->is_over)
    return;
  if (response != NULL && gw_sync_check_status (response, &error)) {
    text = g_bytes_get_data (response->body, &size);
    answer = size == 0 ? NULL : gw_json_parse_object (text, (gssize) size, NULL);
    if (answer != NULL) {
      take_answer (self, answer);
      return;
    }
    g_set_error_literal (&error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN, "The answer was cut");
  }
  gw_sync_error_translate (&error);
  g_debug ("Watching %s: %s", self->local, error->message);
  take_fault (self, response, error);
}

static void
hold_ask (Hold *self)
{
  GwSyncWatch *watch = self->watch;
  g_autofree char *name = g_uri_escape_string (self->remote, NULL, FALSE);
  g_autofree char *since = g_uri_escape_string (self->since, NULL, FALSE);
  g_autofree char *url =
    g_strdup_printf ("%s/%s/_changes?feed=longpoll&style=all_docs&limit=%d&heartbeat=%u&since=%s",
                     watch->url, name, ROWS, self->heartbeat_ms, since);
  GwHttpRequest request = {
    .method = "GET",
    .url = url,
    .user = watch->user,
    .password = watch->password,
    .max_size = MAX_ANSWER,
    /* Two heartbeats, and what a slow line takes. */
    .stall_seconds = self->heartbeat_ms * 2 / 1000 + MIN (5, self->heartbeat_ms / 1000 + 1),
  };

  self->asked_at = g_get_monotonic_time ();
  watch->n_open++;
  gw_http_send_async (watch->http, &request, watch->cancellable, on_answer, self);
}

static void
add_hold (GwSyncWatch          *self,
          const GwSyncDatabase *db)
{
  Hold *hold = g_new0 (Hold, 1);

  hold->watch = self;
  hold->local = g_strdup (db->local);
  hold->remote = g_strdup (db->remote);
  hold->heartbeat_ms = self->heartbeat_ms;
  hold->since = gw_store_dup_remote (self->store, GW_SYNC_REMOTE, db->local, "since", NULL);
  if (hold->since == NULL)
    hold->since = g_strdup ("0");
  g_ptr_array_add (self->holds, hold);
}

/* Where only one can be watched: the country's, or else the first. */
static const GwSyncDatabase *
choose_one (GPtrArray *databases)
{
  for (guint i = 0; i < databases->len; i++) {
    const GwSyncDatabase *db = databases->pdata[i];

    if (g_str_equal (db->local, COUNTRY))
      return db;
  }

  return databases->len > 0 ? databases->pdata[0] : NULL;
}

/**
 * gw_sync_watch_new:
 * @store: a connection of the calling thread; only read
 * @http: connections, over which something was exchanged before
 * @context: the context of @http
 * @databases: (element-type GwSyncDatabase): what is exchanged; read now
 * @url: the server's address, as it was exchanged with
 * @user: (nullable): name of the account
 * @password: (nullable): its password
 * @heartbeat_ms: how often the server is to show that it is there; all other times follow from it
 * @func: called when there is news, or when only a person can help
 * @user_data: for @func
 *
 * Puts the question and returns.
 *
 * Returns: (transfer full): the watch, which ends with gw_sync_watch_free()
 */
GwSyncWatch *
gw_sync_watch_new (GwStore         *store,
                   GwHttp          *http,
                   GMainContext    *context,
                   GPtrArray       *databases,
                   const char      *url,
                   const char      *user,
                   const char      *password,
                   guint            heartbeat_ms,
                   GwSyncWatchFunc  func,
                   gpointer         user_data)
{
  GwSyncWatch *self;

  g_return_val_if_fail (GW_IS_STORE (store) && GW_IS_HTTP (http) && context != NULL, NULL);
  g_return_val_if_fail (databases != NULL && url != NULL && func != NULL && heartbeat_ms > 0, NULL);

  self = g_new0 (GwSyncWatch, 1);
  self->store = g_object_ref (store);
  self->http = g_object_ref (http);
  self->context = g_main_context_ref (context);
  self->url = gw_sync_dup_base_url (url);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  self->heartbeat_ms = heartbeat_ms;
  self->func = func;
  self->user_data = user_data;
  self->holds = g_ptr_array_new_with_free_func (hold_free);
  self->cancellable = g_cancellable_new ();
  if (gw_http_shares_connection (http)) {
    for (guint i = 0; i < databases->len; i++)
      add_hold (self, databases->pdata[i]);
  } else if (databases->len > 0) {
    add_hold (self, choose_one (databases));
  }
  for (guint i = 0; i < self->holds->len; i++)
    hold_ask (self->holds->pdata[i]);

  return self;
}

/**
 * gw_sync_watch_free:
 *
 * Ends it at once. Runs the context until nothing is under way any more, which waits for nobody.
 */
void
gw_sync_watch_free (GwSyncWatch *self)
{
  if (self == NULL)
    return;
  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);
  while (self->n_open > 0)
    g_main_context_iteration (self->context, TRUE);
  g_ptr_array_unref (self->holds);
  g_object_unref (self->cancellable);
  g_object_unref (self->http);
  g_object_unref (self->store);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self->user);
  if (self->password != NULL)
    memset (self->password, 0, strlen (self->password));
  g_free (self->password);
  g_free (self);
}
