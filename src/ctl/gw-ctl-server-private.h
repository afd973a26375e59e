/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server-plan.h"
#include "ctl/gw-ctl-server-login.h"
#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/* What the options of "server" said. */
typedef struct
{
  GwCtlLogin login;
  GStrv countries;
  GStrv roles;
  gboolean own_password;
  char *language;
  char *question;
  char *state;
} GwCtlServerOptions;

extern GwCtlServerOptions gw_ctl_server_options;

GwServer *gw_ctl_server_connect        (const char          *url,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_ctl_server_read_countries (GStrv               *countries,
                                        GError             **error);

/* One file per command. */
gboolean  gw_ctl_server_account        (GwCtl               *ctl,
                                        const char * const  *arguments,
                                        GError             **error);
gboolean  gw_ctl_server_seed           (GwCtl               *ctl,
                                        const char * const  *arguments,
                                        GError             **error);
gboolean  gw_ctl_server_publish        (GwCtl               *ctl,
                                        const char * const  *arguments,
                                        GError             **error);
gboolean  gw_ctl_server_receipt        (GwCtl               *ctl,
                                        const char * const  *arguments,
                                        GError             **error);
gboolean  gw_ctl_server_review         (GwCtl               *ctl,
                                        const char * const  *arguments,
                                        GError             **error);

G_END_DECLS
