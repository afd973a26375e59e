/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle.h"
#include "core/store/gw-store-sticks.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-passphrase.h"

static gboolean option_all;
static char **option_to;
static gboolean option_deletions;
static gboolean option_signer;

static const GOptionEntry write_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &option_all,
    N_("Everything, not only what is new"), NULL },
  { "to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_to,
    N_("For this account, without a passphrase; may be given several times"), "NAME" },
  { NULL },
};

static const GOptionEntry read_options[] = {
  { "allow-deletions", 0, 0, G_OPTION_ARG_NONE, &option_deletions,
    N_("Let the bundle delete a large part of what is here"), NULL },
  { "any-signer", 0, 0, G_OPTION_ARG_NONE, &option_signer,
    N_("Read it also when nobody here has confirmed who signed it"), NULL },
  { NULL },
};

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;
  g_autofree char *sentence = gw_bundle_error_dup_sentence (own);

  return gw_ctl_refuse (error, "%s (%s: %s)", sentence, gw_bundle_error_get_name (own->code),
                        own->message);
}

static JsonObject *
make_line (const GwBundleInfo *info)
{
  JsonObject *line = json_object_new ();
  JsonArray *databases = json_array_new ();
  g_autofree char *time = gw_time_format (info->time);

  for (guint i = 0; info->databases[i] != NULL; i++)
    json_array_add_string_element (databases, info->databases[i]);
  json_object_set_string_member (line, "bundle", info->id);
  json_object_set_string_member (line, "country", info->country);
  json_object_set_string_member (line, "account", info->account);
  json_object_set_string_member (line, "time", time);
  json_object_set_array_member (line, "databases", databases);
  json_object_set_boolean_member (line, "everything", info->is_everything);
  json_object_set_int_member (line, "documents", info->documents);
  json_object_set_int_member (line, "revisions", info->revisions);
  json_object_set_int_member (line, "chunks", info->chunks);
  json_object_set_int_member (line, "receipts", info->receipts);
  json_object_set_int_member (line, "bytes", info->bytes);
  json_object_set_boolean_member (line, "sealed", info->is_for_us);
  if (info->signer != NULL) {
    g_autofree char *code = gw_key_dup_code (info->signer);

    json_object_set_string_member (line, "signer", gw_key_get_account (info->signer));
    json_object_set_string_member (line, "code", code);
    json_object_set_string_member (line, "trust", gw_key_trust_get_name (info->trust));
  }

  return line;
}

/* Another store than this file's may stand behind the desk: what is typed just now is in it. */
static GwBundleDesk *
find_desk (GwCtl   *ctl,
           GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);

  return store != NULL ? gw_bundle_desk_new (gw_ctl_open_profile (ctl, error)) : NULL;
}

