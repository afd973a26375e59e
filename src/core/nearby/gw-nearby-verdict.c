/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-private.h"

#include <sys/eventfd.h>
#include <unistd.h>

enum { NOTHING_SAID, SAME, DIFFERENT };

struct _GwNearbyVerdict
{
  int fd; /* readable once something was said */
  int said;
};

/* Returns: (transfer full) (nullable): nothing said yet; NULL where there are no descriptors left. */
GwNearbyVerdict *
gw_nearby_verdict_new (void)
{
  int fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  GwNearbyVerdict *self;

  if (fd < 0)
    return NULL;
  self = g_atomic_rc_box_new0 (GwNearbyVerdict);
  self->fd = fd;

  return self;
}

GwNearbyVerdict *
gw_nearby_verdict_ref (GwNearbyVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  close (((GwNearbyVerdict *) data)->fd);
}

void
gw_nearby_verdict_unref (GwNearbyVerdict *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * gw_nearby_verdict_give:
 * @is_same: whether the person sees the same code on both screens
 *
 * Any thread; what was said first holds.
 */
void
gw_nearby_verdict_give (GwNearbyVerdict *self,
                        gboolean         is_same)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_int_compare_and_exchange (&self->said, NOTHING_SAID, is_same ? SAME : DIFFERENT))
    eventfd_write (self->fd, 1);
}

int
gw_nearby_verdict_get_fd (GwNearbyVerdict *self)
{
  return self->fd;
}

/* Returns: whether something was said; then @is_same (out) is what. */
gboolean
gw_nearby_verdict_get (GwNearbyVerdict *self,
                       gboolean        *is_same)
{
  int said = g_atomic_int_get (&self->said);

  *is_same = said == SAME;

  return said != NOTHING_SAID;
}
