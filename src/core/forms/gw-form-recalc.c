/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recalculation (section 5). What has to be computed again waits in a heap by its place in the
 * order and by row; computing something marks its readers, and a value that did not change
 * marks nobody. Rules that nobody reads (read-only, required, constraint) are computed once at
 * the end. */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

#define MOST_ROUNDS 50

/* --- the heap --- */

static int
compare_rows (const GwFormRow *a,
              const GwFormRow *b)
{
  if (a == b)
    return 0;
  while (a->parent != b->parent && a->parent != NULL && b->parent != NULL) {
    a = a->parent;
    b = b->parent;
  }
  return a->index < b->index ? -1 : a->index > b->index;
}

static gboolean
comes_before (const GwFormTask *a,
              const GwFormTask *b)
{
  return a->rank != b->rank ? a->rank < b->rank : compare_rows (a->row, b->row) < 0;
}

static void
push_task (GwFormSession *session,
           guint          rank,
           GwFormRow     *row)
{
  GArray *queue = session->queue;
  GwFormTask task = { rank, row };
  guint i = queue->len;

  g_array_append_val (queue, task);
  while (i > 0) {
    guint up = (i - 1) / 2;
    GwFormTask *above = &g_array_index (queue, GwFormTask, up);

    if (!comes_before (&task, above))
      break;
    g_array_index (queue, GwFormTask, i) = *above;
    g_array_index (queue, GwFormTask, up) = task;
    i = up;
  }
}

static GwFormTask
pop_task (GwFormSession *session)
{
  GArray *queue = session->queue;
  GwFormTask first = g_array_index (queue, GwFormTask, 0);
  GwFormTask last = g_array_index (queue, GwFormTask, queue->len - 1);
  guint i = 0;

  g_array_set_size (queue, queue->len - 1);
  if (queue->len == 0)
    return first;
  for (;;) {
    guint child = 2 * i + 1;

    if (child >= queue->len)
      break;
    if (child + 1 < queue->len
        && comes_before (&g_array_index (queue, GwFormTask, child + 1),
                         &g_array_index (queue, GwFormTask, child)))
      child++;
    if (!comes_before (&g_array_index (queue, GwFormTask, child), &last))
      break;
    g_array_index (queue, GwFormTask, i) = g_array_index (queue, GwFormTask, child);
    i = child;
  }
  g_array_index (queue, GwFormTask, i) = last;

  return first;
}

/* --- marking --- */

void
gw_form_for_each_row (GwFormSession *session,
                      GwFormRow     *top,
                      GwFormNode    *scope,
                      GwFormNode    *node,
                      GwFormRowFunc  func,
                      gpointer       data)
{
  GwFormNode *next = scope;
  GPtrArray *rows;

  if (top->scope == scope) {
    if (gw_form_work (session, 1))
      func (session, node, top, data);
    return;
  }
  while (next->parent != NULL && next->parent->scope != top->scope)
    next = next->parent->scope;
  if (next->parent == NULL)
    return;
  rows = top->lists[next->repeat_slot].rows;
  for (guint i = 0; i < rows->len && gw_form_work (session, 1); i++)
    gw_form_for_each_row (session, rows->pdata[i], scope, node, func, data);
}

/**
 * gw_form_touch:
 *
 * Notes that something about a node may have changed in this batch, with what it was before.
 */
GwFormTouch *
gw_form_touch (GwFormSession *session,
               GwFormNode    *node,
               GwFormRow     *row)
{
  GwFormCell *cell = &row->cells[node->slot];

  if (cell->change == 0) {
    GwFormTouch touch = { .node = node, .row = row, .old_value = g_strdup (cell->text),
                          .old_relevant = cell->is_relevant, .was_own = cell->is_own };

    g_array_append_val (session->touched, touch);
    cell->change = session->touched->len;
  }

  return &g_array_index (session->touched, GwFormTouch, cell->change - 1);
}

static void
mark_leaf (GwFormSession *session,
           GwFormNode    *node,
           GwFormRow     *row)
{
  if (session->is_loading)
    return;
  gw_form_touch (session, node, row);
  row->cells[node->slot].is_touched = 1;
}

