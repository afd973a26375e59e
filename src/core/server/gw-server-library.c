/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a file to the documents that hold it. A file is taken only after it was read as a desk will read it: nobody can
 * take a bad page back from a desk without a link. */

#include "core/server/gw-server-library.h"

#include <string.h>

#include "core/answers/gw-form-text.h"
#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/base/gw-xml.h"
#include "core/forms/gw-form.h"
#include "core/manual/gw-manual-page.h"
#include "core/records/gw-checklist.h"

/* A document above this is not taken by desks and servers (section 10 of the notes on CouchDB). */
#define MAX_TEXT 60000

static gboolean
set_not_ours (GError     **error,
              const char  *why)
{
  g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_OURS, why);

  return FALSE;
}

static JsonObject *
add_doc (GPtrArray  *docs,
         char       *id,
         const char *type)
{
  JsonObject *doc = json_object_new ();

  json_object_set_string_member (doc, "_id", id);
  json_object_set_string_member (doc, "type", type);
  json_object_set_int_member (doc, "v", 1);
  g_ptr_array_add (docs, doc);
  g_free (id);

  return doc;
}

static gboolean
add_text (GPtrArray  *docs,
          char       *id,
          const char *type,
          const char *version,
          GBytes     *bytes,
          GError    **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;
  JsonObject *doc;

  if (size > MAX_TEXT || !g_utf8_validate_len (data, size, NULL)) {
    g_free (id);
    return set_not_ours (error, "The file is too long for one document, or is not UTF-8 text");
  }
  text = g_strndup (data, size);
  doc = add_doc (docs, id, type);
  json_object_set_string_member (doc, "version", version);
  json_object_set_string_member (doc, "xml", text);

  return TRUE;
}

static gboolean
add_page (GPtrArray   *docs,
          GBytes      *bytes,
          const char  *language,
          GError     **error)
{
  g_autoptr (GwManualPage) page = gw_manual_page_new_from_xml (bytes, language, NULL, NULL, error);

  if (page == NULL)
    return FALSE;
  /* Without a day, a desk could not tell it from the page that came with the program. */
  if (*gw_manual_page_get_date (page) == '\0')
    return set_not_ours (error, "The page has no day of its last revision");

  return add_text (docs, g_strdup_printf ("page:%s:%s", gw_manual_page_get_id (page), language), "page",
                   gw_manual_page_get_date (page), bytes, error);
}

static gboolean
add_checklist (GPtrArray      *docs,
               GBytes         *bytes,
               const xmlNode  *root,
               const char     *language,
               GError        **error)
{
  g_autoptr (GwChecklist) checklist = gw_checklist_new_from_bytes (bytes, "checklist", language, error);
  g_autofree char *version = gw_xml_dup_attr (root, NULL, "version");

  if (checklist == NULL)
    return FALSE;

  return add_text (docs, g_strdup_printf ("checklist:%s:%s", gw_checklist_get_id (checklist), language), "checklist",
                   version != NULL ? version : "", bytes, error);
}

static void
add_pieces (GPtrArray  *docs,
            GPtrArray  *pieces,
            const char *hash)
{
  for (guint i = 0; i < pieces->len; i++) {
    g_autofree char *id = gw_form_text_dup_id (hash, i);
    JsonObject *piece = json_object_ref (pieces->pdata[i]);

    json_object_set_string_member (piece, "_id", id);
    g_ptr_array_add (docs, piece);
  }
}

/* What names the form comes after its pieces: whoever finds it finds all of it. */
static gboolean
add_form (GPtrArray   *docs,
          GBytes      *bytes,
          const char  *media,
          GError     **error)
{
  g_autoptr (GwForm) form = gw_form_load (bytes, media, NULL, error);
  g_autoptr (GPtrArray) pieces = NULL;
  g_autofree char *hash = NULL;
  JsonObject *doc;

  if (form == NULL)
    return FALSE;
  if (strpbrk (gw_form_get_id (form), ":/ ") != NULL || *gw_form_get_id (form) == '\0')
    return set_not_ours (error, "The form has no id that a document can be called by");
  pieces = gw_form_text_split (bytes, &hash, error);
  if (pieces == NULL)
    return FALSE;
  add_pieces (docs, pieces, hash);
  doc = add_doc (docs, g_strconcat ("form:", gw_form_get_id (form), NULL), "form");
  json_object_set_string_member (doc, "version", gw_form_get_version (form) != NULL ? gw_form_get_version (form) : "");
  json_object_set_string_member (doc, "title", gw_form_get_title (form) != NULL ? gw_form_get_title (form) : "");
  json_object_set_string_member (doc, "hash", hash);

  return TRUE;
}

