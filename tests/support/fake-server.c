/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/fake-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

struct _FakeServer
{
  GSocketService *service;
  GMainContext   *context;
  GMainLoop      *loop;
  GThread        *thread;
  GCancellable   *stop;
  FakeHandler     handler;
  gpointer        user_data;
  GMutex          lock;
  char           *url;
  GString        *log;
  guint           n_requests;
  gint64          answers_left;   /* bytes before the line breaks; negative: it holds */
  gint64          requests_left;
  gboolean        stays_broken;
  guint64         n_received;
  guint64         n_sent;
};

/* Takes @length bytes from what is left before a cut. Returns: how many of them pass */
static gsize
pass (FakeServer *self,
      gint64     *left,
      guint64    *total,
      gsize       length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize passed = length;

  if (*left >= 0 && (gint64) length > *left) {
    passed = (gsize) *left;
    *left = self->stays_broken ? 0 : -1;
  } else if (*left >= 0) {
    *left -= length;
  }
  *total += passed;

  return passed;
}

static char *
read_line (GDataInputStream *in,
           FakeServer       *self)
{
  gsize length = 0;
  char *line = g_data_input_stream_read_line (in, &length, self->stop, NULL);

  if (line != NULL && pass (self, &self->requests_left, &self->n_received, length + 1) <= length)
    g_clear_pointer (&line, g_free);
  if (line != NULL)
    g_strchomp (line);
  return line;
}

static gboolean
read_request (FakeServer       *self,
              GDataInputStream *in,
              FakeRequest      *request)
{
  g_autofree char *first = read_line (in, self);
  g_auto (GStrv) words = first == NULL ? NULL : g_strsplit (first, " ", 3);
  g_autoptr (GString) head = g_string_new (NULL);
  gsize length = 0, done = 0;
  char *body;

  if (words == NULL || g_strv_length (words) < 3)
    return FALSE;
  request->method = g_strdup (words[0]);
  request->path = g_strdup (words[1]);
  for (;;) {
    g_autofree char *line = read_line (in, self);

    if (line == NULL)
      return FALSE;
    if (*line == '\0')
      break;
    g_string_append_printf (head, "%s\n", line);
    if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
      length = g_ascii_strtoull (line + 15, NULL, 10);
    else if (g_ascii_strncasecmp (line, "authorization: ", 15) == 0)
      request->authorization = g_strdup (line + 15);
    else if (g_ascii_strncasecmp (line, "content-encoding: ", 18) == 0)
      request->encoding = g_strdup (line + 18);
  }
  request->head = g_string_free (g_steal_pointer (&head), FALSE);
  body = g_malloc (length + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (in), body, length, &done, self->stop, NULL))
    done = 0;
  if (pass (self, &self->requests_left, &self->n_received, done) < length)
    done = length + 1;
  request->body = g_bytes_new_take (body, MIN (done, length));

  return done == length;
}

static void
request_clear (FakeRequest *request)
{
  g_clear_pointer (&request->method, g_free);
  g_clear_pointer (&request->path, g_free);
  g_clear_pointer (&request->authorization, g_free);
  g_clear_pointer (&request->encoding, g_free);
  g_clear_pointer (&request->head, g_free);
  g_clear_pointer (&request->body, g_bytes_unref);
}

static void
wait_for_stop (FakeServer *self)
{
  while (!g_cancellable_is_cancelled (self->stop))
    g_usleep (10 * 1000);
}

/* Returns: whether all of it went. */
static gboolean
write_out (FakeServer    *self,
           GOutputStream *out,
           const char    *data,
           gsize          length)
{
  gsize passed = pass (self, &self->answers_left, &self->n_sent, length);

  return g_output_stream_write_all (out, data, passed, NULL, self->stop, NULL) && passed == length;
}

/* More than this nobody may read of an answer without an end: a test looks at what was sent. */
#define ENDLESS (G_GUINT64_CONSTANT (512) * 1024 * 1024)

static gboolean
write_endless (FakeServer    *self,
               GOutputStream *out,
               const char    *again)
{
  gsize length = strlen (again);
  g_autoptr (GString) piece = g_string_new (NULL);

  while (piece->len < 32 * 1024)
    g_string_append_len (piece, again, length);
  for (guint64 done = 0; done < ENDLESS; done += piece->len) {
    if (!write_out (self, out, piece->str, piece->len))
      break;
  }

  return FALSE;
}

static gboolean
write_head (FakeServer    *self,
            GOutputStream *out,
            FakeReply     *reply,
            gsize          length)
{
  g_autoptr (GString) head = g_string_new (NULL);

  g_string_printf (head, "HTTP/1.1 %u X\r\nContent-Type: %s\r\n", reply->status,
                   reply->type != NULL ? reply->type : "application/json");
  if (reply->again == NULL)
    g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n",
                            reply->said > 0 ? (gsize) reply->said : length);
  if (reply->headers != NULL)
    g_string_append (head, reply->headers);
  if (!reply->again_in_head)
    g_string_append (head, "\r\n");

  return write_out (self, out, head->str, head->len);
}

