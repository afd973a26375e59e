/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state log by which form engines are compared: a script of answers, and after each step
 * what changed about every node. */

#include "core/forms/gw-form-log.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/forms/gw-form-private.h"

/* --- one state --- */

typedef struct
{
  GPtrArray *nodes;   /* of JsonObject, document order */
  GHashTable *by_path;
} State;

static void
clear_state (State *self)
{
  g_clear_pointer (&self->by_path, g_hash_table_unref);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
}

static JsonObject *
add_node (State      *self,
          const char *path,
          const char *kind)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "path", path);
  json_object_set_string_member (object, "kind", kind);
  g_ptr_array_add (self->nodes, object);
  g_hash_table_insert (self->by_path, (gpointer) json_object_get_string_member (object, "path"), object);

  return object;
}

static void
set_text (JsonObject *object,
          const char *member,
          char       *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, member, text);
  g_free (text);
}

static GwFormBody *
find_body (GwFormNode     *node,
           GwFormItemKind  kind)
{
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++)
    if (((GwFormBody *) node->bodies->pdata[i])->kind == kind)
      return node->bodies->pdata[i];

  return NULL;
}

static void
describe_texts (GwFormSession *session,
                GwFormBody    *body,
                GwFormRow     *row,
                JsonObject    *object)
{
  set_text (object, "label", gw_form_render (session, body->label, "", body->node, row));
  /* Other engines show the hints of questions alone. */
  if (body->kind == GW_FORM_ITEM_CONTROL)
    set_text (object, "hint", gw_form_render (session, body->hint, "", body->node, row));
}

static void
describe_choices (GwFormSession *session,
                  GwFormBody    *body,
                  GwFormRow     *row,
                  JsonObject    *object)
{
  g_autoptr (GPtrArray) choices = gw_form_choices_list (session, body, row, FALSE);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < choices->len; i++) {
    const GwFormChoice *choice = choices->pdata[i];
    JsonArray *pair = json_array_new ();

    json_array_add_string_element (pair, choice->value);
    json_array_add_string_element (pair, choice->label);
    json_array_add_array_element (array, pair);
  }
  json_object_set_array_member (object, "choices", array);
}

static gboolean
is_note (const GwFormNode *node)
{
  const GwFormBody *body = find_body ((GwFormNode *) node, GW_FORM_ITEM_CONTROL);

  return body != NULL && body->is_note;
}

static void
describe_validity (GwFormSession *session,
                   GwFormNode    *node,
                   GwFormRow     *row,
                   JsonObject    *object)
{
  const GwFormCell *cell = &row->cells[node->slot];
  const GwFormTextRef *message = NULL;
  GwFormWhy why = cell->why;

  /* A note that is required blocks nobody here; other engines say that its answer is missing. */
  if (cell->is_required && cell->is_relevant && cell->text == NULL && is_note (node))
    why = GW_FORM_WHY_REQUIRED;
  if (cell->is_required)
    json_object_set_boolean_member (object, "required", TRUE);
  if (why == GW_FORM_WHY_REQUIRED)
    message = node->required_message;
  else if (why == GW_FORM_WHY_CONSTRAINT)
    message = node->constraint_message;
  else
    return;
  json_object_set_boolean_member (object, "valid", FALSE);
  json_object_set_string_member (object, "why", why == GW_FORM_WHY_REQUIRED ? "required" : "constraint");
  set_text (object, "message", gw_form_render (session, message, "", node, row));
}

static void describe_node (GwFormSession *session, GwFormNode *node, GwFormRow *row, State *state);

