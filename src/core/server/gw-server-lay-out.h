/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"
#include "core/server/gw-server-plan.h"

G_BEGIN_DECLS

/**
 * GwServerChange:
 * @GW_SERVER_CHANGE_DATABASE: a database was made
 * @GW_SERVER_CHANGE_RULE: its rule was written
 * @GW_SERVER_CHANGE_REVS_LIMIT: how many revisions it remembers was set
 * @GW_SERVER_CHANGE_READERS: who may read it was set
 */
typedef enum
{
  GW_SERVER_CHANGE_DATABASE,
  GW_SERVER_CHANGE_RULE,
  GW_SERVER_CHANGE_REVS_LIMIT,
  GW_SERVER_CHANGE_READERS,
} GwServerChange;

/* Hears of each change after it was made. */
typedef void (*GwServerChangeFunc) (const char     *db,
                                    GwServerChange  change,
                                    gpointer        user_data);

const char *gw_server_change_get_name (GwServerChange       change);
JsonObject *gw_server_make_security   (const char * const  *readers) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gw_server_make_design     (const char          *rule) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_server_lay_out         (GwServer            *server,
                                       GwServerPlan        *plan,
                                       const char * const  *countries,
                                       GwServerChangeFunc   func,
                                       gpointer             user_data,
                                       GError             **error);

G_END_DECLS
