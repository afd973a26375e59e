/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What nobody but people reads: read-only, required, constraint (sections 3 and 6). Only what
 * is shown and has a question is checked; a note never blocks; blank is always valid unless an
 * answer is required. */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

gboolean
gw_form_node_is_readonly (GwFormNode *node,
                          GwFormRow  *row)
{
  for (; node != NULL; node = node->parent) {
    if (row->cells[node->slot].own_readonly)
      return TRUE;
    if (node->is_repeat)
      row = row->parent;
  }

  return FALSE;
}

/**
 * gw_form_repeat_is_relevant:
 * @parent: the row around the repeat
 *
 * Returns: whether a repeat as a whole is relevant: one of its rows is, or, while it has none,
 * a new row would be
 */
gboolean
gw_form_repeat_is_relevant (GwFormSession *session,
                            GwFormNode    *repeat,
                            GwFormRow     *parent)
{
  const GwXPath *relevant = repeat->expressions[GW_FORM_PROP_RELEVANT];
  GPtrArray *rows = parent->lists[repeat->repeat_slot].rows;

  if (!parent->cells[repeat->parent->slot].is_relevant)
    return FALSE;
  if (relevant == NULL)
    return TRUE;
  for (guint i = 0; i < rows->len; i++)
    if (((GwFormRow *) rows->pdata[i])->cells[repeat->slot].is_relevant)
      return TRUE;

  return rows->len == 0 && gw_form_compute_boolean (session, relevant, repeat, parent, TRUE);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || strspn (text, " \t\r\n") == strlen (text);
}

static gboolean
is_int (const char *text)
{
  const char *at = *text == '-' ? text + 1 : text;
  gsize digits = strspn (at, "0123456789");

  return digits > 0 && at[digits] == '\0';
}

/* A place, or several joined by semicolons. */
static gboolean
are_points (const char *text,
            guint       most)
{
  g_auto (GStrv) points = g_strsplit (text, ";", -1);
  guint n = 0;

  for (guint i = 0; points[i] != NULL; i++) {
    g_auto (GStrv) parts = NULL;
    guint numbers = 0;

    if (*g_strstrip (points[i]) == '\0')
      continue;
    parts = g_strsplit (points[i], " ", -1);
    for (guint j = 0; parts[j] != NULL; j++) {
      if (*parts[j] == '\0')
        continue;
      if (isnan (gw_xpath_parse_number (parts[j])))
        return FALSE;
      numbers++;
    }
    if (numbers < 2 || numbers > 4)
      return FALSE;
    n++;
  }

  return n > 0 && n <= most;
}

static gboolean
is_time (const char *text)
{
  g_autofree char *moment = g_strconcat ("2000-01-01T", text, NULL);

  return gw_xpath_looks_like_date (moment);
}

static gboolean
fits_type (const GwFormNode *node,
           const char       *text)
{
  switch (node->data_type) {
  case GW_FORM_DATA_INT:
    return is_int (text);
  case GW_FORM_DATA_DECIMAL:
    return !isnan (gw_xpath_parse_number (text));
  case GW_FORM_DATA_DATE:
    return gw_xpath_looks_like_date (text);
  case GW_FORM_DATA_DATE_TIME:
    return gw_xpath_looks_like_date (text) && strchr (text, 'T') != NULL;
  case GW_FORM_DATA_TIME:
    return is_time (text);
  case GW_FORM_DATA_GEOPOINT:
    return are_points (text, 1);
  case GW_FORM_DATA_GEOTRACE:
  case GW_FORM_DATA_GEOSHAPE:
    return are_points (text, G_MAXUINT);
  default:
    return TRUE;
  }
}

/* A value between two steps of a slider is kept and flagged (section 7). */
static gboolean
is_on_step (const double *range,
            double        number)
{
  double steps = range[2] != 0 ? (number - range[0]) / range[2] : 0;

  return fabs (steps - round (steps)) < 1e-6;
}

