/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form from a disk may lose its folder any day: a stick is taken out, a folder is tidied up. So the files that
 * it names are kept in the store with it, and unpacked where they are needed. */

#include "core/answers/gw-form-media.h"

#include <string.h>

#include "core/base/gw-json.h"

/* A folder is somebody's: only what the form names is taken, and no more than this. */
#define MOST_FILES 500
#define LARGEST_FILE (32 * 1024 * 1024)

static void
add_name (GHashTable *names,
          const char *text)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  g_auto (GStrv) parts = g_strsplit (name, "&amp;", -1);
  g_autofree char *plain = g_strjoinv ("&", parts);

  /* Nothing outside the folder: no "..", no absolute name, no folder within. */
  if (*plain == '\0' || *plain == '.' || strchr (plain, '/') != NULL || strchr (plain, '\\') != NULL
      || !g_utf8_validate (plain, -1, NULL) || g_hash_table_size (names) >= MOST_FILES)
    return;
  g_hash_table_add (names, g_steal_pointer (&plain));
}

static void
add_matches (GHashTable *names,
             const char *text,
             gssize      length,
             const char *pattern,
             const char *ending)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert (regex != NULL);
  g_regex_match_full (regex, text, length, 0, 0, &match, NULL);
  while (g_match_info_matches (match)) {
    g_autofree char *found = g_match_info_fetch (match, 1);
    g_autofree char *name = g_strconcat (found, ending, NULL);

    add_name (names, name);
    if (!g_match_info_next (match, NULL))
      break;
  }
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * gw_form_media_list_names:
 * @xml: a form
 *
 * The files that @xml names by `jr://` addresses and in `pulldata()` (section 12 of the notes on XForms). Names that
 * lead out of the form's folder are left out.
 *
 * Returns: (transfer full): bare file names, sorted
 */
GStrv
gw_form_media_list_names (GBytes *xml)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) list = NULL;
  GHashTableIter iter;
  gpointer name;
  gsize length;
  const char *text = g_bytes_get_data (xml, &length);

  add_matches (names, text, (gssize) length, "jr://(?:file|file-csv|images|audio|video)/([^\"'<>]+)", "");
  add_matches (names, text, (gssize) length, "pulldata\\s*\\(\\s*(?:'|\"|&quot;|&apos;)([^'\"&]+)", ".csv");

  list = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (list, g_strdup (name));
  g_ptr_array_sort (list, compare_names);
  g_ptr_array_add (list, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

/**
 * gw_form_media_find_folder:
 * @form_path: a form on the disk
 *
 * Returns: (transfer full): where its files are: "NAME-media" beside it, as ODK keeps them, or "media", or the
 *   form's own folder
 */
char *
gw_form_media_find_folder (const char *form_path)
{
  g_autofree char *folder = g_path_get_dirname (form_path);
  g_autofree char *base = g_path_get_basename (form_path);
  char *dot = strrchr (base, '.');
  g_autofree char *own = NULL, *shared = NULL;

  if (dot != NULL && dot > base)
    *dot = '\0';
  own = g_strdup_printf ("%s/%s-media", folder, base);
  if (g_file_test (own, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&own);
  shared = g_build_filename (folder, "media", NULL);

  return g_file_test (shared, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&shared) : g_steal_pointer (&folder);
}

static gboolean
is_taken (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE ","
                                                  G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);

  return info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR
         && g_file_info_get_size (info) <= LARGEST_FILE;
}

/**
 * gw_form_media_put:
 * @db: the database of what is filled in
 * @folder: (nullable): where the files of the form are; NULL where nobody knows
 * @xml: the form
 * @error: return location; the store's
 *
 * Keeps the files of a form. One that is missing or too large is left out: the form then says so when it is loaded.
 *
 * Returns: (transfer full): their descriptions, or NULL with @error set
 */
JsonArray *
gw_form_media_put (GwStore     *store,
                   const char  *db,
                   const char  *folder,
                   GBytes      *xml,
                   GError     **error)
{
  g_autoptr (JsonArray) media = json_array_new ();
  g_auto (GStrv) names = gw_form_media_list_names (xml);

  g_return_val_if_fail (GW_IS_STORE (store) && xml != NULL, NULL);

  for (guint i = 0; folder != NULL && names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_autofree char *type = NULL, *mime = NULL;
    JsonObject *file;

    if (!is_taken (path))
      continue;
    type = g_content_type_guess (names[i], NULL, 0, NULL);
    mime = g_content_type_get_mime_type (type);
    file = gw_store_put_file_path (store, db, path, mime != NULL ? mime : "application/octet-stream", error);
    if (file == NULL)
      return NULL;
    json_array_add_object_element (media, file);
  }

  return g_steal_pointer (&media);
}

static gboolean
is_unpacked (const char *path,
             JsonObject *file)
{
  g_autoptr (GMappedFile) there = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = there != NULL ? g_mapped_file_get_bytes (there) : NULL;
  g_autofree char *sum = NULL;

  if (bytes == NULL || (gint64) g_bytes_get_size (bytes) != gw_json_get_int (file, "length", -1))
    return FALSE;
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strcmp0 (sum, gw_json_get_string (file, "sha256")) == 0;
}

/**
 * gw_form_media_unpack:
 * @media: what gw_form_media_put() gave
 * @folder: a folder of this form alone; it is made where it is missing
 * @error: return location; the store's, or %G_FILE_ERROR
 *
 * Writes the files of a form to @folder, those that are not there yet.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_form_media_unpack (GwStore     *store,
                      JsonArray   *media,
                      const char  *folder,
                      GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && media != NULL && folder != NULL, FALSE);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "The folder %s cannot be made", folder);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (media); i++) {
    JsonObject *file = gw_json_array_object (media, i);
    const char *name = file != NULL ? gw_json_get_string (file, "name") : NULL;
    g_autofree char *path = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (name == NULL || *name == '.' || strchr (name, '/') != NULL)
      continue;
    path = g_build_filename (folder, name, NULL);
    if (is_unpacked (path, file))
      continue;
    bytes = gw_store_get_file (store, file, error);
    if (bytes == NULL
        || !g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error))
      return FALSE;
  }

  return TRUE;
}
