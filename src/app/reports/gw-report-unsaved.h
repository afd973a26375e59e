/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-unsaved.h"
#include "core/answers/gw-filled-form.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

void          gw_report_unsaved_watch (GwUnsaved    *unsaved,
                                       GwReport     *report,
                                       GwFilledForm *filled);
GwFilledForm *gw_report_unsaved_find  (GwUnsaved    *unsaved,
                                       GwReport     *report);

G_END_DECLS
