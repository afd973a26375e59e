/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In which calendar a form wants a day to be written (the appearances of section 7). It is stored in the Gregorian one
 * whichever that is. */

#include "app/forms/gw-form-days.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"

/**
 * gw_form_days_find_calendar:
 * @item: a question for a day
 *
 * Returns: the calendar that its appearance names, the Gregorian one where it names none, or one that is not to be had
 */
GwCalendar
gw_form_days_find_calendar (GwFormItem *item)
{
  static const struct { const char *appearance; GwCalendar calendar; } known[] = {
    { "ethiopian", GW_CALENDAR_ETHIOPIAN }, { "coptic", GW_CALENDAR_COPTIC }, { "islamic", GW_CALENDAR_ISLAMIC },
    { "persian", GW_CALENDAR_PERSIAN }, { "buddhist", GW_CALENDAR_BUDDHIST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (gw_form_item_has_appearance (item, known[i].appearance))
      return known[i].calendar;

  return GW_CALENDAR_GREGORIAN;
}

/**
 * gw_form_days_dup_missing:
 * @item: a question for a day
 *
 * Returns: (transfer full) (nullable): a sentence where the form asks for a calendar that is not to be had
 */
char *
gw_form_days_dup_missing (GwFormItem *item)
{
  if (gw_form_item_has_appearance (item, "bikram-sambat"))
    return g_strdup (_("The form asks for the Bikram Sambat calendar, which is not available here. Please write the date of "
                       "the Gregorian calendar."));
  if (gw_form_item_has_appearance (item, "myanmar"))
    return g_strdup (_("The form asks for the Myanmar calendar, which is not available here. Please write the date of the "
                       "Gregorian calendar."));

  return NULL;
}

/**
 * gw_form_days_format:
 * @item: a question for a day
 * @stored: `YYYY-MM-DD`, or anything else
 *
 * Returns: (transfer full): the day as short as the calendar of @item writes it, or @stored
 */
char *
gw_form_days_format (GwFormItem *item,
                     const char *stored)
{
  g_autoptr (GDate) date = gw_date_parse (stored);

  return date != NULL ? gw_calendar_format (gw_form_days_find_calendar (item), date) : g_strdup (stored);
}
