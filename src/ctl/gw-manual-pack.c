/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gw-manual-pack OUTPUT MANUAL-DIR REFERENCE-DIR: runs during the build and makes the pack that
 * is installed: the pages in all languages, and one index over them and over the reference
 * data. A fault in a page fails the build, so that a reader never meets it. */

#include <locale.h>
#include <string.h>
#include <glib/gstdio.h>

#include "core/manual/gw-manual-entries.h"
#include "core/manual/gw-manual-lines.h"
#include "core/records/gw-reference.h"
#include "core/search/gw-pack.h"
#include "core/search/gw-search-index.h"

typedef struct
{
  char *lang;
  GwManualPage *page;
  GBytes *xml;
  int untranslated;
} Source;

typedef struct
{
  GPtrArray *sources;    /* of Source, English first */
  GHashTable *originals; /* id to the Source in English */
  GHashTable *titles;    /* "id lang" to the title */
  const char *lang;      /* of the page that is being read */
  GwManualLines *lines;
} Book;

static void
source_free (Source *source)
{
  g_free (source->lang);
  gw_manual_page_unref (source->page);
  g_bytes_unref (source->xml);
  g_free (source);
}

static char *
dup_title (const char *page,
           gpointer    data)
{
  Book *book = data;
  g_autofree char *key = g_strdup_printf ("%s %s", page, book->lang);
  g_autofree char *original = g_strdup_printf ("%s en", page);
  const char *title = g_hash_table_lookup (book->titles, key);

  return g_strdup (title != NULL ? title : g_hash_table_lookup (book->titles, original));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char  *directory,
            const char  *suffix,
            GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (directory, name, NULL);
    gboolean wanted = suffix != NULL ? g_str_has_suffix (name, suffix)
                                     : g_file_test (path, G_FILE_TEST_IS_DIR);

    if (wanted)
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

/* A translation in which next to nothing is translated is none: the English page, shown as
 * such, is more honest. */
static gboolean
is_translated (Source *source,
               Source *original)
{
  guint n_compared = 0;
  guint same = gw_manual_page_count_same (source->page, original->page, &n_compared);

  source->untranslated = same;
  return n_compared == 0 || same * 10 < n_compared * 9;
}

static GwManualPage *
read_page (Book        *book,
           const char  *path,
           GBytes     **xml,
           GError     **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  GwManualPage *page;

  if (file == NULL)
    return NULL;
  *xml = g_mapped_file_get_bytes (file);
  page = gw_manual_page_new_from_xml (*xml, book->lang, dup_title, book, error);
  if (page == NULL) {
    g_prefix_error (error, "%s: ", path);
    g_clear_pointer (xml, g_bytes_unref);
  }

  return page;
}

/* Links without words are called by the title of their page, so all titles come first. */
static gboolean
take_title (Book        *book,
            const char  *path,
            GError     **error)
{
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GwManualPage) page = read_page (book, path, &xml, error);

  if (page == NULL)
    return FALSE;
  g_hash_table_insert (book->titles,
                       g_strdup_printf ("%s %s", gw_manual_page_get_id (page), book->lang),
                       g_strdup (gw_manual_page_get_title (page)));

  return TRUE;
}

static gboolean
take_page (Book        *book,
           const char  *path,
           GError     **error)
{
  GBytes *xml = NULL;
  GwManualPage *page = read_page (book, path, &xml, error);
  gboolean is_original = strcmp (book->lang, "en") == 0;
  Source *source, *original;

  if (page == NULL)
    return FALSE;

  source = g_new0 (Source, 1);
  source->lang = g_strdup (book->lang);
  source->page = page;
  source->xml = xml;
  original = g_hash_table_lookup (book->originals, gw_manual_page_get_id (page));
  if (!is_original && (original == NULL || !is_translated (source, original))) {
    source_free (source);
    return TRUE;
  }

  g_ptr_array_add (book->sources, source);
  if (is_original)
    g_hash_table_insert (book->originals, g_strdup (gw_manual_page_get_id (page)), source);
  return TRUE;
}

typedef gboolean (*TakeFunc) (Book        *book,
                              const char  *path,
                              GError     **error);

