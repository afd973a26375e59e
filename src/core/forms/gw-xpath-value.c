/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conversions between the four kinds of value, and numbers as text (section 2). */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

#define LONG_TEXT 1024

/**
 * gw_xpath_work:
 * @steps: what is about to be done, in pieces of some ten nanoseconds
 *
 * Returns: whether it may be done; else @run is marked as failed
 */
gboolean
gw_xpath_work (GwXPathRun *run,
               guint64     steps)
{
  *run->steps += MIN (steps, run->most_steps);
  if (*run->steps > run->most_steps) {
    *run->steps = run->most_steps + 1;
    run->failed = TRUE;
  }

  return !run->failed;
}

void
gw_xpath_set_number (GwXPathValue *value,
                     double        number)
{
  *value = (GwXPathValue) { .type = GW_XPATH_NUMBER, .number = number };
}

void
gw_xpath_set_string (GwXPathValue *value,
                     const char   *text)
{
  *value = (GwXPathValue) { .type = GW_XPATH_STRING, .text = text != NULL ? text : "" };
}

void
gw_xpath_set_boolean (GwXPathValue *value,
                      gboolean      boolean)
{
  *value = (GwXPathValue) { .type = GW_XPATH_BOOLEAN, .number = boolean ? 1 : 0 };
}

/**
 * gw_xpath_parse_number:
 *
 * Reads a number by the grammar of XPath: white space around, one minus, digits and a point;
 * no exponent, no plus, no comma.
 *
 * Returns: the number, or NaN
 */
double
gw_xpath_parse_number (const char *text)
{
  const char *start;
  const char *at = text;
  guint digits = 0;

  while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
    at++;
  start = at;
  if (*at == '-')
    at++;
  for (; g_ascii_isdigit (*at); at++)
    digits++;
  if (*at == '.')
    for (at++; g_ascii_isdigit (*at); at++)
      digits++;
  if (digits == 0)
    return NAN;
  while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
    at++;

  return *at == '\0' ? g_ascii_strtod (start, NULL) : NAN;
}

/* Turns "1.2345e-07" into digits without an exponent. */
static const char *
expand_exponent (GwFormArena *arena,
                 const char  *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *e = strchr (text, 'e');
  int point = 0;
  int exponent;
  gboolean after_point = FALSE;

  if (e == NULL)
    return gw_form_arena_strdup (arena, text, -1);

  for (const char *at = text; at < e; at++) {
    if (*at == '-')
      g_string_append_c (plain, '-');
    else if (*at == '.')
      after_point = TRUE;
    else
      g_string_append_c (digits, *at);
    if (g_ascii_isdigit (*at) && !after_point)
      point++;
  }
  exponent = atoi (e + 1);
  point += exponent;
  if (point <= 0)
    g_string_append (plain, "0.");
  for (; point < 0; point++)
    g_string_append_c (plain, '0');
  for (guint i = 0; i < digits->len; i++) {
    if (i > 0 && (int) i == point)
      g_string_append_c (plain, '.');
    g_string_append_c (plain, digits->str[i]);
  }
  for (int i = digits->len; i < point; i++)
    g_string_append_c (plain, '0');

  return gw_form_arena_strdup (arena, plain->str, plain->len);
}

/**
 * gw_xpath_format_number:
 *
 * Returns: the shortest text without an exponent that reads back as @number; NaN is "NaN"
 */
const char *
gw_xpath_format_number (GwFormArena *arena,
                        double       number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    return "NaN";
  if (isinf (number))
    return number > 0 ? "Infinity" : "-Infinity";
  if (number == 0)
    return "0";
  if (fabs (number) < 1e15 && number == trunc (number)) {
    g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, (gint64) number);
    return gw_form_arena_strdup (arena, text, -1);
  }

  for (int precision = 15; precision <= 17; precision++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%dg", precision);
    g_ascii_formatd (text, sizeof text, format, number);
    if (g_ascii_strtod (text, NULL) == number)
      break;
  }
  return expand_exponent (arena, text);
}

