/* SPDX-License-Identifier: GPL-3.0-or-later */

/* OpenSSL itself, not GIO's TLS: that is a module which may be missing, says nothing of the version it
 * will use before it has, and has no exporter for servers and clients alike. What is needed of OpenSSL is in
 * this file and in gw-nearby-certificate.c.
 *
 * No certificate is trusted. Who the other is, the two people find out by the code (gw-nearby-pair.c), which
 * is made from the keying material of the connection (RFC 5705; RFC 8446, section 7.5): whoever stands
 * between two computers has two connections, and so two codes. */

#include "core/nearby/gw-nearby-link.h"

#include <string.h>
#include <unistd.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include "core/nearby/gw-nearby-certificate.h"

#define EXPORTER_LABEL "EXPORTER-Godwit-nearby-1"
#define HEADER_SIZE 5

struct _GwNearbyLink
{
  GSocket *socket;
  GCancellable *cancellable; /* (nullable) */
  SSL_CTX *context;
  SSL *tls;
  gboolean has_listened;
  guint stall; /* seconds */
  gint64 deadline; /* monotonic, or 0 */
  guint64 sent;
  guint64 received;
};

/**
 * gw_nearby_fill_random:
 *
 * Returns: FALSE with @error set when this computer gives no random bytes
 */
gboolean
gw_nearby_fill_random (guint8  *data,
                       gsize    size,
                       GError **error)
{
  if (RAND_bytes (data, (int) size) == 1)
    return TRUE;
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_STORE, "There are no random bytes");

  return FALSE;
}

/* Microseconds that may still be waited: none behind the deadline, whatever moves. */
static gint64
get_patience (GwNearbyLink *self)
{
  gint64 patience = (gint64) self->stall * G_USEC_PER_SEC;

  if (self->deadline == 0)
    return patience;

  return CLAMP (self->deadline - g_get_monotonic_time (), 0, patience);
}

static gboolean
wait_for (GwNearbyLink  *self,
          GIOCondition   condition,
          GError       **error)
{
  g_autoptr (GError) local_error = NULL;

  gint64 patience = get_patience (self);

  /* What is there already does not count behind the deadline: a drop now and then is no talk. */
  if (patience == 0 && !g_cancellable_is_cancelled (self->cancellable)) {
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SILENT, "It took too long");
    return FALSE;
  }
  if (g_socket_condition_timed_wait (self->socket, condition, patience, self->cancellable, &local_error))
    return TRUE;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_CANCELLED, "Stopped");
  else if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SILENT, "Nothing for %u seconds", self->stall);
  else
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BROKEN, local_error->message);

  return FALSE;
}

static gboolean
set_failure (GwNearbyLink  *self,
             int            reason,
             GError       **error)
{
  gulong number = ERR_get_error ();
  char text[256] = "The connection ended";

  if (reason == SSL_ERROR_SSL && number != 0)
    ERR_error_string_n (number, text, sizeof text);
  ERR_clear_error ();
  g_set_error_literal (error, GW_NEARBY_ERROR,
                       reason == SSL_ERROR_SSL && !SSL_is_init_finished (self->tls)
                       && ERR_GET_REASON (number) != SSL_R_UNEXPECTED_EOF_WHILE_READING
                       ? GW_NEARBY_ERROR_NOT_GODWIT : GW_NEARBY_ERROR_BROKEN, text);

  return FALSE;
}

/* Whether what OpenSSL just tried is to be tried again: it wanted the network to move first. */
static gboolean
wait_as_told (GwNearbyLink  *self,
              int            result,
              GError       **error)
{
  int reason = SSL_get_error (self->tls, result);

  if (reason == SSL_ERROR_WANT_READ)
    return wait_for (self, G_IO_IN, error);
  if (reason == SSL_ERROR_WANT_WRITE)
    return wait_for (self, G_IO_OUT, error);

  return set_failure (self, reason, error);
}

static gboolean
shake_hands (GwNearbyLink  *self,
             GError       **error)
{
  for (;;) {
    int result;

    ERR_clear_error ();
    result = self->has_listened ? SSL_accept (self->tls) : SSL_connect (self->tls);
    if (result == 1)
      return TRUE;
    if (!wait_as_told (self, result, error))
      return FALSE;
  }
}

