/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwNearbyFolder GwNearbyFolder;

GwNearbyFolder *gw_nearby_folder_take     (const char      *store_path,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char           *gw_nearby_folder_dup_path (GwNearbyFolder  *self,
                                           const char      *name) G_GNUC_WARN_UNUSED_RESULT;
void            gw_nearby_folder_free     (GwNearbyFolder  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwNearbyFolder, gw_nearby_folder_free)

G_END_DECLS
