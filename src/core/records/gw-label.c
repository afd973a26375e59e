/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-label.h"

#include <string.h>

static const char *const codes[GW_N_LANGUAGES] = { "en", "fr", "es", "ar" };

/**
 * gw_language_parse:
 * @code: (nullable): a language code or a locale name: "fr", "fr_FR.UTF-8", "fr-CI"
 *
 * Returns: the language of @code, or English when the program does not speak it
 */
GwLanguage
gw_language_parse (const char *code)
{
  for (int i = 0; code && i < GW_N_LANGUAGES; i++) {
    if (g_ascii_strncasecmp (code, codes[i], 2) == 0 && !g_ascii_isalnum (code[2]))
      return i;
  }
  return GW_LANGUAGE_EN;
}

/**
 * gw_language_to_code:
 * @language: a language
 *
 * Returns: (transfer none): its two-letter code
 */
const char *
gw_language_to_code (GwLanguage language)
{
  g_return_val_if_fail (language < GW_N_LANGUAGES, "en");

  return codes[language];
}

/**
 * gw_label_get:
 * @label: a label
 * @language: (nullable): the reader's language
 *
 * Gives the words in the reader's language and falls back to English; gw_label_is_in() tells
 * whether that happened, so that a page can show it.
 *
 * Returns: (transfer none) (not nullable): the words
 */
const char *
gw_label_get (const GwLabel *label,
              const char    *language)
{
  const char *text;

  g_return_val_if_fail (label, "");

  text = label->text[gw_language_parse (language)];
  if (!text)
    text = label->text[GW_LANGUAGE_EN];
  return text ? text : "";
}

/**
 * gw_label_is_in:
 * @label: a label
 * @language: (nullable): the reader's language
 *
 * Returns: whether @label has words of its own in @language
 */
gboolean
gw_label_is_in (const GwLabel *label,
                const char    *language)
{
  g_return_val_if_fail (label, FALSE);

  return label->text[gw_language_parse (language)] != NULL;
}

/**
 * gw_label_fold:
 * @text: any text
 *
 * Folds case and takes off diacritics, so that "Étourneau" is found by "etourneau". Arabic
 * vowel signs go too, as people rarely type them.
 *
 * Returns: (transfer full): the folded text
 */
char *
gw_label_fold (const char *text)
{
  g_autofree char *apart = NULL;
  g_autofree char *lower = NULL;
  GString *folded;

  g_return_val_if_fail (text, g_strdup (""));

  lower = g_utf8_casefold (text, -1);
  apart = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  folded = g_string_sized_new (strlen (text));
  for (const char *p = apart ? apart : lower; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_combining_class (c) == 0)
      g_string_append_unichar (folded, c);
  }
  return g_string_free (folded, FALSE);
}
