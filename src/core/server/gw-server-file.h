/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

gboolean gw_server_hash_file (GwServer    *server,
                              const char  *db,
                              JsonObject  *file,
                              char       **sha256,
                              GError     **error);

G_END_DECLS
