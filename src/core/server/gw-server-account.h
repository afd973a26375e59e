/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

/**
 * GwServerAccount:
 * @name: the account
 * @roles: on the server, as "party-ken"
 * @is_disabled: whether it was disabled; then @roles are those that it had
 */
typedef struct
{
  char *name;
  GStrv roles;
  gboolean is_disabled;
} GwServerAccount;

gboolean   gw_server_account_is_name (const char          *name);
char      *gw_server_make_password   (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean   gw_server_account_add     (GwServer            *server,
                                      const char          *name,
                                      const char          *password,
                                      const char * const  *roles,
                                      GError             **error);
gboolean   gw_server_account_reset   (GwServer            *server,
                                      const char          *name,
                                      const char          *password,
                                      GError             **error);
gboolean   gw_server_account_disable (GwServer            *server,
                                      const char          *name,
                                      GError             **error);
GPtrArray *gw_server_account_list    (GwServer            *server,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
