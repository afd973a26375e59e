/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of an expression: names, numbers, texts and signs. What a word is depends on what came
 * before (section 3.7 of XPath 1.0). */

#include "core/forms/gw-xpath-lexer.h"

#include <string.h>

/**
 * gw_xpath_lexer_fail:
 * @message: (transfer full): what is wrong
 *
 * Notes the first fault; what follows from it is not told.
 */
void
gw_xpath_lexer_fail (GwXPathLexer    *self,
                     GwFormIssueCode  code,
                     char            *message)
{
  if (self->fault->message == NULL) {
    self->fault->code = code;
    self->fault->message = message;
  } else {
    g_free (message);
  }
}

static gboolean
is_name_start (gunichar c)
{
  return g_unichar_isalpha (c) || c == '_';
}

static gboolean
is_name_char (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_' || c == '-' || c == '.' || c == 0xB7
         || g_unichar_ismark (c);
}

static const char *
skip_name (const char *at)
{
  if (!is_name_start (g_utf8_get_char (at)))
    return at;
  while (*at != '\0' && is_name_char (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  return at;
}

/* Section 3.7 of XPath 1.0: `*` and the names and, or, div, mod are operators exactly where
 * something that can be an operand came before. */
static gboolean
operand_came_before (const GwXPathLexer *self)
{
  switch (self->before) {
  case GW_TOKEN_NUMBER:
  case GW_TOKEN_STRING:
  case GW_TOKEN_NAME:
  case GW_TOKEN_STAR:
  case GW_TOKEN_CLOSE:
  case GW_TOKEN_CLOSE_SQUARE:
  case GW_TOKEN_DOT:
  case GW_TOKEN_DOTS:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
find_word_operator (const char *start,
                    gsize       length,
                    GwXPathOp  *op)
{
  static const struct { const char *word; GwXPathOp op; } words[] = {
    { "and", GW_OP_AND }, { "or", GW_OP_OR }, { "div", GW_OP_DIVIDE }, { "mod", GW_OP_MODULO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strlen (words[i].word) == length && strncmp (words[i].word, start, length) == 0) {
      *op = words[i].op;
      return TRUE;
    }
  }

  return FALSE;
}

static void
read_number (GwXPathLexer *self,
             GwXPathToken  *token)
{
  const char *at = self->at;

  while (g_ascii_isdigit (*at))
    at++;
  if (*at == '.')
    at++;
  while (g_ascii_isdigit (*at))
    at++;
  token->kind = GW_TOKEN_NUMBER;
  token->length = at - self->at;
  token->number = g_ascii_strtod (self->at, NULL);
  /* strtod would read the exponent of 1e3, which is not XPath. */
  if (*at == 'e' || *at == 'E' || *at == 'x') {
    g_autofree char *digits = g_strndup (self->at, token->length);

    token->number = g_ascii_strtod (digits, NULL);
  }
  self->at = at;
}

static void
read_name (GwXPathLexer *self,
           GwXPathToken  *token)
{
  const char *end = skip_name (self->at);

  token->kind = GW_TOKEN_NAME;
  if (operand_came_before (self)) {
    token->kind = find_word_operator (self->at, end - self->at, &token->op) ? GW_TOKEN_OPERATOR
                                                                            : GW_TOKEN_NAME;
  } else if (end[0] == ':' && end[1] != ':') {
    const char *local = end + 1;
    const char *local_end = *local == '*' ? local + 1 : skip_name (local);

    if (local_end > local)
      end = local_end;
  }
  token->length = end - self->at;
  self->at = end;
}

static void
set_op (GwXPathToken     *token,
        GwXPathOp  op,
        gsize      length)
{
  token->kind = GW_TOKEN_OPERATOR;
  token->op = op;
  token->length = length;
}

static void
read_symbol (GwXPathLexer *self,
             GwXPathToken  *token)
{
  const char *at = self->at;

  token->length = 1;
  switch (*at) {
  case '(': token->kind = GW_TOKEN_OPEN; break;
  case ')': token->kind = GW_TOKEN_CLOSE; break;
  case '[': token->kind = GW_TOKEN_OPEN_SQUARE; break;
  case ']': token->kind = GW_TOKEN_CLOSE_SQUARE; break;
  case ',': token->kind = GW_TOKEN_COMMA; break;
  case '@': token->kind = GW_TOKEN_AT; break;
  case '$': token->kind = GW_TOKEN_DOLLAR; break;
  case '+': set_op (token, GW_OP_ADD, 1); break;
  case '-': set_op (token, GW_OP_SUBTRACT, 1); break;
  case '=': set_op (token, GW_OP_EQ, 1); break;
  case '|': set_op (token, GW_OP_UNION, 1); break;
  case '<': set_op (token, at[1] == '=' ? GW_OP_LE : GW_OP_LT, at[1] == '=' ? 2 : 1); break;
  case '>': set_op (token, at[1] == '=' ? GW_OP_GE : GW_OP_GT, at[1] == '=' ? 2 : 1); break;
  case '!':
    if (at[1] == '=')
      set_op (token, GW_OP_NE, 2);
    break;
  case '*':
    if (operand_came_before (self))
      set_op (token, GW_OP_MULTIPLY, 1);
    else
      token->kind = GW_TOKEN_STAR;
    break;
  case '/':
    token->kind = at[1] == '/' ? GW_TOKEN_SLASHES : GW_TOKEN_SLASH;
    token->length = at[1] == '/' ? 2 : 1;
    break;
  case '.':
    token->kind = at[1] == '.' ? GW_TOKEN_DOTS : GW_TOKEN_DOT;
    token->length = at[1] == '.' ? 2 : 1;
    break;
  case ':':
    if (at[1] == ':') {
      token->kind = GW_TOKEN_AXIS;
      token->length = 2;
    }
    break;
  default:
    break;
  }
  self->at += token->length;
}

/**
 * gw_xpath_lexer_advance:
 *
 * Reads the next token.
 */
void
gw_xpath_lexer_advance (GwXPathLexer *self)
{
  GwXPathToken *token = &self->token;

  self->before = token->kind;
  while (*self->at != '\0' && strchr (" \t\r\n", *self->at) != NULL)
    self->at++;
  *token = (GwXPathToken) { .kind = GW_TOKEN_BAD, .start = self->at };

  if (*self->at == '\0') {
    token->kind = GW_TOKEN_END;
  } else if (g_ascii_isdigit (*self->at) || (*self->at == '.' && g_ascii_isdigit (self->at[1]))) {
    read_number (self, token);
  } else if (*self->at == '\'' || *self->at == '"') {
    const char *end = strchr (self->at + 1, *self->at);

    if (end == NULL) {
      gw_xpath_lexer_fail (self, GW_FORM_ISSUE_SYNTAX, g_strdup ("A quotation mark is not closed"));
      self->at += strlen (self->at);
      return;
    }
    token->kind = GW_TOKEN_STRING;
    token->start = self->at + 1;
    token->length = end - self->at - 1;
    self->at = end + 1;
  } else if (is_name_start (g_utf8_get_char (self->at))) {
    read_name (self, token);
  } else {
    read_symbol (self, token);
  }
}

static char *
dup_place (const GwXPathLexer *self)
{
  const char *start = self->token.start;
  g_autofree char *rest = NULL;

  if (self->token.kind == GW_TOKEN_END)
    return g_strdup ("its end");

  rest = g_utf8_substring (start, 0, MIN (g_utf8_strlen (start, -1), 12));
  return g_strdup_printf ("“%s”", rest);
}

/**
 * gw_xpath_lexer_fail_here:
 * @wanted: what is missing
 *
 * Notes that something is missing where the lexer stands.
 */
void
gw_xpath_lexer_fail_here (GwXPathLexer *self,
                          const char   *wanted)
{
  g_autofree char *place = dup_place (self);

  gw_xpath_lexer_fail (self, GW_FORM_ISSUE_SYNTAX,
        g_strdup_printf ("%s is missing at %s", wanted, place));
}

/**
 * gw_xpath_lexer_expect:
 * @wanted: how to call it where it is missing
 *
 * Returns: whether the token was there and has been passed
 */
gboolean
gw_xpath_lexer_expect (GwXPathLexer     *self,
                       GwXPathTokenKind  kind,
                       const char       *wanted)
{
  if (self->token.kind != kind) {
    gw_xpath_lexer_fail_here (self, wanted);
    return FALSE;
  }

  gw_xpath_lexer_advance (self);
  return TRUE;
}
