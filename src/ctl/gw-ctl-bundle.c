/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-passphrase.h"

static gboolean option_all;
static gboolean option_deletions;

static const GOptionEntry write_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &option_all,
    N_("Everything, not only what no bundle has held yet"), NULL },
  { NULL },
};

static const GOptionEntry read_options[] = {
  { "allow-deletions", 0, 0, G_OPTION_ARG_NONE, &option_deletions,
    N_("Let the bundle delete a large part of what is here"), NULL },
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
  json_object_set_string_member (line, "country", info->country);
  json_object_set_string_member (line, "account", info->account);
  json_object_set_string_member (line, "time", time);
  json_object_set_array_member (line, "databases", databases);
  json_object_set_boolean_member (line, "everything", info->is_everything);
  json_object_set_int_member (line, "documents", info->documents);
  json_object_set_int_member (line, "revisions", info->revisions);
  json_object_set_int_member (line, "chunks", info->chunks);
  json_object_set_int_member (line, "bytes", info->bytes);

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

static gboolean
run_write (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_autoptr (GwBundleDesk) desk = find_desk (ctl, error);
  g_autoptr (GwBundleInfo) info = NULL;
  GError *problem = NULL;
  char *passphrase = desk != NULL ? gw_ctl_ask_passphrase (TRUE, error) : NULL;

  if (passphrase == NULL)
    return FALSE;
  info = gw_bundle_write (desk, arguments[0], passphrase,
                          option_all ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT, NULL, NULL, NULL,
                          &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (info == NULL)
    return explain (problem, error);
  /* TRANSLATORS: %u is a number of changes. */
  gw_ctl_say (ctl, make_line (info),
              g_dngettext (GETTEXT_PACKAGE, "%u change was written and read back.",
                           "%u changes were written and read back.", info->documents),
              info->documents);

  return TRUE;
}

static gboolean
run_read (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GwBundleDesk) desk = find_desk (ctl, error);
  g_autoptr (GwBundleReading) reading = NULL;
  GError *problem = NULL;
  char *passphrase = desk != NULL ? gw_ctl_ask_passphrase (FALSE, error) : NULL;
  JsonObject *line;

  if (passphrase == NULL)
    return FALSE;
  reading = gw_bundle_read (desk, arguments[0], passphrase,
                            option_deletions ? GW_BUNDLE_ALLOW_DELETIONS : GW_BUNDLE_DEFAULT, NULL,
                            NULL, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (reading == NULL)
    return explain (problem, error);
  line = make_line (reading->info);
  json_object_set_int_member (line, "stored", reading->stored);
  json_object_set_int_member (line, "known", reading->known);
  json_object_set_int_member (line, "merged", reading->merged);
  json_object_set_int_member (line, "conflicts", reading->waiting);
  /* TRANSLATORS: %u are numbers of changes: those that were new, those that were here already, and
   * those of which there are several versions now. */
  gw_ctl_say (ctl, line, _("New: %u. Here already: %u. To be settled: %u."), reading->stored,
              reading->known, reading->waiting);

  return TRUE;
}

static gboolean
run_inspect (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_autoptr (GwBundleInfo) info = NULL;
  g_autofree char *time = NULL;
  g_autofree char *writer = NULL;
  g_autofree char *content = NULL;
  GError *problem = NULL;
  char *passphrase = gw_ctl_ask_passphrase (FALSE, error);

  if (passphrase == NULL)
    return FALSE;
  info = gw_bundle_inspect (NULL, arguments[0], passphrase, NULL, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (info == NULL)
    return explain (problem, error);
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

static const GwCtlCommand commands[] = {
  { "write", "FILE [--all]",
    N_("Write what is new since the last bundle into a sealed file, and read it back. The passphrase "
       "comes from GODWIT_PASSPHRASE or is asked for."), write_options, 1, 1, run_write },
  { "read", "FILE [--allow-deletions]",
    N_("Read a bundle into this profile. One that is not whole or not for this desk changes nothing."),
    read_options, 1, 1, run_read },
  { "inspect", "FILE", N_("Look through a bundle and say who wrote it; no profile is needed."), NULL, 1, 1,
    run_inspect },
  { NULL },
};

const GwCtlGroup gw_ctl_bundle = {
  "bundle", N_("Exchange without a link: by a USB stick or an e-mail."), commands
};
