/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-tick.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-record.h"
#include "core/records/gw-records.h"

#define PLAN_PREFIX "plan:"
#define TICK_PREFIX "tick:"

static const char *const state_texts[] = {
  [GW_TICK_OPEN] = "open",
  [GW_TICK_DONE] = "done",
  [GW_TICK_SKIPPED] = "skipped",
};

/** gw_tick_state_to_text: Returns: (transfer none): the state as it is stored: "done" */
const char *
gw_tick_state_to_text (GwTickState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_texts), NULL);

  return state_texts[state];
}

/**
 * gw_tick_state_parse:
 * @text: (nullable): "open", "done" or "skipped"
 * @state: (out): the state; left alone where it is none
 *
 * Returns: whether @text is a state
 */
gboolean
gw_tick_state_parse (const char  *text,
                     GwTickState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_texts); i++) {
    if (g_strcmp0 (state_texts[i], text) == 0) {
      *state = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * gw_tick_make_id:
 * @plan_id: "plan:01J…"
 * @item_id: "priorities"
 *
 * Returns: (transfer full): "tick:01J…:priorities"
 */
char *
gw_tick_make_id (const char *plan_id,
                 const char *item_id)
{
  g_return_val_if_fail (plan_id && g_str_has_prefix (plan_id, PLAN_PREFIX) && item_id, NULL);

  return g_strconcat (TICK_PREFIX, plan_id + strlen (PLAN_PREFIX), ":", item_id, NULL);
}

/**
 * gw_tick_dup_plan_id:
 * @tick_id: an id
 *
 * Returns: (transfer full) (nullable): the plan it belongs to, %NULL for what is no tick
 */
char *
gw_tick_dup_plan_id (const char *tick_id)
{
  const char *item = gw_tick_find_item_id (tick_id);
  const char *ulid;

  if (!item)
    return NULL;
  ulid = tick_id + strlen (TICK_PREFIX);
  return g_strdup_printf (PLAN_PREFIX "%.*s", (int) (item - 1 - ulid), ulid);
}

/**
 * gw_tick_find_item_id:
 * @tick_id: an id
 *
 * Returns: (transfer none) (nullable): the item, within @tick_id; %NULL for what is no tick
 */
const char *
gw_tick_find_item_id (const char *tick_id)
{
  const char *colon;

  g_return_val_if_fail (tick_id, NULL);

  if (!g_str_has_prefix (tick_id, TICK_PREFIX))
    return NULL;
  colon = strchr (tick_id + strlen (TICK_PREFIX), ':');
  return colon && colon[1] ? colon + 1 : NULL;
}

static gboolean
check_changes (JsonObject  *changes,
               GError     **error)
{
  const char *due = gw_json_get_string (changes, "due");
  g_autoptr (GDate) day = gw_date_parse (due);
  GwTickState state;

  if (due && *due && !day) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE, "\"%s\" is no day as YYYY-MM-DD",
                 due);
    return FALSE;
  }
  if (json_object_has_member (changes, "state")
      && !gw_tick_state_parse (gw_json_get_string (changes, "state"), &state)) {
    g_set_error_literal (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN,
                         "A state is open, done or skipped");
    return FALSE;
  }
  return TRUE;
}

/* An empty text takes a field away, so that "no note" is one thing and not two. */
static void
apply_changes (JsonObject *body,
               JsonObject *changes)
{
  g_autoptr (GList) members = json_object_get_members (changes);

  for (GList *l = members; l; l = l->next) {
    const char *text = gw_json_get_string (changes, l->data);

    if (text && *text)
      json_object_set_string_member (body, l->data, text);
    else
      json_object_remove_member (body, l->data);
  }
}

/**
 * gw_tick_store_change:
 * @store: the store, on its thread
 * @tick_id: from gw_tick_make_id()
 * @changes: the fields to change; an empty text takes a field away
 * @author: who changes it
 * @error: return location
 *
 * Changes some fields of a tick and leaves the others as they are. Doing it twice is doing it
 * once.
 *
 * Returns: whether it is stored
 */
