/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwCalendar:
 * @GW_CALENDAR_ETHIOPIAN: thirteen months, counted from the incarnation (Amete Mihret)
 * @GW_CALENDAR_COPTIC: the same months, counted from the martyrs
 * @GW_CALENDAR_ISLAMIC: reckoned, not sighted: leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty, as other
 *   programs for the same forms have it; it may be a day off what is announced
 * @GW_CALENDAR_PERSIAN: the solar Hijri calendar
 * @GW_CALENDAR_BUDDHIST: the Gregorian one with years of the Buddhist era
 *
 * In which calendar a person writes days. Days are kept in the Gregorian one.
 */
typedef enum
{
  GW_CALENDAR_GREGORIAN,
  GW_CALENDAR_ETHIOPIAN,
  GW_CALENDAR_COPTIC,
  GW_CALENDAR_ISLAMIC,
  GW_CALENDAR_PERSIAN,
  GW_CALENDAR_BUDDHIST,
} GwCalendar;

/**
 * GwCalendarDay:
 *
 * A day as a calendar names it; months and days count from 1.
 */
typedef struct
{
  int year;
  int month;
  int day;
} GwCalendarDay;

gboolean gw_calendar_split         (GwCalendar           calendar,
                                    const GDate         *date,
                                    GwCalendarDay       *day);
GDate   *gw_calendar_join          (GwCalendar           calendar,
                                    const GwCalendarDay *day) G_GNUC_WARN_UNUSED_RESULT;
int      gw_calendar_count_months  (GwCalendar           calendar);
int      gw_calendar_count_days    (GwCalendar           calendar,
                                    int                  year,
                                    int                  month);
int      gw_calendar_first_weekday (void);

char    *gw_calendar_dup_name      (GwCalendar           calendar) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_dup_month     (GwCalendar           calendar,
                                    int                  month) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_dup_weekday   (int                  weekday) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_format        (GwCalendar           calendar,
                                    const GDate         *date) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_format_month  (GwCalendar           calendar,
                                    const GDate         *date) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_format_year   (GwCalendar           calendar,
                                    const GDate         *date) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_calendar_keep_typed    (GwCalendar           calendar,
                                    const char          *typed) G_GNUC_WARN_UNUSED_RESULT;
GDate   *gw_calendar_parse         (GwCalendar           calendar,
                                    const char          *text) G_GNUC_WARN_UNUSED_RESULT;
GDate   *gw_calendar_parse_month   (GwCalendar           calendar,
                                    const char          *text) G_GNUC_WARN_UNUSED_RESULT;
GDate   *gw_calendar_parse_year    (GwCalendar           calendar,
                                    const char          *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
