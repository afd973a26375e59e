/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/records/gw-deadlines.h"
#include "core/records/gw-plan.h"
#include "core/records/gw-records.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_language;
static char *option_meeting;
static char *option_date;
static gboolean option_open;
static char *option_source;

static const GOptionEntry read_options[] = {
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language to read in, as fr"), "CODE" },
  { NULL },
};

static const GOptionEntry date_options[] = {
  { "meeting", 0, 0, G_OPTION_ARG_STRING, &option_meeting, N_("The meeting it prepares, as CMS-COP16"),
    "MEETING" },
  { "date", 0, 0, G_OPTION_ARG_STRING, &option_date, N_("A day of one’s own to count from"), "YYYY-MM-DD" },
  { NULL },
};

static const GOptionEntry tick_options[] = {
  { "open", 0, 0, G_OPTION_ARG_NONE, &option_open, N_("Take the tick away"), NULL },
  { NULL },
};

static const GOptionEntry meeting_options[] = {
  { "source", 0, 0, G_OPTION_ARG_STRING, &option_source, N_("Where the dates were read"), "TEXT" },
  { NULL },
};

/* What a command needs beside the store. */
typedef struct
{
  GwStore *store; /* of the GwCtl */
  const char *author;
  GPtrArray *checklists;
  GwReference *reference;
} Desk;

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->checklists, g_ptr_array_unref);
  g_clear_object (&desk->reference);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static GPtrArray *
load_checklists (GwCtl   *ctl,
                 GError **error)
{
  g_auto (GStrv) languages = gw_ctl_dup_languages (ctl, option_language);

  return gw_checklist_load_all (NULL, languages[0], error);
}

static gboolean
open_desk (GwCtl     *ctl,
           gboolean   write,
           Desk      *desk,
           GError   **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return FALSE;
  if (!g_strv_contains (gw_profile_get_databases (profile), GW_RECORDS_DB)
      || (write && !gw_profile_can_write (profile, GW_RECORDS_DB)))
    return gw_ctl_refuse (error, _("The account of this profile does not keep a country’s records."));

  desk->author = gw_profile_get_name (profile);
  desk->store = gw_ctl_open_store (ctl, error);
  if (desk->store == NULL)
    return FALSE;
  desk->reference = gw_reference_load (NULL, error);
  desk->checklists = desk->reference != NULL ? load_checklists (ctl, error) : NULL;

  return desk->checklists != NULL;
}

static GwChecklist *
find_checklist (GPtrArray  *checklists,
                const char *id)
{
  for (guint i = 0; i < checklists->len; i++) {
    if (g_str_equal (gw_checklist_get_id (g_ptr_array_index (checklists, i)), id))
      return g_ptr_array_index (checklists, i);
  }

  return NULL;
}

static GwPlan *
find_plan (Desk        *desk,
           const char  *id,
           GError     **error)
{
  g_autoptr (GwDoc) doc = g_str_has_prefix (id, "plan:") ? gw_store_get (desk->store, GW_RECORDS_DB, id, NULL)
                                                         : NULL;

  if (doc != NULL && !gw_doc_is_deleted (doc))
    return gw_plan_read (desk->store, doc, desk->checklists, desk->reference, error);

  gw_ctl_refuse (error, _("There is no plan “%s”."), id);
  return NULL;
}

static void
set_text (JsonObject *line,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (line, name, text);
  else
    json_object_set_null_member (line, name);
}

static void
set_day (JsonObject  *line,
         const char  *name,
         const GDate *day)
{
  g_autofree char *text = day != NULL ? gw_date_format (day) : NULL;

  set_text (line, name, text);
}

/* When, for a person: a day, an offset, or the words of the checklist. */
static char *
dup_when (const GwChecklistItem *item,
          const GDate           *due)
{
  if (due != NULL)
    return gw_date_format (due);
  if (item == NULL)
    return g_strdup ("-");
  if (item->has_days)
    return g_strdup_printf ("%s%+d", item->anchor, item->days);

  return g_strdup (item->when != NULL ? item->when : "-");
}

