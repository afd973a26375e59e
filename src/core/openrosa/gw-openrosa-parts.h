/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwOpenrosaFile:
 * @name: its name, as the answer in the XML has it
 * @type: (nullable): its media type
 * @bytes: its content
 *
 * A file that goes with an instance.
 */
typedef struct
{
  const char *name;
  const char *type;
  GBytes *bytes;
} GwOpenrosaFile;

char      *gw_openrosa_dup_boundary (GBytes                *xml,
                                     const GwOpenrosaFile  *files,
                                     gsize                  n_files) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *gw_openrosa_dup_bodies   (GBytes                *xml,
                                     const GwOpenrosaFile  *files,
                                     gsize                  n_files,
                                     const char            *boundary,
                                     guint64                max_size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