static GwBundleInfo *
write_with_passphrase (GwBundleDesk  *desk,
                       const char    *path,
                       GwBundleFlags  flags,
                       GError       **error)
{
  char *passphrase = gw_ctl_ask_passphrase (TRUE, error);
  GError *problem = NULL;
  GwBundleInfo *info;

  if (passphrase == NULL)
    return NULL;
  info = gw_bundle_write (desk, path, passphrase, flags, NULL, NULL, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (info == NULL)
    explain (problem, error);

  return info;
}

static GwBundleInfo *
write_for (GwBundleDesk  *desk,
           const char    *path,
           GwBundleFlags  flags,
           GError       **error)
{
  GError *problem = NULL;
  GwBundleInfo *info = gw_bundle_write_for (desk, path, (const char *const *) option_to, flags, NULL, NULL,
                                            NULL, &problem);

  if (info == NULL)
    explain (problem, error);

  return info;
}

static gboolean
run_write (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_autoptr (GwBundleDesk) desk = find_desk (ctl, error);
  GwBundleFlags flags = option_all ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT;
  g_autoptr (GwBundleInfo) info = NULL;

  if (desk == NULL)
    return FALSE;
  info = option_to != NULL ? write_for (desk, arguments[0], flags, error)
                           : write_with_passphrase (desk, arguments[0], flags, error);
  if (info == NULL)
    return FALSE;
  if (info->documents == 0)
    gw_ctl_say (ctl, make_line (info), "%s",
                _("There was nothing new; that their bundles arrived was written and read back."));
  else
    /* TRANSLATORS: %u is a number of changes. */
    gw_ctl_say (ctl, make_line (info),
                g_dngettext (GETTEXT_PACKAGE, "%u change was written and read back.",
                             "%u changes were written and read back.", info->documents),
                info->documents);

  return TRUE;
}

/* What was sealed for this desk opens by itself; only else is a passphrase asked for. */
static GwBundleReading *
read_one (GwBundleDesk  *desk,
          const char    *path,
          GError       **error)
{
  GwBundleFlags flags = (option_deletions ? GW_BUNDLE_ALLOW_DELETIONS : GW_BUNDLE_DEFAULT)
                        | (option_signer ? GW_BUNDLE_ALLOW_SIGNER : GW_BUNDLE_DEFAULT);
  GError *problem = NULL;
  GwBundleReading *reading = gw_bundle_read (desk, path, NULL, flags, NULL, NULL, NULL, &problem);
  char *passphrase;

  if (!g_error_matches (problem, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE_NEEDED)) {
    if (problem != NULL)
      g_propagate_error (error, problem);
    return reading;
  }
  g_clear_error (&problem);
  passphrase = gw_ctl_ask_passphrase (FALSE, error);
  if (passphrase == NULL)
    return NULL;
  reading = gw_bundle_read (desk, path, passphrase, flags, NULL, NULL, NULL, error);
  gw_ctl_wipe_passphrase (passphrase);

  return reading;
}

static void
say_reading (GwCtl                 *ctl,
             const GwBundleReading *reading)
{
  JsonObject *line = make_line (reading->info);

  json_object_set_int_member (line, "stored", reading->stored);
  json_object_set_int_member (line, "known", reading->known);
  json_object_set_int_member (line, "set_aside", reading->set_aside);
  json_object_set_int_member (line, "merged", reading->merged);
  json_object_set_int_member (line, "conflicts", reading->waiting);
  json_object_set_int_member (line, "arrived", reading->arrived);
  /* TRANSLATORS: %u are numbers of changes: those that were new, those that were here already, and
   * those of which there are several versions now. */
  gw_ctl_say (ctl, line, _("New: %u. Here already: %u. To be settled: %u."), reading->stored,
              reading->known, reading->waiting);
  if (reading->set_aside > 0 && !gw_ctl_is_json (ctl))
    /* TRANSLATORS: %u is a number of changes; leave the words "sync --set-aside" as they are. */
    gw_ctl_say (ctl, json_object_new (), _("Not taken, and set aside: %u. See sync --set-aside."), reading->set_aside);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (nullable): the bundles of a folder by name, so in the order in which they were written. */
static GPtrArray *
list_bundles (const char  *folder,
              GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (*name != '.' && g_str_has_suffix (name, GW_BUNDLE_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  }
  g_ptr_array_sort (paths, compare_names);

  return dir != NULL ? g_steal_pointer (&paths) : NULL;
}

/* One that is for others, or not sound, does not keep those beside it. */
static gboolean
read_folder (GwCtl         *ctl,
             GwBundleDesk  *desk,
             const char    *folder,
             GError       **error)
{
  g_autoptr (GPtrArray) paths = list_bundles (folder, error);
  guint n_refused = 0;

  for (guint i = 0; paths != NULL && i < paths->len; i++) {
    g_autoptr (GError) problem = NULL;
    GwBundleReading *reading = read_one (desk, paths->pdata[i], &problem);
    g_autofree char *name = g_path_get_basename (paths->pdata[i]);
    g_autofree char *sentence = NULL;

    if (reading != NULL) {
      say_reading (ctl, reading);
      gw_bundle_reading_free (reading);
      continue;
    }
    sentence = problem->domain == GW_BUNDLE_ERROR ? gw_bundle_error_dup_sentence (problem)
                                                  : g_strdup (problem->message);
    g_printerr ("godwitctl: %s: %s\n", name, sentence);
    n_refused += !g_error_matches (problem, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US);
  }
  if (paths == NULL)
    return FALSE;
  if (paths->len == 0)
    return gw_ctl_refuse (error, "%s", _("There is no bundle in this folder."));

  /* TRANSLATORS: %u is a number of files; what is wrong with each was said before. */
  return n_refused == 0
         || gw_ctl_refuse (error, g_dngettext (GETTEXT_PACKAGE, "%u bundle could not be read.",
                                               "%u bundles could not be read.", n_refused), n_refused);
}

static gboolean
run_read (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GwBundleDesk) desk = find_desk (ctl, error);
  GError *problem = NULL;
  GwBundleReading *reading;

  if (desk == NULL)
    return FALSE;
  if (g_file_test (arguments[0], G_FILE_TEST_IS_DIR))
    return read_folder (ctl, desk, arguments[0], error);
  reading = read_one (desk, arguments[0], &problem);
  if (reading != NULL) {
    say_reading (ctl, reading);
    gw_bundle_reading_free (reading);
    return TRUE;
  }
  if (problem->domain == GW_BUNDLE_ERROR)
    return explain (problem, error);
  g_propagate_error (error, problem);

  return FALSE;
}

/* With the keys of a profile where there is one; none is needed for a passphrase. */
static GwBundleInfo *
inspect (GwCtl       *ctl,
         const char  *path,
         GError     **error)
{
  g_autoptr (GwBundleDesk) desk = find_desk (ctl, NULL);
  GError *problem = NULL;
  GwBundleInfo *info = gw_bundle_inspect (desk, path, NULL, NULL, &problem);
  char *passphrase;

  if (g_error_matches (problem, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE_NEEDED)) {
    g_clear_error (&problem);
    passphrase = gw_ctl_ask_passphrase (FALSE, error);
    if (passphrase == NULL)
      return NULL;
    info = gw_bundle_inspect (desk, path, passphrase, NULL, &problem);
    gw_ctl_wipe_passphrase (passphrase);
  }
  if (info == NULL)
    explain (problem, error);

  return info;
}

static gboolean
run_inspect (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_autoptr (GwBundleInfo) info = inspect (ctl, arguments[0], error);
  g_autofree char *time = NULL;
  g_autofree char *writer = NULL;
  g_autofree char *content = NULL;

  if (info == NULL)
    return FALSE;
  time = gw_time_format (info->time);
  /* TRANSLATORS: %1$s is the name of an account, %2$s a country's code, %3$s a date and time. */
  writer = g_strdup_printf (_("Written by %1$s (%2$s) at %3$s."),
                            *info->account != '\0' ? info->account : "–",
                            *info->country != '\0' ? info->country : "–", time);
  /* TRANSLATORS: %u is a number of changes. */
  content = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The bundle is whole and holds %u change.",
                                          "The bundle is whole and holds %u changes.",
                                          info->documents),
                             info->documents);
  gw_ctl_say (ctl, make_line (info), "%s %s", writer, content);

  return TRUE;
}

