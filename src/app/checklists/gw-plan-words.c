/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sentences of the Checklists desk: who, by when, how far. */

#include "app/checklists/gw-plan-words.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

static char *
write_cop (int days)
{
  if (days == 0)
    return g_strdup (_("On the day the Conference of the Parties opens"));
  if (days < 0)
    /* TRANSLATORS: %d is a number of days. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day before the Conference of the Parties opens",
                                         "%d days before the Conference of the Parties opens", (gulong) -days),
                            -days);

  /* TRANSLATORS: %d is a number of days. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day after the Conference of the Parties opens",
                                       "%d days after the Conference of the Parties opens", (gulong) days),
                          days);
}

static char *
write_cop_end (int days)
{
  if (days == 0)
    return g_strdup (_("On the last day of the Conference of the Parties"));
  if (days < 0)
    /* TRANSLATORS: %d is a number of days. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day before the last day of the Conference of the Parties",
                                         "%d days before the last day of the Conference of the Parties",
                                         (gulong) -days),
                            -days);

  /* TRANSLATORS: %d is a number of days. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day after the last day of the Conference of the Parties",
                                       "%d days after the last day of the Conference of the Parties", (gulong) days),
                          days);
}

static char *
write_appointment (int days)
{
  if (days == 0)
    return g_strdup (_("On the day of the appointment"));
  if (days < 0)
    /* TRANSLATORS: %d is a number of days. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day before the appointment",
                                         "%d days before the appointment", (gulong) -days),
                            -days);

  /* TRANSLATORS: %d is a number of days. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day after the appointment",
                                       "%d days after the appointment", (gulong) days),
                          days);
}

/**
 * gw_plan_words_offset:
 * @item: an item of a checklist
 *
 * Returns: (transfer full) (nullable): when, as long as there is no date: "180 days before the
 *   Conference of the Parties opens", or the words of the checklist
 */
char *
gw_plan_words_offset (const GwChecklistItem *item)
{
  g_return_val_if_fail (item != NULL, NULL);

  /* A span such as "between 720 and 480 days before" says more than its last day. */
  if (item->when != NULL)
    return g_strdup (item->when);
  if (!item->has_days)
    return NULL;
  if (g_strcmp0 (item->anchor, "COP") == 0)
    return write_cop (item->days);
  if (g_strcmp0 (item->anchor, "COPEND") == 0)
    return write_cop_end (item->days);
  if (g_strcmp0 (item->anchor, "APPT") == 0)
    return write_appointment (item->days);

  /* TRANSLATORS: %+d is a number of days with its sign, %s the day that they count from. */
  return g_strdup_printf (_("%+d days (%s)"), item->days, _(gw_checklist_anchor_label (item->anchor)));
}

/** gw_plan_words_who: Returns: (transfer full): who acts, in words: "Minister, Foreign ministry" */
char *
gw_plan_words_who (const GwChecklistItem *item)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; item->who[i] != NULL; i++) {
    if (i > 0)
      /* TRANSLATORS: Stands between the members of a list: "Minister, Foreign ministry". */
      g_string_append (out, C_("list", ", "));
    g_string_append (out, _(gw_checklist_who_label (item->who[i])));
  }

  return g_string_free (out, FALSE);
}

