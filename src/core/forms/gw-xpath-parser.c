/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of XPath 1.0. Binary operators are read by precedence climbing, so that a
 * thousand brackets cost a thousand small frames and not ten thousand; `or` and `and` are
 * kept flat, since generated forms join hundreds of operands. */

#include "core/forms/gw-xpath.h"

#include <string.h>

#include "core/forms/gw-form-issue.h"
#include "core/forms/gw-xpath-lexer.h"

#define MOST_HEIGHT 3000
#define MOST_LENGTH (256 * 1024)

typedef struct
{
  GwXPathLexer lexer;
  GwFormArena *arena;
  GwXPathInternFunc intern;
  gpointer intern_data;
  guint depth;
} Parser;

static GwXPathExpr *parse_expression (Parser *self,
                                      int     least);

static void
advance (Parser *self)
{
  gw_xpath_lexer_advance (&self->lexer);
}

static gboolean
expect (Parser           *self,
        GwXPathTokenKind  kind,
        const char       *wanted)
{
  return gw_xpath_lexer_expect (&self->lexer, kind, wanted);
}

static void
fail (Parser          *self,
      GwFormIssueCode  code,
      char            *message)
{
  gw_xpath_lexer_fail (&self->lexer, code, message);
}

static void
fail_here (Parser     *self,
           const char *wanted)
{
  gw_xpath_lexer_fail_here (&self->lexer, wanted);
}

static GwXPathExpr *
new_expr (Parser    *self,
          GwXPathOp  op)
{
  GwXPathExpr *expr = gw_form_arena_new0 (self->arena, GwXPathExpr, 1);

  expr->op = op;
  expr->height = 1;
  return expr;
}

static void
set_args (Parser      *self,
          GwXPathExpr *expr,
          GPtrArray   *args)
{
  expr->n_args = args->len;
  expr->args = gw_form_arena_new0 (self->arena, GwXPathExpr *, args->len);
  for (guint i = 0; i < args->len; i++) {
    expr->args[i] = args->pdata[i];
    expr->height = MAX (expr->height, expr->args[i]->height + 1);
    expr->uses_context |= expr->args[i]->uses_context;
    expr->uses_position |= expr->args[i]->uses_position;
  }
  if (expr->height > MOST_HEIGHT)
    fail (self, GW_FORM_ISSUE_TOO_DEEP, g_strdup ("The expression is nested too deeply"));
}

static GwXPathExpr *
new_binary (Parser      *self,
            GwXPathOp    op,
            GwXPathExpr *left,
            GwXPathExpr *right)
{
  GwXPathExpr *expr = new_expr (self, op);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();

  g_ptr_array_add (args, left);
  g_ptr_array_add (args, right);
  set_args (self, expr, args);
  return expr;
}

static gboolean
read_axis (Parser      *self,
           GwXPathAxis *axis)
{
  static const struct { const char *name; GwXPathAxis axis; } axes[] = {
    { "child", GW_AXIS_CHILD },
    { "parent", GW_AXIS_PARENT },
    { "self", GW_AXIS_SELF },
    { "attribute", GW_AXIS_ATTRIBUTE },
    { "descendant", GW_AXIS_DESCENDANT },
    { "descendant-or-self", GW_AXIS_DESCENDANT_OR_SELF },
    { "ancestor", GW_AXIS_ANCESTOR },
    { "ancestor-or-self", GW_AXIS_ANCESTOR_OR_SELF },
    { "following-sibling", GW_AXIS_FOLLOWING_SIBLING },
    { "preceding-sibling", GW_AXIS_PRECEDING_SIBLING },
  };
  g_autofree char *name = g_strndup (self->lexer.token.start, self->lexer.token.length);

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++) {
    if (g_str_equal (axes[i].name, name)) {
      *axis = axes[i].axis;
      advance (self);
      advance (self);
      return TRUE;
    }
  }

  fail (self, GW_FORM_ISSUE_SYNTAX, g_strdup_printf ("The axis “%s” is not known", name));
  return FALSE;
}

