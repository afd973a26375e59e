/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-settings.h"

#include "core/base/gw-paths.h"
#include "gw-config.h"

/**
 * gw_settings_new:
 *
 * The settings of this computer's desktop: size of the window, light or dark, last profile.
 * What belongs to a person is in the profile.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL where the schema is not
 *   installed; everything works with its default then
 */
GSettings *
gw_settings_new (void)
{
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  /* GLib ends the program when a schema is missing, so it is looked for first: beside the data
   * of the build tree, then where the system keeps them. */
  source = g_settings_schema_source_new_from_directory (gw_paths_get_data_dir (),
                                                        g_settings_schema_source_get_default (),
                                                        FALSE, NULL);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, GW_APP_ID, TRUE);
  else if (g_settings_schema_source_get_default () != NULL)
    schema = g_settings_schema_source_lookup (g_settings_schema_source_get_default (),
                                              GW_APP_ID, TRUE);

  if (schema == NULL) {
    g_message ("The settings schema %s is not installed: settings are not kept", GW_APP_ID);
    return NULL;
  }

  return g_settings_new_full (schema, NULL, NULL);
}
