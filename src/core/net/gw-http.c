/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door to libcurl: a curl multi handle driven by GSources on the main context given at
 * construction, one GTask for each request. Connections are kept and shared. Everything belongs
 * to the thread that runs that context. */

#include "core/net/gw-http.h"

#include <glib-unix.h>

#include "core/net/gw-authority.h"
#include "core/net/gw-http-transfer.h"

#define STALL_SECONDS 45
#define CONNECT_SECONDS 15

struct _GwHttp
{
  GObject         parent_instance;

  GMainContext   *context;
  CURLM          *multi;
  GSource        *timer;
  GHashTable     *sockets;      /* descriptor -> GSource */
  GHashTable     *transfers;    /* CURL * -> GTask */
  GProxyResolver *proxies;
  char           *ca_file;
  GBytes         *authorities;  /* (nullable): the system's, and one's own */
  guint           stall_seconds;
  guint           connect_seconds;
  GwHttpTotals    totals;
  GwHttpTotals    mark;
  gboolean        is_shared;    /* the last answer came over HTTP/2 */
  gboolean        is_closing;
};

G_DEFINE_FINAL_TYPE (GwHttp, gw_http, G_TYPE_OBJECT)
G_DEFINE_QUARK (gw-http-error-quark, gw_http_error)

/* What one request carries through its life: the transfer and how it is cancelled. */
typedef struct
{
  GwHttpTransfer *transfer;
  GSource        *cancel;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  if (self->cancel != NULL) {
    g_source_destroy (self->cancel);
    g_source_unref (self->cancel);
  }
  gw_http_transfer_free (self->transfer);
  g_free (self);
}

/* The task is returned to its caller last: a callback may send again or drop the object. */
static void
conclude (GwHttp   *self,
          CURL     *easy,
          CURLcode  code)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  GwHttpResponse *response;
  Exchange *exchange;
  long version = 0;

  if (!g_hash_table_steal_extended (self->transfers, easy, NULL, (gpointer *) &task))
    return;
  curl_multi_remove_handle (self->multi, easy);
  exchange = g_task_get_task_data (task);
  if (curl_easy_getinfo (easy, CURLINFO_HTTP_VERSION, &version) == CURLE_OK && version > 0)
    self->is_shared = version >= CURL_HTTP_VERSION_2_0;
  response = gw_http_transfer_conclude (exchange->transfer, code, &error);
  /* The handle's memory goes now, so that nothing of it is held while the caller works. */
  g_clear_pointer (&exchange->transfer, gw_http_transfer_free);
  if (g_task_return_error_if_cancelled (task)) {
    gw_http_response_free (response);
    return;
  }
  if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, response, (GDestroyNotify) gw_http_response_free);
}

static void
collect_finished (GwHttp *self)
{
  g_autoptr (GwHttp) hold = g_object_ref (self);
  CURLMsg *message;
  int n_left;

  while ((message = curl_multi_info_read (hold->multi, &n_left)) != NULL) {
    if (message->msg == CURLMSG_DONE)
      conclude (hold, message->easy_handle, message->data.result);
  }
}

static gboolean
on_socket_ready (int          fd,
                 GIOCondition condition,
                 gpointer     user_data)
{
  g_autoptr (GwHttp) self = g_object_ref (user_data);
  int events = 0, n_running;

  if (condition & (G_IO_IN | G_IO_HUP))
    events |= CURL_CSELECT_IN;
  if (condition & G_IO_OUT)
    events |= CURL_CSELECT_OUT;
  if (condition & (G_IO_ERR | G_IO_NVAL))
    events |= CURL_CSELECT_ERR;
  curl_multi_socket_action (self->multi, fd, events, &n_running);
  collect_finished (self);

  return G_SOURCE_CONTINUE;
}

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static int
on_socket_wanted (CURL          *easy,
                  curl_socket_t  fd,
                  int            what,
                  void          *user_data,
                  void          *socket_data)
{
  GwHttp *self = user_data;
  GIOCondition condition = G_IO_ERR | G_IO_HUP;
  GSource *source;

  g_hash_table_remove (self->sockets, GINT_TO_POINTER (fd));
  if (what == CURL_POLL_REMOVE || self->is_closing)
    return 0;
  if (what & CURL_POLL_IN)
    condition |= G_IO_IN;
  if (what & CURL_POLL_OUT)
    condition |= G_IO_OUT;
  source = g_unix_fd_source_new (fd, condition);
  g_source_set_callback (source, G_SOURCE_FUNC (on_socket_ready), self, NULL);
  g_source_set_static_name (source, "[godwit] http socket");
  g_source_attach (source, self->context);
  g_hash_table_insert (self->sockets, GINT_TO_POINTER (fd), source);

  return 0;
}