static gboolean
set_up (GwNearbyLink  *self,
        GError       **error)
{
  self->context = SSL_CTX_new (self->has_listened ? TLS_server_method () : TLS_client_method ());
  if (self->context != NULL && SSL_CTX_set_min_proto_version (self->context, TLS1_3_VERSION) == 1
      && (!self->has_listened || gw_nearby_certificate_use (self->context))) {
    SSL_CTX_set_verify (self->context, SSL_VERIFY_NONE, NULL);
    /* No connection is taken up again: each has a code of its own. */
    SSL_CTX_set_session_cache_mode (self->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets (self->context, 0);
    SSL_CTX_set_mode (self->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    self->tls = SSL_new (self->context);
  }
  /* The descriptor of a GSocket never waits, whatever the socket does: so we do, with a limit. */
  if (self->tls != NULL && SSL_set_fd (self->tls, g_socket_get_fd (self->socket)) == 1)
    return TRUE;
  ERR_clear_error ();
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_STORE, "TLS cannot be used on this computer");

  return FALSE;
}

/**
 * gw_nearby_link_new:
 * @socket: connected
 * @has_listened: whether it came in here
 * @stall: seconds after which a wait without a byte that moves is given up
 * @deadline: of the monotonic clock in microseconds, behind which nothing is waited for any more; 0 for none
 * @cancellable: (nullable): ends every wait of the link
 * @error: return location
 *
 * Makes a connection in TLS 1.3, at least, of it. It proves nothing yet of who is at the other end.
 *
 * Returns: (transfer full): the link, or NULL with an @error of %GW_NEARBY_ERROR
 */
GwNearbyLink *
gw_nearby_link_new (GSocket       *socket,
                    gboolean       has_listened,
                    guint          stall,
                    gint64         deadline,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GwNearbyLink) self = NULL;

  g_return_val_if_fail (G_IS_SOCKET (socket) && stall > 0, NULL);

  self = g_new0 (GwNearbyLink, 1);
  self->socket = g_object_ref (socket);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->has_listened = has_listened;
  self->stall = stall;
  self->deadline = deadline;

  return set_up (self, error) && shake_hands (self, error) ? g_steal_pointer (&self) : NULL;
}

void
gw_nearby_link_free (GwNearbyLink *self)
{
  if (self->tls != NULL && SSL_is_init_finished (self->tls)) {
    ERR_clear_error ();
    SSL_shutdown (self->tls);
    ERR_clear_error ();
  }
  g_clear_pointer (&self->tls, SSL_free);
  g_clear_pointer (&self->context, SSL_CTX_free);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_clear_object (&self->cancellable);
  g_free (self);
}

gboolean
gw_nearby_link_has_listened (GwNearbyLink *self)
{
  return self->has_listened;
}

/**
 * gw_nearby_link_get_binding:
 * @binding: (out): what both ends of this connection have, and nobody else
 */
void
gw_nearby_link_get_binding (GwNearbyLink *self,
                            guint8        binding[GW_NEARBY_BINDING_SIZE])
{
  int ok = SSL_export_keying_material (self->tls, binding, GW_NEARBY_BINDING_SIZE, EXPORTER_LABEL,
                                       strlen (EXPORTER_LABEL), NULL, 0, 0);

  /* After a handshake it fails only where memory does. */
  g_assert (ok == 1);
}

/* Bytes of frames, without what TLS adds. */
guint64
gw_nearby_link_get_sent (GwNearbyLink *self)
{
  return self->sent;
}

guint64
gw_nearby_link_get_received (GwNearbyLink *self)
{
  return self->received;
}

void
gw_nearby_link_set_stall (GwNearbyLink *self,
                          guint         stall)
{
  self->stall = stall;
}

/* @deadline: as for gw_nearby_link_new() */
void
gw_nearby_link_set_deadline (GwNearbyLink *self,
                             gint64        deadline)
{
  self->deadline = deadline;
}

