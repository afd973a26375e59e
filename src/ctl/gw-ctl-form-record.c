/* SPDX-License-Identifier: GPL-3.0-or-later */

/* form seal: what a server with a public key is sent, as files in a folder; form move: a record in
 * another version of its form. */

#include "ctl/gw-ctl-form-record.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/forms/gw-form-migration.h"
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

/* --- another version --- */

static void
say_answer (GwCtl            *ctl,
            const char       *what,
            const GwFormLoss *answer)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "answer", what);
  json_object_set_string_member (line, "ref", answer->ref);
  json_object_set_string_member (line, "value", answer->value);
  gw_ctl_say (ctl, line, "%s\t%s\t%s", what, answer->ref, answer->value);
}

static void
say_answers (GwCtl      *ctl,
             const char *what,
             GPtrArray  *answers)
{
  for (guint i = 0; i < answers->len; i++)
    say_answer (ctl, what, answers->pdata[i]);
}

static void
say_migration (GwCtl                 *ctl,
               const GwFormMigration *migration)
{
  say_answers (ctl, "lost", migration->lost);
  say_answers (ctl, "doubtful", migration->doubtful);
  for (guint i = 0; i < migration->added->len; i++) {
    const char *path = migration->added->pdata[i];
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "answer", "new");
    json_object_set_string_member (line, "ref", path);
    gw_ctl_say (ctl, line, "new\t%s", path);
  }
}

static gboolean
write_moved (GwCtl                  *ctl,
             GwForm                 *form,
             const GwFormMigration  *migration,
             const char             *path,
             GError                **error)
{
  g_autoptr (GwFormSession) session = gw_form_session_new (form, NULL, migration->draft);
  g_autoptr (GBytes) record = gw_form_session_write_instance (session);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);

  return write_file (ctl, folder, name, record, error);
}

/**
 * gw_ctl_form_move:
 * @arguments: the form that the record is of, the form that it is to be of, the record, and where to
 *   write it
 */
gboolean
gw_ctl_form_move (GwCtl              *ctl,
                  const char *const  *arguments,
                  GError            **error)
{
  g_autoptr (GwForm) from = gw_ctl_load_form (arguments[0], NULL, error);
  g_autoptr (GwForm) to = from != NULL ? gw_ctl_load_form (arguments[1], NULL, error) : NULL;
  g_autoptr (GBytes) record = to != NULL ? read_file (arguments[2], error) : NULL;
  g_autoptr (GPtrArray) strange = NULL;
  g_autoptr (GwFormDraft) draft = record != NULL ? gw_form_read_record (from, record, &strange, error) : NULL;
  g_autoptr (GwFormMigration) migration = NULL;

  if (draft == NULL)
    return FALSE;
  migration = gw_form_migrate (from, to, draft);
  say_answers (ctl, "lost", strange);
  say_migration (ctl, migration);

  return write_moved (ctl, to, migration, arguments[3], error);
}
