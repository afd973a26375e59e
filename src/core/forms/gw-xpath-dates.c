/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates (section 10). A moment is a number of days since 1970-01-01T00:00Z. A date without a
 * time is midnight in the local zone. Calendar arithmetic is done on day numbers, so that no
 * zone west of Greenwich can lose a day. */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

#define SECONDS_A_DAY 86400

typedef struct
{
  int year, month, day;
  int hour, minute, second, millisecond;
  gboolean has_date, has_time, has_zone;
  int offset; /* seconds east */
} Moment;

/* --- reading --- */

static gboolean
read_digits (const char **at,
             int          least,
             int          most,
             int         *number)
{
  int n = 0;

  *number = 0;
  while (n < most && g_ascii_isdigit (**at)) {
    *number = *number * 10 + (**at - '0');
    (*at)++;
    n++;
  }
  return n >= least;
}

static gboolean
read_mark (const char **at,
           char         mark)
{
  if (**at != mark)
    return FALSE;

  (*at)++;
  return TRUE;
}

static gboolean
read_date (const char **at,
           Moment      *moment)
{
  if (!read_digits (at, 4, 4, &moment->year) || !read_mark (at, '-')
      || !read_digits (at, 2, 2, &moment->month) || !read_mark (at, '-')
      || !read_digits (at, 2, 2, &moment->day))
    return FALSE;

  moment->has_date = TRUE;
  return moment->year > 0
         && g_date_valid_dmy (moment->day, MIN (moment->month, 13), moment->year);
}

static gboolean
read_zone (const char **at,
           Moment      *moment)
{
  int hours, minutes = 0;
  int sign;

  if (**at == '\0')
    return TRUE;
  moment->has_zone = TRUE;
  if (read_mark (at, 'Z'))
    return TRUE;
  sign = **at == '+' ? 1 : **at == '-' ? -1 : 0;
  if (sign == 0)
    return FALSE;
  (*at)++;
  if (!read_digits (at, 2, 2, &hours))
    return FALSE;
  read_mark (at, ':');
  if (**at != '\0' && !read_digits (at, 2, 2, &minutes))
    return FALSE;
  moment->offset = sign * (hours * 3600 + minutes * 60);
  return hours <= 14 && minutes < 60;
}

static gboolean
read_time (const char **at,
           Moment      *moment)
{
  if (!read_digits (at, 2, 2, &moment->hour) || !read_mark (at, ':')
      || !read_digits (at, 2, 2, &moment->minute))
    return FALSE;
  if (read_mark (at, ':')) {
    if (!read_digits (at, 2, 2, &moment->second))
      return FALSE;
    if (read_mark (at, '.')) {
      const char *start = *at;

      if (!read_digits (at, 1, 3, &moment->millisecond))
        return FALSE;
      for (int i = *at - start; i < 3; i++)
        moment->millisecond *= 10;
      while (g_ascii_isdigit (**at))
        (*at)++;
    }
  }
  moment->has_time = TRUE;
  return moment->hour < 24 && moment->minute < 60 && moment->second < 60 && read_zone (at, moment);
}

static gboolean
read_moment (const char *text,
             Moment     *moment)
{
  const char *at = text;

  *moment = (Moment) { 0 };
  if (!read_date (&at, moment))
    return FALSE;
  if (*at == '\0')
    return TRUE;

  return (read_mark (&at, 'T') || read_mark (&at, ' ')) && read_time (&at, moment) && *at == '\0';
}

gboolean
gw_xpath_looks_like_date (const char *text)
{
  Moment moment;

  return g_ascii_isdigit (text[0]) && strlen (text) >= 10 && text[4] == '-'
         && read_moment (text, &moment);
}

/* --- zones --- */

static GTimeZone *
zone_of (GwXPathRun *run)
{
  return ((GwFormSession *) run->session)->environment->time_zone;
}