static void
describe_children (GwFormSession *session,
                   GwFormNode    *node,
                   GwFormRow     *row,
                   State         *state)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    g_autofree char *path = NULL;
    GPtrArray *rows;
    GwFormBody *body;

    if (child->is_attribute || child->pattern == session->form->added_deprecated_id)
      continue;
    if (!child->is_repeat) {
      describe_node (session, child, row, state);
      continue;
    }
    path = gw_form_ref_of (child, row, TRUE);
    body = find_body (child, GW_FORM_ITEM_REPEAT);
    rows = row->lists[child->repeat_slot].rows;
    if (body != NULL) {
      JsonObject *object = add_node (state, path, "repeat");

      if (!gw_form_repeat_is_relevant (session, child, row))
        json_object_set_boolean_member (object, "relevant", FALSE);
      describe_texts (session, body, row, object);
    }
    for (guint i = 0; i < rows->len; i++)
      describe_node (session, child, rows->pdata[i], state);
  }
}

static void
describe_node (GwFormSession *session,
               GwFormNode    *node,
               GwFormRow     *row,
               State         *state)
{
  const GwFormCell *cell = &row->cells[node->slot];
  g_autofree char *path = gw_form_ref_of (node, row, TRUE);
  GwFormBody *control = find_body (node, GW_FORM_ITEM_CONTROL);
  GwFormBody *group = find_body (node, node->is_repeat ? GW_FORM_ITEM_REPEAT : GW_FORM_ITEM_GROUP);
  gboolean is_leaf = node->n_children == 0 && !(node->is_repeat && control == NULL);
  JsonObject *object = add_node (state, path, control != NULL ? control->element
                                              : node->is_repeat ? "instance"
                                              : is_leaf ? "model" : "group");

  if (is_leaf) {
    json_object_set_string_member (object, "type", node->type_name);
    json_object_set_string_member (object, "value",
                                   cell->is_relevant && cell->text != NULL ? cell->text : "");
  }
  if (!cell->is_relevant)
    json_object_set_boolean_member (object, "relevant", FALSE);
  if (gw_form_node_is_readonly (node, row))
    json_object_set_boolean_member (object, "readonly", TRUE);
  describe_validity (session, node, row, object);
  if (control != NULL || group != NULL)
    describe_texts (session, control != NULL ? control : group, row, object);
  if (control != NULL && gw_form_body_has_choices (control))
    describe_choices (session, control, row, object);
  describe_children (session, node, row, state);
}

static void
take_state (GwFormSession *session,
            State         *state)
{
  state->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  state->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  describe_children (session, session->form->root, session->root, state);
}

/* --- differences --- */

static gboolean
is_same (JsonNode *a,
         JsonNode *b)
{
  return a != NULL && b != NULL && json_node_equal (a, b);
}

/* What a node has now that is new, and null for what went back to its default. */
static JsonObject *
compare_nodes (JsonObject *before,
               JsonObject *after)
{
  JsonObject *changed = NULL;
  g_autoptr (GList) now = json_object_get_members (after);
  g_autoptr (GList) then = json_object_get_members (before);

  for (GList *l = now; l != NULL; l = l->next) {
    JsonNode *value = json_object_get_member (after, l->data);

    if (is_same (value, json_object_get_member (before, l->data)))
      continue;
    if (changed == NULL)
      changed = json_object_new ();
    json_object_set_member (changed, l->data, json_node_copy (value));
  }
  for (GList *l = then; l != NULL; l = l->next) {
    if (json_object_has_member (after, l->data))
      continue;
    if (changed == NULL)
      changed = json_object_new ();
    json_object_set_null_member (changed, l->data);
  }

  return changed;
}

static void
add_differences (JsonObject  *line,
                 const State *before,
                 const State *after)
{
  JsonObject *changed = json_object_new ();
  JsonArray *added = json_array_new ();
  JsonArray *removed = json_array_new ();

  for (guint i = 0; i < after->nodes->len; i++) {
    JsonObject *node = after->nodes->pdata[i];
    const char *path = json_object_get_string_member (node, "path");
    JsonObject *old = g_hash_table_lookup (before->by_path, path);
    JsonObject *difference;

    if (old == NULL) {
      json_array_add_object_element (added, json_object_ref (node));
      continue;
    }
    difference = compare_nodes (old, node);
    if (difference != NULL)
      json_object_set_object_member (changed, path, difference);
  }
  for (guint i = 0; i < before->nodes->len; i++) {
    const char *path = json_object_get_string_member (before->nodes->pdata[i], "path");

    if (!g_hash_table_contains (after->by_path, path))
      json_array_add_string_element (removed, path);
  }
  json_object_set_object_member (line, "changed", changed);
  if (json_array_get_length (added) > 0)
    json_object_set_array_member (line, "added", added);
  else
    json_array_unref (added);
  if (json_array_get_length (removed) > 0)
    json_object_set_array_member (line, "removed", removed);
  else
    json_array_unref (removed);
}