static void
set_definition (JsonObject            *line,
                const GwChecklistItem *item)
{
  JsonArray *who = json_array_new ();

  for (guint i = 0; item->who[i] != NULL; i++)
    json_array_add_string_element (who, item->who[i]);
  json_object_set_array_member (line, "who", who);
  set_text (line, "anchor", item->anchor);
  if (item->has_days)
    json_object_set_int_member (line, "days", item->days);
  set_text (line, "when", item->when);
  set_text (line, "evidence", item->evidence);
  json_object_set_boolean_member (line, "hard", item->is_hard);
  set_text (line, "topic", item->topic);
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GPtrArray) checklists = load_checklists (ctl, error);

  for (guint i = 0; checklists != NULL && i < checklists->len; i++) {
    GwChecklist *checklist = g_ptr_array_index (checklists, i);
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "id", gw_checklist_get_id (checklist));
    json_object_set_string_member (line, "title", gw_checklist_get_title (checklist));
    json_object_set_string_member (line, "summary", gw_checklist_get_summary (checklist));
    json_object_set_string_member (line, "language", gw_checklist_get_language (checklist));
    json_object_set_string_member (line, "anchor", gw_checklist_get_anchor (checklist));
    json_object_set_int_member (line, "items", gw_checklist_get_n_items (checklist));
    gw_ctl_say (ctl, line, "%s\t%u\t%s", gw_checklist_get_id (checklist), gw_checklist_get_n_items (checklist),
                gw_checklist_get_title (checklist));
  }

  return checklists != NULL;
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
check_day (const char  *text,
           GError     **error)
{
  g_autoptr (GDate) day = gw_date_parse (text);

  if (day == NULL && text != NULL && *text != '\0')
    return gw_ctl_refuse (error, _("“%s” is not a day of the form YYYY-MM-DD."), text);

  return TRUE;
}

/* The meeting that a checklist prepares: the one that was named, or the next one, announced or
 * not. */
static char *
find_meeting (Desk         *desk,
              GwChecklist  *checklist,
              GError      **error)
{
  g_autoptr (GPtrArray) meetings = gw_meetings_read (desk->store, desk->reference, error);
  g_autoptr (GDate) today = gw_date_today ();
  g_autofree char *next = NULL;

  if (meetings == NULL || gw_checklist_get_body (checklist) == NULL)
    return NULL;
  next = gw_meetings_dup_next_id (meetings, gw_checklist_get_body (checklist), today);
  if (option_meeting == NULL || g_strcmp0 (option_meeting, next) == 0)
    return g_steal_pointer (&next);
  if (gw_meetings_find (meetings, option_meeting) != NULL)
    return g_strdup (option_meeting);

  gw_ctl_refuse (error, _("There is no meeting “%s”."), option_meeting);
  return NULL;
}

