/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The choices of a select: those of an itemset, then the items written in the form, among which
 * `or_other` has its "other" (section 7). */

#include <string.h>

#include "core/forms/gw-form-private.h"

gboolean
gw_form_body_has_choices (const GwFormBody *body)
{
  return body->kind == GW_FORM_ITEM_CONTROL
         && (body->control == GW_FORM_CONTROL_SELECT1 || body->control == GW_FORM_CONTROL_SELECT
             || body->control == GW_FORM_CONTROL_RANK);
}

/* Such a choice names the answers of those after it (section 7, `label` and `list-nolabel`). */
gboolean
gw_form_body_is_heading (const GwFormBody *body)
{
  return gw_form_body_has_choices (body) && body->control != GW_FORM_CONTROL_RANK
         && g_strv_contains ((const char *const *) body->appearances, "label");
}

gboolean
gw_form_node_has_choices (const GwFormNode *node)
{
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++)
    if (gw_form_body_has_choices (node->bodies->pdata[i]))
      return TRUE;

  return FALSE;
}

void
gw_form_choice_free (GwFormChoice *choice)
{
  if (choice == NULL)
    return;

  g_free (choice->value);
  g_free (choice->label);
  g_free (choice->second);
  g_free (choice->image);
  g_free (choice->big_image);
  g_free (choice->audio);
  g_free (choice->video);
  g_free (choice);
}

static void
eval_items (GwXPathRun    *run,
            GwFormItemset *itemset,
            GwXPathValue  *items)
{
  *items = (GwXPathValue) { .type = GW_XPATH_SET };
  if (itemset != NULL && itemset->nodeset->root != NULL)
    gw_xpath_eval (run, itemset->nodeset->root, items);
  if (items->type != GW_XPATH_SET)
    items->n_refs = 0;
}

static const char *
eval_of_item (const GwXPathRun *run,
              GwXPath          *xpath,
              GwRef             item)
{
  GwXPathRun inner = *run;

  inner.node = item;
  return xpath != NULL && xpath->root != NULL ? gw_xpath_eval_string (&inner, xpath->root) : "";
}

/* The label of a choice of an itemset. Where the choices are rows of the form, the label is an answer itself. */
static char *
dup_label_of_item (const GwXPathRun    *run,
                   const GwFormItemset *itemset,
                   GwRef                item,
                   gboolean             markdown)
{
  GwFormSession *session = run->session;
  const GwXPathExpr *label = itemset->label != NULL ? itemset->label->root : NULL;
  guint before = session->escape_depth;
  GString *out;
  const char *text;

  if (markdown)
    session->escape_depth = session->depth + 1;
  text = eval_of_item (run, itemset->label, item);
  session->escape_depth = before;
  if (!markdown || item.what == NULL || *(GwRefTag *) item.what != GW_REF_NODE || label == NULL
      || label->op == GW_OP_CALL)
    return g_strdup (text);

  out = g_string_new (NULL);
  gw_form_append_escaped (out, text);
  return g_string_free (out, FALSE);
}

static char *
dup_inline_label (GwFormSession            *session,
                  const GwFormInlineChoice *choice,
                  GwFormBody               *body,
                  GwFormRow                *row,
                  gboolean                  markdown)
{
  guint before = session->escape_depth;
  char *label;

  if (markdown)
    session->escape_depth = session->depth + GW_FORM_OUTPUT_DEPTH;
  label = gw_form_render (session, choice->label, "", body->node, row);
  session->escape_depth = before;

  return label;
}

static GwFormChoice *
add_choice (GPtrArray  *choices,
            const char *value,
            const char *label)
{
  GwFormChoice *choice = g_new0 (GwFormChoice, 1);

  choice->value = g_strdup (value);
  choice->label = g_strdup (label != NULL ? label : "");
  g_ptr_array_add (choices, choice);

  return choice;
}

static void
add_inline_media (GwFormSession *session,
                  GwFormChoice  *choice,
                  GwFormTextRef *label,
                  GwFormBody    *body,
                  GwFormRow     *row)
{
  if (label == NULL || (label->itext_id == NULL && label->itext_expression == NULL))
    return;
  choice->image = gw_form_strip_media (gw_form_render (session, label, "image", body->node, row));
  choice->big_image = gw_form_strip_media (gw_form_render (session, label, "big-image", body->node, row));
  choice->audio = gw_form_strip_media (gw_form_render (session, label, "audio", body->node, row));
  choice->video = gw_form_strip_media (gw_form_render (session, label, "video", body->node, row));
}

static char *
dup_media (GwXPathRun *run,
           const char *id,
           const char *form)
{
  g_autoptr (GString) text = g_string_new (NULL);

  gw_form_render_itext (run, id, form, text);
  return text->len > 0 ? gw_form_strip_media (g_string_free (g_steal_pointer (&text), FALSE)) : NULL;
}

/* The label of an itemset with media is `jr:itext(itextId)`: the id leads to the files, too. */
static void
add_item_media (const GwXPathRun    *run,
                const GwFormItemset *itemset,
                GwRef                item,
                GwFormChoice        *choice)
{
  const GwXPathExpr *label = itemset->label != NULL ? itemset->label->root : NULL;
  GwXPathRun inner = *run;
  const char *id;

  if (label == NULL || label->op != GW_OP_CALL || label->function->call != gw_xpath_call_itext)
    return;
  inner.node = item;
  id = gw_xpath_eval_string (&inner, label->args[0]);
  choice->image = dup_media (&inner, id, "image");
  choice->big_image = dup_media (&inner, id, "big-image");
  choice->audio = dup_media (&inner, id, "audio");
  choice->video = dup_media (&inner, id, "video");
}

