/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The form that a report was begun with, kept under its hash; private to this folder. All functions belong to
 * the thread of the store. */

gboolean  gw_report_formtext_put  (GwStore     *store,
                                   GBytes      *xml,
                                   char       **hash,
                                   GError     **error);
GBytes   *gw_report_formtext_read (GwStore     *store,
                                   const char  *hash,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
