/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/gw-calendar.h"

G_BEGIN_DECLS

/**
 * GwDayPrecision:
 * @GW_DAY_PRECISION_DAY: a day of a month of a year
 * @GW_DAY_PRECISION_MONTH: a month of a year; the day is the first
 * @GW_DAY_PRECISION_YEAR: a year; the day is the first of January
 *
 * How much of a day is asked for.
 */
typedef enum
{
  GW_DAY_PRECISION_DAY,
  GW_DAY_PRECISION_MONTH,
  GW_DAY_PRECISION_YEAR,
} GwDayPrecision;

#define GW_TYPE_DAY_ENTRY (gw_day_entry_get_type ())

/**
 * GwDayEntry:
 *
 * A field for a day: typed as the person writes it, or picked from a calendar. What is not yet a day stays as typed.
 *
 * Signals:
 * - "changed": the person typed or picked
 */
G_DECLARE_FINAL_TYPE (GwDayEntry, gw_day_entry, GW, DAY_ENTRY, GtkBox)

GtkWidget *gw_day_entry_new          (GwDayPrecision  precision,
                                      GwCalendar      system,
                                      gboolean        with_calendar) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_day_entry_get_entry    (GwDayEntry     *self);
char      *gw_day_entry_dup_stored   (GwDayEntry     *self) G_GNUC_WARN_UNUSED_RESULT;
void       gw_day_entry_set_stored   (GwDayEntry     *self,
                                      const char     *stored);
void       gw_day_entry_set_editable (GwDayEntry     *self,
                                      gboolean        editable);

G_END_DECLS
