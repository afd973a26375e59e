/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-report-open.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/reports/gw-report-open.h"
#include "ctl/gw-ctl-error.h"

/**
 * gw_ctl_report_may:
 *
 * Returns: whether the account of the profile keeps reports, and may change them if @write
 */
gboolean
gw_ctl_report_may (GwCtl     *ctl,
                   gboolean   write,
                   GError   **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return FALSE;
  if (g_strv_contains (gw_profile_get_databases (profile), GW_REPORT_DB)
      && (!write || gw_profile_can_write (profile, GW_REPORT_DB)))
    return TRUE;

  return gw_ctl_refuse (error, _("The account of this profile does not keep a country’s reports."));
}

static GwFormEnvironment *
make_environment (GwProfile  *profile,
                  const char *language)
{
  GwFormEnvironment *environment = gw_form_environment_new ();

  environment->language
      = g_strdup (language != NULL ? language : gw_profile_get_language (profile));
  environment->user_name = g_strdup (gw_profile_get_name (profile));

  return environment;
}

/**
 * gw_ctl_report_open:
 * @id: of a report
 * @language: (nullable): of its form; the profile's where it is NULL
 * @write: whether it will be changed
 *
 * Returns: (transfer full): the report, or %NULL with @error
 */
GwCtlReport *
gw_ctl_report_open (GwCtl       *ctl,
                    const char  *id,
                    const char  *language,
                    gboolean     write,
                    GError     **error)
{
  g_autoptr (GwCtlReport) self = g_new0 (GwCtlReport, 1);
  g_autoptr (GwFormEnvironment) environment = NULL;
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  GwProfile *profile;
  GwStoreThread *thread;

  if (!gw_ctl_report_may (ctl, write, error))
    return NULL;
  profile = gw_ctl_open_profile (ctl, error);
  thread = gw_ctl_open_thread (ctl, error);
  if (thread == NULL)
    return NULL;

  self->report = gw_report_find_sync (thread, id, NULL);
  if (self->report == NULL) {
    gw_ctl_refuse (error, _("There is no report “%s”."), id);
    return NULL;
  }
  environment = make_environment (profile, language);
  self->filled = gw_report_open_sync (thread, gw_report_get_id (self->report),
                                      gw_profile_get_name (profile), media, environment, error);
  if (self->filled == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
gw_ctl_report_free (GwCtlReport *self)
{
  g_clear_object (&self->filled);
  g_clear_object (&self->report);
  g_free (self);
}

/**
 * gw_ctl_load_reference:
 *
 * Returns: (transfer full): the reference data that came with the program
 */
GwReference *
gw_ctl_load_reference (GError **error)
{
  g_autofree char *directory = g_build_filename (gw_paths_get_data_dir (), "reference", NULL);

  return gw_reference_load (directory, error);
}
