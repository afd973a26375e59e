/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-bundle-parts.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/store/gw-store.h"

/* "c:" and a SHA-256. */
#define CHUNK_NAME_LENGTH 66

/* @name: (nullable): whether a part can be called so */
gboolean
gw_bundle_parts_is_name (const char *name)
{
  return name != NULL && strlen (name) == CHUNK_NAME_LENGTH && g_str_has_prefix (name, "c:");
}

static void
tell_chunks (JsonArray        *names,
             GwBundlePartFunc  func,
             gpointer          user_data)
{
  for (guint i = 0; i < json_array_get_length (names); i++) {
    const char *name = gw_json_array_string (names, i);

    if (gw_bundle_parts_is_name (name))
      func (name, user_data);
  }
}

/* Tells the names of the parts of all files that a document shows. A file is described wherever its
 * document likes, by an object with "sha256" and "chunks". */
void
gw_bundle_parts_foreach (JsonNode         *node,
                         GwBundlePartFunc  func,
                         gpointer          user_data)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    JsonArray *chunks = gw_json_get_array (object, "chunks");
    JsonObjectIter iter;
    JsonNode *member;

    if (chunks != NULL && gw_json_get_string (object, "sha256") != NULL)
      tell_chunks (chunks, func, user_data);
    json_object_iter_init (&iter, object);
    while (json_object_iter_next (&iter, NULL, &member))
      gw_bundle_parts_foreach (member, func, user_data);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      gw_bundle_parts_foreach (json_array_get_element (array, i), func, user_data);
  }
}

/**
 * gw_bundle_parts_accept_doc:
 * @db: a database
 * @document: a document that came in a file
 *
 * Whether a store can take @document; files beside it come in parts, never attached to it.
 *
 * Returns: FALSE with an @error of %GW_BUNDLE_ERROR_NOT_ALLOWED
 */
gboolean
gw_bundle_parts_accept_doc (const char  *db,
                            JsonObject  *document,
                            GError     **error)
{
  g_autoptr (GError) problem = NULL;

  if (!gw_store_accepts (db, document, &problem))
    return gw_bundle_error_set_not_allowed (error, problem->message);
  if (json_object_has_member (document, "_attachments"))
    return gw_bundle_error_set_not_allowed (error, "A document has attachments");

  return TRUE;
}