gboolean
gw_tick_store_change (GwStore     *store,
                      const char  *tick_id,
                      JsonObject  *changes,
                      const char  *author,
                      GError     **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (JsonObject) body = NULL;

  g_return_val_if_fail (store && tick_id && changes && author, FALSE);

  if (!check_changes (changes, error))
    return FALSE;
  doc = gw_store_get (store, GW_RECORDS_DB, tick_id, &fault);
  if (!doc && !g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  body = doc && !gw_doc_is_deleted (doc) ? gw_json_copy (gw_doc_get_body (doc))
                                         : json_object_new ();
  apply_changes (body, changes);
  gw_record_stamp (body, tick_id, author);
  return gw_store_put (store, GW_RECORDS_DB, tick_id, doc ? gw_doc_get_rev (doc) : NULL, body,
                       GW_PUT_COALESCE, NULL, error);
}

static void
join_text (JsonObject *body,
           JsonObject *other,
           const char *field,
           const char *between)
{
  const char *mine = gw_json_get_string (body, field);
  const char *theirs = gw_json_get_string (other, field);

  if (!theirs || !*theirs || g_strcmp0 (mine, theirs) == 0)
    return;
  if (mine && *mine) {
    g_autofree char *both = g_strjoin (between, mine, theirs, NULL);

    json_object_set_string_member (body, field, both);
  } else {
    json_object_set_string_member (body, field, theirs);
  }
}

/* A day cannot be two: the other one is told with the reason. */
static void
join_due (JsonObject *body,
          JsonObject *other)
{
  const char *mine = gw_json_get_string (body, "due");
  const char *theirs = gw_json_get_string (other, "due");
  g_autoptr (JsonObject) told = NULL;

  if (!theirs || g_strcmp0 (mine, theirs) == 0)
    return;
  if (!mine) {
    json_object_set_string_member (body, "due", theirs);
    return;
  }
  told = json_object_new ();
  json_object_set_string_member (told, "due_reason", theirs);
  join_text (body, told, "due_reason", "\n");
}

/**
 * gw_tick_join:
 * @versions: (element-type GwDoc): versions of a tick that stand beside each other, the shown one
 *   first
 *
 * Makes one of them: texts stand below each other, and what was done for one is done for all.
 *
 * Returns: (transfer full): the body of it, to be given to gw_record_settle()
 */
JsonObject *
gw_tick_join (GPtrArray *versions)
{
  static const char *const texts[] = { "note", "reason", "due_reason" };
  JsonObject *body;
  GwTickState state = GW_TICK_OPEN;

  g_return_val_if_fail (versions && versions->len > 0, NULL);

  body = gw_json_copy (gw_doc_get_body (g_ptr_array_index (versions, 0)));
  gw_tick_state_parse (gw_json_get_string (body, "state"), &state);
  for (guint i = 1; i < versions->len; i++) {
    JsonObject *other = gw_doc_get_body (g_ptr_array_index (versions, i));
    GwTickState theirs = GW_TICK_OPEN;

    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      join_text (body, other, texts[j], "\n");
    join_text (body, other, "assignee", ", ");
    join_due (body, other);
    gw_tick_state_parse (gw_json_get_string (other, "state"), &theirs);
    if (theirs == GW_TICK_DONE || (theirs == GW_TICK_SKIPPED && state == GW_TICK_OPEN))
      state = theirs;
  }
  json_object_set_string_member (body, "state", gw_tick_state_to_text (state));
  return body;
}

typedef struct
{
  char       *tick_id;
  JsonObject *changes;
  char       *author;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->tick_id);
  json_object_unref (change->changes);
  g_free (change->author);
  g_free (change);
}

static gpointer
run_change (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  Change *change = data;

  gw_tick_store_change (store, change->tick_id, change->changes, change->author, error);
  return NULL;
}

/**
 * gw_tick_change_async:
 * @store: the profile's store
 * @tick_id: from gw_tick_make_id()
 * @changes: as for gw_tick_store_change(); copied
 * @author: who changes it
 * @callback: called when it is durable
 * @user_data: for @callback
 *
 * Does gw_tick_store_change() on the store's thread, again and again while the disk is full.
 */
void
gw_tick_change_async (GwStoreThread       *store,
                      const char          *tick_id,
                      JsonObject          *changes,
                      const char          *author,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Change *change;

  g_return_if_fail (GW_IS_STORE_THREAD (store) && tick_id && changes && author);

  change = g_new0 (Change, 1);
  change->tick_id = g_strdup (tick_id);
  change->changes = gw_json_copy (changes);
  change->author = g_strdup (author);
  gw_store_thread_write_async (store, run_change, change, change_free, NULL, callback, user_data);
}

/**
 * gw_tick_change_finish:
 * @store: the profile's store
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it is stored
 */
gboolean
gw_tick_change_finish (GwStoreThread  *store,
                       GAsyncResult   *result,
                       GError        **error)
{
  g_autoptr (GError) fault = NULL;

  gw_store_thread_write_finish (store, result, &fault);
  if (!fault)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
