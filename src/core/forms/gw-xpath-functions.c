/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of section 10 that are about texts, numbers and truth, and the table of all. */

#define PCRE2_CODE_UNIT_WIDTH 8

#include <math.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "core/forms/gw-form-private.h"
#include "core/forms/gw-xpath-digest.h"

#define CALL(name)                                                                               \
  static void call_##name (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result)

static const char *
string_arg (GwXPathRun        *run,
            const GwXPathExpr *call,
            guint              index)
{
  const char *text = gw_xpath_eval_string (run, call->args[index]);

  return run->failed ? "" : text;
}

static double
number_arg (GwXPathRun        *run,
            const GwXPathExpr *call,
            guint              index)
{
  return gw_xpath_eval_number (run, call->args[index]);
}

/* The text of the first argument, or of the context node where there is none. */
static const char *
string_or_context (GwXPathRun        *run,
                   const GwXPathExpr *call)
{
  return call->n_args > 0 ? string_arg (run, call, 0) : gw_xpath_ref_string (run, run->node);
}

static void
take_text (GwXPathRun   *run,
           GString      *text,
           GwXPathValue *result)
{
  gw_xpath_set_string (result, gw_xpath_take_text (run, text));
}

/* --- several values, node-sets among them --- */

typedef void (*EachFunc) (GwXPathRun *run, const GwXPathValue *value, gpointer data);

/* Calls @func with each text or number, and with each shown node of a node-set. */
static void
for_each_value (GwXPathRun        *run,
                const GwXPathExpr *call,
                guint              from,
                EachFunc           func,
                gpointer           data)
{
  for (guint i = from; i < call->n_args; i++) {
    GwXPathValue value;

    gw_xpath_eval (run, call->args[i], &value);
    if (value.type != GW_XPATH_SET) {
      func (run, &value, data);
      continue;
    }
    value = gw_xpath_shown_only (run, &value);
    for (guint j = 0; j < value.n_refs && !run->failed; j++) {
      GwXPathValue one;

      (*run->steps)++;
      gw_xpath_set_string (&one, gw_xpath_ref_string (run, value.refs[j]));
      func (run, &one, data);
    }
  }
}

typedef struct
{
  GString *text;
  const char *separator;
  guint n;
} Joining;

static void
join_one (GwXPathRun         *run,
          const GwXPathValue *value,
          gpointer            data)
{
  Joining *joining = data;

  if (joining->n++ > 0)
    g_string_append (joining->text, joining->separator);
  g_string_append (joining->text, gw_xpath_to_string (run, value));
  if (joining->text->len > GW_XPATH_MAX_TEXT)
    run->failed = TRUE;
}

CALL (concat)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Joining joining = { text, "", 0 };

  for_each_value (run, call, 0, join_one, &joining);
  take_text (run, text, result);
}

CALL (join)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Joining joining = { text, string_arg (run, call, 0), 0 };

  for_each_value (run, call, 1, join_one, &joining);
  take_text (run, text, result);
}

/* --- texts --- */

CALL (string)
{
  gw_xpath_set_string (result, string_or_context (run, call));
}

CALL (string_length)
{
  gw_xpath_set_number (result, g_utf8_strlen (string_or_context (run, call), -1));
}

CALL (normalize_space)
{
  g_autofree char *text = g_strdup (string_or_context (run, call));
  char *to = text;
  gboolean pending = FALSE;

  for (const char *at = text; *at != '\0'; at++) {
    if (strchr (" \t\r\n", *at) != NULL) {
      pending = to > text;
    } else {
      if (pending)
        *to++ = ' ';
      pending = FALSE;
      *to++ = *at;
    }
  }
  *to = '\0';
  gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, text, -1));
}

CALL (contains)
{
  const char *text = string_arg (run, call, 0);

  gw_xpath_set_boolean (result, strstr (text, string_arg (run, call, 1)) != NULL);
}

CALL (starts_with)
{
  const char *text = string_arg (run, call, 0);

  gw_xpath_set_boolean (result, g_str_has_prefix (text, string_arg (run, call, 1)));
}

CALL (ends_with)
{
  const char *text = string_arg (run, call, 0);

  gw_xpath_set_boolean (result, g_str_has_suffix (text, string_arg (run, call, 1)));
}

CALL (substring_before)
{
  const char *text = string_arg (run, call, 0);
  const char *found = strstr (text, string_arg (run, call, 1));

  gw_xpath_set_string (result, found != NULL
                                   ? gw_form_arena_strdup (run->arena, text, found - text) : "");
}

