/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums and counts over the rows of a repeat. `sum(/data/bird/n)` reads every row, and would make the thousandth row a
 * hundred times as dear as the tenth. So what the first rows came to is kept: a row that is added behind them is
 * added to it, in the order in which a sum from scratch takes them, which gives the same number to the last digit. When
 * one of the rows that are in it changes, appears or goes, it is forgotten and gathered anew the next time.
 *
 * Only for paths that name one node in every row of an outermost repeat; the binding of paths finds these. */

#include <math.h>

#include "core/forms/gw-form-private.h"

/**
 * gw_form_path_has_totals:
 * @crosses: whether the path goes through all rows, and not only through the row of who reads
 *
 * Returns: whether totals can be kept of a path that was just bound to its target
 */
gboolean
gw_form_path_has_totals (const GwForm      *form,
                         const GwXPathExpr *path,
                         gboolean           crosses)
{
  const GwFormNode *target = path->target;

  if (target == NULL || !crosses || path->start != GW_START_ROOT || target->is_attribute
      || !target->scope->is_repeat || target->scope->parent->scope != form->root)
    return FALSE;
  for (guint i = 0; i < path->n_steps; i++)
    if (path->steps[i].axis != GW_AXIS_CHILD || path->steps[i].name == NULL || path->steps[i].n_predicates > 0)
      return FALSE;

  return target->is_repeat || target->n_children == 0;
}

static void
forget (GwFormTotals *totals)
{
  *totals = (GwFormTotals) { .amounts = { 0, NAN, NAN, 0 } };
}

static void
take_in (GwXPathRun       *run,
         GwFormTotals     *totals,
         const GwFormNode *node,
         GwFormRow        *row)
{
  const GwFormCell *cell = &row->cells[node->slot];

  if (++*run->steps > run->most_steps)
    run->failed = TRUE;
  totals->n_rows++;
  if (!cell->is_relevant)
    return;
  totals->n_shown++;
  if (!node->is_repeat) {
    GwXPathValue value;

    gw_xpath_set_string (&value, cell->text != NULL ? cell->text : "");
    gw_xpath_add_amount (run, &value, &totals->amounts);
  }
}

/**
 * gw_form_find_totals:
 * @path: a path to nodes
 *
 * Returns: (transfer none) (nullable): what all shown nodes of the path come to; NULL where nothing is kept of
 *   that path. Of a path to the rows themselves only their number is known
 */
const GwFormTotals *
gw_form_find_totals (GwXPathRun        *run,
                     const GwXPathExpr *path)
{
  GwFormSession *session = run->session;
  GwFormNode *node = path->target;
  GwFormTotals *totals;
  GPtrArray *rows;

  /* While loading, values are put in their places without a word. */
  if (!path->has_totals || session->is_loading)
    return NULL;
  if (session->form->pins && !path->is_bare && gw_form_row_climb (run->current.where, node->scope) != NULL)
    return NULL;

  totals = g_hash_table_lookup (session->totals, node);
  if (totals == NULL) {
    totals = g_new (GwFormTotals, 1);
    forget (totals);
    g_hash_table_insert (session->totals, node, totals);
  }
  rows = session->root->lists[node->scope->repeat_slot].rows;
  while (totals->n_rows < rows->len && !run->failed)
    take_in (run, totals, node, rows->pdata[totals->n_rows]);

  return totals;
}

/**
 * gw_form_forget_total:
 *
 * For when the value or the relevance of a node changes.
 */
void
gw_form_forget_total (GwFormSession    *session,
                      const GwFormNode *node,
                      const GwFormRow  *row)
{
  GwFormTotals *totals = g_hash_table_lookup (session->totals, node);

  if (totals != NULL && row->index < totals->n_rows)
    forget (totals);
}

/**
 * gw_form_forget_totals:
 * @from: the first place that has another row now, or none any more
 */
void
gw_form_forget_totals (GwFormSession    *session,
                       const GwFormNode *repeat,
                       guint             from)
{
  GHashTableIter iter;
  gpointer node, totals;

  g_hash_table_iter_init (&iter, session->totals);
  while (g_hash_table_iter_next (&iter, &node, &totals))
    if (((GwFormNode *) node)->scope == repeat && from < ((GwFormTotals *) totals)->n_rows)
      forget (totals);
}
