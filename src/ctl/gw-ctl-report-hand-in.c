/* SPDX-License-Identifier: GPL-3.0-or-later */

/* report needs, freeze, versions, clear, changes, submit, submissions, reply: from a draft to what is said of it. */

#include "ctl/gw-ctl-report-hand-in.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/reports/gw-hand-in.h"
#include "core/reports/gw-report-changes.h"
#include "core/reports/gw-report-open.h"
#include "core/store/gw-store-thread.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-report-open.h"

static char *option_words;
static char *option_since;
static char *option_code;
static gboolean option_dealt;
static gboolean option_open;

const GOptionEntry gw_ctl_report_clear_options[] = {
  { "code", 0, 0, G_OPTION_ARG_STRING, &option_code, N_("Which version, by its check code; without it the newest"),
    "CODE" },
  { "words", 0, 0, G_OPTION_ARG_STRING, &option_words, N_("What was said"), "TEXT" },
  { NULL },
};

const GOptionEntry gw_ctl_report_changes_options[] = {
  { "since", 0, 0, G_OPTION_ARG_STRING, &option_since,
    N_("Since which version, by its check code; without it the newest"), "CODE" },
  { NULL },
};

const GOptionEntry gw_ctl_report_submit_options[] = {
  { "code", 0, 0, G_OPTION_ARG_STRING, &option_code, N_("Which version, by its check code; without it the newest"),
    "CODE" },
  { "open", 0, 0, G_OPTION_ARG_NONE, &option_open, N_("Hand it in though required answers are missing or break a rule"),
    NULL },
  { NULL },
};

const GOptionEntry gw_ctl_report_reply_options[] = {
  { "dealt", 0, 0, G_OPTION_ARG_NONE, &option_dealt, N_("It is dealt with"), NULL },
  { NULL },
};

/* ------------------------------------------------------------ on the thread of the store */

typedef struct
{
  const char *report;
  const char *code;
  const char *who;
  const char *author;
  const GwFreezing *freezing;
  GwSubmitting *submitting;
  const char *remark;
  const char *country;
} Ask;

static gpointer
freeze_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  return gw_frozen_put (store, ((Ask *) data)->freezing, error);
}

static gpointer
list_versions_on_thread (GwStore   *store,
                         gpointer   data,
                         GError   **error)
{
  return gw_frozen_read_all (store, ((Ask *) data)->report, error);
}

static gpointer
find_version_on_thread (GwStore   *store,
                        gpointer   data,
                        GError   **error)
{
  Ask *ask = data;

  return gw_frozen_find (store, ask->report, ask->code, error);
}

static gpointer
read_xml_on_thread (GwStore   *store,
                    gpointer   data,
                    GError   **error)
{
  g_autoptr (GwFrozen) frozen = find_version_on_thread (store, data, error);

  return frozen != NULL ? gw_frozen_read_xml (store, frozen, error) : NULL;
}

static gpointer
clear_on_thread (GwStore   *store,
                 gpointer   data,
                 GError   **error)
{
  Ask *ask = data;
  g_autoptr (GwFrozen) frozen = find_version_on_thread (store, data, error);

  if (frozen == NULL
      || !gw_frozen_clear (store, frozen, ask->who, option_words != NULL ? option_words : "", ask->author, error))
    return NULL;

  return g_steal_pointer (&frozen);
}

static gpointer
submit_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  return gw_submission_make (store, ((Ask *) data)->submitting, error);
}

static gpointer
list_submissions_on_thread (GwStore   *store,
                            gpointer   data,
                            GError   **error)
{
  return gw_submission_read_all (store, ((Ask *) data)->report, error);
}

static gpointer
answer_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  Ask *ask = data;
  gboolean ok = gw_submission_answer (store, ask->remark, ask->country, option_words, option_dealt, ask->author, error);

  return GINT_TO_POINTER (ok);
}

/* ------------------------------------------------------------ saying */

static void
add_time (JsonObject *line,
          const char *name,
          gint64      time)
{
  g_autofree char *text = gw_time_format (time);

  json_object_set_string_member (line, name, text);
}

