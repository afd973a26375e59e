/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/* The commands of the group "report" that read and write answers. */
extern const GOptionEntry gw_ctl_report_answer_options[];

gboolean gw_ctl_report_run_get    (GwCtl              *ctl,
                                   const char *const  *arguments,
                                   GError            **error);
gboolean gw_ctl_report_run_set    (GwCtl              *ctl,
                                   const char *const  *arguments,
                                   GError            **error);
gboolean gw_ctl_report_run_add    (GwCtl              *ctl,
                                   const char *const  *arguments,
                                   GError            **error);
gboolean gw_ctl_report_run_remove (GwCtl              *ctl,
                                   const char *const  *arguments,
                                   GError            **error);

G_END_DECLS
