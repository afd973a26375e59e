/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "room.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static GSocket *
wrap (int fd)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new_from_fd (fd, &error);

  g_assert_no_error (error);
  return socket;
}

void
room_wire (GSocket **a,
           GSocket **b)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  *a = wrap (fds[0]);
  *b = wrap (fds[1]);
}

static void
on_ask (const char         *code,
        const GwNearbyPeer *peer,
        GwNearbyVerdict    *verdict,
        gpointer            user_data)
{
  Side *self = user_data;

  self->code = g_strdup (code);
  self->peer = g_strdup (peer->account);
  if (!self->is_silent)
    gw_nearby_verdict_give (verdict, self->says);
}

static gpointer
run_side (gpointer data)
{
  Side *self = data;
  GwNearbyWatch watch = { .ask = on_ask, .user_data = self };

  self->ok = gw_nearby_run (self->socket, self->has_listened, self->stall > 0 ? self->stall : ROOM_STALL, self->own,
                            self->flags, &watch, NULL, self->summary, &self->error);
  /* As when the program ends. */
  g_socket_close (self->socket, NULL);

  return NULL;
}

void
side_begin (Side    *self,
            GSocket *socket)
{
  self->summary = gw_nearby_summary_new ();
  self->own = gw_bundle_desk_new (self->desk->profile);
  self->socket = g_object_ref (socket);
  self->thread = g_thread_new ("side", run_side, self);
}

void
side_end (Side *self)
{
  g_thread_join (g_steal_pointer (&self->thread));
  g_assert_true (self->ok == (self->error == NULL));
}

void
side_clear (Side *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->peer, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->summary, gw_nearby_summary_free);
  g_clear_pointer (&self->own, gw_bundle_desk_unref);
  g_clear_object (&self->socket);
  self->ok = FALSE;
}

/* What came of the time before is forgotten. */
void
room_exchange (Side *connecting,
               Side *listening)
{
  g_autoptr (GSocket) a = NULL, b = NULL;

  room_wire (&a, &b);
  side_clear (connecting);
  side_clear (listening);
  listening->has_listened = TRUE;
  side_begin (connecting, a);
  side_begin (listening, b);
  side_end (connecting);
  side_end (listening);
}

typedef struct
{
  int ends[2];
  guint64 left; /* bytes until the wire breaks */
  guint64 done;
} Wire;

static gboolean
pass_on (Wire *self,
         int   from)
{
  guint8 bytes[4096];
  ssize_t n = read (self->ends[from], bytes, MIN (sizeof bytes, self->left));

  if (n <= 0 || write (self->ends[1 - from], bytes, n) != n)
    return FALSE;
  self->left -= n;
  self->done += n;

  return self->left > 0;
}

static gpointer
run_wire (gpointer data)
{
  Wire *self = data;
  gboolean goes = self->left > 0;

  while (goes) {
    struct pollfd fds[] = { { self->ends[0], POLLIN, 0 }, { self->ends[1], POLLIN, 0 } };

    poll (fds, 2, -1);
    for (guint i = 0; goes && i < 2; i++)
      goes = fds[i].revents == 0 || pass_on (self, i);
  }
  shutdown (self->ends[0], SHUT_RDWR);
  shutdown (self->ends[1], SHUT_RDWR);

  return NULL;
}

/* Over a wire that breaks after so many bytes, both ways together. Returns how many went. */
guint64
room_exchange_cut (Side    *connecting,
                   Side    *listening,
                   guint64  after)
{
  g_autoptr (GSocket) a = NULL, b = NULL, to_a = NULL, to_b = NULL;
  Wire wire = { .left = after };
  GThread *thread;

  room_wire (&a, &to_a);
  room_wire (&b, &to_b);
  wire.ends[0] = g_socket_get_fd (to_a);
  wire.ends[1] = g_socket_get_fd (to_b);
  side_clear (connecting);
  side_clear (listening);
  listening->has_listened = TRUE;
  thread = g_thread_new ("wire", run_wire, &wire);
  side_begin (connecting, a);
  side_begin (listening, b);
  side_end (connecting);
  side_end (listening);
  g_thread_join (thread);

  return wire.done;
}

/* All but what is each person's alone. */
static char *
dup_shared (Desk *desk)
{
  g_autofree char *dump = desk_dump (desk);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) shared = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (!g_str_has_prefix (lines[i], "mine "))
      g_string_append_printf (shared, "%s\n", lines[i]);
  }

  return g_string_free (g_steal_pointer (&shared), FALSE);
}

void
room_assert_same (Desk *a,
                  Desk *b)
{
  g_autofree char *shared_a = dup_shared (a), *shared_b = dup_shared (b);

  g_assert_cmpstr (shared_a, ==, shared_b);
}
