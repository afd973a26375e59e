/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes next, from the calendar of meetings and days in the reference data. A meeting whose
 * date is not announced is shown without one: a guess would be taken for a deadline. */

#include "app/home/gw-home-timeline.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"

#define N_DEADLINES 5

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

/* Deadlines with a day; and one sentence for the Conference, where it has none yet. */
static void
add_deadlines (GPtrArray *events,
               GPtrArray *deadlines)
{
  guint n = 0;

  for (guint i = 0; i < deadlines->len; i++) {
    const GwDeadline *deadline = g_ptr_array_index (deadlines, i);

    if (deadline->date != NULL && n++ < N_DEADLINES)
      take_event (events, g_strdup (_(deadline->title)), g_date_copy (deadline->date), NULL);
    else if (deadline->date == NULL && deadline->is_meeting && g_str_equal (deadline->instrument_id, "cms"))
      take_event (events, g_strdup (_("Next Conference of the Parties")), NULL,
                  g_strdup (_("The date is not announced. The national report is due 180 days "
                              "before it.")));
  }
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
                      : g_strdup (_("This date is not yet checked against an official source.")));
  }
  g_ptr_array_sort (found, compare_events);

  return found;
}

/**
 * gw_home_timeline_new:
 * @deadlines: (element-type GwDeadline): those of the country, the next first
 * @language: of the titles
 * @today: the day of the look
 * @n_days: how many awareness days to list
 *
 * Returns: (transfer full) (element-type GwHomeEvent): what comes, the deadlines first
 */
GPtrArray *
gw_home_timeline_new (GwReference *reference,
                      GPtrArray   *deadlines,
                      const char  *language,
                      const GDate *today,
                      guint        n_days)
{
  g_autoptr (GPtrArray) days = NULL;
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);

  g_return_val_if_fail (GW_IS_REFERENCE (reference) && deadlines != NULL, events);
  g_return_val_if_fail (g_date_valid (today), events);

  add_deadlines (events, deadlines);
  days = list_days (reference, language, today);
  while (days->len > 0 && n_days-- > 0)
    g_ptr_array_add (events, g_ptr_array_steal_index (days, 0));

  return events;
}
