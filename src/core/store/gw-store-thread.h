/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwStoreFunc:
 * @store: the thread's connection
 * @data: what was given with the function
 * @error: return location
 *
 * Runs on the store's thread. A failure sets @error and returns NULL; NULL without an error is a
 * result like any other.
 *
 * Returns: (transfer full) (nullable): the result
 */
typedef gpointer (*GwStoreFunc) (GwStore  *store,
                                 gpointer  data,
                                 GError  **error);

/**
 * GwStoreThread:
 *
 * One worker thread that owns one #GwStore. Work is done in the order in which it was asked for.
 *
 * Signals, all on the main context in which the object was made:
 * - "changed" (GPtrArray of GwChange): documents changed, by whomever. At most 1,000 a signal.
 * - "notify::write-error": (GError, nullable) a write does not get through, or does again.
 *   What was typed stays in memory, in order, and is tried again every second.
 *
 * - "notify::fault": the file turned out to be damaged, or cannot be written for another reason.
 *
 * Properties: "write-error", "fault", "pending" (guint): writes that are not durable yet.
 */
#define GW_TYPE_STORE_THREAD (gw_store_thread_get_type ())
G_DECLARE_FINAL_TYPE (GwStoreThread, gw_store_thread, GW, STORE_THREAD, GObject)

GwStoreThread *gw_store_thread_new          (const char           *path,
                                             GwStoreFlags          flags,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwStoreThread *gw_store_thread_new_vfs      (const char           *path,
                                             GwStoreFlags          flags,
                                             const char           *vfs,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char    *gw_store_thread_get_path     (GwStoreThread        *self);
gboolean       gw_store_thread_is_read_only (GwStoreThread        *self);
const GError  *gw_store_thread_get_fault    (GwStoreThread        *self);
const GError  *gw_store_thread_get_write_error (GwStoreThread     *self);
guint          gw_store_thread_get_pending  (GwStoreThread        *self);

void           gw_store_thread_run_async    (GwStoreThread        *self,
                                             GwStoreFunc           func,
                                             gpointer              data,
                                             GDestroyNotify        data_free,
                                             GDestroyNotify        result_free,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gpointer       gw_store_thread_run_finish   (GwStoreThread        *self,
                                             GAsyncResult         *result,
                                             GError              **error);
gpointer       gw_store_thread_run_sync     (GwStoreThread        *self,
                                             GwStoreFunc           func,
                                             gpointer              data,
                                             GError              **error);

void           gw_store_thread_write_async  (GwStoreThread        *self,
                                             GwStoreFunc           func,
                                             gpointer              data,
                                             GDestroyNotify        data_free,
                                             GDestroyNotify        result_free,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gpointer       gw_store_thread_write_finish (GwStoreThread        *self,
                                             GAsyncResult         *result,
                                             GError              **error);

void           gw_store_thread_put_async    (GwStoreThread        *self,
                                             const char           *db,
                                             const char           *id,
                                             const char           *base_rev,
                                             JsonObject           *body,
                                             GwPutFlags            flags,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
char          *gw_store_thread_put_finish   (GwStoreThread        *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_store_thread_get_async    (GwStoreThread        *self,
                                             const char           *db,
                                             const char           *id,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GwDoc         *gw_store_thread_get_finish   (GwStoreThread        *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_store_thread_list_async   (GwStoreThread        *self,
                                             const char           *db,
                                             const char           *prefix,
                                             const char           *after,
                                             int                   limit,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GPtrArray     *gw_store_thread_list_finish  (GwStoreThread        *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void           gw_store_thread_poke         (GwStoreThread        *self);
gboolean       gw_store_thread_flush        (GwStoreThread        *self,
                                             GError              **error);
void           gw_store_thread_close        (GwStoreThread        *self);

G_END_DECLS
