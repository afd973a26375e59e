/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Binds and actions: what the form says about each node (sections 3, 9 and 11). */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static const char *
intern_for_parser (gpointer    data,
                   const char *name,
                   gssize      length)
{
  return gw_form_intern (data, name, length);
}

/**
 * gw_form_compile:
 * @context: (nullable): the node it is about; NULL for a text that many controls share
 *
 * Compiles an expression. Where it is wrong the fault is noted and the result has no tree.
 *
 * Returns: (transfer none) (not nullable): the expression
 */
GwXPath *
gw_form_compile (GwForm     *self,
                 const char *text,
                 int         line,
                 GwFormNode *context)
{
  GwXPath *xpath = gw_form_arena_new0 (self->arena, GwXPath, 1);
  GwXPathFault fault = { 0 };
  g_autofree char *node = context != NULL ? gw_form_node_dup_path (context) : NULL;

  xpath->source = gw_form_arena_strdup (self->arena, text, -1);
  xpath->line = line;
  xpath->context = context;
  xpath->root = gw_xpath_parse (xpath->source, self->arena, intern_for_parser, self, &fault);
  if (xpath->root == NULL) {
    gw_form_add_issue (self, fault.code, line, node, text, "%s", fault.message);
    g_free (fault.message);
  } else {
    gw_form_bind_paths (self, xpath, context);
  }
  g_ptr_array_add (self->expressions, xpath);

  return xpath;
}

static GwFormDataType
find_type (const char *name)
{
  static const struct { const char *name; GwFormDataType type; } types[] = {
    { "string", GW_FORM_DATA_STRING },     { "int", GW_FORM_DATA_INT },
    { "integer", GW_FORM_DATA_INT },       { "decimal", GW_FORM_DATA_DECIMAL },
    { "boolean", GW_FORM_DATA_BOOLEAN },   { "date", GW_FORM_DATA_DATE },
    { "time", GW_FORM_DATA_TIME },         { "dateTime", GW_FORM_DATA_DATE_TIME },
    { "geopoint", GW_FORM_DATA_GEOPOINT }, { "geotrace", GW_FORM_DATA_GEOTRACE },
    { "geoshape", GW_FORM_DATA_GEOSHAPE }, { "binary", GW_FORM_DATA_BINARY },
    { "base64Binary", GW_FORM_DATA_BINARY }, { "barcode", GW_FORM_DATA_BARCODE },
    { "intent", GW_FORM_DATA_INTENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name))
      return types[i].type;

  return GW_FORM_DATA_STRING;
}

static const char *
type_name_of (GwFormDataType type)
{
  static const char * const type_names[] = {
    [GW_FORM_DATA_STRING] = "string",     [GW_FORM_DATA_INT] = "int",
    [GW_FORM_DATA_DECIMAL] = "decimal",   [GW_FORM_DATA_BOOLEAN] = "boolean",
    [GW_FORM_DATA_DATE] = "date",         [GW_FORM_DATA_TIME] = "time",
    [GW_FORM_DATA_DATE_TIME] = "dateTime", [GW_FORM_DATA_GEOPOINT] = "geopoint",
    [GW_FORM_DATA_GEOTRACE] = "geotrace", [GW_FORM_DATA_GEOSHAPE] = "geoshape",
    [GW_FORM_DATA_BINARY] = "binary",     [GW_FORM_DATA_BARCODE] = "barcode",
    [GW_FORM_DATA_INTENT] = "intent",
  };

  return type_names[type];
}