/* Returns: whether the connection stays. */
static gboolean
write_reply (FakeServer    *self,
             GOutputStream *out,
             FakeReply     *reply)
{
  gsize length = reply->bytes != NULL ? g_bytes_get_size (reply->bytes)
                                      : reply->body != NULL ? strlen (reply->body) : 0;
  const char *body = reply->bytes != NULL ? g_bytes_get_data (reply->bytes, NULL) : reply->body;

  if (reply->drop)
    return FALSE;
  if (reply->hang) {
    wait_for_stop (self);
    return FALSE;
  }
  if (!reply->bare && !write_head (self, out, reply, length))
    return FALSE;
  if (reply->hang_after_headers) {
    wait_for_stop (self);
    return FALSE;
  }
  if (reply->cut > 0 && (gsize) reply->cut < length) {
    g_output_stream_write_all (out, body, reply->cut, NULL, self->stop, NULL);
    return FALSE;
  }
  if (length > 0 && !write_out (self, out, body, length))
    return FALSE;

  return reply->again != NULL ? write_endless (self, out, reply->again) : reply->said == 0;
}

/* Who waits sends nothing, so that what can be read is the end. */
static gboolean
has_gone (GSocket *socket)
{
  return (g_socket_condition_check (socket, G_IO_IN | G_IO_HUP | G_IO_ERR) & (G_IO_IN | G_IO_HUP | G_IO_ERR)) != 0;
}

/* With the lock, which is let go while there is nothing to say. */
static void
ask (FakeServer  *self,
     GSocket     *socket,
     FakeRequest *request,
     FakeReply   *reply)
{
  gint64 end = 0;

  for (;;) {
    self->handler (request, reply, self->user_data);
    if (end == 0)
      end = g_get_monotonic_time () + reply->ask_again_ms * (gint64) 1000;
    if (reply->ask_again_ms == 0 || g_get_monotonic_time () >= end
        || g_cancellable_is_cancelled (self->stop) || has_gone (socket))
      return;
    reply->ask_again_ms = 0;
    g_clear_pointer (&reply->body, g_free);
    g_clear_pointer (&reply->bytes, g_bytes_unref);
    g_mutex_unlock (&self->lock);
    g_usleep (5 * 1000);
    g_mutex_lock (&self->lock);
  }
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  FakeServer *self = user_data;
  g_autoptr (GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean stays = TRUE;

  /* Head and body go in two pieces: the second must not wait until the first is acknowledged. */
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_LF);
  while (stays) {
    FakeRequest request = { NULL };
    FakeReply reply = { .status = 200 };

    if (!read_request (self, in, &request)) {
      request_clear (&request);
      break;
    }
    g_mutex_lock (&self->lock);
    self->n_requests++;
    g_string_append_printf (self->log, "%s %s\n", request.method, request.path);
    ask (self, g_socket_connection_get_socket (connection), &request, &reply);
    g_mutex_unlock (&self->lock);
    stays = write_reply (self, out, &reply);
    g_free (reply.body);
    g_clear_pointer (&reply.bytes, g_bytes_unref);
    request_clear (&request);
  }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static gpointer
run (gpointer data)
{
  FakeServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_socket_service_start (self->service);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

FakeServer *
fake_server_new (FakeHandler handler,
                 gpointer    user_data)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  self->handler = handler;
  self->user_data = user_data;
  self->log = g_string_new (NULL);
  self->stop = g_cancellable_new ();
  self->answers_left = self->requests_left = -1;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (16);
  g_socket_service_stop (self->service);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &got, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  self->thread = g_thread_new ("fake-server", run, self);

  return self;
}

static gboolean
on_quit (gpointer data)
{
  FakeServer *self = data;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

void
fake_server_free (FakeServer *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->stop);
  g_main_context_invoke (self->context, on_quit, self);
  g_thread_join (self->thread);
  /* Connections, and the accept under way, end by themselves once they are cancelled. */
  while (g_atomic_int_get ((gint *) &G_OBJECT (self->service)->ref_count) > 1) {
    g_main_context_iteration (self->context, FALSE);
    g_usleep (1000);
  }
  g_object_unref (self->service);
  g_object_unref (self->stop);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_string_free (self->log, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

const char *
fake_server_get_url (FakeServer *self)
{
  return self->url;
}

guint
fake_server_count (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_requests;
}

char *
fake_server_dup_log (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->log->str);
}

void
fake_server_clear (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_requests = 0;
  g_string_truncate (self->log, 0);
}

void
fake_server_cut_answers (FakeServer *self,
                         gint64      n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->answers_left = n_bytes;
}

void
fake_server_cut_requests (FakeServer *self,
                          gint64      n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->requests_left = n_bytes;
}

/* Whether a line that broke stays so until fake_server_cut_answers() and fake_server_cut_requests() say
 * otherwise, or holds again at once: then the client may not even notice. */
void
fake_server_stay_broken (FakeServer *self,
                         gboolean    stays)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->stays_broken = stays;
}

void
fake_server_get_bytes (FakeServer *self,
                       guint64    *n_received,
                       guint64    *n_sent)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *n_received = self->n_received;
  *n_sent = self->n_sent;
}
