/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times of day as people write them: "14:30", "2:30 pm", "14h30", "9.05". */

#include "app/widgets/gw-time-words.h"

#include <stdlib.h>
#include <string.h>

static gboolean
starts_with_word (const char *text,
                  const char *word)
{
  return g_str_has_prefix (text, word);
}

/* 'a' or 'p' of "a.m.", "PM", "ص", "م"; 0 where there is none, -1 where there is something else. */
static int
read_half (const char *text)
{
  g_autofree char *small = g_utf8_strdown (text, -1);
  g_auto (GStrv) parts = g_strsplit_set (small, ". \t", -1);
  g_autofree char *word = g_strjoinv ("", parts);

  if (*word == '\0' || g_str_equal (word, "h") || g_str_equal (word, "hs"))
    return 0;
  if (g_str_equal (word, "am") || g_str_equal (word, "ص"))
    return 'a';
  if (g_str_equal (word, "pm") || g_str_equal (word, "م"))
    return 'p';

  return -1;
}

static const char *
read_number (const char *p,
             int        *number)
{
  int digits = 0;

  *number = 0;
  while (*p != '\0' && g_unichar_isdigit (g_utf8_get_char (p)) && digits < 3) {
    *number = *number * 10 + g_unichar_digit_value (g_utf8_get_char (p));
    p = g_utf8_next_char (p);
    digits++;
  }

  return digits == 0 || digits == 3 ? NULL : p;
}

static const char *
skip_mark (const char *p)
{
  static const char *const marks[] = { ":", "h", "H", ".", "٫" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (starts_with_word (p, marks[i]))
      return p + strlen (marks[i]);

  return NULL;
}

/**
 * gw_time_words_parse:
 * @typed: what a person typed
 * @time: (out): the time
 *
 * Returns: whether @typed is a time of day
 */
gboolean
gw_time_words_parse (const char  *typed,
                     GwClockTime *time)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  const char *p = read_number (text, &time->hour), *next;
  int half;

  time->minute = time->second = 0;
  if (p == NULL)
    return FALSE;
  next = skip_mark (p);
  if (next != NULL && *next != '\0' && g_unichar_isdigit (g_utf8_get_char (next))) {
    p = read_number (next, &time->minute);
    next = p != NULL ? skip_mark (p) : NULL;
    if (next != NULL && g_unichar_isdigit (g_utf8_get_char (next)))
      p = read_number (next, &time->second);
  } else if (next == NULL && read_half (p) <= 0) {
    /* "14" alone may be the beginning of anything. */
    return FALSE;
  }
  half = p != NULL ? read_half (p) : -1;
  if (half == -1 || (half != 0 && (time->hour < 1 || time->hour > 12)))
    return FALSE;
  if (half != 0)
    time->hour = time->hour % 12 + (half == 'p' ? 12 : 0);

  return time->hour < 24 && time->minute < 60 && time->second < 60;
}

/**
 * gw_time_words_format:
 *
 * Returns: (transfer full): @time in figures, without seconds where there are none
 */
char *
gw_time_words_format (const GwClockTime *time)
{
  if (time->second != 0)
    return g_strdup_printf ("%02d:%02d:%02d", time->hour, time->minute, time->second);

  return g_strdup_printf ("%02d:%02d", time->hour, time->minute);
}

/**
 * gw_time_words_read_stored:
 * @stored: (nullable): `HH:MM:SS.mmm±HH:MM`, without seconds and zone, too
 * @time: (out): the wall clock's reading; an offset is not counted in
 *
 * Returns: whether @stored is a time
 */
gboolean
gw_time_words_read_stored (const char  *stored,
                           GwClockTime *time)
{
  g_autoptr (GRegex) regex
    = g_regex_new ("^(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour = NULL, *minute = NULL, *second = NULL;

  if (stored == NULL || !g_regex_match (regex, stored, 0, &match))
    return FALSE;

  hour = g_match_info_fetch (match, 1);
  minute = g_match_info_fetch (match, 2);
  second = g_match_info_fetch (match, 3);
  time->hour = atoi (hour);
  time->minute = atoi (minute);
  time->second = second != NULL && *second != '\0' ? atoi (second) : 0;

  return time->hour < 24 && time->minute < 60 && time->second < 61;
}

/**
 * gw_time_words_to_stored:
 * @zone: the zone of the computer
 * @day: the day of the entry, or the day that the time is of: the offset may change with it
 *
 * Returns: (transfer full): `HH:MM:SS.000±HH:MM`
 */
char *
gw_time_words_to_stored (const GwClockTime *time,
                         GTimeZone         *zone,
                         const GDate       *day)
{
  g_autoptr (GDateTime) moment = g_date_time_new (zone, g_date_get_year (day), g_date_get_month (day),
                                                  g_date_get_day (day), time->hour, time->minute, time->second);
  int offset = moment != NULL ? (int) (g_date_time_get_utc_offset (moment) / G_TIME_SPAN_MINUTE) : 0;

  return g_strdup_printf ("%02d:%02d:%02d.000%c%02d:%02d", time->hour, time->minute, time->second,
                          offset < 0 ? '-' : '+', ABS (offset) / 60, ABS (offset) % 60);
}
