/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwBackupInfo:
 * @account: (nullable): whose it is, where the copy says so
 * @country: (nullable): ISO 3166 alpha-3, where the copy says so
 * @documents: documents in it that are not deleted, the library's left out
 * @kinds: how many of them by kind: "report", "answer", "action"; see gw_backup_info_count()
 * @last_change: when the last change in it was made, by the clock of who made it, microseconds since
 *   1970; 0 where nothing says
 * @last_author: (nullable): who made it
 * @waiting: revisions in it that the server had not confirmed
 *
 * What a copy of the store holds, before it is put back.
 */
typedef struct
{
  char *account;
  char *country;
  guint documents;
  GHashTable *kinds;
  gint64 last_change;
  char *last_author;
  guint waiting;
} GwBackupInfo;

void          gw_backup_info_free  (GwBackupInfo *self);
GwBackupInfo *gw_backup_info_read  (const char   *path,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwBackupInfo *gw_backup_info_of    (GwStore      *store,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
guint         gw_backup_info_count (GwBackupInfo *self,
                                    const char   *kind);

GwBackupInfo *gw_backup_make       (GwStore      *store,
                                    const char   *path,
                                    const char   *account,
                                    const char   *country,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean      gw_backup_before_deletion (GwStore *store,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBackupInfo, gw_backup_info_free)

G_END_DECLS