CALL (substring_after)
{
  const char *text = string_arg (run, call, 0);
  const char *mark = string_arg (run, call, 1);
  const char *found = strstr (text, mark);

  gw_xpath_set_string (result, found != NULL ? found + strlen (mark) : "");
}

static const char *
slice (GwXPathRun *run,
       const char *text,
       glong       from,
       glong       until)
{
  const char *start, *end;

  if (until <= from)
    return "";
  start = g_utf8_offset_to_pointer (text, from);
  end = g_utf8_offset_to_pointer (start, until - from);
  return gw_form_arena_strdup (run->arena, start, end - start);
}

static double
round_half_up (double number)
{
  return floor (number + 0.5);
}

CALL (substring)
{
  const char *text = string_arg (run, call, 0);
  glong length = g_utf8_strlen (text, -1);
  double from = round_half_up (number_arg (run, call, 1));
  double until = call->n_args > 2 ? from + round_half_up (number_arg (run, call, 2)) : INFINITY;

  if (isnan (from) || isnan (until)) {
    gw_xpath_set_string (result, "");
    return;
  }
  gw_xpath_set_string (result, slice (run, text, CLAMP (from - 1, 0, length),
                                      CLAMP (until - 1, 0, length)));
}

CALL (substr)
{
  const char *text = string_arg (run, call, 0);
  glong length = g_utf8_strlen (text, -1);
  double from = trunc (number_arg (run, call, 1));
  double until = call->n_args > 2 ? trunc (number_arg (run, call, 2)) : length;

  if (isnan (from) || isnan (until)) {
    gw_xpath_set_string (result, "");
    return;
  }
  if (from < 0)
    from += length;
  if (until < 0)
    until += length;
  gw_xpath_set_string (result, slice (run, text, CLAMP (from, 0, length), CLAMP (until, 0, length)));
}

CALL (translate)
{
  const char *text = string_arg (run, call, 0);
  const char *from = string_arg (run, call, 1);
  const char *to = string_arg (run, call, 2);
  glong n_to = g_utf8_strlen (to, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  gw_xpath_work (run, (guint64) strlen (text) * strlen (from) / 16);
  for (const char *at = text; *at != '\0' && !run->failed; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    const char *found = g_utf8_strchr (from, -1, c);
    glong index = found != NULL ? g_utf8_pointer_to_offset (from, found) : -1;

    if (found == NULL)
      g_string_append_unichar (out, c);
    else if (index < n_to)
      g_string_append_unichar (out, g_utf8_get_char (g_utf8_offset_to_pointer (to, index)));
  }
  take_text (run, out, result);
}

/* How often a pattern may go back, at first and at most, and how many characters of work that may
 * be: going back costs as much as the text is long. */
#define FIRST_MATCH_LIMIT 1000
#define MOST_MATCH_LIMIT 1000000
#define MOST_MATCH_WORK (256 * 1024 * 1024)

/* PCRE2 counts how often it goes back. It begins with a small limit, that is raised while there is
 * work left, so that what a pattern costs is counted and ordinary ones cost little. */
static gboolean
search (GwXPathRun       *run,
        const pcre2_code *code,
        const char       *text)
{
  pcre2_match_data *data = pcre2_match_data_create_from_pattern (code, NULL);
  pcre2_match_context *context = pcre2_match_context_create (NULL);
  gsize length = strlen (text);
  guint64 most = CLAMP (MOST_MATCH_WORK / (length + 1), FIRST_MATCH_LIMIT, MOST_MATCH_LIMIT);
  int found = PCRE2_ERROR_MATCHLIMIT;

  pcre2_set_depth_limit (context, 5000);
  pcre2_set_heap_limit (context, 64 * 1024);
  for (guint64 limit = FIRST_MATCH_LIMIT; found == PCRE2_ERROR_MATCHLIMIT && limit <= most; limit *= 8) {
    pcre2_set_match_limit (context, limit);
    found = pcre2_match (code, (PCRE2_SPTR) text, length, 0, 0, data, context);
    if (!gw_xpath_work (run, found == PCRE2_ERROR_MATCHLIMIT ? limit * (1 + length / 64) : 20))
      break;
  }
  run->failed |= found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT
                 || found == PCRE2_ERROR_HEAPLIMIT;
  pcre2_match_context_free (context);
  pcre2_match_data_free (data);

  return found >= 0;
}

/* A search, not a whole match. */
CALL (regex)
{
  const char *text = string_arg (run, call, 0);
  const char *pattern = string_arg (run, call, 1);
  pcre2_code *code = NULL;
  int fault;
  gsize offset;

  gw_xpath_set_boolean (result, FALSE);
  if (gw_xpath_work (run, 100 + strlen (pattern)))
    code = pcre2_compile ((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                          PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF, &fault, &offset, NULL);
  if (code != NULL)
    gw_xpath_set_boolean (result, search (run, code, text));
  pcre2_code_free (code);
}

CALL (digest)
{
  const char *text = string_arg (run, call, 0);
  const char *algorithm = string_arg (run, call, 1);
  const char *encoding = call->n_args > 2 ? string_arg (run, call, 2) : "base64";
  g_autofree char *digest = gw_xpath_digest (text, algorithm, g_ascii_strcasecmp (encoding, "hex") == 0);

  gw_xpath_set_string (result, digest != NULL ? gw_form_arena_strdup (run->arena, digest, -1) : "");
}

CALL (base64_decode)
{
  const char *text = string_arg (run, call, 0);
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (text, &length);

  if (bytes == NULL || memchr (bytes, 0, length) != NULL
      || !g_utf8_validate_len ((const char *) bytes, length, NULL))
    gw_xpath_set_string (result, "");
  else
    gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, (const char *) bytes, length));
}

