/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-setup.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/bundles/gw-setup.h"
#include "core/net/gw-secret.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-passphrase.h"

static gboolean option_everything;
static gboolean option_password;

const GOptionEntry gw_ctl_pack_options[] = {
  { "everything", 0, 0, G_OPTION_ARG_NONE, &option_everything,
    N_("All documents, not only who you are and what is yours alone"), NULL },
  { "with-password", 0, 0, G_OPTION_ARG_NONE, &option_password,
    N_("The password of the account, too: from GODWIT_PASSWORD, or from the keyring"), NULL },
  { NULL },
};

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;
  g_autofree char *sentence = NULL;

  if (own->domain != GW_BUNDLE_ERROR) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  sentence = gw_setup_dup_sentence (own);

  return gw_ctl_refuse (error, "%s (%s: %s)", sentence, gw_bundle_error_get_name (own->code), own->message);
}

/* (nullable): %NULL with @error where it is asked for and not to be had. */
static gboolean
find_password (GwProfile  *profile,
               char      **password,
               GError    **error)
{
  const char *given = g_getenv ("GODWIT_PASSWORD");
  const char *server = gw_profile_get_setting (profile, "server-url");
  const char *user = gw_profile_get_setting (profile, "server-user");

  *password = NULL;
  if (!option_password)
    return TRUE;
  if (given != NULL)
    *password = g_strdup (given);
  else if (server != NULL && user != NULL)
    *password = gw_secret_lookup (server, user);
  if (*password == NULL)
    return gw_ctl_refuse (error, _("The keyring holds no password for this account. Put it into the "
                                   "environment variable GODWIT_PASSWORD."));

  return TRUE;
}

static JsonObject *
describe (GwSetup    *setup,
          const char *path)
{
  JsonObject *line = json_object_new ();
  const char *server = g_hash_table_lookup (setup->settings, "server-url");
  const char *user = g_hash_table_lookup (setup->settings, "server-user");
  g_autofree char *time = gw_time_format (setup->time);

  json_object_set_string_member (line, "file", path);
  json_object_set_string_member (line, "time", time);
  json_object_set_string_member (line, "name", setup->name);
  json_object_set_string_member (line, "role", gw_role_get_name (setup->role));
  json_object_set_string_member (line, "country", setup->country);
  json_object_set_string_member (line, "language", setup->language);
  if (server != NULL)
    json_object_set_string_member (line, "server", server);
  if (user != NULL)
    json_object_set_string_member (line, "user", user);
  json_object_set_boolean_member (line, "password", setup->password != NULL);
  json_object_set_boolean_member (line, "everything", setup->has_everything);
  json_object_set_int_member (line, "documents", setup->documents);
  json_object_set_int_member (line, "chunks", setup->chunks);
  json_object_set_int_member (line, "bytes", setup->bytes);

  return line;
}

/**
 * gw_ctl_pack:
 *
 * Writes the set-up file that the first argument names.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_ctl_pack (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  GwProfile *profile = store != NULL ? gw_ctl_open_profile (ctl, error) : NULL;
  g_autoptr (GwSetup) setup = NULL;
  g_autofree char *store_path = NULL;
  GError *problem = NULL;
  char *password, *passphrase;

  if (profile == NULL)
    return FALSE;
  if (!gw_setup_is_one (arguments[0]))
    return gw_ctl_misuse (error, _("The name of a set-up file ends in “%s”."), GW_SETUP_SUFFIX);
  if (!find_password (profile, &password, error))
    return FALSE;
  setup = gw_setup_new (profile, password, option_everything);
  gw_ctl_wipe_passphrase (password);
  passphrase = gw_ctl_ask_passphrase (TRUE, error);
  if (passphrase == NULL)
    return FALSE;
  store_path = gw_profile_dup_store_path (profile);
  gw_setup_write (setup, store_path, arguments[0], passphrase, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (problem != NULL)
    return explain (problem, error);
  gw_ctl_say (ctl, describe (setup, arguments[0]),
              /* TRANSLATORS: %u is a number of documents. */
              g_dngettext (GETTEXT_PACKAGE, "The set-up file was written and read back. It holds %u document.",
                           "The set-up file was written and read back. It holds %u documents.",
                           setup->documents), setup->documents);

  return TRUE;
}

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GwSecretPlace *place = user_data;

  *place = gw_secret_store_finish (GW_SECRET (source), result);
  g_main_context_wakeup (NULL);
}

/* Returns: whether the keyring has it. */
static gboolean
keep_password (GwSetup *setup)
{
  g_autoptr (GwSecret) secret = gw_secret_new ();
  const char *server = g_hash_table_lookup (setup->settings, "server-url");
  const char *user = g_hash_table_lookup (setup->settings, "server-user");
  GwSecretPlace place = GW_SECRET_NOWHERE;

  if (setup->password == NULL || server == NULL || user == NULL)
    return FALSE;
  gw_secret_store_async (secret, server, user, setup->password, on_kept, &place);
  while (place == GW_SECRET_NOWHERE)
    g_main_context_iteration (NULL, TRUE);

  return place == GW_SECRET_KEYRING;
}

/**
 * gw_ctl_unpack:
 * @directory: where the profile shall be
 * @path: a set-up file
 *
 * Makes a profile of a set-up file, and says what was taken over.
 *
 * Returns: FALSE with @error set, and then there is no new profile
 */
gboolean
gw_ctl_unpack (GwCtl       *ctl,
               const char  *directory,
               const char  *path,
               GError     **error)
{
  char *passphrase = gw_ctl_ask_passphrase (FALSE, error);
  g_autoptr (GwProfile) profile = NULL;
  g_autoptr (GwSetup) setup = NULL;
  GError *problem = NULL;
  JsonObject *line;
  gboolean is_kept;

  if (passphrase == NULL)
    return FALSE;
  profile = gw_setup_make (path, passphrase, directory, &setup, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
    g_error_free (problem);
    return gw_ctl_refuse (error, _("There is a profile in %s already. It was not changed."), directory);
  }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_EMPTY)) {
    g_error_free (problem);
    return gw_ctl_refuse (error, _("There are documents in %s already, without a profile. They were not changed; "
                                   "--set-aside moves them into a folder of their own first."), directory);
  }
  if (profile == NULL)
    return explain (problem, error);
  is_kept = keep_password (setup);
  if (setup->password != NULL && !is_kept)
    g_printerr ("%s\n", _("This computer has no keyring to keep the password in. It is asked for at the next exchange."));
  line = describe (setup, path);
  json_object_set_string_member (line, "directory", gw_profile_get_directory (profile));
  json_object_set_boolean_member (line, "password_kept", is_kept);
  /* TRANSLATORS: %1$s is a folder, %2$u a number of documents. */
  gw_ctl_say (ctl, line, g_dngettext (GETTEXT_PACKAGE, "The profile is in %1$s. Taken over: %2$u document.",
                                      "The profile is in %1$s. Taken over: %2$u documents.", setup->documents),
              gw_profile_get_directory (profile), setup->documents);

  return TRUE;
}
