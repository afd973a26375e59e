/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/bundles/gw-copies.h"
#include "core/store/gw-store-bin.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-passphrase.h"

static gboolean option_yes;
static gboolean option_of_another;

static const GOptionEntry restore_options[] = {
  { "yes", 0, 0, G_OPTION_ARG_NONE, &option_yes,
    N_("Put it back; without it, only what the copy holds is said"), NULL },
  { "of-another", 0, 0, G_OPTION_ARG_NONE, &option_of_another,
    N_("Also when it is a copy of another account’s desk"), NULL },
  { NULL },
};

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;
  g_autofree char *sentence = NULL;

  if (own->domain == GW_STORE_ERROR && own->code == GW_STORE_ERROR_BUSY)
    return gw_ctl_refuse (error, _("Nothing was changed: another program, perhaps Godwit’s window, has this profile "
                                   "open. Please close it first."));
  if (own->domain == GW_STORE_ERROR
      && (own->code == GW_STORE_ERROR_DAMAGED || own->code == GW_STORE_ERROR_INVALID))
    return gw_ctl_refuse (error, _("This file is damaged, or no copy made by Godwit. Nothing was changed. (%s)"),
                          own->message);
  if (own->domain != GW_BUNDLE_ERROR) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  sentence = gw_sealed_copy_dup_sentence (own);

  return gw_ctl_refuse (error, "%s (%s: %s)", sentence, gw_bundle_error_get_name (own->code), own->message);
}

static JsonObject *
describe (const char   *path,
          GwBackupInfo *info)
{
  JsonObject *line = json_object_new ();
  g_autofree char *changed = info->last_change != 0 ? gw_time_format (info->last_change) : NULL;

  json_object_set_string_member (line, "copy", path);
  if (info->account != NULL)
    json_object_set_string_member (line, "account", info->account);
  if (info->country != NULL)
    json_object_set_string_member (line, "country", info->country);
  json_object_set_int_member (line, "documents", info->documents);
  json_object_set_int_member (line, "reports", gw_backup_info_count (info, "report"));
  json_object_set_int_member (line, "answers", gw_backup_info_count (info, "answer"));
  json_object_set_int_member (line, "actions", gw_backup_info_count (info, "action"));
  json_object_set_int_member (line, "waiting", info->waiting);
  if (changed != NULL)
    json_object_set_string_member (line, "last_change", changed);
  if (info->last_author != NULL)
    json_object_set_string_member (line, "last_author", info->last_author);

  return line;
}

static void
say_info (GwCtl        *ctl,
          const char   *path,
          GwBackupInfo *info)
{
  g_autofree char *changed = info->last_change != 0 ? gw_time_format (info->last_change) : NULL;

  /* TRANSLATORS: %1$u to %4$u are numbers, %5$s is a time and %6$s who made the change. */
  gw_ctl_say (ctl, describe (path, info),
              _("Documents: %1$u. Reports: %2$u. Answers: %3$u. Actions: %4$u. Last change: %5$s, %6$s."),
              info->documents, gw_backup_info_count (info, "report"), gw_backup_info_count (info, "answer"),
              gw_backup_info_count (info, "action"), changed != NULL ? changed : "–",
              info->last_author != NULL ? info->last_author : "–");
}

static gboolean
write_here (GwCtl      *ctl,
            GwProfile  *profile,
            GwStore    *store,
            GError    **error)
{
  g_autofree char *path = gw_profile_dup_backup_asked (profile);
  g_autoptr (GwBackupInfo) info =
    gw_backup_make (store, path, gw_profile_get_name (profile), gw_profile_get_country (profile), error);

  if (info == NULL)
    return FALSE;
  gw_profile_prune_backups (profile);
  say_info (ctl, path, info);

  return TRUE;
}