static void
say_version (GwCtl          *ctl,
             const GwFrozen *frozen)
{
  JsonObject *line = json_object_new ();
  JsonArray *clearances = json_array_new ();

  json_object_set_string_member (line, "code", frozen->code);
  json_object_set_string_member (line, "sha256", frozen->sha256);
  json_object_set_int_member (line, "number", frozen->number);
  add_time (line, "frozen", frozen->time);
  json_object_set_string_member (line, "author", frozen->author);
  json_object_set_int_member (line, "hidden", frozen->n_hidden);
  json_object_set_int_member (line, "open", frozen->n_open);
  json_object_set_int_member (line, "invalid", frozen->n_invalid);
  json_object_set_int_member (line, "undecided", frozen->n_undecided);
  json_object_set_int_member (line, "files", g_strv_length (frozen->files));
  for (guint i = 0; i < frozen->clearances->len; i++) {
    const GwClearance *clearance = g_ptr_array_index (frozen->clearances, i);
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "who", clearance->who);
    json_object_set_string_member (one, "words", clearance->words);
    json_object_set_string_member (one, "author", clearance->author);
    add_time (one, "time", clearance->time);
    json_array_add_object_element (clearances, one);
  }
  json_object_set_array_member (line, "clearances", clearances);
  gw_ctl_say (ctl, line, "%u\t%s\t%u", frozen->number, frozen->code, frozen->clearances->len);
}

static void
say_remark (GwCtl          *ctl,
            const GwRemark *remark)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "remark", remark->id);
  if (remark->question != NULL)
    json_object_set_string_member (line, "question", remark->question);
  json_object_set_string_member (line, "text", remark->text);
  json_object_set_string_member (line, "author", remark->author);
  add_time (line, "time", remark->time);
  json_object_set_boolean_member (line, "dealt", remark->dealt);
  if (remark->answer != NULL)
    json_object_set_string_member (line, "answer", remark->answer);
  gw_ctl_say (ctl, line, "%s\t%s\t%s", remark->id, remark->question != NULL ? remark->question : "", remark->text);
}

static void
say_submission (GwCtl              *ctl,
                const GwSubmission *submission)
{
  JsonObject *line = json_object_new ();
  const char *state = gw_submission_state_get_name (submission->state);

  json_object_set_string_member (line, "id", submission->id);
  json_object_set_string_member (line, "code", submission->code);
  json_object_set_int_member (line, "number", submission->number);
  json_object_set_string_member (line, "state", state);
  json_object_set_boolean_member (line, "official", submission->is_official);
  json_object_set_int_member (line, "files", submission->n_files);
  add_time (line, "sealed", submission->time);
  json_object_set_string_member (line, "author", submission->author);
  if (submission->received != 0) {
    add_time (line, "received", submission->received);
    json_object_set_boolean_member (line, "same_code", submission->is_same);
    json_object_set_boolean_member (line, "checked", submission->is_checked);
  }
  gw_ctl_say (ctl, line, "%u\t%s\t%s", submission->number, submission->code, state);
  for (guint i = 0; i < submission->remarks->len; i++)
    say_remark (ctl, g_ptr_array_index (submission->remarks, i));
}

/* Words for what can happen to a careful user. */
static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;

  if (g_error_matches (own, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_MEETING))
    return gw_ctl_refuse (error, _("The report does not say which meeting it is for, so it cannot be handed in. "
                                   "Nothing was sent."));
  if (g_error_matches (own, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_UNDECIDED))
    return gw_ctl_refuse (error, _("This version has answers of which two people wrote two versions. Settle them, freeze the "
                                   "report again, and hand that version in. Nothing was sent."));
  if (g_error_matches (own, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_FILE))
    /* TRANSLATORS: %s is the name of a file. */
    return gw_ctl_refuse (error, _("The file “%s” belongs to the report and has not arrived on this computer yet. Nothing was "
                                   "sent; exchange with the server or a stick first."), own->message);
  if (g_error_matches (own, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND))
    return gw_ctl_refuse (error, _("No frozen version of the report has this check code."));
  g_propagate_error (error, g_steal_pointer (&own));

  return FALSE;
}