/* --- truth --- */

CALL (true)
{
  gw_xpath_set_boolean (result, TRUE);
}

CALL (false)
{
  gw_xpath_set_boolean (result, FALSE);
}

CALL (not)
{
  gw_xpath_set_boolean (result, !gw_xpath_eval_boolean (run, call->args[0]));
}

CALL (boolean)
{
  gw_xpath_set_boolean (result, gw_xpath_eval_boolean (run, call->args[0]));
}

CALL (boolean_from_string)
{
  const char *text = string_arg (run, call, 0);

  gw_xpath_set_boolean (result, g_str_equal (text, "true") || g_str_equal (text, "1"));
}

CALL (if)
{
  gboolean holds = gw_xpath_eval_boolean (run, call->args[0]);

  gw_xpath_eval (run, call->args[holds ? 1 : 2], result);
}

CALL (coalesce)
{
  for (guint i = 0; i < call->n_args; i++) {
    gw_xpath_eval (run, call->args[i], result);
    if (i + 1 == call->n_args || *gw_xpath_to_string (run, result) != '\0')
      return;
  }
}

/* Numbers count when above 0, texts that are numbers likewise, other texts when not empty. */
static gboolean
is_checked (GwXPathRun         *run,
            const GwXPathValue *value)
{
  const char *text;
  double number;

  if (value->type == GW_XPATH_BOOLEAN || value->type == GW_XPATH_NUMBER)
    return value->number > 0;
  text = gw_xpath_to_string (run, value);
  number = gw_xpath_parse_number (text);
  return isnan (number) ? *text != '\0' : number > 0;
}

static void
count_checked (GwXPathRun         *run,
               const GwXPathValue *value,
               gpointer            data)
{
  *(double *) data += is_checked (run, value);
}

static gboolean
is_within (double least,
           double most,
           double number)
{
  return (least == -1 || number >= least) && (most == -1 || number <= most);
}

CALL (checklist)
{
  double least = number_arg (run, call, 0);
  double most = number_arg (run, call, 1);
  double count = 0;

  for_each_value (run, call, 2, count_checked, &count);
  gw_xpath_set_boolean (result, is_within (least, most, count));
}

CALL (weighted_checklist)
{
  double least = number_arg (run, call, 0);
  double most = number_arg (run, call, 1);
  double sum = 0;

  for (guint i = 2; i + 1 < call->n_args; i += 2) {
    GwXPathValue value;

    gw_xpath_eval (run, call->args[i], &value);
    if (is_checked (run, &value))
      sum += number_arg (run, call, i + 1);
  }
  gw_xpath_set_boolean (result, is_within (least, most, sum));
}

/* --- numbers --- */

CALL (number)
{
  GwXPathValue value;

  if (call->n_args == 0)
    gw_xpath_set_string (&value, gw_xpath_ref_string (run, run->node));
  else
    gw_xpath_eval (run, call->args[0], &value);
  gw_xpath_set_number (result, value.is_date ? gw_xpath_to_quantity (run, &value)
                                             : gw_xpath_to_number (run, &value));
}

CALL (int)
{
  GwXPathValue value;

  gw_xpath_eval (run, call->args[0], &value);
  gw_xpath_set_number (result, trunc (gw_xpath_to_quantity (run, &value)));
}

