/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days in the calendar that a person writes them in: the Gregorian ones as everywhere, the others by ICU, which knows
 * their months and leap years and has its door here. For the window's thread. */

#include "app/widgets/gw-calendar.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "app/widgets/gw-date-words.h"

/* Between ICU's count of days and GLib's. */
#define JULIAN_OFFSET 1721425

static const struct
{
  const char *keyword;
  const char *name;
} calendars[] = {
  [GW_CALENDAR_GREGORIAN] = { "gregorian", N_("Gregorian calendar") },
  [GW_CALENDAR_ETHIOPIAN] = { "ethiopic", N_("Ethiopian calendar") },
  [GW_CALENDAR_COPTIC] = { "coptic", N_("Coptic calendar") },
  [GW_CALENDAR_ISLAMIC] = { "islamic-civil", N_("Islamic calendar (calculated)") },
  [GW_CALENDAR_PERSIAN] = { "persian", N_("Persian calendar") },
  [GW_CALENDAR_BUDDHIST] = { "buddhist", N_("Buddhist calendar") },
};

/* ------------------------------------------------------------ ICU */

static char *
dup_locale (GwCalendar calendar)
{
  g_autofree char *language = g_strdup (g_get_language_names ()[0]);

  language[strcspn (language, "._@-")] = '\0';
  return g_strdup_printf ("%s@calendar=%s", strcmp (language, "C") == 0 ? "en" : language, calendars[calendar].keyword);
}

static UCalendar *
open_calendar (GwCalendar calendar)
{
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  g_autofree char *locale = dup_locale (calendar);
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *icu = ucal_open (utc, -1, locale, UCAL_DEFAULT, &status);

  if (U_FAILURE (status)) {
    g_warning ("No %s calendar: %s", calendars[calendar].keyword, u_errorName (status));
    return NULL;
  }
  ucal_setAttribute (icu, UCAL_LENIENT, FALSE);
  ucal_clear (icu);

  return icu;
}

static char *
dup_symbol (GwCalendar        calendar,
            UDateFormatSymbolType type,
            int               index)
{
  g_autofree char *locale = dup_locale (calendar);
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = udat_open (UDAT_DEFAULT, UDAT_DEFAULT, locale, NULL, 0, NULL, 0, &status);
  UChar wide[64];
  char text[256] = "";
  int length = 0;

  if (U_SUCCESS (status))
    udat_getSymbols (format, type, index, wide, G_N_ELEMENTS (wide), &status);
  if (U_SUCCESS (status))
    u_strToUTF8 (text, sizeof text, &length, wide, -1, &status);
  udat_close (format);

  return U_SUCCESS (status) && length > 0 ? g_strdup (text) : NULL;
}

/* ------------------------------------------------------------ days */

/**
 * gw_calendar_split:
 * @date: a valid day
 * @day: (out): how @calendar names it
 *
 * Returns: FALSE where the calendar is not to be had
 */
gboolean
gw_calendar_split (GwCalendar     calendar,
                   const GDate   *date,
                   GwCalendarDay *day)
{
  UCalendar *icu = open_calendar (calendar);
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (g_date_valid (date), FALSE);

  if (icu == NULL)
    return FALSE;
  ucal_set (icu, UCAL_JULIAN_DAY, (int) g_date_get_julian (date) + JULIAN_OFFSET);
  day->year = ucal_get (icu, UCAL_YEAR, &status);
  day->month = ucal_get (icu, UCAL_MONTH, &status) + 1;
  day->day = ucal_get (icu, UCAL_DAY_OF_MONTH, &status);
  ucal_close (icu);

  return U_SUCCESS (status);
}

/**
 * gw_calendar_join:
 * @day: a day of @calendar
 *
 * Returns: (transfer full) (nullable): the day, or NULL where @calendar has none of that name
 */
GDate *
gw_calendar_join (GwCalendar           calendar,
                  const GwCalendarDay *day)
{
  UCalendar *icu;
  UErrorCode status = U_ZERO_ERROR;
  int julian;

  /* Beyond these no calendar of the field was in use, and a date has four figures for its year. */
  if (day->year < 1 || day->year > 9999 || day->month < 1 || day->day < 1
      || day->month > gw_calendar_count_months (calendar))
    return NULL;
  icu = open_calendar (calendar);
  if (icu == NULL)
    return NULL;
  ucal_set (icu, UCAL_YEAR, day->year);
  ucal_set (icu, UCAL_MONTH, day->month - 1);
  ucal_set (icu, UCAL_DAY_OF_MONTH, day->day);
  julian = ucal_get (icu, UCAL_JULIAN_DAY, &status) - JULIAN_OFFSET;
  ucal_close (icu);
  if (U_FAILURE (status) || julian < 1)
    return NULL;

  return g_date_new_julian ((guint32) julian);
}

