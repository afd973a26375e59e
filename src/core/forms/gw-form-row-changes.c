/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that come and go (section 9): by a person's hand, by a count, and back again. */

#include <math.h>

#include "core/forms/gw-form-private.h"

static void
set_gone (GwFormRow *row,
          gboolean   is_gone)
{
  GHashTableIter iter;
  gpointer item;

  row->is_gone = is_gone;
  if (row->items != NULL && is_gone) {
    g_hash_table_iter_init (&iter, row->items);
    while (g_hash_table_iter_next (&iter, NULL, &item))
      gw_form_item_set_gone (item);
    g_clear_pointer (&row->items, g_hash_table_unref);
  }
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      set_gone (row->lists[i].rows->pdata[j], is_gone);
}

void
gw_form_note_rows_changed (GwFormSession *session,
                           GwFormNode    *repeat,
                           GwFormRow     *parent)
{
  char *ref;

  if (session->is_loading)
    return;
  ref = gw_form_ref_of (repeat, parent, FALSE);
  if (g_hash_table_contains (session->repeats_noted, ref)) {
    g_free (ref);
  } else {
    g_hash_table_add (session->repeats_noted, ref);
    g_ptr_array_add (session->repeats_changed, ref);
  }
}

static void
place_row (GwFormSession *session,
           GwFormRow     *row)
{
  GwFormRowList *list = &row->parent->lists[row->scope->repeat_slot];

  row->index = list->rows->len;
  g_ptr_array_add (list->rows, row);
  gw_form_note_rows_changed (session, row->scope, row->parent);
}

/**
 * gw_form_put_row:
 * @index: where it stood
 * @content: what was in it, by references
 *
 * Brings a row back that a person had removed. It is no new row: no action of the form runs.
 */
GwFormRow *
gw_form_put_row (GwFormSession     *session,
                 GwFormNode        *repeat,
                 GwFormRow         *parent,
                 const char        *id,
                 guint              index,
                 const GwFormDraft *content)
{
  GwFormRow *row = gw_form_row_new (session, repeat, parent, id);
  GwFormRowList *list = &parent->lists[repeat->repeat_slot];

  g_ptr_array_insert (list->rows, MIN (index, list->rows->len), row);
  gw_form_row_number (list);
  gw_form_draft_apply_row (session, row, content);
  gw_form_note_rows_changed (session, repeat, parent);
  gw_form_update_relevance (session, repeat, row);
  gw_form_mark_new_row (session, row);
  gw_form_mark_rows (session, repeat, parent, row->index);

  return row;
}

/* A default that the list of its choice does not hold is no answer. */
static void
look_at_choices (GwFormSession *session,
                 GwFormRow     *row)
{
  for (guint i = 0; i < row->scope->n_slots && !session->is_loading; i++) {
    GwFormNode *node = row->scope->slots[i];

    if (row->cells[i].text != NULL && gw_form_node_has_choices (node))
      gw_form_touch (session, node, row)->aspects |= GW_FORM_ASPECT_CHOICES;
  }
}

/* Rows that come with a new row are new rows themselves. */
static void
tell_new_rows (GwFormSession *session,
               GwFormRow     *row)
{
  look_at_choices (session, row);
  gw_form_dispatch (session, GW_FORM_EVENT_NEW_REPEAT, row->scope, row);
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      tell_new_rows (session, row->lists[i].rows->pdata[j]);
}

/**
 * gw_form_insert_row:
 *
 * Adds a row behind the others: from the template, or empty; then the actions for new rows,
 * then all that is to be computed.
 */
GwFormRow *
gw_form_insert_row (GwFormSession *session,
                    GwFormNode    *repeat,
                    GwFormRow     *parent,
                    const char    *id)
{
  GwFormRow *row = gw_form_row_new (session, repeat, parent, id);
  xmlNode *template_pattern = repeat->template_pattern;

  gw_form_row_fill (session, row, template_pattern != NULL ? template_pattern : repeat->pattern,
                    template_pattern != NULL);
  place_row (session, row);
  gw_form_mark_new_row (session, row);
  tell_new_rows (session, row);
  gw_form_mark_rows (session, repeat, parent, row->index);

  return row;
}

/* A relevance that was computed long ago in a dropped row is computed again. The row stands where
 * it stood, so that what reads the rows is computed in the others. */
