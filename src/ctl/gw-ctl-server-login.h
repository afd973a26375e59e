/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

/* What a command says of who asks. */
typedef struct
{
  const char *url;
  const char *user;         /* (nullable): --user */
  const char *login_file;   /* (nullable): --login */
  gboolean from_stdin;      /* --password-stdin */
} GwCtlLogin;

GwServer *gw_ctl_server_open          (const GwCtlLogin  *login,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_ctl_server_ask_new       (GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_ctl_server_explain       (GError            *problem,
                                       GError           **error);

G_END_DECLS