gboolean
gw_xpath_ref_is_shown (GwRef ref)
{
  const GwFormNode *node = ref.what;

  if (node == NULL || node->tag != GW_REF_NODE)
    return TRUE;

  return ((GwFormRow *) ref.where)->cells[node->slot].is_relevant;
}

static void append_text_of (GwXPathRun *run, GString *text, GwRef ref);

static void
append_node_text (GwXPathRun *run,
                  GString    *text,
                  GwFormNode *node,
                  GwFormRow  *row)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    if (child->is_attribute)
      continue;
    if (!child->is_repeat) {
      append_text_of (run, text, (GwRef) { child, row });
      continue;
    }
    for (guint i = 0; i < row->lists[child->repeat_slot].rows->len; i++)
      append_text_of (run, text, (GwRef) { child, row->lists[child->repeat_slot].rows->pdata[i] });
  }
}

static void
append_record_text (GwXPathRun     *run,
                    GString        *text,
                    GwFormInstance *instance,
                    guint           number)
{
  const GwFormRecord *record = gw_form_instance_record (instance, number);

  if (record->text != NULL)
    g_string_append (text, record->text);
  for (guint child = record->first_child;
       child != GW_FORM_NO_RECORD && text->len <= GW_XPATH_MAX_TEXT && gw_xpath_work (run, 1);
       child = gw_form_instance_record (instance, child)->next)
    if (gw_form_instance_record (instance, child)->name[0] != '@')
      append_record_text (run, text, instance, child);
}

static void
append_text_of (GwXPathRun *run,
                GString    *text,
                GwRef       ref)
{
  GwFormNode *node = ref.what;
  const GPtrArray *whole;
  const GwFormCell *cell;

  if (node == NULL)
    return;
  if (node->tag == GW_REF_RECORD) {
    append_record_text (run, text, ref.what, GPOINTER_TO_UINT (ref.where));
    return;
  }
  whole = gw_form_find_rows_of_whole (node, ref.where);
  if (whole != NULL) {
    if (whole->len > 0)
      append_text_of (run, text, (GwRef) { node, whole->pdata[0] });
    return;
  }

  cell = &((GwFormRow *) ref.where)->cells[node->slot];
  if (!cell->is_relevant || text->len > GW_XPATH_MAX_TEXT || !gw_xpath_work (run, 1))
    return;
  if (cell->text != NULL)
    g_string_append (text, cell->text);
  append_node_text (run, text, node, ref.where);
}

/**
 * gw_xpath_ref_string:
 *
 * Returns: the text of a node. One that is not relevant reads as empty, with all under it
 * (section 6).
 */
const char *
gw_xpath_ref_string (GwXPathRun *run,
                     GwRef       ref)
{
  GwFormNode *node = ref.what;
  g_autoptr (GString) text = NULL;

  if (node == NULL)
    return "";
  if (node->tag == GW_REF_NODE && node->n_children == 0 && !node->is_repeat) {
    const GwFormCell *cell = &((GwFormRow *) ref.where)->cells[node->slot];

    return cell->is_relevant && cell->text != NULL ? cell->text : "";
  }
  if (node->tag == GW_REF_RECORD) {
    const GwFormRecord *record = gw_form_instance_record ((GwFormInstance *) ref.what,
                                                          GPOINTER_TO_UINT (ref.where));

    if (record->first_child == GW_FORM_NO_RECORD)
      return record->text != NULL ? record->text : "";
  }

  text = g_string_new (NULL);
  append_text_of (run, text, ref);
  return gw_xpath_take_text (run, text);
}

/**
 * gw_xpath_take_text:
 *
 * Returns: (transfer none): the text as one of the evaluation; "" where it is longer than any that
 *   a form may need
 */