static gboolean
take_language (Book        *book,
               const char  *directory,
               const char  *folder,
               TakeFunc     take,
               GError     **error)
{
  g_autofree char *path = g_build_filename (directory, folder, NULL);
  g_autoptr (GPtrArray) names = list_names (path, ".page", error);

  if (names == NULL)
    return FALSE;
  book->lang = strcmp (folder, "C") == 0 ? "en" : folder;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *file = g_build_filename (path, g_ptr_array_index (names, i), NULL);

    if (!take (book, file, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
take_all (Book        *book,
          const char  *directory,
          TakeFunc     take,
          GError     **error)
{
  g_autoptr (GPtrArray) folders = list_names (directory, NULL, error);

  /* The originals come first, since a translation is held against its original. Sorting does
   * that: "C" stands before every language. */
  for (guint i = 0; folders != NULL && i < folders->len; i++) {
    if (!take_language (book, directory, g_ptr_array_index (folders, i), take, error))
      return FALSE;
  }

  return folders != NULL;
}

static gboolean
check_links (Book    *book,
             GError **error)
{
  g_autoptr (GPtrArray) order = gw_manual_lines_reading_order (book->lines);
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, book->originals);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    const char *const *linked = gw_manual_page_get_linked (((Source *) value)->page);

    if (!g_ptr_array_find_with_equal_func (order, id, g_str_equal, NULL)) {
      g_set_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND,
                   "no chapter leads to the page %s", (char *) id);
      return FALSE;
    }
    for (guint i = 0; linked[i] != NULL; i++) {
      if (!g_hash_table_contains (book->originals, linked[i])) {
        g_set_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND,
                     "the page %s links to %s, which is not there", (char *) id, linked[i]);
        return FALSE;
      }
    }
  }

  return TRUE;
}

static int
find_position (Book       *book,
               const char *parent,
               const char *id)
{
  const char *const *topics = gw_manual_lines_get_topics (book->lines, parent);

  for (int i = 0; topics[i] != NULL; i++) {
    if (strcmp (topics[i], id) == 0)
      return i;
  }

  return 0;
}

static gboolean
write_page (Book          *book,
            const Source  *source,
            GwPack        *pack,
            GError       **error)
{
  const char *id = gw_manual_page_get_id (source->page);
  const char *parent = gw_manual_lines_get_parent (book->lines, id);
  GwPackPage page = {
    .id = (char *) id,
    .lang = source->lang,
    .parent = (char *) (parent != NULL ? parent : ""),
    .position = parent != NULL ? find_position (book, parent, id) : 0,
    .title = (char *) gw_manual_page_get_title (source->page),
    .desc = (char *) gw_manual_page_get_desc (source->page),
    .date = (char *) gw_manual_page_get_date (source->page),
    .untranslated = source->untranslated,
  };

  return gw_pack_add_page (pack, &page, source->xml, error);
}