/* The offset in seconds that local wall clocks have at @local seconds (of wall clock time). */
static int
offset_at_wall (GwXPathRun *run,
                gint64      local)
{
  GTimeZone *zone = zone_of (run);
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, local);

  /* A wall time that the clocks jump over has no interval; it is read with the hour before. */
  if (interval < 0)
    interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, local - 3600);
  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval);
}

static int
offset_at (GwXPathRun *run,
           gint64      utc)
{
  GTimeZone *zone = zone_of (run);
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc);

  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval);
}

static gint64
days_of (const Moment *moment)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, moment->day, moment->month, moment->year);
  return (gint64) g_date_get_julian (&date) - 719163;
}

static gint64
wall_seconds (const Moment *moment)
{
  return days_of (moment) * SECONDS_A_DAY + moment->hour * 3600 + moment->minute * 60 + moment->second;
}

static gint64
milliseconds_of (GwXPathRun   *run,
                 const Moment *moment)
{
  gint64 wall = wall_seconds (moment);
  int offset = moment->has_zone ? moment->offset : offset_at_wall (run, wall);

  return (wall - offset) * 1000 + moment->millisecond;
}

static void
set_local (GwXPathRun *run,
           gint64      milliseconds,
           Moment     *moment)
{
  gint64 seconds = (gint64) floor (milliseconds / 1000.0);
  int offset = offset_at (run, seconds);
  gint64 wall = seconds + offset;
  gint64 days = (gint64) floor (wall / (double) SECONDS_A_DAY);
  int rest = wall - days * SECONDS_A_DAY;
  GDate date;

  *moment = (Moment) { .has_date = TRUE, .has_time = TRUE, .has_zone = TRUE, .offset = offset };
  g_date_clear (&date, 1);
  g_date_set_julian (&date, CLAMP (days + 719163, 1, 3652059));
  moment->year = g_date_get_year (&date);
  moment->month = g_date_get_month (&date);
  moment->day = g_date_get_day (&date);
  moment->hour = rest / 3600;
  moment->minute = rest / 60 % 60;
  moment->second = rest % 60;
  moment->millisecond = milliseconds - seconds * 1000;
}

static const char *
write_date (GwXPathRun   *run,
            const Moment *moment)
{
  char text[40];

  g_snprintf (text, sizeof text, "%04d-%02d-%02d", moment->year, moment->month, moment->day);
  return gw_form_arena_strdup (run->arena, text, -1);
}

static const char *
write_date_time (GwXPathRun   *run,
                 const Moment *moment)
{
  int offset = ABS (moment->offset) / 60;
  char text[80];

  g_snprintf (text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03d%c%02d:%02d", moment->year,
              moment->month, moment->day, moment->hour, moment->minute, moment->second,
              moment->millisecond, moment->offset < 0 ? '-' : '+', offset / 60, offset % 60);
  return gw_form_arena_strdup (run->arena, text, -1);
}

/**
 * gw_xpath_parse_date:
 *
 * Returns: the days since 1970-01-01T00:00Z that a date or dateTime stands for, or NaN
 */
double
gw_xpath_parse_date (GwXPathRun *run,
                     const char *text)
{
  Moment moment;

  if (!read_moment (text, &moment))
    return NAN;

  return milliseconds_of (run, &moment) / (SECONDS_A_DAY * 1000.0);
}

/**
 * gw_xpath_fit_moment:
 * @with_date: whether the date is wanted
 * @with_time: whether the time is wanted
 *
 * Returns: (transfer none): a date or dateTime as a date, a time or a dateTime, as its own wall
 * clock reads; a date alone is its first moment; any other text as it is
 */