static gboolean
write_all (GwNearbyLink  *self,
           const guint8  *data,
           gsize          size,
           GError       **error)
{
  while (size > 0) {
    gsize n = 0;
    int result;

    if (g_cancellable_is_cancelled (self->cancellable))
      return wait_for (self, G_IO_OUT, error);
    ERR_clear_error ();
    result = SSL_write_ex (self->tls, data, size, &n);
    if (result != 1 && !wait_as_told (self, result, error))
      return FALSE;
    data += n;
    size -= n;
    self->sent += n;
  }

  return TRUE;
}

static gboolean
read_all (GwNearbyLink  *self,
          guint8        *data,
          gsize          size,
          GError       **error)
{
  while (size > 0) {
    gsize n = 0;
    int result;

    if (g_cancellable_is_cancelled (self->cancellable))
      return wait_for (self, G_IO_IN, error);
    ERR_clear_error ();
    result = SSL_read_ex (self->tls, data, size, &n);
    if (result != 1 && !wait_as_told (self, result, error))
      return FALSE;
    data += n;
    size -= n;
    self->received += n;
  }

  return TRUE;
}

/**
 * gw_nearby_link_send:
 * @type: of the frame
 * @data: (nullable): its content
 * @size: at most %GW_NEARBY_MAX_FRAME
 * @error: return location
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR; then the link is of no more use
 */
gboolean
gw_nearby_link_send (GwNearbyLink  *self,
                     guint8         type,
                     const void    *data,
                     gsize          size,
                     GError       **error)
{
  g_autofree guint8 *frame = NULL;
  guint32 length = GUINT32_TO_BE ((guint32) size);

  g_return_val_if_fail (self != NULL && size <= GW_NEARBY_MAX_FRAME, FALSE);

  /* In one piece, so that a small one is one packet. */
  frame = g_malloc (HEADER_SIZE + size);
  frame[0] = type;
  memcpy (frame + 1, &length, sizeof length);
  if (size > 0)
    memcpy (frame + HEADER_SIZE, data, size);

  return write_all (self, frame, HEADER_SIZE + size, error);
}

/**
 * gw_nearby_link_receive:
 * @type: (out): of the frame
 * @content: (out) (transfer full): what was in it
 * @error: return location
 *
 * Waits for the next frame. One that says it is longer than any is refused before a byte of it is kept.
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR; then the link is of no more use
 */
gboolean
gw_nearby_link_receive (GwNearbyLink  *self,
                        guint8        *type,
                        GBytes       **content,
                        GError       **error)
{
  g_autofree guint8 *data = NULL;
  guint8 header[HEADER_SIZE];
  guint32 length;

  g_return_val_if_fail (self != NULL && type != NULL && content != NULL, FALSE);

  if (!read_all (self, header, sizeof header, error))
    return FALSE;
  memcpy (&length, header + 1, sizeof length);
  length = GUINT32_FROM_BE (length);
  if (length > GW_NEARBY_MAX_FRAME) {
    g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "A frame of %u bytes", length);
    return FALSE;
  }
  data = g_malloc (length + 1);
  if (!read_all (self, data, length, error))
    return FALSE;
  *type = header[0];
  *content = g_bytes_new_take (g_steal_pointer (&data), length);

  return TRUE;
}

/**
 * gw_nearby_link_wait:
 * @fd: readable when there is something to do here
 * @has_frame: (out): whether the other side has sent something, or has left
 * @error: return location
 *
 * Waits, as long as people need, for either.
 *
 * Returns: FALSE with %GW_NEARBY_ERROR_CANCELLED
 */
gboolean
gw_nearby_link_wait (GwNearbyLink  *self,
                     int            fd,
                     gboolean      *has_frame,
                     GError       **error)
{
  GPollFD fds[3] = {
    { .fd = g_socket_get_fd (self->socket), .events = G_IO_IN },
    { .fd = fd, .events = G_IO_IN },
  };
  gboolean can_poll = g_cancellable_make_pollfd (self->cancellable, &fds[2]);

  *has_frame = SSL_pending (self->tls) > 0;
  if (!*has_frame) {
    g_poll (fds, can_poll ? 3 : 2, -1);
    *has_frame = fds[0].revents != 0;
  }
  if (can_poll)
    g_cancellable_release_fd (self->cancellable);
  if (!g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_CANCELLED, "Stopped");

  return FALSE;
}
