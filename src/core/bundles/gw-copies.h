/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/gw-sealed-copy.h"
#include "core/store/gw-backup.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/* Copies of a desk: made, carried away, looked into, put back. The plain ones stay in the profile's
 * folder; the one on a stick is sealed. */

GwBackupInfo *gw_copies_look           (const char           *directory,
                                        const char           *path,
                                        const char           *passphrase,
                                        GCancellable         *cancellable,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_copies_put_back       (const char           *directory,
                                        const char           *path,
                                        const char           *passphrase,
                                        GCancellable         *cancellable,
                                        GError              **error);
GwBackupInfo *gw_copies_carry          (GwStore              *store,
                                        const char           *directory,
                                        const char           *account,
                                        const char           *country,
                                        const char           *path,
                                        const char           *passphrase,
                                        GCancellable         *cancellable,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gint64        gw_copies_last_carried   (GwStore              *store);

/* For the window: the store's thread makes a copy, another one carries, looks and puts back. */
void          gw_copies_make_async     (GwStoreThread        *store,
                                        GwProfile            *profile,
                                        const char           *path,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GwBackupInfo *gw_copies_make_finish    (GwStoreThread        *store,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_copies_carry_async    (GwProfile            *profile,
                                        const char           *path,
                                        const char           *passphrase,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void          gw_copies_look_async     (const char           *directory,
                                        const char           *path,
                                        const char           *passphrase,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GwBackupInfo *gw_copies_info_finish    (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
