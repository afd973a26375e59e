/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-form-file.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "ctl/gw-ctl-error.h"

/**
 * gw_ctl_find_form:
 * @name: a file, or the name of a form that came with the program, as "national-report"
 *
 * Returns: (transfer full): a path
 */
char *
gw_ctl_find_form (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".xml", NULL);
  g_autofree char *shipped = g_build_filename (gw_paths_get_data_dir (), "forms", file, NULL);

  if (strchr (name, G_DIR_SEPARATOR) == NULL && !g_file_test (name, G_FILE_TEST_EXISTS)
      && g_file_test (shipped, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&shipped);

  return g_strdup (name);
}

/**
 * gw_ctl_find_media:
 * @form_path: a form
 * @chosen: (nullable): what --media said
 *
 * Returns: (transfer full): the folder of its lists and pictures: the chosen one, or the folder
 *   "media" beside the form, or the form's own
 */
char *
gw_ctl_find_media (const char *form_path,
                   const char *chosen)
{
  g_autofree char *folder = g_path_get_dirname (form_path);
  g_autofree char *media = g_build_filename (folder, "media", NULL);

  if (chosen != NULL)
    return g_strdup (chosen);

  return g_file_test (media, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&media)
                                                 : g_steal_pointer (&folder);
}

/**
 * gw_ctl_load_form:
 *
 * Returns: (transfer full): the form, or %NULL with @error
 */
GwForm *
gw_ctl_load_form (const char  *name,
                  const char  *media,
                  GError     **error)
{
  g_autofree char *path = gw_ctl_find_form (name);
  g_autofree char *folder = gw_ctl_find_media (path, media);
  g_autoptr (GError) problem = NULL;
  GwForm *form = gw_form_load_file (path, folder, NULL, &problem);

  if (form != NULL)
    return form;
  if (g_error_matches (problem, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED))
    gw_ctl_refuse (error, _("The form %s has faults and cannot be filled in; “godwitctl form check” "
                            "lists them."), name);
  else
    g_propagate_error (error, g_steal_pointer (&problem));

  return NULL;
}
