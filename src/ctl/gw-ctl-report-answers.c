/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-report-answers.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-report-open.h"

static char *option_language;

const GOptionEntry gw_ctl_report_answer_options[] = {
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language of the form, as fr"),
    "CODE" },
  { NULL },
};

static void
say_answer (GwCtl       *ctl,
            GwCtlReport *open,
            const char  *ref,
            const char  *value)
{
  GwFormSession *session = gw_filled_form_get_session (open->filled);
  GwFormItem *item = gw_form_session_find_item (session, ref);
  const GwAnswer *answer = gw_filled_form_get_answer (open->filled, ref);
  g_autofree char *label = item != NULL ? gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL) : NULL;
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "ref", ref);
  json_object_set_string_member (line, "value", value != NULL ? value : "");
  json_object_set_string_member (line, "label", label != NULL ? label : "");
  json_object_set_boolean_member (line, "relevant", gw_form_session_is_relevant (session, ref));
  json_object_set_boolean_member (line, "valid", item == NULL || gw_form_item_is_valid (item));
  if (answer != NULL) {
    g_autofree char *changed = gw_time_format (answer->changed);

    json_object_set_string_member (line, "author", answer->author);
    json_object_set_string_member (line, "changed", changed);
    json_object_set_int_member (line, "versions", answer->versions);
  }
  gw_ctl_say (ctl, line, "%s\t%s", ref, value != NULL ? value : "");
}

typedef struct
{
  GwCtl *ctl;
  GwCtlReport *open;
} Saying;

/* What only the form calculates is no answer of a person. */
static void
say_one (const char *ref,
         const char *value,
         gpointer    data)
{
  Saying *saying = data;

  if (gw_filled_form_get_answer (saying->open->filled, ref) != NULL)
    say_answer (saying->ctl, saying->open, ref, value);
}

static void
pass_row (const char *repeat_ref,
          const char *row_id,
          gpointer    data)
{
}

gboolean
gw_ctl_report_run_get (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], option_language, FALSE, error);
  g_autoptr (GwFormDraft) draft = NULL;
  GwFormSession *session;
  Saying saying = { ctl, open };

  if (open == NULL)
    return FALSE;
  session = gw_filled_form_get_session (open->filled);
  if (arguments[1] != NULL) {
    const char *value = gw_form_session_get_value (session, arguments[1]);

    if (value == NULL)
      return gw_ctl_refuse (error, _("The report has no question “%s”."), arguments[1]);
    say_answer (ctl, open, arguments[1], value);
    return TRUE;
  }

  draft = gw_form_session_dup_draft (session);
  gw_form_draft_foreach (draft, say_one, pass_row, &saying);
  return TRUE;
}

/* Words for what a form does not take. */
static gboolean
explain (const char  *ref,
         GError      *problem,
         GError     **error)
{
  g_autoptr (GError) own = problem;

  if (g_error_matches (own, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE))
    return gw_ctl_refuse (error, _("The report has no question “%s”."), ref);
  if (g_error_matches (own, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED))
    return gw_ctl_refuse (error, _("The form itself fills “%s” in; it takes no answer."), ref);
  if (g_error_matches (own, GW_FORM_ERROR, GW_FORM_ERROR_NOT_A_CHOICE))
    return gw_ctl_refuse (error, _("“%s” does not offer this choice."), ref);

  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static gboolean
set_one (GwFormSession  *session,
         const char     *ref,
         const char     *value,
         GError        **error)
{
  GError *problem = NULL;

  return gw_form_session_set_value (session, ref, value, &problem) || explain (ref, problem, error);
}

static gboolean
set_all (GwFormSession  *session,
         JsonObject     *answers,
         GError        **error)
{
  g_autoptr (GList) refs = json_object_get_members (answers);

  for (GList *ref = refs; ref != NULL; ref = ref->next) {
    const char *value = gw_json_get_string (answers, ref->data);

    if (value == NULL)
      return gw_ctl_refuse (error, _("The answer to “%s” is no text."), (char *) ref->data);
    if (!set_one (session, ref->data, value, error))
      return FALSE;
  }

  return TRUE;
}

/* All answers or none: they are tried on a copy first, since whatever stands in the report's own
 * session is kept. */
static gboolean
try_all (GwFormSession  *session,
         JsonObject     *answers,
         GError        **error)
{
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (session);
  g_autoptr (GwFormSession) copy
      = gw_form_session_new (gw_form_session_get_form (session), NULL, draft);

  return set_all (copy, answers, error);
}

static JsonObject *
read_answers (GError **error)
{
  g_autofree char *text = gw_ctl_read_input ("-", error);
  g_autoptr (GError) problem = NULL;
  JsonObject *answers = text != NULL ? gw_json_parse_object (text, -1, &problem) : NULL;

  if (text != NULL && answers == NULL)
    gw_ctl_refuse (error, _("%s is no JSON object: %s"), "-", problem->message);

  return answers;
}

static JsonObject *
make_answers (const char *const *arguments)
{
  JsonObject *answers = json_object_new ();

  json_object_set_string_member (answers, arguments[1], arguments[2]);
  return answers;
}

static gboolean
keep (GwCtl        *ctl,
      GwCtlReport  *open,
      const char   *ref,
      GError      **error)
{
  JsonObject *line;

  if (!gw_filled_form_flush_sync (open->filled, error))
    return FALSE;

  line = json_object_new ();
  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "id", gw_report_get_id (open->report));
  if (ref != NULL)
    json_object_set_string_member (line, "ref", ref);
  gw_ctl_say (ctl, line, "%s", ref != NULL ? ref : gw_report_get_id (open->report));
  return TRUE;
}

gboolean
gw_ctl_report_run_set (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  g_autoptr (GwCtlReport) open = NULL;
  g_autoptr (JsonObject) answers = NULL;
  GwFormSession *session;

  if (arguments[2] == NULL && strcmp (arguments[1], "-") != 0)
    return gw_ctl_misuse (error, _("The answer is missing."));
  answers = arguments[2] != NULL ? make_answers (arguments) : read_answers (error);
  open = answers != NULL ? gw_ctl_report_open (ctl, arguments[0], NULL, TRUE, error) : NULL;
  if (open == NULL)
    return FALSE;

  session = gw_filled_form_get_session (open->filled);
  return try_all (session, answers, error) && set_all (session, answers, error)
         && keep (ctl, open, arguments[2] != NULL ? arguments[1] : NULL, error);
}

gboolean
gw_ctl_report_run_add (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], NULL, TRUE, error);
  g_autofree char *row = NULL;
  g_autofree char *ref = NULL;
  GError *problem = NULL;

  if (open == NULL)
    return FALSE;
  row = gw_form_session_add_row (gw_filled_form_get_session (open->filled), arguments[1], NULL,
                                 &problem);
  if (row == NULL)
    return explain (arguments[1], problem, error);
  ref = g_strdup_printf ("%s[%s]", arguments[1], row);

  return keep (ctl, open, ref, error);
}

gboolean
gw_ctl_report_run_remove (GwCtl              *ctl,
                          const char *const  *arguments,
                          GError            **error)
{
  g_autoptr (GwCtlReport) open = gw_ctl_report_open (ctl, arguments[0], NULL, TRUE, error);
  GError *problem = NULL;

  if (open == NULL)
    return FALSE;
  if (!gw_form_session_remove_row (gw_filled_form_get_session (open->filled), arguments[1], &problem))
    return explain (arguments[1], problem, error);

  return keep (ctl, open, arguments[1], error);
}
