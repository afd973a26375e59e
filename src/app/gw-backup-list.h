/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/gw-profile.h"

G_BEGIN_DECLS

#define GW_TYPE_BACKUP_LIST (gw_backup_list_get_type ())

/**
 * GwBackupList:
 *
 * All copies of a profile's store with their dates and sizes, of which one is chosen: the newest to
 * begin with.
 */
G_DECLARE_FINAL_TYPE (GwBackupList, gw_backup_list, GW, BACKUP_LIST, AdwBin)

GtkWidget      *gw_backup_list_new        (GPtrArray    *backups) G_GNUC_WARN_UNUSED_RESULT;
const GwBackup *gw_backup_list_get_chosen (GwBackupList *self);

G_END_DECLS
