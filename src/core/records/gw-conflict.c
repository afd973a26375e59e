/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decides where two changed one document apart. An answer goes the way of answers, so
 * that the texts that do not stand are in its history with the name of who chose; every other
 * document the way of records. Either way the versions that do not stand can be read for
 * %GW_STORE_BODY_DAYS days. */

#include "core/records/gw-conflict.h"

#include "core/answers/gw-answer-history.h"
#include "core/base/gw-json.h"
#include "core/records/gw-action-fields.h"

/**
 * gw_conflict_take_version:
 * @versions: versions of a document
 * @version: one of them
 *
 * Lets @version decide all fields that the rules could not.
 *
 * Returns: whether there was such a field
 */
gboolean
gw_conflict_take_version (GwRecordVersions *versions,
                          GwDoc            *version)
{
  g_return_val_if_fail (versions && version, FALSE);

  for (guint i = 0; versions->undecided[i]; i++) {
    const char *field = versions->undecided[i];
    JsonNode *node = json_object_get_member (gw_doc_get_body (version), field);

    if (node)
      json_object_set_member (versions->joined, field, gw_json_copy_node (node));
    else
      json_object_remove_member (versions->joined, field);
  }
  return versions->undecided[0] != NULL;
}

/* Whether a text can stand there: it does in every version that has the field. */
static gboolean
is_text (GwRecordVersions *versions,
         const char       *field)
{
  for (guint i = 0; i < versions->docs->len; i++) {
    JsonObject *body = gw_doc_get_body (g_ptr_array_index (versions->docs, i));

    if (json_object_has_member (body, field) && !gw_json_get_string (body, field))
      return FALSE;
  }
  return TRUE;
}

/**
 * gw_conflict_take_text:
 * @versions: versions of a document
 * @field: a field that the rules could not decide
 * @text: what shall stand there; for a field of an action with several chosen values, these with
 *   spaces between
 *
 * Returns: FALSE where @field is not undecided, or no text can stand there
 */
gboolean
gw_conflict_take_text (GwRecordVersions *versions,
                       const char       *field,
                       const char       *text)
{
  const char *id;

  g_return_val_if_fail (versions && field && text, FALSE);

  if (!g_strv_contains ((const char *const *) versions->undecided, field))
    return FALSE;
  id = gw_doc_get_id (g_ptr_array_index (versions->docs, 0));
  if (g_str_has_prefix (id, "action:")) {
    gw_action_set_answer (versions->joined, field, text);
    return TRUE;
  }
  if (!is_text (versions, field))
    return FALSE;
  json_object_set_string_member (versions->joined, field, text);
  return TRUE;
}

/* (nullable) */
static GwAnswer *
read_answer (GwStore    *store,
             const char *db,
             const char *id)
{
  g_autoptr (GwDoc) doc = g_str_has_prefix (id, "answer:") ? gw_store_get (store, db, id, NULL) : NULL;

  return doc ? gw_answer_new_from_doc (doc) : NULL;
}

static gboolean
settle_answer (GwStore            *store,
               const char         *db,
               const char         *id,
               const GwAnswer     *answer,
               const char         *value,
               const char *const  *seen,
               const char         *author,
               GError            **error)
{
  g_auto (GStrv) parts = g_strsplit (id, ":", 3);
  g_autoptr (GwAnswer) settled = gw_answer_settle (store, db, parts[1], answer->ref, value, NULL, author, seen, error);

  return settled != NULL;
}

/**
 * gw_conflict_settle:
 * @body: what the person decided, all fields
 * @seen: the revisions that the person saw
 * @author: who decided
 * @error: return location; the store's
 *
 * Makes one version out of several. One that came in unseen stays beside it.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_conflict_settle (GwStore            *store,
                    const char         *db,
                    const char         *id,
                    JsonObject         *body,
                    const char *const  *seen,
                    const char         *author,
                    GError            **error)
{
  g_autoptr (GwAnswer) answer = NULL;
  g_autoptr (JsonObject) whole = NULL;
  const char *value;

  g_return_val_if_fail (GW_IS_STORE (store) && db && id && body && seen && author, FALSE);

  answer = read_answer (store, db, id);
  value = gw_json_get_string (body, "value");
  if (answer && value)
    return settle_answer (store, db, id, answer, value, seen, author, error);

  whole = gw_json_copy (body);
  /* Not every kind of document says who changed it when. */
  if (json_object_has_member (whole, "changed"))
    gw_record_stamp (whole, id, author);
  return gw_store_resolve (store, db, id, whole, seen, NULL, error);
}
