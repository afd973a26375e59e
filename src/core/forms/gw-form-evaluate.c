/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One evaluation of a compiled expression in a session. */

#include <math.h>

#include "core/forms/gw-form-private.h"

GwFormRow *
gw_form_row_climb (GwFormRow        *row,
                   const GwFormNode *scope)
{
  while (row != NULL && row->scope != scope)
    row = row->parent;

  return row;
}

/**
 * gw_form_find_rows_of_whole:
 *
 * A count and a heading are about a repeat as a whole, and then the row that goes with the repeat
 * is the one around it.
 *
 * Returns: (transfer none) (nullable): the rows of the repeat that @node and @row mean as a
 *   whole; NULL where they mean a node in a row
 */
GPtrArray *
gw_form_find_rows_of_whole (const GwFormNode *node,
                            const GwFormRow  *row)
{
  return node->is_repeat && row->scope != node ? row->lists[node->repeat_slot].rows : NULL;
}

/**
 * gw_form_work:
 * @steps: what is about to be done, in pieces of some ten nanoseconds
 *
 * All work that a form can ask for is counted, and never timed: a form that is too much is too
 * much on every computer, and one that is not is filled in on a slow one too.
 *
 * Returns: whether it may be done: FALSE once what one change sets off has gone beyond any measure
 */
gboolean
gw_form_work (GwFormSession *session,
              guint64        steps)
{
  session->steps += MIN (steps, GW_FORM_MAX_STEPS);
  if (session->steps <= GW_FORM_MAX_STEPS)
    return TRUE;

  session->steps = GW_FORM_MAX_STEPS + 1;
  session->hit_limit = TRUE;
  return FALSE;
}

GwFormInstance *
gw_form_session_find_instance (GwFormSession *session,
                               const char    *id)
{
  GwFormInstance *instance = gw_form_find_instance (session->form, id);

  return instance != NULL && instance->is_last_saved && session->last_saved != NULL ? session->last_saved
                                                                                    : instance;
}

void
gw_form_run_begin (GwFormSession *session,
                   GwXPathRun    *run,
                   GwFormNode    *node,
                   GwFormRow     *row)
{
  *run = (GwXPathRun) {
    .session = session,
    .arena = session->scratch,
    .node = { node, row },
    .current = { node, row },
    .position = 1,
    .size = 1,
    .steps = &session->steps,
    .most_steps = GW_FORM_MAX_STEPS,
  };
  /* What is shown is counted by itself: to read a long form often is nothing wrong. */
  if (session->depth == 0 && !session->is_busy)
    session->steps = 0;
  /* A list whose filter asks for the name of a choice of the list itself would never end. */
  if (++session->depth > GW_FORM_MAX_NESTING)
    run->failed = TRUE;
}

void
gw_form_run_end (GwFormSession *session,
                 GwXPathRun    *run)
{
  if (run->failed)
    session->hit_limit = TRUE;
  if (--session->depth == 0)
    gw_form_arena_reset (session->scratch);
}

gboolean
gw_form_compute_boolean (GwFormSession *session,
                         const GwXPath *xpath,
                         GwFormNode    *node,
                         GwFormRow     *row,
                         gboolean       otherwise)
{
  GwXPathRun run;
  gboolean result;

  gw_form_run_begin (session, &run, node, row);
  result = gw_xpath_eval_boolean (&run, xpath->root);
  if (run.failed)
    result = otherwise;
  gw_form_run_end (session, &run);

  return result;
}

/* A calculation's result in the form of the node's type, where it has another form of the same
 * thing: a fraction for a whole number is cut, as Collect and Enketo do; a moment for a date loses
 * its time. Any other text is kept. */
static const char *
fit_type (GwXPathRun         *run,
          const GwFormNode   *node,
          const GwXPathValue *value,
          const char         *text)
{
  switch (node->data_type) {
  case GW_FORM_DATA_INT:
    return value->type == GW_XPATH_NUMBER && fabs (value->number) < 1e15
               ? gw_xpath_format_number (run->arena, trunc (value->number)) : text;
  case GW_FORM_DATA_DATE:
  case GW_FORM_DATA_DATE_TIME:
  case GW_FORM_DATA_TIME:
    return gw_xpath_fit_moment (run, text, node->data_type != GW_FORM_DATA_TIME,
                                node->data_type != GW_FORM_DATA_DATE);
  default:
    return text;
  }
}

static char *
compute (GwFormSession *session,
         const GwXPath *xpath,
         GwFormNode    *node,
         GwFormRow     *row,
         gboolean       fits,
         gboolean      *failed)
{
  GwXPathRun run;
  GwXPathValue value;
  char *text = NULL;

  gw_form_run_begin (session, &run, node, row);
  gw_xpath_eval (&run, xpath->root, &value);
  if (!(value.type == GW_XPATH_NUMBER && isnan (value.number)) && !run.failed) {
    const char *result = gw_xpath_to_string (&run, &value);

    if (fits)
      result = fit_type (&run, node, &value, result);
    text = *result != '\0' ? g_strdup (result) : NULL;
  }
  if (failed != NULL)
    *failed = run.failed;
  gw_form_run_end (session, &run);

  return text;
}

/**
 * gw_form_compute_text:
 *
 * Returns: (transfer full) (nullable): the text of an expression: NaN is the empty text; NULL for
 * empty and where the evaluation hit its limit (@failed)
 */
char *
gw_form_compute_text (GwFormSession *session,
                      const GwXPath *xpath,
                      GwFormNode    *node,
                      GwFormRow     *row,
                      gboolean      *failed)
{
  return compute (session, xpath, node, row, FALSE, failed);
}

/**
 * gw_form_compute_answer:
 *
 * Returns: (transfer full) (nullable): what a calculation or an action stores in @node
 */
char *
gw_form_compute_answer (GwFormSession *session,
                        const GwXPath *xpath,
                        GwFormNode    *node,
                        GwFormRow     *row,
                        gboolean      *failed)
{
  return compute (session, xpath, node, row, TRUE, failed);
}
