/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/bundles/gw-seal.h"

G_BEGIN_DECLS

/* Rows of JSON, packed, in a seal. For core/bundles only; errors are of GW_BUNDLE_ERROR. */

/* A document and its ancestry, or a chunk in base64, are smaller. */
#define GW_ROW_MAX (2 * 1024 * 1024)

typedef struct _GwRowWriter GwRowWriter;
typedef struct _GwRowReader GwRowReader;

GwRowWriter *gw_row_writer_new      (GwSealWriter  *seal) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_row_writer_add      (GwRowWriter   *self,
                                     JsonObject    *row,
                                     GError       **error);
gboolean     gw_row_writer_add_text (GwRowWriter   *self,
                                     const char    *text,
                                     gsize          size,
                                     GError       **error);
char        *gw_row_writer_dup_hash (GwRowWriter   *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_row_writer_finish   (GwRowWriter   *self,
                                     GError       **error);
void         gw_row_writer_free     (GwRowWriter   *self);

GwRowReader *gw_row_reader_new      (GwSealReader  *seal) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_row_reader_next     (GwRowReader   *self,
                                     JsonObject   **row,
                                     GError       **error);
gboolean     gw_row_reader_skip     (GwRowReader   *self,
                                     gboolean      *is_over,
                                     GError       **error);
char        *gw_row_reader_dup_hash (GwRowReader   *self) G_GNUC_WARN_UNUSED_RESULT;
gint64       gw_row_reader_get_done (GwRowReader   *self);
void         gw_row_reader_free     (GwRowReader   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRowWriter, gw_row_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRowReader, gw_row_reader_free)

G_END_DECLS
