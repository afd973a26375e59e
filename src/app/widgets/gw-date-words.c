/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates in the language of the window. The C library follows the locale and not LANGUAGE, so
 * under C.UTF-8 it would write English months on a French page: months and patterns are ours. */

#include "app/widgets/gw-date-words.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

static const char *const months[] = {
  NC_ ("month", "January"), NC_ ("month", "February"),  NC_ ("month", "March"),
  NC_ ("month", "April"),   NC_ ("month", "May"),       NC_ ("month", "June"),
  NC_ ("month", "July"),    NC_ ("month", "August"),    NC_ ("month", "September"),
  NC_ ("month", "October"), NC_ ("month", "November"),  NC_ ("month", "December"),
};

static const char *
get_month (guint month)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "month", months[month - 1]);
}

/* The order of day and month is a translator's to change, so the three parts are named. */
static char *
fill_pattern (const char  *pattern,
              const GDate *date)
{
  GString *out = g_string_new (NULL);

  for (const char *p = pattern; *p != '\0'; p++) {
    if (*p != '%' || p[1] == '\0') {
      g_string_append_c (out, *p);
      continue;
    }
    switch (*++p) {
    case 'e':
      g_string_append_printf (out, "%d", g_date_get_day (date));
      break;
    case 'd':
      g_string_append_printf (out, "%02d", g_date_get_day (date));
      break;
    case 'm':
      g_string_append_printf (out, "%02d", g_date_get_month (date));
      break;
    case 'B':
      g_string_append (out, get_month (g_date_get_month (date)));
      break;
    case 'Y':
      g_string_append_printf (out, "%d", g_date_get_year (date));
      break;
    default:
      g_string_append_c (out, *p);
      break;
    }
  }

  return g_string_free (out, FALSE);
}

/**
 * gw_date_words_format:
 * @date: a valid day
 *
 * Returns: (transfer full): the day with its month in words, in the language of the window
 */
char *
gw_date_words_format (const GDate *date)
{
  g_return_val_if_fail (g_date_valid (date), NULL);

  /* TRANSLATORS: The first day of a month in full, such as "1 March 2027": "1er mars 2027" in French. */
  if (g_date_get_day (date) == 1)
    return fill_pattern (C_("first day of a month", "%e %B %Y"), date);

  /* TRANSLATORS: A date in full, such as "5 March 2027". %e is the day, %B the month's name, %Y the year. */
  return fill_pattern (C_("date", "%e %B %Y"), date);
}

/**
 * gw_date_words_format_short:
 * @date: a valid day
 *
 * Returns: (transfer full): the day in figures, as gw_date_words_parse() reads it
 */
char *
gw_date_words_format_short (const GDate *date)
{
  g_return_val_if_fail (g_date_valid (date), NULL);

  /* TRANSLATORS: A date in figures: %d the day, %m the month, %Y the year. Keep the order day, month, year. */
  return fill_pattern (C_("date", "%d/%m/%Y"), date);
}

/**
 * gw_date_words_format_time:
 * @microseconds: a moment, UTC
 *
 * Returns: (transfer full): the day and time of day in the zone of the computer
 */
char *
gw_date_words_format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autoptr (GDate) date = NULL;
  g_autofree char *day = NULL;
  int y, m, d;

  g_date_time_get_ymd (local, &y, &m, &d);
  date = g_date_new_dmy (d, m, y);
  day = gw_date_words_format (date);

  /* TRANSLATORS: A date and a time of day, such as "5 March 2027, 14:20". */
  return g_strdup_printf (_("%s, %02d:%02d"), day, g_date_time_get_hour (local),
                          g_date_time_get_minute (local));
}

