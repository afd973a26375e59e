/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/net/gw-authority.h"
#include "core/sync/gw-sync-run.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-setup.h"

static char *option_name;
static char *option_role;
static char *option_country;
static char *option_language;
static char *option_from;
static gboolean option_set_aside;

#define ACCOUNT_OPTIONS \
  { "country", 0, 0, G_OPTION_ARG_STRING, &option_country, N_("Three letters, as KEN"), "CODE" }, \
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language of the program, as fr"), \
    "CODE" }, \
  { "name", 0, 0, G_OPTION_ARG_STRING, &option_name, N_("The name of the account on the server"), \
    "NAME" }, \
  { "role", 0, 0, G_OPTION_ARG_STRING, &option_role, \
    N_("nfp, alternate, respondent, secretariat, courier or guest"), "ROLE" }

static char *option_authority;
static char *option_fetch;

static const GOptionEntry set_options[] = {
  ACCOUNT_OPTIONS,
  { "authority", 0, 0, G_OPTION_ARG_FILENAME, &option_authority,
    N_("A file of certificates that vouch for the server besides those of the system, or none"), "FILE|none" },
  { "fetch-files", 0, 0, G_OPTION_ARG_STRING, &option_fetch,
    N_("Which files of colleagues are fetched before anybody looks at them"), "none|small|all" },
  { NULL },
};

static const GOptionEntry new_options[] = {
  ACCOUNT_OPTIONS,
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &option_from,
    N_("Take all this from the set-up file of another computer"), "FILE" },
  { "set-aside", 0, 0, G_OPTION_ARG_NONE, &option_set_aside,
    N_("Move a damaged profile that is there into a folder of its own first"), NULL },
  { NULL },
};

static gboolean
find_role (GwRole   otherwise,
           GwRole  *role,
           GError **error)
{
  *role = otherwise;
  if (option_role == NULL || gw_role_from_name (option_role, role))
    return TRUE;

  return gw_ctl_misuse (error, _("There is no role “%s”."), option_role);
}

static void
add_settings (JsonObject *line,
              GwProfile  *profile)
{
  const char *pem = gw_profile_get_setting (profile, GW_AUTHORITY_SETTING);
  const char *fetch = gw_profile_get_setting (profile, GW_SYNC_FETCH_SETTING);
  g_autoptr (GwAuthority) authority = pem != NULL ? gw_authority_read (pem) : NULL;

  if (authority != NULL)
    json_object_set_string_member (line, "authority", gw_authority_get_name (authority));
  if (fetch != NULL)
    json_object_set_string_member (line, "fetch_files", fetch);
}

static void
say_profile (GwCtl     *ctl,
             GwProfile *profile)
{
  JsonObject *line = json_object_new ();
  const char *role = gw_role_get_name (gw_profile_get_role (profile));

  json_object_set_string_member (line, "directory", gw_profile_get_directory (profile));
  json_object_set_string_member (line, "name", gw_profile_get_name (profile));
  json_object_set_string_member (line, "role", role);
  json_object_set_string_member (line, "country", gw_profile_get_country (profile));
  json_object_set_string_member (line, "language", gw_profile_get_language (profile));
  add_settings (line, profile);
  gw_ctl_say (ctl, line, "%s\t%s\t%s\t%s\t%s", gw_profile_get_directory (profile),
              gw_profile_get_name (profile), role, gw_profile_get_country (profile),
              gw_profile_get_language (profile));
}

