/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an awareness day falls. The rules are those of data/reference/days.csv:
 * "fixed:MM-DD", "nth:MONTH:DAY:N", "last:MONTH:DAY" and "last-weekend:MONTH". */
#include "core/records/gw-reference.h"

#include <stdlib.h>
#include <string.h>

static GDateWeekday
parse_weekday (const char *name)
{
  static const char *const names[] = { "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (name, names[i]) == 0)
      return G_DATE_MONDAY + i;
  }
  return G_DATE_BAD_WEEKDAY;
}

static GDate *
find_nth (GDateYear    year,
          int          month,
          GDateWeekday weekday,
          int          n)
{
  GDate *date = g_date_new_dmy (1, month, year);
  int ahead = ((int) weekday - (int) g_date_get_weekday (date) + 7) % 7;

  g_date_add_days (date, ahead + 7 * (n - 1));
  if ((int) g_date_get_month (date) != month)
    g_clear_pointer (&date, g_date_free);
  return date;
}

static GDate *
find_last (GDateYear    year,
           int          month,
           GDateWeekday weekday)
{
  GDate *date = find_nth (year, month, weekday, 5);

  return date ? date : find_nth (year, month, weekday, 4);
}

/**
 * gw_day_dup_date:
 * @day: an awareness day
 * @year: a year
 *
 * Returns: (transfer full) (nullable): when it falls in @year (of a weekend, its Saturday), or
 *   %NULL for a rule that this program does not know
 */
GDate *
gw_day_dup_date (const GwDay *day,
                 GDateYear    year)
{
  g_auto (GStrv) part = NULL;
  guint n;
  int month;

  g_return_val_if_fail (day && g_date_valid_year (year), NULL);

  part = g_strsplit (day->rule ? day->rule : "", ":", -1);
  n = g_strv_length (part);
  month = n > 1 ? atoi (part[1]) : 0;
  if (month < 1 || month > 12)
    return NULL;
  if (strcmp (part[0], "fixed") == 0) {
    int number = strlen (part[1]) == 5 ? atoi (part[1] + 3) : 0;

    return number > 0 && g_date_valid_dmy (number, month, year)
           ? g_date_new_dmy (number, month, year) : NULL;
  }
  if (strcmp (part[0], "last-weekend") == 0)
    return find_last (year, month, G_DATE_SATURDAY);
  if (n > 2 && parse_weekday (part[2]) == G_DATE_BAD_WEEKDAY)
    return NULL;
  if (strcmp (part[0], "last") == 0 && n == 3)
    return find_last (year, month, parse_weekday (part[2]));
  if (strcmp (part[0], "nth") == 0 && n == 4 && atoi (part[3]) >= 1)
    return find_nth (year, month, parse_weekday (part[2]), atoi (part[3]));
  return NULL;
}