static gboolean
run_start (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *meeting = NULL;
  g_autofree char *id = NULL;
  GwChecklist *checklist;

  if (!open_desk (ctl, TRUE, &desk, error) || !check_day (option_date, error))
    return FALSE;
  checklist = find_checklist (desk.checklists, arguments[0]);
  if (checklist == NULL)
    return gw_ctl_refuse (error, _("There is no checklist “%s”."), arguments[0]);
  meeting = find_meeting (&desk, checklist, &fault);
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  id = gw_plan_make_id ();
  body = gw_plan_new_body (checklist, meeting, option_date, desk.author);
  if (!gw_store_put (desk.store, GW_RECORDS_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
    return FALSE;
  say_id (ctl, id);

  return TRUE;
}

static gboolean
run_move (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GwPlan) plan = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *meeting = NULL;

  if (!open_desk (ctl, TRUE, &desk, error) || !check_day (option_date, error))
    return FALSE;
  plan = find_plan (&desk, arguments[0], error);
  if (plan == NULL)
    return FALSE;
  if (gw_plan_get_checklist (plan) != NULL)
    meeting = find_meeting (&desk, gw_plan_get_checklist (plan), &fault);
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  if (!gw_plan_store_set_dates (desk.store, arguments[0], meeting, option_date, desk.author, error))
    return FALSE;
  say_id (ctl, arguments[0]);

  return TRUE;
}

static void
say_plan_item (GwCtl      *ctl,
               GwPlanItem *item)
{
  JsonObject *line = json_object_new ();
  const char *state = gw_tick_state_to_text (gw_plan_item_get_state (item));
  g_autofree char *when = dup_when (gw_plan_item_get_item (item), gw_plan_item_get_due (item));

  json_object_set_string_member (line, "id", gw_plan_item_get_id (item));
  json_object_set_string_member (line, "title", gw_plan_item_get_title (item));
  json_object_set_string_member (line, "state", state);
  set_day (line, "due", gw_plan_item_get_due (item));
  set_day (line, "computed", gw_plan_item_get_computed (item));
  set_text (line, "due_reason", gw_plan_item_get_due_reason (item));
  set_text (line, "note", gw_plan_item_get_note (item));
  set_text (line, "assignee", gw_plan_item_get_assignee (item));
  set_text (line, "reason", gw_plan_item_get_reason (item));
  set_text (line, "author", gw_plan_item_get_author (item));
  set_text (line, "changed", gw_plan_item_get_changed (item));
  json_object_set_int_member (line, "conflicts", gw_plan_item_get_conflicts (item));
  if (gw_plan_item_get_item (item) != NULL)
    set_definition (line, gw_plan_item_get_item (item));
  gw_ctl_say (ctl, line, "%s\t%s\t%s\t%s", state, when, gw_plan_item_get_id (item), gw_plan_item_get_title (item));
}

static void
show_checklist (GwCtl       *ctl,
                GwChecklist *checklist)
{
  for (guint i = 0; i < gw_checklist_get_n_items (checklist); i++) {
    const GwChecklistItem *item = gw_checklist_get_item (checklist, i);
    JsonObject *line = json_object_new ();
    g_autofree char *when = dup_when (item, NULL);

    json_object_set_string_member (line, "id", item->id);
    json_object_set_string_member (line, "title", item->title);
    set_definition (line, item);
    gw_ctl_say (ctl, line, "%s\t%s\t%s", when, item->id, item->title);
  }
}

static gboolean
run_show (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GwPlan) plan = NULL;

  if (!g_str_has_prefix (arguments[0], "plan:")) {
    g_autoptr (GPtrArray) checklists = load_checklists (ctl, error);
    GwChecklist *checklist = checklists != NULL ? find_checklist (checklists, arguments[0]) : NULL;

    if (checklist != NULL)
      show_checklist (ctl, checklist);
    else if (checklists != NULL)
      gw_ctl_refuse (error, _("There is no checklist “%s”."), arguments[0]);
    return checklist != NULL;
  }

  plan = open_desk (ctl, FALSE, &desk, error) ? find_plan (&desk, arguments[0], error) : NULL;
  for (guint i = 0; plan != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (plan)); i++)
    say_plan_item (ctl, gw_plan_get_item (plan, i));

  return plan != NULL;
}