/* Whether neither who sits there nor any document can be read. */
static gboolean
is_beyond_reading (const char *directory)
{
  g_autoptr (GwProfile) profile = gw_profile_open (directory, NULL);
  g_autoptr (GwStore) store = NULL;
  g_autofree char *path = NULL;

  if (profile == NULL || !gw_profile_check_store (profile, NULL))
    return TRUE;
  path = gw_profile_dup_store_path (profile);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  store = gw_store_open (path, GW_STORE_READ_ONLY, NULL);

  return store == NULL || g_error_matches (gw_store_get_fault (store), GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
}

static gboolean
set_aside (const char  *directory,
           GError     **error)
{
  g_autofree char *mark = g_build_filename (directory, "profile.json", NULL);
  g_autofree char *folder = NULL;

  if (!g_file_test (mark, G_FILE_TEST_EXISTS) && !gw_profile_has_remains (directory))
    return TRUE;
  if (!is_beyond_reading (directory))
    return gw_ctl_refuse (error, _("The profile in %s is not damaged. It was not changed."), directory);
  folder = gw_profile_set_aside (directory, error);
  if (folder == NULL)
    return FALSE;
  /* TRANSLATORS: %s is a folder. */
  g_printerr (_("The damaged profile is whole in %s. Nothing of it was deleted.\n"), folder);

  return TRUE;
}

static gboolean
make_from (GwCtl       *ctl,
           const char  *directory,
           GError     **error)
{
  if (option_name != NULL || option_role != NULL || option_country != NULL || option_language != NULL)
    return gw_ctl_misuse (error, _("The set-up file says who it is for: leave out --name, --role, --country and "
                                   "--language."));
  if (option_set_aside && !set_aside (directory, error))
    return FALSE;

  return gw_ctl_unpack (ctl, directory, option_from, error);
}

static gboolean
run_new (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  const char *directory = gw_ctl_find_directory (ctl, NULL);
  g_autoptr (GwProfile) profile = NULL;
  g_autoptr (GError) problem = NULL;
  GwRole role;

  if (directory == NULL)
    return gw_ctl_misuse (error, _("Say where the profile shall be, with --profile DIR."));
  if (option_from != NULL)
    return make_from (ctl, directory, error);
  if (option_country == NULL)
    return gw_ctl_misuse (error, _("Say which country it is for, with --country CODE."));
  if (!find_role (GW_ROLE_NFP, &role, error) || (option_set_aside && !set_aside (directory, error)))
    return FALSE;

  profile = gw_profile_create (directory, option_name != NULL ? option_name : "", role,
                               option_country, option_language != NULL ? option_language : "en",
                               &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return gw_ctl_refuse (error, _("There is a profile in %s already. It was not changed."), directory);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_EMPTY))
    return gw_ctl_refuse (error, _("There are documents in %s already, without a profile. They were not changed; "
                                   "--set-aside moves them into a folder of their own first."), directory);
  if (profile == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (gw_ctl_open_store (ctl, error) == NULL)
    return FALSE;
  say_profile (ctl, profile);

  return TRUE;
}

static gboolean
run_show (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return FALSE;
  say_profile (ctl, profile);

  return TRUE;
}

static gboolean
explain_authority (GError  *problem,
                   GError **error)
{
  g_autoptr (GError) own = problem;

  if (own->domain != GW_AUTHORITY_ERROR) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  switch ((GwAuthorityError) own->code) {
  case GW_AUTHORITY_ERROR_SECRET:
    return gw_ctl_refuse (error, _("The file holds a secret key. Ask for one with the certificate only; nothing was changed."));
  case GW_AUTHORITY_ERROR_PAST:
    return gw_ctl_refuse (error, _("The certificates in the file have ended. Ask for new ones; nothing was changed."));
  case GW_AUTHORITY_ERROR_TOO_LARGE:
  case GW_AUTHORITY_ERROR_NONE:
  default:
    return gw_ctl_refuse (error, _("The file holds no certificate that can be used. Nothing was changed."));
  }
}

static gboolean
set_authority (GwProfile  *profile,
               GError    **error)
{
  g_autoptr (GwAuthority) authority = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *problem = NULL;
  char *text = NULL;
  gsize size = 0;

  if (option_authority == NULL)
    return TRUE;
  if (g_strcmp0 (option_authority, "none") == 0)
    return gw_profile_set_setting (profile, GW_AUTHORITY_SETTING, NULL, error);
  if (!g_file_get_contents (option_authority, &text, &size, error))
    return FALSE;
  bytes = g_bytes_new_take (text, size);
  authority = gw_authority_new (bytes, g_get_real_time () / G_USEC_PER_SEC, &problem);
  if (authority == NULL)
    return explain_authority (problem, error);

  return gw_profile_set_setting (profile, GW_AUTHORITY_SETTING, gw_authority_get_pem (authority), error);
}

static gboolean
set_fetches (GwProfile  *profile,
             GError    **error)
{
  static const char *const choices[] = { "none", "small", "all", NULL };

  if (option_fetch == NULL)
    return TRUE;
  if (!g_strv_contains (choices, option_fetch))
    return gw_ctl_misuse (error, _("“%s” is no choice; say none, small or all."), option_fetch);

  return gw_profile_set_setting (profile, GW_SYNC_FETCH_SETTING, option_fetch, error);
}

static gboolean
run_set (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);
  g_autofree char *name = NULL;
  g_autofree char *country = NULL;
  GwRole role;

  if (profile == NULL || !find_role (gw_profile_get_role (profile), &role, error))
    return FALSE;

  name = g_strdup (option_name != NULL ? option_name : gw_profile_get_name (profile));
  country = g_strdup (option_country != NULL ? option_country : gw_profile_get_country (profile));
  if (!gw_profile_set_account (profile, name, role, country, error)
      || (option_language != NULL && !gw_profile_set_language (profile, option_language, error))
      || !set_authority (profile, error) || !set_fetches (profile, error))
    return FALSE;
  say_profile (ctl, profile);

  return TRUE;
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autofree char *parent = gw_paths_dup_profiles_dir ();
  g_autoptr (GPtrArray) profiles = gw_profile_list (parent);

  for (guint i = 0; i < profiles->len; i++)
    say_profile (ctl, g_ptr_array_index (profiles, i));

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "new", "--country CODE [--language CODE] [--name NAME] [--role ROLE] [--set-aside] | --from FILE [--set-aside]",
    N_("Make a profile in the folder named by --profile."), new_options, 0, 0, run_new },
  { "pack", "FILE [--everything] [--with-password]",
    N_("Write a file that sets up the next computer, sealed with a passphrase."), gw_ctl_pack_options, 1, 1,
    gw_ctl_pack },
  { "show", "", N_("Say whose profile it is."), NULL, 0, 0, run_show },
  { "set", "[--country CODE] [--language CODE] [--name NAME] [--role ROLE] [--authority FILE|none] "
    "[--fetch-files none|small|all]",
    N_("Change the account, the language, or how this desk exchanges."), set_options, 0, 0, run_set },
  { "list", "", N_("List the profiles of this user of the computer."), NULL, 0, 0, run_list },
  { NULL },
};

const GwCtlGroup gw_ctl_profile = { "profile", N_("Who sits at this desk."), commands };
