/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/gw-sync-run.h"

G_BEGIN_DECLS

/* So many of the last exchanges are remembered. */
#define GW_SYNC_HISTORY_LENGTH 50

/**
 * GwSyncPast:
 * @begun: when it began by this computer's clock, microseconds since 1970
 * @has_failed: whether it ended before everything was exchanged
 * @error: why, where @has_failed
 * @summary: what was done
 *
 * One exchange of the past.
 */
typedef struct
{
  gint64        begun;
  gboolean      has_failed;
  GwSyncError   error;
  GwSyncSummary summary;
} GwSyncPast;

void       gw_sync_history_note (GwStore             *store,
                                 gint64               begun,
                                 const GwSyncSummary *summary,
                                 const GError        *error);
GPtrArray *gw_sync_history_list (GwStore             *store) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
