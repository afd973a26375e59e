/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/records/gw-bin.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

/* What others keep (the library) is theirs to bring back. */
static GStrv
list_databases (GwProfile *profile)
{
  const char *const *all = gw_profile_get_databases (profile);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++) {
    if (gw_profile_can_write (profile, all[i]))
      g_strv_builder_add (list, all[i]);
  }

  return g_strv_builder_end (list);
}

static GPtrArray *
read_bin (GwCtl   *ctl,
          GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_auto (GStrv) databases = store != NULL ? list_databases (gw_ctl_open_profile (ctl, NULL)) : NULL;

  return store != NULL ? gw_bin_list (store, (const char *const *) databases, error) : NULL;
}

static void
say_entry (GwCtl            *ctl,
           const GwBinEntry *entry)
{
  g_autofree char *deleted = gw_time_format (entry->deleted), *until = gw_time_format (entry->until);
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "db", entry->db);
  json_object_set_string_member (line, "id", entry->id);
  json_object_set_string_member (line, "kind", entry->kind);
  json_object_set_string_member (line, "title", entry->title);
  if (entry->author != NULL)
    json_object_set_string_member (line, "author", entry->author);
  json_object_set_string_member (line, "deleted", deleted);
  json_object_set_string_member (line, "until", until);
  gw_ctl_say (ctl, line, "%s\t%s\t%s\t%s\t%s", entry->id, deleted, entry->author != NULL ? entry->author : "–", until,
              entry->title);
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GPtrArray) list = read_bin (ctl, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    say_entry (ctl, g_ptr_array_index (list, i));

  return list != NULL;
}

static gboolean
run_restore (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_autoptr (GPtrArray) list = read_bin (ctl, error);
  JsonObject *line;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const GwBinEntry *entry = g_ptr_array_index (list, i);

    if (strcmp (entry->id, arguments[0]) != 0)
      continue;
    if (!gw_bin_restore (gw_ctl_open_store (ctl, NULL), entry->db, entry->id,
                         gw_profile_get_name (gw_ctl_open_profile (ctl, NULL)), error))
      return FALSE;
    line = json_object_new ();
    json_object_set_boolean_member (line, "ok", TRUE);
    json_object_set_string_member (line, "id", entry->id);
    gw_ctl_say (ctl, line, "%s", entry->id);
    return TRUE;
  }

  return list != NULL && gw_ctl_refuse (error, _("“%s” is not in the bin."), arguments[0]);
}

static const GwCtlCommand commands[] = {
  { "list", "", N_("List what was deleted here or by colleagues: when, by whom, and until when it can be brought "
                   "back."), NULL, 0, 0, run_list },
  { "restore", "DOCUMENT", N_("Bring back what was deleted; with the next exchange, for colleagues too."), NULL, 1, 1,
    run_restore },
  { NULL },
};

const GwCtlGroup gw_ctl_bin = { "bin", N_("What was deleted in the last 90 days."), commands };