static gboolean
on_timer (gpointer user_data)
{
  g_autoptr (GwHttp) self = g_object_ref (user_data);
  int n_running;

  g_clear_pointer (&self->timer, destroy_source);
  curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &n_running);
  collect_finished (self);

  return G_SOURCE_REMOVE;
}

static int
on_timer_wanted (CURLM *multi,
                 long   milliseconds,
                 void  *user_data)
{
  GwHttp *self = user_data;

  g_clear_pointer (&self->timer, destroy_source);
  if (milliseconds < 0 || self->is_closing)
    return 0;
  self->timer = g_timeout_source_new ((guint) milliseconds);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_set_static_name (self->timer, "[godwit] http timer");
  g_source_attach (self->timer, self->context);

  return 0;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  GwHttp *self = g_task_get_source_object (task);
  GHashTableIter iter;
  gpointer easy, running;

  g_hash_table_iter_init (&iter, self->transfers);
  while (g_hash_table_iter_next (&iter, &easy, &running)) {
    if (running == task) {
      conclude (self, easy, CURLE_ABORTED_BY_CALLBACK);
      break;
    }
  }

  return G_SOURCE_REMOVE;
}

static void
start (GTask      *task,
       const char *proxy)
{
  GwHttp *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GwHttpLimits limits = {
    .stall_seconds = self->stall_seconds,
    .connect_seconds = self->connect_seconds,
    .ca_file = self->ca_file,
    .authorities = self->authorities,
    .proxy = proxy,
  };
  CURL *easy;

  if (g_task_return_error_if_cancelled (task)) {
    g_object_unref (task);
    return;
  }
  easy = gw_http_transfer_prepare (exchange->transfer, &limits, &self->totals);
  self->totals.requests++;
  g_hash_table_insert (self->transfers, easy, task);
  if (cancellable != NULL) {
    exchange->cancel = g_cancellable_source_new (cancellable);
    g_source_set_callback (exchange->cancel, G_SOURCE_FUNC (on_cancelled), task, NULL);
    g_source_attach (exchange->cancel, self->context);
  }
  curl_multi_add_handle (self->multi, easy);
}

/* "direct" leaves curl to the environment's http(s)_proxy: a desktop that knows of none does
 * not know better than the person who set that. */
static void
on_proxies_found (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  g_auto (GStrv) found = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);
  const char *first = found == NULL ? NULL : found[0];

  start (task, g_strcmp0 (first, "direct://") == 0 ? NULL : first);
}

/* The desktop's resolver ends the program where its settings are not installed, as on a
 * server without a desktop; there the environment alone says which proxy to take. */
static GProxyResolver *
dup_default_resolver (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema =
    source == NULL ? NULL : g_settings_schema_source_lookup (source, "org.gnome.system.proxy", TRUE);

  if (schema == NULL)
    return g_simple_proxy_resolver_new ("direct://", NULL);
  g_settings_schema_unref (schema);

  return g_object_ref (g_proxy_resolver_get_default ());
}

/**
 * gw_http_send_async:
 * @self: the connections
 * @request: what to ask; copied
 * @cancellable: (nullable): ends the request with %G_IO_ERROR_CANCELLED
 * @callback: called in the context of @self
 *
 * Sends a request. Must be called on the thread that runs the context of @self, with that
 * context as its thread-default.
 */