/**
 * gw_calendar_count_months:
 *
 * Returns: how many months a year has
 */
int
gw_calendar_count_months (GwCalendar calendar)
{
  return calendar == GW_CALENDAR_ETHIOPIAN || calendar == GW_CALENDAR_COPTIC ? 13 : 12;
}

/**
 * gw_calendar_count_days:
 *
 * Returns: how many days @month of @year has; 0 where there is no such month
 */
int
gw_calendar_count_days (GwCalendar calendar,
                        int        year,
                        int        month)
{
  GwCalendarDay day = { year, month, 31 };

  for (; day.day > 0; day.day--) {
    g_autoptr (GDate) date = gw_calendar_join (calendar, &day);

    if (date != NULL)
      break;
  }

  return day.day;
}

/**
 * gw_calendar_first_weekday:
 *
 * Returns: the day with which a week begins where the window's language is spoken
 */
int
gw_calendar_first_weekday (void)
{
  UCalendar *icu = open_calendar (GW_CALENDAR_GREGORIAN);
  int first = icu != NULL ? ucal_getAttribute (icu, UCAL_FIRST_DAY_OF_WEEK) : UCAL_MONDAY;

  if (icu != NULL)
    ucal_close (icu);

  return first == UCAL_SUNDAY ? G_DATE_SUNDAY : first - UCAL_MONDAY + G_DATE_MONDAY;
}

/* ------------------------------------------------------------ words */

/**
 * gw_calendar_dup_name:
 *
 * Returns: (transfer full): the calendar's name in the window's language
 */
char *
gw_calendar_dup_name (GwCalendar calendar)
{
  return g_strdup (_(calendars[calendar].name));
}

/**
 * gw_calendar_dup_month:
 * @month: from 1
 *
 * Returns: (transfer full): the month's name in the window's language
 */
char *
gw_calendar_dup_month (GwCalendar calendar,
                       int        month)
{
  char *name = dup_symbol (calendar, UDAT_STANDALONE_MONTHS, month - 1);

  return name != NULL ? name : g_strdup_printf ("%d", month);
}

/**
 * gw_calendar_dup_weekday:
 * @weekday: as GLib counts them, Monday is 1
 *
 * Returns: (transfer full): a short name
 */
char *
gw_calendar_dup_weekday (int weekday)
{
  char *name = dup_symbol (GW_CALENDAR_GREGORIAN, UDAT_STANDALONE_SHORT_WEEKDAYS, weekday % 7 + 1);

  return name != NULL ? name : g_strdup ("");
}

static char *
name_month_of (GwCalendar           calendar,
               const GwCalendarDay *day)
{
  g_autofree char *month = gw_calendar_dup_month (calendar, day->month);

  return g_strdup_printf ("%s %d", month, day->year);
}

/**
 * gw_calendar_format:
 * @date: a valid day
 *
 * Returns: (transfer full): the day as gw_calendar_parse() reads it: its month in words, or all in figures for the
 *   Gregorian one
 */
char *
gw_calendar_format (GwCalendar   calendar,
                    const GDate *date)
{
  g_autofree char *month = NULL;
  GwCalendarDay day;

  if (calendar == GW_CALENDAR_GREGORIAN || !gw_calendar_split (calendar, date, &day))
    return gw_date_words_format_short (date);

  month = name_month_of (calendar, &day);
  return g_strdup_printf ("%d %s", day.day, month);
}

/**
 * gw_calendar_format_month:
 * @date: a valid day
 *
 * Returns: (transfer full): its month and year, as gw_calendar_parse_month() reads them
 */
char *
gw_calendar_format_month (GwCalendar   calendar,
                          const GDate *date)
{
  GwCalendarDay day;

  if (calendar == GW_CALENDAR_GREGORIAN || !gw_calendar_split (calendar, date, &day))
    return g_strdup_printf ("%02d/%04d", g_date_get_month (date), g_date_get_year (date));

  return name_month_of (calendar, &day);
}

/**
 * gw_calendar_format_year:
 * @date: a valid day
 *
 * Returns: (transfer full): its year, as gw_calendar_parse_year() reads it
 */
char *
gw_calendar_format_year (GwCalendar   calendar,
                         const GDate *date)
{
  GwCalendarDay day;

  if (calendar == GW_CALENDAR_GREGORIAN || !gw_calendar_split (calendar, date, &day))
    return g_strdup_printf ("%04d", g_date_get_year (date));

  return g_strdup_printf ("%d", day.year);
}

