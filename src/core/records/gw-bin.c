/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bin as people see it: deleted documents with their titles, who deleted them and when. All
 * functions belong to the thread of the store. */

#include "core/records/gw-bin.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-record.h"

void
gw_bin_entry_free (GwBinEntry *self)
{
  g_free (self->db);
  g_free (self->id);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->author);
  g_free (self);
}

static GwBinEntry *
describe (const GwBinned *binned)
{
  const char *id = gw_doc_get_id (binned->doc);
  const GwDocType *type = gw_doc_type_find (id);
  JsonObject *last_word = gw_doc_get_body (binned->tombstone);
  const char *author = gw_json_get_string (last_word, "author");
  GwBinEntry *entry = g_new0 (GwBinEntry, 1);

  entry->db = g_strdup (gw_doc_get_db (binned->doc));
  entry->id = g_strdup (id);
  entry->kind = g_strndup (id, strcspn (id, ":"));
  entry->title = type && type->dup_title ? type->dup_title (binned->doc) : NULL;
  if (!entry->title)
    entry->title = g_strdup ("");
  entry->author = author && *author ? g_strdup (author) : NULL;
  entry->until = binned->until;
  if (!gw_time_parse (gw_json_get_string (last_word, "changed"), &entry->deleted))
    entry->deleted = binned->until - GW_STORE_BODY_DAYS * G_TIME_SPAN_DAY;
  return entry;
}

/**
 * gw_bin_list:
 * @store: a connection of the calling thread
 * @databases: (array zero-terminated=1): where to look: those that this desk may write
 * @error: return location; the store's
 *
 * Returns: (transfer full) (element-type GwBinEntry): what can be brought back; or %NULL with @error set
 */
GPtrArray *
gw_bin_list (GwStore            *store,
             const char *const  *databases,
             GError            **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_bin_entry_free);

  g_return_val_if_fail (GW_IS_STORE (store) && databases, NULL);

  for (guint i = 0; databases[i]; i++) {
    g_autoptr (GPtrArray) binned = gw_store_bin (store, databases[i], error);

    if (!binned)
      return NULL;
    for (guint j = 0; j < binned->len; j++)
      g_ptr_array_add (list, describe (g_ptr_array_index (binned, j)));
  }
  return g_steal_pointer (&list);
}

/* (nullable) (transfer none) */
static GwBinned *
find_binned (GPtrArray  *list,
             const char *id)
{
  for (guint i = 0; i < list->len; i++) {
    GwBinned *binned = g_ptr_array_index (list, i);

    if (g_str_equal (gw_doc_get_id (binned->doc), id))
      return binned;
  }
  return NULL;
}

static gboolean
restore (GwStore     *store,
         const char  *db,
         const char  *id,
         const char  *author,
         GError     **error)
{
  g_autoptr (GPtrArray) list = gw_store_bin (store, db, error);
  GwBinned *binned = list ? find_binned (list, id) : NULL;
  g_autoptr (GwDoc) shown = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (!list)
    return FALSE;
  if (!binned) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "%s is not in the bin", id);
    return FALSE;
  }
  /* On what is shown, which may be another tombstone: else that one would still hide it. */
  shown = gw_store_get (store, db, id, error);
  if (!shown)
    return FALSE;
  body = gw_json_copy (gw_doc_get_body (binned->doc));
  if (json_object_has_member (body, "changed"))
    gw_record_stamp (body, id, author);
  return gw_store_put (store, db, id, gw_doc_get_rev (shown), body, GW_PUT_DEFAULT, NULL, error);
}

/**
 * gw_bin_restore:
 * @db: a database
 * @id: a document that was deleted
 * @author: who brings it back
 * @error: return location: %GW_STORE_ERROR_NOT_FOUND where it is not in the bin, or another one of
 *   the store's
 *
 * Brings a document back as it was before it was deleted, here and, with the next exchange, elsewhere.
 *
 * Returns: FALSE with @error set; then nothing changed
 */
gboolean
gw_bin_restore (GwStore     *store,
                const char  *db,
                const char  *id,
                const char  *author,
                GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && db && id && author, FALSE);

  if (!gw_store_begin (store, error))
    return FALSE;
  if (!restore (store, db, id, author, error)) {
    gw_store_rollback (store);
    return FALSE;
  }
  return gw_store_commit (store, error);
}
