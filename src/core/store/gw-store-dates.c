/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells without a server that a clock is wrong: something here is dated later than the clock of
 * this computer shows. That it comes from elsewhere with a date in the future is noted when it comes;
 * that the clock was put back since the program last looked, by the day on which it did so. Dates are
 * only shown; nothing else depends on what is noted here. */

#include "core/store/gw-store-dates.h"

#include <stdlib.h>

#include "core/base/gw-time.h"

/* Less is nobody's fault. */
#define LATER (10 * G_TIME_SPAN_MINUTE)
/* A colleague's clock that was wrong once is no news for ever. */
#define NEWS (7 * G_TIME_SPAN_DAY)
#define SETTING "later-date" /* the date and when it came, microseconds since 1970 */
#define DAILY_SETTING "tidied" /* of gw-store-bin.c, in seconds */

static gint64
read_noted (GwStore *self,
            gint64  *noted_at)
{
  g_autofree char *text = gw_store_dup_setting (self, SETTING, NULL);
  char *end = NULL;
  gint64 date = text != NULL ? g_ascii_strtoll (text, &end, 10) : 0;

  *noted_at = end != NULL ? g_ascii_strtoll (end, NULL, 10) : 0;

  return date;
}

/**
 * gw_store_note_date:
 * @date: (nullable): when a document that came from elsewhere was changed, as it says itself
 *
 * Remembers a date that is later than the clock of this computer shows. Where the disk does not take it, it
 * is forgotten: nothing hangs on it.
 */
void
gw_store_note_date (GwStore    *self,
                    const char *date)
{
  gint64 now = gw_time_now (), time = 0, noted_at = 0;
  g_autofree char *text = NULL;

  g_return_if_fail (GW_IS_STORE (self));

  if (date == NULL || !gw_time_parse (date, &time) || time <= now + LATER
      || (read_noted (self, &noted_at) >= time && ABS (now - noted_at) < NEWS))
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, time, now);
  gw_store_set_setting (self, SETTING, text, NULL);
}

/**
 * gw_store_get_later_date:
 *
 * Returns: a date later than the clock of this computer shows that something here has, microseconds
 *   since 1970; 0: there is none
 */
gint64
gw_store_get_later_date (GwStore *self)
{
  gint64 now = gw_time_now (), noted_at = 0, date, daily;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GW_IS_STORE (self), 0);

  text = gw_store_dup_setting (self, DAILY_SETTING, NULL);
  daily = text != NULL ? g_ascii_strtoll (text, NULL, 10) * G_USEC_PER_SEC : 0;
  date = read_noted (self, &noted_at);
  if (ABS (now - noted_at) >= NEWS)
    date = 0;
  date = MAX (date, daily);

  return date > now + LATER ? date : 0;
}
