/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwRecordListKind:
 * @db: the database
 * @prefix: of the documents that are rows: "action:"
 * @make_row: makes a row of a document; runs on the store's thread. NULL without an error: the
 *   document is no row
 * @dup_owner: (nullable): the row that another document belongs to ("tick:…" to "plan:…"), or
 *   NULL when it belongs to none. NULL: each row is its document only
 * @read_by_all: (nullable): the beginning of the ids of documents that every row reads: when one
 *   of them changes, all rows are made anew
 *
 * What a #GwRecordList shows. Static data.
 */
typedef struct
{
  const char *db;
  const char *prefix;
  GObject *(*make_row) (GwStore  *store,
                        GwDoc    *doc,
                        gpointer  data,
                        GError  **error);
  char *(*dup_owner) (const char *id);
  const char *read_by_all;
} GwRecordListKind;

/**
 * GwRecordList:
 *
 * A #GListModel of light rows, one for each document of a kind, by id. Rows are read and made on
 * the store's thread; a row whose document changed is replaced. Immutable rows: what is edited
 * is a #GwRecord.
 *
 * Properties (read-only, with notify): "loading" (the first reading goes on), "error" (GError,
 * nullable: why the list is not complete).
 */
#define GW_TYPE_RECORD_LIST (gw_record_list_get_type ())
G_DECLARE_FINAL_TYPE (GwRecordList, gw_record_list, GW, RECORD_LIST, GObject)

GwRecordList *gw_record_list_new         (GwStoreThread          *store,
                                          const GwRecordListKind *kind,
                                          gpointer                data,
                                          GDestroyNotify          data_free) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_record_list_get_loading (GwRecordList           *self);
const GError *gw_record_list_get_error   (GwRecordList           *self);
gboolean      gw_record_list_find        (GwRecordList           *self,
                                          const char             *id,
                                          guint                  *position);
void          gw_record_list_reload      (GwRecordList           *self);

G_END_DECLS
