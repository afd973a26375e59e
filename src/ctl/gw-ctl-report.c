/* SPDX-License-Identifier: GPL-3.0-or-later */

/* report: reports are begun, listed and looked at. Answers are in gw-ctl-report-answers.c. */

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"
#include "core/exports/gw-report-print.h"
#include "core/reports/gw-format-pack.h"
#include "core/reports/gw-report-due.h"
#include "core/reports/gw-report-open.h"
#include "core/reports/gw-report-section.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-form-file.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-report-answers.h"
#include "ctl/gw-ctl-report-hand-in.h"
#include "ctl/gw-ctl-report-open.h"
#include "ctl/gw-ctl-report-openrosa.h"

#define DEFAULT_INSTRUMENT "cms"

static char *option_form;
static char *option_title;
static char *option_instrument;
static char *option_cycle;
static char *option_opening;
static char *option_language;
static char *option_format;
static char *option_code;
static gboolean option_unanswered;

static const GOptionEntry new_options[] = {
  { "form", 0, 0, G_OPTION_ARG_FILENAME, &option_form, N_("The form; without it the national report"),
    "FORM" },
  { "title", 0, 0, G_OPTION_ARG_STRING, &option_title, N_("What to call it"), "TITLE" },
  { "instrument", 0, 0, G_OPTION_ARG_STRING, &option_instrument, N_("The treaty it is for, as cms"),
    "ID" },
  { "cycle", 0, 0, G_OPTION_ARG_STRING, &option_cycle, N_("The meeting it is for, as CMS-COP16"), "ID" },
  { "opening", 0, 0, G_OPTION_ARG_STRING, &option_opening, N_("The day on which the meeting opens"),
    "YYYY-MM-DD" },
  { NULL },
};

static const GOptionEntry language_options[] = {
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language of the form, as fr"),
    "CODE" },
  { NULL },
};

static const GOptionEntry export_options[] = {
  { "format", 0, 0, G_OPTION_ARG_STRING, &option_format,
    N_("pdf, odt, csv, json or xml; without it, what the file’s name ends in"), "FORMAT" },
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language of the form, as fr"),
    "CODE" },
  { "code", 0, 0, G_OPTION_ARG_STRING, &option_code, N_("A frozen version, by its check code"), "CODE" },
  { "unanswered", 0, 0, G_OPTION_ARG_NONE, &option_unanswered,
    N_("Print questions without an answer, too"), NULL },
  { NULL },
};

static void
add_due (JsonObject  *line,
         GwReport    *report,
         GwReference *reference)
{
  g_autoptr (GDate) today = gw_date_today ();
  GwReportDue due = { 0 };

  gw_report_get_due (report, reference, today, &due);
  json_object_set_boolean_member (line, "announced", due.announced);
  if (due.announced) {
    g_autofree char *date = gw_date_format (&due.date);

    json_object_set_string_member (line, "due", date);
    json_object_set_int_member (line, "days_left", due.days_left);
  }
}

static void
say_report (GwCtl       *ctl,
            GwReport    *report,
            GwReference *reference)
{
  JsonObject *line = json_object_new ();
  g_autofree char *created = gw_time_format (gw_report_get_created (report));

  json_object_set_string_member (line, "id", gw_report_get_id (report));
  json_object_set_string_member (line, "title", gw_report_get_title (report));
  json_object_set_string_member (line, "instrument", gw_report_get_instrument (report));
  json_object_set_string_member (line, "cycle", gw_report_get_cycle (report));
  json_object_set_string_member (line, "country", gw_report_get_country (report));
  json_object_set_string_member (line, "form", gw_report_get_form_id (report));
  json_object_set_string_member (line, "form_version", gw_report_get_form_version (report));
  json_object_set_string_member (line, "opening", gw_report_get_opening (report));
  json_object_set_string_member (line, "state", gw_report_get_state (report));
  json_object_set_string_member (line, "created", created);
  add_due (line, report, reference);
  gw_ctl_say (ctl, line, "%s\t%s\t%s", gw_report_get_id (report), gw_report_get_cycle (report),
              gw_report_get_title (report));
}

