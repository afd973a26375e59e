/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwZipWriter:
 *
 * A ZIP file that is built in memory, for documents that are such files. No entry bears a time, a
 * name of a person or an extra field (OpenDocument 1.3 part 2, section 3.3, forbids the last for
 * the first entry), so that the same calls give the same bytes. One thread at a time.
 */
typedef struct _GwZipWriter GwZipWriter;

GwZipWriter *gw_zip_writer_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void         gw_zip_writer_free   (GwZipWriter  *self);

gboolean     gw_zip_writer_add    (GwZipWriter  *self,
                                   const char   *name,
                                   const char   *text,
                                   gboolean      compress,
                                   GError      **error);
GBytes      *gw_zip_writer_finish (GwZipWriter  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwZipWriter, gw_zip_writer_free)

G_END_DECLS
