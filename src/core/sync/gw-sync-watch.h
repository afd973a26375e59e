/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/gw-http.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwSyncWatch:
 *
 * Waits at the server until it has something that is not here (section 4.8 of the notes on CouchDB).
 * Takes nothing itself: that there is news is all it says. Belongs to the thread of its GwHttp,
 * and does something only while the context of that is run.
 */
typedef struct _GwSyncWatch GwSyncWatch;

/* @error: (nullable): NULL: there is news; else %GW_SYNC_ERROR of a kind that needs a person, and
 * nothing is asked any more. Called once; must not free the watch. */
typedef void (*GwSyncWatchFunc) (const GError *error,
                                 gpointer      user_data);

GwSyncWatch *gw_sync_watch_new  (GwStore         *store,
                                 GwHttp          *http,
                                 GMainContext    *context,
                                 GPtrArray       *databases,
                                 const char      *url,
                                 const char      *user,
                                 const char      *password,
                                 guint            heartbeat_ms,
                                 GwSyncWatchFunc  func,
                                 gpointer         user_data) G_GNUC_WARN_UNUSED_RESULT;
void         gw_sync_watch_free (GwSyncWatch     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSyncWatch, gw_sync_watch_free)

G_END_DECLS
