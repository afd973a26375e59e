/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/gw-sync-run.h"

G_BEGIN_DECLS

/* A desk of a test: a profile in a directory of its own, with its store open. */
typedef struct
{
  GwProfile *profile;
  GwStore   *store;
  char      *directory;
} Desk;

Desk      *desk_new       (const char     *name,
                           GwRole          role);
Desk      *desk_new_of    (const char     *name,
                           GwRole          role,
                           const char     *country);
void       desk_free      (Desk           *self);
char      *desk_write     (Desk           *self,
                           const char     *db,
                           const char     *id,
                           const char     *value);
char      *desk_read      (Desk           *self,
                           const char     *db,
                           const char     *id);
void       desk_delete    (Desk           *self,
                           const char     *db,
                           const char     *id);
guint      desk_count     (Desk           *self,
                           const char     *db);
guint      desk_waiting   (Desk           *self);
char      *desk_dump      (Desk           *self);
gboolean   desk_sync      (Desk           *self,
                           const char     *url,
                           GwSyncFlags     flags,
                           GwSyncSummary  *summary,
                           GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

G_END_DECLS
