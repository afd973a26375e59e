/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-filled-form.h"
#include "core/records/gw-reference.h"
#include "core/reports/gw-report.h"
#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/**
 * GwCtlReport:
 * @report: which it is
 * @filled: its form with its answers
 *
 * A report that a command works on.
 */
typedef struct
{
  GwReport *report;
  GwFilledForm *filled;
} GwCtlReport;

GwCtlReport *gw_ctl_report_open    (GwCtl       *ctl,
                                    const char  *id,
                                    const char  *language,
                                    gboolean     write,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void         gw_ctl_report_free    (GwCtlReport *self);

gboolean     gw_ctl_report_may     (GwCtl       *ctl,
                                    gboolean     write,
                                    GError     **error);
GwReference *gw_ctl_load_reference (GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCtlReport, gw_ctl_report_free)

G_END_DECLS
