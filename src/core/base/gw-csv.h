/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GW_CSV_MAX_SIZE (64 * 1024 * 1024)

/**
 * GwCsv:
 *
 * A table read from a CSV file: a header row and rows of the same width. Immutable once
 * read, so it may be shared between threads.
 */
typedef struct _GwCsv GwCsv;

GwCsv      *gw_csv_new_from_bytes (GBytes      *bytes,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GwCsv      *gw_csv_new_from_file  (const char  *path,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        gw_csv_free           (GwCsv       *self);

guint       gw_csv_get_n_rows     (const GwCsv *self);
guint       gw_csv_get_n_columns  (const GwCsv *self);
const char *gw_csv_get_header     (const GwCsv *self,
                                   guint        column);
int         gw_csv_find_column    (const GwCsv *self,
                                   const char  *name);
const char *gw_csv_get            (const GwCsv *self,
                                   guint        row,
                                   int          column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCsv, gw_csv_free)

G_END_DECLS
