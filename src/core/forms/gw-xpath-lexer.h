/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-issue.h"
#include "core/forms/gw-xpath.h"

G_BEGIN_DECLS

typedef enum
{
  GW_TOKEN_END,
  GW_TOKEN_NUMBER,
  GW_TOKEN_STRING,
  GW_TOKEN_NAME,     /* also with a prefix */
  GW_TOKEN_OPERATOR, /* @op holds which */
  GW_TOKEN_STAR,
  GW_TOKEN_SLASH,
  GW_TOKEN_SLASHES,
  GW_TOKEN_OPEN,
  GW_TOKEN_CLOSE,
  GW_TOKEN_OPEN_SQUARE,
  GW_TOKEN_CLOSE_SQUARE,
  GW_TOKEN_COMMA,
  GW_TOKEN_DOT,
  GW_TOKEN_DOTS,
  GW_TOKEN_AT,
  GW_TOKEN_AXIS, /* :: */
  GW_TOKEN_DOLLAR,
  GW_TOKEN_BAD,
} GwXPathTokenKind;

typedef struct
{
  GwXPathTokenKind kind;
  GwXPathOp op;
  const char *start;
  gsize length;
  double number;
} GwXPathToken;

/* The words of one expression, one after the other. */
typedef struct
{
  const char *at;
  GwXPathToken token; /* where it stands */
  GwXPathTokenKind before;
  GwXPathFault *fault;
} GwXPathLexer;

void     gw_xpath_lexer_advance   (GwXPathLexer     *self);
gboolean gw_xpath_lexer_expect    (GwXPathLexer     *self,
                                   GwXPathTokenKind  kind,
                                   const char       *wanted);
void     gw_xpath_lexer_fail      (GwXPathLexer     *self,
                                   GwFormIssueCode   code,
                                   char             *message);
void     gw_xpath_lexer_fail_here (GwXPathLexer     *self,
                                   const char       *wanted);

G_END_DECLS
