/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The body: groups, repeats and controls in the order in which a person meets them. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static const struct { const char *element; GwFormControl control; } controls[] = {
  { "input", GW_FORM_CONTROL_INPUT },     { "secret", GW_FORM_CONTROL_INPUT },
  { "select1", GW_FORM_CONTROL_SELECT1 }, { "select", GW_FORM_CONTROL_SELECT },
  { "rank", GW_FORM_CONTROL_RANK },       { "trigger", GW_FORM_CONTROL_TRIGGER },
  { "upload", GW_FORM_CONTROL_UPLOAD },   { "range", GW_FORM_CONTROL_RANGE },
};

static GwFormBody *
add_body (GwForm         *self,
          GwFormBody     *parent,
          GwFormItemKind  kind,
          GwFormNode     *node,
          xmlNode        *element)
{
  GwFormBody *body = gw_form_arena_new0 (self->arena, GwFormBody, 1);
  g_autofree char *appearance = element != NULL ? gw_xml_dup_attr (element, NULL, "appearance") : NULL;
  g_auto (GStrv) parts = g_strsplit_set (appearance != NULL ? appearance : "", " \t\r\n", -1);
  g_autoptr (GStrvBuilder) appearances = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (appearances, parts[i]);
  body->appearances = g_strv_builder_end (appearances);
  body->kind = kind;
  body->node = node;
  body->parent = parent;
  body->index = self->bodies->len;
  body->children = g_ptr_array_new ();
  if (node != NULL)
    body->scope = node->scope;
  else if (parent != NULL)
    body->scope = parent->kind == GW_FORM_ITEM_REPEAT ? parent->node : parent->scope;
  else
    body->scope = self->root;
  body->element = kind == GW_FORM_ITEM_REPEAT ? "repeat" : "group";
  if (parent != NULL)
    g_ptr_array_add (parent->children, body);
  if (node != NULL) {
    if (node->bodies == NULL)
      node->bodies = g_ptr_array_new ();
    g_ptr_array_add (node->bodies, body);
  }
  g_ptr_array_add (self->bodies, body);

  return body;
}

static void
read_items (GwForm     *self,
            xmlNode    *element,
            GwFormBody *body)
{
  for (xmlNode *item = gw_xml_first (element, NULL, "item"); item != NULL;
       item = gw_xml_next (item, NULL, "item")) {
    GwFormInlineChoice *choice = gw_form_arena_new0 (self->arena, GwFormInlineChoice, 1);
    g_autofree char *value = gw_xml_dup_text (gw_xml_first (item, NULL, "value"));

    g_strstrip (value);
    choice->value = gw_form_arena_strdup (self->arena, value, -1);
    choice->label = gw_form_read_text (self, gw_xml_first (item, NULL, "label"), body->node);
    if (body->choices == NULL)
      body->choices = g_ptr_array_new ();
    g_ptr_array_add (body->choices, choice);
    if (strpbrk (value, " \t\r\n") != NULL) {
      g_autofree char *path = gw_form_node_dup_path (body->node);

      gw_form_add_issue (self, GW_FORM_ISSUE_CHOICE_WITH_SPACE, xmlGetLineNo (item), path, NULL,
                         "The choice value “%s” has a space in it", value);
    }
  }
}

static void
read_itemset (GwForm     *self,
              xmlNode    *element,
              GwFormBody *body)
{
  xmlNode *itemset_element = gw_xml_first (element, NULL, "itemset");
  g_autofree char *nodeset = itemset_element != NULL
                                 ? gw_xml_dup_attr (itemset_element, NULL, "nodeset") : NULL;
  g_autofree char *value = gw_xml_dup_attr (gw_xml_first (itemset_element, NULL, "value"), NULL, "ref");
  g_autofree char *label = gw_xml_dup_attr (gw_xml_first (itemset_element, NULL, "label"), NULL, "ref");
  int line;

  if (nodeset == NULL)
    return;
  line = xmlGetLineNo (itemset_element);
  body->itemset = gw_form_arena_new0 (self->arena, GwFormItemset, 1);
  body->itemset->nodeset = gw_form_compile (self, nodeset, line, body->node);
  /* Rows of a repeat as choices are all rows, whatever row the question is in. */
  if (body->itemset->nodeset->root != NULL && body->itemset->nodeset->root->op == GW_OP_PATH) {
    body->itemset->nodeset->root->is_bare = TRUE;
    body->itemset->nodeset->root->direct = NULL;
  }
  body->itemset->value = gw_form_compile (self, value != NULL ? value : "name", line, NULL);
  if (label != NULL)
    body->itemset->label = gw_form_compile (self, label, line, NULL);
}

static void
read_range (GwForm     *self,
            xmlNode    *element,
            GwFormBody *body)
{
  static const char * const attrs[] = { "start", "end", "step" };

  body->has_range = TRUE;
  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = gw_xml_dup_attr (element, NULL, attrs[i]);

    body->range[i] = text != NULL ? gw_xpath_parse_number (text) : 0;
    body->has_range &= text != NULL && body->range[i] == body->range[i];
  }
  if (!body->has_range || body->range[2] == 0) {
    g_autofree char *path = gw_form_node_dup_path (body->node);

    gw_form_add_issue (self, GW_FORM_ISSUE_BAD_RANGE, xmlGetLineNo (element), path, NULL,
                       "A range needs numbers for start, end and step");
  }
}