/* Names in an instance are matched without their prefix, as far as the form lets them. */
static const char *
intern_local (Parser      *self,
              const char  *prefix_text,
              const GwXPathToken *token)
{
  const char *colon = memchr (token->start, ':', token->length);
  const char *start = colon != NULL ? colon + 1 : token->start;
  gsize length = token->start + token->length - start;

  if (length == 1 && *start == '*')
    return NULL;
  if (*prefix_text != '\0') {
    g_autofree char *name = g_strdup_printf ("%s%.*s", prefix_text, (int) length, start);

    return self->intern (self->intern_data, name, -1);
  }
  return self->intern (self->intern_data, token->start, token->length);
}

static void
parse_predicates (Parser        *self,
                  GwXPathExpr ***predicates,
                  guint         *n_predicates)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  while (self->lexer.token.kind == GW_TOKEN_OPEN_SQUARE && self->lexer.fault->message == NULL) {
    GwXPathExpr *expr;

    advance (self);
    expr = parse_expression (self, 0);
    if (expr == NULL || !expect (self, GW_TOKEN_CLOSE_SQUARE, "A closing “]”"))
      return;
    g_ptr_array_add (list, expr);
  }
  *n_predicates = list->len;
  *predicates = gw_form_arena_new0 (self->arena, GwXPathExpr *, list->len);
  for (guint i = 0; i < list->len; i++)
    (*predicates)[i] = list->pdata[i];
}

/* `node()` and `text()` are tests of a step, all other names before a bracket are functions. */
static gboolean
is_node_test (const Parser *self)
{
  const char *at = self->lexer.token.start + self->lexer.token.length;

  if (!((self->lexer.token.length == 4 && strncmp (self->lexer.token.start, "node", 4) == 0)
        || (self->lexer.token.length == 4 && strncmp (self->lexer.token.start, "text", 4) == 0)))
    return FALSE;
  while (*at == ' ')
    at++;
  return *at == '(';
}

static gboolean
parse_step (Parser *self,
            GArray *steps)
{
  GwXPathStep step = { .axis = GW_AXIS_CHILD };

  if (self->lexer.token.kind == GW_TOKEN_DOT || self->lexer.token.kind == GW_TOKEN_DOTS) {
    step.axis = self->lexer.token.kind == GW_TOKEN_DOT ? GW_AXIS_SELF : GW_AXIS_PARENT;
    advance (self);
  } else {
    const char *after = self->lexer.token.start + self->lexer.token.length;

    if (self->lexer.token.kind == GW_TOKEN_AT) {
      step.axis = GW_AXIS_ATTRIBUTE;
      advance (self);
    } else if (self->lexer.token.kind == GW_TOKEN_NAME && after[0] == ':' && after[1] == ':') {
      if (!read_axis (self, &step.axis))
        return FALSE;
    }

    if (self->lexer.token.kind == GW_TOKEN_STAR) {
      advance (self);
    } else if (self->lexer.token.kind == GW_TOKEN_NAME && is_node_test (self)) {
      if (self->lexer.token.start[0] == 't')
        step.axis = GW_AXIS_SELF;
      advance (self);
      if (!expect (self, GW_TOKEN_OPEN, "An opening “(”") || !expect (self, GW_TOKEN_CLOSE, "A closing “)”"))
        return FALSE;
    } else if (self->lexer.token.kind == GW_TOKEN_NAME) {
      step.name = intern_local (self, step.axis == GW_AXIS_ATTRIBUTE ? "@" : "", &self->lexer.token);
      advance (self);
    } else {
      fail_here (self, "The name of a node");
      return FALSE;
    }
  }

  parse_predicates (self, &step.predicates, &step.n_predicates);
  g_array_append_val (steps, step);
  return self->lexer.fault->message == NULL;
}

static void
add_descendants_step (GArray *steps)
{
  GwXPathStep step = { .axis = GW_AXIS_DESCENDANT_OR_SELF };

  g_array_append_val (steps, step);
}

static gboolean
parse_more_steps (Parser *self,
                  GArray *steps)
{
  while (self->lexer.token.kind == GW_TOKEN_SLASH || self->lexer.token.kind == GW_TOKEN_SLASHES) {
    if (self->lexer.token.kind == GW_TOKEN_SLASHES)
      add_descendants_step (steps);
    advance (self);
    if (!parse_step (self, steps))
      return FALSE;
  }

  return TRUE;
}

