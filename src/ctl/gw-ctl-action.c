/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/records/gw-action.h"
#include "core/records/gw-label.h"
#include "core/records/gw-record.h"
#include "core/records/gw-records.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_status;
static char *option_match;

static const GOptionEntry list_options[] = {
  { "status", 0, 0, G_OPTION_ARG_STRING, &option_status, N_("Only actions in this state"), "STATUS" },
  { "match", 0, 0, G_OPTION_ARG_STRING, &option_match, N_("Only actions with these words"), "WORDS" },
  { NULL },
};

/* "field=answer" into the two; the field must be one of the form's. */
static gboolean
split_answer (const char  *argument,
              char       **field,
              const char **answer,
              GError     **error)
{
  const char *equals = strchr (argument, '=');
  g_autofree char *name = equals != NULL ? g_strndup (argument, equals - argument) : NULL;
  const char *known;

  if (name == NULL || *name == '\0')
    return gw_ctl_misuse (error, _("“%s” is not of the form FIELD=ANSWER."), argument);
  known = gw_action_field_from_ref (name);
  if (gw_action_field_to_ref (known) == NULL)
    return gw_ctl_refuse (error, _("An action has no field “%s”."), name);

  *field = g_strdup (known);
  *answer = equals + 1;
  return TRUE;
}

static GwStore *
open_actions (GwCtl     *ctl,
              gboolean   write,
              GError   **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return NULL;
  if (!g_strv_contains (gw_profile_get_databases (profile), GW_RECORDS_DB)
      || (write && !gw_profile_can_write (profile, GW_RECORDS_DB))) {
    gw_ctl_refuse (error, _("The account of this profile does not keep a country’s records."));
    return NULL;
  }

  return gw_ctl_open_store (ctl, error);
}

static GwDoc *
find_action (GwStore     *store,
             const char  *id,
             GError     **error)
{
  g_autoptr (GwDoc) doc = g_str_has_prefix (id, "action:")
                              ? gw_store_get (store, GW_RECORDS_DB, id, NULL)
                              : NULL;

  if (doc != NULL && !gw_doc_is_deleted (doc))
    return g_steal_pointer (&doc);

  gw_ctl_refuse (error, _("There is no action “%s”."), id);
  return NULL;
}

static void
say_action (GwCtl    *ctl,
            GwAction *action)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "id", gw_action_get_id (action));
  json_object_set_string_member (line, "title", gw_action_get_title (action));
  json_object_set_string_member (line, "kind", gw_action_get_kind (action));
  json_object_set_string_member (line, "status", gw_action_get_status (action));
  json_object_set_string_member (line, "start_date", gw_action_get_start_date (action));
  json_object_set_string_member (line, "end_date", gw_action_get_end_date (action));
  json_object_set_int_member (line, "conflicts", gw_action_get_conflicts (action));
  gw_ctl_say (ctl, line, "%s\t%s\t%s", gw_action_get_id (action), gw_action_get_status (action),
              gw_action_get_title (action));
}

static gboolean
is_wanted (GwAction   *action,
           const char *folded)
{
  return (option_status == NULL || g_strcmp0 (gw_action_get_status (action), option_status) == 0)
         && (folded == NULL || gw_action_matches (action, folded));
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwStore *store = open_actions (ctl, FALSE, error);
  g_autofree char *folded = option_match != NULL ? gw_label_fold (option_match) : NULL;
  g_autoptr (GPtrArray) docs = NULL;

  if (store == NULL)
    return FALSE;
  docs = gw_store_list (store, GW_RECORDS_DB, "action:", NULL, -1, error);
  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    g_autoptr (GwAction) action = gw_action_new_from_doc (g_ptr_array_index (docs, i));

    if (action != NULL && is_wanted (action, folded))
      say_action (ctl, action);
  }

  return docs != NULL;
}

static void
say_id (GwCtl      *ctl,
        const char *id)
{
  JsonObject *line = json_object_new ();

  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "id", id);
  gw_ctl_say (ctl, line, "%s", id);
}