/* What the window would call it; another cycle is called as its form. */
static char *
dup_title (void)
{
  int cop;
  char rest;

  if (option_title == NULL && option_form == NULL && option_cycle != NULL
      && sscanf (option_cycle, "CMS-COP%d%c", &cop, &rest) == 1)
    /* TRANSLATORS: The title of a report; %d is the number of the Conference of the Parties. */
    return g_strdup_printf (_("National report to COP%d"), cop);

  return g_strdup (option_title);
}

/* The chosen form; else the one that reports to the treaty are written in. */
static char *
dup_form_path (const char *folder)
{
  g_autoptr (GwFormatPack) pack = NULL;

  if (option_form != NULL)
    return gw_ctl_find_form (option_form);
  pack = gw_format_pack_find_first (folder, option_instrument != NULL ? option_instrument : DEFAULT_INSTRUMENT);

  return pack != NULL ? g_build_filename (folder, gw_format_pack_get_file (pack), NULL) : NULL;
}

/* The chosen treaty; else the one that the form belongs to. */
static char *
dup_instrument (const char *folder,
                GwForm     *form)
{
  g_autoptr (GwFormatPack) pack = gw_format_pack_find (folder, gw_form_get_id (form));

  if (option_instrument != NULL)
    return g_strdup (option_instrument);

  return g_strdup (pack != NULL ? gw_format_pack_get_instrument (pack) : DEFAULT_INSTRUMENT);
}

static GwReport *
create_report (GwCtl   *ctl,
               GError **error)
{
  g_autofree char *folder = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);
  g_autofree char *path = dup_form_path (folder);
  g_autofree char *instrument = NULL;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) xml = NULL;
  GwProfile *profile;
  GwStoreThread *thread;
  g_autofree char *title = NULL;
  GwReportPlan plan;

  if (path == NULL) {
    gw_ctl_refuse (error, _("There is no form for reports to %s here. Nothing was changed. Please choose one with --form."),
                   option_instrument != NULL ? option_instrument : DEFAULT_INSTRUMENT);
    return NULL;
  }
  form = gw_ctl_load_form (path, NULL, error);
  if (form == NULL)
    return NULL;
  title = dup_title ();
  instrument = dup_instrument (folder, form);
  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return NULL;
  xml = g_mapped_file_get_bytes (file);
  profile = gw_ctl_open_profile (ctl, error);
  thread = gw_ctl_open_thread (ctl, error);
  if (thread == NULL)
    return NULL;

  plan = (GwReportPlan) {
    .form = form,
    .form_xml = xml,
    .title = title,
    .instrument = instrument,
    .cycle = option_cycle != NULL ? option_cycle : "",
    .country = gw_profile_get_country (profile),
    .author = gw_profile_get_name (profile),
  };
  return gw_report_create_sync (thread, &plan, error);
}

/* The day is checked before anything is made. */
static gboolean
check_opening (GError **error)
{
  g_autoptr (GDate) day = option_opening != NULL ? gw_date_parse (option_opening) : NULL;

  return option_opening == NULL || day != NULL
         || gw_ctl_misuse (error, _("“%s” is no day, as 2027-03-01 is."), option_opening);
}

