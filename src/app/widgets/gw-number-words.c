/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as a person writes them: both decimal marks and the digits of every script are taken; a point and ASCII
 * digits are stored. */

#include "app/widgets/gw-number-words.h"

#include <string.h>
#include <glib/gi18n-lib.h>

static const char *
get_decimal_mark (void)
{
  /* TRANSLATORS: The mark between whole numbers and decimals in this language: "." or ",". */
  const char *mark = C_("decimal mark", ".");

  return *mark == ',' ? "," : ".";
}

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == 0x00A0 || c == 0x2009 || c == 0x202F || c == 0x066C;
}

/* A space between two digits parts thousands; any other stays, since nobody knows what is meant. */
static gboolean
parts_thousands (const char *typed,
                 const char *p)
{
  const char *before = p > typed ? g_utf8_prev_char (p) : NULL;

  return is_space (g_utf8_get_char (p)) && before != NULL && g_unichar_isdigit (g_utf8_get_char (before))
         && g_unichar_isdigit (g_utf8_get_char (g_utf8_next_char (p)));
}

/**
 * gw_number_words_parse:
 * @typed: what a person wrote
 *
 * Only a lone comma is a decimal mark: "1,234,567" stays as it is, and the form says that it is no number.
 *
 * Returns: (transfer full): the stored form of what was typed; what is no number stays as it is
 */
char *
gw_number_words_parse (const char *typed)
{
  GString *out = g_string_new (NULL);
  const char *comma = strchr (typed, ',');
  gboolean comma_is_mark = comma != NULL && strchr (comma + 1, ',') == NULL
                           && strchr (typed, '.') == NULL;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      g_string_append_printf (out, "%d", g_unichar_digit_value (c));
    else if (c == 0x066B || (c == ',' && comma_is_mark))
      g_string_append_c (out, '.');
    else if (c == 0x2212)
      g_string_append_c (out, '-');
    else if (!parts_thousands (typed, p))
      g_string_append_unichar (out, c);
  }

  return g_strstrip (g_string_free (out, FALSE));
}

/**
 * gw_number_words_format:
 * @stored: (nullable): a number as the form keeps it
 *
 * Returns: (transfer full): the number with the decimal mark of the person's language; other text as it is
 */
char *
gw_number_words_format (const char *stored)
{
  char *shown = g_strdup (stored != NULL ? stored : "");
  char *point = strchr (shown, '.');

  if (point != NULL && strspn (shown, "0123456789.-") == strlen (shown))
    *point = *get_decimal_mark ();

  return shown;
}

/**
 * gw_number_words_group:
 * @stored: (nullable): a number as it is stored
 *
 * Returns: (transfer full) (nullable): the same with its thousands apart, or NULL where it has none or is no number
 */
char *
gw_number_words_group (const char *stored)
{
  g_autofree char *shown = gw_number_words_format (stored);
  const char *digits = *shown == '-' ? shown + 1 : shown;
  gsize n = strspn (digits, "0123456789");
  GString *out;

  if (n < 4 || !gw_number_words_read (stored, NULL))
    return NULL;

  out = g_string_new_len (shown, digits - shown);
  for (gsize i = 0; i < n; i++) {
    /* A narrow space that no line is broken at: read alike in every language. */
    if (i > 0 && (n - i) % 3 == 0)
      g_string_append_unichar (out, 0x202F);
    g_string_append_c (out, digits[i]);
  }
  g_string_append (out, digits + n);

  return g_string_free (out, FALSE);
}

/**
 * gw_number_words_read:
 * @stored: (nullable): a number as it is stored
 * @value: (out) (optional): the number
 *
 * Returns: whether all of @stored is a number in figures
 */
gboolean
gw_number_words_read (const char *stored,
                       double     *value)
{
  char *end;
  double number;

  if (stored == NULL || *stored == '\0' || strspn (stored, "0123456789.-") != strlen (stored))
    return FALSE;

  number = g_ascii_strtod (stored, &end);
  if (*end != '\0')
    return FALSE;
  if (value != NULL)
    *value = number;

  return TRUE;
}