/* Whether @frozen was handed in. */
static gboolean
was_handed_in (GwStoreThread  *thread,
               const GwFrozen *frozen)
{
  Ask ask = { .report = frozen->report };
  g_autoptr (GPtrArray) list = gw_store_thread_run_sync (thread, list_submissions_on_thread, &ask, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    if (g_str_equal (((GwSubmission *) g_ptr_array_index (list, i))->sha256, frozen->sha256))
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_ctl_report_use_frozen:
 * @report: the ULID of the report that @print is of
 * @code: the check code of a frozen version
 *
 * Has @print write that version.
 */
gboolean
gw_ctl_report_use_frozen (GwCtl          *ctl,
                          GwReportPrint  *print,
                          const char     *report,
                          const char     *code,
                          GError        **error)
{
  GwStoreThread *thread = gw_ctl_open_thread (ctl, error);
  Ask ask = { .report = report, .code = code };
  GError *problem = NULL;
  g_autoptr (GwFrozen) frozen = NULL;
  g_autoptr (GBytes) xml = NULL;

  if (thread == NULL)
    return FALSE;
  frozen = gw_store_thread_run_sync (thread, find_version_on_thread, &ask, &problem);
  if (frozen != NULL)
    xml = gw_store_thread_run_sync (thread, read_xml_on_thread, &ask, &problem);
  if (xml == NULL)
    return explain (problem, error);

  return gw_report_print_use_frozen (print, frozen, xml, was_handed_in (thread, frozen), error);
}

/* ------------------------------------------------------------ commands */

gboolean
gw_ctl_report_run_needs (GwCtl              *ctl,
                         const char *const  *arguments,
                         GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], NULL, FALSE, error);
  Ask ask = { .report = open != NULL ? gw_report_get_id (open->report) : NULL };
  g_autoptr (GPtrArray) versions = NULL;
  GwHandInNeeds needs;
  JsonObject *line;

  if (open == NULL)
    return FALSE;
  versions = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), list_versions_on_thread, &ask, error);
  if (versions == NULL)
    return FALSE;
  gw_hand_in_get_needs (open->report, open->filled, versions, &needs);
  line = json_object_new ();
  json_object_set_int_member (line, "open", needs.n_open);
  json_object_set_int_member (line, "invalid", needs.n_invalid);
  json_object_set_int_member (line, "undecided", needs.n_undecided);
  json_object_set_int_member (line, "hidden", needs.n_hidden);
  json_object_set_boolean_member (line, "meeting", needs.has_meeting);
  json_object_set_boolean_member (line, "frozen", needs.is_frozen);
  json_object_set_boolean_member (line, "cleared", needs.is_cleared);
  json_object_set_boolean_member (line, "ready", needs.is_ready);
  json_object_set_string_member (line, "code", needs.code);
  gw_ctl_say (ctl, line, "%s\t%u\t%u\t%u", needs.is_ready ? _("ready") : _("not ready"), needs.n_open, needs.n_invalid,
              needs.n_undecided);
  gw_hand_in_needs_clear (&needs);

  return TRUE;
}

gboolean
gw_ctl_report_run_freeze (GwCtl              *ctl,
                          const char *const  *arguments,
                          GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], NULL, TRUE, error);
  g_autoptr (GwHandInVersion) version = NULL;
  g_autoptr (GwFrozen) frozen = NULL;
  Ask ask = { NULL };

  if (open == NULL || !gw_filled_form_flush_sync (open->filled, error))
    return FALSE;
  version = gw_hand_in_version_new (open->report, open->filled);
  ask.freezing = gw_hand_in_version_get_freezing (version);
  frozen = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), freeze_on_thread, &ask, error);
  if (frozen == NULL)
    return FALSE;
  say_version (ctl, frozen);

  return TRUE;
}

/* Returns: (transfer full): the report, which the account may read, or change if @write */
static GwReport *
find_report (GwCtl       *ctl,
             const char  *id,
             gboolean     write,
             GError     **error)
{
  GwStoreThread *thread = gw_ctl_report_may (ctl, write, error) ? gw_ctl_open_thread (ctl, error) : NULL;
  GwReport *report = thread != NULL ? gw_report_find_sync (thread, id, NULL) : NULL;

  if (thread != NULL && report == NULL)
    gw_ctl_refuse (error, _("There is no report “%s”."), id);

  return report;
}

gboolean
gw_ctl_report_run_versions (GwCtl              *ctl,
                            const char *const  *arguments,
                            GError            **error)
{
  g_autoptr (GwReport) report = find_report (ctl, arguments[0], FALSE, error);
  Ask ask = { .report = report != NULL ? gw_report_get_id (report) : NULL };
  g_autoptr (GPtrArray) versions = NULL;

  if (report == NULL)
    return FALSE;
  versions = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), list_versions_on_thread, &ask, error);
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    say_version (ctl, g_ptr_array_index (versions, i));

  return versions != NULL;
}

gboolean
gw_ctl_report_run_clear (GwCtl              *ctl,
                         const char *const  *arguments,
                         GError            **error)
{
  g_autoptr (GwReport) report = find_report (ctl, arguments[0], TRUE, error);
  g_autoptr (GwFrozen) frozen = NULL;
  GError *problem = NULL;
  Ask ask = { .code = option_code, .who = arguments[1] };

  if (report == NULL)
    return FALSE;
  if (*arguments[1] == '\0')
    return gw_ctl_misuse (error, _("Say who cleared it."));
  ask.report = gw_report_get_id (report);
  ask.author = gw_profile_get_name (gw_ctl_open_profile (ctl, NULL));
  frozen = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), clear_on_thread, &ask, &problem);
  if (frozen == NULL)
    return explain (problem, error);
  gw_frozen_free (g_steal_pointer (&frozen));
  frozen = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), find_version_on_thread, &ask, error);
  if (frozen == NULL)
    return FALSE;
  say_version (ctl, frozen);

  return TRUE;
}

