/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/gw-sync-run.h"

G_BEGIN_DECLS

/**
 * GwSyncWay:
 * @GW_SYNC_WAY_SERVER: with the server
 * @GW_SYNC_WAY_STICK: a bundle was written, or read
 * @GW_SYNC_WAY_ROOM: with another desk in the same room
 *
 * How something was exchanged.
 */
typedef enum
{
  GW_SYNC_WAY_SERVER,
  GW_SYNC_WAY_STICK,
  GW_SYNC_WAY_ROOM,
} GwSyncWay;

/**
 * GwSyncPast:
 * @begun: when it began by this computer's clock, microseconds since 1970; of a bundle, when it was done
 * @way: how it went
 * @partner: (nullable): with whom: names of people; %NULL for the server, and for a bundle that named nobody
 * @has_failed: whether it ended before everything was exchanged
 * @error: why, where @has_failed and it was with the server
 * @summary: what was done; @pulled, @pushed, @bytes_up and @bytes_down whichever way it went
 *
 * One exchange of the past.
 */
typedef struct
{
  gint64        begun;
  GwSyncWay     way;
  char         *partner;
  gboolean      has_failed;
  GwSyncError   error;
  GwSyncSummary summary;
} GwSyncPast;

void       gw_sync_past_free    (GwSyncPast          *self);
void       gw_sync_history_note (GwStore             *store,
                                 gint64               begun,
                                 const GwSyncSummary *summary,
                                 const GError        *error);
GPtrArray *gw_sync_history_list (GwStore             *store) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSyncPast, gw_sync_past_free)

G_END_DECLS