static void
restore_row (GwFormSession *session,
             GwFormRow     *row)
{
  GPtrArray *rows = row->parent->lists[row->scope->repeat_slot].rows;

  set_gone (row, FALSE);
  gw_form_mark_rows (session, row->scope, row->parent, rows->len);
  place_row (session, row);
  gw_form_update_relevance (session, row->scope, row);
  gw_form_mark_new_row (session, row);
}

void
gw_form_take_row (GwFormSession *session,
                  GwFormRow     *row)
{
  GwFormRowList *list = &row->parent->lists[row->scope->repeat_slot];

  g_ptr_array_remove_index (list->rows, row->index);
  for (guint i = row->index; i < list->rows->len; i++)
    ((GwFormRow *) list->rows->pdata[i])->index = i;
  set_gone (row, TRUE);
  gw_form_note_rows_changed (session, row->scope, row->parent);
  gw_form_mark_rows (session, row->scope, row->parent, row->index);
}

static gboolean
find_count (GwFormSession *session,
            GwFormNode    *repeat,
            GwFormRow     *parent,
            guint         *wanted)
{
  GwXPathRun run;
  double count;

  gw_form_run_begin (session, &run, repeat, parent);
  count = gw_xpath_eval_number (&run, repeat->expressions[GW_FORM_PROP_COUNT]->root);
  if (run.failed)
    count = NAN;
  gw_form_run_end (session, &run);
  if (isnan (count))
    return FALSE;

  *wanted = (guint) CLAMP (trunc (count), 0, GW_FORM_MAX_ROWS);
  return TRUE;
}

/* What a person typed over a calculation is calculated again when a row comes back: the way back
 * has to know it. */
static void
touch_typed (GwFormSession *session,
             GwFormRow     *row)
{
  for (guint i = 0; i < row->scope->n_slots; i++)
    if (row->cells[i].is_own && gw_form_node_is_typed_over (row->scope->slots[i]))
      gw_form_touch (session, row->scope->slots[i], row);
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      touch_typed (session, row->lists[i].rows->pdata[j]);
}

static void
resize_list (GwFormSession *session,
             GwFormNode    *repeat,
             GwFormRow     *parent,
             guint          wanted)
{
  GwFormRowList *list = &parent->lists[repeat->repeat_slot];

  if (list->dropped == NULL)
    list->dropped = g_ptr_array_new ();
  if (list->rows->len != wanted && !session->is_loading)
    gw_form_step_note_count (session, repeat, parent);
  while (list->rows->len > wanted) {
    GwFormRow *last = list->rows->pdata[list->rows->len - 1];

    if (!session->is_loading)
      touch_typed (session, last);
    gw_form_take_row (session, last);
    g_ptr_array_add (list->dropped, last);
  }
  while (list->rows->len < wanted) {
    if (list->dropped->len > 0) {
      restore_row (session, g_ptr_array_steal_index (list->dropped, list->dropped->len - 1));
    } else if (gw_form_has_room (session, repeat) && gw_form_work (session, repeat->n_slots)) {
      g_autofree char *id = g_strdup_printf ("c%u", list->rows->len + 1);

      gw_form_insert_row (session, repeat, parent, id);
    } else {
      session->hit_limit = TRUE;
      break;
    }
  }
}

/* A blank or unreadable count is none where a record or a row begins. Later it leaves the rows as
 * they are: the person is about to type the number, and both reference engines keep them. Below zero
 * is none, fractions are cut. */
void
gw_form_compute_count (GwFormSession *session,
                       GwFormNode    *repeat,
                       GwFormRow     *parent)
{
  GwFormRowList *list = &parent->lists[repeat->repeat_slot];
  guint wanted = 0;

  if (find_count (session, repeat, parent, &wanted) || !list->is_counted)
    resize_list (session, repeat, parent, wanted);
  list->is_counted = TRUE;
}

/* Where the count is blank, the rows are as many as the way to it left: going back has to say so. */
void
gw_form_put_count (GwFormSession *session,
                   GwFormNode    *repeat,
                   GwFormRow     *parent,
                   guint          n_rows)
{
  guint wanted;

  if (!find_count (session, repeat, parent, &wanted))
    resize_list (session, repeat, parent, n_rows);
}
