/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Binds: what the form says about each node (sections 3 and 11). */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static const char *
intern_for_parser (gpointer    data,
                   const char *name,
                   gssize      length)
{
  gsize size = length >= 0 ? (gsize) length : strlen (name);
  const char *colon = memchr (name, ':', size);
  const char *qualified;

  if (colon == NULL)
    return gw_form_intern (data, name, length);
  qualified = gw_form_find_qualified (data, name, size);

  return qualified != NULL ? qualified : gw_form_intern (data, colon + 1, name + size - colon - 1);
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
    if (rules[i].prop != GW_FORM_PROP_CALCULATE && node->expressions[rules[i].prop]->root != NULL)
      gw_form_note_bare_path (self, node->expressions[rules[i].prop]->root, line, node, text);
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
note_twice (GwForm     *self,
            gboolean    is_known,
            const char *attr,
            const char *value,
            const char *path,
            int         line)
{
  if (is_known && value != NULL && *value != '\0')
    gw_form_add_issue (self, GW_FORM_ISSUE_BIND_TWICE, line, path, value,
                       "The rule “%s” of this node is given twice; the last one counts", attr);
}

/* What the standard fills in by itself (section 11); anything else stays empty. */
static void
note_preload (GwForm           *self,
              const GwFormNode *node,
              const char       *path,
              int               line)
{
  static const char * const known[] = { "uid", "date", "timestamp", "property", "context", "patient", NULL };

  if (!g_strv_contains (known, node->preload))
    gw_form_add_issue (self, GW_FORM_ISSUE_NOT_SUPPORTED, line, path, NULL,
                       "The preload “%s” is not known; the answer stays empty", node->preload);
}

static gboolean
is_on (xmlNode    *bind,
       const char *attr)
{
  g_autofree char *text = gw_xml_dup_attr (bind, GW_NS_ODK, attr);

  return text != NULL && *text != '\0' && !g_str_equal (text, "false");
}

static void
read_audit (GwForm  *self,
            xmlNode *bind)
{
  self->audits_changes = is_on (bind, "track-changes");
  self->audits_who = is_on (bind, "identify-user");
  self->audits_why = is_on (bind, "track-changes-reasons");
}

/* What a form of ours says of a question, for the person who answers it. */
static void
read_marks (GwForm     *self,
            xmlNode    *bind,
            GwFormNode *node)
{
  g_autofree char *number = gw_xml_dup_attr (bind, GW_NS_GODWIT, "number");
  g_autofree char *basis = gw_xml_dup_attr (bind, GW_NS_GODWIT, "basis");

  if (number != NULL && *number != '\0')
    node->number = gw_form_arena_strdup (self->arena, number, -1);
  if (basis != NULL && *basis != '\0')
    node->basis = gw_form_arena_strdup (self->arena, basis, -1);
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
  g_autofree char *max_pixels = gw_xml_dup_attr (bind, GW_NS_ORX, "max-pixels");
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
  read_marks (self, bind, node);
  if (g_str_equal (node->name, "audit"))
    read_audit (self, bind);
  node->line = line;
  note_twice (self, node->has_type, "type", type, path, line);
  note_twice (self, node->constraint_message != NULL, "constraintMsg", constraint_message, path, line);
  note_twice (self, node->required_message != NULL, "requiredMsg", required_message, path, line);
  note_twice (self, node->preload != NULL, "preload", preload, path, line);
  if (type != NULL) {
    const char *colon = strchr (type, ':');

    node->data_type = find_type (colon != NULL ? colon + 1 : type);
    node->type_name = type_name_of (node->data_type);
    node->has_type = TRUE;
  }
  read_expressions (self, node, bind, path);
  if (constraint_message != NULL && *constraint_message != '\0')
    node->constraint_message = gw_form_read_message (self, constraint_message, line, node);
  if (required_message != NULL && *required_message != '\0')
    node->required_message = gw_form_read_message (self, required_message, line, node);
  if (max_pixels != NULL)
    node->max_pixels = (guint) CLAMP (g_ascii_strtoll (max_pixels, NULL, 10), 0, G_MAXINT);
  if (preload != NULL) {
    node->preload = gw_form_arena_strdup (self->arena, preload, -1);
    node->preload_params = params != NULL ? gw_form_arena_strdup (self->arena, params, -1) : "";
    note_preload (self, node, path, line);
  }
}

/* Controls of old forms name a bind instead of a node. */
static void
note_bind_id (GwForm  *self,
              xmlNode *bind)
{
  g_autofree char *id = gw_xml_dup_attr (bind, NULL, "id");
  g_autofree char *path = gw_xml_dup_attr (bind, NULL, "nodeset");

  if (path == NULL)
    path = gw_xml_dup_attr (bind, NULL, "ref");
  if (id == NULL || path == NULL)
    return;
  g_strstrip (path);
  g_hash_table_insert (self->binds_by_id, g_steal_pointer (&id),
                       *path == '/' ? g_steal_pointer (&path)
                                    : g_strdup_printf ("%s/%s", self->root_ref, path));
}

void
gw_form_read_bind_ids (GwForm  *self,
                       xmlNode *model)
{
  for (xmlNode *bind = gw_xml_first (model, NULL, "bind"); bind != NULL;
       bind = gw_xml_next (bind, NULL, "bind"))
    note_bind_id (self, bind);
}

/**
 * gw_form_dup_ref_attr:
 * @attr: "ref" or "nodeset"
 *
 * Returns: (transfer full) (nullable): the path that a control, a group, a repeat or an action
 * is about, whether it gives it or names a bind that does
 */
char *
gw_form_dup_ref_attr (GwForm     *self,
                      xmlNode    *element,
                      const char *attr)
{
  g_autofree char *path = gw_xml_dup_attr (element, NULL, attr);
  g_autofree char *bind = NULL;
  const char *known;

  if (path != NULL)
    return g_steal_pointer (&path);
  bind = gw_xml_dup_attr (element, NULL, "bind");
  if (bind == NULL)
    return NULL;
  known = g_hash_table_lookup (self->binds_by_id, bind);

  return known != NULL ? g_strdup (known) : g_steal_pointer (&bind);
}

void
gw_form_read_binds (GwForm  *self,
                    xmlNode *model)
{
  for (xmlNode *bind = gw_xml_first (model, NULL, "bind"); bind != NULL;
       bind = gw_xml_next (bind, NULL, "bind"))
    read_bind (self, bind);
}
