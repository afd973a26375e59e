/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-private.h"

#include "core/base/gw-time.h"
#include "core/store/gw-store-exchanges.h"

#define CONNECT_SECONDS 15
/* Until the code is on both screens no side has anything to think about: what is slower is no desk, and shall not
 * keep those who come behind it. */
#define MEETING_STALL 10
/* And in all, in times of a stall: one byte now and then keeps nobody waiting for long. */
#define MEETING_STALLS 2
/* What comes from here does not pass a router: who is in another network does not get an answer. */
#define ONE_HOP 1

struct _GwNearbyListener
{
  GSocket *socket;
  guint16 port;
  guint n_failures; /* codes that were known there and not called the same here and there, in a row */
};

static const char *const phases[] = {
  [GW_NEARBY_PHASE_MEETING] = "meeting",
  [GW_NEARBY_PHASE_COMPARING] = "comparing",
  [GW_NEARBY_PHASE_PREPARING] = "preparing",
  [GW_NEARBY_PHASE_SENDING] = "sending",
  [GW_NEARBY_PHASE_RECEIVING] = "receiving",
  [GW_NEARBY_PHASE_READING] = "reading",
  [GW_NEARBY_PHASE_WAITING] = "waiting",
};

/**
 * gw_nearby_phase_get_name:
 *
 * Returns: (transfer none): a short English name that never changes
 */
const char *
gw_nearby_phase_get_name (GwNearbyPhase phase)
{
  g_return_val_if_fail ((gsize) phase < G_N_ELEMENTS (phases), NULL);

  return phases[phase];
}

void
gw_nearby_tell (const GwNearbyWatch *watch,
                GwNearbyPhase        phase,
                double               part)
{
  if (watch->progress != NULL)
    watch->progress (phase, CLAMP (part, 0, 1), watch->user_data);
}

/* One that has no name has no keys that others could know. */
static const char *
find_account (GwBundleDesk  *desk,
              GError       **error)
{
  const char *account = gw_key_desk_get_account (gw_bundle_desk_get_key_desk (desk));

  if (account != NULL && gw_bundle_desk_get_keys (desk) != NULL)
    return account;
  g_set_error_literal (error, GW_NEARBY_ERROR,
                       account == NULL ? GW_NEARBY_ERROR_NO_NAME : GW_NEARBY_ERROR_STORE, "This desk has no keys");

  return NULL;
}

static gboolean
pair_and_exchange (GwNearbyLink         *link,
                   GwBundleDesk         *desk,
                   const char           *account,
                   guint                 stall,
                   GwBundleFlags         flags,
                   const GwNearbyWatch  *watch,
                   GCancellable         *cancellable,
                   GwNearbySummary      *summary,
                   GError              **error)
{
  if (!gw_nearby_pair (link, account, gw_bundle_desk_get_country (desk), watch, summary, error))
    return FALSE;
  gw_nearby_link_set_stall (link, stall);

  return gw_nearby_exchange (link, desk, flags, watch, cancellable, summary, error);
}

/* Among the last exchanges, also where it ended too early; but only once both have agreed to it. */
static void
list_exchange (GwBundleDesk          *desk,
               gint64                 begun,
               const GwNearbySummary *summary,
               const GError          *error)
{
  g_autoptr (GwStore) store =
    summary->is_paired ? gw_store_open (gw_bundle_desk_get_store_path (desk), GW_STORE_DEFAULT, NULL) : NULL;
  g_autoptr (JsonObject) past = json_object_new ();

  if (store == NULL)
    return;
  json_object_set_int_member (past, "begun", begun);
  json_object_set_string_member (past, "way", "room");
  json_object_set_string_member (past, "partner", summary->peer.account);
  if (error != NULL)
    json_object_set_string_member (past, "error", gw_nearby_error_get_name (error));
  json_object_set_int_member (past, "pulled", summary->received);
  json_object_set_int_member (past, "pushed", summary->given);
  json_object_set_int_member (past, "bytes_up", (gint64) summary->bytes_up);
  json_object_set_int_member (past, "bytes_down", (gint64) summary->bytes_down);
  json_object_set_double_member (past, "seconds", summary->seconds);
  gw_store_note_exchange (store, past);
}

/**
 * gw_nearby_run:
 * @socket: connected
 * @has_listened: whether the other has come here
 * @stall: seconds, as for gw_nearby_link_new()
 * @summary: new; filled in as far as it goes
 *
 * As gw_nearby_serve() and gw_nearby_connect(), over a socket that is there.
 */