void
gw_http_send_async (GwHttp              *self,
                    const GwHttpRequest *request,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *url = NULL;
  GwHttpTransfer *transfer;
  GError *error = NULL;
  Exchange *exchange;
  GUri *uri;

  g_return_if_fail (GW_IS_HTTP (self));
  g_return_if_fail (request != NULL && request->method != NULL && request->url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_http_send_async);
  transfer = gw_http_transfer_new (request, &error);
  if (transfer == NULL) {
    g_task_return_error (task, error);
    return;
  }
  exchange = g_new0 (Exchange, 1);
  exchange->transfer = transfer;
  g_task_set_task_data (task, exchange, exchange_free);
  uri = gw_http_transfer_get_uri (transfer);
  if (gw_http_is_loopback (uri)) {
    start (g_steal_pointer (&task), "");
    return;
  }
  if (self->proxies == NULL)
    self->proxies = dup_default_resolver ();
  url = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY);
  g_proxy_resolver_lookup_async (self->proxies, url, cancellable, on_proxies_found,
                                 g_steal_pointer (&task));
}

/**
 * gw_http_send_finish:
 *
 * Returns: (transfer full): the answer, whatever its status; or NULL with an error of
 *   %GW_HTTP_ERROR, %G_IO_ERROR_CANCELLED, or one from the request's GwHttpDataFunc
 */
GwHttpResponse *
gw_http_send_finish (GwHttp        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  GAsyncResult *result;
} Wait;

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
}

/**
 * gw_http_send:
 *
 * Sends a request and runs the context of @self until the answer is there: for worker threads.
 *
 * Returns: (transfer full): as gw_http_send_finish()
 */
GwHttpResponse *
gw_http_send (GwHttp               *self,
              const GwHttpRequest  *request,
              GCancellable         *cancellable,
              GError              **error)
{
  Wait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  gw_http_send_async (self, request, cancellable, on_sent, &wait);
  while (wait.result == NULL)
    g_main_context_iteration (self->context, TRUE);
  result = g_steal_pointer (&wait.result);

  return gw_http_send_finish (self, result, error);
}

/* Seconds without a byte after which a connection counts as silent. */
void
gw_http_set_stall_seconds (GwHttp *self,
                           guint   seconds)
{
  g_return_if_fail (GW_IS_HTTP (self) && seconds > 0);

  self->stall_seconds = seconds;
}

/* Rather a new attempt soon than one long one: TCP's own retries come ever later. */
void
gw_http_set_connect_seconds (GwHttp *self,
                             guint   seconds)
{
  g_return_if_fail (GW_IS_HTTP (self) && seconds > 0);

  self->connect_seconds = seconds;
}

/* A certificate authority of one's own; also the environment variable GODWIT_CA_FILE names one, for a
 * ministry that signs its servers itself. There is no way to turn checking off. */
void
gw_http_set_ca_file (GwHttp     *self,
                     const char *path)
{
  g_return_if_fail (GW_IS_HTTP (self));

  g_free (self->ca_file);
  self->ca_file = g_strdup (path);
}

/* Those that the system knows, or that the environment names in their place. */
static char *
dup_known_authorities (GwHttp *self)
{
  const curl_version_info_data *built = curl_version_info (CURLVERSION_NOW);
  const char *path = self->ca_file != NULL ? self->ca_file : built->cainfo;
  char *text = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");

  return text;
}

/**
 * gw_http_set_authority:
 * @pem: (nullable): gw_authority_get_pem() of one that a person chose; %NULL for none
 *
 * Has somebody vouch for servers besides those that the system knows. Connections that are open stay as they are.
 */
