/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/bundles/gw-bundle.h"

G_BEGIN_DECLS

/* The file on the stick: what can go wrong with a stick goes wrong here. Errors are of
 * GW_BUNDLE_ERROR. For core/bundles only. */

/* Called with the bytes that were copied so far. */
typedef void (*GwBundleFileFunc) (gint64   done,
                                  gint64   total,
                                  gpointer user_data);

gssize     gw_bundle_file_read   (int                fd,
                                  guint8            *data,
                                  gsize              size,
                                  GError           **error);
gboolean   gw_bundle_file_write  (int                fd,
                                  const guint8      *data,
                                  gsize              size,
                                  GError           **error);

int        gw_bundle_file_open   (const char        *path,
                                  gint64            *size,
                                  GError           **error);
int        gw_bundle_file_copy   (int                fd,
                                  gint64             size,
                                  const char        *directory,
                                  GwBundleFileFunc   progress,
                                  gpointer           user_data,
                                  GCancellable      *cancellable,
                                  GError           **error);

int        gw_bundle_file_create (const char        *path,
                                  char             **unfinished,
                                  GError           **error);
gboolean   gw_bundle_file_settle (int                fd,
                                  GError           **error);
gboolean   gw_bundle_file_finish (int                fd,
                                  const char        *unfinished,
                                  const char        *path,
                                  gboolean           is_whole,
                                  GError           **error);

G_END_DECLS
