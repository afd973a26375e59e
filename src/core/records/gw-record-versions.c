/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people changed one text: what a person needs to see both and to settle them. */
#include "core/records/gw-record-private.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-merge.h"

typedef struct
{
  char *db;
  char *id;
} Address;

static void
address_free (Address *address)
{
  g_free (address->db);
  g_free (address->id);
  g_free (address);
}

/* A body with one member only, so that the rules of the type say what becomes of that one. */
static JsonObject *
only (JsonObject *body,
      const char *member)
{
  JsonNode *node = body ? json_object_get_member (body, member) : NULL;
  JsonObject *one = json_object_new ();

  if (node)
    json_object_set_member (one, member, gw_json_copy_node (node));
  return one;
}

/* Joins one field of another version into what is there; FALSE where a person has to decide. */
static gboolean
join_field (const GwDocType *type,
            JsonObject      *base,
            JsonObject      *joined,
            JsonObject      *other,
            const char      *field)
{
  g_autoptr (JsonObject) below = base ? only (base, field) : NULL;
  g_autoptr (JsonObject) mine = only (joined, field);
  g_autoptr (JsonObject) theirs = only (other, field);
  g_autoptr (JsonObject) result = gw_merge_bodies (type, below, mine, theirs);

  if (!result)
    return FALSE;
  if (json_object_has_member (result, field))
    json_object_set_member (joined, field,
                            gw_json_copy_node (json_object_get_member (result, field)));
  else
    json_object_remove_member (joined, field);
  return TRUE;
}

static void
join_version (const GwDocType *type,
              JsonObject      *base,
              JsonObject      *joined,
              JsonObject      *other,
              GPtrArray       *undecided)
{
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *bodies[] = { joined, other };
  g_autoptr (GList) sorted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GList) members = json_object_get_members (bodies[i]);

    for (GList *l = members; l; l = l->next)
      g_hash_table_add (fields, g_strdup (l->data));
  }
  sorted = g_list_sort (g_hash_table_get_keys (fields), (GCompareFunc) strcmp);
  for (GList *l = sorted; l; l = l->next) {
    if (!join_field (type, base, joined, other, l->data)
        && !g_ptr_array_find_with_equal_func (undecided, l->data, g_str_equal, NULL))
      g_ptr_array_add (undecided, g_strdup (l->data));
  }
}

static gboolean
join_versions (GwStore           *store,
               GwRecordVersions  *versions,
               GPtrArray         *undecided,
               GError           **error)
{
  GwDoc *shown = g_ptr_array_index (versions->docs, 0);
  const GwDocType *type = gw_doc_type_find (gw_doc_get_id (shown));

  versions->joined = gw_json_copy (gw_doc_get_body (shown));
  for (guint i = 1; i < versions->docs->len; i++) {
    GwDoc *other = g_ptr_array_index (versions->docs, i);
    GError *fault = NULL;
    g_autoptr (GwDoc) base = gw_store_common_base (store, gw_doc_get_db (shown),
                                                   gw_doc_get_id (shown), gw_doc_get_rev (shown),
                                                   gw_doc_get_rev (other), &fault);

    if (fault) {
      g_propagate_error (error, fault);
      return FALSE;
    }
    join_version (type, base ? gw_doc_get_body (base) : NULL, versions->joined,
                  gw_doc_get_body (other), undecided);
  }
  return TRUE;
}

/**
 * gw_record_versions_read:
 * @store: a connection of the calling thread
 * @db: a database
 * @id: a document
 * @error: return location; the store's
 *
 * Returns: (transfer full): all versions that stand beside each other, and what can be joined of
 *   them; or %NULL with @error set
 */
GwRecordVersions *
gw_record_versions_read (GwStore     *store,
                         const char  *db,
                         const char  *id,
                         GError     **error)
{
  g_autoptr (GwRecordVersions) versions = g_new0 (GwRecordVersions, 1);
  g_autoptr (GPtrArray) undecided = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (GW_IS_STORE (store) && db && id, NULL);

  versions->docs = gw_store_leaves (store, db, id, error);
  if (!versions->docs)
    return NULL;
  /* A deletion beside an edit is no version that a person chooses between. */
  for (guint i = versions->docs->len; i > 0; i--) {
    if (gw_doc_is_deleted (g_ptr_array_index (versions->docs, i - 1)))
      g_ptr_array_remove_index (versions->docs, i - 1);
  }
  if (versions->docs->len == 0)
    versions->joined = json_object_new ();
  else if (!join_versions (store, versions, undecided, error))
    return NULL;
  g_ptr_array_add (undecided, NULL);
  versions->undecided = g_strdupv ((char **) undecided->pdata);
  return g_steal_pointer (&versions);
}

static gpointer
read_versions (GwStore  *store,
               gpointer  data,
               GError  **error)
{
  Address *address = data;

  return gw_record_versions_read (store, address->db, address->id, error);
}

/** gw_record_versions_free: frees what gw_record_versions_finish() gave */
void
gw_record_versions_free (GwRecordVersions *versions)
{
  g_clear_pointer (&versions->docs, g_ptr_array_unref);
  g_clear_pointer (&versions->joined, json_object_unref);
  g_strfreev (versions->undecided);
  g_free (versions);
}

static void
versions_done (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GwRecordVersions *versions = gw_store_thread_run_finish (GW_STORE_THREAD (source), result,
                                                           &error);

  if (versions)
    g_task_return_pointer (task, versions, (GDestroyNotify) gw_record_versions_free);
  else
    g_task_return_error (task, error);
}

/**
 * gw_record_versions_async:
 * @self: a record with conflicts
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads all versions that stand beside each other, and what can be joined of them.
 */
void
gw_record_versions_async (GwRecord            *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Address *address;

  g_return_if_fail (GW_IS_RECORD (self));

  address = g_new0 (Address, 1);
  address->db = g_strdup (self->db);
  address->id = g_strdup (self->id);
  gw_store_thread_run_async (self->store, read_versions, address, (GDestroyNotify) address_free,
                             (GDestroyNotify) gw_record_versions_free, cancellable, versions_done,
                             g_task_new (self, cancellable, callback, user_data));
}

/**
 * gw_record_versions_finish:
 * @self: a record
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the versions
 */
GwRecordVersions *
gw_record_versions_finish (GwRecord      *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_record_settle:
 * @self: a record with conflicts
 * @body: what the person decided, all fields
 * @seen_revs: the versions that the person had before their eyes
 *
 * Makes one version out of several. A version that came in unseen stays beside it.
 */
void
gw_record_settle (GwRecord          *self,
                  JsonObject        *body,
                  const char *const *seen_revs)
{
  g_autoptr (JsonObject) whole = NULL;

  g_return_if_fail (GW_IS_RECORD (self) && body && seen_revs);

  whole = gw_json_copy (body);
  gw_record_stamp (whole, self->id, self->author);
  gw_record_write (self, GW_RECORD_SETTLE, whole, seen_revs);
}
