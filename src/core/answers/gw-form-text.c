/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents `formtext:<sha256>:<n>`: the text of a form in pieces, since a server takes no document of hundreds
 * of kilobytes, and a cut costs a piece and not the whole. The hash of the whole is in each id: the same form is
 * kept once, on every desk as the same documents, and a form that was altered on its way is noticed. The text is
 * not compressed here, since two versions of a compressor would make two documents of one form; it is on
 * the wire. */

#include "core/answers/gw-form-text.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/forms/gw-form.h"

#define PIECE 40000
#define MOST_PIECES 1000

/* Returns: (transfer full): the id of a piece */
char *
gw_form_text_dup_id (const char *hash,
                     guint       n)
{
  return g_strdup_printf ("formtext:%s:%u", hash, n);
}

/* A piece ends where a letter ends. */
static gsize
measure_piece (const char *text,
               gsize       left)
{
  gsize size = MIN (left, PIECE);

  while (size < left && size > 0 && ((guchar) text[size] & 0xC0) == 0x80)
    size--;

  return size;
}

static JsonObject *
make_piece (const char *text,
            gsize       size,
            gboolean    is_last)
{
  g_autofree char *piece = g_strndup (text, size);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", "formtext");
  json_object_set_string_member (body, "xml", piece);
  json_object_set_boolean_member (body, "last", is_last);

  return body;
}

/**
 * gw_form_text_split:
 * @xml: the form
 * @hash: (out): under which it is kept
 * @error: return location; %GW_FORM_ERROR_REFUSED
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type JsonObject): the documents that hold @xml, in order and without their
 *   ids, which gw_form_text_dup_id() gives; or %NULL
 */
GPtrArray *
gw_form_text_split (GBytes  *xml,
                    char   **hash,
                    GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gsize left;
  const char *text = g_bytes_get_data (xml, &left);

  if (!g_utf8_validate_len (text, left, NULL)) {
    g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED, "The form is not UTF-8 text");
    return NULL;
  }
  while (left > 0) {
    gsize size = measure_piece (text, left);

    g_ptr_array_add (pieces, make_piece (text, size, size == left));
    text += size;
    left -= size;
  }
  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, xml);

  return g_steal_pointer (&pieces);
}

static gboolean
put_piece (GwStore     *store,
           const char  *db,
           const char  *id,
           JsonObject  *body,
           GError     **error)
{
  g_autoptr (GwDoc) there = gw_store_get (store, db, id, NULL);

  return there != NULL || gw_store_put (store, db, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}

/**
 * gw_form_text_put:
 * @db: the database of what is filled in
 * @xml: the form
 * @hash: (out): under which it is kept
 * @error: return location; the store's, or %GW_FORM_ERROR_REFUSED
 *
 * Keeps @xml in @db, unless it is kept there already.
 *
 * Returns: whether it is kept
 */
gboolean
gw_form_text_put (GwStore     *store,
                  const char  *db,
                  GBytes      *xml,
                  char       **hash,
                  GError     **error)
{
  g_autofree char *sum = NULL;
  g_autoptr (GPtrArray) pieces = gw_form_text_split (xml, &sum, error);

  for (guint n = 0; pieces != NULL && n < pieces->len; n++) {
    g_autofree char *id = gw_form_text_dup_id (sum, n);

    if (!put_piece (store, db, id, g_ptr_array_index (pieces, n), error))
      return FALSE;
  }
  *hash = g_steal_pointer (&sum);

  return pieces != NULL;
}

/**
 * gw_form_text_read:
 * @db: the database of what is filled in
 * @hash: what gw_form_text_put() gave
 * @error: return location: %GW_STORE_ERROR_NOT_FOUND where not all of it has arrived on this desk yet,
 *   %GW_STORE_ERROR_DAMAGED where it is not what @hash says
 *
 * Returns: (transfer full): the form
 */
GBytes *
gw_form_text_read (GwStore     *store,
                   const char  *db,
                   const char  *hash,
                   GError     **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *found = NULL;
  gboolean last = FALSE;

  for (guint n = 0; !last && n < MOST_PIECES; n++) {
    g_autofree char *id = gw_form_text_dup_id (hash, n);
    g_autoptr (GwDoc) doc = gw_store_get (store, db, id, error);
    const char *piece;

    if (doc == NULL)
      return NULL;
    piece = gw_json_get_string (gw_doc_get_body (doc), "xml");
    g_string_append (text, piece != NULL ? piece : "");
    last = gw_json_get_boolean (gw_doc_get_body (doc), "last");
  }

  found = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
  if (g_strcmp0 (found, hash) != 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The form %s was altered", hash);
    return NULL;
  }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}
