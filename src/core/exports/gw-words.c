/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/gw-words.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"

struct _GwWords
{
  char *language;
  GHashTable *words; /* msgid -> msgstr, both borrowed from @catalogue */
  GMappedFile *catalogue;
};

/* A compiled catalogue begins with this number in the byte order of its tables. */
#define MO_MAGIC 0x950412deu
#define MO_MAGIC_SWAPPED 0xde120495u

typedef struct
{
  const guchar *bytes;
  gsize length;
  gboolean swapped;
} Catalogue;

static gboolean
read_number (const Catalogue *catalogue,
             gsize            offset,
             guint32         *number)
{
  if (catalogue->length < 4 || offset > catalogue->length - 4)
    return FALSE;

  memcpy (number, catalogue->bytes + offset, 4);
  if (catalogue->swapped)
    *number = GUINT32_SWAP_LE_BE (*number);
  return TRUE;
}

/* Each table row is a length and a place; the text must end with a zero inside the file. */
static const char *
read_text (const Catalogue *catalogue,
           guint32          table,
           guint32          row)
{
  guint32 length, place;
  gsize offset = (gsize) table + (gsize) row * 8;

  if (!read_number (catalogue, offset, &length) || !read_number (catalogue, offset + 4, &place))
    return NULL;
  if ((gsize) place + length >= catalogue->length || catalogue->bytes[place + length] != '\0')
    return NULL;

  return (const char *) catalogue->bytes + place;
}

static void
read_catalogue (GwWords     *self,
                GMappedFile *file)
{
  Catalogue catalogue = { (const guchar *) g_mapped_file_get_contents (file),
                          g_mapped_file_get_length (file), FALSE };
  guint32 magic, count, originals, translations;

  if (!read_number (&catalogue, 0, &magic) || (magic != MO_MAGIC && magic != MO_MAGIC_SWAPPED))
    return;
  catalogue.swapped = magic == MO_MAGIC_SWAPPED;
  if (!read_number (&catalogue, 8, &count) || !read_number (&catalogue, 12, &originals)
      || !read_number (&catalogue, 16, &translations))
    return;

  for (guint32 i = 0; i < count; i++) {
    const char *msgid = read_text (&catalogue, originals, i);
    const char *msgstr = read_text (&catalogue, translations, i);

    if (msgid == NULL || msgstr == NULL)
      return;
    if (*msgid != '\0' && *msgstr != '\0')
      g_hash_table_insert (self->words, (gpointer) msgid, (gpointer) msgstr);
  }
}

/* "fr", "pt-BR" and "zh_CN.UTF-8" all name a catalogue; a plain "pt" may stand in for "pt_BR". */
static GMappedFile *
open_catalogue (const char *locale_dir,
                const char *language)
{
  g_autofree char *name = g_strdelimit (g_strdup (language), "-", '_');

  while (*name != '\0') {
    g_autofree char *path = g_build_filename (locale_dir, name, "LC_MESSAGES",
                                              GETTEXT_PACKAGE ".mo", NULL);
    GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);
    char *cut = strpbrk (name, "_.@");

    if (file != NULL)
      return file;
    if (cut == NULL)
      return NULL;
    *cut = '\0';
  }
  return NULL;
}

/**
 * gw_words_new_in:
 * @locale_dir: the folder that holds `fr/LC_MESSAGES/godwit.mo`
 * @language: a language as "fr", "pt-BR" or "zh_CN"
 *
 * Returns: (transfer full): the words of @language; those without a translation stay English
 */
GwWords *
gw_words_new_in (const char *locale_dir,
                 const char *language)
{
  GwWords *self;

  g_return_val_if_fail (locale_dir != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  self = g_new0 (GwWords, 1);
  self->language = g_strdup (language);
  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  /* A language goes into the path of a file; nothing that climbs out of the folder may. */
  if (strchr (language, '/') == NULL && *language != '.')
    self->catalogue = open_catalogue (locale_dir, language);
  if (self->catalogue != NULL)
    read_catalogue (self, self->catalogue);
  return self;
}

/**
 * gw_words_new:
 * @language: a language as "fr", "pt-BR" or "zh_CN"
 *
 * Returns: (transfer full): the words of @language, from the catalogues of this program
 */
GwWords *
gw_words_new (const char *language)
{
  return gw_words_new_in (gw_paths_get_locale_dir (), language);
}

/**
 * gw_words_free:
 */
void
gw_words_free (GwWords *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->words);
  g_clear_pointer (&self->catalogue, g_mapped_file_unref);
  g_free (self->language);
  g_free (self);
}