/* Rounds the decimal digits of the number's text, so that 2.675 to two places is 2.68
 * although the double lies a little below. Halves go up. */
static double
round_digits (GwXPathRun *run,
              double      number,
              int         places)
{
  g_autofree char *shifted = NULL;
  g_autofree char *back = NULL;
  const char *text;

  if (isnan (number) || isinf (number) || places > 300 || places < -300)
    return number;
  text = gw_xpath_format_number (run->arena, number);
  shifted = g_strdup_printf ("%se%d", text, places);
  number = floor (g_ascii_strtod (shifted, NULL) + 0.5);
  back = g_strdup_printf ("%se%d", gw_xpath_format_number (run->arena, number), -places);
  return g_ascii_strtod (back, NULL);
}

CALL (round)
{
  double number = number_arg (run, call, 0);
  double places = call->n_args > 1 ? trunc (number_arg (run, call, 1)) : 0;

  if (isnan (places))
    gw_xpath_set_number (result, NAN);
  else if (places == 0)
    gw_xpath_set_number (result, floor (number) == number ? number : round_half_up (number));
  else
    gw_xpath_set_number (result, round_digits (run, number, CLAMP (places, -1000, 1000)));
}

#define NUMBER_CALL(name, formula)                                                               \
  CALL (name)                                                                                    \
  {                                                                                              \
    double x = number_arg (run, call, 0);                                                        \
    gw_xpath_set_number (result, (formula));                                                     \
  }

NUMBER_CALL (floor, floor (x))
NUMBER_CALL (ceiling, ceil (x))
NUMBER_CALL (abs, fabs (x))
NUMBER_CALL (sqrt, sqrt (x))
NUMBER_CALL (exp, exp (x))
NUMBER_CALL (exp10, pow (10, x))
NUMBER_CALL (log, log (x))
NUMBER_CALL (log10, log10 (x))
NUMBER_CALL (sin, sin (x))
NUMBER_CALL (cos, cos (x))
NUMBER_CALL (tan, tan (x))
NUMBER_CALL (asin, asin (x))
NUMBER_CALL (acos, acos (x))
NUMBER_CALL (atan, atan (x))

CALL (pow)
{
  double base = number_arg (run, call, 0);

  gw_xpath_set_number (result, pow (base, number_arg (run, call, 1)));
}

CALL (atan2)
{
  double y = number_arg (run, call, 0);

  gw_xpath_set_number (result, atan2 (y, number_arg (run, call, 1)));
}

CALL (pi)
{
  gw_xpath_set_number (result, G_PI);
}

/**
 * gw_xpath_add_amount:
 * @data: #GwXPathAmounts
 *
 * Blank nodes are skipped; what is neither blank nor a number makes the whole not a number.
 */
void
gw_xpath_add_amount (GwXPathRun         *run,
                     const GwXPathValue *value,
                     gpointer            data)
{
  GwXPathAmounts *amounts = data;
  double number;

  if (value->type == GW_XPATH_STRING && *value->text == '\0')
    return;
  number = gw_xpath_to_quantity (run, value);
  amounts->sum += number;
  amounts->least = amounts->n == 0 || number < amounts->least || isnan (number) ? number : amounts->least;
  amounts->most = amounts->n == 0 || number > amounts->most || isnan (number) ? number : amounts->most;
  amounts->n++;
}

/* Of a path that goes through the rows of a repeat and not to the rows themselves. */
static const GwFormTotals *
find_totals (GwXPathRun        *run,
             const GwXPathExpr *call)
{
  const GwXPathExpr *path = call->args[0];

  if (call->n_args != 1 || path->op != GW_OP_PATH || !path->has_totals || ((GwFormNode *) path->target)->is_repeat)
    return NULL;

  return gw_form_find_totals (run, path);
}

static GwXPathAmounts
gather (GwXPathRun        *run,
        const GwXPathExpr *call)
{
  const GwFormTotals *totals = find_totals (run, call);
  GwXPathAmounts amounts = { 0, NAN, NAN, 0 };

  if (totals != NULL)
    return totals->amounts;
  for_each_value (run, call, 0, gw_xpath_add_amount, &amounts);
  return amounts;
}

CALL (sum)
{
  gw_xpath_set_number (result, gather (run, call).sum);
}

CALL (min)
{
  GwXPathAmounts amounts = gather (run, call);

  gw_xpath_set_number (result, isnan (amounts.sum) ? NAN : amounts.least);
}