/**
 * gw_calendar_keep_typed:
 * @typed: what is no day of @calendar
 *
 * Returns: (transfer full): @typed, to be kept. "2017-12-31" is no day where months have thirty, and must not be taken
 *   for one of the Gregorian calendar, in which days are stored
 */
char *
gw_calendar_keep_typed (GwCalendar  calendar,
                        const char *typed)
{
  char *kept = g_strdup (typed);

  return calendar != GW_CALENDAR_GREGORIAN ? g_strdelimit (kept, "-", '/') : kept;
}

/* ------------------------------------------------------------ reading */

/* Letters and digits alone, small and without accents: "Dhuʻl-Hijjah" is "dhulhijjah". */
static char *
fold (const char *text)
{
  g_autofree char *small = g_utf8_casefold (text, -1);
  g_autofree char *apart = g_utf8_normalize (small, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new (NULL);

  for (const char *p = apart != NULL ? apart : small; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      g_string_append_printf (out, "%d", g_unichar_digit_value (c));
    else if (g_unichar_isalpha (c) && g_unichar_type (c) != G_UNICODE_MODIFIER_LETTER)
      g_string_append_unichar (out, c);
  }

  return g_string_free (out, FALSE);
}

/* A number, a name, or as much of a name as no other month begins with; 0 for none. */
static int
find_month (GwCalendar  calendar,
            const char *words)
{
  g_autofree char *wanted = fold (words);
  int found = 0, n_found = 0;

  if (*wanted == '\0')
    return 0;
  if (strspn (wanted, "0123456789") == strlen (wanted))
    return atoi (wanted);
  for (int month = 1; month <= gw_calendar_count_months (calendar); month++) {
    g_autofree char *name = gw_calendar_dup_month (calendar, month), *folded = fold (name);

    if (g_str_equal (folded, wanted))
      return month;
    if (g_utf8_strlen (wanted, -1) >= 3 && g_str_has_prefix (folded, wanted)) {
      found = month;
      n_found++;
    }
  }

  return n_found == 1 ? found : 0;
}

static gboolean
is_number (const char *word,
           gsize       least,
           gsize       most)
{
  gsize length = strlen (word);

  return length >= least && length <= most && strspn (word, "0123456789") == length;
}

/**
 * gw_calendar_parse:
 * @text: what a person typed
 *
 * Reads day, month and year of @calendar in this order, or year, month and day where the first has four figures; the
 * month as a number or as a word of the window's language. Gregorian days as gw_date_words_parse().
 *
 * Returns: (transfer full) (nullable): the day, or NULL where @text is not, or not yet, a day of @calendar
 */
GDate *
gw_calendar_parse (GwCalendar  calendar,
                   const char *text)
{
  g_autofree char *ascii = gw_date_words_to_ascii_digits (text), *month = NULL;
  g_auto (GStrv) parts = g_strsplit_set (ascii, " ./-,\t", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  GwCalendarDay day;
  const char *first, *last;

  if (calendar == GW_CALENDAR_GREGORIAN)
    return gw_date_words_parse (text);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, parts[i]);
  if (words->len < 3)
    return NULL;

  first = words->pdata[0];
  last = words->pdata[words->len - 1];
  if (is_number (first, 4, 4)) {
    const char *year = first;

    first = last;
    last = year;
  }
  if (!is_number (first, 1, 2) || !is_number (last, 3, 4))
    return NULL;
  words->pdata[words->len - 1] = NULL;
  month = g_strjoinv (" ", (char **) words->pdata + 1);
  day = (GwCalendarDay) { atoi (last), find_month (calendar, month), atoi (first) };

  return gw_calendar_join (calendar, &day);
}

/**
 * gw_calendar_parse_month:
 * @text: what a person typed
 *
 * Returns: (transfer full) (nullable): the first day of that month of @calendar, or NULL
 */
GDate *
gw_calendar_parse_month (GwCalendar  calendar,
                         const char *text)
{
  g_autofree char *with_day = g_strconcat ("1 ", text, NULL);

  return calendar == GW_CALENDAR_GREGORIAN ? gw_date_words_parse_month (text) : gw_calendar_parse (calendar, with_day);
}

/**
 * gw_calendar_parse_year:
 * @text: what a person typed
 *
 * Returns: (transfer full) (nullable): the first day of that year of @calendar, or NULL
 */
GDate *
gw_calendar_parse_year (GwCalendar  calendar,
                        const char *text)
{
  g_autofree char *with_day = g_strconcat ("1 1 ", text, NULL), *stripped = g_strstrip (g_strdup (text));

  if (calendar == GW_CALENDAR_GREGORIAN)
    return gw_date_words_parse_year (text);

  return strpbrk (stripped, " ./-,\t") == NULL ? gw_calendar_parse (calendar, with_day) : NULL;
}
