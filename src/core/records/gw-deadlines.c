/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The deadlines that follow from a meeting. Only those stand here that a treaty or its rules set
 * and whose days are sure; a date in an official notification goes before all of them. */
#include "core/records/gw-deadlines.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"

typedef struct
{
  const char *body;
  const char *instrument_id;
  const char *name;
  const char *title;
  const char *basis;
  gboolean    from_end;
  int         days;
} Rule;

static const Rule rules[] = {
  { "CMS COP", "cms", "report", N_("National report due"), "Article VI.3; Resolution 12.5", FALSE, -180 },
  { "CMS COP", "cms", "proposals", N_("Listing proposals and scientific documents due"), "Article XI",
    FALSE, -150 },
  { "CMS COP", "cms", "documents", N_("Other documents and draft resolutions due"),
    "Rules of Procedure (COP12)", FALSE, -90 },
  { "CMS COP", "cms", "comments", N_("Comments on listing proposals due"), "Article XI.3", FALSE, -60 },
  { "CMS COP", "cms", "opening", N_("Conference of the Parties opens"), NULL, FALSE, 0 },
  { "CMS COP", "cms", "reservations", N_("Last day for a reservation on new listings"), "Article XI",
    TRUE, 90 },
  { "AEWA MOP", "aewa", "report", N_("AEWA national report due"), "Article V.1(c)", FALSE, -120 },
  { "AEWA MOP", "aewa", "opening", N_("AEWA Meeting of the Parties opens"), NULL, FALSE, 0 },
};

void
gw_deadline_free (GwDeadline *self)
{
  g_free (self->id);
  g_free (self->meeting_id);
  g_clear_pointer (&self->date, g_date_free);
  g_free (self->place);
  g_free (self);
}

static gboolean
takes_part (GwReference *reference,
            const char  *iso3,
            const char  *instrument_id)
{
  const GwCountry *country = gw_reference_find_country (reference, iso3);
  g_autoptr (GPtrArray) memberships = NULL;

  if (g_str_equal (instrument_id, "cms"))
    return country && country->is_party;
  memberships = gw_reference_list_memberships (reference, iso3);
  for (guint i = 0; i < memberships->len; i++) {
    const GwMembership *membership = g_ptr_array_index (memberships, i);

    if (g_strcmp0 (membership->instrument_id, instrument_id) == 0
        && g_strcmp0 (membership->status, "party") == 0)
      return TRUE;
  }
  return FALSE;
}

static GwDeadline *
make_deadline (const Rule           *rule,
               const char           *meeting_id,
               const GwMeetingDates *meeting)
{
  GwDeadline *deadline = g_new0 (GwDeadline, 1);

  deadline->id = g_strdup_printf ("%s:%s", meeting_id, rule->name);
  deadline->title = rule->title;
  deadline->basis = rule->basis;
  deadline->instrument_id = rule->instrument_id;
  deadline->meeting_id = g_strdup (meeting_id);
  deadline->from_end = rule->from_end;
  deadline->days = rule->days;
  deadline->is_meeting = rule->days == 0;
  deadline->is_hard = !deadline->is_meeting;
  if (!meeting)
    return deadline;
  deadline->date = gw_date_parse (rule->from_end ? meeting->end : meeting->start);
  if (deadline->date && rule->days < 0)
    g_date_subtract_days (deadline->date, (guint) -rule->days);
  else if (deadline->date)
    g_date_add_days (deadline->date, (guint) rule->days);
  deadline->place = deadline->is_meeting ? g_strdup (meeting->place) : NULL;
  deadline->is_entered = meeting->is_entered;
  return deadline;
}

static void
take_if_to_come (GPtrArray   *list,
                 GwDeadline  *deadline,
                 const GDate *today)
{
  if (deadline->date && g_date_compare (deadline->date, today) < 0)
    gw_deadline_free (deadline);
  else
    g_ptr_array_add (list, deadline);
}

static void
add_rule (GPtrArray   *list,
          const Rule  *rule,
          GPtrArray   *meetings,
          const GDate *today)
{
  g_autofree char *next = gw_meetings_dup_next_id (meetings, rule->body, today);

  /* After a meeting something may be due still: of that one, and of the next one too. */
  for (guint i = 0; rule->from_end && i < meetings->len; i++) {
    const GwMeetingDates *meeting = g_ptr_array_index (meetings, i);

    if (meeting->end && g_strcmp0 (meeting->body, rule->body) == 0
        && g_strcmp0 (meeting->id, next) != 0)
      take_if_to_come (list, make_deadline (rule, meeting->id, meeting), today);
  }
  if (next)
    take_if_to_come (list, make_deadline (rule, next, gw_meetings_find (meetings, next)), today);
}

/* By day; those without a day last, in the order in which they will come. */
static int
compare_deadlines (gconstpointer a,
                   gconstpointer b)
{
  const GwDeadline *one = *(const GwDeadline **) a;
  const GwDeadline *two = *(const GwDeadline **) b;
  int order;

  if (!one->date || !two->date)
    order = !one->date - !two->date;
  else
    order = g_date_compare (one->date, two->date);
  if (order == 0)
    order = strcmp (one->meeting_id, two->meeting_id);
  if (order == 0)
    order = one->from_end - two->from_end;
  return order != 0 ? order : one->days - two->days;
}

/**
 * gw_deadlines_list:
 * @meetings: (element-type GwMeetingDates): from gw_meetings_read()
 * @reference: the reference data
 * @iso3: (nullable): only what concerns this country
 * @today: the day of the look
 *
 * Returns: (transfer full) (element-type GwDeadline): what is to come, the next first; what hangs
 *   on a meeting that is not announced has no date and comes last
 */
GPtrArray *
gw_deadlines_list (GPtrArray   *meetings,
                   GwReference *reference,
                   const char  *iso3,
                   const GDate *today)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_deadline_free);

  g_return_val_if_fail (meetings && GW_IS_REFERENCE (reference) && today, list);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (!iso3 || takes_part (reference, iso3, rules[i].instrument_id))
      add_rule (list, &rules[i], meetings, today);
  }
  g_ptr_array_sort (list, compare_deadlines);
  return list;
}