/* Without capitals, accents and hamza: "fevrier" is a month, too. */
static char *
fold (const char *word)
{
  g_autofree char *small = g_utf8_casefold (word, -1);
  g_autofree char *apart = g_utf8_normalize (small, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new (NULL);

  for (const char *p = apart != NULL ? apart : small; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  }

  return g_string_free (out, FALSE);
}

static guint
find_month (const char *word)
{
  g_autofree char *folded = fold (word);

  for (guint i = 1; i <= 12; i++) {
    g_autofree char *name = fold (get_month (i));

    if (g_utf8_strlen (folded, -1) >= 3 && g_str_has_prefix (name, folded))
      return i;
  }

  return 0;
}

/**
 * gw_date_words_to_ascii_digits:
 *
 * Returns: (transfer full): @text with the digits of other scripts, such as Arabic-Indic and Persian ones, read as what
 *   they are
 */
char *
gw_date_words_to_ascii_digits (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      g_string_append_printf (out, "%d", g_unichar_digit_value (c));
    else
      g_string_append_unichar (out, c);
  }

  return g_string_free (out, FALSE);
}

/**
 * gw_date_words_parse:
 * @text: what a person typed
 *
 * Reads a day written as `YYYY-MM-DD`, or day, month and year in this order with the month as a
 * number or a word of the window's language, divided by blanks, dots, strokes or hyphens.
 *
 * Returns: (transfer full) (nullable): the day, or NULL where @text is not, or not yet, a day
 */
GDate *
gw_date_words_parse (const char *text)
{
  g_autofree char *ascii = gw_date_words_to_ascii_digits (text);
  g_auto (GStrv) parts = g_strsplit_set (ascii, " ./-,\t", -1);
  const char *words[4] = { NULL };
  guint n = 0, day, month, year;

  for (guint i = 0; parts[i] != NULL; i++) {
    /* "5 de marzo de 2027": no month is as short as these. */
    if (*parts[i] == '\0' || (!g_ascii_isdigit (*parts[i]) && g_utf8_strlen (parts[i], -1) < 3))
      continue;
    if (n == 3)
      return NULL;
    words[n++] = parts[i];
  }
  if (n != 3)
    return NULL;

  if (strlen (words[0]) == 4) {
    const char *first = words[0];

    words[0] = words[2];
    words[2] = first;
  }
  day = strtoul (words[0], NULL, 10);
  month = g_ascii_isdigit (*words[1]) ? strtoul (words[1], NULL, 10) : find_month (words[1]);
  year = strlen (words[2]) == 4 ? strtoul (words[2], NULL, 10) : 0;
  if (day == 0 || day > 31 || month == 0 || month > 12 || year < 1000
      || !g_date_valid_dmy (day, month, year))
    return NULL;

  return g_date_new_dmy (day, month, year);
}

/**
 * gw_date_words_parse_month:
 * @text: what a person typed
 *
 * Reads a month and a year: "3/2027", "March 2027", "2027-03".
 *
 * Returns: (transfer full) (nullable): the first day of that month, or NULL where @text is not, or not yet, a month
 */
GDate *
gw_date_words_parse_month (const char *text)
{
  g_autofree char *with_day = NULL, *stripped = g_strstrip (g_strdup (text));
  g_autofree char *ascii = gw_date_words_to_ascii_digits (stripped);

  if (strlen (ascii) > 5 && g_ascii_isdigit (ascii[0]) && g_ascii_isdigit (ascii[1]) && g_ascii_isdigit (ascii[2])
      && g_ascii_isdigit (ascii[3]))
    with_day = g_strconcat (ascii, "-1", NULL);
  else
    with_day = g_strconcat ("1 ", ascii, NULL);

  return gw_date_words_parse (with_day);
}

/**
 * gw_date_words_parse_year:
 * @text: what a person typed
 *
 * Returns: (transfer full) (nullable): the first day of that year, or NULL where @text is not, or not yet, a year
 */
GDate *
gw_date_words_parse_year (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *ascii = gw_date_words_to_ascii_digits (stripped);

  if (strlen (ascii) != 4 || strspn (ascii, "0123456789") != 4 || strtoul (ascii, NULL, 10) < 1000)
    return NULL;

  return g_date_new_dmy (1, 1, strtoul (ascii, NULL, 10));
}