/* Lists by search() in an appearance or by a query are of old forms (section 12): the choices that
 * the form holds are shown as they stand. */
static void
note_old_list (GwForm     *self,
               xmlNode    *element,
               GwFormBody *body)
{
  g_autofree char *appearance = gw_xml_dup_attr (element, NULL, "appearance");
  g_autofree char *query = gw_xml_dup_attr (element, NULL, "query");
  g_autofree char *path = NULL;
  gboolean searches = appearance != NULL && strstr (appearance, "search") != NULL
                      && strchr (strstr (appearance, "search"), '(') != NULL;
  gboolean is_empty = gw_form_body_has_choices (body) && body->choices == NULL && body->itemset == NULL;

  if (query == NULL && !searches && !is_empty)
    return;
  path = gw_form_node_dup_path (body->node);
  if (query != NULL || searches)
    gw_form_add_issue (self, GW_FORM_ISSUE_NOT_SUPPORTED, xmlGetLineNo (element), path,
                       query != NULL ? query : appearance,
                       "Choices by %s are not looked up; those in the form are shown as they stand",
                       query != NULL ? "a query" : "search()");
  if (is_empty)
    gw_form_add_issue (self, GW_FORM_ISSUE_NO_CHOICES, xmlGetLineNo (element), path, NULL,
                       "The %s has neither items nor an itemset", body->element);
}

static void
read_control (GwForm        *self,
              xmlNode       *element,
              GwFormBody    *parent,
              GwFormNode    *context,
              guint          which)
{
  g_autofree char *ref = gw_form_dup_ref_attr (self, element, "ref");
  g_autofree char *media_type = gw_xml_dup_attr (element, NULL, "mediatype");
  g_autofree char *accept = gw_xml_dup_attr (element, NULL, "accept");
  g_autofree char *rows = gw_xml_dup_attr (element, NULL, "rows");
  GwFormNode *node;
  GwFormBody *body;

  node = ref != NULL ? gw_form_resolve (self, context, ref) : NULL;
  if (node == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_CONTROL_WITHOUT_NODE, xmlGetLineNo (element), ref, NULL,
                       "The %s is about %s, which the form does not have: an answer would be lost",
                       controls[which].element, ref != NULL ? ref : "no node");
    return;
  }
  body = add_body (self, parent, GW_FORM_ITEM_CONTROL, node, element);
  body->control = controls[which].control;
  body->element = g_str_equal (controls[which].element, "secret") ? "input" : controls[which].element;
  body->label = gw_form_read_text (self, gw_xml_first (element, NULL, "label"), node);
  body->hint = gw_form_read_text (self, gw_xml_first (element, NULL, "hint"), node);
  body->media_type = media_type != NULL ? gw_form_arena_strdup (self->arena, media_type, -1) : NULL;
  body->accept = accept != NULL ? gw_form_arena_strdup (self->arena, accept, -1) : NULL;
  body->rows = rows != NULL ? (guint) CLAMP (g_ascii_strtoll (rows, NULL, 10), 0, 100) : 0;
  if (gw_form_body_has_choices (body)) {
    read_items (self, element, body);
    read_itemset (self, element, body);
  }
  if (body->control == GW_FORM_CONTROL_RANGE)
    read_range (self, element, body);
  note_old_list (self, element, body);
  gw_form_read_actions (self, element, node);
}

static void read_children (GwForm *self, xmlNode *element, GwFormBody *parent, GwFormNode *context);

static void
read_repeat (GwForm     *self,
             xmlNode    *element,
             GwFormBody *parent,
             GwFormNode *context,
             xmlNode    *group)
{
  g_autofree char *path = gw_form_dup_ref_attr (self, element, "nodeset");
  g_autofree char *count = gw_xml_dup_attr (element, GW_NS_JR, "count");
  g_autofree char *fixed = gw_xml_dup_attr (element, GW_NS_JR, "noAddRemove");
  GwFormNode *node = path != NULL ? gw_form_resolve (self, context, path) : NULL;
  GwFormBody *body;

  if (node == NULL || node == self->root) {
    gw_form_add_issue (self, GW_FORM_ISSUE_REPEAT_WITHOUT_NODE, xmlGetLineNo (element), path, NULL,
                       "The repeat is about %s, which cannot have rows", path != NULL ? path : "no node");
    return;
  }
  body = add_body (self, parent, GW_FORM_ITEM_REPEAT, node, group != NULL ? group : element);
  /* A repeat lies in the scope around its rows. */
  body->scope = node->parent->scope;
  if (group != NULL) {
    g_autofree char *appearance = gw_xml_dup_attr (element, NULL, "appearance");

    if (appearance != NULL && body->appearances[0] == NULL) {
      g_strfreev (body->appearances);
      body->appearances = g_strsplit (g_strstrip (appearance), " ", -1);
    }
    body->label = gw_form_read_text (self, gw_xml_first (group, NULL, "label"), node);
  }
  if (body->label == NULL || (body->label->inline_text.n_pieces == 0 && body->label->itext_id == NULL))
    body->label = gw_form_read_text (self, gw_xml_first (element, NULL, "label"), node);
  if (count != NULL && *g_strstrip (count) != '\0')
    node->expressions[GW_FORM_PROP_COUNT] = gw_form_compile (self, count, xmlGetLineNo (element), node);
  node->no_add_remove |= fixed != NULL && strstr (fixed, "true") != NULL;
  gw_form_read_actions (self, element, node);
  read_children (self, element, body, node);
}