static gboolean
run_new (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  GwStore *store = open_actions (ctl, TRUE, error);
  g_autoptr (JsonObject) answers = json_object_new ();
  g_autofree char *id = NULL;

  if (store == NULL)
    return FALSE;
  for (guint i = 0; arguments[i] != NULL; i++) {
    g_autofree char *field = NULL;
    const char *answer = NULL;

    if (!split_answer (arguments[i], &field, &answer, error))
      return FALSE;
    gw_action_set_answer (answers, field, answer);
  }

  id = gw_action_store_new (store, answers, gw_profile_get_name (gw_ctl_open_profile (ctl, NULL)),
                            error);
  if (id == NULL)
    return FALSE;
  say_id (ctl, id);

  return TRUE;
}

static gboolean
run_get (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  GwStore *store = open_actions (ctl, FALSE, error);
  g_autoptr (GwDoc) doc = store != NULL ? find_action (store, arguments[0], error) : NULL;
  g_auto (GStrv) fields = NULL;

  if (doc == NULL)
    return FALSE;
  if (gw_ctl_is_json (ctl)) {
    JsonObject *line = gw_json_copy (gw_doc_get_body (doc));

    json_object_set_string_member (line, "id", gw_doc_get_id (doc));
    gw_ctl_say (ctl, line, "%s", "");
    return TRUE;
  }

  fields = gw_action_list_fields (gw_doc_get_body (doc));
  for (guint i = 0; fields[i] != NULL; i++) {
    g_autofree char *answer = gw_action_dup_answer (gw_doc_get_body (doc), fields[i]);

    gw_ctl_say (ctl, json_object_new (), "%s=%s", fields[i], answer != NULL ? answer : "");
  }

  return TRUE;
}

static gboolean
set_all (GwCtl              *ctl,
         GwStore            *store,
         const char         *id,
         const char *const  *arguments,
         GError            **error)
{
  const char *author = gw_profile_get_name (gw_ctl_open_profile (ctl, NULL));

  for (guint i = 0; arguments[i] != NULL; i++) {
    g_autofree char *field = NULL;
    const char *answer = NULL;

    if (!split_answer (arguments[i], &field, &answer, error)
        || !gw_action_store_set (store, id, field, answer, author, error))
      return FALSE;
  }

  return TRUE;
}

/* All answers or none. */
static gboolean
run_set (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  GwStore *store = open_actions (ctl, TRUE, error);
  g_autoptr (GwDoc) doc = store != NULL ? find_action (store, arguments[0], error) : NULL;

  if (doc == NULL || !gw_store_begin (store, error))
    return FALSE;
  if (!set_all (ctl, store, arguments[0], arguments + 1, error)) {
    gw_store_rollback (store);
    return FALSE;
  }
  if (!gw_store_commit (store, error))
    return FALSE;
  say_id (ctl, arguments[0]);

  return TRUE;
}

static gboolean
run_delete (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  GwStore *store = open_actions (ctl, TRUE, error);
  g_autoptr (GwDoc) doc = store != NULL ? find_action (store, arguments[0], error) : NULL;
  g_autoptr (JsonObject) last_word = NULL;

  if (doc == NULL)
    return FALSE;
  last_word = gw_record_new_last_word (gw_profile_get_name (gw_ctl_open_profile (ctl, NULL)));
  if (!gw_store_delete (store, GW_RECORDS_DB, arguments[0], gw_doc_get_rev (doc), last_word, NULL, error))
    return FALSE;
  say_id (ctl, arguments[0]);

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "list", "[--status STATUS] [--match WORDS]", N_("List the actions."), list_options, 0, 0, run_list },
  { "new", "[FIELD=ANSWER …]", N_("Record an action; several chosen values stand in one answer, "
                                  "with spaces between."), NULL, 0, -1, run_new },
  { "get", "ACTION", N_("Print an action."), NULL, 1, 1, run_get },
  { "set", "ACTION FIELD=ANSWER …", N_("Change answers of an action; an empty answer takes it away."),
    NULL, 2, -1, run_set },
  { "delete", "ACTION", N_("Delete an action."), NULL, 1, 1, run_delete },
  { NULL },
};

const GwCtlGroup gw_ctl_action = { "action", N_("What the country does for migratory species."), commands };
