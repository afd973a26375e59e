/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

extern const GOptionEntry gw_ctl_report_send_options[];

gboolean gw_ctl_report_run_send (GwCtl              *ctl,
                                 const char *const  *arguments,
                                 GError            **error);

G_END_DECLS
