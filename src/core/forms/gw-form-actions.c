/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Actions (section 9): `setvalue` and `setgeopoint`, read from the form and run on events.
 *
 * An action's target is found from where the event happened: in the same row, in the new row, or,
 * from outside of a repeat, in every row. Where its reference has a predicate, as in
 * `/data/rep[position() = /data/i]/x`, it is evaluated and only the rows that it picks are meant;
 * hidden nodes are set like others and stay hidden. The value is computed in the target's place,
 * as pyxform writes it.
 *
 * A value that an action changed counts as changed for the actions of its own control, too, but
 * each control tells of it once in one change: actions that set each other come to an end. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"
#include "core/forms/gw-xpath-path.h"

/* --- reading --- */

static guint
read_events (GwForm     *self,
             const char *text,
             int         line)
{
  static const struct { const char *name; guint event; } known[] = {
    { "odk-instance-first-load", GW_FORM_EVENT_FIRST_LOAD },
    { "xforms-ready", GW_FORM_EVENT_FIRST_LOAD },
    { "odk-new-repeat", GW_FORM_EVENT_NEW_REPEAT },
    { "jr-insert", GW_FORM_EVENT_NEW_REPEAT },
    { "xforms-value-changed", GW_FORM_EVENT_VALUE_CHANGED },
    { "odk-instance-load", GW_FORM_EVENT_FIRST_LOAD | GW_FORM_EVENT_LOAD },
  };
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n", -1);
  guint events = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    gboolean found = *parts[i] == '\0';

    for (guint j = 0; j < G_N_ELEMENTS (known) && !found; j++) {
      found = g_str_equal (known[j].name, parts[i]);
      events |= found ? known[j].event : 0;
    }
    if (!found)
      gw_form_add_issue (self, GW_FORM_ISSUE_UNKNOWN_EVENT, line, NULL, NULL,
                         "The event “%s” is not known; its action never runs", parts[i]);
  }

  return events;
}

/* The attribute may be in the namespace of XML Events. */
static char *
dup_event (xmlNode *element)
{
  char *event = gw_xml_dup_attr (element, NULL, "event");

  return event != NULL ? event : gw_xml_dup_attr (element, GW_NS_EVENTS, "event");
}

static gboolean
has_predicate (const GwXPath *path)
{
  if (path->root == NULL || path->root->op != GW_OP_PATH)
    return FALSE;
  for (guint i = 0; i < path->root->n_steps; i++)
    if (path->root->steps[i].n_predicates > 0)
      return TRUE;

  return FALSE;
}

static void
read_action (GwForm     *self,
             xmlNode    *element,
             GwFormNode *source)
{
  g_autofree char *ref = gw_form_dup_ref_attr (self, element, "ref");
  g_autofree char *event = dup_event (element);
  g_autofree char *value = gw_xml_dup_attr (element, NULL, "value");
  g_autofree char *literal = gw_xml_dup_text (element);
  int line = xmlGetLineNo (element);
  GwFormNode *context = source != NULL ? source : self->root;
  GwFormAction *action;
  GwFormNode *target;

  target = ref != NULL ? gw_form_resolve (self, context, ref) : NULL;
  if (target == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_BIND_WITHOUT_NODE, line, ref, NULL,
                       "An action sets %s, which the form does not have", ref != NULL ? ref : "no node");
    return;
  }
  action = gw_form_arena_new0 (self->arena, GwFormAction, 1);
  action->events = read_events (self, event != NULL ? event : "", line);
  action->source = source;
  action->target = target;
  if (strchr (ref, '[') != NULL) {
    action->path = gw_form_compile (self, ref, line, context);
    if (!has_predicate (action->path))
      action->path = NULL;
  }
  if (gw_xml_is (element, NULL, "setgeopoint"))
    action->literal = "";
  else if (value != NULL && *g_strstrip (value) != '\0')
    action->value = gw_form_compile (self, value, line, target);
  else
    action->literal = gw_form_arena_strdup (self->arena, g_strstrip (literal), -1);
  g_ptr_array_add (self->actions, action);
}

/**
 * gw_form_read_actions:
 * @source: (nullable): the node of the control or repeat that holds them; NULL in the model
 */
void
gw_form_read_actions (GwForm     *self,
                      xmlNode    *parent,
                      GwFormNode *source)
{
  for (xmlNode *child = gw_xml_first (parent, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL))
    if (gw_xml_is (child, NULL, "setvalue") || gw_xml_is (child, NULL, "setgeopoint"))
      read_action (self, child, source);
}

/* --- running --- */

