/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A record as XML, opened again: the way back from gw_form_session_write_instance(). What was not
 * relevant is not in a record and keeps the form's defaults; an empty element is an answer that was
 * emptied; a repeat without an element has no rows. */

#include "core/forms/gw-form-record.h"

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

typedef struct
{
  GwForm *form;
  GwFormDraft *draft;
  GPtrArray *lost;
  guint n_nodes;
} Reading;

/**
 * gw_form_loss_free:
 * @self: (nullable): a lost answer
 */
void
gw_form_loss_free (GwFormLoss *self)
{
  if (self == NULL)
    return;

  g_free (self->ref);
  g_free (self->value);
  g_free (self);
}

GwFormLoss *
gw_form_loss_new (const char *ref,
                  const char *value)
{
  GwFormLoss *self = g_new0 (GwFormLoss, 1);

  self->ref = g_strdup (ref);
  self->value = g_strdup (value);
  return self;
}

/* An element that the form does not know, with all that is in it. */
static void
lose (Reading    *reading,
      xmlNode    *element,
      const char *ref)
{
  gboolean is_leaf = gw_xml_first (element, NULL, NULL) == NULL;
  g_autofree char *text = is_leaf ? gw_xml_dup_text (element) : NULL;

  if (text != NULL && *text != '\0')
    g_ptr_array_add (reading->lost, gw_form_loss_new (ref, text));
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL; child = gw_xml_next (child, NULL, NULL)) {
    g_autofree char *inner = g_strdup_printf ("%s/%s", ref, (const char *) child->name);

    lose (reading, child, inner);
  }
}

static void read_children (Reading *reading, GwFormNode *node, xmlNode *element, const char *ref);

static void
read_attributes (Reading    *reading,
                 GwFormNode *node,
                 xmlNode    *element,
                 const char *ref)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    g_autofree char *value = child->is_attribute ? gw_xml_dup_attr (element, NULL, child->name + 1) : NULL;
    g_autofree char *inner = g_strdup_printf ("%s/%s", ref, child->name);

    if (value != NULL)
      gw_form_draft_set (reading->draft, inner, value);
  }
}

static void
read_element (Reading    *reading,
              GwFormNode *node,
              xmlNode    *element,
              const char *ref)
{
  if (++reading->n_nodes > GW_FORM_MAX_NODES)
    return;
  read_attributes (reading, node, element, ref);
  if (node->n_children > 0) {
    read_children (reading, node, element, ref);
  } else if (gw_xml_first (element, NULL, NULL) != NULL) {
    lose (reading, element, ref);
  } else {
    g_autofree char *text = gw_xml_dup_text (element);

    gw_form_draft_set (reading->draft, ref, text);
  }
}

static void
read_row (Reading    *reading,
          GwFormNode *repeat,
          xmlNode    *element,
          const char *repeat_ref)
{
  GPtrArray *rows = gw_form_draft_get_rows (reading->draft, repeat_ref);
  g_autofree char *id = g_strdup_printf ("r%u", rows->len + 1);
  g_autofree char *ref = g_strdup_printf ("%s[%s]", repeat_ref, id);

  gw_form_draft_add_row (reading->draft, repeat_ref, id);
  read_element (reading, repeat, element, ref);
}

static void
read_children (Reading    *reading,
               GwFormNode *node,
               xmlNode    *element,
               const char *ref)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    g_autofree char *inner = child->is_repeat ? g_strdup_printf ("%s/%s", ref, child->name) : NULL;

    if (inner != NULL)
      gw_form_draft_add_repeat (reading->draft, inner);
  }
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL; child = gw_xml_next (child, NULL, NULL)) {
    GwFormNode *own = gw_form_find_element (reading->form, node, child);
    g_autofree char *inner = g_strdup_printf ("%s/%s", ref, own != NULL ? own->name : (const char *) child->name);

    /* Of a node that has no rows, the first one is read. */
    if (own == NULL || (!own->is_repeat && !g_hash_table_add (seen, own)))
      lose (reading, child, inner);
    else if (own->is_repeat)
      read_row (reading, own, child, inner);
    else
      read_element (reading, own, child, inner);
  }
}

/**
 * gw_form_read_record:
 * @record: a record of the form, or of another version of it, as XML. It is untrusted
 * @lost: (out) (optional) (transfer full) (element-type GwFormLoss): what the form has no place for
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the answers as a draft, to be given to gw_form_session_new();
 * NULL with @error set where it is no record of this form
 */
GwFormDraft *
gw_form_read_record (GwForm      *form,
                     GBytes      *record,
                     GPtrArray  **lost,
                     GError     **error)
{
  g_autoptr (GwXmlDoc) document = NULL;
  g_autoptr (GwFormDraft) draft = gw_form_draft_new ();
  g_autoptr (GPtrArray) losses = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_loss_free);
  Reading reading = { .form = form, .draft = draft, .lost = losses };
  xmlNode *root;

  g_return_val_if_fail (GW_IS_FORM (form), NULL);
  g_return_val_if_fail (record != NULL, NULL);

  document = gw_xml_parse (record, "record", error);
  if (document == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  if (g_strcmp0 ((const char *) root->name, form->root->name) != 0) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "The record is called %s and the form's records %s",
                 (const char *) root->name, form->root->name);
    return NULL;
  }
  read_element (&reading, form->root, root, gw_form_get_root_ref (form));
  if (lost != NULL)
    *lost = g_steal_pointer (&losses);

  return g_steal_pointer (&draft);
}