static char *
write_dated (const GDate *due,
             gboolean     open,
             const GDate *today)
{
  g_autofree char *day = gw_date_words_format (due);
  int left = g_date_days_between (today, due);

  if (!open || left > 60)
    /* TRANSLATORS: %s is a date: by when something is to be done. */
    return g_strdup_printf (_("By %s"), day);
  if (left == 0)
    /* TRANSLATORS: %s is a date, which is today. */
    return g_strdup_printf (_("By %s: today"), day);
  if (left > 0)
    /* TRANSLATORS: %s is a date, %d how many days are left until then. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "By %s: %d day left", "By %s: %d days left",
                                         (gulong) left),
                            day, left);

  /* TRANSLATORS: %s is a date, %d how many days have passed since. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Was to be done by %s, %d day ago",
                                       "Was to be done by %s, %d days ago", (gulong) -left),
                          day, -left);
}

/**
 * gw_plan_words_due:
 * @item: an item of a plan
 * @today: the day it is
 *
 * Returns: (transfer full) (nullable): by when
 */
char *
gw_plan_words_due (GwPlanItem  *item,
                   const GDate *today)
{
  const GwChecklistItem *definition = gw_plan_item_get_item (item);
  const GDate *due = gw_plan_item_get_due (item);

  if (due != NULL)
    return write_dated (due, gw_plan_item_get_state (item) == GW_TICK_OPEN, today);

  return definition != NULL ? gw_plan_words_offset (definition) : NULL;
}

/** gw_plan_words_progress: Returns: (transfer full): "5 of 17 done, 2 left out" */
char *
gw_plan_words_progress (GwPlan *plan)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (plan));
  guint n_skipped = gw_plan_get_n_skipped (plan);

  if (n_skipped == 0)
    /* TRANSLATORS: The first %u is how many items are done, the second how many there are. */
    return g_strdup_printf (_("%u of %u done"), gw_plan_get_n_done (plan), n);

  /* TRANSLATORS: How many items are done, how many there are, and how many of these are left out. */
  return g_strdup_printf (_("%u of %u done, left out: %u"), gw_plan_get_n_done (plan), n, n_skipped);
}

/**
 * gw_plan_words_meeting:
 * @meeting_id: "CMS-COP16"
 * @body: (nullable): "CMS COP"
 *
 * Returns: (transfer full): its short name, "COP16"
 */
char *
gw_plan_words_meeting (const char *meeting_id,
                       const char *body)
{
  gsize length = strlen (meeting_id);

  while (length > 0 && g_ascii_isdigit (meeting_id[length - 1]))
    length--;
  if (g_str_has_prefix (meeting_id, "CMS-COP"))
    return g_strdup (meeting_id + strlen ("CMS-"));

  return body != NULL ? g_strdup_printf ("%s %s", body, meeting_id + length) : g_strdup (meeting_id);
}

/**
 * gw_plan_words_date:
 * @plan: a plan
 *
 * Returns: (transfer full): what its days count from
 */
char *
gw_plan_words_date (GwPlan *plan)
{
  const char *meeting_id = gw_plan_get_meeting_id (plan);
  const GwMeetingDates *meeting = gw_plan_get_meeting (plan);
  g_autofree char *day = gw_plan_get_date (plan) != NULL ? gw_date_words_format (gw_plan_get_date (plan)) : NULL;
  g_autofree char *name = meeting_id != NULL
                              ? gw_plan_words_meeting (meeting_id, meeting != NULL ? meeting->body : NULL) : NULL;

  if (day != NULL && (gw_plan_get_own_date (plan) != NULL || name == NULL))
    /* TRANSLATORS: %s is a date that a person chose. */
    return g_strdup_printf (_("Counted from %s, a day you chose"), day);
  if (day != NULL)
    /* TRANSLATORS: The first %s is a meeting, such as COP16; the second is a date. */
    return g_strdup_printf (_("%s opens on %s"), name, day);
  if (name != NULL)
    /* TRANSLATORS: %s is a meeting, such as COP16. */
    return g_strdup_printf (_("%s: date not announced"), name);

  return g_strdup (_("No date yet"));
}

/**
 * gw_plan_words_next:
 * @plan: a plan
 * @today: the day it is
 *
 * Returns: (transfer full): what is to be done next, and by when
 */
char *
gw_plan_words_next (GwPlan      *plan,
                    const GDate *today)
{
  GwPlanItem *next = gw_plan_find_next (plan);
  g_autofree char *due = next != NULL ? gw_plan_words_due (next, today) : NULL;

  if (next == NULL)
    return g_strdup (_("Nothing is left to do."));
  if (due == NULL)
    /* TRANSLATORS: %s is what to do. */
    return g_strdup_printf (_("Next: %s"), gw_plan_item_get_title (next));

  /* TRANSLATORS: The first %s is what to do, the second when: "By 5 March 2027". */
  return g_strdup_printf (_("Next: %s. %s"), gw_plan_item_get_title (next), due);
}
