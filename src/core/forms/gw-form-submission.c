/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a form says about sending (sections 1 and 13), and what goes with a record. */

#include "core/forms/gw-form-submission.h"

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static const char *
keep_attr (GwForm     *self,
           xmlNode    *element,
           const char *namespace_uri,
           const char *name)
{
  g_autofree char *value = gw_xml_dup_attr (element, namespace_uri, name);

  return value != NULL && *g_strstrip (value) != '\0' ? gw_form_arena_strdup (self->arena, value, -1) : NULL;
}

void
gw_form_read_submission (GwForm  *self,
                         xmlNode *model)
{
  xmlNode *element = gw_xml_first (model, NULL, "submission");

  if (element == NULL)
    return;
  self->submission = (GwFormSubmission) {
    .action = keep_attr (self, element, NULL, "action"),
    .method = keep_attr (self, element, NULL, "method"),
    .public_key = keep_attr (self, element, NULL, "base64RsaPublicKey"),
    .sends_itself = keep_attr (self, element, GW_NS_ORX, "auto-send"),
    .deletes_itself = keep_attr (self, element, GW_NS_ORX, "auto-delete"),
  };
  if (self->submission.public_key != NULL && !gw_form_key_is_valid (self->submission.public_key))
    gw_form_add_issue (self, GW_FORM_ISSUE_BAD_KEY, xmlGetLineNo (element), NULL, NULL,
                       "base64RsaPublicKey is no RSA key; records of this form cannot be sealed");
}

/**
 * gw_form_get_submission:
 *
 * Returns: (transfer none) (not nullable): what the form says about sending
 */
const GwFormSubmission *
gw_form_get_submission (GwForm *self)
{
  g_return_val_if_fail (GW_IS_FORM (self), NULL);

  return &self->submission;
}

/**
 * gw_form_session_dup_instance_id:
 *
 * Returns: (transfer full) (not nullable): the record's `instanceID`, by which servers know it
 */
char *
gw_form_session_dup_instance_id (GwFormSession *self)
{
  const GwFormNode *node;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  node = gw_form_find_meta (self->form, "instanceID");
  return g_strdup (node != NULL && self->root->cells[node->slot].text != NULL
                       ? self->root->cells[node->slot].text : "");
}

/**
 * gw_form_session_begin_edit:
 *
 * Begins to change a record that was sent (section 11): it gets an `instanceID` of its own, and the
 * one under which the server has it goes to `deprecatedID`. Once for each edit, not for each opening.
 */
void
gw_form_session_begin_edit (GwFormSession *self)
{
  GwFormNode *id, *deprecated;
  g_autofree char *old = NULL;
  g_autofree char *new_id = NULL;

  g_return_if_fail (GW_IS_FORM_SESSION (self));

  id = gw_form_find_meta (self->form, "instanceID");
  deprecated = gw_form_find_meta (self->form, "deprecatedID");
  if (id == NULL || deprecated == NULL)
    return;
  old = gw_form_session_dup_instance_id (self);
  new_id = gw_form_session_dup_uuid (self);
  gw_form_session_begin (self);
  gw_form_store (self, deprecated, self->root, old, GW_FORM_ORIGIN_ACTION);
  gw_form_store (self, id, self->root, new_id, GW_FORM_ORIGIN_ACTION);
  gw_form_session_finish (self);
}

/**
 * gw_form_dup_instance_id:
 * @record: a record as XML, of whatever form
 *
 * Returns: (transfer full) (nullable): its `instanceID`, or NULL with @error set where it has none
 */
char *
gw_form_dup_instance_id (GBytes  *record,
                         GError **error)
{
  g_autoptr (GwXmlDoc) document = gw_xml_parse (record, "record", error);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;

  if (document == NULL)
    return NULL;
  for (xmlNode *meta = gw_xml_first (root, NULL, "meta"); meta != NULL; meta = gw_xml_next (meta, NULL, "meta")) {
    xmlNode *element = gw_xml_first (meta, NULL, "instanceID");
    g_autofree char *id = element != NULL ? gw_xml_dup_text (element) : NULL;

    if (id != NULL && *g_strstrip (id) != '\0')
      return g_steal_pointer (&id);
  }
  g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "The record has no instanceID");

  return NULL;
}

static void
add_file (GwFormSession *session,
          GwFormNode    *node,
          GwFormRow     *row,
          gpointer       data)
{
  const GwFormCell *cell = &row->cells[node->slot];

  if (cell->is_relevant && cell->text != NULL
      && !g_ptr_array_find_with_equal_func (data, cell->text, g_str_equal, NULL))
    g_ptr_array_add (data, g_strdup (cell->text));
}

/**
 * gw_form_session_dup_file_names:
 *
 * Returns: (transfer full) (element-type utf8): the files that travel with the record: the answers
 * of uploads that are not hidden
 */
GPtrArray *
gw_form_session_dup_file_names (GwFormSession *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), names);

  for (guint i = 0; i < self->form->nodes->len; i++) {
    GwFormNode *node = self->form->nodes->pdata[i];

    if (node->data_type == GW_FORM_DATA_BINARY && node->n_children == 0)
      gw_form_for_each_row (self, self->root, node->scope, node, add_file, names);
  }

  return names;
}
