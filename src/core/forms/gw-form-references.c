/* SPDX-License-Identifier: GPL-3.0-or-later */

/* References, paths and expressions of a session, as people and programs write them. */

#include <string.h>

#include "core/forms/gw-form-private.h"

/**
 * gw_form_session_dup_ref:
 * @path: a path with rows by number, `/data/rep[2]/x`, or a reference
 *
 * Returns: (transfer full) (nullable): the reference, with rows by id
 */
char *
gw_form_session_dup_ref (GwFormSession *self,
                         const char    *path)
{
  GwFormNode *node;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if (!gw_form_find_ref (self, path, &node, &row) && !gw_form_find_list (self, path, &node, &row))
    return NULL;
  return gw_form_ref_of (node, row, FALSE);
}

/**
 * gw_form_session_dup_path:
 *
 * Returns: (transfer full) (nullable): the path of a reference, with rows by number
 */
char *
gw_form_session_dup_path (GwFormSession *self,
                          const char    *ref)
{
  GwFormNode *node;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if (!gw_form_find_ref (self, ref, &node, &row) && !gw_form_find_list (self, ref, &node, &row))
    return NULL;
  return gw_form_ref_of (node, row, TRUE);
}

/* The form is immutable here: a name that it does not know can match nothing. */
static const char *
intern_known (gpointer    data,
              const char *name,
              gssize      length)
{
  GwFormSession *self = data;
  gsize size = length >= 0 ? (gsize) length : strlen (name);
  const char *colon = memchr (name, ':', size);
  const char *known = colon != NULL ? gw_form_find_qualified (self->form, name, size) : NULL;

  if (known == NULL && colon != NULL) {
    length = name + size - colon - 1;
    name = colon + 1;
  }
  if (known == NULL)
    known = gw_form_find_name (self->form, name, length);

  return known != NULL ? known : gw_form_arena_strdup (self->scratch, name, length);
}

/**
 * gw_form_session_evaluate:
 * @expression: an expression
 * @context_ref: (nullable): the node that `.` means; NULL for the root
 *
 * Evaluates any expression over the answers, for a person who checks a form.
 *
 * Returns: (transfer full): its text, or NULL with @error set
 */
char *
gw_form_session_evaluate (GwFormSession  *self,
                          const char     *expression,
                          const char     *context_ref,
                          GError        **error)
{
  GwFormNode *node = self->form->root;
  GwFormRow *row = self->root;
  GwXPathFault fault = { 0 };
  GwXPathRun run;
  GwXPath xpath = { .source = expression };
  char *text = NULL;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if (context_ref != NULL && !gw_form_find_ref (self, context_ref, &node, &row)) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "There is no node at %s", context_ref);
    return NULL;
  }
  self->steps = 0;
  gw_form_run_begin (self, &run, node, row);
  xpath.root = gw_xpath_parse (expression, self->scratch, intern_known, self, &fault);
  if (xpath.root != NULL) {
    gw_form_bind_only (self->form, &xpath, node);
    text = gw_form_compute_text (self, &xpath, node, row, NULL);
    if (text == NULL)
      text = g_strdup ("");
  } else {
    g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED, fault.message);
    g_free (fault.message);
  }
  gw_form_run_end (self, &run);

  return text;
}
