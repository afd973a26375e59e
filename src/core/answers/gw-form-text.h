/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The form that something was begun with, kept beside the answers under its hash. What takes a store belongs to
 * its thread. */

GPtrArray *gw_form_text_split  (GBytes      *xml,
                                char       **hash,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char      *gw_form_text_dup_id (const char  *hash,
                                guint        n) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_form_text_put    (GwStore     *store,
                                const char  *db,
                                GBytes      *xml,
                                char       **hash,
                                GError     **error);
GBytes    *gw_form_text_read   (GwStore     *store,
                                const char  *db,
                                const char  *hash,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