/* A group that only wraps a repeat gives the repeat its label and is no group of its own. */
static xmlNode *
find_wrapped_repeat (GwForm     *self,
                     xmlNode    *group,
                     GwFormNode *context,
                     GwFormNode *group_node)
{
  xmlNode *found = NULL;

  for (xmlNode *child = gw_xml_first (group, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    if (gw_xml_is (child, NULL, "label") || gw_xml_is (child, NULL, "hint"))
      continue;
    if (found != NULL || !gw_xml_is (child, NULL, "repeat"))
      return NULL;
    found = child;
  }
  if (found != NULL && group_node != NULL) {
    g_autofree char *path = gw_form_dup_ref_attr (self, found, "nodeset");

    if (path == NULL || gw_form_resolve (self, context, path) != group_node)
      return NULL;
  }

  return found;
}

static void
read_group (GwForm     *self,
            xmlNode    *element,
            GwFormBody *parent,
            GwFormNode *context)
{
  g_autofree char *ref = gw_form_dup_ref_attr (self, element, "ref");
  GwFormNode *node = ref != NULL ? gw_form_resolve (self, context, ref) : NULL;
  xmlNode *repeat = find_wrapped_repeat (self, element, context, node);
  GwFormBody *body;

  if (ref != NULL && node == NULL)
    gw_form_add_issue (self, GW_FORM_ISSUE_BIND_WITHOUT_NODE, xmlGetLineNo (element), ref, NULL,
                       "A group is about %s, which the form does not have", ref);
  if (repeat != NULL) {
    read_repeat (self, repeat, parent, context, element);
    return;
  }
  /* A group around other things than its own repeat is not the repeat. */
  body = add_body (self, parent, GW_FORM_ITEM_GROUP, node != NULL && node->is_repeat ? NULL : node, element);
  body->label = gw_form_read_text (self, gw_xml_first (element, NULL, "label"),
                                   node != NULL ? node : context);
  body->hint = gw_form_read_text (self, gw_xml_first (element, NULL, "hint"),
                                  node != NULL ? node : context);
  read_children (self, element, body, node != NULL ? node : context);
}

static void
read_children (GwForm     *self,
               xmlNode    *element,
               GwFormBody *parent,
               GwFormNode *context)
{
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    if (gw_xml_is (child, NULL, "group")) {
      read_group (self, child, parent, context);
    } else if (gw_xml_is (child, NULL, "repeat")) {
      read_repeat (self, child, parent, context, NULL);
    } else {
      for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
        if (gw_xml_is (child, NULL, controls[i].element))
          read_control (self, child, parent, context, i);
    }
  }
}

static gboolean
may_be_closed (const GwFormNode *node)
{
  for (; node != NULL; node = node->parent)
    if (node->expressions[GW_FORM_PROP_READONLY] != NULL)
      return TRUE;

  return FALSE;
}

/* What a person only reads, and what a calculation takes out of a person's hands. */
static void
judge_controls (GwForm *self)
{
  for (guint i = 0; i < self->bodies->len; i++) {
    GwFormBody *body = self->bodies->pdata[i];
    const GwFormNode *node = body->node;

    if (body->kind != GW_FORM_ITEM_CONTROL)
      continue;
    body->is_note = body->control == GW_FORM_CONTROL_INPUT
                    && node->expressions[GW_FORM_PROP_READONLY] != NULL
                    && node->expressions[GW_FORM_PROP_CALCULATE] == NULL
                    && g_str_has_prefix (node->expressions[GW_FORM_PROP_READONLY]->source, "true()");
    if (node->expressions[GW_FORM_PROP_CALCULATE] != NULL && !may_be_closed (node)) {
      g_autofree char *path = gw_form_node_dup_path (node);

      gw_form_add_issue (self, GW_FORM_ISSUE_CALCULATED_CONTROL, node->line, path,
                         node->expressions[GW_FORM_PROP_CALCULATE]->source,
                         "The calculation overwrites what a person types here when what it reads changes");
    }
  }
}

void
gw_form_read_body (GwForm  *self,
                   xmlNode *html_body)
{
  self->body = add_body (self, NULL, GW_FORM_ITEM_GROUP, NULL, NULL);
  if (html_body != NULL) {
    g_autofree char *style = gw_xml_dup_attr (html_body, NULL, "class");

    g_strfreev (self->body->appearances);
    self->body->appearances = g_strsplit (style != NULL ? style : "", " ", -1);
    read_children (self, html_body, self->body, self->root);
  }
  judge_controls (self);
}
