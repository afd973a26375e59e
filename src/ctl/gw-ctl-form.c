/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/forms/gw-form-log.h"
#include "core/forms/gw-form-session.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-form-file.h"
#include "ctl/gw-ctl-form-library.h"
#include "ctl/gw-ctl-form-record.h"
#include "ctl/gw-ctl-groups.h"

static char *option_media;
static char *option_now;
static char *option_zone;
static gint64 option_seed;
static char *option_context;
static char *option_language;

static const GOptionEntry check_options[] = {
  { "media", 0, 0, G_OPTION_ARG_FILENAME, &option_media, N_("The folder of the form’s files"), "DIR" },
  { NULL },
};

static const GOptionEntry run_options[] = {
  { "media", 0, 0, G_OPTION_ARG_FILENAME, &option_media, N_("The folder of the form’s files"), "DIR" },
  { "now", 0, 0, G_OPTION_ARG_STRING, &option_now, N_("The moment it is filled in, instead of the "
                                                      "script’s"), "TIME" },
  { "tz", 0, 0, G_OPTION_ARG_STRING, &option_zone, N_("The time zone, instead of the script’s"), "ZONE" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &option_seed, N_("The seed of what is random"), "N" },
  { NULL },
};

static const GOptionEntry eval_options[] = {
  { "media", 0, 0, G_OPTION_ARG_FILENAME, &option_media, N_("The folder of the form’s files"), "DIR" },
  { "context", 0, 0, G_OPTION_ARG_STRING, &option_context, N_("The node that “.” means"), "NODE" },
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language of the form, as fr"),
    "CODE" },
  { "now", 0, 0, G_OPTION_ARG_STRING, &option_now, N_("The moment it is filled in"), "TIME" },
  { "tz", 0, 0, G_OPTION_ARG_STRING, &option_zone, N_("The time zone"), "ZONE" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &option_seed, N_("The seed of what is random"), "N" },
  { NULL },
};

static void
say_issue (GwCtl             *ctl,
           const GwFormIssue *issue,
           const char        *file)
{
  g_autofree char *text = gw_form_issue_dup_text (issue, file);
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "code", gw_form_issue_code_get_tag (issue->code));
  json_object_set_string_member (line, "severity", issue->is_fault ? "fault" : "warning");
  json_object_set_int_member (line, "line", issue->line);
  if (issue->node != NULL)
    json_object_set_string_member (line, "node", issue->node);
  if (issue->expression != NULL)
    json_object_set_string_member (line, "expression", issue->expression);
  json_object_set_string_member (line, "detail", issue->detail);
  json_object_set_string_member (line, "sentence", _(gw_form_issue_code_get_sentence (issue->code)));
  gw_ctl_say (ctl, line, "%s", text);
}

static void
say_form (GwCtl  *ctl,
          GwForm *form)
{
  const char *const *languages = gw_form_get_languages (form);
  const char *version = gw_form_get_version (form);
  JsonArray *names = json_array_new ();
  JsonObject *line = json_object_new ();

  for (guint i = 0; languages != NULL && languages[i] != NULL; i++)
    json_array_add_string_element (names, languages[i]);
  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "id", gw_form_get_id (form));
  json_object_set_string_member (line, "version", version);
  json_object_set_string_member (line, "title", gw_form_get_title (form));
  json_object_set_array_member (line, "languages", names);
  gw_ctl_say (ctl, line, "%s\t%s\t%s", gw_form_get_id (form), version != NULL ? version : "",
              gw_form_get_title (form));
}

static gboolean
run_check (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_autofree char *path = gw_ctl_find_form (arguments[0]);
  g_autofree char *media = gw_ctl_find_media (path, option_media);
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwForm) form = gw_form_load_file (path, media, &issues, &problem);

  for (guint i = 0; issues != NULL && i < issues->len; i++)
    say_issue (ctl, g_ptr_array_index (issues, i), arguments[0]);
  if (form != NULL) {
    say_form (ctl, form);
    return TRUE;
  }
  if (g_error_matches (problem, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED))
    return gw_ctl_refuse (error, _("The form %s has faults and cannot be filled in."), arguments[0]);

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
print_line (const char *line,
            gpointer    user_data)
{
  printf ("%s\n", line);
}

