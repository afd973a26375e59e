/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/bundles/gw-bundle-error.h"

G_BEGIN_DECLS

/* A copy of a whole store in one file for a stick, sealed with a passphrase as a bundle is: it holds
 * everything that is here, also what is nobody else's. Not for exchange: it replaces a store.
 * Functions wait for the disk and may be called on any thread; errors are of GW_BUNDLE_ERROR. */

#define GW_SEALED_COPY_SUFFIX ".godwit-copy"

gboolean  gw_sealed_copy_is_one       (const char    *path);
char     *gw_sealed_copy_dup_name     (const char    *account,
                                       const char    *country) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_sealed_copy_write        (const char    *copy,
                                       const char    *path,
                                       const char    *passphrase,
                                       GCancellable  *cancellable,
                                       GError       **error);
gboolean  gw_sealed_copy_open         (const char    *path,
                                       const char    *passphrase,
                                       const char    *to,
                                       GCancellable  *cancellable,
                                       GError       **error);
char     *gw_sealed_copy_dup_sentence (const GError  *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
