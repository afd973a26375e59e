/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions and answers of a form as plain text, for what is no form itself. */

#include "app/gw-answer-words.h"

#include "app/widgets/gw-markdown.h"

static gboolean
is_choice (GwFormItem *item)
{
  GwFormControl control = gw_form_item_get_control (item);

  return control == GW_FORM_CONTROL_SELECT || control == GW_FORM_CONTROL_SELECT1;
}

/**
 * gw_answer_words_dup_question:
 *
 * Returns: (transfer full): what is asked
 */
char *
gw_answer_words_dup_question (GwFormItem *item)
{
  g_autofree char *label = NULL;

  g_return_val_if_fail (GW_IS_FORM_ITEM (item), NULL);

  label = gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL);
  return gw_markdown_to_text (label != NULL ? label : "");
}

/**
 * gw_answer_words_dup_shown:
 * @item: (nullable): the question; NULL where the form has it no more
 * @value: an answer, as it is stored
 *
 * Returns: (transfer full): what a person reads: the labels of choices, and not what is stored for
 *   them
 */
char *
gw_answer_words_dup_shown (GwFormItem *item,
                           const char *value)
{
  g_autoptr (GPtrArray) choices = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) shown = NULL;
  gboolean several;

  g_return_val_if_fail (value != NULL, NULL);

  if (item == NULL || !is_choice (item))
    return g_strdup (value);

  several = gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT;
  choices = gw_form_item_dup_markdown_choices (item);
  words = g_strsplit (value, " ", -1);
  shown = g_string_new (NULL);
  for (guint i = 0; i < choices->len; i++) {
    GwFormChoice *choice = choices->pdata[i];
    g_autofree char *text = NULL;

    if (!g_strv_contains ((const char *const *) words, choice->value))
      continue;
    text = gw_markdown_to_text (choice->label);
    g_string_append_printf (shown, "%s%s%s", shown->len > 0 ? "\n" : "", several ? "• " : "", text);
  }

  /* A choice that is in the list no more is better told as it is stored than not at all. */
  return shown->len > 0 ? g_strdup (shown->str) : g_strdup (value);
}