static void
say_progress (GwCtl  *ctl,
              GwPlan *plan)
{
  JsonObject *line = json_object_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (plan));
  guint n_done = gw_plan_get_n_done (plan), n_skipped = gw_plan_get_n_skipped (plan);
  GwPlanItem *next = gw_plan_find_next (plan);
  g_autofree char *day = gw_plan_get_date (plan) != NULL ? gw_date_format (gw_plan_get_date (plan)) : NULL;

  json_object_set_string_member (line, "id", gw_plan_get_id (plan));
  set_text (line, "checklist", gw_plan_get_checklist_id (plan));
  json_object_set_string_member (line, "title", gw_plan_get_title (plan));
  set_text (line, "meeting", gw_plan_get_meeting_id (plan));
  set_text (line, "date", day);
  json_object_set_int_member (line, "items", n);
  json_object_set_int_member (line, "done", n_done);
  json_object_set_int_member (line, "skipped", n_skipped);
  json_object_set_int_member (line, "open", n - n_done - n_skipped);
  set_text (line, "next", next != NULL ? gw_plan_item_get_id (next) : NULL);
  set_day (line, "next_due", next != NULL ? gw_plan_item_get_due (next) : NULL);
  gw_ctl_say (ctl, line, "%s\t%u/%u\t%s\t%s", gw_plan_get_id (plan), n_done, n,
              day != NULL ? day : _("date not announced"), gw_plan_get_title (plan));
}

static gboolean
run_progress (GwCtl              *ctl,
              const char *const  *arguments,
              GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GPtrArray) docs = NULL;

  if (!open_desk (ctl, FALSE, &desk, error))
    return FALSE;
  if (arguments[0] != NULL) {
    g_autoptr (GwPlan) plan = find_plan (&desk, arguments[0], error);

    if (plan != NULL)
      say_progress (ctl, plan);
    return plan != NULL;
  }

  docs = gw_store_list (desk.store, GW_RECORDS_DB, "plan:", NULL, -1, error);
  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    g_autoptr (GwPlan) plan = gw_plan_read (desk.store, g_ptr_array_index (docs, i), desk.checklists,
                                            desk.reference, error);

    if (plan == NULL)
      return FALSE;
    say_progress (ctl, plan);
  }

  return docs != NULL;
}

/* Names and texts in pairs, ended by NULL. */
static gboolean
change_item (GwCtl              *ctl,
             const char *const  *arguments,
             const char *const  *changes,
             GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GwPlan) plan = open_desk (ctl, TRUE, &desk, error) ? find_plan (&desk, arguments[0], error) : NULL;
  GwPlanItem *item = plan != NULL ? gw_plan_find_item (plan, arguments[1]) : NULL;
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autofree char *tick = NULL;

  if (plan == NULL)
    return FALSE;
  if (item == NULL)
    return gw_ctl_refuse (error, _("The plan has no item “%s”."), arguments[1]);
  for (guint i = 0; changes[i] != NULL; i += 2)
    json_object_set_string_member (fields, changes[i], changes[i + 1]);
  json_object_set_string_member (fields, "title", gw_plan_item_get_title (item));
  tick = gw_tick_make_id (arguments[0], arguments[1]);
  if (!gw_tick_store_change (desk.store, tick, fields, desk.author, error))
    return FALSE;
  say_id (ctl, tick);

  return TRUE;
}

static gboolean
run_tick (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  return change_item (ctl, arguments,
                      (const char *[]) { "state", option_open ? "open" : "done", "reason", "", NULL }, error);
}

static gboolean
run_skip (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  return change_item (ctl, arguments, (const char *[]) { "state", "skipped", "reason", arguments[2], NULL }, error);
}

static gboolean
run_note (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  return change_item (ctl, arguments, (const char *[]) { "note", arguments[2], NULL }, error);
}

static gboolean
run_assign (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  return change_item (ctl, arguments, (const char *[]) { "assignee", arguments[2], NULL }, error);
}

static gboolean
run_due (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  return check_day (arguments[2], error)
         && change_item (ctl, arguments,
                         (const char *[]) { "due", arguments[2], "due_reason", arguments[3] ? arguments[3] : "", NULL },
                         error);
}

static gboolean
run_meeting (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GError) fault = NULL;

  if (!open_desk (ctl, TRUE, &desk, error) || !check_day (arguments[1], error)
      || (arguments[1] != NULL && !check_day (arguments[2], error)))
    return FALSE;
  if (gw_meeting_store_put (desk.store, desk.reference, arguments[0], arguments[1],
                            arguments[2], NULL, option_source, desk.author, &fault)) {
    say_id (ctl, arguments[0]);
    return TRUE;
  }
  if (g_error_matches (fault, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN))
    return gw_ctl_refuse (error, _("There is no meeting “%s”."), arguments[0]);
  if (g_error_matches (fault, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE))
    return gw_ctl_refuse (error, _("The last day comes before the opening day."));
  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
