/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places on the earth as people write them: decimal degrees, or degrees, minutes and seconds with the letter of the
 * side of the world before or after them. */

#include "app/widgets/gw-place-words.h"

#include <math.h>
#include <string.h>

#include "app/widgets/gw-number-words.h"

/* The numbers of "36° 49' 12.5\"": apart from each other by whatever is no part of a number. */
static guint
read_numbers (const char *text,
              double      numbers[4],
              gboolean   *negative)
{
  guint n = 0;

  *negative = FALSE;
  for (const char *p = text; *p != '\0';) {
    char *end;

    if (*p == '-' && n == 0) {
      *negative = TRUE;
      p++;
    } else if (g_ascii_isdigit (*p)) {
      if (n == 4)
        return 0;
      numbers[n++] = g_ascii_strtod (p, &end);
      p = end;
    } else {
      p = g_utf8_next_char (p);
    }
  }

  return n;
}

/* Only marks of degrees, minutes and seconds, and the letters of the sides of the world. */
static gboolean
is_clean (const char *text,
          const char *letters)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c) || g_unichar_isspace (c) || (c < 128 && strchr (".-'\"d", (int) c) != NULL))
      continue;
    if (c == 0x00B0 || c == 0x00BA || c == 0x2032 || c == 0x2033 || c == 0x2019 || c == 0x201D)
      continue;
    if (c < 128 && strchr (letters, g_ascii_toupper ((char) c)) != NULL)
      continue;
    return FALSE;
  }

  return TRUE;
}

/**
 * gw_place_words_parse_angle:
 * @typed: what a person typed
 * @limit: the largest number of degrees: 90 or 180
 * @letters: the letters of the sides, the negative ones first and then a stroke: "S|N", "WO|E"
 * @angle: (out): decimal degrees, south and west below zero
 *
 * Returns: whether @typed is such an angle
 */
gboolean
gw_place_words_parse_angle (const char *typed,
                            double      limit,
                            const char *letters,
                            double     *angle)
{
  g_autofree char *stored = gw_number_words_parse (typed);
  const char *stroke = strchr (letters, '|');
  double numbers[4] = { 0 };
  gboolean negative, is_other_side = FALSE;
  guint n, sides = 0;

  g_return_val_if_fail (stroke != NULL, FALSE);

  if (!is_clean (stored, letters))
    return FALSE;
  for (const char *p = stored; *p != '\0'; p++) {
    const char *letter = g_ascii_isalpha (*p) ? strchr (letters, g_ascii_toupper (*p)) : NULL;

    if (letter == NULL)
      continue;
    sides++;
    is_other_side = letter < stroke;
  }
  n = read_numbers (stored, numbers, &negative);
  if (n == 0 || n > 3 || sides > 1 || (sides == 1 && negative) || numbers[1] >= 60 || numbers[2] >= 60)
    return FALSE;
  /* Half a degree and some minutes more: one of the two is a mistake. */
  if ((n > 1 && numbers[0] != floor (numbers[0])) || (n > 2 && numbers[1] != floor (numbers[1])))
    return FALSE;

  *angle = numbers[0] + numbers[1] / 60 + numbers[2] / 3600;
  if (*angle > limit)
    return FALSE;
  if (negative || is_other_side)
    *angle = -*angle;

  return TRUE;
}

/**
 * gw_place_words_split:
 * @typed: perhaps a whole place, as maps give it: "-1.2921, 36.8219"
 * @latitude: (out): its first half
 * @longitude: (out): its second half
 *
 * Returns: whether @typed has two halves
 */
gboolean
gw_place_words_split (const char  *typed,
                      char       **latitude,
                      char       **longitude)
{
  static const char *const patterns[] = {
    "^\\s*(.*?[NSns])[\\s,;]+(.*[EWOewo])\\s*$",
    "^\\s*(-?\\d+\\.\\d+)\\s*[,; ]\\s*(-?\\d+\\.\\d+)\\s*$",
    "^\\s*(-?\\d+,\\d+)\\s*[; ]\\s*(-?\\d+,\\d+)\\s*$",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autoptr (GRegex) regex = g_regex_new (patterns[i], 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    if (!g_regex_match (regex, typed, 0, &match))
      continue;
    *latitude = g_match_info_fetch (match, 1);
    *longitude = g_match_info_fetch (match, 2);
    return TRUE;
  }

  return FALSE;
}
