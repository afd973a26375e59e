/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nodes of the primary instance, their scopes and slots. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

#define CHILDREN_TO_HASH 12

char *
gw_form_node_dup_path (const GwFormNode *node)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (; node != NULL; node = node->parent) {
    g_string_prepend (path, node->name);
    g_string_prepend_c (path, '/');
  }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

GwFormNode *
gw_form_node_find_child (const GwFormNode *node,
                         const char       *interned)
{
  if (node->child_by_name != NULL)
    return g_hash_table_lookup (node->child_by_name, interned);

  for (GwFormNode *child = node->first_child; child != NULL; child = child->next)
    if (child->name == interned)
      return child;

  return NULL;
}

gboolean
gw_form_node_is_under (const GwFormNode *node,
                       const GwFormNode *ancestor)
{
  for (; node != NULL; node = node->parent)
    if (node == ancestor)
      return TRUE;

  return FALSE;
}

static GwFormNode *
add_node (GwForm     *self,
          GwFormNode *parent,
          const char *name,
          xmlNode    *pattern)
{
  GwFormNode *node = gw_form_arena_new0 (self->arena, GwFormNode, 1);

  node->tag = GW_REF_NODE;
  node->name = name;
  node->pattern = pattern;
  node->parent = parent;
  node->depth = parent != NULL ? parent->depth + 1 : 0;
  node->line = pattern != NULL ? xmlGetLineNo (pattern) : 0;
  node->type_name = "string";
  if (parent != NULL) {
    if (parent->last_child != NULL)
      parent->last_child->next = node;
    else
      parent->first_child = node;
    parent->last_child = node;
    if (parent->child_by_name != NULL)
      g_hash_table_insert (parent->child_by_name, (gpointer) name, node);
  }
  g_ptr_array_add (self->nodes, node);

  return node;
}

static void
hash_children (GwFormNode *node)
{
  node->child_by_name = g_hash_table_new (g_direct_hash, g_direct_equal);
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next)
    g_hash_table_insert (node->child_by_name, (gpointer) child->name, child);
}

static gboolean
is_template (const xmlNode *element)
{
  return xmlHasNsProp ((xmlNode *) element, (const xmlChar *) "template", (const xmlChar *) GW_NS_JR) != NULL;
}

static void
read_attributes (GwForm     *self,
                 GwFormNode *node,
                 xmlNode    *element)
{
  for (xmlAttr *attr = element->properties; attr != NULL; attr = attr->next) {
    g_autofree char *name = g_strconcat ("@", attr->name, NULL);
    const char *interned = gw_form_intern (self, name, -1);

    if (attr->ns != NULL && g_strcmp0 ((const char *) attr->ns->href, GW_NS_JR) == 0)
      continue;
    if (gw_form_node_find_child (node, interned) == NULL)
      add_node (self, node, interned, NULL)->is_attribute = TRUE;
  }
}

/* --- names --- */

/* Nodes go by their local name, so that forms may put a namespace on their instance or not. Two
 * that stand beside each other and differ in nothing but the namespace, as a `meta` and an
 * `orx:meta`, are told apart: the one with a prefix is then called by it. */
static char *
dup_qualified (const xmlNode *element)
{
  return g_strdup_printf ("{%s}%s", (const char *) element->ns->href, (const char *) element->name);
}

static const xmlNode *
find_namesake (const xmlNode *element)
{
  for (const xmlNode *other = gw_xml_first (element->parent, NULL, (const char *) element->name);
       other != NULL; other = gw_xml_next (other, NULL, (const char *) element->name))
    if (g_strcmp0 (other->ns != NULL ? (const char *) other->ns->href : NULL,
                   (const char *) element->ns->href) != 0)
      return other;

  return NULL;
}

static void
find_namesakes (GwForm        *self,
                const xmlNode *element)
{
  for (const xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    if (child->ns != NULL && child->ns->prefix != NULL && child->ns != element->ns
        && find_namesake (child) != NULL) {
      g_autofree char *name = g_strdup_printf ("%s:%s", child->ns->prefix, child->name);

      if (self->qualified == NULL)
        self->qualified = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->qualified, dup_qualified (child),
                           (gpointer) gw_form_intern (self, name, -1));
    }
    find_namesakes (self, child);
  }
}

static const char *
find_own_name (GwForm        *self,
               const xmlNode *element)
{
  g_autofree char *qualified = NULL;

  if (self->qualified == NULL || element->ns == NULL)
    return NULL;
  qualified = dup_qualified (element);

  return g_hash_table_lookup (self->qualified, qualified);
}

static const char *
name_of (GwForm        *self,
         const xmlNode *element)
{
  const char *own = find_own_name (self, element);

  return own != NULL ? own : gw_form_intern (self, (const char *) element->name, -1);
}

/**
 * gw_form_find_element:
 * @element: an element of an instance of the form, whatever document it is in
 *
 * Returns: (transfer none) (nullable): its node under @parent
 */