/**
 * gw_form_choices_list:
 * @markdown: whether what the labels show of the answers stands behind backslashes
 *
 * Returns: (transfer full) (element-type GwFormChoice): what can be chosen now
 */
GPtrArray *
gw_form_choices_list (GwFormSession *session,
                      GwFormBody    *body,
                      GwFormRow     *row,
                      gboolean       markdown)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_choice_free);
  GwXPathRun run;
  GwXPathValue items;

  gw_form_run_begin (session, &run, body->node, row);
  eval_items (&run, body->itemset, &items);
  for (guint i = 0; i < items.n_refs && !run.failed; i++) {
    g_autofree char *label = dup_label_of_item (&run, body->itemset, items.refs[i], markdown);
    GwFormChoice *choice = add_choice (choices, eval_of_item (&run, body->itemset->value, items.refs[i]), label);

    add_item_media (&run, body->itemset, items.refs[i], choice);
  }
  /* Within the same evaluation, so that a long list is counted as one. */
  for (guint i = 0; body->choices != NULL && i < body->choices->len && gw_form_work (session, 1); i++) {
    const GwFormInlineChoice *choice = body->choices->pdata[i];
    g_autofree char *label = dup_inline_label (session, choice, body, row, markdown);

    add_inline_media (session, add_choice (choices, choice->value, label), choice->label, body, row);
  }
  gw_form_run_end (session, &run);

  return choices;
}

/**
 * gw_form_choices_label:
 *
 * Finds the label of one value without building the list.
 *
 * Returns: whether the list has the value
 */
gboolean
gw_form_choices_label (GwFormSession *session,
                       GwFormBody    *body,
                       GwFormRow     *row,
                       const char    *value,
                       gboolean       markdown,
                       GString       *label)
{
  gboolean found = FALSE;
  GwXPathRun run;
  GwXPathValue items;

  for (guint i = 0; body->choices != NULL && i < body->choices->len && gw_form_work (session, 1); i++) {
    const GwFormInlineChoice *choice = body->choices->pdata[i];

    if (g_str_equal (choice->value, value)) {
      g_autofree char *text = dup_inline_label (session, choice, body, row, markdown);

      g_string_append (label, text != NULL ? text : "");
      return TRUE;
    }
  }

  gw_form_run_begin (session, &run, body->node, row);
  eval_items (&run, body->itemset, &items);
  for (guint i = 0; i < items.n_refs && !found && !run.failed; i++) {
    if (g_str_equal (eval_of_item (&run, body->itemset->value, items.refs[i]), value)) {
      g_autofree char *text = dup_label_of_item (&run, body->itemset, items.refs[i], markdown);

      g_string_append (label, text);
      found = TRUE;
    }
  }
  gw_form_run_end (session, &run);

  return found;
}

static void
mark_if_chosen (GHashTable *chosen,
                GPtrArray  *kept,
                const char *value)
{
  gpointer key;

  if (g_hash_table_steal_extended (chosen, value, &key, NULL))
    g_ptr_array_add (kept, key);
}

static char *
join_kept (GPtrArray *kept)
{
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (" ", (char **) kept->pdata);
}

static void
walk_values (GwFormSession *session,
             GwFormBody    *body,
             GwFormRow     *row,
             GHashTable    *chosen,
             GPtrArray     *kept)
{
  GwXPathRun run;
  GwXPathValue items;

  gw_form_run_begin (session, &run, body->node, row);
  eval_items (&run, body->itemset, &items);
  for (guint i = 0; i < items.n_refs && g_hash_table_size (chosen) > 0 && !run.failed; i++)
    mark_if_chosen (chosen, kept, eval_of_item (&run, body->itemset->value, items.refs[i]));
  gw_form_run_end (session, &run);

  for (guint i = 0; body->choices != NULL && i < body->choices->len && gw_form_work (session, 1); i++)
    mark_if_chosen (chosen, kept, ((GwFormInlineChoice *) body->choices->pdata[i])->value);
}

static guint
count_values (GwFormSession *session,
              GwFormBody    *body,
              GwFormRow     *row)
{
  guint n = body->choices != NULL ? body->choices->len : 0;
  GwXPathRun run;
  GwXPathValue items;

  gw_form_run_begin (session, &run, body->node, row);
  eval_items (&run, body->itemset, &items);
  n += items.n_refs;
  gw_form_run_end (session, &run);

  return n;
}

/**
 * gw_form_choices_clean:
 * @value: what is chosen
 * @lost: (out): whether something of it is not in the list
 *
 * Returns: (transfer full): @value without what the list does not hold; several choices in
 * the order of the list, a ranking in its own order and only while it holds the whole list
 */
char *
gw_form_choices_clean (GwFormSession *session,
                       GwFormBody    *body,
                       GwFormRow     *row,
                       const char    *value,
                       gboolean      *lost)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  if (body->control == GW_FORM_CONTROL_SELECT1) {
    /* A value with a space in it is an author's error that we live with. */
    parts = g_new0 (char *, 2);
    parts[0] = g_strdup (value);
  } else {
    parts = g_strsplit_set (value, " \t\r\n", -1);
  }
  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] != '\0') {
      g_hash_table_add (chosen, parts[i]);
      n++;
    }
  }
  walk_values (session, body, row, chosen, kept);
  *lost = g_hash_table_size (chosen) > 0;
  if (body->control == GW_FORM_CONTROL_RANK) {
    *lost |= n != count_values (session, body, row);
    return g_strdup (*lost ? "" : value);
  }

  return join_kept (kept);
}