static gboolean
run_new (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autoptr (GwReference) reference = NULL;
  g_autoptr (GwReport) report = NULL;
  g_autoptr (GwReport) dated = NULL;

  if (!check_opening (error) || !gw_ctl_report_may (ctl, TRUE, error))
    return FALSE;
  reference = gw_ctl_load_reference (error);
  report = reference != NULL ? create_report (ctl, error) : NULL;
  if (report == NULL)
    return FALSE;
  if (option_opening != NULL
      && !gw_report_set_opening_sync (gw_ctl_open_thread (ctl, NULL), gw_report_get_id (report),
                                      option_opening, error))
    return FALSE;

  dated = gw_report_find_sync (gw_ctl_open_thread (ctl, NULL), gw_report_get_id (report), error);
  if (dated == NULL)
    return FALSE;
  say_report (ctl, dated, reference);

  return TRUE;
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GwReference) reference = NULL;
  g_autoptr (GPtrArray) reports = NULL;
  GwStoreThread *thread;

  if (!gw_ctl_report_may (ctl, FALSE, error))
    return FALSE;
  reference = gw_ctl_load_reference (error);
  thread = reference != NULL ? gw_ctl_open_thread (ctl, error) : NULL;
  reports = thread != NULL ? gw_report_read_all_sync (thread, error) : NULL;
  for (guint i = 0; reports != NULL && i < reports->len; i++)
    say_report (ctl, g_ptr_array_index (reports, i), reference);

  return reports != NULL;
}

static void
say_progress (GwCtl                *ctl,
              const char           *ref,
              const char           *title,
              const GwFormProgress *progress)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "ref", ref);
  json_object_set_string_member (line, "title", title);
  json_object_set_int_member (line, "questions", progress->questions);
  json_object_set_int_member (line, "answered", progress->answered);
  json_object_set_int_member (line, "required", progress->required);
  json_object_set_int_member (line, "required_answered", progress->required_answered);
  json_object_set_int_member (line, "invalid", progress->invalid);
  gw_ctl_say (ctl, line, "%u/%u\t%u/%u\t%s", progress->required_answered, progress->required,
              progress->answered, progress->questions, title);
}

static gboolean
run_progress (GwCtl              *ctl,
              const char *const  *arguments,
              GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], option_language, FALSE, error);
  g_autoptr (GPtrArray) sections = NULL;
  GwFormSession *session;
  GwFormProgress whole = { 0 };

  if (open == NULL)
    return FALSE;
  session = gw_filled_form_get_session (open->filled);
  sections = gw_report_dup_sections (session);
  for (guint i = 0; i < sections->len; i++) {
    const GwReportSection *section = g_ptr_array_index (sections, i);

    say_progress (ctl, section->ref, section->title, &section->progress);
  }
  gw_form_session_get_progress (session, NULL, &whole);
  say_progress (ctl, "", gw_report_get_title (open->report), &whole);

  return TRUE;
}

static gboolean
find_format (const char      *file,
             GwReportFormat  *format,
             GError         **error)
{
  const char *dot = strrchr (file, '.');
  const char *name = option_format != NULL ? option_format : dot != NULL ? dot + 1 : "";

  if (gw_report_format_from_name (name, format))
    return TRUE;

  return gw_ctl_misuse (error, _("Say in which format, with --format pdf, odt, csv, json or xml."));
}

static gboolean
write_output (const char  *file,
              GBytes      *bytes,
              GError     **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_strcmp0 (file, "-") != 0)
    return g_file_set_contents_full (file, data, size, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
  if (fwrite (data, 1, size, stdout) == size && fflush (stdout) == 0)
    return TRUE;

  return gw_ctl_refuse (error, _("The report could not be written to standard output."));
}