/* What one event changed, to be told to the actions of the controls of those nodes. */
typedef struct
{
  const GwFormAction *action;
  GArray *changed; /* (nullable): of GwRef */
} Acting;

static void
act (GwFormSession *session,
     GwFormNode    *target,
     GwFormRow     *row,
     gpointer       data)
{
  Acting *acting = data;
  const GwFormAction *action = acting->action;
  g_autofree char *text = NULL;
  gboolean failed = FALSE;

  if (target->n_children > 0)
    return;
  if (action->value != NULL)
    text = gw_form_compute_answer (session, action->value, target, row, &failed);
  else
    text = g_strdup (action->literal);
  if (!failed && gw_form_store (session, target, row, text, GW_FORM_ORIGIN_ACTION)
      && acting->changed != NULL) {
    GwRef ref = { target, row };

    g_array_append_val (acting->changed, ref);
  }
}

static void
act_where_picked (GwFormSession *session,
                  GwFormNode    *source,
                  GwFormRow     *row,
                  gpointer       data)
{
  Acting *acting = data;
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (GwRef));
  GwXPathRun run;
  GwXPathValue picked;

  gw_form_run_begin (session, &run, source, row);
  gw_xpath_eval_places (&run, acting->action->path->root, &picked);
  for (guint i = 0; i < picked.n_refs && !run.failed; i++)
    if (picked.refs[i].what != NULL && ((GwFormNode *) picked.refs[i].what)->tag == GW_REF_NODE)
      g_array_append_val (targets, picked.refs[i]);
  gw_form_run_end (session, &run);
  for (guint i = 0; i < targets->len; i++) {
    const GwRef *target = &g_array_index (targets, GwRef, i);

    act (session, target->what, target->where, acting);
  }
}

/* From the row where it happened, or, for an event of the whole form, from each row. */
static void
run_action (GwFormSession *session,
            Acting        *acting,
            GwFormNode    *source,
            GwFormRow     *row)
{
  const GwFormAction *action = acting->action;
  GwFormNode *target = action->target;
  GwFormRow *top = row;

  if (action->path != NULL) {
    GwFormNode *context = action->source != NULL ? action->source : session->form->root;

    if (source != NULL)
      act_where_picked (session, source, row, acting);
    else
      gw_form_for_each_row (session, session->root, context->scope, context, act_where_picked, acting);
    return;
  }
  while (top != NULL && !gw_form_node_is_under (target->scope, top->scope))
    top = top->parent;
  gw_form_for_each_row (session, top != NULL ? top : session->root, target->scope, target, act, acting);
}

static gboolean
was_told (const GArray *told,
          const GwRef  *ref)
{
  for (guint i = 0; i < told->len; i++) {
    const GwRef *other = &g_array_index (told, GwRef, i);

    if (other->what == ref->what && other->where == ref->where)
      return TRUE;
  }

  return FALSE;
}

static void
run_actions_of (GwFormSession *session,
                GwFormEvent    event,
                GwFormNode    *source,
                GwFormRow     *row,
                GArray        *changed)
{
  for (guint i = 0; i < session->form->actions->len && gw_form_work (session, 1); i++) {
    Acting acting = { session->form->actions->pdata[i], changed };

    if ((acting.action->events & event) != 0 && (source == NULL || acting.action->source == source))
      run_action (session, &acting, source, row);
  }
}

/**
 * gw_form_dispatch:
 * @source: (nullable): the control's node, or the repeat; NULL for the form
 * @row: where it happened
 *
 * Runs the actions of an event.
 */
void
gw_form_dispatch (GwFormSession *session,
                  GwFormEvent    event,
                  GwFormNode    *source,
                  GwFormRow     *row)
{
  g_autoptr (GArray) changed = NULL;

  if (session->form->actions->len == 0)
    return;
  if (event != GW_FORM_EVENT_VALUE_CHANGED) {
    run_actions_of (session, event, source, row, NULL);
    return;
  }

  changed = g_array_new (FALSE, FALSE, sizeof (GwRef));
  g_array_append_val (changed, ((GwRef) { source, row }));
  for (guint i = 0; i < changed->len; i++) {
    GwRef told = g_array_index (changed, GwRef, i);
    g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (GwRef));

    if (((GwFormRow *) told.where)->is_gone)
      continue;
    run_actions_of (session, event, told.what, told.where, next);
    if (next->len == 0)
      continue;
    gw_form_settle (session);
    for (guint j = 0; j < next->len; j++)
      if (gw_form_work (session, changed->len / 8) && !was_told (changed, &g_array_index (next, GwRef, j)))
        g_array_append_vals (changed, &g_array_index (next, GwRef, j), 1);
  }
}
