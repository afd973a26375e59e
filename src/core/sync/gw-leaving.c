/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/sync/gw-leaving.h"

#include <string.h>

#include "core/bundles/gw-copies.h"
#include "core/store/gw-store-sticks.h"
#include "core/sync/gw-sync-history.h"
#include "core/sync/gw-sync-run.h"
#include "core/sync/gw-sync-status.h"

#define OWN_DB "mine"

static void
part_free (gpointer data)
{
  GwLeavingPart *self = data;

  g_free (self->db);
  g_free (self->remote);
  g_free (self);
}

void
gw_leaving_free (GwLeaving *self)
{
  g_free (self->server);
  g_free (self->account);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/* What is known without the store. Of a country's desk without a country nothing has a place on a server. */
static GwLeaving *
leaving_new (GwProfile *profile)
{
  const char *server = gw_profile_get_setting (profile, "server-url");
  const char *account = gw_profile_get_setting (profile, "server-user");
  const char *const *databases = gw_profile_get_databases (profile);
  GwLeaving *self = g_new0 (GwLeaving, 1);

  self->server = server != NULL && *server != '\0' ? g_strdup (server) : NULL;
  self->account = account != NULL && *account != '\0' ? g_strdup (account) : NULL;
  self->parts = g_ptr_array_new_with_free_func (part_free);
  for (guint i = 0; databases[i] != NULL; i++) {
    GwLeavingPart *part;

    if (strcmp (databases[i], OWN_DB) == 0)
      continue;
    part = g_new0 (GwLeavingPart, 1);
    part->db = g_strdup (databases[i]);
    part->remote = gw_profile_dup_server_name (profile, databases[i]);
    part->goes = part->remote != NULL && gw_profile_can_write (profile, databases[i]);
    g_ptr_array_add (self->parts, part);
  }

  return self;
}

static gboolean
count_parts (GwLeaving  *self,
             GwStore    *store,
             GError    **error)
{
  for (guint i = 0; i < self->parts->len; i++) {
    GwLeavingPart *part = self->parts->pdata[i];
    gint64 documents = gw_store_count (store, part->db, NULL, error), waiting = 0, bytes = 0;

    if (documents < 0 || !gw_store_outbox_count (store, part->db, &waiting, &bytes, error))
      return FALSE;
    part->documents = (guint) documents;
    part->waiting = (guint) waiting;
  }

  return TRUE;
}

static gboolean
fill (GwLeaving  *self,
      GwStore    *store,
      GError    **error)
{
  GwSyncStatus status = { 0 };
  gint64 own = gw_store_count (store, OWN_DB, NULL, error);
  g_autoptr (GPtrArray) past = gw_sync_history_list (store);
  g_autoptr (GPtrArray) sent = own >= 0 ? gw_store_sent (store, -1, error) : NULL;

  if (sent == NULL || !count_parts (self, store, error)
      || !gw_sync_status_read (&status, store, self->server, error))
    return FALSE;
  self->own = (guint) own;
  self->last_success = status.last_success;
  /* Sticks stand below by themselves. */
  for (guint i = 0; i < past->len; i++) {
    const GwSyncPast *one = past->pdata[i];

    if (one->way != GW_SYNC_WAY_SERVER)
      continue;
    self->exchanges++;
    self->bytes_up += one->summary.bytes_up;
  }
  self->sticks = sent->len;
  for (guint i = 0; i < sent->len; i++)
    self->stick_at = MAX (self->stick_at, ((GwStickSent *) sent->pdata[i])->time);
  self->copy_at = gw_copies_last_carried (store);

  return TRUE;
}

/**
 * gw_leaving_read:
 * @store: a connection of the calling thread
 * @profile: whose; of the same thread
 * @error: return location; the store's
 *
 * Returns: (transfer full): what goes where; or NULL with @error set
 */
GwLeaving *
gw_leaving_read (GwStore    *store,
                 GwProfile  *profile,
                 GError    **error)
{
  g_autoptr (GwLeaving) self = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && GW_IS_PROFILE (profile), NULL);

  self = leaving_new (profile);

  return fill (self, store, error) ? g_steal_pointer (&self) : NULL;
}

/* The job is the answer, without its numbers. */
static gpointer
read_numbers (GwStore   *store,
              gpointer   data,
              GError   **error)
{
  GwLeaving **job = data;

  return fill (*job, store, error) ? g_steal_pointer (job) : NULL;
}

static void
job_free (gpointer data)
{
  GwLeaving **job = data;

  g_clear_pointer (job, gw_leaving_free);
  g_free (job);
}

/**
 * gw_leaving_read_async:
 * @store: the profile's store
 * @profile: whose; read now, not kept
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * gw_leaving_read() on the store's thread.
 */
void
gw_leaving_read_async (GwStoreThread       *store,
                       GwProfile           *profile,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GwLeaving **job = g_new0 (GwLeaving *, 1);

  g_return_if_fail (GW_IS_STORE_THREAD (store) && GW_IS_PROFILE (profile));

  *job = leaving_new (profile);
  gw_store_thread_run_async (store, read_numbers, job, job_free, (GDestroyNotify) gw_leaving_free, cancellable,
                             callback, user_data);
}

/**
 * gw_leaving_read_finish:
 *
 * Returns: (transfer full): what goes where; or NULL with @error set
 */
GwLeaving *
gw_leaving_read_finish (GwStoreThread  *store,
                        GAsyncResult   *result,
                        GError        **error)
{
  return gw_store_thread_run_finish (store, result, error);
}