static gboolean
fits_range (const GwFormNode *node,
            const char       *text)
{
  for (guint i = 0; i < node->bodies->len; i++) {
    const GwFormBody *body = node->bodies->pdata[i];
    double number = gw_xpath_parse_number (text);
    double low = MIN (body->range[0], body->range[1]);
    double high = MAX (body->range[0], body->range[1]);

    if (body->kind == GW_FORM_ITEM_CONTROL && body->control == GW_FORM_CONTROL_RANGE && body->has_range
        && (isnan (number) || number < low || number > high || !is_on_step (body->range, number)))
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_asked (const GwFormNode *node)
{
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++) {
    const GwFormBody *body = node->bodies->pdata[i];

    if (body->kind == GW_FORM_ITEM_CONTROL && !body->is_note)
      return TRUE;
  }

  return FALSE;
}

static GwFormWhy
find_why (GwFormSession *session,
          GwFormNode    *node,
          GwFormRow     *row)
{
  const GwFormCell *cell = &row->cells[node->slot];
  const GwXPath *constraint = node->expressions[GW_FORM_PROP_CONSTRAINT];

  if (!cell->is_relevant || node->n_children > 0 || !is_asked (node))
    return GW_FORM_WHY_VALID;
  if (is_blank (cell->text))
    return cell->is_required ? GW_FORM_WHY_REQUIRED : GW_FORM_WHY_VALID;
  if (constraint != NULL && !gw_form_compute_boolean (session, constraint, node, row, TRUE))
    return GW_FORM_WHY_CONSTRAINT;

  return fits_type (node, cell->text) && fits_range (node, cell->text) ? GW_FORM_WHY_VALID
                                                                       : GW_FORM_WHY_TYPE;
}

static void
spread_readonly (GwFormSession *session,
                 GwFormNode    *node,
                 GwFormRow     *row)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    guint n = child->is_repeat ? row->lists[child->repeat_slot].rows->len : 1;

    for (guint i = 0; i < n; i++) {
      GwFormRow *where = child->is_repeat ? row->lists[child->repeat_slot].rows->pdata[i] : row;

      gw_form_touch (session, child, where)->aspects |= GW_FORM_ASPECT_READONLY;
      spread_readonly (session, child, where);
    }
  }
}

/**
 * gw_form_check_node:
 *
 * Computes what only people read.
 *
 * Returns: what of it changed, as #GwFormAspect flags
 */
guint
gw_form_check_node (GwFormSession *session,
                    GwFormNode    *node,
                    GwFormRow     *row)
{
  GwFormCell *cell = &row->cells[node->slot];
  const GwXPath *readonly = node->expressions[GW_FORM_PROP_READONLY];
  const GwXPath *required = node->expressions[GW_FORM_PROP_REQUIRED];
  guint changed = 0;
  guint before;
  GwFormWhy why;

  cell->is_touched = 0;
  if (readonly != NULL) {
    before = cell->own_readonly;
    cell->own_readonly = gw_form_compute_boolean (session, readonly, node, row, before);
    if (cell->own_readonly != before) {
      changed |= GW_FORM_ASPECT_READONLY;
      if (!session->is_loading)
        spread_readonly (session, node, row);
    }
  }
  if (required != NULL) {
    before = cell->is_required;
    cell->is_required = gw_form_compute_boolean (session, required, node, row, before);
    changed |= cell->is_required != before ? GW_FORM_ASPECT_REQUIRED : 0;
  }
  why = find_why (session, node, row);
  changed |= why != cell->why ? GW_FORM_ASPECT_VALID : 0;
  cell->why = why;

  return changed;
}

/**
 * gw_form_check_touched:
 *
 * Checks all that was touched in this batch. The list may grow while it is walked.
 */
void
gw_form_check_touched (GwFormSession *session)
{
  for (guint i = 0; i < session->touched->len; i++) {
    GwFormTouch *touch = &g_array_index (session->touched, GwFormTouch, i);
    GwFormNode *node = touch->node;
    GwFormRow *row = touch->row;
    guint changed;

    if (row->is_gone || !row->cells[node->slot].is_touched)
      continue;
    changed = gw_form_check_node (session, node, row);
    g_array_index (session->touched, GwFormTouch, i).aspects |= changed;
  }
}

void
gw_form_check_row (GwFormSession *session,
                   GwFormRow     *row)
{
  for (guint i = 0; i < row->scope->n_slots; i++)
    gw_form_check_node (session, row->scope->slots[i], row);
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      gw_form_check_row (session, row->lists[i].rows->pdata[j]);
}