static void
set_steps (Parser      *self,
           GwXPathExpr *expr,
           GArray      *steps)
{
  expr->n_steps = steps->len;
  expr->steps = gw_form_arena_new0 (self->arena, GwXPathStep, steps->len);
  for (guint i = 0; i < steps->len; i++) {
    const GwXPathStep *step = &g_array_index (steps, GwXPathStep, i);

    expr->steps[i] = *step;
    for (guint j = 0; j < step->n_predicates; j++)
      expr->height = MAX (expr->height, step->predicates[j]->height + 1);
  }
}

static gboolean
can_start_step (const Parser *self)
{
  return self->lexer.token.kind == GW_TOKEN_NAME || self->lexer.token.kind == GW_TOKEN_STAR
         || self->lexer.token.kind == GW_TOKEN_DOT || self->lexer.token.kind == GW_TOKEN_DOTS
         || self->lexer.token.kind == GW_TOKEN_AT;
}

static GwXPathExpr *
parse_location (Parser *self)
{
  GwXPathExpr *expr = new_expr (self, GW_OP_PATH);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (GwXPathStep));

  expr->start = GW_START_CONTEXT;
  expr->uses_context = self->lexer.token.kind != GW_TOKEN_SLASH && self->lexer.token.kind != GW_TOKEN_SLASHES;
  if (self->lexer.token.kind == GW_TOKEN_SLASH || self->lexer.token.kind == GW_TOKEN_SLASHES) {
    gboolean deep = self->lexer.token.kind == GW_TOKEN_SLASHES;

    expr->start = GW_START_ROOT;
    advance (self);
    if (deep)
      add_descendants_step (steps);
    if (deep || can_start_step (self)) {
      if (!parse_step (self, steps) || !parse_more_steps (self, steps))
        return NULL;
    }
  } else if (!parse_step (self, steps) || !parse_more_steps (self, steps)) {
    return NULL;
  }
  set_steps (self, expr, steps);

  return expr;
}

static gboolean
check_arguments (Parser                *self,
                 const GwXPathFunction *function,
                 guint                  n_args)
{
  if ((int) n_args >= function->least && (function->most < 0 || (int) n_args <= function->most))
    return TRUE;

  if (function->most < 0)
    fail (self, GW_FORM_ISSUE_WRONG_ARGUMENTS,
          g_strdup_printf ("%s() takes at least %d arguments and has %u", function->name,
                           function->least, n_args));
  else if (function->least == function->most)
    fail (self, GW_FORM_ISSUE_WRONG_ARGUMENTS,
          g_strdup_printf ("%s() takes %d arguments and has %u", function->name,
                           function->least, n_args));
  else
    fail (self, GW_FORM_ISSUE_WRONG_ARGUMENTS,
          g_strdup_printf ("%s() takes %d to %d arguments and has %u", function->name,
                           function->least, function->most, n_args));
  return FALSE;
}

static GwXPathExpr *
parse_call (Parser *self)
{
  g_autofree char *name = g_strndup (self->lexer.token.start, self->lexer.token.length);
  GwXPathExpr *expr = new_expr (self, GW_OP_CALL);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();

  expr->function = gw_xpath_find_function (name);
  if (expr->function == NULL) {
    fail (self, GW_FORM_ISSUE_UNKNOWN_FUNCTION,
          g_strdup_printf ("The function %s() is not known", name));
    return NULL;
  }

  advance (self);
  advance (self);
  while (self->lexer.token.kind != GW_TOKEN_CLOSE) {
    GwXPathExpr *arg = parse_expression (self, 0);

    if (arg == NULL)
      return NULL;
    g_ptr_array_add (args, arg);
    if (self->lexer.token.kind != GW_TOKEN_COMMA)
      break;
    advance (self);
    if (self->lexer.token.kind == GW_TOKEN_CLOSE) {
      fail_here (self, "An argument");
      return NULL;
    }
  }
  if (!expect (self, GW_TOKEN_CLOSE, "A closing “)”") || !check_arguments (self, expr->function, args->len))
    return NULL;
  set_args (self, expr, args);
  if (args->len == 0) {
    expr->uses_context |= (expr->function->flags & (GW_FUNCTION_OF_CONTEXT | GW_FUNCTION_OF_POSITION)) != 0;
    expr->uses_position |= (expr->function->flags & GW_FUNCTION_OF_POSITION) != 0;
  }

  return expr;
}

