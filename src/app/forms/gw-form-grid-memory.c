/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which forms a person would rather see with rows as cards: a few lines in the person's folder of settings. Where they
 * cannot be read or written, tables are tables. */

#include "app/forms/gw-form-grid-memory.h"

#include <gio/gio.h>

#define GROUP "cards"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "godwit", "forms.ini", NULL);
}

static GKeyFile *
load (void)
{
  GKeyFile *file = g_key_file_new ();
  g_autofree char *path = dup_path ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);

  return file;
}

/* The name of a form is its author's: a key file takes less. */
static char *
dup_key (GwForm *form)
{
  return g_uri_escape_string (gw_form_get_id (form), NULL, FALSE);
}

/**
 * gw_form_grid_memory_wants_cards:
 *
 * Returns: whether the person chose cards in @form
 */
gboolean
gw_form_grid_memory_wants_cards (GwForm *form)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *key = dup_key (form);

  return g_key_file_get_boolean (file, GROUP, key, NULL);
}

static void
write_cb (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  g_autofree char *path = dup_path (), *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents (path, data, -1, &error))
    g_message ("How rows are shown is not kept: %s", error->message);
  g_task_return_boolean (task, error == NULL);
}

/**
 * gw_form_grid_memory_set_cards:
 * @cards: whether the person wants cards in @form
 *
 * Keeps it for the next time; the disk is not waited for.
 */
void
gw_form_grid_memory_set_cards (GwForm   *form,
                               gboolean  cards)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *key = dup_key (form);
  g_autoptr (GTask) task = g_task_new (form, NULL, NULL, NULL);

  if (cards)
    g_key_file_set_boolean (file, GROUP, key, TRUE);
  else
    g_key_file_remove_key (file, GROUP, key, NULL);
  g_task_set_task_data (task, g_key_file_to_data (file, NULL, NULL), g_free);
  g_task_run_in_thread (task, write_cb);
}