CALL (max)
{
  GwXPathAmounts amounts = gather (run, call);

  gw_xpath_set_number (result, isnan (amounts.sum) ? NAN : amounts.most);
}

static void
count_non_empty (GwXPathRun         *run,
                 const GwXPathValue *value,
                 gpointer            data)
{
  *(double *) data += *gw_xpath_to_string (run, value) != '\0';
}

CALL (count)
{
  const GwFormTotals *totals = call->args[0]->op == GW_OP_PATH ? gw_form_find_totals (run, call->args[0]) : NULL;
  GwXPathValue value;

  if (totals != NULL) {
    gw_xpath_set_number (result, totals->n_shown);
    return;
  }
  gw_xpath_eval (run, call->args[0], &value);
  value = gw_xpath_shown_only (run, &value);
  gw_xpath_set_number (result, value.type == GW_XPATH_SET ? value.n_refs : NAN);
}

CALL (count_non_empty)
{
  const GwFormTotals *totals = find_totals (run, call);
  double count = 0;

  if (totals != NULL) {
    gw_xpath_set_number (result, totals->amounts.n);
    return;
  }
  for_each_value (run, call, 0, count_non_empty, &count);
  gw_xpath_set_number (result, count);
}

/* --- selects --- */

/* Finds the next item of a list that is split on white space. */
static const char *
next_item (const char **at,
           gsize       *length)
{
  const char *start;

  while (g_ascii_isspace (**at))
    (*at)++;
  if (**at == '\0')
    return NULL;
  start = *at;
  while (**at != '\0' && !g_ascii_isspace (**at))
    (*at)++;
  *length = *at - start;

  return start;
}

CALL (selected)
{
  const char *list = string_arg (run, call, 0);
  g_autofree char *wanted = g_strstrip (g_strdup (string_arg (run, call, 1)));
  gsize wanted_length = strlen (wanted);
  gsize length;
  const char *item;
  gboolean found = FALSE;
  guint n = 0;

  while (!found && (item = next_item (&list, &length)) != NULL) {
    found = length == wanted_length && strncmp (item, wanted, length) == 0;
    n++;
  }
  gw_xpath_set_boolean (result, found || (n == 0 && wanted_length == 0));
}

CALL (selected_at)
{
  const char *list = string_arg (run, call, 0);
  double index = trunc (number_arg (run, call, 1));
  gsize length;
  const char *item;

  gw_xpath_set_string (result, "");
  if (isnan (index) || index < 0)
    return;
  while ((item = next_item (&list, &length)) != NULL) {
    if (index-- == 0) {
      gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, item, length));
      return;
    }
  }
}

CALL (count_selected)
{
  const char *list = string_arg (run, call, 0);
  gsize length;
  guint n = 0;

  while (next_item (&list, &length) != NULL)
    n++;
  gw_xpath_set_number (result, n);
}

CALL (last)
{
  gw_xpath_set_number (result, run->size);
}

/* --- the table --- */

#define CONTEXT GW_FUNCTION_OF_CONTEXT
#define POSITION GW_FUNCTION_OF_POSITION
#define CLOCK GW_FUNCTION_READS_CLOCK
#define LANGUAGE GW_FUNCTION_READS_LANGUAGE

