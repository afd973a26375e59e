/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of frozen versions and submissions. */

#include "app/reports/gw-hand-in-words.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

static void
add_line (GString    *lines,
          const char *line)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

char *
gw_hand_in_words_dup_version (const GwFrozen *version)
{
  /* TRANSLATORS: %1$u is a number, %2$s a code of letters and digits that two people compare. */
  return g_strdup_printf (_("Version %1$u · %2$s"), version->number, version->code);
}

static void
add_who_froze (GString        *lines,
               const GwFrozen *version)
{
  g_autofree char *when = gw_date_words_format_time (version->time);
  g_autofree char *line = *version->author != '\0'
    /* TRANSLATORS: %1$s is a date and time, %2$s the name of a person. */
    ? g_strdup_printf (_("Frozen on %1$s by %2$s"), when, version->author)
    /* TRANSLATORS: %s is a date and time. */
    : g_strdup_printf (_("Frozen on %s"), when);

  add_line (lines, line);
}

static void
add_clearance (GString           *lines,
               const GwClearance *clearance)
{
  g_autofree char *when = gw_date_words_format_time (clearance->time);
  g_autofree char *line = *clearance->words != '\0'
    /* TRANSLATORS: %1$s is a person or an office, %2$s a date and time, %3$s what that person said. */
    ? g_strdup_printf (_("Cleared by %1$s, noted on %2$s: “%3$s”"), clearance->who, when, clearance->words)
    /* TRANSLATORS: %1$s is a person or an office, %2$s a date and time. */
    : g_strdup_printf (_("Cleared by %1$s, noted on %2$s"), clearance->who, when);

  add_line (lines, line);
}

char *
gw_hand_in_words_dup_facts (const GwFrozen *version)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_open = version->n_open + version->n_invalid;

  add_who_froze (lines, version);
  if (n_open > 0) {
    g_autofree char *line =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u required answer is missing or breaks a rule.",
                                    "%u required answers are missing or break a rule.", n_open), n_open);

    add_line (lines, line);
  }
  if (version->n_hidden > 0) {
    g_autofree char *line =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                    "%u answer that no question asks for any more is left out; it is kept here.",
                                    "%u answers that no question asks for any more are left out; they are kept here.",
                                    version->n_hidden), version->n_hidden);

    add_line (lines, line);
  }
  for (guint i = 0; i < version->clearances->len; i++)
    add_clearance (lines, g_ptr_array_index (version->clearances, i));
  if (version->clearances->len == 0)
    add_line (lines, _("Nobody has cleared it yet."));

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

char *
gw_hand_in_words_dup_submission (const GwSubmission *submission)
{
  if (submission->number <= 1)
    /* TRANSLATORS: %s is a code of letters and digits that two people compare. */
    return g_strdup_printf (_("Handed in · %s"), submission->code);

  /* TRANSLATORS: An amendment is a corrected version that is handed in later. %1$u is its number, %2$s a code of
   * letters and digits that two people compare. */
  return g_strdup_printf (_("Amendment %1$u · %2$s"), submission->number - 1, submission->code);
}

static char *
dup_receipt (const GwSubmission *submission)
{
  g_autofree char *when = gw_date_words_format_time (submission->received);

  if (!submission->is_same)
    /* TRANSLATORS: %s is a date and time. */
    return g_strdup_printf (_("The receipt of %s bears another check code. Ask the Secretariat what it received."), when);

  /* TRANSLATORS: %s is a date and time. */
  return g_strdup_printf (_("The Secretariat received it on %s; its receipt bears the same check code."), when);
}

static char *
dup_way (const GwSubmission *submission)
{
  g_autofree char *when = gw_date_words_format_time (submission->time);

  if (submission->state == GW_SUBMISSION_STATE_REFUSED)
    return g_strdup (_("The server did not take it. It is safe here; the page about synchronisation says why."));
  if (submission->state == GW_SUBMISSION_STATE_QUEUED)
    /* TRANSLATORS: %s is a date and time. */
    return g_strdup_printf (_("Ready and sealed on %s. It will leave with the next connection, or now by stick."), when);

  /* TRANSLATORS: %s is a date and time. */
  return g_strdup_printf (_("Sealed on %s and sent. The Secretariat has not confirmed yet that it read it."), when);
}

char *
gw_hand_in_words_dup_state (const GwSubmission *submission)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *way = submission->received != 0 ? dup_receipt (submission) : dup_way (submission);

  add_line (lines, way);
  if (submission->state == GW_SUBMISSION_STATE_ACCEPTED)
    add_line (lines, _("The Secretariat accepted it."));
  else if (submission->state == GW_SUBMISSION_STATE_QUESTIONS)
    add_line (lines, _("The Secretariat asks something; see below."));
  if (!submission->is_official)
    add_line (lines, _("Marked: unofficial wording, prepared from public descriptions."));

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

char *
gw_hand_in_words_dup_remark (const GwRemark *remark,
                             const char     *question)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *when = gw_date_words_format_time (remark->time);
  /* TRANSLATORS: %1$s is the name of a person or an office, %2$s a date and time. */
  g_autofree char *who = g_strdup_printf (_("%1$s, %2$s"), remark->author, when);

  add_line (lines, question != NULL ? question : _("About the whole report"));
  add_line (lines, who);
  if (remark->answer != NULL && *remark->answer != '\0') {
    /* TRANSLATORS: %s is what the country's office answered. */
    g_autofree char *line = g_strdup_printf (_("Your answer: “%s”"), remark->answer);

    add_line (lines, line);
  }
  if (remark->dealt)
    add_line (lines, _("Dealt with"));

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

char *
gw_hand_in_words_dup_button (const GwFrozen *version)
{
  guint n_open = version->n_open + version->n_invalid;

  if (n_open == 0)
    /* TRANSLATORS: %u is a number. */
    return g_strdup_printf (_("Hand in version %u"), version->number);

  /* TRANSLATORS: On a button. %u is a number of answers. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Hand in with %u open answer", "Hand in with %u open answers", n_open),
                          n_open);
}