static gboolean
write_away (GwCtl       *ctl,
            GwProfile   *profile,
            GwStore     *store,
            const char  *path,
            GError     **error)
{
  g_autoptr (GwBackupInfo) info = NULL;
  GError *problem = NULL;
  char *passphrase;

  /* By its name it is known later on. */
  if (!gw_sealed_copy_is_one (path))
    return gw_ctl_misuse (error, _("The name of a copy for a stick ends in “%s”."), GW_SEALED_COPY_SUFFIX);
  passphrase = gw_ctl_ask_passphrase (TRUE, error);
  if (passphrase == NULL)
    return FALSE;
  info = gw_copies_carry (store, gw_profile_get_directory (profile), gw_profile_get_name (profile),
                          gw_profile_get_country (profile), path, passphrase, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (info == NULL)
    return explain (problem, error);
  say_info (ctl, path, info);

  return TRUE;
}

static gboolean
run_write (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  GwProfile *profile = gw_ctl_open_profile (ctl, NULL);

  if (store == NULL)
    return FALSE;

  return arguments[0] == NULL ? write_here (ctl, profile, store, error)
                              : write_away (ctl, profile, store, arguments[0], error);
}

/* Once a day: also what the bin has had for long enough goes, and only after the copy was made. */
static gboolean
run_daily (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  GwProfile *profile = gw_ctl_open_profile (ctl, NULL);
  g_autofree char *path = store != NULL ? gw_profile_dup_backup_due (profile) : NULL;
  g_autoptr (GwBackupInfo) info = NULL;

  if (store == NULL || path == NULL)
    return store != NULL;
  info = gw_backup_make (store, path, gw_profile_get_name (profile), gw_profile_get_country (profile), error);
  if (info == NULL || !gw_store_forget_binned (store, error))
    return FALSE;
  gw_profile_prune_backups (profile);
  say_info (ctl, path, info);

  return TRUE;
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);
  g_autoptr (GPtrArray) list = profile != NULL ? gw_profile_list_backups (profile) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const GwBackup *backup = g_ptr_array_index (list, i);
    g_autofree char *time = gw_time_format (backup->time), *name = g_path_get_basename (backup->path);
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "copy", backup->path);
    json_object_set_string_member (line, "time", time);
    json_object_set_string_member (line, "kind", backup->kind);
    json_object_set_int_member (line, "bytes", backup->size);
    gw_ctl_say (ctl, line, "%s\t%s\t%" G_GINT64_FORMAT "\t%s", time, backup->kind, backup->size, name);
  }

  return list != NULL;
}

/* A path, or the name of one of the profile's own copies. */
static char *
find_copy (GwProfile  *profile,
           const char *said)
{
  g_autofree char *folder = gw_profile_dup_backups_path (profile);
  g_autofree char *own = g_build_filename (folder, said, NULL);

  return g_strdup (strchr (said, G_DIR_SEPARATOR) == NULL && g_file_test (own, G_FILE_TEST_EXISTS) ? own : said);
}

static gboolean
put_back (GwCtl         *ctl,
          GwProfile     *profile,
          const char    *path,
          const char    *passphrase,
          GwBackupInfo  *info,
          GError       **error)
{
  GError *problem = NULL;

  if (!option_of_another && info->account != NULL && strcmp (info->account, gw_profile_get_name (profile)) != 0)
    return gw_ctl_refuse (error, _("It is a copy of the desk of “%s”. Nothing was changed. Say --of-another if that is "
                                   "what you want."), info->account);
  if (!gw_copies_put_back (gw_profile_get_directory (profile), path, passphrase, NULL, &problem))
    return explain (problem, error);
  say_info (ctl, path, info);
  if (!gw_ctl_is_json (ctl))
    gw_ctl_say (ctl, json_object_new (), "%s", _("It is put back. What was there before is among the copies, and the "
                                                 "next exchange brings what is newer on the server."));

  return TRUE;
}

static gboolean
run_restore (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);
  g_autofree char *path = profile != NULL ? find_copy (profile, arguments[0]) : NULL;
  g_autoptr (GwBackupInfo) info = NULL;
  GError *problem = NULL;
  char *passphrase = NULL;
  gboolean ok = FALSE;

  if (path == NULL)
    return FALSE;
  if (gw_sealed_copy_is_one (path) && (passphrase = gw_ctl_ask_passphrase (FALSE, error)) == NULL)
    return FALSE;
  info = gw_copies_look (gw_profile_get_directory (profile), path, passphrase, NULL, &problem);
  if (info == NULL) {
    explain (problem, error);
  } else if (option_yes) {
    ok = put_back (ctl, profile, path, passphrase, info, error);
  } else {
    say_info (ctl, path, info);
    if (!gw_ctl_is_json (ctl))
      gw_ctl_say (ctl, json_object_new (), "%s", _("Nothing was changed. Say --yes to put it back."));
    ok = TRUE;
  }
  if (passphrase != NULL)
    gw_ctl_wipe_passphrase (passphrase);

  return ok;
}

static const GwCtlCommand commands[] = {
  { "write", "[FILE]",
    N_("Copy all that is here, and look into the copy: among the copies of the profile, or, with a passphrase, into a "
       "sealed file for a stick. The passphrase comes from GODWIT_PASSPHRASE or is asked for."), NULL, 0, 1, run_write },
  { "daily", "", N_("Make the copy of the day where there is none yet, and let go what has been in the bin for 90 "
                    "days, as the window does each day."), NULL, 0, 0, run_daily },
  { "list", "", N_("List the copies of the profile, the newest first."), NULL, 0, 0, run_list },
  { NULL },
};

const GwCtlGroup gw_ctl_backup = { "backup", N_("Copies of all that is here."), commands };

static const GwCtlCommand restore_commands[] = {
  { NULL, "[--yes] [--of-another] COPY",
    N_("Say what a copy holds, and with --yes put it in the place of what is here, which is kept among the copies. To "
       "the server and to colleagues it is a new desk: nothing is deleted there, and what is newer comes back."),
    restore_options, 1, 1, run_restore },
  { NULL },
};

const GwCtlGroup gw_ctl_restore = { "restore", N_("Put a copy back."), restore_commands };