const char *
gw_xpath_take_text (GwXPathRun    *run,
                    const GString *text)
{
  run->failed |= text->len > GW_XPATH_MAX_TEXT;
  return gw_xpath_work (run, text->len / 64) ? gw_form_arena_strdup (run->arena, text->str, text->len) : "";
}

/* A text that is used; a long one costs more than a step. */
static const char *
weigh (GwXPathRun *run,
       const char *text)
{
  if (strnlen (text, LONG_TEXT) == LONG_TEXT)
    gw_xpath_work (run, strlen (text) / 64);
  return text;
}

const char *
gw_xpath_to_string (GwXPathRun         *run,
                    const GwXPathValue *value)
{
  switch (value->type) {
  case GW_XPATH_STRING:
    return weigh (run, value->text);
  case GW_XPATH_NUMBER:
    return gw_xpath_format_number (run->arena, value->number);
  case GW_XPATH_BOOLEAN:
    return value->number != 0 ? "true" : "false";
  case GW_XPATH_SET:
  default:
    return value->n_refs > 0 ? weigh (run, gw_xpath_ref_string (run, value->refs[0])) : "";
  }
}

double
gw_xpath_to_number (GwXPathRun         *run,
                    const GwXPathValue *value)
{
  if (value->type == GW_XPATH_NUMBER || value->type == GW_XPATH_BOOLEAN)
    return value->number;

  return gw_xpath_parse_number (gw_xpath_to_string (run, value));
}

/**
 * gw_xpath_to_quantity:
 *
 * Returns: the number that arithmetic and order see: as gw_xpath_to_number(), and days for
 * what looks like a date (section 10)
 */
double
gw_xpath_to_quantity (GwXPathRun         *run,
                      const GwXPathValue *value)
{
  const char *text;
  double number;

  if (value->type == GW_XPATH_NUMBER || value->type == GW_XPATH_BOOLEAN)
    return value->number;

  text = gw_xpath_to_string (run, value);
  number = gw_xpath_parse_number (text);
  if (isnan (number) && gw_xpath_looks_like_date (text))
    number = gw_xpath_parse_date (run, text);

  return number;
}

gboolean
gw_xpath_to_boolean (GwXPathRun         *run,
                     const GwXPathValue *value)
{
  switch (value->type) {
  case GW_XPATH_STRING:
    return value->text[0] != '\0';
  case GW_XPATH_NUMBER:
    return value->number != 0 && !isnan (value->number);
  case GW_XPATH_BOOLEAN:
    return value->number != 0;
  case GW_XPATH_SET:
  default:
    return value->n_refs > 0 && (!value->is_direct || gw_xpath_ref_is_shown (value->refs[0]));
  }
}

/**
 * gw_xpath_shown_only:
 *
 * Returns: @set without hidden nodes, as count, sum, join and the like see it
 */
GwXPathValue
gw_xpath_shown_only (GwXPathRun         *run,
                     const GwXPathValue *set)
{
  GwXPathValue shown = *set;

  if (set->is_direct && set->n_refs == 1 && !gw_xpath_ref_is_shown (set->refs[0]))
    shown.n_refs = 0;

  return shown;
}

double
gw_xpath_eval_number (GwXPathRun        *run,
                      const GwXPathExpr *expr)
{
  GwXPathValue value;

  gw_xpath_eval (run, expr, &value);
  return gw_xpath_to_number (run, &value);
}

const char *
gw_xpath_eval_string (GwXPathRun        *run,
                      const GwXPathExpr *expr)
{
  GwXPathValue value;

  gw_xpath_eval (run, expr, &value);
  return gw_xpath_to_string (run, &value);
}

gboolean
gw_xpath_eval_boolean (GwXPathRun        *run,
                       const GwXPathExpr *expr)
{
  GwXPathValue value;

  gw_xpath_eval (run, expr, &value);
  return gw_xpath_to_boolean (run, &value);
}
