/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static gint64 fixed_time; /* atomic only by being set before any thread starts; 0 is "not fixed" */

/**
 * gw_time_now:
 *
 * The present moment in microseconds since 1970, UTC, or the moment given to
 * gw_time_set_fixed(). The clock of the computer decides nothing about who wins; it is only shown.
 */
gint64
gw_time_now (void)
{
  return fixed_time != 0 ? fixed_time : g_get_real_time ();
}

/**
 * gw_time_steady:
 *
 * A clock that nobody can set and that goes on while the lid is closed; GLib's stands still then, and
 * in the morning "5 minutes ago" would be yesterday.
 *
 * Returns: microseconds since some moment that is the same as long as the computer runs
 */
gint64
gw_time_steady (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time ();

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * gw_time_set_fixed:
 * @microseconds: a moment, or 0 for the real clock
 *
 * Stops the clock, so that a test or `godwitctl --now` gives the same result each time.
 * Call it before any thread is started.
 */
void
gw_time_set_fixed (gint64 microseconds)
{
  fixed_time = microseconds;
}

/**
 * gw_time_format:
 * @microseconds: a moment
 *
 * Returns: (transfer full): `YYYY-MM-DDTHH:MM:SSZ`, the form in which documents keep times
 */
char *
gw_time_format (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);

  if (time == NULL)
    return g_strdup ("");

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * gw_time_parse:
 * @text: (nullable): a moment as ISO 8601, read as UTC where it names no zone
 * @microseconds: (out): where to put it; untouched on failure
 *
 * Returns: whether @text could be read
 */
gboolean
gw_time_parse (const char *text,
               gint64     *microseconds)
{
  g_autoptr (GTimeZone) utc = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return FALSE;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL)
    return FALSE;

  *microseconds = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

/**
 * gw_date_parse:
 * @text: (nullable): `YYYY-MM-DD`
 *
 * Returns: (transfer full) (nullable): the day, or NULL where @text is not one
 */
GDate *
gw_date_parse (const char *text)
{
  unsigned year, month, day;
  int end = 0;

  if (text == NULL || strlen (text) != 10)
    return NULL;
  if (sscanf (text, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || end != 10)
    return NULL;
  if (year == 0 || !g_date_valid_dmy (day, month, year))
    return NULL;

  return g_date_new_dmy (day, month, year);
}

/**
 * gw_date_format:
 * @date: a valid day
 *
 * Returns: (transfer full): `YYYY-MM-DD`
 */
char *
gw_date_format (const GDate *date)
{
  g_return_val_if_fail (g_date_valid (date), NULL);

  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date),
                          g_date_get_day (date));
}

/**
 * gw_date_today:
 *
 * Returns: (transfer full): today in the zone of the computer
 */
GDate *
gw_date_today (void)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (gw_time_now () / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  return g_date_new_dmy (day, month, year);
}
