/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

/**
 * GwServerVisitors:
 *
 * Accounts and databases that are made for a proof only, under names that nobody else has, and removed after it.
 */
typedef struct _GwServerVisitors GwServerVisitors;

GwServerVisitors *gw_server_visitors_new           (GwServer            *server,
                                                    JsonObject          *actors,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gw_server_visitors_free          (GwServerVisitors    *self,
                                                    GError             **error);

GwServer         *gw_server_visitors_get           (GwServerVisitors    *self,
                                                    const char          *who);
const char       *gw_server_visitors_get_stem      (GwServerVisitors    *self);
char             *gw_server_visitors_dup_name      (GwServerVisitors    *self,
                                                    const char          *who) G_GNUC_WARN_UNUSED_RESULT;
GStrv             gw_server_visitors_list          (GwServerVisitors    *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gw_server_visitors_take_roles    (GwServerVisitors    *self,
                                                    JsonObject          *actors,
                                                    GError             **error);
char             *gw_server_visitors_copy_database (GwServerVisitors    *self,
                                                    const char          *db,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gw_server_visitors_remove_database (GwServerVisitors  *self,
                                                    const char          *name,
                                                    GError             **error);
gboolean          gw_server_visitors_remove_account (GwServerVisitors   *self,
                                                    const char          *name,
                                                    GError             **error);

G_END_DECLS
