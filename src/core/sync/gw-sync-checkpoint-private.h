/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/gw-sync-private.h"

G_BEGIN_DECLS

/* The sequence before all others. */
#define GW_SYNC_BEGINNING "0"

/* gw-sync-checkpoint.c */
char       *gw_sync_recall                     (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db,
                                                const char            *key) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gw_sync_checkpoint_recall          (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_sync_checkpoint_path            (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_sync_checkpoint_is_due          (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db);
gboolean    gw_sync_checkpoint_is_of_beginning (JsonObject            *checkpoint);
gboolean    gw_sync_checkpoint_is_first        (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db,
                                                JsonObject            *checkpoint);
gboolean    gw_sync_checkpoint_read            (GwSyncExchange        *self,
                                                const GwSyncDatabase  *db,
                                                JsonObject           **found,
                                                GError               **error);

G_END_DECLS
