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
    else
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
