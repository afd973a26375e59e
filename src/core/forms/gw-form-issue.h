/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwFormIssueCode:
 *
 * What is wrong with a form. The order is part of no file; tests compare the tags that
 * gw_form_issue_code_get_tag() gives.
 */
typedef enum
{
  /* Faults: the form is refused. */
  GW_FORM_ISSUE_NOT_XML,
  GW_FORM_ISSUE_NO_MODEL,
  GW_FORM_ISSUE_NO_INSTANCE,
  GW_FORM_ISSUE_TOO_DEEP,
  GW_FORM_ISSUE_TOO_LARGE,
  GW_FORM_ISSUE_SYNTAX,
  GW_FORM_ISSUE_UNKNOWN_FUNCTION,
  GW_FORM_ISSUE_WRONG_ARGUMENTS,
  GW_FORM_ISSUE_UNKNOWN_INSTANCE,
  GW_FORM_ISSUE_CONTROL_WITHOUT_NODE,
  GW_FORM_ISSUE_REPEAT_WITHOUT_NODE,
  GW_FORM_ISSUE_CYCLE,
  /* Warnings: the form loads, and its author should know. */
  GW_FORM_ISSUE_BIND_WITHOUT_NODE,
  GW_FORM_ISSUE_BIND_TWICE,
  GW_FORM_ISSUE_CALCULATED_CONTROL,
  GW_FORM_ISSUE_CHOICE_WITH_SPACE,
  GW_FORM_ISSUE_UNKNOWN_TEXT,
  GW_FORM_ISSUE_UNKNOWN_EVENT,
  GW_FORM_ISSUE_MISSING_FILE,
  GW_FORM_ISSUE_BAD_FILE,
  GW_FORM_ISSUE_BAD_COLUMN,
  GW_FORM_ISSUE_NOT_SUPPORTED,
  GW_FORM_ISSUE_OLD_CURRENT,
  GW_FORM_ISSUE_NO_ID,
  GW_FORM_ISSUE_PATH_WITHOUT_NODE,
  GW_FORM_ISSUE_BARE_PATH,
  GW_FORM_ISSUE_BAD_RANGE,
  GW_FORM_ISSUE_NO_CHOICES,
  GW_FORM_ISSUE_LIST_TWICE,
  GW_FORM_ISSUE_MISSING_TRANSLATION,
  GW_FORM_ISSUE_NEWER_STANDARD,
  GW_FORM_ISSUE_BAD_KEY,
} GwFormIssueCode;

/**
 * GwFormIssue:
 * @code: what is wrong
 * @is_fault: TRUE where the form is refused because of it, FALSE for a warning
 * @line: the line in the form's XML, 0 where it is not known
 * @node: (nullable): the node it is about, as `/data/sec1/q2`
 * @expression: (nullable): the expression, as the form writes it
 * @detail: (not nullable): a sentence in English for authors and logs
 *
 * One thing that is wrong with a form. Immutable.
 */
typedef struct
{
  GwFormIssueCode code;
  gboolean        is_fault;
  int             line;
  char           *node;
  char           *expression;
  char           *detail;
} GwFormIssue;

const char *gw_form_issue_code_get_tag      (GwFormIssueCode    code);
const char *gw_form_issue_code_get_sentence (GwFormIssueCode    code);
char       *gw_form_issue_dup_text          (const GwFormIssue *self,
                                             const char        *file_name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