static void
mark_task (GwFormSession *session,
           GwFormNode    *node,
           GwFormProp     prop,
           GwFormRow     *row)
{
  guint bit = 1u << prop;

  if (node->rank[prop] == 0)
    return;
  if (prop == GW_FORM_PROP_COUNT) {
    if (row->lists[node->repeat_slot].is_queued)
      return;
    row->lists[node->repeat_slot].is_queued = TRUE;
  } else {
    GwFormCell *cell = &row->cells[node->slot];

    if ((cell->is_queued & bit) != 0
        || (session->is_loading && cell->is_preset && prop == GW_FORM_PROP_CALCULATE))
      return;
    cell->is_queued |= bit;
  }
  push_task (session, node->rank[prop], row);
}

static void
mark_edge (GwFormSession *session,
           GwFormNode    *node,
           GwFormRow     *row,
           gpointer       data)
{
  const GwFormEdge *edge = data;

  switch (edge->prop) {
  case GW_FORM_PROP_CALCULATE:
  case GW_FORM_PROP_RELEVANT:
  case GW_FORM_PROP_COUNT:
    mark_task (session, node, edge->prop, row);
    break;
  case GW_FORM_PROP_CHOICES:
    if (!session->is_loading)
      gw_form_touch (session, node, row)->aspects |= GW_FORM_ASPECT_CHOICES;
    break;
  case GW_FORM_PROP_TEXTS:
    if (!session->is_loading && row->scope == node->scope)
      gw_form_touch (session, node, row)->aspects |= GW_FORM_ASPECT_TEXTS;
    break;
  default:
    mark_leaf (session, node, row);
    break;
  }
}

/* A repeat without rows has no cell that could tell that it appeared. */
static void
note_empty_repeat (GwFormSession *session,
                   GwFormNode    *repeat,
                   GwFormRow     *parent,
                   gpointer       data)
{
  if (parent->lists[repeat->repeat_slot].rows->len == 0)
    gw_form_note_rows_changed (session, repeat, parent);
}

/* Marks a reader in all rows under one. */
static void
mark_under (GwFormSession *session,
            GwFormEdge    *edge,
            GwFormRow     *top)
{
  gboolean is_count = edge->prop == GW_FORM_PROP_COUNT;

  if (edge->prop == GW_FORM_PROP_RELEVANT && edge->node->is_repeat && !session->is_loading)
    gw_form_for_each_row (session, top, edge->node->parent->scope, edge->node, note_empty_repeat, NULL);
  gw_form_for_each_row (session, top, is_count ? edge->node->parent->scope : edge->node->scope, edge->node,
                        mark_edge, edge);
}

/* A row of an inner repeat reads rows of outer ones too, where its path begins outside of them. */
static void
mark_later_rows (GwFormSession *session,
                 GwFormEdge    *edge,
                 GwFormRow     *row)
{
  for (; row->parent != NULL && row->scope != edge->join; row = row->parent) {
    GPtrArray *rows = row->parent->lists[row->scope->repeat_slot].rows;

    for (guint i = row->index + 1; i < rows->len; i++)
      mark_under (session, edge, rows->pdata[i]);
  }
}

/**
 * gw_form_mark_readers:
 * @row: the row that @node is in
 *
 * Marks what reads @node, in all rows that can be meant. A calculation that reads other rows of its
 * own node reads earlier ones: a running total. A constraint may read any: no value twice.
 */
void
gw_form_mark_readers (GwFormSession *session,
                      GwFormNode    *node,
                      GwFormRow     *row)
{
  for (guint i = 0; node->readers != NULL && i < node->readers->len; i++) {
    GwFormEdge *edge = &g_array_index (node->readers, GwFormEdge, i);
    GwFormRow *top;

    if (edge->is_weak && edge->node == node && edge->prop < GW_FORM_N_ORDERED && row->parent != NULL
        && row->scope == node->scope) {
      mark_later_rows (session, edge, row);
      continue;
    }
    top = gw_form_row_climb (row, edge->join);
    mark_under (session, edge, top != NULL ? top : row);
  }
}

/**
 * gw_form_mark_rows:
 * @parent: the row that the repeat stands in
 * @from: the first place that has another row now, or none any more
 *
 * Marks what reads which rows there are. A rule that never leaves its own row reads no more of them than
 * the number of that row, which stays for the rows before @from.
 */
void
gw_form_mark_rows (GwFormSession *session,
                   GwFormNode    *repeat,
                   GwFormRow     *parent,
                   guint          from)
{
  GPtrArray *rows = parent->lists[repeat->repeat_slot].rows;

  gw_form_forget_totals (session, repeat, from);
  for (guint i = 0; repeat->readers != NULL && i < repeat->readers->len; i++) {
    GwFormEdge *edge = &g_array_index (repeat->readers, GwFormEdge, i);
    GwFormRow *top;

    if (edge->join == repeat) {
      for (guint j = from; j < rows->len; j++)
        mark_under (session, edge, rows->pdata[j]);
      continue;
    }
    top = gw_form_row_climb (parent, edge->join);
    mark_under (session, edge, top != NULL ? top : parent);
  }
}