/* --- running a script --- */

static gboolean
run_step (GwFormSession  *session,
          JsonObject     *step,
          GError        **error)
{
  const char *op = gw_json_get_string (step, "op");
  const char *path = gw_json_get_string (step, "path");
  const char *value = gw_json_get_string (step, "value");

  if (g_strcmp0 (op, "set") == 0 && path != NULL) {
    return gw_form_session_set_value (session, path, value, error);
  } else if (g_strcmp0 (op, "add") == 0 && path != NULL) {
    g_autofree char *id = gw_form_session_add_row (session, path, NULL, error);

    return id != NULL;
  } else if (g_strcmp0 (op, "remove") == 0 && path != NULL) {
    return gw_form_session_remove_row (session, path, error);
  } else if (g_strcmp0 (op, "language") == 0 && value != NULL) {
    if (gw_form_session_set_language (session, value))
      return TRUE;
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_BAD_SCRIPT, "The form has no language “%s”", value);
    return FALSE;
  }

  g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_BAD_SCRIPT,
               "A step is none of set, add, remove and language");
  return FALSE;
}

static void
emit (JsonObject    *line,
      GwFormLogFunc  func,
      gpointer       user_data)
{
  g_autofree char *text = gw_json_to_text (line);

  func (text, user_data);
}

static void
emit_first (GwFormSession *session,
            const State   *state,
            GwFormLogFunc  func,
            gpointer       user_data)
{
  g_autoptr (JsonObject) line = json_object_new ();
  JsonArray *nodes = json_array_new ();
  const char *language = gw_form_session_get_language (session);

  json_object_set_int_member (line, "step", 0);
  json_object_set_string_member (line, "language", language != NULL ? language : "");
  for (guint i = 0; i < state->nodes->len; i++)
    json_array_add_object_element (nodes, json_object_ref (state->nodes->pdata[i]));
  json_object_set_array_member (line, "nodes", nodes);
  emit (line, func, user_data);
}

static void
run_steps (GwFormSession *session,
           JsonArray     *steps,
           GwFormLogFunc  func,
           gpointer       user_data)
{
  State before = { 0 };

  take_state (session, &before);
  emit_first (session, &before, func, user_data);
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++) {
    JsonObject *step = gw_json_array_object (steps, i);
    g_autoptr (JsonObject) line = step != NULL ? gw_json_copy (step) : json_object_new ();
    g_autoptr (GError) error = NULL;
    State after = { 0 };

    json_object_set_int_member (line, "step", i + 1);
    if (step == NULL || !run_step (session, step, &error))
      json_object_set_string_member (line, "error", error != NULL ? error->message : "The step is no object");
    take_state (session, &after);
    add_differences (line, &before, &after);
    emit (line, func, user_data);
    clear_state (&before);
    before = after;
  }
  clear_state (&before);
}

static GwFormEnvironment *
read_environment (JsonObject  *script,
                  const char  *now,
                  const char  *time_zone,
                  guint64      seed,
                  GError     **error)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();

  if (now == NULL)
    now = gw_json_get_string (script, "now");
  if (now != NULL && !gw_time_parse (now, &environment->now)) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_BAD_SCRIPT, "“%s” is no instant", now);
    return NULL;
  }
  if (time_zone == NULL)
    time_zone = gw_json_get_string (script, "tz");
  if (time_zone != NULL) {
    environment->time_zone = g_time_zone_new_identifier (time_zone);
    if (environment->time_zone == NULL) {
      g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_BAD_SCRIPT, "“%s” is no time zone", time_zone);
      return NULL;
    }
  }
  environment->seed = seed;

  return g_steal_pointer (&environment);
}

