/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/gw-bundle.h"
#include "core/bundles/gw-seal.h"

G_BEGIN_DECLS

/* One JSON object in a file of its own, with the seal of a bundle (README.md): a passphrase, or keys. They wait for
 * the disk; any thread. Errors are of GW_BUNDLE_ERROR. */

gboolean    gw_sealed_file_write (const char       *path,
                                  JsonObject       *content,
                                  const GwSealFor  *to,
                                  GwKeys           *own,
                                  GError          **error);
JsonObject *gw_sealed_file_read  (const char       *path,
                                  const char       *passphrase,
                                  GwKeys           *own,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