static gboolean
add_file (GPtrArray   *docs,
          GBytes      *bytes,
          const char  *language,
          const char  *media,
          GError     **error)
{
  g_autoptr (GwXmlDoc) document = gw_xml_parse (bytes, "file", error);
  const xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;

  if (root == NULL)
    return FALSE;
  if (gw_xml_is (root, "http://projectmallard.org/1.0/", "page"))
    return add_page (docs, bytes, language, error);
  if (gw_xml_is (root, "urn:godwit:checklist", "checklist"))
    return add_checklist (docs, bytes, root, language, error);
  if (gw_xml_is (root, "http://www.w3.org/1999/xhtml", "html"))
    return add_form (docs, bytes, media, error);

  return set_not_ours (error, (const char *) root->name);
}

/**
 * gw_server_library_read:
 * @bytes: a page of the manual, a checklist or a form
 * @language: the language of a page or a checklist, "fr"; a form says its own
 * @error: return location; %GW_SERVER_ERROR_NOT_OURS, or what its reader says
 *
 * Returns: (transfer full) (element-type JsonObject): the documents that hold it, without revisions; or %NULL
 */
GPtrArray *
gw_server_library_read (GBytes      *bytes,
                        const char  *language,
                        GError     **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  g_return_val_if_fail (bytes != NULL && language != NULL, NULL);

  return add_file (docs, bytes, language, NULL, error) ? g_steal_pointer (&docs) : NULL;
}

/* --- what came with the program --- */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char  *folder,
            const char  *suffix,
            GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  }
  g_ptr_array_sort (paths, compare_names);

  return g_steal_pointer (&paths);
}

static gboolean
add_folder (GPtrArray   *docs,
            const char  *folder,
            const char  *suffix,
            const char  *language,
            GError     **error)
{
  g_autoptr (GPtrArray) paths = list_files (folder, suffix, error);
  g_autofree char *media = g_build_filename (folder, "media", NULL);

  for (guint i = 0; paths != NULL && i < paths->len; i++) {
    g_autofree char *text = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gsize size;

    if (!g_file_get_contents (paths->pdata[i], &text, &size, error))
      return FALSE;
    bytes = g_bytes_new_take (g_steal_pointer (&text), size);
    if (!add_file (docs, bytes, language, media, error)) {
      g_prefix_error (error, "%s: ", (const char *) paths->pdata[i]);
      return FALSE;
    }
  }

  return paths != NULL;
}

/* One folder for each language; that of English is called "C". */
static gboolean
add_languages (GPtrArray   *docs,
               const char  *kind,
               const char  *suffix,
               GError     **error)
{
  g_autofree char *home = g_build_filename (gw_paths_get_data_dir (), kind, NULL);
  g_autoptr (GPtrArray) folders = list_files (home, "", error);

  for (guint i = 0; folders != NULL && i < folders->len; i++) {
    g_autofree char *name = g_path_get_basename (folders->pdata[i]);

    if (g_file_test (folders->pdata[i], G_FILE_TEST_IS_DIR)
        && !add_folder (docs, folders->pdata[i], suffix, strcmp (name, "C") == 0 ? "en" : name, error))
      return FALSE;
  }

  return folders != NULL;
}

/**
 * gw_server_library_read_shipped:
 * @which: what of it
 * @error: return location
 *
 * Returns: (transfer full) (element-type JsonObject): the manual, the checklists and the forms that came with this
 *   program, as gw_server_library_read() gives them; or %NULL
 */
GPtrArray *
gw_server_library_read_shipped (GwServerShipped   which,
                                GError          **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autofree char *forms = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);

  if ((which & GW_SERVER_SHIPPED_MANUAL) && !add_languages (docs, "manual", ".page", error))
    return NULL;
  if ((which & GW_SERVER_SHIPPED_CHECKLISTS) && !add_languages (docs, "checklists", ".xml", error))
    return NULL;
  if ((which & GW_SERVER_SHIPPED_FORMS) && !add_folder (docs, forms, ".xml", "en", error))
    return NULL;
  if (docs->len == 0) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_DATA, "%s is empty", gw_paths_get_data_dir ());
    return NULL;
  }

  return g_steal_pointer (&docs);
}