/**
 * gw_words_get_language:
 */
const char *
gw_words_get_language (const GwWords *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->language;
}

/**
 * gw_words_is_rtl:
 *
 * Returns: whether the language is written from right to left. The direction follows the
 *   language and is never guessed from a text.
 */
gboolean
gw_words_is_rtl (const GwWords *self)
{
  static const char *const languages[] = { "ar", "arc", "ckb", "dv", "fa", "ha_Arab", "he", "iw",
                                           "ks", "ku_Arab", "ps", "sd", "ug", "ur", "yi", NULL };
  g_autofree char *name = NULL;
  char *cut;

  g_return_val_if_fail (self != NULL, FALSE);

  name = g_strdelimit (g_strdup (self->language), "-", '_');
  if (g_strv_contains (languages, name))
    return TRUE;
  cut = strpbrk (name, "_.@");
  if (cut != NULL)
    *cut = '\0';
  return g_strv_contains (languages, name);
}

/**
 * gw_words_get:
 * @msgid: the English words, marked with N_() where they stand
 *
 * Returns: @msgid in the language, or @msgid itself
 */
const char *
gw_words_get (const GwWords *self,
              const char    *msgid)
{
  const char *msgstr;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (msgid != NULL, NULL);

  msgstr = g_hash_table_lookup (self->words, msgid);
  return msgstr != NULL ? msgstr : msgid;
}

/**
 * gw_words_fill_places:
 * @msgid: an English sentence with places such as `{page}`
 * @places: pairs of a place's name and its text, ended by NULL; gw_words_fill() writes them
 *
 * Returns: (transfer full): the sentence in the language with its places filled
 */
char *
gw_words_fill_places (const GwWords     *self,
                      const char        *msgid,
                      const char *const *places)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *text = gw_words_get (self, msgid);

  /* One pass, so that a filled-in text holding "{page}" stays what it is. */
  while (*text != '\0') {
    const char *end = *text == '{' ? strchr (text, '}') : NULL;
    g_autofree char *place = end != NULL ? g_strndup (text + 1, end - text - 1) : NULL;
    const char *value = NULL;

    for (gsize i = 0; place != NULL && places[i] != NULL; i += 2) {
      if (g_str_equal (places[i], place))
        value = places[i + 1];
    }
    if (value != NULL) {
      g_string_append (out, value);
      text = end + 1;
    } else {
      g_string_append_c (out, *text++);
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * gw_words_date:
 * @date: a valid day
 *
 * Writes a day out. Neither strftime() nor GDateTime will do: both follow the locale of the
 * process, and a machine may not have the locale of the document.
 *
 * Returns: (transfer full): as "3 March 2026"
 */
char *
gw_words_date (const GwWords *self,
               const GDate   *date)
{
  static const char *const months[] = {
    N_ ("January"), N_ ("February"), N_ ("March"), N_ ("April"), N_ ("May"), N_ ("June"),
    N_ ("July"), N_ ("August"), N_ ("September"), N_ ("October"), N_ ("November"), N_ ("December"),
  };
  g_autofree char *day = NULL;
  g_autofree char *year = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (g_date_valid (date), NULL);

  /* TRANSLATORS: The first day of a month within a date: "1er" in French, "1" where it is written like other days. */
  day = g_date_get_day (date) == 1 ? g_strdup (gw_words_get (self, N_ ("1")))
                                   : g_strdup_printf ("%d", g_date_get_day (date));
  year = g_strdup_printf ("%d", g_date_get_year (date));
  /* TRANSLATORS: A date in a printed document, as "3 March 2026". Put {day}, {month} and {year}
   * in the order of your language; write the months as they stand within such a date. */
  return gw_words_fill (self, N_ ("{day} {month} {year}"),
                        "day", day,
                        "month", gw_words_get (self, months[g_date_get_month (date) - 1]),
                        "year", year);
}
