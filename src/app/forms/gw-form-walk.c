/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions of a session in reading order: what is open, what is hidden, what fits some words. */

#include "app/forms/gw-form-walk.h"

#include "app/widgets/gw-markdown.h"

static gboolean
asks (GwFormItem *item)
{
  return gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL
         && gw_form_item_get_control (item) != GW_FORM_CONTROL_NOTE && !gw_form_item_is_heading (item);
}

static gboolean
is_answered (GwFormItem *item)
{
  const char *value = gw_form_item_get_value (item);

  return value != NULL && *value != '\0';
}

static void
collect (GPtrArray *items,
         GPtrArray *into)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = items->pdata[i];

    if (!gw_form_item_is_visible (item))
      continue;
    if (asks (item)) {
      g_ptr_array_add (into, g_object_ref (item));
    } else if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL) {
      g_autoptr (GPtrArray) children = gw_form_item_dup_items (item);

      collect (children, into);
    }
  }
}

/**
 * gw_form_walk_questions:
 * @items: (element-type GwFormItem): parts of a form
 *
 * Returns: (transfer full) (element-type GwFormItem): the visible questions in them, in reading order
 */
GPtrArray *
gw_form_walk_questions (GPtrArray *items)
{
  GPtrArray *questions = g_ptr_array_new_with_free_func (g_object_unref);

  collect (items, questions);
  return questions;
}

static guint
count_answered_below (GwFormItem *item)
{
  g_autoptr (GPtrArray) children = NULL;
  guint n = 0;

  if (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL)
    return asks (item) && is_answered (item) ? 1 : 0;

  children = gw_form_item_dup_items (item);
  for (guint i = 0; i < children->len; i++)
    n += count_answered_below (children->pdata[i]);

  return n;
}

/**
 * gw_form_walk_count_hidden:
 * @items: (element-type GwFormItem): parts of a form
 *
 * Returns: how many answers in them are kept but not asked for, because of other answers
 */
guint
gw_form_walk_count_hidden (GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = items->pdata[i];

    if (!gw_form_item_is_relevant (item)) {
      n += count_answered_below (item);
    } else if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL) {
      g_autoptr (GPtrArray) children = gw_form_item_dup_items (item);

      n += gw_form_walk_count_hidden (children);
    }
  }

  return n;
}

/**
 * gw_form_walk_is_open:
 *
 * Returns: whether @item waits for a person's answer
 */
gboolean
gw_form_walk_is_open (GwFormItem *item)
{
  return !gw_form_item_is_readonly (item) && !is_answered (item);
}

/**
 * gw_form_walk_dup_label:
 *
 * Returns: (transfer full): the label of @item as plain text on one line, or its name
 */
char *
gw_form_walk_dup_label (GwFormItem *item)
{
  g_autofree char *label = gw_form_item_dup_markdown (item, GW_FORM_TEXT_LABEL);
  char *text;

  if (label == NULL || *label == '\0')
    return g_strdup (gw_form_item_get_name (item));

  text = gw_markdown_to_text (label);
  return g_strdelimit (text, "\n\t", ' ');
}

/**
 * gw_form_walk_dup_heading:
 *
 * Returns: (transfer full): the label of @item, or else of the nearest group around it that has one, as plain text on
 * one line; the name of @item where none has
 */
char *
gw_form_walk_dup_heading (GwFormItem *item)
{
  for (GwFormItem *at = item; at != NULL; at = gw_form_item_get_parent (at)) {
    g_autofree char *label = gw_form_item_dup_markdown (at, GW_FORM_TEXT_LABEL);

    if (label != NULL && *label != '\0')
      return gw_form_walk_dup_label (at);
  }

  return gw_form_walk_dup_label (item);
}

/* The words a person sees: the labels of the choices that are ticked, and else what was typed. */
static void
append_answer (GString    *out,
               GwFormItem *item)
{
  const char *value = gw_form_item_get_value (item);
  g_autoptr (GPtrArray) choices = NULL;
  g_auto (GStrv) chosen = NULL;

  if (value == NULL || *value == '\0')
    return;

  g_string_append_c (out, ' ');
  g_string_append (out, value);
  if (gw_form_item_get_control (item) != GW_FORM_CONTROL_SELECT1
      && gw_form_item_get_control (item) != GW_FORM_CONTROL_SELECT)
    return;

  choices = gw_form_item_dup_choices (item);
  chosen = g_strsplit (value, " ", -1);
  for (guint i = 0; i < choices->len; i++) {
    GwFormChoice *choice = choices->pdata[i];

    if (choice->label != NULL && g_strv_contains ((const char *const *) chosen, choice->value)) {
      g_string_append_c (out, ' ');
      g_string_append (out, choice->label);
    }
  }
}

/**
 * gw_form_walk_matches:
 * @words: what a person looks for; accents and case do not count
 *
 * Returns: whether the headings above @item, its label and its answer have all of @words
 */
gboolean
gw_form_walk_matches (GwFormItem *item,
                      const char *words)
{
  g_autofree char *label = gw_form_walk_dup_label (item);
  g_autoptr (GString) text = g_string_new (label);

  for (GwFormItem *at = gw_form_item_get_parent (item); at != NULL; at = gw_form_item_get_parent (at)) {
    g_autofree char *heading = gw_form_item_dup_text (at, GW_FORM_TEXT_LABEL);

    if (heading != NULL) {
      g_string_append_c (text, ' ');
      g_string_append (text, heading);
    }
  }
  append_answer (text, item);

  return g_str_match_string (words, text->str, TRUE);
}