gboolean
gw_ctl_report_run_changes (GwCtl              *ctl,
                           const char *const  *arguments,
                           GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], NULL, FALSE, error);
  g_autoptr (GBytes) before = NULL, now = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  GError *problem = NULL;
  Ask ask = { .code = option_since };
  GwFormSession *session;

  if (open == NULL)
    return FALSE;
  ask.report = gw_report_get_id (open->report);
  before = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), read_xml_on_thread, &ask, &problem);
  if (before == NULL)
    return explain (problem, error);
  session = gw_filled_form_get_session (open->filled);
  now = gw_form_session_write_instance (session);
  changes = gw_report_dup_changes (session, before, now, error);
  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    const GwReportChange *change = g_ptr_array_index (changes, i);
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "ref", change->ref != NULL ? change->ref : "");
    json_object_set_string_member (line, "label", change->label);
    json_object_set_string_member (line, "before", change->before);
    json_object_set_string_member (line, "after", change->after);
    gw_ctl_say (ctl, line, "%s\n- %s\n+ %s", change->label, change->before, change->after);
  }

  return changes != NULL;
}

static gboolean
check_open (const GwFrozen  *frozen,
            GError         **error)
{
  guint n = frozen->n_open + frozen->n_invalid;

  if (n == 0 || option_open)
    return TRUE;

  return gw_ctl_refuse (error,
                        g_dngettext (GETTEXT_PACKAGE,
                                     "In this version %u required answer is missing or breaks a rule of the form. Complete "
                                     "it and freeze the report again, or say --open to hand it in as it is.",
                                     "In this version %u required answers are missing or break a rule of the form. Complete "
                                     "them and freeze the report again, or say --open to hand it in as it is.", n), n);
}

gboolean
gw_ctl_report_run_submit (GwCtl              *ctl,
                          const char *const  *arguments,
                          GError            **error)
{
  g_autoptr (GwReport) report = find_report (ctl, arguments[0], TRUE, error);
  g_autoptr (GwFrozen) frozen = NULL;
  g_autoptr (GwSubmission) submission = NULL;
  GError *problem = NULL;
  Ask ask = { .code = option_code };
  GwProfile *profile;
  GwSubmitting submitting;

  if (report == NULL)
    return FALSE;
  profile = gw_ctl_open_profile (ctl, NULL);
  if (!gw_profile_can_write (profile, GW_SUBMISSION_DB))
    return gw_ctl_refuse (error, _("The account of this profile cannot hand reports in."));
  ask.report = gw_report_get_id (report);
  frozen = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), find_version_on_thread, &ask, &problem);
  if (frozen == NULL)
    return explain (problem, error);
  if (!check_open (frozen, error))
    return FALSE;
  gw_hand_in_prepare (report, frozen, gw_profile_get_name (profile), &submitting);
  ask.submitting = &submitting;
  submission = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), submit_on_thread, &ask, &problem);
  if (submission == NULL)
    return explain (problem, error);
  say_submission (ctl, submission);

  return TRUE;
}

gboolean
gw_ctl_report_run_submissions (GwCtl              *ctl,
                               const char *const  *arguments,
                               GError            **error)
{
  g_autoptr (GwReport) report = find_report (ctl, arguments[0], FALSE, error);
  Ask ask = { .report = report != NULL ? gw_report_get_id (report) : NULL };
  g_autoptr (GPtrArray) list = NULL;

  if (report == NULL)
    return FALSE;
  list = gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), list_submissions_on_thread, &ask, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    say_submission (ctl, g_ptr_array_index (list, i));

  return list != NULL;
}

gboolean
gw_ctl_report_run_reply (GwCtl              *ctl,
                         const char *const  *arguments,
                         GError            **error)
{
  GwProfile *profile;
  Ask ask = { .remark = arguments[0] };
  JsonObject *line;

  if (!g_str_has_prefix (arguments[0], "review:"))
    return gw_ctl_misuse (error, _("“%s” is no remark; “report submissions” lists them."), arguments[0]);
  if (!gw_ctl_report_may (ctl, TRUE, error))
    return FALSE;
  profile = gw_ctl_open_profile (ctl, NULL);
  ask.country = gw_profile_get_country (profile);
  ask.author = gw_profile_get_name (profile);
  option_words = g_strdup (arguments[1] != NULL ? arguments[1] : "");
  if (gw_ctl_open_thread (ctl, error) == NULL
      || gw_store_thread_run_sync (gw_ctl_open_thread (ctl, NULL), answer_on_thread, &ask, error) == NULL)
    return FALSE;
  line = json_object_new ();
  json_object_set_boolean_member (line, "ok", TRUE);
  gw_ctl_say (ctl, line, "%s", _("The Secretariat gets it with the next exchange."));

  return TRUE;
}