/* All nodes in the row are readers and are read: totals outside see the new row. What a person
 * typed over a calculation stands in a row that comes back. */
void
gw_form_mark_new_row (GwFormSession *session,
                      GwFormRow     *row)
{
  if (!gw_form_work (session, row->scope->n_slots))
    return;
  for (guint i = 0; i < row->scope->n_slots; i++) {
    GwFormNode *node = row->scope->slots[i];

    if (session->is_loading || !row->cells[i].is_own || !gw_form_node_is_typed_over (node))
      mark_task (session, node, GW_FORM_PROP_CALCULATE, row);
    mark_task (session, node, GW_FORM_PROP_RELEVANT, row);
    mark_leaf (session, node, row);
  }
  for (guint i = 0; i < row->scope->n_repeats; i++) {
    GwFormNode *repeat = row->scope->repeats[i];

    mark_task (session, repeat, GW_FORM_PROP_COUNT, row);
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      gw_form_mark_new_row (session, row->lists[i].rows->pdata[j]);
  }
}

static void
mark_calculation (GwFormSession *session,
                  GwFormNode    *node,
                  GwFormRow     *row,
                  gpointer       data)
{
  mark_task (session, node, GW_FORM_PROP_CALCULATE, row);
}

void
gw_form_mark_clock (GwFormSession *session)
{
  for (guint i = 0; i < session->form->clock_readers->len; i++) {
    GwFormNode *node = session->form->clock_readers->pdata[i];

    gw_form_for_each_row (session, session->root, node->scope, node, mark_calculation, NULL);
  }
}

void
gw_form_mark_language (GwFormSession *session)
{
  for (guint i = 0; i < session->form->texts_of_language->len; i++) {
    GwFormNode *node = session->form->texts_of_language->pdata[i];

    gw_form_for_each_row (session, session->root, node->scope, node, mark_calculation, NULL);
  }
}

/* --- values and relevance --- */

/**
 * gw_form_store:
 * @text: (nullable): NULL or empty for no answer
 *
 * Returns: whether the value changed
 */
gboolean
gw_form_store (GwFormSession *session,
               GwFormNode    *node,
               GwFormRow     *row,
               const char    *text,
               GwFormOrigin   origin)
{
  GwFormCell *cell = &row->cells[node->slot];

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (cell->text, text) == 0) {
    /* What a person typed is the calculation's by now, and going back makes it theirs again. */
    if (cell->is_own && origin == GW_FORM_ORIGIN_CALCULATION && !session->is_loading
        && gw_form_node_is_typed_over (node))
      gw_form_touch (session, node, row);
    cell->is_own = origin != GW_FORM_ORIGIN_CALCULATION;
    return FALSE;
  }
  if (!session->is_loading)
    gw_form_touch (session, node, row)->origin = origin;
  g_free (cell->text);
  cell->text = g_strdup (text);
  gw_form_forget_total (session, node, row);
  cell->is_own = origin != GW_FORM_ORIGIN_CALCULATION;
  mark_leaf (session, node, row);
  gw_form_mark_readers (session, node, row);

  return TRUE;
}

static gboolean
is_parent_relevant (GwFormNode *node,
                    GwFormRow  *row)
{
  if (node->parent == NULL)
    return TRUE;
  if (node->is_repeat)
    row = row->parent;
  return row->cells[node->parent->slot].is_relevant;
}

/**
 * gw_form_update_relevance:
 *
 * A node is as relevant as its own rule and all above it say; what is under it follows.
 */
void
gw_form_update_relevance (GwFormSession *session,
                          GwFormNode    *node,
                          GwFormRow     *row)
{
  GwFormCell *cell = &row->cells[node->slot];
  gboolean is_relevant = cell->own_relevant && is_parent_relevant (node, row);

  /* Where its own rule is still to be computed, nothing is known yet: a calculation that saw it come
   * and go would write over what a person typed. */
  if ((cell->is_queued & (1u << GW_FORM_PROP_RELEVANT)) != 0)
    return;
  if (cell->is_relevant == is_relevant || !gw_form_work (session, 1))
    return;
  if (!session->is_loading) {
    GwFormTouch *touch = gw_form_touch (session, node, row);

    /* A list that changed while the question was hidden is looked at again. */
    if (is_relevant)
      touch->aspects |= GW_FORM_ASPECT_CHOICES;
  }
  cell->is_relevant = is_relevant;
  gw_form_forget_total (session, node, row);
  mark_leaf (session, node, row);
  gw_form_mark_readers (session, node, row);
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    if (!child->is_repeat) {
      gw_form_update_relevance (session, child, row);
      continue;
    }
    for (guint i = 0; i < row->lists[child->repeat_slot].rows->len; i++)
      gw_form_update_relevance (session, child, row->lists[child->repeat_slot].rows->pdata[i]);
  }
}

