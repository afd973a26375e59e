/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session's answers as a draft and back. A draft may hold nodes that the form no longer has
 * and lack nodes that it has: the first are left in the draft's keeper, the second keep their
 * defaults. */

#include "core/forms/gw-form-private.h"

/* `true()` closes a question for good; any other rule may open it when other answers allow. */
static gboolean
is_closed (const GwFormNode *node)
{
  const GwXPath *readonly = node->expressions[GW_FORM_PROP_READONLY];

  return readonly != NULL && readonly->root != NULL && readonly->root->op == GW_OP_CALL
         && g_str_equal (readonly->root->function->name, "true");
}

/* A question that its rules do not close: its text may be a person's. */
gboolean
gw_form_node_is_editable (const GwFormNode *node)
{
  gboolean is_asked = FALSE;

  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++)
    is_asked |= ((GwFormBody *) node->bodies->pdata[i])->kind == GW_FORM_ITEM_CONTROL;
  for (const GwFormNode *up = node; up != NULL && is_asked; up = up->parent)
    is_asked = !is_closed (up);

  return is_asked;
}

/* Whether the form begins with a text there, which an answer that was emptied must not bring back. */
static gboolean
has_default (const GwFormNode *node)
{
  return node->scope->parent == NULL
         && (node->is_attribute || (node->pattern != NULL && node->pattern->children != NULL));
}

/* What a person may have typed over a calculation. */
gboolean
gw_form_node_is_typed_over (const GwFormNode *node)
{
  return node->expressions[GW_FORM_PROP_CALCULATE] != NULL && gw_form_node_is_editable (node);
}

static void
set_gone (GwFormRow *row)
{
  row->is_gone = TRUE;
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      set_gone (row->lists[i].rows->pdata[j]);
}

/* The rows of the draft take the place of those that the form begins with. */
static void
apply_rows (GwFormSession     *session,
            GwFormNode        *repeat,
            GwFormRow         *parent,
            const char        *ref,
            const GwFormDraft *draft)
{
  GPtrArray *ids = gw_form_draft_get_rows (draft, ref);
  GwFormRowList *list = &parent->lists[repeat->repeat_slot];
  g_autoptr (GPtrArray) before = list->rows;

  list->rows = g_ptr_array_new ();
  list->is_counted = TRUE;
  for (guint i = 0; i < ids->len && gw_form_has_room (session, repeat); i++) {
    GwFormRow *row;

    if (!gw_form_row_id_is_valid (ids->pdata[i]))
      continue;
    row = gw_form_row_new (session, repeat, parent, ids->pdata[i]);
    if (gw_form_draft_is_dropped (draft, ref, row->id)) {
      /* The first of them is the first to come back, and is taken from the end. */
      if (list->dropped == NULL)
        list->dropped = g_ptr_array_new ();
      g_ptr_array_insert (list->dropped, 0, row);
    } else {
      row->index = list->rows->len;
      g_ptr_array_add (list->rows, row);
    }
  }
  for (guint i = 0; i < before->len; i++)
    gw_form_row_free (session, before->pdata[i]);
}

/* Which form it is, and in which version, says the form itself and no draft. */
static gboolean
names_form (const GwFormNode *node)
{
  return node->is_attribute && node->parent->parent == NULL
         && (g_str_equal (node->name, "@id") || g_str_equal (node->name, "@version"));
}

void
gw_form_draft_apply_row (GwFormSession     *session,
                         GwFormRow         *row,
                         const GwFormDraft *draft)
{
  for (guint i = 0; i < row->scope->n_slots; i++) {
    GwFormNode *node = row->scope->slots[i];
    g_autofree char *ref = NULL;
    const char *value;

    if (node->n_children > 0 || names_form (node))
      continue;
    ref = gw_form_ref_of (node, row, FALSE);
    value = gw_form_draft_get (draft, ref);
    /* What a person typed over a calculation stands until a reference changes, and opening
     * the draft again is no change. What the draft does not know is calculated. */
    row->cells[i].is_own = value != NULL;
    row->cells[i].is_preset = value != NULL && gw_form_node_is_typed_over (node);
    if (value != NULL) {
      g_free (row->cells[i].text);
      row->cells[i].text = *value != '\0' ? g_strdup (value) : NULL;
    }
  }
  for (guint i = 0; i < row->scope->n_repeats; i++) {
    GwFormNode *repeat = row->scope->repeats[i];
    g_autofree char *ref = gw_form_ref_of (repeat, row, FALSE);
    GwFormRowList *list = &row->lists[i];

    if (gw_form_draft_get_rows (draft, ref) != NULL)
      apply_rows (session, repeat, row, ref, draft);
    for (guint j = 0; j < list->rows->len; j++)
      gw_form_draft_apply_row (session, list->rows->pdata[j], draft);
    for (guint j = 0; list->dropped != NULL && j < list->dropped->len; j++) {
      gw_form_draft_apply_row (session, list->dropped->pdata[j], draft);
      set_gone (list->dropped->pdata[j]);
    }
  }
}

void
gw_form_apply_draft (GwFormSession     *session,
                     const GwFormDraft *draft)
{
  gw_form_draft_apply_row (session, session->root, draft);
}

/* A text that is computed again when the draft is opened need not be in it, and an answer that was
 * emptied has to be where a default or a calculation would fill it in. */
static gboolean
is_worth_saving (const GwFormNode *node,
                 const GwFormCell *cell)
{
  if (node->n_children > 0)
    return FALSE;
  if (gw_form_node_is_typed_over (node))
    return cell->is_own || (node->is_fickle && cell->text != NULL);

  return cell->text != NULL || has_default (node);
}

void
gw_form_draft_save_row (GwFormSession *session,
                        GwFormRow     *row,
                        GwFormDraft   *draft)
{
  for (guint i = 0; i < row->scope->n_slots; i++) {
    const GwFormNode *node = row->scope->slots[i];
    g_autofree char *ref = NULL;

    if (!is_worth_saving (node, &row->cells[i]))
      continue;
    ref = gw_form_ref_of (node, row, FALSE);
    gw_form_draft_set (draft, ref, row->cells[i].text != NULL ? row->cells[i].text : "");
  }
  for (guint i = 0; i < row->scope->n_repeats; i++) {
    g_autofree char *ref = gw_form_ref_of (row->scope->repeats[i], row, FALSE);
    GwFormRowList *list = &row->lists[i];

    gw_form_draft_add_repeat (draft, ref);
    for (guint j = 0; j < list->rows->len; j++) {
      GwFormRow *inner = list->rows->pdata[j];

      gw_form_draft_add_row (draft, ref, inner->id);
      gw_form_draft_save_row (session, inner, draft);
    }
    /* The last dropped row is the first to come back. */
    for (guint j = list->dropped != NULL ? list->dropped->len : 0; j > 0; j--) {
      GwFormRow *inner = list->dropped->pdata[j - 1];

      gw_form_draft_add_row (draft, ref, inner->id);
      gw_form_draft_drop_row (draft, ref, inner->id);
      gw_form_draft_save_row (session, inner, draft);
    }
  }
}

/**
 * gw_form_session_dup_draft:
 *
 * Returns: (transfer full): all answers and rows, the hidden ones and the counted-away ones
 * among them: what to give to gw_form_session_new() another day
 */
GwFormDraft *
gw_form_session_dup_draft (GwFormSession *self)
{
  GwFormDraft *draft = gw_form_draft_new ();

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), draft);

  gw_form_draft_save_row (self, self->root, draft);
  return draft;
}
