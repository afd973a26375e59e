/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-server-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/server/gw-server-reply.h"
#include "ctl/gw-ctl-error.h"

#define MAX_TEXT 60000

static const char *
find_country (GError **error)
{
  g_auto (GStrv) countries = NULL;

  if (!gw_ctl_server_read_countries (&countries, error))
    return NULL;
  if (g_strv_length (countries) == 1)
    return gw_ctl_server_options.countries[0];
  gw_ctl_misuse (error, _("Say whose submission it is, with --country CODE."));

  return NULL;
}

/**
 * gw_ctl_server_receipt:
 * @arguments: the address, and the submission
 */
gboolean
gw_ctl_server_receipt (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  const char *country = find_country (error);
  g_autoptr (GwServer) server = country != NULL ? gw_ctl_server_connect (arguments[0], error) : NULL;
  g_autoptr (JsonObject) receipt = NULL;
  gboolean is_new = FALSE;
  GError *problem = NULL;
  const char *code;

  if (server == NULL)
    return FALSE;
  if (!gw_server_receipt (server, country, arguments[1], &receipt, &is_new, &problem))
    return gw_ctl_server_explain (problem, error);
  code = gw_json_get_string (receipt, "code");
  json_object_set_boolean_member (receipt, "new", is_new);
  if (!is_new)
    /* TRANSLATORS: %s is a code of digits and letters that two people can compare. */
    gw_ctl_say (ctl, g_steal_pointer (&receipt), _("There is a receipt already. Its check code is %s."), code);
  else if (gw_json_get_boolean (receipt, "checked"))
    gw_ctl_say (ctl, g_steal_pointer (&receipt), _("What was submitted is what its name says. The receipt waits for the "
                                                   "country; its check code is %s."), code);
  else
    gw_ctl_say (ctl, g_steal_pointer (&receipt), _("The receipt waits for the country; its check code is %s. Whether what "
                                                   "was submitted is what its name says was not compared: not all of it "
                                                   "has arrived."), code);

  return TRUE;
}

static char *
read_text (const char  *file,
           GError     **error)
{
  char *text = gw_ctl_read_input (file, error);

  if (text == NULL)
    return NULL;
  g_strchomp (text);
  if (*text != '\0' && strlen (text) <= MAX_TEXT && g_utf8_validate (text, -1, NULL))
    return text;
  g_free (text);
  gw_ctl_refuse (error, "%s", _("What is to be said is empty, too long for one document, or not UTF-8 text."));

  return NULL;
}

/**
 * gw_ctl_server_review:
 * @arguments: the address, the submission, and a file with the text, or "-"
 */
gboolean
gw_ctl_server_review (GwCtl              *ctl,
                      const char *const  *arguments,
                      GError            **error)
{
  static const char *const states[] = { "questions", "accepted", NULL };
  const char *state = gw_ctl_server_options.state != NULL ? gw_ctl_server_options.state : states[0];
  const char *country = find_country (error);
  g_autoptr (GwServer) server = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) stored = NULL;
  gboolean is_new = FALSE;
  GError *problem = NULL;

  if (country == NULL)
    return FALSE;
  if (!g_strv_contains (states, state))
    return gw_ctl_misuse (error, _("“%s” is not how a submission can stand; say questions or accepted."), state);
  /* The password may be the first line of the same input. */
  server = gw_ctl_server_connect (arguments[0], error);
  text = server != NULL ? read_text (arguments[2], error) : NULL;
  if (text == NULL)
    return FALSE;
  GwServerReview review = { .text = text, .question = gw_ctl_server_options.question, .state = state };
  if (!gw_server_review (server, country, arguments[1], &review, &stored, &is_new, &problem))
    return gw_ctl_server_explain (problem, error);
  json_object_set_boolean_member (stored, "new", is_new);
  gw_ctl_say (ctl, g_steal_pointer (&stored), "%s", _("It was said, and waits for the country."));

  return TRUE;
}