/* --- settling --- */

static void
run_task (GwFormSession    *session,
          const GwFormTask *task)
{
  const GwFormVertex *vertex = session->form->order->pdata[task->rank - 1];
  GwFormNode *node = vertex->node;
  GwFormRow *row = task->row;

  if (vertex->prop == GW_FORM_PROP_COUNT) {
    row->lists[node->repeat_slot].is_queued = FALSE;
    if (!row->is_gone)
      gw_form_compute_count (session, node, row);
    return;
  }
  row->cells[node->slot].is_queued &= ~(1u << vertex->prop);
  if (row->is_gone)
    return;
  if (vertex->prop == GW_FORM_PROP_CALCULATE) {
    gboolean failed;
    g_autofree char *text = gw_form_compute_answer (session, node->expressions[GW_FORM_PROP_CALCULATE],
                                                    node, row, &failed);

    if (!failed)
      gw_form_store (session, node, row, text, GW_FORM_ORIGIN_CALCULATION);
  } else {
    GwFormCell *cell = &row->cells[node->slot];

    cell->own_relevant = gw_form_compute_boolean (session, node->expressions[GW_FORM_PROP_RELEVANT],
                                                  node, row, cell->own_relevant);
    gw_form_update_relevance (session, node, row);
  }
}

/* Removes what a list no longer holds (section 5). Hidden questions wait until they show. */
static void
clean_choice (GwFormSession *session,
              GwFormNode    *node,
              GwFormRow     *row)
{
  const GwFormCell *cell = &row->cells[node->slot];

  for (guint i = 0; node->bodies != NULL && i < node->bodies->len && cell->is_relevant
                    && cell->text != NULL; i++) {
    GwFormBody *body = node->bodies->pdata[i];
    gboolean lost = FALSE;
    g_autofree char *clean = NULL;

    if (!gw_form_body_has_choices (body) || (body->itemset == NULL && body->choices == NULL))
      continue;
    clean = gw_form_choices_clean (session, body, row, cell->text, &lost);
    if (lost && !session->hit_limit)
      gw_form_store (session, node, row, clean, GW_FORM_ORIGIN_CHOICES);
  }
}

static void
clean_choices (GwFormSession *session)
{
  for (guint i = 0; i < session->touched->len; i++) {
    const GwFormTouch *touch = &g_array_index (session->touched, GwFormTouch, i);

    if ((touch->aspects & GW_FORM_ASPECT_CHOICES) != 0 && !touch->row->is_gone)
      clean_choice (session, touch->node, touch->row);
  }
}

/* The defaults of a new record, as if their lists had just changed. A draft is left as it is. */
static void
clean_defaults (GwFormSession *session,
                GwFormRow     *row)
{
  for (guint i = 0; i < row->scope->n_slots; i++)
    if (row->cells[i].text != NULL && gw_form_node_has_choices (row->scope->slots[i]))
      clean_choice (session, row->scope->slots[i], row);
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      clean_defaults (session, row->lists[i].rows->pdata[j]);
}

/**
 * gw_form_settle:
 *
 * Computes all that waits, until nothing does.
 */
void
gw_form_settle (GwFormSession *session)
{
  for (guint round = 0; round < MOST_ROUNDS; round++) {
    while (session->queue->len > 0) {
      GwFormTask task = pop_task (session);

      run_task (session, &task);
    }
    if (session->is_loading)
      return;
    clean_choices (session);
    if (session->queue->len == 0)
      return;
  }
  session->hit_limit = TRUE;
}

/**
 * gw_form_recalculate_all:
 *
 * One pass over everything in order.
 */
void
gw_form_recalculate_all (GwFormSession *session)
{
  gw_form_mark_new_row (session, session->root);
  gw_form_settle (session);
  if (session->is_new) {
    clean_defaults (session, session->root);
    gw_form_settle (session);
  }
}