void
gw_http_set_authority (GwHttp     *self,
                       const char *pem)
{
  g_autoptr (GwAuthority) checked = NULL;
  g_autofree char *known = NULL;
  char *text;

  g_return_if_fail (GW_IS_HTTP (self));

  g_clear_pointer (&self->authorities, g_bytes_unref);
  /* A set-up file may bring anything. */
  checked = pem != NULL ? gw_authority_read (pem) : NULL;
  if (checked == NULL)
    return;
  known = dup_known_authorities (self);
  text = g_strconcat (known, "\n", gw_authority_get_pem (checked), NULL);
  self->authorities = g_bytes_new_take (text, strlen (text));
}

void
gw_http_set_proxy_resolver (GwHttp         *self,
                            GProxyResolver *resolver)
{
  g_return_if_fail (GW_IS_HTTP (self) && G_IS_PROXY_RESOLVER (resolver));

  g_set_object (&self->proxies, resolver);
}

void
gw_http_get_totals (GwHttp       *self,
                    GwHttpTotals *totals)
{
  g_return_if_fail (GW_IS_HTTP (self) && totals != NULL);

  *totals = self->totals;
}

/* Remembers the totals as they are now, for gw_http_get_mark(): what is sent between two exchanges
 * counts to the next one. */
void
gw_http_mark (GwHttp *self)
{
  g_return_if_fail (GW_IS_HTTP (self));

  self->mark = self->totals;
}

/* The totals at the last gw_http_mark(), or zero. */
void
gw_http_get_mark (GwHttp       *self,
                  GwHttpTotals *totals)
{
  g_return_if_fail (GW_IS_HTTP (self) && totals != NULL);

  *totals = self->mark;
}

/**
 * gw_http_shares_connection:
 *
 * Returns: whether requests to the server that answered last share one connection (HTTP/2), so
 *   that several can be under way at the price of one
 */
gboolean
gw_http_shares_connection (GwHttp *self)
{
  g_return_val_if_fail (GW_IS_HTTP (self), FALSE);

  return self->is_shared;
}

/* Each running task holds a reference, so nothing is under way here. */
static void
gw_http_finalize (GObject *object)
{
  GwHttp *self = GW_HTTP (object);

  self->is_closing = TRUE;
  curl_multi_cleanup (self->multi);
  g_clear_pointer (&self->timer, destroy_source);
  g_clear_pointer (&self->sockets, g_hash_table_unref);
  g_clear_pointer (&self->transfers, g_hash_table_unref);
  g_clear_object (&self->proxies);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->authorities, g_bytes_unref);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (gw_http_parent_class)->finalize (object);
}

static void
gw_http_class_init (GwHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_http_finalize;
}

static char *
dup_chosen_ca_file (void)
{
  const char *chosen = g_getenv ("GODWIT_CA_FILE");

  return chosen != NULL && *chosen != '\0' ? g_strdup (chosen) : NULL;
}

static void
gw_http_init (GwHttp *self)
{
  static gsize is_ready = 0;

  if (g_once_init_enter (&is_ready)) {
    curl_global_init (CURL_GLOBAL_DEFAULT);
    g_once_init_leave (&is_ready, 1);
  }
  self->sockets = g_hash_table_new_full (NULL, NULL, NULL, destroy_source);
  self->transfers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->stall_seconds = STALL_SECONDS;
  self->connect_seconds = CONNECT_SECONDS;
  self->ca_file = dup_chosen_ca_file ();
  self->multi = curl_multi_init ();
  g_assert (self->multi != NULL);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, on_socket_wanted);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_PIPELINING, (long) CURLPIPE_MULTIPLEX);
  curl_multi_setopt (self->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 4L);
}

/**
 * gw_http_new:
 * @context: (nullable): the main context that moves the transfers; NULL: the thread's default
 *
 * Returns: (transfer full): connections, none of them open yet
 */
GwHttp *
gw_http_new (GMainContext *context)
{
  GwHttp *self = g_object_new (GW_TYPE_HTTP, NULL);

  self->context = context != NULL ? g_main_context_ref (context)
                                  : g_main_context_ref_thread_default ();

  return self;
}
