/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"
#include "core/sync/gw-sync-run.h"
#include "core/sync/gw-sync-status.h"

G_BEGIN_DECLS

/**
 * GwSync:
 *
 * Keeps a profile and its server the same, on a thread of its own with a connection to the
 * store of its own. Belongs to the main context in which it was made; everything it tells is
 * told there.
 *
 * Exchanges by itself soon after something was written here, every 15 minutes, when the network
 * changes, and, while the window is in front, as soon as the server has something; after a failure
 * later and later, up to 6 hours. Never by itself while paused, on a metered connection, or when only
 * a person can help (a wrong password locks the account).
 *
 * Properties: "status" (GwSyncStatus, with notify whenever a member of it changed).
 */
#define GW_TYPE_SYNC (gw_sync_get_type ())

G_DECLARE_FINAL_TYPE (GwSync, gw_sync, GW, SYNC, GObject)

GwSync             *gw_sync_new         (GwProfile     *profile,
                                         GwStoreThread *store) G_GNUC_WARN_UNUSED_RESULT;
void                gw_sync_close       (GwSync        *self);

void                gw_sync_set_account (GwSync        *self,
                                         const char    *url,
                                         const char    *user,
                                         const char    *password);
void                gw_sync_set_authority (GwSync      *self,
                                         const char    *pem);
void                gw_sync_set_fetches (GwSync        *self,
                                         GwSyncFlags    fetches);
void                gw_sync_now         (GwSync        *self);
void                gw_sync_decide      (GwSync        *self,
                                         GwSyncFlags    flags);
void                gw_sync_set_paused  (GwSync        *self,
                                         gboolean       paused);
gboolean            gw_sync_get_paused  (GwSync        *self);
void                gw_sync_set_in_front (GwSync       *self,
                                         gboolean       in_front);
const GwSyncStatus *gw_sync_get_status  (GwSync        *self);

G_END_DECLS
