/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Gets one element of the array, parsed. FALSE with @error set ends the reading. */
typedef gboolean (*GwSyncElementFunc) (JsonObject  *element,
                                       gpointer     user_data,
                                       GError     **error);

/**
 * GwSyncSplitter:
 *
 * Reads {"results":[{..},{..}],"last_seq":..} while it arrives, in whatever pieces, order of
 * members and lines: each element of "results" is handed on as soon as it is whole.
 */
typedef struct _GwSyncSplitter GwSyncSplitter;

GwSyncSplitter *gw_sync_splitter_new    (guint              max_elements,
                                         GwSyncElementFunc  func,
                                         gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void            gw_sync_splitter_free   (GwSyncSplitter    *self);
gboolean        gw_sync_splitter_add    (GwSyncSplitter    *self,
                                         const char        *data,
                                         gsize              length,
                                         GError           **error);
JsonObject     *gw_sync_splitter_finish (GwSyncSplitter    *self,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSyncSplitter, gw_sync_splitter_free)

G_END_DECLS
