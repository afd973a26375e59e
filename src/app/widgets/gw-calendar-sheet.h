/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/gw-calendar.h"

G_BEGIN_DECLS

#define GW_TYPE_CALENDAR_SHEET (gw_calendar_sheet_get_type ())

/**
 * GwCalendarSheet:
 *
 * A month of a calendar that GTK does not have, to pick a day from.
 *
 * Signals:
 * - "picked": gw_calendar_sheet_get_date() is what the person took
 */
G_DECLARE_FINAL_TYPE (GwCalendarSheet, gw_calendar_sheet, GW, CALENDAR_SHEET, GtkBox)

GtkWidget   *gw_calendar_sheet_new      (GwCalendar       calendar) G_GNUC_WARN_UNUSED_RESULT;
const GDate *gw_calendar_sheet_get_date (GwCalendarSheet *self);
void         gw_calendar_sheet_set_date (GwCalendarSheet *self,
                                         const GDate     *date);

G_END_DECLS
