/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The finished record as XML: as the form's author wrote the instance, with the answers in it,
 * with a row for each row, and without what is not relevant (section 6). */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static void
set_text (xmlNode    *element,
          const char *text)
{
  g_autofree char *clean = text != NULL ? gw_xml_dup_clean (text) : NULL;

  if (clean != NULL)
    xmlAddChild (element, xmlNewDocText (element->doc, (const xmlChar *) clean));
}

static void
write_attributes (xmlNode    *element,
                  GwFormNode *node,
                  GwFormRow  *row)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    const GwFormCell *cell = &row->cells[child->slot];
    g_autofree char *text = gw_xml_dup_clean (cell->text != NULL ? cell->text : "");
    xmlAttr *attr;

    if (!child->is_attribute)
      continue;
    for (attr = element->properties; attr != NULL; attr = attr->next)
      if (strcmp ((const char *) attr->name, child->name + 1) == 0)
        break;
    if (!cell->is_relevant && attr != NULL)
      xmlRemoveProp (attr);
    else if (attr != NULL && attr->ns != NULL)
      xmlSetNsProp (element, attr->ns, attr->name, (const xmlChar *) text);
    else
      xmlSetProp (element, (const xmlChar *) child->name + 1, (const xmlChar *) text);
  }
}

/* The namespace of a node as it is in the form. That of XForms itself, which elements without
 * a prefix have only because the form is written around them, is none in a record. libxml2
 * writes the address of a namespace as it stands, so that what XML cannot hold is escaped here. */
static xmlNs *
find_namespace (xmlNode     *element,
                const xmlNs *own)
{
  g_autofree char *address = NULL;
  xmlNs *found;

  if (own == NULL || own->href == NULL || strcmp ((const char *) own->href, GW_NS_XFORMS) == 0)
    return NULL;
  address = g_markup_escape_text ((const char *) own->href, -1);
  found = xmlSearchNs (element->doc, element, own->prefix);
  if (found != NULL && xmlStrEqual (found->href, (const xmlChar *) address))
    return found;

  return xmlNewNs (element, (const xmlChar *) address, own->prefix);
}

static xmlNode *
copy_element (xmlDoc     *document,
              xmlNode    *parent,
              GwFormNode *node)
{
  xmlNode *element = xmlNewDocNode (document, NULL, node->pattern->name, NULL);

  if (parent != NULL)
    xmlAddChild (parent, element);
  else
    xmlDocSetRootElement (document, element);
  for (const xmlNs *ns = node->pattern->nsDef; ns != NULL; ns = ns->next)
    find_namespace (element, ns);
  xmlSetNs (element, find_namespace (element, node->pattern->ns));
  for (xmlAttr *attr = node->pattern->properties; attr != NULL; attr = attr->next) {
    xmlChar *value;

    if (attr->ns != NULL && g_strcmp0 ((const char *) attr->ns->href, GW_NS_JR) == 0)
      continue;
    value = xmlNodeListGetString (attr->doc, attr->children, 1);
    xmlNewNsProp (element, find_namespace (element, attr->ns), attr->name, value);
    xmlFree (value);
  }

  return element;
}

static void
write_node (GwForm     *form,
            xmlDoc     *document,
            xmlNode    *parent,
            GwFormNode *node,
            GwFormRow  *row)
{
  xmlNode *element;

  if (!row->cells[node->slot].is_relevant
      || (node->pattern == form->added_deprecated_id && row->cells[node->slot].text == NULL))
    return;
  element = copy_element (document, parent, node);
  write_attributes (element, node, row);
  if (node->n_children == 0) {
    set_text (element, row->cells[node->slot].text);
    return;
  }
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    if (child->is_attribute)
      continue;
    if (!child->is_repeat) {
      write_node (form, document, element, child, row);
      continue;
    }
    for (guint i = 0; i < row->lists[child->repeat_slot].rows->len; i++)
      write_node (form, document, element, child, row->lists[child->repeat_slot].rows->pdata[i]);
  }
}

/**
 * gw_form_session_write_instance:
 *
 * Returns: (transfer full): the record as XML in UTF-8, with the form's namespaces. What is
 * not relevant is left out with all under it; an empty answer is an empty element
 */
GBytes *
gw_form_session_write_instance (GwFormSession *self)
{
  g_autoptr (GwXmlDoc) document = NULL;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  document = xmlNewDoc ((const xmlChar *) "1.0");
  if (!self->root->cells[self->form->root->slot].is_relevant)
    copy_element (document, NULL, self->form->root);
  else
    write_node (self->form, document, NULL, self->form->root, self->root);

  return gw_xml_write (document);
}

/**
 * gw_form_session_dup_name:
 *
 * Returns: (transfer full): the record's name in lists: its `instanceName`, else the title
 */
char *
gw_form_session_dup_name (GwFormSession *self)
{
  GwFormNode *node;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  node = gw_form_find_meta (self->form, "instanceName");
  if (node != NULL && node->scope == self->form->root && self->root->cells[node->slot].text != NULL)
    return g_strdup (self->root->cells[node->slot].text);

  return g_strdup (gw_form_get_title (self->form));
}
