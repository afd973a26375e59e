/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwClockTime:
 * @hour: 0 to 23
 * @minute: 0 to 59
 * @second: 0 to 59
 *
 * A reading of the clock on the wall.
 */
typedef struct
{
  int hour;
  int minute;
  int second;
} GwClockTime;

gboolean  gw_time_words_parse       (const char        *typed,
                                     GwClockTime       *time);
char     *gw_time_words_format      (const GwClockTime *time) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_time_words_read_stored (const char        *stored,
                                     GwClockTime       *time);
char     *gw_time_words_to_stored   (const GwClockTime *time,
                                     GTimeZone         *zone,
                                     const GDate       *day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
