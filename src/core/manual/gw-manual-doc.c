/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual-doc.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-doc-type.h"

/**
 * gw_manual_page_new_from_doc:
 * @doc: a document that may have come from anybody
 * @xml: (out) (optional): the text of the page
 *
 * Returns: (transfer full): the page, or %NULL with @error where it is none, or not the one its
 *   id names
 */
GwManualPage *
gw_manual_page_new_from_doc (GwDoc   *doc,
                             GBytes **xml,
                             GError **error)
{
  g_auto (GStrv) parts = g_strsplit (gw_doc_get_id (doc), ":", 3);
  const char *text = gw_json_get_string (gw_doc_get_body (doc), "xml");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GwManualPage) page = NULL;

  if (g_strv_length (parts) != 3 || text == NULL) {
    g_set_error_literal (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_A_PAGE,
                         "the document holds no page");
    return NULL;
  }

  bytes = g_bytes_new (text, strlen (text));
  page = gw_manual_page_new_from_xml (bytes, parts[2], NULL, NULL, error);
  if (page == NULL)
    return NULL;
  if (strcmp (gw_manual_page_get_id (page), parts[1]) != 0) {
    g_set_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_A_PAGE,
                 "the document holds the page %s", gw_manual_page_get_id (page));
    return NULL;
  }
  if (xml != NULL)
    *xml = g_steal_pointer (&bytes);

  return g_steal_pointer (&page);
}

static char *
dup_title (GwDoc *doc)
{
  g_autoptr (GwManualPage) page = gw_manual_page_new_from_doc (doc, NULL, NULL);

  return g_strdup (page != NULL ? gw_manual_page_get_title (page) : "");
}

static char *
dup_search_text (GwDoc *doc)
{
  g_autoptr (GwManualPage) page = gw_manual_page_new_from_doc (doc, NULL, NULL);

  return page != NULL ? gw_manual_page_dup_text (page) : g_strdup ("");
}

/**
 * gw_manual_register_types:
 *
 * Tells the store of the documents that hold pages. Once, at the start.
 */
void
gw_manual_register_types (void)
{
  static const GwDocType page = {
    .name = "page",
    .database = GW_MANUAL_DATABASE,
    .dup_title = dup_title,
    .dup_search_text = dup_search_text,
  };

  gw_doc_type_register (&page);
}