run_deadlines (GwCtl              *ctl,
               const char *const  *arguments,
               GError            **error)
{
  g_auto (Desk) desk = { NULL };
  g_autoptr (GPtrArray) meetings = NULL;
  g_autoptr (GPtrArray) deadlines = NULL;
  g_autoptr (GDate) today = gw_date_today ();

  if (!open_desk (ctl, FALSE, &desk, error))
    return FALSE;
  meetings = gw_meetings_read (desk.store, desk.reference, error);
  if (meetings == NULL)
    return FALSE;
  deadlines = gw_deadlines_list (meetings, desk.reference, gw_profile_get_country (gw_ctl_open_profile (ctl, NULL)),
                                 today);
  for (guint i = 0; i < deadlines->len; i++) {
    const GwDeadline *deadline = g_ptr_array_index (deadlines, i);
    JsonObject *line = json_object_new ();
    g_autofree char *day = deadline->date != NULL ? gw_date_format (deadline->date) : NULL;

    json_object_set_string_member (line, "id", deadline->id);
    json_object_set_string_member (line, "title", _(deadline->title));
    json_object_set_string_member (line, "meeting", deadline->meeting_id);
    set_text (line, "date", day);
    json_object_set_int_member (line, "days", deadline->days);
    json_object_set_boolean_member (line, "from_end", deadline->from_end);
    json_object_set_boolean_member (line, "hard", deadline->is_hard);
    json_object_set_boolean_member (line, "entered", deadline->is_entered);
    set_text (line, "basis", deadline->basis);
    gw_ctl_say (ctl, line, "%s\t%s\t%s", day != NULL ? day : _("date not announced"), deadline->meeting_id,
                _(deadline->title));
  }

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "list", "", N_("List the checklists."), read_options, 0, 0, run_list },
  { "start", "CHECKLIST [--meeting MEETING] [--date YYYY-MM-DD]",
    N_("Start a checklist as a plan, counted from the next meeting or a day of one’s own."), date_options, 1, 1,
    run_start },
  { "show", "PLAN|CHECKLIST", N_("Print the items of a plan or a checklist."), read_options, 1, 1, run_show },
  { "progress", "[PLAN]", N_("Print how far the plans are."), read_options, 0, 1, run_progress },
  { "tick", "PLAN ITEM [--open]", N_("Mark an item as done."), tick_options, 2, 2, run_tick },
  { "skip", "PLAN ITEM REASON", N_("Leave an item out, with a reason."), NULL, 3, 3, run_skip },
  { "note", "PLAN ITEM TEXT", N_("Write a note to an item; an empty one takes it away."), NULL, 3, 3, run_note },
  { "assign", "PLAN ITEM NAME", N_("Say which colleague does an item."), NULL, 3, 3, run_assign },
  { "due", "PLAN ITEM YYYY-MM-DD [REASON]", N_("Set a day that goes before the computed one; an empty one takes it away."),
    NULL, 3, 4, run_due },
  { "move", "PLAN [--meeting MEETING] [--date YYYY-MM-DD]", N_("Let a plan count from another day."), date_options, 1, 1,
    run_move },
  { "meeting", "MEETING OPENING-DAY [LAST-DAY] [--source TEXT]",
    N_("Enter the dates of a meeting; an empty day means that it is not announced."), meeting_options, 2, 3, run_meeting },
  { "deadlines", "", N_("List what is due before and after the meetings."), NULL, 0, 0, run_deadlines },
  { NULL },
};

const GwCtlGroup gw_ctl_checklist = { "checklist", N_("What to do, by when, and how far it is."), commands };
