/* SPDX-License-Identifier: GPL-3.0-or-later */

/* form seal: what a server with a public key is sent, as files in a folder. */

#include "ctl/gw-ctl-form-record.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/forms/gw-form-seal.h"
#include "core/forms/gw-form-submission.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-form-file.h"

#define MANIFEST_NAME "submission.xml"

static GBytes *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  return file != NULL ? g_mapped_file_get_bytes (file) : NULL;
}

static GPtrArray *
read_files (const char *const  *paths,
            GError            **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_file_free);

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autoptr (GBytes) content = read_file (paths[i], error);
    g_autofree char *name = g_path_get_basename (paths[i]);

    if (content == NULL)
      return NULL;
    g_ptr_array_add (files, gw_form_file_new (name, content));
  }

  return g_steal_pointer (&files);
}

/* What is there already stays: it may be the record itself. */
static gboolean
write_file (GwCtl       *ctl,
            const char  *folder,
            const char  *name,
            GBytes      *content,
            GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  JsonObject *line;
  gsize size;
  const char *bytes = g_bytes_get_data (content, &size);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return gw_ctl_refuse (error, _("There is a file %s already; nothing is written over it."), path);
  if (!g_file_set_contents (path, bytes, (gssize) size, error))
    return FALSE;
  line = json_object_new ();
  json_object_set_string_member (line, "file", path);
  gw_ctl_say (ctl, line, "%s", path);

  return TRUE;
}

/**
 * gw_ctl_form_seal:
 * @arguments: the form, the record, the folder, and any attachments in their order
 */
gboolean
gw_ctl_form_seal (GwCtl              *ctl,
                  const char *const  *arguments,
                  GError            **error)
{
  const char *folder = arguments[2];
  g_autoptr (GwForm) form = gw_ctl_load_form (arguments[0], NULL, error);
  g_autoptr (GBytes) record = form != NULL ? read_file (arguments[1], error) : NULL;
  g_autofree char *instance_id = record != NULL ? gw_form_dup_instance_id (record, error) : NULL;
  g_autoptr (GPtrArray) files = instance_id != NULL ? read_files (arguments + 3, error) : NULL;
  g_autoptr (GwFormSealed) sealed = files != NULL
                                        ? gw_form_seal (form, instance_id, record, files, error) : NULL;

  if (sealed == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return gw_ctl_refuse (error, _("The folder %s cannot be made."), folder);
  for (guint i = 0; i < sealed->files->len; i++) {
    const GwFormFile *file = sealed->files->pdata[i];

    if (!write_file (ctl, folder, file->name, file->content, error))
      return FALSE;
  }

  return write_file (ctl, folder, MANIFEST_NAME, sealed->manifest, error);
}