static gboolean
run_export (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  g_autoptr (GwCtlReport) open = NULL;
  g_autoptr (GwReference) reference = NULL;
  g_autoptr (GwReportPrint) print = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *code = NULL;
  GwReportFormat format;
  JsonObject *line;

  if (!find_format (arguments[1], &format, error))
    return FALSE;
  open = gw_ctl_report_open (ctl, arguments[0], option_language, FALSE, error);
  reference = open != NULL ? gw_ctl_load_reference (error) : NULL;
  if (reference == NULL)
    return FALSE;

  code = gw_form_dup_language_code (
      gw_form_session_get_language (gw_filled_form_get_session (open->filled)));
  print = gw_report_print_new (open->report, open->filled, reference, code,
                               option_unanswered ? GW_REPORT_PRINT_UNANSWERED
                                                 : GW_REPORT_PRINT_ANSWERED,
                               gw_time_now ());
  if (option_code != NULL
      && !gw_ctl_report_use_frozen (ctl, print, gw_report_get_id (open->report), option_code, error))
    return FALSE;
  bytes = gw_report_print_write (print, format, error);
  if (bytes == NULL || !write_output (arguments[1], bytes, error))
    return FALSE;
  if (g_strcmp0 (arguments[1], "-") == 0)
    return TRUE;

  line = json_object_new ();
  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "file", arguments[1]);
  json_object_set_int_member (line, "bytes", g_bytes_get_size (bytes));
  gw_ctl_say (ctl, line, "%s", arguments[1]);
  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "new", "[--form FORM] [--title TITLE] [--instrument ID] [--cycle ID] [--opening YYYY-MM-DD]",
    N_("Begin a report."), new_options, 0, 0, run_new },
  { "list", "", N_("List the reports, with the day they are due where it is known."), NULL, 0, 0,
    run_list },
  { "get", "[--language CODE] REPORT [NODE]", N_("Print the answers, or one of them."),
    gw_ctl_report_answer_options, 1, 2, gw_ctl_report_run_get },
  { "set", "REPORT NODE ANSWER | REPORT -",
    N_("Answer a question, or all those of a JSON object on standard input."), NULL, 2,
    3, gw_ctl_report_run_set },
  { "add", "REPORT REPEAT", N_("Add a row to a list."), NULL, 2, 2, gw_ctl_report_run_add },
  { "remove", "REPORT ROW", N_("Take a row out of a list; its answers are kept."), NULL, 2, 2,
    gw_ctl_report_run_remove },
  { "progress", "[--language CODE] REPORT", N_("Say how far each section is."), language_options, 1, 1,
    run_progress },
  { "export", "[--format FORMAT] [--language CODE] [--code CODE] [--unanswered] REPORT FILE|-",
    N_("Write the report into a file."), export_options, 2, 2, run_export },
  { "needs", "REPORT", N_("Say what is needed before the report is handed in."), NULL, 1, 1, gw_ctl_report_run_needs },
  { "freeze", "REPORT", N_("Keep the report as it is now, under a check code."), NULL, 1, 1, gw_ctl_report_run_freeze },
  { "versions", "REPORT", N_("List the frozen versions, and who cleared them."), NULL, 1, 1, gw_ctl_report_run_versions },
  { "clear", "[--code CODE] [--words TEXT] REPORT WHO", N_("Note that somebody cleared a frozen version."),
    gw_ctl_report_clear_options, 2, 2, gw_ctl_report_run_clear },
  { "changes", "[--since CODE] REPORT", N_("Say which answers changed since a frozen version."),
    gw_ctl_report_changes_options, 1, 1, gw_ctl_report_run_changes },
  { "submit", "[--code CODE] [--open] REPORT", N_("Hand a frozen version in: it leaves with the next exchange, or by stick."),
    gw_ctl_report_submit_options, 1, 1, gw_ctl_report_run_submit },
  { "send-openrosa", "[--code CODE] [--user NAME] REPORT URL",
    N_("Send a frozen version to a server that takes forms as OpenRosa says."), gw_ctl_report_send_options, 2, 2,
    gw_ctl_report_run_send },
  { "submissions", "REPORT", N_("List what was handed in, how it stands, and what the Secretariat said."), NULL, 1, 1,
    gw_ctl_report_run_submissions },
  { "reply", "[--dealt] REMARK [TEXT]", N_("Answer a remark of the Secretariat."), gw_ctl_report_reply_options, 1, 2,
    gw_ctl_report_run_reply },
  { NULL },
};

const GwCtlGroup gw_ctl_report = { "report", N_("The national report, and others like it."), commands };