gboolean
gw_nearby_run (GSocket              *socket,
               gboolean              has_listened,
               guint                 stall,
               GwBundleDesk         *desk,
               GwBundleFlags         flags,
               const GwNearbyWatch  *watch,
               GCancellable         *cancellable,
               GwNearbySummary      *summary,
               GError              **error)
{
  gint64 begun = g_get_monotonic_time (), clock = gw_time_now ();
  guint meeting = MIN (stall, MEETING_STALL);
  GError *local_error = NULL;
  const char *account = find_account (desk, error);
  g_autoptr (GwNearbyLink) link = NULL;
  gboolean ok;

  if (account == NULL)
    return FALSE;
  gw_nearby_tell (watch, GW_NEARBY_PHASE_MEETING, 0);
  link = gw_nearby_link_new (socket, has_listened, meeting, begun + MEETING_STALLS * meeting * G_USEC_PER_SEC,
                             cancellable, &local_error);
  ok = link != NULL
       && pair_and_exchange (link, desk, account, stall, flags, watch, cancellable, summary, &local_error);
  if (link != NULL) {
    summary->bytes_up = gw_nearby_link_get_sent (link);
    summary->bytes_down = gw_nearby_link_get_received (link);
  }
  summary->seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  if (!ok)
    gw_nearby_error_translate (&local_error);
  list_exchange (desk, clock, summary, local_error);
  if (ok)
    return TRUE;
  g_propagate_error (error, local_error);

  return FALSE;
}

/* (nullable): one that others reach at @port of this computer, by whatever address. */
static GSocket *
open_socket (GSocketFamily   family,
             guint16         port,
             GError        **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_ttl (socket, ONE_HOP);
  g_socket_set_listen_backlog (socket, 1);

  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error)
         ? g_steal_pointer (&socket) : NULL;
}

/* By both protocols where this computer knows both. */
static GSocket *
open_any (guint16   port,
          GError  **error)
{
  GSocket *socket = open_socket (G_SOCKET_FAMILY_IPV6, port, NULL);

  return socket != NULL ? socket : open_socket (G_SOCKET_FAMILY_IPV4, port, error);
}

/**
 * gw_nearby_listener_new:
 * @port: or 0: %GW_NEARBY_PORT, and any other when that is taken
 * @error: return location
 *
 * From now on others can knock. Nothing is answered before gw_nearby_serve().
 *
 * Returns: (transfer full): the port, or NULL with %GW_NEARBY_ERROR_LISTEN
 */
GwNearbyListener *
gw_nearby_listener_new (guint16   port,
                        GError  **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GSocket) socket = open_any (port != 0 ? port : GW_NEARBY_PORT, port != 0 ? &local_error : NULL);
  g_autoptr (GSocketAddress) address = NULL;
  GwNearbyListener *self;

  if (socket == NULL && port == 0)
    socket = open_any (0, &local_error);
  if (socket != NULL)
    address = g_socket_get_local_address (socket, &local_error);
  if (address == NULL) {
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_LISTEN, local_error->message);
    return NULL;
  }
  self = g_atomic_rc_box_new0 (GwNearbyListener);
  self->socket = g_steal_pointer (&socket);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  return self;
}

GwNearbyListener *
gw_nearby_listener_ref (GwNearbyListener *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwNearbyListener *self = data;

  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
}

void
gw_nearby_listener_unref (GwNearbyListener *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint16
gw_nearby_listener_get_port (GwNearbyListener *self)
{
  return self->port;
}

static GSocket *
accept_one (GwNearbyListener  *self,
            GCancellable      *cancellable,
            GError           **error)
{
  GError *local_error = NULL;
  GSocket *socket = g_socket_accept (self->socket, cancellable, &local_error);

  if (socket != NULL)
    return socket;
  g_set_error_literal (error, GW_NEARBY_ERROR,
                       g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                       ? GW_NEARBY_ERROR_CANCELLED : GW_NEARBY_ERROR_LISTEN, local_error->message);
  g_error_free (local_error);

  return NULL;
}

/* Somebody who guesses at codes has so many guesses, and then none. */
static gboolean
is_closed (GwNearbyListener  *self,
           GError           **error)
{
  if (g_atomic_int_get (&self->n_failures) < GW_NEARBY_MAX_FAILURES)
    return FALSE;
  g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_TOO_MANY, "%d codes were not called the same",
               GW_NEARBY_MAX_FAILURES);

  return TRUE;
}

/* Once our number is said, the other knows the code of this connection before any person does: somebody who
 * stands between two desks and leaves when it is not the other's has guessed, and may not do so for ever. Only what
 * ends here by the hand of the person here says nothing of the other. */