static gboolean
call_is_next (const Parser *self)
{
  const char *at = self->lexer.token.start + self->lexer.token.length;

  if (self->lexer.token.kind != GW_TOKEN_NAME || is_node_test (self))
    return FALSE;
  while (*at != '\0' && strchr (" \t\r\n", *at) != NULL)
    at++;
  return *at == '(';
}

static GwXPathExpr *
parse_primary (Parser *self)
{
  GwXPathExpr *expr;

  if (self->lexer.token.kind == GW_TOKEN_NUMBER) {
    expr = new_expr (self, GW_OP_NUMBER);
    expr->number = self->lexer.token.number;
    advance (self);
  } else if (self->lexer.token.kind == GW_TOKEN_STRING) {
    expr = new_expr (self, GW_OP_STRING);
    expr->string = gw_form_arena_strdup (self->arena, self->lexer.token.start, self->lexer.token.length);
    advance (self);
  } else if (self->lexer.token.kind == GW_TOKEN_OPEN) {
    advance (self);
    expr = parse_expression (self, 0);
    if (expr == NULL || !expect (self, GW_TOKEN_CLOSE, "A closing “)”"))
      return NULL;
  } else {
    expr = parse_call (self);
  }

  return expr;
}

/* A filter: a primary expression with predicates or steps after it. `current()/../x` becomes
 * a path with a start of its own, so that it is bound at load like any other. */
static GwXPathExpr *
parse_filter (Parser *self)
{
  GwXPathExpr *base = parse_primary (self);
  GwXPathExpr *expr;
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (GwXPathStep));
  GwXPathStep first = { .axis = GW_AXIS_SELF };

  if (base == NULL
      || (self->lexer.token.kind != GW_TOKEN_OPEN_SQUARE && self->lexer.token.kind != GW_TOKEN_SLASH
          && self->lexer.token.kind != GW_TOKEN_SLASHES
          && !(base->op == GW_OP_CALL && g_str_equal (base->function->name, "current"))))
    return base;

  expr = new_expr (self, GW_OP_PATH);
  if (base->op == GW_OP_CALL && g_str_equal (base->function->name, "current")) {
    expr->start = GW_START_CURRENT;
  } else {
    g_autoptr (GPtrArray) args = g_ptr_array_new ();

    expr->start = GW_START_EXPRESSION;
    g_ptr_array_add (args, base);
    set_args (self, expr, args);
  }
  if (self->lexer.token.kind == GW_TOKEN_OPEN_SQUARE) {
    parse_predicates (self, &first.predicates, &first.n_predicates);
    g_array_append_val (steps, first);
  }
  if (!parse_more_steps (self, steps))
    return NULL;
  set_steps (self, expr, steps);

  return expr;
}

static GwXPathExpr *
parse_path (Parser *self)
{
  if (self->lexer.token.kind == GW_TOKEN_NUMBER || self->lexer.token.kind == GW_TOKEN_STRING
      || self->lexer.token.kind == GW_TOKEN_OPEN || call_is_next (self))
    return parse_filter (self);

  if (can_start_step (self) || self->lexer.token.kind == GW_TOKEN_SLASH || self->lexer.token.kind == GW_TOKEN_SLASHES)
    return parse_location (self);

  fail_here (self, "A value");
  return NULL;
}

static int
precedence_of (GwXPathOp op)
{
  switch (op) {
  case GW_OP_OR: return 1;
  case GW_OP_AND: return 2;
  case GW_OP_EQ: case GW_OP_NE: return 3;
  case GW_OP_LT: case GW_OP_LE: case GW_OP_GT: case GW_OP_GE: return 4;
  case GW_OP_ADD: case GW_OP_SUBTRACT: return 5;
  case GW_OP_MULTIPLY: case GW_OP_DIVIDE: case GW_OP_MODULO: return 6;
  case GW_OP_UNION: return 8;
  default: return 0;
  }
}