GwFormNode *
gw_form_find_element (GwForm           *self,
                      const GwFormNode *parent,
                      const xmlNode    *element)
{
  const char *name = find_own_name (self, element);

  if (name == NULL)
    name = gw_form_find_name (self, (const char *) element->name, -1);

  return name != NULL ? gw_form_node_find_child (parent, name) : NULL;
}

/**
 * gw_form_find_qualified:
 * @name: a step of a path with a prefix, as `orx:meta`
 *
 * Returns: (transfer none) (nullable): the name of a node that only its prefix tells from others
 */
const char *
gw_form_find_qualified (GwForm     *self,
                        const char *name,
                        gsize       length)
{
  const char *colon = memchr (name, ':', length);
  g_autofree char *prefix = NULL;
  g_autofree char *qualified = NULL;
  xmlNs *ns;

  if (self->qualified == NULL || colon == NULL)
    return NULL;
  prefix = g_strndup (name, colon - name);
  ns = xmlSearchNs (self->document, self->instance_root, (const xmlChar *) prefix);
  if (ns == NULL)
    return NULL;
  qualified = g_strdup_printf ("{%s}%.*s", (const char *) ns->href,
                               (int) (name + length - colon - 1), colon + 1);

  return g_hash_table_lookup (self->qualified, qualified);
}

/* --- nodes --- */

/* Several elements of one name under one parent are rows of one schema node. */
static void
read_element (GwForm     *self,
              GwFormNode *node,
              xmlNode    *element)
{
  guint n = 0;
  g_autoptr (GHashTable) seen = NULL;

  read_attributes (self, node, element);
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    const char *name = name_of (self, child);
    GwFormNode *own = gw_form_node_find_child (node, name);

    if (self->nodes->len > GW_FORM_MAX_NODES)
      return;
    if (own == NULL) {
      own = add_node (self, node, name, child);
      node->n_children++;
      if (child == self->added_instance_id) {
        own->preload = "uid";
        own->preload_params = "";
      }
    }
    if (++n == CHILDREN_TO_HASH && node->child_by_name == NULL)
      hash_children (node);
    if (is_template (child)) {
      own->template_pattern = child;
      own->is_repeat = TRUE;
    } else {
      if (seen == NULL)
        seen = g_hash_table_new (g_direct_hash, g_direct_equal);
      if (!g_hash_table_add (seen, (gpointer) name))
        own->is_repeat = TRUE;
    }
    read_element (self, own, child);
  }
}

static xmlNode *
find_meta (xmlNode *root)
{
  xmlNode *meta = gw_xml_first (root, GW_NS_ORX, "meta");

  return meta != NULL ? meta : gw_xml_first (root, NULL, "meta");
}

static xmlNode *
find_in_meta (xmlNode    *root,
              const char *name)
{
  for (xmlNode *any = gw_xml_first (root, NULL, "meta"); any != NULL; any = gw_xml_next (any, NULL, "meta")) {
    xmlNode *found = gw_xml_first (any, NULL, name);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static xmlNode *
add_meta (xmlNode *root)
{
  xmlNs *ns = xmlSearchNsByHref (root->doc, root, (const xmlChar *) GW_NS_ORX);

  if (ns == NULL || ns->prefix == NULL)
    ns = xmlNewNs (root, (const xmlChar *) GW_NS_ORX, (const xmlChar *) "orx");

  return xmlNewChild (root, ns, (const xmlChar *) "meta", NULL);
}

/* Servers tell records apart by their instanceID: a form that has none is given one (section 11).
 * An edited record says which one it follows; where the form has no place for that, it is given one
 * that is written only when it is filled. */
static void
add_ids (GwForm  *self,
         xmlNode *root)
{
  xmlNode *id = find_in_meta (root, "instanceID");
  xmlNode *meta = id != NULL ? id->parent : find_meta (root);

  if (meta == NULL)
    meta = add_meta (root);
  if (id == NULL)
    self->added_instance_id = xmlNewChild (meta, meta->ns, (const xmlChar *) "instanceID", NULL);
  if (find_in_meta (root, "deprecatedID") == NULL) {
    self->added_deprecated_id = xmlNewChild (meta, id != NULL ? id->ns : meta->ns,
                                             (const xmlChar *) "deprecatedID", NULL);
    /* xmlNewChild takes the parent's namespace where none is given. */
    xmlSetNs (self->added_deprecated_id, id != NULL ? id->ns : meta->ns);
  }
}

/* Attributes of the root (its id, its version) say which form this is and are no answers. */
void
gw_form_read_schema (GwForm  *self,
                     xmlNode *model)
{
  xmlNode *root = self->instance_root;

  add_ids (self, root);
  find_namesakes (self, root);
  self->root = add_node (self, NULL, gw_form_intern (self, (const char *) root->name, -1), root);
  read_element (self, self->root, root);
  if (self->nodes->len > GW_FORM_MAX_NODES) {
    gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, xmlGetLineNo (root), NULL, NULL,
                       "The form has more than %d nodes", GW_FORM_MAX_NODES);
    self->root = NULL;
  }
}

/* Repeats of the body make repeats of the schema, before anything is compiled. */
void
gw_form_mark_repeats (GwForm     *self,
                      xmlNode    *element,
                      GwFormNode *context)
{
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    gboolean repeats = gw_xml_is (child, NULL, "repeat");
    GwFormNode *node = context;

    if (repeats || gw_xml_is (child, NULL, "group")) {
      g_autofree char *path = gw_form_dup_ref_attr (self, child, repeats ? "nodeset" : "ref");

      if (path != NULL)
        node = gw_form_resolve (self, context, path);
      if (repeats && node != NULL && node != self->root)
        node->is_repeat = TRUE;
      gw_form_mark_repeats (self, child, node != NULL ? node : context);
    }
  }
}

