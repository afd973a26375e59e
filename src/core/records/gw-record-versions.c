/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people changed one text: what a person needs to see both and to settle them. */
#include "core/records/gw-record-private.h"

#include "core/base/gw-json.h"

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

static gpointer
read_versions (GwStore  *store,
               gpointer  data,
               GError  **error)
{
  Address *address = data;

  return gw_store_leaves (store, address->db, address->id, error);
}

static void
versions_done (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *leaves = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (leaves)
    g_task_return_pointer (task, leaves, (GDestroyNotify) g_ptr_array_unref);
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
 * Reads all versions that stand beside each other.
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
                             (GDestroyNotify) g_ptr_array_unref, cancellable, versions_done,
                             g_task_new (self, cancellable, callback, user_data));
}

/**
 * gw_record_versions_finish:
 * @self: a record
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwDoc) (nullable): the versions, the shown one first
 */
GPtrArray *
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
  gw_record_stamp (whole, self->author);
  gw_record_write (self, GW_RECORD_SETTLE, whole, seen_revs);
}
