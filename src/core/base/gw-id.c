/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-id.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/gw-time.h"

/* Crockford's base 32: no I, L, O and U, so that an id can be read out on the telephone. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
fill_random (guint8 *bytes,
             gsize   length)
{
  gsize done = 0;

  while (done < length) {
    gssize n = getrandom (bytes + done, length - done, 0);

    if (n > 0)
      done += n;
    else if (n < 0 && errno != EINTR)
      g_error ("The system gives no random numbers: %s", g_strerror (errno));
  }
}

/**
 * gw_id_new:
 *
 * Makes a new ULID: 48 bits of time in milliseconds, then 80 random bits, in Crockford's
 * base 32. Ids are made on the desk and never by a server, so two desks that have never met
 * cannot collide; the time in front only keeps lists in the order in which things were made.
 * May be called on any thread.
 *
 * Returns: (transfer full) (not nullable): 26 characters
 */
char *
gw_id_new (void)
{
  guint64 milliseconds = (guint64) (gw_time_now () / 1000);
  guint8 random[10];
  char id[GW_ID_LENGTH + 1];

  for (int i = 9; i >= 0; i--) {
    id[i] = alphabet[milliseconds & 31];
    milliseconds >>= 5;
  }

  fill_random (random, sizeof random);
  for (int group = 0; group < 2; group++) {
    guint64 bits = 0;

    for (int i = 0; i < 5; i++)
      bits = bits << 8 | random[group * 5 + i];
    for (int i = 7; i >= 0; i--) {
      id[10 + group * 8 + i] = alphabet[bits & 31];
      bits >>= 5;
    }
  }
  id[GW_ID_LENGTH] = '\0';

  return g_strdup (id);
}

/**
 * gw_id_is_valid:
 * @id: (nullable): text that may be an id
 *
 * Tells whether @id has the form that gw_id_new() makes.
 */
gboolean
gw_id_is_valid (const char *id)
{
  if (id == NULL || strlen (id) != GW_ID_LENGTH)
    return FALSE;

  return strspn (id, alphabet) == GW_ID_LENGTH;
}
