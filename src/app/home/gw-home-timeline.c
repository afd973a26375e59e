/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes next, from the calendar of meetings and days in the reference data. A meeting whose
 * date is not announced is shown without one: a guess would be taken for a deadline. */

#include "app/home/gw-home-timeline.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"

#define CMS_COP "CMS COP"
#define REPORT_DAYS 180 /* the national report is due so long before the Conference */

static void
event_free (GwHomeEvent *event)
{
  g_free (event->title);
  g_clear_pointer (&event->date, g_date_free);
  g_free (event->note);
  g_free (event);
}

static void
take_event (GPtrArray *events,
            char      *title,
            GDate     *date,
            char      *note)
{
  GwHomeEvent *event = g_new0 (GwHomeEvent, 1);

  event->title = title;
  event->date = date;
  event->note = note;
  g_ptr_array_add (events, event);
}

static void
add_meeting (GPtrArray   *events,
             GwReference *reference,
             const GDate *today)
{
  const GwMeeting *meeting = gw_reference_next_meeting (reference, CMS_COP, today);
  GDate *start = meeting != NULL ? gw_date_parse (meeting->start) : NULL;
  GDate *due;

  if (start == NULL) {
    take_event (events, g_strdup (_("Next Conference of the Parties")), NULL,
                g_strdup (_("The date is not announced. The national report is due 180 days "
                            "before it.")));
    return;
  }

  due = g_date_copy (start);
  g_date_subtract_days (due, REPORT_DAYS);
  if (g_date_compare (due, today) >= 0)
    take_event (events, g_strdup (_("National report due")), due,
                g_strdup (_("180 days before the Conference of the Parties")));
  else
    g_date_free (due);
  take_event (events, g_strdup (_("Conference of the Parties")), start, g_strdup (meeting->place));
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const GwHomeEvent *one = *(const GwHomeEvent * const *) a;
  const GwHomeEvent *two = *(const GwHomeEvent * const *) b;

  return g_date_compare (one->date, two->date);
}

static GPtrArray *
list_days (GwReference *reference,
           const char  *language,
           const GDate *today)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  guint n;
  const GwDay *days = gw_reference_get_days (reference, &n);

  for (guint i = 0; i < n; i++) {
    GDateYear year = g_date_get_year (today);
    GDate *date = gw_day_dup_date (&days[i], year);

    if (date != NULL && g_date_compare (date, today) < 0) {
      g_date_free (date);
      date = gw_day_dup_date (&days[i], (GDateYear) (year + 1));
    }
    if (date != NULL)
      take_event (found, g_strdup (gw_label_get (&days[i].name, language)), date,
                  g_strcmp0 (days[i].confidence, "verified") == 0
                      ? NULL
                      : g_strdup (_("The day is from memory and still to be confirmed.")));
  }
  g_ptr_array_sort (found, compare_events);

  return found;
}

/**
 * gw_home_timeline_new:
 * @language: of the titles
 * @today: the day of the look
 * @n_days: how many awareness days to list
 *
 * Returns: (transfer full) (element-type GwHomeEvent): what comes, the meetings first
 */
GPtrArray *
gw_home_timeline_new (GwReference *reference,
                      const char  *language,
                      const GDate *today,
                      guint        n_days)
{
  g_autoptr (GPtrArray) days = NULL;
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);

  g_return_val_if_fail (GW_IS_REFERENCE (reference), events);
  g_return_val_if_fail (g_date_valid (today), events);

  add_meeting (events, reference, today);
  days = list_days (reference, language, today);
  while (days->len > 0 && n_days-- > 0)
    g_ptr_array_add (events, g_ptr_array_steal_index (days, 0));

  return events;
}
