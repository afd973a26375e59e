/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/bundles/gw-setup.h"

G_BEGIN_DECLS

#define GW_SETUP_VERSION 1
#define GW_SETUP_OWN "mine"

/* gw-setup.c: the first and the last row. */
JsonObject *gw_setup_to_row   (GwSetup     *self) G_GNUC_WARN_UNUSED_RESULT;
GwSetup    *gw_setup_from_row (JsonObject  *row,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gw_setup_to_end   (GwSetup     *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_setup_is_end   (GwSetup     *self,
                               JsonObject  *row);

/* gw-setup-read.c */
GwSetup    *gw_setup_read_fd  (int            fd,
                               const char    *passphrase,
                               GCancellable  *cancellable,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
