/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwBinned:
 * @doc: as it was
 * @tombstone: the revision that took it away; its body says who and when, where the desk that did
 *   so wrote it down
 * @until: when its text is forgotten here, microseconds since 1970
 *
 * A text that does not stand any more and can still be read.
 */
typedef struct
{
  GwDoc *doc;
  GwDoc *tombstone;
  gint64 until;
} GwBinned;

void       gw_binned_free         (GwBinned    *self);
GPtrArray *gw_store_bin           (GwStore     *self,
                                   const char  *db,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *gw_store_unchosen      (GwStore     *self,
                                   const char  *db,
                                   const char  *id,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_store_forget_binned (GwStore     *self,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBinned, gw_binned_free)

G_END_DECLS
