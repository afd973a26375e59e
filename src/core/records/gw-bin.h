/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store-bin.h"

G_BEGIN_DECLS

/**
 * GwBinEntry:
 * @db: its database
 * @id: the document
 * @kind: what it is: "action"; the type of the id
 * @title: its title, or ""
 * @author: (nullable): who deleted it; NULL where the desk that did so did not say
 * @deleted: when, by the clock of that desk, or when the deletion came to stand here, where it did not
 *   say; microseconds since 1970
 * @until: until when it can be brought back, microseconds since 1970
 *
 * A document that was deleted and can be brought back.
 */
typedef struct
{
  char *db;
  char *id;
  char *kind;
  char *title;
  char *author;
  gint64 deleted;
  gint64 until;
} GwBinEntry;

void       gw_bin_entry_free (GwBinEntry        *self);
GPtrArray *gw_bin_list       (GwStore           *store,
                              const char *const *databases,
                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_bin_restore    (GwStore           *store,
                              const char        *db,
                              const char        *id,
                              const char        *author,
                              GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBinEntry, gw_bin_entry_free)

G_END_DECLS