#define PRECEDENCE_UNARY 7

static GwXPathExpr *
parse_unary (Parser *self)
{
  guint minuses = 0;
  GwXPathExpr *expr;

  while (self->lexer.token.kind == GW_TOKEN_OPERATOR && self->lexer.token.op == GW_OP_SUBTRACT) {
    minuses++;
    advance (self);
  }
  if (minuses == 0)
    return parse_path (self);

  /* A minus binds looser than `|` and tighter than `*`. */
  expr = parse_expression (self, PRECEDENCE_UNARY);
  if (expr != NULL) {
    GwXPathExpr *negated = new_expr (self, GW_OP_NEGATE);
    g_autoptr (GPtrArray) args = g_ptr_array_new ();

    negated->number = minuses % 2 == 1 ? -1 : 1;
    g_ptr_array_add (args, expr);
    set_args (self, negated, args);
    expr = negated;
  }

  return expr;
}

static GwXPathExpr *
parse_flat (Parser      *self,
            GwXPathOp    op,
            int          precedence,
            GwXPathExpr *first)
{
  GwXPathExpr *expr = new_expr (self, op);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();

  g_ptr_array_add (args, first);
  while (self->lexer.token.kind == GW_TOKEN_OPERATOR && self->lexer.token.op == op) {
    GwXPathExpr *next;

    advance (self);
    next = parse_expression (self, precedence + 1);
    if (next == NULL)
      return NULL;
    g_ptr_array_add (args, next);
  }
  set_args (self, expr, args);

  return expr;
}

static GwXPathExpr *
parse_operators (Parser *self,
                 int     least)
{
  GwXPathExpr *left = parse_unary (self);

  while (left != NULL && self->lexer.token.kind == GW_TOKEN_OPERATOR && self->lexer.fault->message == NULL) {
    GwXPathOp op = self->lexer.token.op;
    int precedence = precedence_of (op);
    GwXPathExpr *right;

    if (precedence < least)
      break;
    if (op == GW_OP_OR || op == GW_OP_AND) {
      left = parse_flat (self, op, precedence, left);
      continue;
    }
    advance (self);
    right = parse_expression (self, precedence + 1);
    if (right == NULL)
      return NULL;
    left = new_binary (self, op, left, right);
  }

  return self->lexer.fault->message == NULL ? left : NULL;
}

static GwXPathExpr *
parse_expression (Parser *self,
                  int     least)
{
  GwXPathExpr *expr;

  if (++self->depth > MOST_HEIGHT) {
    fail (self, GW_FORM_ISSUE_TOO_DEEP, g_strdup ("The expression is nested too deeply"));
    return NULL;
  }
  expr = parse_operators (self, least);
  self->depth--;

  return expr;
}

/**
 * gw_xpath_parse:
 * @text: an expression, UTF-8
 * @arena: where the tree shall live
 * @intern: gives names as pointers to be compared
 * @fault: what is wrong, if something is; its message is to be freed
 *
 * Returns: (transfer none) (nullable): the tree, or NULL with @fault set
 */
GwXPathExpr *
gw_xpath_parse (const char         *text,
                GwFormArena        *arena,
                GwXPathInternFunc   intern,
                gpointer            intern_data,
                GwXPathFault       *fault)
{
  Parser parser = {
    .lexer = { .at = text, .fault = fault, .before = GW_TOKEN_END },
    .arena = arena, .intern = intern, .intern_data = intern_data,
  };
  GwXPathExpr *expr;

  if (strlen (text) > MOST_LENGTH) {
    fail (&parser, GW_FORM_ISSUE_TOO_LARGE, g_strdup ("The expression is too long"));
    return NULL;
  }
  advance (&parser);
  if (parser.lexer.token.kind == GW_TOKEN_END) {
    fail (&parser, GW_FORM_ISSUE_SYNTAX, g_strdup ("The expression is empty"));
    return NULL;
  }
  expr = parse_expression (&parser, 0);
  if (expr != NULL && parser.lexer.token.kind != GW_TOKEN_END)
    fail_here (&parser, "An operator");

  return fault->message == NULL ? expr : NULL;
}
