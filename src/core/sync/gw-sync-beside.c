/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question that goes beside a long answer, so that it costs no round trip of its own: over the same connection
 * where the server speaks HTTP/2, else over a second one.
 *
 * It leaves with the first byte of that answer, and not before: a wrong password is tried once only, since
 * attempts lock the account; and who is no server is asked no more. */

#include "core/sync/gw-sync-private.h"

#include <string.h>

struct _GwSyncBeside
{
  GwSyncExchange      *exchange;
  char                *url;
  GBytes              *body;
  GwSyncBesideFunc     func;
  gpointer             user_data;
  GDestroyNotify       destroy;
  GCancellable        *cancellable;
  GSource             *source;      /* (nullable): sends it */
  gboolean             is_sent, is_over;
};

static void
gw_sync_beside_free (GwSyncBeside *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_free (self->url);
  g_free (self);
}

/**
 * gw_sync_beside:
 * @self: the exchange; one question at a time
 * @path: within the database @db, to which @body is put
 * @func: gets the answer, on the thread of the exchange while no transaction is open; not called without an answer
 * @destroy: (nullable): frees @user_data
 *
 * Puts @body beside the next long answer.
 */
void
gw_sync_beside (GwSyncExchange   *self,
                const char       *db,
                const char       *path,
                JsonNode         *body,
                GwSyncBesideFunc  func,
                gpointer          user_data,
                GDestroyNotify    destroy)
{
  GwSyncBeside *beside = g_new0 (GwSyncBeside, 1);
  char *text = json_to_string (body, FALSE);

  g_assert (self->beside == NULL);
  beside->exchange = self;
  beside->url = gw_sync_dup_url (self, db, path);
  beside->body = g_bytes_new_take (text, strlen (text));
  beside->func = func;
  beside->user_data = user_data;
  beside->destroy = destroy;
  beside->cancellable = g_cancellable_new ();
  self->beside = beside;
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GwSyncBeside *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwHttpResponse) response = gw_http_send_finish (GW_HTTP (source), result, &error);

  self->is_over = TRUE;
  if (response != NULL)
    self->func (self->exchange, response, self->user_data);
  else
    g_debug ("What was asked beside the answer: %s", error->message);
}

static gboolean
send_it (gpointer user_data)
{
  GwSyncBeside *self = user_data;
  GwHttpRequest request = {
    .method = "PUT",
    .url = self->url,
    .user = self->exchange->user,
    .password = self->exchange->password,
    .body = self->body,
  };

  g_clear_pointer (&self->source, g_source_unref);
  gw_http_send_async (self->exchange->http, &request, self->cancellable, on_answered, self);

  return G_SOURCE_REMOVE;
}

/* The first byte of a good answer is here. Called where nothing can be sent: it leaves a moment later. */
void
gw_sync_beside_start (GwSyncExchange *self)
{
  GwSyncBeside *beside = self->beside;
  g_autoptr (GMainContext) context = NULL;

  if (beside == NULL || beside->is_sent)
    return;
  beside->is_sent = TRUE;
  context = g_main_context_ref_thread_default ();
  beside->source = g_idle_source_new ();
  g_source_set_priority (beside->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (beside->source, send_it, beside, NULL);
  g_source_attach (beside->source, context);
}

static gboolean
on_stopped (GCancellable *cancellable,
            gpointer      user_data)
{
  GwSyncBeside *self = user_data;

  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* Whoever stops the exchange stops this, too. */
static GSource *
follow_stop (GwSyncBeside *self,
             GMainContext *context)
{
  GSource *source;

  if (self->exchange->cancellable == NULL)
    return NULL;
  source = g_cancellable_source_new (self->exchange->cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (on_stopped), self, NULL);
  g_source_attach (source, context);

  return source;
}

static void
wait_for_answer (GwSyncBeside *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *stop = follow_stop (self, context);

  while (!self->is_over)
    g_main_context_iteration (context, TRUE);
  if (stop != NULL)
    g_source_destroy (stop);
  g_clear_pointer (&stop, g_source_unref);
}

/**
 * gw_sync_beside_end:
 * @waits: whether the exchange goes well, and the answer is waited for; else it is given up
 */
void
gw_sync_beside_end (GwSyncExchange *self,
                    gboolean        waits)
{
  GwSyncBeside *beside = self->beside;

  if (beside == NULL)
    return;
  if (!waits)
    g_cancellable_cancel (beside->cancellable);
  if (beside->is_sent && (waits || beside->source == NULL))
    wait_for_answer (beside);
  g_clear_pointer (&self->beside, gw_sync_beside_free);
}
