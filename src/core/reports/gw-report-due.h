/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-reference.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

/* Reports are due six months before the meeting opens (Article VI.3 of the Convention); the
 * working form of the rule is 180 days. */
#define GW_REPORT_DUE_DAYS 180

/**
 * GwReportDue:
 * @announced: whether the day on which the meeting opens is known; if not, no date is made up
 * @opening: that day
 * @date: when the report is due
 * @days_left: days until then, negative when it is past
 * @entered: whether a person entered the day of opening, and not the reference data
 *
 * When a report is due. Where @announced is FALSE nothing else in it means anything.
 */
typedef struct
{
  gboolean announced;
  GDate opening;
  GDate date;
  int days_left;
  gboolean entered;
} GwReportDue;

void gw_report_due_from_opening (const GDate *opening,
                                 const GDate *today,
                                 GwReportDue *due);
void gw_report_get_due          (GwReport    *report,
                                 GwReference *reference,
                                 const GDate *today,
                                 GwReportDue *due);

G_END_DECLS