static gboolean
run_run (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autoptr (GwForm) form = gw_ctl_load_form (arguments[0], option_media, error);
  g_autofree char *script = NULL;

  if (form == NULL)
    return FALSE;
  script = gw_ctl_read_input (arguments[1], error);

  return script != NULL
         && gw_form_log_run (form, script, -1, option_now, option_zone, option_seed, print_line, NULL,
                             error);
}

static gboolean
run_write (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_autoptr (GwForm) form = gw_ctl_load_form (arguments[0], option_media, error);
  g_autofree char *script = form != NULL ? gw_ctl_read_input (arguments[1], error) : NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GBytes) record = NULL;
  gsize size;
  const char *text;

  if (script == NULL)
    return FALSE;
  session = gw_form_log_fill (form, script, -1, option_now, option_zone, option_seed, error);
  if (session == NULL)
    return FALSE;
  gw_form_session_finalise (session);
  record = gw_form_session_write_instance (session);
  text = g_bytes_get_data (record, &size);
  fwrite (text, 1, size, stdout);

  return TRUE;
}

static gboolean
fill_environment (GwFormEnvironment  *environment,
                  GError            **error)
{
  if (option_now != NULL && !gw_time_parse (option_now, &environment->now))
    return gw_ctl_misuse (error, _("“%s” is no moment, as 2027-03-01T12:00:00Z is."), option_now);
  if (option_zone != NULL) {
    environment->time_zone = g_time_zone_new_identifier (option_zone);
    if (environment->time_zone == NULL)
      return gw_ctl_misuse (error, _("There is no time zone “%s”."), option_zone);
  }
  environment->seed = option_seed;
  environment->language = g_strdup (option_language);

  return TRUE;
}

static gboolean
run_eval (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GwForm) form = gw_ctl_load_form (arguments[0], option_media, error);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwFormSession) session = NULL;
  g_autofree char *value = NULL;
  JsonObject *line;

  if (form == NULL || !fill_environment (environment, error))
    return FALSE;
  session = gw_form_session_new (form, environment, NULL);
  value = gw_form_session_evaluate (session, arguments[1],
                                    option_context != NULL ? option_context
                                                           : gw_form_get_root_ref (form),
                                    error);
  if (value == NULL)
    return FALSE;

  line = json_object_new ();
  json_object_set_string_member (line, "value", value);
  gw_ctl_say (ctl, line, "%s", value);
  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "check", "[--media DIR] FORM", N_("Say all that is wrong with a form."), check_options, 1, 1,
    run_check },
  { "run", "[--media DIR] [--now TIME] [--tz ZONE] [--seed N] FORM SCRIPT|-",
    N_("Fill in a form as a script says, and print each state of it as JSON."), run_options, 2, 2,
    run_run },
  { "write", "[--media DIR] [--now TIME] [--tz ZONE] [--seed N] FORM SCRIPT|-",
    N_("Fill in a form as a script says, and print the finished record as XML."), run_options, 2, 2,
    run_write },
  { "seal", "FORM RECORD FOLDER [FILE…]",
    N_("Seal a record and its files with the key of the form, into a folder."), NULL, 3, -1,
    gw_ctl_form_seal },
  { "move", "OLD-FORM NEW-FORM RECORD NEW-RECORD",
    N_("Move a record to another version of its form, and say what has no place there."), NULL, 4, 4,
    gw_ctl_form_move },
  { "library", "", N_("List the forms that were published for all, as they came by sync."), NULL, 0, 0,
    gw_ctl_form_library },
  { "save", "NAME FILE", N_("Write a published form into a file."), NULL, 2, 2, gw_ctl_form_save },
  { "eval", "[--media DIR] [--context NODE] [--language CODE] [--now TIME] [--tz ZONE] [--seed N] FORM EXPRESSION",
    N_("Calculate an expression over an empty form."), eval_options, 2, 2, run_eval },
  { NULL },
};

const GwCtlGroup gw_ctl_form = { "form", N_("Forms (ODK XForms), checked and tried out."), commands };
