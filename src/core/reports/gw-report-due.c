/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report-due.h"

#include <string.h>

#include "core/base/gw-time.h"

/**
 * gw_report_due_from_opening:
 * @opening: (nullable): the first day of the meeting, NULL where it is not announced
 * @today: the day it is
 * @due: (out caller-allocates): what follows
 */
void
gw_report_due_from_opening (const GDate *opening,
                            const GDate *today,
                            GwReportDue *due)
{
  g_return_if_fail (today != NULL && g_date_valid (today));

  memset (due, 0, sizeof *due);
  if (opening == NULL || !g_date_valid (opening))
    return;

  due->announced = TRUE;
  due->opening = *opening;
  due->date = *opening;
  g_date_subtract_days (&due->date, GW_REPORT_DUE_DAYS);
  due->days_left = g_date_days_between (today, &due->date);
}

/**
 * gw_report_get_due:
 * @reference: (nullable): the meetings that are known
 *
 * What a person entered counts before the reference data: a newer letter from the Secretariat
 * lies on the desk, not in a file of last year.
 */
void
gw_report_get_due (GwReport    *report,
                   GwReference *reference,
                   const GDate *today,
                   GwReportDue *due)
{
  g_autoptr (GDate) opening = gw_date_parse (gw_report_get_opening (report));
  gboolean entered = opening != NULL;

  if (opening == NULL && reference != NULL) {
    const GwMeeting *meeting = gw_reference_find_meeting (reference, gw_report_get_cycle (report));

    opening = meeting != NULL ? gw_date_parse (meeting->start) : NULL;
  }
  gw_report_due_from_opening (opening, today, due);
  due->entered = entered;
}