static gboolean
write_links (const Source  *source,
             GwPack        *pack,
             GError       **error)
{
  const char *const *related = gw_manual_page_get_related (source->page);
  const char *const *linked = gw_manual_page_get_linked (source->page);
  GwPackLink link = { .from = (char *) gw_manual_page_get_id (source->page) };

  for (guint i = 0; related[i] != NULL; i++) {
    link.to = (char *) related[i];
    link.kind = (char *) "seealso";
    if (!gw_pack_add_link (pack, &link, error))
      return FALSE;
  }
  for (guint i = 0; linked[i] != NULL; i++) {
    if (g_strv_contains (related, linked[i]))
      continue;
    link.to = (char *) linked[i];
    link.kind = (char *) "text";
    if (!gw_pack_add_link (pack, &link, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
write_pack (Book        *book,
            const char  *path,
            GError     **error)
{
  g_autoptr (GwPack) pack = gw_pack_create (path, error);

  if (pack == NULL)
    return FALSE;
  for (guint i = 0; i < book->sources->len; i++) {
    const Source *source = g_ptr_array_index (book->sources, i);

    if (!write_page (book, source, pack, error)
        || (strcmp (source->lang, "en") == 0 && !write_links (source, pack, error)))
      return FALSE;
  }

  return gw_pack_finish (pack, error);
}

/* All names of a thing, so that it is found in every language, whatever the reader's own. */
static void
append_names (GString       *text,
              const GwLabel *label)
{
  for (int i = 0; i < GW_N_LANGUAGES; i++) {
    if (label->text[i] != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", label->text[i]);
  }
}

static void
append_word (GString    *text,
             const char *word)
{
  if (word != NULL && *word != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
}

static gboolean
add_labelled (GwSearchIndex  *index,
              GwSearchEntry  *entry,
              const GwLabel  *label,
              const char     *otherwise,
              GError        **error)
{
  for (int i = 0; i < GW_N_LANGUAGES; i++) {
    if (label->text[i] == NULL && i != GW_LANGUAGE_EN)
      continue;
    entry->lang = gw_language_to_code (i);
    entry->title = label->text[i] != NULL ? label->text[i] : otherwise;
    if (!gw_search_index_add (index, entry, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
add_species (GwSearchIndex  *index,
             GwReference    *reference,
             GError        **error)
{
  guint n_species = 0;
  const GwSpecies *species = gw_reference_get_species (reference, &n_species);

  for (guint i = 0; i < n_species; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    GwSearchEntry entry = {
      .kind = "species",
      .id = species[i].id,
      .heading = species[i].scientific_name,
    };

    append_names (text, &species[i].common_name);
    append_word (text, species[i].synonyms);
    append_word (text, species[i].class_name);
    append_word (text, species[i].order);
    append_word (text, species[i].family);
    entry.body = text->str;
    if (!add_labelled (index, &entry, &species[i].common_name, species[i].scientific_name, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
add_countries (GwSearchIndex  *index,
               GwReference    *reference,
               GError        **error)
{
  g_autoptr (GPtrArray) countries = gw_reference_list_countries (reference, "en");

  for (guint i = 0; i < countries->len; i++) {
    const GwCountry *country = g_ptr_array_index (countries, i);
    g_autoptr (GString) text = g_string_new (NULL);
    GwSearchEntry entry = { .kind = "country", .id = country->iso3, .heading = country->iso3 };

    append_names (text, &country->name);
    append_word (text, country->region);
    entry.body = text->str;
    if (!add_labelled (index, &entry, &country->name, country->iso3, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
add_instruments (GwSearchIndex  *index,
                 GwReference    *reference,
                 GError        **error)
{
  guint n_instruments = 0;
  const GwInstrument *instruments = gw_reference_get_instruments (reference, &n_instruments);

  for (guint i = 0; i < n_instruments; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    GwSearchEntry entry = { .kind = "instrument", .id = instruments[i].id };

    append_names (text, &instruments[i].label);
    append_word (text, instruments[i].full_name);
    append_word (text, instruments[i].region);
    append_word (text, instruments[i].taxa);
    entry.body = text->str;
    if (!add_labelled (index, &entry, &instruments[i].label, instruments[i].id, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
write_index (Book         *book,
             const char   *path,
             GwReference  *reference,
             GError      **error)
{
  g_autoptr (GwSearchIndex) index = gw_search_index_open (path, GW_SEARCH_INDEX_WRITE, error);

  if (index == NULL || !gw_search_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < book->sources->len; i++) {
    const Source *source = g_ptr_array_index (book->sources, i);

    if (!gw_manual_page_add_entries (source->page, index, error))
      return FALSE;
  }

  return add_species (index, reference, error) && add_countries (index, reference, error)
         && add_instruments (index, reference, error) && gw_search_index_commit (index, error)
         && gw_search_index_freeze (index, error);
}

static gboolean
make_pack (Book        *book,
           const char  *output,
           const char  *manual,
           const char  *reference_dir,
           GError     **error)
{
  g_autoptr (GwReference) reference = gw_reference_load (reference_dir, error);

  if (reference == NULL || !take_all (book, manual, take_title, error)
      || !take_all (book, manual, take_page, error))
    return FALSE;
  for (guint i = 0; i < book->sources->len; i++)
    gw_manual_lines_add_page (book->lines, ((Source *) g_ptr_array_index (book->sources, i))->page,
                              NULL);

  return check_links (book, error) && write_pack (book, output, error)
         && write_index (book, output, reference, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  Book book = { 0 };
  gboolean made;

  setlocale (LC_ALL, "");
  if (argc != 4) {
    g_printerr ("usage: gw-manual-pack OUTPUT MANUAL-DIR REFERENCE-DIR\n");
    return 2;
  }

  book.sources = g_ptr_array_new_with_free_func ((GDestroyNotify) source_free);
  book.originals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  book.titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  book.lines = gw_manual_lines_new ();
  made = make_pack (&book, argv[1], argv[2], argv[3], &error);
  if (!made) {
    g_printerr ("gw-manual-pack: %s\n", error->message);
    g_remove (argv[1]);
  }

  gw_manual_lines_unref (book.lines);
  g_hash_table_unref (book.originals);
  g_hash_table_unref (book.titles);
  g_ptr_array_unref (book.sources);
  return made ? 0 : 1;
}
