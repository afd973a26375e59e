/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-format-pack.h"

#include <string.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"

#define MAX_SIZE (256 * 1024)
#define MAX_PACKS 200
#define SUFFIX ".pack.json"

struct _GwFormatPack
{
  JsonObject *body;
};

/* A file name and nothing else: neither a folder nor a way out of one. */
static gboolean
is_file_name (const char *name)
{
  return name != NULL && *name != '\0' && *name != '.' && strlen (name) < 200 && strpbrk (name, "/\\:") == NULL
         && g_str_has_suffix (name, ".xml");
}

static gboolean
is_ref (const char *ref)
{
  if (ref == NULL || *ref != '/' || strlen (ref) > 1000 || strstr (ref, "..") != NULL)
    return FALSE;
  for (const char *c = ref; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("/_-.:", *c) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_word (const char *word)
{
  return word != NULL && *word != '\0' && strlen (word) < 200;
}

static gboolean
check (JsonObject *body)
{
  JsonObject *titles = gw_json_get_object (body, "titles");
  const char *country = gw_json_get_string (body, "country");

  return is_word (gw_json_get_string (body, "form")) && is_word (gw_json_get_string (body, "instrument"))
         && is_file_name (gw_json_get_string (body, "file")) && (country == NULL || is_ref (country))
         && titles != NULL && is_word (gw_json_get_string (titles, "en"));
}

/* The size is judged before the file is read. */
static char *
read_small (const char  *path,
            GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, "standard::size,standard::type", G_FILE_QUERY_INFO_NONE, NULL,
                                                  error);
  char *text = NULL;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > MAX_SIZE) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("This is no format pack: it is not a file, or it is too large. Nothing was changed. Please ask "
                           "for the pack again."));
    return NULL;
  }

  return g_file_get_contents (path, &text, NULL, error) ? text : NULL;
}

/**
 * gw_format_pack_load:
 * @path: a file
 *
 * Reads and checks a pack: not over 256 KiB, a form that is a plain file name beside it, a question that is a plain
 * path. On any thread; reads a file.
 *
 * Returns: (transfer full): the pack, or %NULL with @error
 */
GwFormatPack *
gw_format_pack_load (const char  *path,
                     GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) body = NULL;
  GwFormatPack *self;

  g_return_val_if_fail (path != NULL, NULL);

  text = read_small (path, error);
  if (text == NULL)
    return NULL;
  body = gw_json_parse_object (text, -1, NULL);
  if (body == NULL || !check (body)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("This format pack is damaged or was made for something else. Nothing was changed. Please ask "
                           "for the pack again."));
    return NULL;
  }
  self = g_new0 (GwFormatPack, 1);
  self->body = g_steal_pointer (&body);

  return self;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_packs (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && paths->len < MAX_PACKS && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  return paths;
}

static GwFormatPack *
find_with (const char *folder,
           const char *member,
           const char *value)
{
  g_autoptr (GPtrArray) paths = list_packs (folder);

  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwFormatPack) pack = gw_format_pack_load (paths->pdata[i], &error);

    if (pack == NULL)
      g_message ("The format pack %s is left aside: %s", (char *) paths->pdata[i], error->message);
    else if (g_strcmp0 (gw_json_get_string (pack->body, member), value) == 0)
      return g_steal_pointer (&pack);
  }

  return NULL;
}

/**
 * gw_format_pack_find:
 * @folder: where the forms are
 * @form_id: the id of a form
 *
 * Looks for the pack of a form. A pack that is damaged is left aside. On any thread; reads files.
 *
 * Returns: (transfer full) (nullable): the pack; %NULL where the form has none
 */
GwFormatPack *
gw_format_pack_find (const char *folder,
                     const char *form_id)
{
  g_return_val_if_fail (folder != NULL && form_id != NULL, NULL);

  return find_with (folder, "form", form_id);
}

/**
 * gw_format_pack_find_first:
 * @folder: where the forms are
 * @instrument: the id of an instrument, as "cms"
 *
 * Looks for the form that a report to an instrument is written in. On any thread; reads files.
 *
 * Returns: (transfer full) (nullable): the first pack by name; %NULL if there is none
 */
GwFormatPack *
gw_format_pack_find_first (const char *folder,
                           const char *instrument)
{
  g_return_val_if_fail (folder != NULL && instrument != NULL, NULL);

  return find_with (folder, "instrument", instrument);
}

void
gw_format_pack_free (GwFormatPack *self)
{
  g_clear_pointer (&self->body, json_object_unref);
  g_free (self);
}

const char *
gw_format_pack_get_form_id (const GwFormatPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_json_get_string (self->body, "form");
}

/**
 * gw_format_pack_get_file:
 *
 * Returns: (transfer none): the name of the form's file, beside the pack
 */
const char *
gw_format_pack_get_file (const GwFormatPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_json_get_string (self->body, "file");
}

const char *
gw_format_pack_get_instrument (const GwFormatPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_json_get_string (self->body, "instrument");
}

/**
 * gw_format_pack_get_country:
 *
 * Returns: (transfer none) (nullable): the question that asks which Party reports, where there is one
 */
const char *
gw_format_pack_get_country (const GwFormatPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_json_get_string (self->body, "country");
}

/**
 * gw_format_pack_get_title:
 * @language: (nullable): a code, as "fr"
 *
 * Returns: (transfer none): what the form is called in a language; in English where that language has no title
 */
const char *
gw_format_pack_get_title (const GwFormatPack *self,
                          const char         *language)
{
  JsonObject *titles;
  const char *title;

  g_return_val_if_fail (self != NULL, NULL);

  titles = gw_json_get_object (self->body, "titles");
  title = language != NULL ? gw_json_get_string (titles, language) : NULL;

  return is_word (title) ? title : gw_json_get_string (titles, "en");
}
