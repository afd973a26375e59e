/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/gw-sync-history.h"
#include "core/sync/gw-sync-status.h"

G_BEGIN_DECLS

/**
 * GwDiskTrouble:
 *
 * Why the last change is not on the disk yet.
 */
typedef enum
{
  GW_DISK_WELL,
  GW_DISK_FULL,
  GW_DISK_FAULT,
  GW_DISK_READ_ONLY,
} GwDiskTrouble;

/**
 * GwSyncFacts:
 * @disk: whether what was typed is on the disk
 * @sync: how the exchange with the server stands; its numbers come from the store
 * @stick_since: when the last file for named people was written, microseconds since 1970; 0: never
 * @stick_arrived: whether all of them have said that they have it
 * @needs_password: whether the password is not known and has to be entered
 * @now: the moment of the look, in microseconds since 1970
 *
 * All that the status line says is a function of these.
 */
typedef struct
{
  GwDiskTrouble disk;
  GwSyncStatus  sync;
  gint64        stick_since;
  gboolean      stick_arrived;
  gboolean      needs_password;
  gint64        now;
} GwSyncFacts;

char       *gw_sync_words_status    (const GwSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
const char *gw_sync_words_icon      (const GwSyncFacts *facts);
char       *gw_sync_words_trouble   (const GwSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_sync_words_size      (gint64             bytes) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_sync_words_ago       (const GwSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

char       *gw_sync_words_clock     (const GwSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_sync_words_past      (const GwSyncPast  *past) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
