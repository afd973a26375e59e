/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The languages of the program's own words, and the change from one to another while it runs.
 *
 * gettext takes the language from $LANGUAGE at each look-up, so a change needs no restart;
 * but what is on the screen is there already: whoever calls gw_ui_language_apply() builds the
 * windows anew afterwards. */

#include "app/gw-ui-language.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

#include "core/base/gw-paths.h"

static const GwUiLanguage languages[] = {
  { "en", "English", FALSE },
  { "fr", "Français", FALSE },
  { "es", "Español", FALSE },
  { "ar", "العربية", TRUE },
};

/* glibc keeps the translations it found; it forgets them when this counter changes. */
extern int _nl_msg_cat_cntr;

/**
 * gw_ui_language_init:
 *
 * Makes the locale ready for translations. To be called before GTK is initialised, which must
 * then be told to leave the locale alone.
 */
void
gw_ui_language_init (void)
{
  const char *messages;

  setlocale (LC_ALL, "");

  /* Under the plain "C" locale gettext never looks at $LANGUAGE. "C.UTF-8" is always there and
   * is enough for every language. */
  messages = setlocale (LC_MESSAGES, NULL);
  if (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_MESSAGES, "C.UTF-8");
  messages = setlocale (LC_CTYPE, NULL);
  if (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_CTYPE, "C.UTF-8");

  /* The text domain is never set: with one and a start in English, GLib decides once and
   * for all that nothing is to be translated. */
  bindtextdomain (GETTEXT_PACKAGE, gw_paths_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/**
 * gw_ui_language_get_all:
 * @n_languages: (out): how many there are
 *
 * Returns: (transfer none): the languages that the program speaks
 */
const GwUiLanguage *
gw_ui_language_get_all (guint *n_languages)
{
  *n_languages = G_N_ELEMENTS (languages);
  return languages;
}

/**
 * gw_ui_language_find:
 *
 * Returns: (transfer none) (nullable): the language with that code
 */
const GwUiLanguage *
gw_ui_language_find (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_strcmp0 (languages[i].code, code) == 0)
      return &languages[i];
  }
  return NULL;
}

/**
 * gw_ui_language_get_system:
 *
 * Returns: (transfer none): the first language of the person's session that the program
 *   speaks; English if there is none
 */
const char *
gw_ui_language_get_system (void)
{
  static const char *system_language;

  /* Asked once, before gw_ui_language_apply() changes the answer. */
  if (system_language == NULL) {
    const char * const *names = g_get_language_names ();

    system_language = "en";
    for (guint i = 0; names[i] != NULL; i++) {
      g_auto (GStrv) parts = g_strsplit_set (names[i], "_.@-", 2);
      const GwUiLanguage *language = parts[0] != NULL ? gw_ui_language_find (parts[0]) : NULL;

      if (language != NULL) {
        system_language = language->code;
        break;
      }
    }
  }

  return system_language;
}

/**
 * gw_ui_language_apply:
 * @code: one of gw_ui_language_get_all()
 *
 * From now on every word looked up is in that language, and new windows have its direction.
 */
void
gw_ui_language_apply (const char *code)
{
  const GwUiLanguage *language = gw_ui_language_find (code);

  g_return_if_fail (language != NULL);

  gw_ui_language_get_system ();
  g_setenv ("LANGUAGE", code, TRUE);
  ++_nl_msg_cat_cntr;
  gtk_widget_set_default_direction (language->rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}
