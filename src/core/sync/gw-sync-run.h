/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/gw-http.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store.h"
#include "core/sync/gw-sync-error.h"

G_BEGIN_DECLS

/**
 * GwSyncPhase:
 * @GW_SYNC_PHASE_ASKING: asking what is new
 * @GW_SYNC_PHASE_RECEIVING: documents come
 * @GW_SYNC_PHASE_SENDING: documents go
 */
typedef enum
{
  GW_SYNC_PHASE_ASKING,
  GW_SYNC_PHASE_RECEIVING,
  GW_SYNC_PHASE_SENDING,
} GwSyncPhase;

/**
 * GwSyncSummary:
 * @pulled: revisions that came and were stored
 * @pushed: revisions the server confirmed to have
 * @refused: revisions the server refused in this exchange; they are set aside, nothing is lost
 * @set_aside: revisions that came and were not taken, since nobody there could have written them
 * @merged: documents merged by rule
 * @conflicts: documents with versions that wait for a person, now
 * @parts_sent: parts of files that the server has now
 * @parts_received: parts of files that came
 * @requests: requests sent
 * @bytes_up: bytes that left, before TLS
 * @bytes_down: bytes that came
 * @seconds: how long it took
 * @clock_offset: seconds by which the server's clock is ahead of this computer's
 * @retry_after: seconds for which a busy server asked to be left alone; 0: it did not say
 * @server_time: what the server's clock said, microseconds since 1970; 0: it did not say
 * @server_time_at: when it said so, of gw_time_steady()
 */
typedef struct
{
  guint   pulled;
  guint   pushed;
  guint   refused;
  guint   set_aside;
  guint   merged;
  guint   conflicts;
  guint   parts_sent;
  guint   parts_received;
  guint64 requests;
  guint64 bytes_up;
  guint64 bytes_down;
  double  seconds;
  gint64  clock_offset;
  guint   retry_after;
  gint64  server_time;
  gint64  server_time_at;
} GwSyncSummary;

/* Called on the exchanging thread whenever something moved; @db is the local name. */
typedef void (*GwSyncProgressFunc) (GwSyncPhase          phase,
                                    const char          *db,
                                    const GwSyncSummary *summary,
                                    gpointer             user_data);

/**
 * GwSyncFlags:
 * @GW_SYNC_KEEP_EVERYTHING: the server changed under us (%GW_SYNC_ERROR_SERVER_CHANGED): read it
 *   from its beginning and offer it everything that is here
 * @GW_SYNC_ALLOW_DELETIONS: take a large number of deletions
 * @GW_SYNC_FETCH_SMALL: fetch small files ahead, before anybody looks at them
 * @GW_SYNC_FETCH_ALL: fetch all files ahead, but for very large ones
 */
typedef enum
{
  GW_SYNC_DEFAULT = 0,
  GW_SYNC_KEEP_EVERYTHING = 1 << 0,
  GW_SYNC_ALLOW_DELETIONS = 1 << 1,
  GW_SYNC_FETCH_SMALL = 1 << 2,
  GW_SYNC_FETCH_ALL = 1 << 3,
} GwSyncFlags;

/* The setting of a profile that says which files are fetched ahead. */
#define GW_SYNC_FETCH_SETTING "fetch-files"

GwSyncFlags gw_sync_fetch_flags    (const char     *choice);

/**
 * GwSyncDatabase:
 * @local: its name here
 * @remote: its name on the server
 * @can_write: whether this account sends
 * @carries: whether it sends only what its authors signed, and leaves to them what a rule makes of it
 */
typedef struct
{
  char    *local;
  char    *remote;
  gboolean can_write;
  gboolean carries;
} GwSyncDatabase;

GPtrArray *gw_sync_list_databases (GwProfile           *profile) G_GNUC_WARN_UNUSED_RESULT;

gboolean   gw_sync_run_on         (GwStore             *store,
                                   GwHttp              *http,
                                   GPtrArray           *databases,
                                   const char          *url,
                                   const char          *user,
                                   const char          *password,
                                   GwSyncFlags          flags,
                                   GwSyncProgressFunc   progress,
                                   gpointer             progress_data,
                                   GCancellable        *cancellable,
                                   GwSyncSummary       *summary,
                                   GError             **error);
gboolean   gw_sync_run            (GwProfile           *profile,
                                   const char          *url,
                                   const char          *user,
                                   const char          *password,
                                   GwSyncFlags          flags,
                                   GwSyncProgressFunc   progress,
                                   gpointer             progress_data,
                                   GwSyncSummary       *summary,
                                   GError             **error);

G_END_DECLS
