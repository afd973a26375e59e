/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Operators and calls. Paths are walked in gw-xpath-path.c. */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"
#include "core/forms/gw-xpath-path.h"

#define LONG_TEXT 256

static gboolean
compare_numbers (GwXPathOp op,
                 double    left,
                 double    right)
{
  switch (op) {
  case GW_OP_EQ: return left == right;
  case GW_OP_NE: return left != right;
  case GW_OP_LT: return left < right;
  case GW_OP_LE: return left <= right;
  case GW_OP_GT: return left > right;
  default: return left >= right;
  }
}

static gboolean
is_equality (GwXPathOp op)
{
  return op == GW_OP_EQ || op == GW_OP_NE;
}

/* Long texts that begin alike cost more than a step. */
static gboolean
are_same (GwXPathRun *run,
          const char *left,
          const char *right)
{
  if (strncmp (left, right, LONG_TEXT) != 0)
    return FALSE;
  if (strnlen (left, LONG_TEXT) < LONG_TEXT)
    return TRUE;
  return gw_xpath_work (run, strlen (left) / 64) && strcmp (left, right) == 0;
}

/* Texts compare as texts by `=`, and as days when a date function gave one of them; by `<`
 * they compare as numbers or days. */
static gboolean
compare_texts (GwXPathRun *run,
               GwXPathOp   op,
               const char *left,
               const char *right,
               gboolean    as_dates)
{
  GwXPathValue a = { .type = GW_XPATH_STRING, .text = left };
  GwXPathValue b = { .type = GW_XPATH_STRING, .text = right };

  if (is_equality (op)
      && !(as_dates && gw_xpath_looks_like_date (left) && gw_xpath_looks_like_date (right)))
    return are_same (run, left, right) == (op == GW_OP_EQ);

  return compare_numbers (op, gw_xpath_to_quantity (run, &a), gw_xpath_to_quantity (run, &b));
}

static gboolean
compare_plain (GwXPathRun         *run,
               GwXPathOp           op,
               const GwXPathValue *left,
               const GwXPathValue *right)
{
  if (is_equality (op)) {
    if (left->type == GW_XPATH_BOOLEAN || right->type == GW_XPATH_BOOLEAN)
      return compare_numbers (op, gw_xpath_to_boolean (run, left), gw_xpath_to_boolean (run, right));
    if (left->type == GW_XPATH_STRING && right->type == GW_XPATH_STRING)
      return compare_texts (run, op, left->text, right->text, left->is_date || right->is_date);
    if (left->is_date || right->is_date)
      return compare_numbers (op, gw_xpath_to_quantity (run, left), gw_xpath_to_quantity (run, right));
    return compare_numbers (op, gw_xpath_to_number (run, left), gw_xpath_to_number (run, right));
  }

  return compare_numbers (op, gw_xpath_to_quantity (run, left), gw_xpath_to_quantity (run, right));
}

static GwXPathValue
value_of_ref (GwXPathRun *run,
              GwRef       ref)
{
  GwXPathValue value;

  gw_xpath_set_string (&value, gw_xpath_ref_string (run, ref));
  return value;
}

/* A comparison with a node-set is true where it is true for one of its nodes. */
static gboolean
compare (GwXPathRun         *run,
         GwXPathOp           op,
         const GwXPathValue *left,
         const GwXPathValue *right)
{
  if (left->type == GW_XPATH_SET && right->type == GW_XPATH_BOOLEAN) {
    return compare_numbers (op, gw_xpath_to_boolean (run, left), right->number);
  } else if (right->type == GW_XPATH_SET && left->type == GW_XPATH_BOOLEAN) {
    return compare_numbers (op, left->number, gw_xpath_to_boolean (run, right));
  } else if (left->type == GW_XPATH_SET) {
    for (guint i = 0; i < left->n_refs && !run->failed; i++) {
      GwXPathValue value = value_of_ref (run, left->refs[i]);

      if (!gw_xpath_work (run, 1))
        return FALSE;
      if (compare (run, op, &value, right))
        return TRUE;
    }
    return FALSE;
  } else if (right->type == GW_XPATH_SET) {
    for (guint i = 0; i < right->n_refs; i++) {
      GwXPathValue value = value_of_ref (run, right->refs[i]);

      if (!gw_xpath_work (run, 1))
        return FALSE;
      if (compare_plain (run, op, left, &value))
        return TRUE;
    }
    return FALSE;
  }

  return compare_plain (run, op, left, right);
}

static double
calculate (GwXPathOp op,
           double    left,
           double    right)
{
  switch (op) {
  case GW_OP_ADD: return left + right;
  case GW_OP_SUBTRACT: return left - right;
  case GW_OP_MULTIPLY: return left * right;
  case GW_OP_DIVIDE: return left / right;
  default: return fmod (left, right);
  }
}

static void
eval_binary (GwXPathRun        *run,
             const GwXPathExpr *expr,
             GwXPathValue      *result)
{
  GwXPathValue left, right;

  gw_xpath_eval (run, expr->args[0], &left);
  gw_xpath_eval (run, expr->args[1], &right);
  if (expr->op >= GW_OP_EQ && expr->op <= GW_OP_GE)
    gw_xpath_set_boolean (result, compare (run, expr->op, &left, &right));
  else
    gw_xpath_set_number (result, calculate (expr->op, gw_xpath_to_quantity (run, &left),
                                            gw_xpath_to_quantity (run, &right)));
}

static void
eval_logic (GwXPathRun        *run,
            const GwXPathExpr *expr,
            GwXPathValue      *result)
{
  gboolean until = expr->op == GW_OP_OR;

  for (guint i = 0; i < expr->n_args; i++) {
    if (gw_xpath_eval_boolean (run, expr->args[i]) == until) {
      gw_xpath_set_boolean (result, until);
      return;
    }
  }
  gw_xpath_set_boolean (result, !until);
}

/**
 * gw_xpath_eval:
 *
 * Evaluates @expr in @run's context. Past the run's limit of steps everything is empty and
 * @run is marked as failed; the caller then keeps the value that was there.
 */
void
gw_xpath_eval (GwXPathRun        *run,
               const GwXPathExpr *expr,
               GwXPathValue      *result)
{
  GwFormSession *session = run->session;

  if (++*run->steps > run->most_steps || session->levels >= GW_FORM_MAX_LEVELS
      || gw_form_arena_get_used (run->arena) > GW_FORM_MAX_SCRATCH)
    run->failed = TRUE;
  if (run->failed) {
    gw_xpath_set_string (result, "");
    return;
  }

  session->levels++;
  switch (expr->op) {
  case GW_OP_NUMBER:
    gw_xpath_set_number (result, expr->number);
    break;
  case GW_OP_STRING:
    gw_xpath_set_string (result, expr->string);
    break;
  case GW_OP_NEGATE: {
    GwXPathValue value;

    gw_xpath_eval (run, expr->args[0], &value);
    gw_xpath_set_number (result, expr->number * gw_xpath_to_quantity (run, &value));
    break;
  }
  case GW_OP_OR:
  case GW_OP_AND:
    eval_logic (run, expr, result);
    break;
  case GW_OP_UNION:
    gw_xpath_eval_union (run, expr, result);
    break;
  case GW_OP_CALL:
    expr->function->call (run, expr, result);
    break;
  case GW_OP_PATH:
    gw_xpath_eval_path (run, expr, result);
    break;
  default:
    eval_binary (run, expr, result);
    break;
  }
  session->levels--;
}
