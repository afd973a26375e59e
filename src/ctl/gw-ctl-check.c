/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static void
say_finding (GwCtl      *ctl,
             JsonObject *finding)
{
  const char *kind = gw_json_get_string (finding, "kind");
  const char *id = gw_json_get_string (finding, "id");
  const char *detail = gw_json_get_string (finding, "detail");

  gw_ctl_say (ctl, json_object_ref (finding), "%s\t%s\t%s", kind, id != NULL ? id : "", detail);
}

static gboolean
run_check (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (JsonArray) findings = NULL;
  guint n_findings;

  if (store == NULL)
    return FALSE;
  findings = gw_store_check (store, error);
  if (findings == NULL)
    return FALSE;

  n_findings = json_array_get_length (findings);
  for (guint i = 0; i < n_findings; i++)
    say_finding (ctl, json_array_get_object_element (findings, i));
  if (n_findings > 0)
    return gw_ctl_refuse (error, g_dngettext (GETTEXT_PACKAGE,
                                              "%u thing is not as it must be. Restore a backup.",
                                              "%u things are not as they must be. Restore a backup.",
                                              n_findings), n_findings);
  if (!gw_ctl_is_json (ctl))
    gw_ctl_say (ctl, json_object_new (), "%s", _("Everything is as it must be."));

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { NULL, "", N_("Look through all documents for damage; nothing is changed."), NULL, 0, 0, run_check },
  { NULL },
};

const GwCtlGroup gw_ctl_check = {
  "check", N_("Is everything in the profile as it must be?"), commands
};