/**
 * gw_form_find_meta:
 *
 * Returns: (transfer none) (nullable): a node of the record's own `meta` (section 11), in whichever
 * namespace it is. A `meta` within a repeat is another thing
 */
GwFormNode *
gw_form_find_meta (GwForm     *self,
                   const char *name)
{
  const char *own = gw_form_find_name (self, name, -1);

  for (GwFormNode *meta = self->root->first_child; own != NULL && meta != NULL; meta = meta->next) {
    const char *colon = strchr (meta->name, ':');
    GwFormNode *found = NULL;

    if (g_str_equal (colon != NULL ? colon + 1 : meta->name, "meta") && !meta->is_repeat)
      found = gw_form_node_find_child (meta, own);
    if (found != NULL && found->scope == self->root)
      return found;
  }

  return NULL;
}

static void
number_nodes (GwForm     *self,
              GwFormNode *node,
              GPtrArray  *ordered)
{
  node->index = ordered->len;
  g_ptr_array_add (ordered, node);
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next)
    number_nodes (self, child, ordered);
}

void
gw_form_assign_scopes (GwForm *self)
{
  g_autoptr (GPtrArray) ordered = g_ptr_array_sized_new (self->nodes->len);

  number_nodes (self, self->root, ordered);
  for (guint i = 0; i < ordered->len; i++) {
    GwFormNode *node = ordered->pdata[i];

    self->nodes->pdata[i] = node;
    node->scope = node->is_repeat || node->parent == NULL ? node : node->parent->scope;
    node->slot = node->scope->n_slots++;
    if (node->is_repeat)
      node->repeat_slot = node->parent->scope->n_repeats++;
  }
  for (guint i = 0; i < ordered->len; i++) {
    GwFormNode *node = ordered->pdata[i];

    if (node->scope == node) {
      node->slots = gw_form_arena_new0 (self->arena, GwFormNode *, node->n_slots);
      node->repeats = gw_form_arena_new0 (self->arena, GwFormNode *, node->n_repeats);
    }
    node->scope->slots[node->slot] = node;
    if (node->is_repeat)
      node->parent->scope->repeats[node->repeat_slot] = node;
  }
}

/**
 * gw_form_resolve:
 * @context: where a relative path begins
 * @path: a path of names, `.`, `..` and `current()`, with any predicates, as nodesets of
 *   binds and refs of controls have it
 *
 * Returns: (transfer none) (nullable): the schema node
 */
GwFormNode *
gw_form_resolve (GwForm     *self,
                 GwFormNode *context,
                 const char *path)
{
  g_auto (GStrv) steps = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);
  GwFormNode *node = context;
  int depth = 0;
  guint i = 0;

  for (; *path != '\0'; path++) {
    if (*path == '[')
      depth++;
    if (depth == 0 && !g_ascii_isspace (*path))
      g_string_append_c (plain, *path);
    if (*path == ']')
      depth--;
  }
  if (g_str_has_prefix (plain->str, "current()"))
    g_string_erase (plain, 0, MIN (plain->len, strlen ("current()/")));
  steps = g_strsplit (plain->str, "/", -1);
  if (plain->str[0] == '/') {
    const char *colon = steps[1] != NULL ? strchr (steps[1], ':') : NULL;

    if (steps[1] == NULL || !g_str_equal (colon != NULL ? colon + 1 : steps[1], self->root->name))
      return NULL;
    node = self->root;
    i = 2;
  }
  for (; steps[i] != NULL && node != NULL; i++) {
    const char *colon = strrchr (steps[i], ':');
    const char *local = colon != NULL ? colon + 1 : steps[i];

    if (*local == '\0' || g_str_equal (local, ".")) {
      continue;
    } else if (g_str_equal (local, "..")) {
      node = node->parent;
    } else {
      const char *name = colon != NULL ? gw_form_find_qualified (self, steps[i], strlen (steps[i])) : NULL;

      if (name == NULL)
        name = gw_form_find_name (self, local, -1);
      node = name != NULL ? gw_form_node_find_child (node, name) : NULL;
    }
  }

  return node;
}
