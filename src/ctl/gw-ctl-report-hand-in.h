/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exports/gw-report-print.h"
#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

extern const GOptionEntry gw_ctl_report_clear_options[];
extern const GOptionEntry gw_ctl_report_changes_options[];
extern const GOptionEntry gw_ctl_report_submit_options[];
extern const GOptionEntry gw_ctl_report_reply_options[];

gboolean gw_ctl_report_use_frozen      (GwCtl              *ctl,
                                        GwReportPrint      *print,
                                        const char         *report,
                                        const char         *code,
                                        GError            **error);

gboolean gw_ctl_report_run_needs       (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_freeze      (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_versions    (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_clear       (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_changes     (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_submit      (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_submissions (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);
gboolean gw_ctl_report_run_reply       (GwCtl              *ctl,
                                        const char *const  *arguments,
                                        GError            **error);

G_END_DECLS