static JsonArray *
describe_readers (const GwStickSent *sent)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < sent->readers->len; i++) {
    const GwStickReader *reader = g_ptr_array_index (sent->readers, i);
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "account", reader->account);
    json_object_set_string_member (one, "desk", reader->desk);
    if (reader->confirmed != 0) {
      g_autofree char *time = gw_time_format (reader->confirmed);

      json_object_set_string_member (one, "confirmed", time);
    }
    json_array_add_object_element (list, one);
  }

  return list;
}

/* "ben 2026-11-26T06:00:00Z, sue –" */
static char *
dup_readers (const GwStickSent *sent)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sent->readers->len; i++) {
    const GwStickReader *reader = g_ptr_array_index (sent->readers, i);
    g_autofree char *time = reader->confirmed != 0 ? gw_time_format (reader->confirmed) : NULL;

    g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", reader->account, time != NULL ? time : "–");
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GPtrArray) list = store != NULL ? gw_store_sent (store, -1, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const GwStickSent *sent = g_ptr_array_index (list, i);
    JsonObject *line = json_object_new ();
    g_autofree char *time = gw_time_format (sent->time);
    g_autofree char *readers = dup_readers (sent);

    json_object_set_string_member (line, "bundle", sent->bundle);
    json_object_set_string_member (line, "time", time);
    json_object_set_int_member (line, "documents", sent->documents);
    json_object_set_int_member (line, "bytes", sent->bytes);
    json_object_set_array_member (line, "readers", describe_readers (sent));
    gw_ctl_say (ctl, line, "%s\t%u\t%s", time, sent->documents, readers);
  }

  return list != NULL;
}

static const GwCtlCommand commands[] = {
  { "write", "FILE [--all] [--to NAME]…",
    N_("Write what is new into a sealed file, and read it back: for the named accounts, or with a "
       "passphrase, which comes from GODWIT_PASSPHRASE or is asked for."), write_options, 1, 1, run_write },
  { "read", "FILE|FOLDER [--allow-deletions] [--any-signer]",
    N_("Read a bundle, or all of a stick, into this profile. One that is not whole or not for this desk "
       "changes nothing."), read_options, 1, 1, run_read },
  { "inspect", "FILE", N_("Look through a bundle and say who wrote it; with a passphrase, no profile is needed."),
    NULL, 1, 1, run_inspect },
  { "list", "", N_("List the bundles that were written here, and who has said that they arrived."), NULL, 0, 0,
    run_list },
  { NULL },
};

const GwCtlGroup gw_ctl_bundle = {
  "bundle", N_("Exchange without a link: by a USB stick or an e-mail."), commands
};
