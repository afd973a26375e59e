/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with a filled-in form, and how far it is. */

#include "core/forms/gw-form-private.h"

/**
 * gw_form_problem_free:
 * @problem: (nullable): a problem
 */
void
gw_form_problem_free (GwFormProblem *problem)
{
  if (problem == NULL)
    return;

  g_free (problem->ref);
  g_clear_object (&problem->item);
  g_free (problem->message);
  g_free (problem);
}

typedef void (*QuestionFunc) (GwFormSession *self,
                              GwFormBody    *body,
                              GwFormRow     *row,
                              gpointer       data);

/* Walks the questions of a part of the body, in the order in which a person meets them. */
static void
for_each_question (GwFormSession *self,
                   GwFormBody    *body,
                   GwFormRow     *row,
                   QuestionFunc   func,
                   gpointer       data)
{
  if (body->kind == GW_FORM_ITEM_CONTROL) {
    func (self, body, row, data);
    return;
  }
  if (body->kind == GW_FORM_ITEM_REPEAT && row->scope != body->node) {
    GPtrArray *rows = row->lists[body->node->repeat_slot].rows;

    for (guint i = 0; i < rows->len; i++)
      for_each_question (self, body, rows->pdata[i], func, data);
    return;
  }
  for (guint i = 0; i < body->children->len; i++) {
    GwFormBody *child = body->children->pdata[i];
    GwFormRow *where = gw_form_row_climb (row, child->scope);

    if (where != NULL)
      for_each_question (self, child, where, func, data);
  }
}

static void
add_problem (GwFormSession *self,
             GwFormBody    *body,
             GwFormRow     *row,
             gpointer       data)
{
  const GwFormCell *cell = &row->cells[body->node->slot];
  GwFormProblem *problem;

  if (cell->why == GW_FORM_WHY_VALID || body->is_note)
    return;
  problem = g_new0 (GwFormProblem, 1);
  problem->item = g_object_ref (gw_form_item_of (self, body, row, TRUE));
  problem->ref = gw_form_ref_of (body->node, row, FALSE);
  problem->why = cell->why;
  if (cell->why != GW_FORM_WHY_TYPE)
    problem->message = gw_form_item_dup_text (problem->item,
                                              cell->why == GW_FORM_WHY_REQUIRED
                                                  ? GW_FORM_TEXT_REQUIRED_MESSAGE
                                                  : GW_FORM_TEXT_CONSTRAINT_MESSAGE);
  g_ptr_array_add (data, problem);
}

/**
 * gw_form_session_dup_problems:
 *
 * Returns: (transfer full) (element-type GwFormProblem): all answers that break a rule and
 * all that are missing, in the order of the form
 */
GPtrArray *
gw_form_session_dup_problems (GwFormSession *self)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_problem_free);

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), problems);

  for_each_question (self, self->form->body, self->root, add_problem, problems);
  return problems;
}

static void
count_question (GwFormSession *self,
                GwFormBody    *body,
                GwFormRow     *row,
                gpointer       data)
{
  const GwFormCell *cell = &row->cells[body->node->slot];
  GwFormProgress *progress = data;
  gboolean is_answered = cell->text != NULL;

  if (!cell->is_relevant || body->is_note || gw_form_body_is_heading (body)
      || gw_form_node_is_readonly (body->node, row))
    return;
  progress->questions++;
  progress->answered += is_answered;
  progress->required += cell->is_required;
  progress->required_answered += cell->is_required && is_answered;
  progress->invalid += cell->why != GW_FORM_WHY_VALID && cell->why != GW_FORM_WHY_REQUIRED;
}

/**
 * gw_form_session_get_progress:
 * @section: (nullable): a part of the form; NULL for all of it
 * @progress: (out): how far it is
 *
 * Counts what is relevant now, so that a skipped part is not held against anybody.
 */
void
gw_form_session_get_progress (GwFormSession  *self,
                              GwFormItem     *section,
                              GwFormProgress *progress)
{
  GwFormBody *body;
  GwFormRow *row;

  g_return_if_fail (GW_IS_FORM_SESSION (self));

  *progress = (GwFormProgress) { 0 };
  body = self->form->body;
  row = self->root;
  if (section != NULL && !gw_form_item_get_place (section, &body, &row))
    return;
  for_each_question (self, body, row, count_question, progress);
}
