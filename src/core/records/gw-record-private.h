/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-record-write.h"
#include "core/records/gw-record.h"

G_BEGIN_DECLS

struct _GwRecord
{
  GObject        parent_instance;

  GwStoreThread *store;
  char          *db;
  char          *id;
  char          *author;
  GwRecordTrail *trail;

  JsonObject    *body;            /* as it stands on the screen */
  JsonObject    *base;            /* as it was read */
  char          *seen_rev;        /* the revision of @base */
  gboolean       exists;
  guint          conflicts;

  GHashTable    *dirty;           /* fields changed here and not handed to the store */
  guint          save_id;
  guint          n_writes;        /* handed to the store and not durable yet */
  GError        *error;           /* why the last edit can never be written */
  gboolean       reading;
  gboolean       must_read;       /* something changed after reading began */
  GCancellable  *cancellable;
};

void gw_record_write (GwRecord          *self,
                      GwRecordWriteKind  kind,
                      JsonObject        *body,
                      const char *const *settled);

G_END_DECLS