const char *
gw_xpath_fit_moment (GwXPathRun *run,
                     const char *text,
                     gboolean    with_date,
                     gboolean    with_time)
{
  Moment moment;

  if (!gw_xpath_looks_like_date (text) || !read_moment (text, &moment))
    return text;
  if (with_date && moment.has_time == with_time)
    return text;
  if (!moment.has_time)
    set_local (run, milliseconds_of (run, &moment), &moment);
  if (!with_time)
    return write_date (run, &moment);
  if (!moment.has_zone)
    moment.offset = offset_at_wall (run, wall_seconds (&moment));
  text = write_date_time (run, &moment);

  return with_date ? text : text + strlen ("2000-01-01T");
}

static gint64
now_of (GwXPathRun *run)
{
  gint64 now = ((GwFormSession *) run->session)->environment->now;

  return (now != 0 ? now : g_get_real_time ()) / 1000;
}

static void
give_date_text (GwXPathValue *result,
                const char   *text)
{
  gw_xpath_set_string (result, text);
  result->is_date = *text != '\0';
}

void
gw_xpath_call_today (GwXPathRun        *run,
                     const GwXPathExpr *call,
                     GwXPathValue      *result)
{
  Moment moment;

  set_local (run, now_of (run), &moment);
  give_date_text (result, write_date (run, &moment));
}

void
gw_xpath_call_now (GwXPathRun        *run,
                   const GwXPathExpr *call,
                   GwXPathValue      *result)
{
  Moment moment;

  set_local (run, now_of (run), &moment);
  give_date_text (result, write_date_time (run, &moment));
}

/* A date text stays; a dateTime is turned to the local offset; days become a dateTime, or a
 * date where they fall on a local midnight. */
void
gw_xpath_call_date (GwXPathRun        *run,
                    const GwXPathExpr *call,
                    GwXPathValue      *result)
{
  GwXPathValue value;
  const char *text;
  double days;
  Moment moment;

  gw_xpath_eval (run, call->args[0], &value);
  text = gw_xpath_to_string (run, &value);
  days = gw_xpath_to_number (run, &value);
  if (!isnan (days)) {
    if (fabs (days) > 4000000) {
      gw_xpath_set_string (result, "");
      return;
    }
    set_local (run, (gint64) floor (days * SECONDS_A_DAY * 1000 + 0.5), &moment);
    give_date_text (result, moment.hour == 0 && moment.minute == 0 && moment.second == 0
                                    && moment.millisecond == 0
                                ? write_date (run, &moment) : write_date_time (run, &moment));
  } else if (read_moment (text, &moment)) {
    if (moment.has_time)
      set_local (run, milliseconds_of (run, &moment), &moment);
    give_date_text (result, moment.has_time ? write_date_time (run, &moment)
                                            : write_date (run, &moment));
  } else {
    gw_xpath_set_string (result, "");
  }
}

void
gw_xpath_call_date_time (GwXPathRun        *run,
                         const GwXPathExpr *call,
                         GwXPathValue      *result)
{
  gw_xpath_call_date (run, call, result);
}

void
gw_xpath_call_decimal_date (GwXPathRun        *run,
                            const GwXPathExpr *call,
                            GwXPathValue      *result)
{
  gw_xpath_set_number (result, gw_xpath_parse_date (run, gw_xpath_eval_string (run, call->args[0])));
}

void
gw_xpath_call_decimal_time (GwXPathRun        *run,
                            const GwXPathExpr *call,
                            GwXPathValue      *result)
{
  const char *text = gw_xpath_eval_string (run, call->args[0]);
  Moment moment = { 0 };
  double seconds;

  if (!read_time (&text, &moment) || *text != '\0') {
    gw_xpath_set_number (result, NAN);
    return;
  }
  seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.millisecond / 1000.0;
  if (moment.has_zone) {
    seconds += offset_at (run, now_of (run) / 1000) - moment.offset;
    seconds = fmod (seconds + 2 * SECONDS_A_DAY, SECONDS_A_DAY);
  }
  gw_xpath_set_number (result, seconds / SECONDS_A_DAY);
}

/* --- formats --- */

/* Names of months and days in the form's language: by the CLDR tables of abbreviations for
 * the languages that Godwit speaks; others read English. */
