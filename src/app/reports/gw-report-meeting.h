/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/reports/gw-report.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

#define GW_TYPE_REPORT_MEETING (gw_report_meeting_get_type ())

/**
 * GwReportMeeting:
 *
 * Asks on which day the meeting opens that a report is for, since its due date follows from it. Signal "saved": the
 * store has the day.
 */
G_DECLARE_FINAL_TYPE (GwReportMeeting, gw_report_meeting, GW, REPORT_MEETING, AdwWindow)

GwReportMeeting *gw_report_meeting_ask (GtkWidget     *parent,
                                        GwStoreThread *store,
                                        GwReport      *report);

G_END_DECLS
