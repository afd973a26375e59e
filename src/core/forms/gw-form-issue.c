/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-issue.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *tag;
  const char *sentence;
} IssueText;

static const IssueText issue_texts[] = {
  [GW_FORM_ISSUE_NOT_XML] = { "not-xml", N_("This is not a form: the file is not well-formed XML.") },
  [GW_FORM_ISSUE_NO_MODEL] = { "no-model", N_("This is not a form: it has no model.") },
  [GW_FORM_ISSUE_NO_INSTANCE] = { "no-instance", N_("The form does not say which answers it holds.") },
  [GW_FORM_ISSUE_TOO_DEEP] = { "too-deep", N_("A part of the form is nested too deeply.") },
  [GW_FORM_ISSUE_TOO_LARGE] = { "too-large", N_("A part of the form is too large.") },
  [GW_FORM_ISSUE_SYNTAX] = { "syntax", N_("A rule of the form cannot be read.") },
  [GW_FORM_ISSUE_UNKNOWN_FUNCTION] = { "unknown-function", N_("A rule of the form uses a function that does not exist.") },
  [GW_FORM_ISSUE_WRONG_ARGUMENTS] = { "wrong-arguments", N_("A rule of the form gives a function the wrong number of values.") },
  [GW_FORM_ISSUE_UNKNOWN_INSTANCE] = { "unknown-instance", N_("A rule of the form reads a list that the form does not have.") },
  [GW_FORM_ISSUE_CONTROL_WITHOUT_NODE] = { "control-without-node", N_("A question has no place for its answer.") },
  [GW_FORM_ISSUE_REPEAT_WITHOUT_NODE] = { "repeat-without-node", N_("A table has no place for its rows.") },
  [GW_FORM_ISSUE_CYCLE] = { "cycle", N_("Rules of the form wait for each other in a circle.") },
  [GW_FORM_ISSUE_BIND_WITHOUT_NODE] = { "bind-without-node", N_("A rule is about an answer that the form does not have.") },
  [GW_FORM_ISSUE_BIND_TWICE] = { "bind-twice", N_("An answer has the same rule twice; the last one counts.") },
  [GW_FORM_ISSUE_CALCULATED_CONTROL] = { "calculated-control", N_("A calculation will overwrite what a person types here.") },
  [GW_FORM_ISSUE_CHOICE_WITH_SPACE] = { "choice-with-space", N_("The stored value of a choice has a space in it.") },
  [GW_FORM_ISSUE_UNKNOWN_TEXT] = { "unknown-text", N_("A text is missing in every language.") },
  [GW_FORM_ISSUE_UNKNOWN_EVENT] = { "unknown-event", N_("An action waits for an event that does not exist.") },
  [GW_FORM_ISSUE_MISSING_FILE] = { "missing-file", N_("A file that belongs to the form is missing; its list is empty.") },
  [GW_FORM_ISSUE_BAD_FILE] = { "bad-file", N_("A file that belongs to the form cannot be read; its list is empty.") },
  [GW_FORM_ISSUE_BAD_COLUMN] = { "bad-column", N_("A column of a table has a name that rules cannot use.") },
  [GW_FORM_ISSUE_NOT_SUPPORTED] = { "not-supported", N_("The form asks for something that Godwit does not do.") },
  [GW_FORM_ISSUE_OLD_CURRENT] = { "old-current", N_("A rule names a neighbour in the manner of old forms; it is understood.") },
  [GW_FORM_ISSUE_NO_ID] = { "no-id", N_("The form has no id under which answers are filed.") },
  [GW_FORM_ISSUE_PATH_WITHOUT_NODE] = { "path-without-node", N_("A rule reads an answer that the form does not have; it reads as empty.") },
  [GW_FORM_ISSUE_BARE_PATH] = { "bare-path", N_("A condition asks whether a place for an answer exists, which it always does.") },
  [GW_FORM_ISSUE_BAD_RANGE] = { "bad-range", N_("A slider does not say from where to where it goes and in which steps.") },
  [GW_FORM_ISSUE_NO_CHOICES] = { "no-choices", N_("A question offers no choices.") },
  [GW_FORM_ISSUE_LIST_TWICE] = { "list-twice", N_("Two lists of the form have the same name; the first one counts.") },
  [GW_FORM_ISSUE_MISSING_TRANSLATION] = { "missing-translation", N_("Texts of the form are missing in one of its languages.") },
  [GW_FORM_ISSUE_NEWER_STANDARD] = { "newer-standard", N_("The form follows a newer standard than Godwit knows.") },
  [GW_FORM_ISSUE_BAD_KEY] = { "bad-key", N_("The key that seals reports of this form cannot be read.") },
};

/**
 * gw_form_issue_code_get_tag:
 *
 * Returns: (transfer none) (not nullable): a word that names the code in tests and JSON
 */
const char *
gw_form_issue_code_get_tag (GwFormIssueCode code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (issue_texts), "unknown");

  return issue_texts[code].tag;
}

/**
 * gw_form_issue_code_get_sentence:
 *
 * Returns: (transfer none) (not nullable): an untranslated sentence, to be given to gettext
 */
const char *
gw_form_issue_code_get_sentence (GwFormIssueCode code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (issue_texts), "");

  return issue_texts[code].sentence;
}

/**
 * gw_form_issue_dup_text:
 * @file_name: what to call the form
 *
 * Returns: (transfer full): the issue as a compiler would print it: file, line, what is wrong,
 * node and expression
 */
char *
gw_form_issue_dup_text (const GwFormIssue *self,
                        const char        *file_name)
{
  g_autoptr (GString) text = g_string_new (file_name);

  if (self->line > 0)
    g_string_append_printf (text, ":%d", self->line);
  g_string_append_printf (text, ": %s: %s", self->is_fault ? "error" : "warning", self->detail);
  if (self->node != NULL)
    g_string_append_printf (text, " [node %s]", self->node);
  if (self->expression != NULL)
    g_string_append_printf (text, " [expression %s]", self->expression);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