static void
read_expressions (GwForm     *self,
                  GwFormNode *node,
                  xmlNode    *bind,
                  const char *path)
{
  static const struct { const char *attr; GwFormProp prop; } rules[] = {
    { "calculate", GW_FORM_PROP_CALCULATE }, { "relevant", GW_FORM_PROP_RELEVANT },
    { "readonly", GW_FORM_PROP_READONLY },   { "required", GW_FORM_PROP_REQUIRED },
    { "constraint", GW_FORM_PROP_CONSTRAINT },
  };
  int line = xmlGetLineNo (bind);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *text = gw_xml_dup_attr (bind, NULL, rules[i].attr);

    if (text == NULL || *g_strstrip (text) == '\0')
      continue;
    if (node->expressions[rules[i].prop] != NULL)
      gw_form_add_issue (self, GW_FORM_ISSUE_BIND_TWICE, line, path, text,
                         "The rule “%s” of this node is given twice; the last one counts",
                         rules[i].attr);
    node->expressions[rules[i].prop] = gw_form_compile (self, text, line, node);
  }
}

static char *
dup_jr_attr (xmlNode    *element,
             const char *name)
{
  char *value = gw_xml_dup_attr (element, GW_NS_JR, name);

  return value != NULL ? value : gw_xml_dup_attr (element, NULL, name);
}

static void
read_bind (GwForm  *self,
           xmlNode *bind)
{
  g_autofree char *path = gw_xml_dup_attr (bind, NULL, "nodeset");
  g_autofree char *type = gw_xml_dup_attr (bind, NULL, "type");
  g_autofree char *constraint_message = dup_jr_attr (bind, "constraintMsg");
  g_autofree char *required_message = dup_jr_attr (bind, "requiredMsg");
  g_autofree char *preload = dup_jr_attr (bind, "preload");
  g_autofree char *params = dup_jr_attr (bind, "preloadParams");
  int line = xmlGetLineNo (bind);
  GwFormNode *node;

  if (path == NULL)
    path = gw_xml_dup_attr (bind, NULL, "ref");
  node = path != NULL ? gw_form_resolve (self, self->root, path) : NULL;
  if (node == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_BIND_WITHOUT_NODE, line, path, NULL,
                       "A bind is about %s, which the form does not have",
                       path != NULL ? path : "no node");
    return;
  }
  node->has_bind = TRUE;
  node->line = line;
  if (type != NULL) {
    const char *colon = strchr (type, ':');

    node->data_type = find_type (colon != NULL ? colon + 1 : type);
    node->type_name = type_name_of (node->data_type);
  }
  read_expressions (self, node, bind, path);
  if (constraint_message != NULL && *constraint_message != '\0')
    node->constraint_message = gw_form_read_message (self, constraint_message, line, node);
  if (required_message != NULL && *required_message != '\0')
    node->required_message = gw_form_read_message (self, required_message, line, node);
  if (preload != NULL) {
    node->preload = gw_form_arena_strdup (self->arena, preload, -1);
    node->preload_params = params != NULL ? gw_form_arena_strdup (self->arena, params, -1) : "";
  }
}

void
gw_form_read_binds (GwForm  *self,
                    xmlNode *model)
{
  for (xmlNode *bind = gw_xml_first (model, NULL, "bind"); bind != NULL;
       bind = gw_xml_next (bind, NULL, "bind"))
    read_bind (self, bind);
}

/* --- actions --- */

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

static void
read_action (GwForm     *self,
             xmlNode    *element,
             GwFormNode *source)
{
  g_autofree char *ref = gw_xml_dup_attr (element, NULL, "ref");
  g_autofree char *event = gw_xml_dup_attr (element, NULL, "event");
  g_autofree char *value = gw_xml_dup_attr (element, NULL, "value");
  g_autofree char *literal = gw_xml_dup_text (element);
  int line = xmlGetLineNo (element);
  GwFormAction *action;
  GwFormNode *target;

  if (ref == NULL)
    ref = gw_xml_dup_attr (element, NULL, "bind");
  target = ref != NULL ? gw_form_resolve (self, source != NULL ? source : self->root, ref) : NULL;
  if (target == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_BIND_WITHOUT_NODE, line, ref, NULL,
                       "An action sets %s, which the form does not have", ref != NULL ? ref : "no node");
    return;
  }
  action = gw_form_arena_new0 (self->arena, GwFormAction, 1);
  action->events = read_events (self, event != NULL ? event : "", line);
  action->source = source;
  action->target = target;
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