typedef struct
{
  const char *code;
  const char *months[12];
  const char *days[7]; /* Sunday first */
} Names;

static const Names names[] = {
  { "en",
    { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
    { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" } },
  { "fr",
    { "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc." },
    { "dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam." } },
  { "es",
    { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic" },
    { "dom", "lun", "mar", "mié", "jue", "vie", "sáb" } },
  { "ar",
    { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
      "نوفمبر", "ديسمبر" },
    { "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت" } },
};

static const Names *
names_of (GwXPathRun *run)
{
  GwFormSession *session = run->session;
  const char *language = gw_form_session_get_language (session);
  g_autofree char *code = gw_form_dup_language_code (language != NULL ? language : "");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (code != NULL && g_str_has_prefix (code, names[i].code))
      return &names[i];

  return &names[0];
}

static void
append_part (GwXPathRun   *run,
             GString      *out,
             const Moment *moment,
             char          part,
             gboolean      with_time)
{
  if (with_time) {
    switch (part) {
    case 'H': g_string_append_printf (out, "%02d", moment->hour); return;
    case 'h': g_string_append_printf (out, "%d", moment->hour); return;
    case 'M': g_string_append_printf (out, "%02d", moment->minute); return;
    case 'S': g_string_append_printf (out, "%02d", moment->second); return;
    case '3': g_string_append_printf (out, "%03d", moment->millisecond); return;
    default: break;
    }
  }
  switch (part) {
  case 'Y': g_string_append_printf (out, "%04d", moment->year); break;
  case 'y': g_string_append_printf (out, "%02d", moment->year % 100); break;
  case 'm': g_string_append_printf (out, "%02d", moment->month); break;
  case 'n': g_string_append_printf (out, "%d", moment->month); break;
  case 'b': g_string_append (out, names_of (run)->months[moment->month - 1]); break;
  case 'd': g_string_append_printf (out, "%02d", moment->day); break;
  case 'e': g_string_append_printf (out, "%d", moment->day); break;
  case 'a':
    g_string_append (out, names_of (run)->days[((days_of (moment) + 4) % 7 + 7) % 7]);
    break;
  case '%': g_string_append_c (out, '%'); break;
  default: g_string_append_printf (out, "%%%c", part); break;
  }
}

static void
format (GwXPathRun        *run,
        const GwXPathExpr *call,
        gboolean           with_time,
        GwXPathValue      *result)
{
  GwXPathValue value;
  const char *pattern = gw_xpath_eval_string (run, call->args[1]);
  g_autoptr (GString) out = g_string_new (NULL);
  Moment moment;
  double days;

  gw_xpath_eval (run, call->args[0], &value);
  days = gw_xpath_to_number (run, &value);
  gw_xpath_set_string (result, "");
  if (!isnan (days) && fabs (days) < 4000000)
    set_local (run, (gint64) floor (days * SECONDS_A_DAY * 1000 + 0.5), &moment);
  else if (!read_moment (gw_xpath_to_string (run, &value), &moment))
    return;
  else if (moment.has_time)
    set_local (run, milliseconds_of (run, &moment), &moment);

  for (const char *at = pattern; *at != '\0' && gw_xpath_work (run, 1); at++) {
    if (*at == '%' && g_ascii_isgraph (at[1]))
      append_part (run, out, &moment, *++at, with_time);
    else
      g_string_append_c (out, *at);
  }
  gw_xpath_set_string (result, gw_xpath_take_text (run, out));
}

void
gw_xpath_call_format_date (GwXPathRun        *run,
                           const GwXPathExpr *call,
                           GwXPathValue      *result)
{
  format (run, call, FALSE, result);
}

void
gw_xpath_call_format_date_time (GwXPathRun        *run,
                                const GwXPathExpr *call,
                                GwXPathValue      *result)
{
  format (run, call, TRUE, result);
}