static GwFormSession *
open_session (GwForm      *form,
              JsonObject  *script,
              const char  *now,
              const char  *time_zone,
              guint64      seed,
              GError     **error)
{
  g_autoptr (GwFormEnvironment) environment = read_environment (script, now, time_zone, seed, error);
  g_autoptr (GwFormSession) session = NULL;

  if (environment == NULL)
    return NULL;
  session = gw_form_session_new (form, environment, NULL);
  if (gw_form_session_hit_limit (session)) {
    g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_LIMIT,
                         "The rules of the form take too many steps");
    return NULL;
  }

  return g_steal_pointer (&session);
}

/**
 * gw_form_log_run:
 * @script: the script as JSON: `now`, `tz`, and `steps` of `set`, `add`, `remove`, `language`
 * @now: (nullable): an instant that goes before the script's, as 2026-03-04T09:20:30Z
 * @time_zone: (nullable): a zone that goes before the script's, as Europe/Berlin
 * @seed: the seed of chance; 0 for a real random source
 * @func: called with each line: the state after loading, then what each step changed
 *
 * Runs a script on a form and logs the states (section 19 of the notes).
 *
 * Returns: FALSE with @error set where the script cannot be read
 */
gboolean
gw_form_log_run (GwForm         *form,
                 const char     *script,
                 gssize          length,
                 const char     *now,
                 const char     *time_zone,
                 guint64         seed,
                 GwFormLogFunc   func,
                 gpointer        user_data,
                 GError        **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GwFormSession) session = NULL;

  g_return_val_if_fail (GW_IS_FORM (form), FALSE);

  object = gw_json_parse_object (script, length, error);
  session = object != NULL ? open_session (form, object, now, time_zone, seed, error) : NULL;
  if (session == NULL)
    return FALSE;
  session->shows_dashes = TRUE;
  run_steps (session, gw_json_get_array (object, "steps"), func, user_data);

  return TRUE;
}

/**
 * gw_form_log_fill:
 *
 * Follows a script as gw_form_log_run() does, and keeps the answers instead of a log. A step that is
 * refused ends it.
 *
 * Returns: (transfer full) (nullable): the filled-in form, or NULL with @error set
 */
GwFormSession *
gw_form_log_fill (GwForm      *form,
                  const char  *script,
                  gssize       length,
                  const char  *now,
                  const char  *time_zone,
                  guint64      seed,
                  GError     **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GwFormSession) session = NULL;
  JsonArray *steps;

  g_return_val_if_fail (GW_IS_FORM (form), NULL);

  object = gw_json_parse_object (script, length, error);
  session = object != NULL ? open_session (form, object, now, time_zone, seed, error) : NULL;
  if (session == NULL)
    return NULL;
  steps = gw_json_get_array (object, "steps");
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++) {
    JsonObject *step = gw_json_array_object (steps, i);

    if (step == NULL) {
      g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_BAD_SCRIPT, "The step is no object");
      return NULL;
    }
    if (!run_step (session, step, error))
      return NULL;
  }

  return g_steal_pointer (&session);
}

/**
 * gw_form_log_dup_state:
 *
 * Returns: (transfer full): all nodes as they are now, one JSON object in each line: what the log
 *   would say about them in its first line
 */
char *
gw_form_log_dup_state (GwFormSession *session)
{
  g_autoptr (GString) text = g_string_new (NULL);
  State state = { 0 };

  g_return_val_if_fail (GW_IS_FORM_SESSION (session), NULL);

  take_state (session, &state);
  for (guint i = 0; i < state.nodes->len; i++) {
    g_autofree char *line = gw_json_to_text (state.nodes->pdata[i]);

    g_string_append_printf (text, "%s\n", line);
  }
  clear_state (&state);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
