/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwRecordTrail:
 *
 * Which revision the last edit of one open record made. Edits go out without waiting for each
 * other, so the window cannot say which revision the next one continues; the store's thread can.
 * Reference counted; after it was made it belongs to the store's thread.
 */
typedef struct _GwRecordTrail GwRecordTrail;

typedef enum
{
  GW_RECORD_PUT,
  GW_RECORD_DELETE,
  GW_RECORD_SETTLE,
} GwRecordWriteKind;

/**
 * GwRecordWrite:
 * @kind: what to do
 * @trail: of the record
 * @seen_rev: (nullable): the revision before the person's eyes, NULL where there was none
 * @body: the document as the person sees it with the edit
 * @settled: (nullable): for %GW_RECORD_SETTLE, the versions that the person has seen
 */
typedef struct
{
  GwRecordWriteKind kind;
  GwRecordTrail *trail;
  char *seen_rev;
  JsonObject *body;
  GStrv settled;
  /* Written by gw_record_write_run(). */
  gboolean has_base;
  char *base;
} GwRecordWrite;

GwRecordTrail *gw_record_trail_new   (const char     *db,
                                      const char     *id) G_GNUC_WARN_UNUSED_RESULT;
GwRecordTrail *gw_record_trail_ref   (GwRecordTrail  *self);
void           gw_record_trail_unref (GwRecordTrail  *self);

void           gw_record_write_free  (GwRecordWrite  *self);
gpointer       gw_record_write_run   (GwStore        *store,
                                      gpointer        data,
                                      GError        **error);

G_END_DECLS