static const GwXPathFunction functions[] = {
  { "abs", 1, 1, call_abs, 0 },
  { "acos", 1, 1, call_acos, 0 },
  { "area", 1, 1, gw_xpath_call_area, 0 },
  { "asin", 1, 1, call_asin, 0 },
  { "atan", 1, 1, call_atan, 0 },
  { "atan2", 2, 2, call_atan2, 0 },
  { "base64-decode", 1, 1, call_base64_decode, 0 },
  { "boolean", 1, 1, call_boolean, 0 },
  { "boolean-from-string", 1, 1, call_boolean_from_string, 0 },
  { "ceiling", 1, 1, call_ceiling, 0 },
  { "checklist", 2, -1, call_checklist, 0 },
  { "coalesce", 1, -1, call_coalesce, 0 },
  { "concat", 0, -1, call_concat, 0 },
  { "contains", 2, 2, call_contains, 0 },
  { "cos", 1, 1, call_cos, 0 },
  { "count", 1, 1, call_count, 0 },
  { "count-non-empty", 1, 1, call_count_non_empty, 0 },
  { "count-selected", 1, 1, call_count_selected, 0 },
  { "current", 0, 0, gw_xpath_call_current, 0 },
  { "date", 1, 1, gw_xpath_call_date, 0 },
  { "date-time", 1, 1, gw_xpath_call_date_time, 0 },
  { "decimal-date-time", 1, 1, gw_xpath_call_decimal_date, 0 },
  { "decimal-time", 1, 1, gw_xpath_call_decimal_time, 0 },
  { "digest", 2, 3, call_digest, 0 },
  { "distance", 1, -1, gw_xpath_call_distance, 0 },
  { "ends-with", 2, 2, call_ends_with, 0 },
  { "exp", 1, 1, call_exp, 0 },
  { "exp10", 1, 1, call_exp10, 0 },
  { "false", 0, 0, call_false, 0 },
  { "floor", 1, 1, call_floor, 0 },
  { "format-date", 2, 2, gw_xpath_call_format_date, LANGUAGE },
  { "format-date-time", 2, 2, gw_xpath_call_format_date_time, LANGUAGE },
  { "geofence", 2, 2, gw_xpath_call_geofence, 0 },
  { "if", 3, 3, call_if, 0 },
  { "indexed-repeat", 3, 7, gw_xpath_call_indexed_repeat, 0 },
  { "instance", 1, 1, gw_xpath_call_instance, 0 },
  { "int", 1, 1, call_int, 0 },
  { "intersects", 1, 1, gw_xpath_call_intersects, 0 },
  { "join", 1, -1, call_join, 0 },
  { "jr:choice-name", 2, 2, gw_xpath_call_choice_name, LANGUAGE },
  { "jr:itext", 1, 1, gw_xpath_call_itext, LANGUAGE },
  { "last", 0, 0, call_last, POSITION },
  { "local-name", 0, 1, gw_xpath_call_name, CONTEXT },
  { "log", 1, 1, call_log, 0 },
  { "log10", 1, 1, call_log10, 0 },
  { "max", 1, -1, call_max, 0 },
  { "min", 1, -1, call_min, 0 },
  { "name", 0, 1, gw_xpath_call_name, CONTEXT },
  { "normalize-space", 0, 1, call_normalize_space, CONTEXT },
  { "not", 1, 1, call_not, 0 },
  { "now", 0, 0, gw_xpath_call_now, CLOCK },
  { "number", 0, 1, call_number, CONTEXT },
  { "once", 1, 1, gw_xpath_call_once, GW_FUNCTION_ONCE },
  { "pi", 0, 0, call_pi, 0 },
  { "position", 0, 1, gw_xpath_call_position, POSITION },
  { "pow", 2, 2, call_pow, 0 },
  { "pulldata", 4, 4, gw_xpath_call_pulldata, 0 },
  { "random", 0, 0, gw_xpath_call_random, CLOCK },
  { "randomize", 1, 2, gw_xpath_call_randomize, 0 },
  { "regex", 2, 2, call_regex, 0 },
  { "round", 1, 2, call_round, 0 },
  { "selected", 2, 2, call_selected, 0 },
  { "selected-at", 2, 2, call_selected_at, 0 },
  { "sin", 1, 1, call_sin, 0 },
  { "sqrt", 1, 1, call_sqrt, 0 },
  { "starts-with", 2, 2, call_starts_with, 0 },
  { "string", 0, 1, call_string, CONTEXT },
  { "string-length", 0, 1, call_string_length, CONTEXT },
  { "substr", 2, 3, call_substr, 0 },
  { "substring", 2, 3, call_substring, 0 },
  { "substring-after", 2, 2, call_substring_after, 0 },
  { "substring-before", 2, 2, call_substring_before, 0 },
  { "sum", 1, 1, call_sum, 0 },
  { "tan", 1, 1, call_tan, 0 },
  { "today", 0, 0, gw_xpath_call_today, CLOCK },
  { "translate", 3, 3, call_translate, 0 },
  { "true", 0, 0, call_true, 0 },
  { "uuid", 0, 1, gw_xpath_call_uuid, CLOCK },
  { "weighted-checklist", 4, -1, call_weighted_checklist, 0 },
};

static int
compare_names (gconstpointer key,
               gconstpointer entry)
{
  return strcmp (key, ((const GwXPathFunction *) entry)->name);
}

/**
 * gw_xpath_find_function:
 *
 * Returns: (transfer none) (nullable): the function of that name
 */
const GwXPathFunction *
gw_xpath_find_function (const char *name)
{
  return bsearch (name, functions, G_N_ELEMENTS (functions), sizeof functions[0], compare_names);
}
