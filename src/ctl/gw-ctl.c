/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl.h"

#include <stdio.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/keys/gw-signer.h"
#include "ctl/gw-ctl-error.h"

struct _GwCtl
{
  char *directory;
  gboolean json;
  GwProfile *profile;
  GwStore *store;
  GwStoreThread *thread;
};

/**
 * gw_ctl_new:
 * @profile_directory: (nullable): what --profile said
 * @json: whether to speak JSON
 */
GwCtl *
gw_ctl_new (const char *profile_directory,
            gboolean    json)
{
  GwCtl *self = g_new0 (GwCtl, 1);

  self->directory = g_strdup (profile_directory);
  self->json = json;

  return self;
}

void
gw_ctl_free (GwCtl *self)
{
  if (self->thread != NULL)
    gw_store_thread_close (self->thread);
  g_clear_object (&self->thread);
  g_clear_object (&self->store);
  g_clear_object (&self->profile);
  g_free (self->directory);
  g_free (self);
}

/* Without --profile the one there is. With several, a guess could write into another person's
 * work. */
static char *
find_only_profile (GError **error)
{
  g_autofree char *parent = gw_paths_dup_profiles_dir ();
  g_autoptr (GPtrArray) directories = gw_profile_list (parent);

  if (directories->len == 1)
    return g_strdup (g_ptr_array_index (directories, 0));

  if (directories->len == 0)
    gw_ctl_misuse (error, _("There is no profile yet. Make one with “godwitctl --profile DIR profile "
                            "new --country CODE”."));
  else
    gw_ctl_misuse (error, _("There is more than one profile. Say which with --profile DIR."));
  return NULL;
}

/**
 * gw_ctl_find_directory:
 *
 * Returns: (transfer none): the profile's folder, which need not be there, or %NULL with @error
 */
const char *
gw_ctl_find_directory (GwCtl   *self,
                       GError **error)
{
  if (self->directory == NULL)
    self->directory = find_only_profile (error);

  return self->directory;
}

/**
 * gw_ctl_open_profile:
 *
 * Returns: (transfer none): the profile, or %NULL with @error
 */
GwProfile *
gw_ctl_open_profile (GwCtl   *self,
                     GError **error)
{
  g_autofree char *file = NULL;

  if (self->profile != NULL)
    return self->profile;
  if (gw_ctl_find_directory (self, error) == NULL)
    return NULL;

  file = g_build_filename (self->directory, "profile.json", NULL);
  if (!g_file_test (file, G_FILE_TEST_EXISTS)) {
    gw_ctl_refuse (error, _("There is no profile in %s."), self->directory);
    return NULL;
  }
  self->profile = gw_profile_open (self->directory, error);
  return self->profile;
}

/* What is written here is signed with the keys of the desk. Without keys it is written all the same. */
static GwKeyDesk *
new_signing_desk (GwCtl *self)
{
  return gw_key_desk_new (self->profile, NULL);
}

static gpointer
sign_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  g_autoptr (GError) problem = NULL;

  if (!gw_store_is_read_only (store) && !gw_signer_attach (store, data, &problem))
    g_message ("What is written is not signed: %s", problem->message);

  return NULL;
}

/**
 * gw_ctl_open_store:
 *
 * Returns: (transfer none): the profile's documents, for this thread, or %NULL with @error
 */
GwStore *
gw_ctl_open_store (GwCtl   *self,
                   GError **error)
{
  GwProfile *profile = gw_ctl_open_profile (self, error);
  g_autofree char *path = NULL;

  if (profile == NULL || self->store != NULL)
    return self->store;

  if (!gw_profile_check_store (profile, error))
    return NULL;
  path = gw_profile_dup_store_path (profile);
  gw_profile_finish_restore (profile);
  self->store = gw_store_open (path, GW_STORE_CREATE, error);
  if (self->store != NULL) {
    g_autoptr (GwKeyDesk) desk = new_signing_desk (self);

    sign_on_thread (self->store, desk, NULL);
  }
  return self->store;
}

/**
 * gw_ctl_open_thread:
 *
 * Returns: (transfer none): the profile's documents on a thread, for the parts of the core that
 *   ask for one, or %NULL with @error
 */
GwStoreThread *
gw_ctl_open_thread (GwCtl   *self,
                    GError **error)
{
  GwProfile *profile = gw_ctl_open_profile (self, error);
  g_autofree char *path = NULL;

  if (profile == NULL || self->thread != NULL)
    return self->thread;

  if (!gw_profile_check_store (profile, error))
    return NULL;
  path = gw_profile_dup_store_path (profile);
  self->thread = gw_store_thread_new (path, GW_STORE_CREATE, error);
  if (self->thread != NULL) {
    g_autoptr (GwKeyDesk) desk = new_signing_desk (self);

    gw_store_thread_run_sync (self->thread, sign_on_thread, desk, NULL);
  }
  return self->thread;
}

/**
 * gw_ctl_dup_languages:
 * @chosen: (nullable): what --language said
 *
 * Returns: (transfer full): the languages to read in, the dearest first: the chosen one, else the
 *   profile's, else the system's
 */
GStrv
gw_ctl_dup_languages (GwCtl      *self,
                      const char *chosen)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *const *names = g_get_language_names ();

  if (chosen == NULL && self->profile != NULL)
    chosen = gw_profile_get_language (self->profile);
  if (chosen != NULL) {
    g_strv_builder_add (builder, chosen);
  } else {
    for (guint i = 0; names[i] != NULL; i++) {
      if (g_strcmp0 (names[i], "C") != 0)
        g_strv_builder_add (builder, names[i]);
    }
  }

  return g_strv_builder_end (builder);
}

gboolean
gw_ctl_is_json (GwCtl *self)
{
  return self->json;
}

/**
 * gw_ctl_say:
 * @line: (transfer full): what to tell a program
 * @format: what to tell a person, without a line feed; "" for nothing
 *
 * Tells one result, in one of the two ways.
 */
void
gw_ctl_say (GwCtl      *self,
            JsonObject *line,
            const char *format,
            ...)
{
  g_autoptr (JsonObject) object = line;
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->json) {
    text = gw_json_to_text (object);
  } else {
    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
  }
  if (*text != '\0')
    printf ("%s\n", text);
}

/**
 * gw_ctl_read_input:
 * @file: a path, or "-" for standard input
 *
 * Returns: (transfer full): the text, or %NULL with @error
 */
char *
gw_ctl_read_input (const char  *file,
                   GError     **error)
{
  g_autoptr (GString) text = NULL;
  char buffer[4096];
  size_t n;
  char *contents = NULL;

  if (g_strcmp0 (file, "-") != 0) {
    g_file_get_contents (file, &contents, NULL, error);
    return contents;
  }

  text = g_string_new (NULL);
  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, n);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
