/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a report is due, in the words of the window. */

#include "app/gw-report-words.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"

/**
 * gw_report_words_dup_due:
 * @reference: knows the meetings
 *
 * Returns: (transfer full): when @report is due, and how long that is from today
 */
char *
gw_report_words_dup_due (GwReport    *report,
                         GwReference *reference)
{
  g_autoptr (GDate) today = gw_date_today ();
  GwReportDue due;
  g_autofree char *date = NULL;

  g_return_val_if_fail (GW_IS_REPORT (report), NULL);

  gw_report_get_due (report, reference, today, &due);
  if (!due.announced)
    return g_strdup (_("Due 180 days before the meeting opens; its date is not announced yet"));

  date = gw_date_words_format (&due.date);
  if (due.days_left >= 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         /* TRANSLATORS: %s is a date, %d how many days are left until then. */
                                         "Due on %s, in %d day", "Due on %s, in %d days", due.days_left),
                            date, due.days_left);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       /* TRANSLATORS: %s is a date, %d how many days have passed since. */
                                       "Was due on %s, %d day ago. A late report may miss the synthesis.",
                                       "Was due on %s, %d days ago. A late report may miss the synthesis.",
                                       -due.days_left),
                          date, -due.days_left);
}
