/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/store/gw-store.h"
#include "core/sync/gw-sync-error.h"

G_BEGIN_DECLS

/**
 * GwSyncState:
 * @GW_SYNC_STATE_NOT_SET_UP: no server is known yet
 * @GW_SYNC_STATE_RESTING: nothing under way, nothing wrong
 * @GW_SYNC_STATE_ASKING: asking what is new
 * @GW_SYNC_STATE_RECEIVING: documents come
 * @GW_SYNC_STATE_SENDING: documents go
 * @GW_SYNC_STATE_PAUSED: by the person, until the person ends it
 * @GW_SYNC_STATE_METERED: this connection costs; nothing goes unless asked
 * @GW_SYNC_STATE_FAILED: the last exchange failed; see the error and when it is tried again
 */
typedef enum
{
  GW_SYNC_STATE_NOT_SET_UP,
  GW_SYNC_STATE_RESTING,
  GW_SYNC_STATE_ASKING,
  GW_SYNC_STATE_RECEIVING,
  GW_SYNC_STATE_SENDING,
  GW_SYNC_STATE_PAUSED,
  GW_SYNC_STATE_METERED,
  GW_SYNC_STATE_FAILED,
} GwSyncState;

/**
 * GwSyncStatus:
 * @state: what goes on
 * @waiting: revisions and parts of files made here that the server has not confirmed
 * @waiting_bytes: the size of both
 * @refused: revisions the server refused, set aside
 * @conflicts: documents with versions that wait for a person
 * @received: of the exchange under way, or the last one
 * @sent: of the exchange under way, or the last one
 * @bytes_up: of the exchange under way, or the last one
 * @bytes_down: of the exchange under way, or the last one
 * @last_success: when everything was last exchanged, microseconds since 1970; 0: never
 * @since_success: seconds since then by a clock nobody can set, when it was in this run of the
 *   program; -1 otherwise: then show the date
 * @error: with %GW_SYNC_STATE_FAILED: why
 * @retry_at: with %GW_SYNC_STATE_FAILED: when it is tried again by itself, microseconds since
 *   1970; 0: not before the person acts
 * @knows_clock: whether the server said what its clock shows, in this run of the program
 * @clock_offset: seconds by which the server's clock is ahead of this computer's, where @knows_clock. It is
 *   told as of now: a clock that is put right is right at once
 * @later_date: a moment later than the clock of this computer shows that something here is dated,
 *   microseconds since 1970; 0: there is none. One of the two clocks is wrong, and not always this one
 *
 * Everything the status line and the sync sheet say. The numbers come from the store.
 */
typedef struct
{
  GwSyncState state;
  gint64      waiting;
  gint64      waiting_bytes;
  guint       refused;
  guint       conflicts;
  guint       received;
  guint       sent;
  guint64     bytes_up;
  guint64     bytes_down;
  gint64      last_success;
  gint64      since_success;
  GwSyncError error;
  gint64      retry_at;
  gboolean    knows_clock;
  gint64      clock_offset;
  gint64      later_date;
} GwSyncStatus;

#define GW_TYPE_SYNC_STATUS (gw_sync_status_get_type ())

GType         gw_sync_status_get_type  (void) G_GNUC_CONST;
GwSyncStatus *gw_sync_status_copy      (const GwSyncStatus *self) G_GNUC_WARN_UNUSED_RESULT;
void          gw_sync_status_free      (GwSyncStatus       *self);
const char   *gw_sync_state_get_name   (GwSyncState         state);
gint64        gw_sync_clock_offset     (gint64              server_time,
                                        gint64              server_time_at);
gboolean      gw_sync_status_read      (GwSyncStatus       *self,
                                        GwStore            *store,
                                        const char         *url,
                                        GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSyncStatus, gw_sync_status_free)

G_END_DECLS