static void
count_guess (GwNearbyListener      *self,
             const GwNearbySummary *summary,
             const GError          *error)
{
  if (summary->is_paired)
    g_atomic_int_set (&self->n_failures, 0);
  else if (summary->is_exposed && !g_error_matches (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_CANCELLED))
    g_atomic_int_inc (&self->n_failures);
}

/* Something that knocks and does not know the manners of a Godwit: a scanner, or a computer that left at
 * once. Nobody here has seen anything of it. */
static gboolean
was_nobody (const GwNearbySummary *summary,
            const GError          *error)
{
  return summary->peer.account == NULL && error->domain == GW_NEARBY_ERROR
         && (error->code == GW_NEARBY_ERROR_NOT_GODWIT || error->code == GW_NEARBY_ERROR_BROKEN
             || error->code == GW_NEARBY_ERROR_SILENT);
}

/**
 * gw_nearby_serve:
 * @listener: where others knock
 * @desk: who exchanges
 * @flags: %GW_BUNDLE_EVERYTHING, %GW_BUNDLE_ALLOW_DELETIONS, or nothing
 * @watch: whom to tell and ask
 * @cancellable: (nullable): ends it
 * @summary: new; filled in as far as it goes
 * @error: return location
 *
 * Waits for a desk, and exchanges with it. What is no desk is passed over.
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR, or of %GW_BUNDLE_ERROR where the other's bundle was refused
 */
gboolean
gw_nearby_serve (GwNearbyListener     *listener,
                 GwBundleDesk         *desk,
                 GwBundleFlags         flags,
                 const GwNearbyWatch  *watch,
                 GCancellable         *cancellable,
                 GwNearbySummary      *summary,
                 GError              **error)
{
  g_return_val_if_fail (listener != NULL && desk != NULL && watch != NULL && summary != NULL, FALSE);

  while (!is_closed (listener, error)) {
    g_autoptr (GSocket) socket = accept_one (listener, cancellable, error);
    GError *local_error = NULL;
    gboolean ok;

    if (socket == NULL)
      return FALSE;
    ok = gw_nearby_run (socket, TRUE, GW_NEARBY_STALL, desk, flags, watch, cancellable, summary, &local_error);
    count_guess (listener, summary, local_error);
    if (ok)
      return TRUE;
    if (was_nobody (summary, local_error)) {
      g_debug ("Nobody: %s", local_error->message);
      g_error_free (local_error);
      continue;
    }
    g_propagate_error (error, local_error);
    return FALSE;
  }

  return FALSE;
}

static int
classify (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return GW_NEARBY_ERROR_ADDRESS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GW_NEARBY_ERROR_CANCELLED;

  return GW_NEARBY_ERROR_NO_LINK;
}

static GSocketConnection *
reach (const char    *text,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *bare = g_strstrip (g_strdup (text));
  GError *local_error = NULL;
  GSocketConnection *connection;

  /* The other computer is in this room: no proxy knows the way. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  connection = g_socket_client_connect_to_host (client, bare, GW_NEARBY_PORT, cancellable, &local_error);
  if (connection != NULL)
    return connection;
  g_set_error_literal (error, GW_NEARBY_ERROR, classify (local_error), local_error->message);
  g_error_free (local_error);

  return NULL;
}

/**
 * gw_nearby_connect:
 * @address: "host", "host:port" or "[address]:port"
 * @desk: who exchanges
 * @flags: %GW_BUNDLE_EVERYTHING, %GW_BUNDLE_ALLOW_DELETIONS, or nothing
 * @watch: whom to tell and ask
 * @cancellable: (nullable): ends it
 * @summary: new; filled in as far as it goes
 * @error: return location
 *
 * Goes to a desk that waits, and exchanges with it.
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR, or of %GW_BUNDLE_ERROR where the other's bundle was refused
 */
gboolean
gw_nearby_connect (const char           *address,
                   GwBundleDesk         *desk,
                   GwBundleFlags         flags,
                   const GwNearbyWatch  *watch,
                   GCancellable         *cancellable,
                   GwNearbySummary      *summary,
                   GError              **error)
{
  g_autoptr (GSocketConnection) connection = NULL;
  GSocket *socket;

  g_return_val_if_fail (address != NULL && desk != NULL && watch != NULL && summary != NULL, FALSE);

  if (find_account (desk, error) == NULL)
    return FALSE;
  gw_nearby_tell (watch, GW_NEARBY_PHASE_MEETING, 0);
  connection = reach (address, cancellable, error);
  if (connection == NULL)
    return FALSE;
  socket = g_socket_connection_get_socket (connection);
  /* It was for the way there; from now on the link has limits of its own. */
  g_socket_set_timeout (socket, 0);

  return gw_nearby_run (socket, FALSE, GW_NEARBY_STALL, desk, flags, watch, cancellable, summary, error);
}
