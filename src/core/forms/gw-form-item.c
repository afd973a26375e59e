/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-item.h"

#include <string.h>

#include "core/forms/gw-form-private.h"

struct _GwFormItem
{
  GObject parent_instance;

  GwFormSession *session; /* not owned: the session tells its items when they are gone */
  GwFormBody *body;
  GwFormRow *row;
  char *ref;
};

G_DEFINE_FINAL_TYPE (GwFormItem, gw_form_item, G_TYPE_OBJECT)

static void
gw_form_item_finalize (GObject *object)
{
  g_free (GW_FORM_ITEM (object)->ref);

  G_OBJECT_CLASS (gw_form_item_parent_class)->finalize (object);
}

static void
gw_form_item_class_init (GwFormItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_item_finalize;
}

static void
gw_form_item_init (GwFormItem *self)
{
}

GwFormItem *
gw_form_item_new (GwFormSession *session,
                  GwFormBody    *body,
                  GwFormRow     *row)
{
  GwFormItem *self = g_object_new (GW_TYPE_FORM_ITEM, NULL);

  self->session = session;
  self->body = body;
  self->row = row;
  return self;
}

void
gw_form_item_set_gone (GwFormItem *self)
{
  gw_form_item_get_ref (self);
  self->session = NULL;
  self->row = NULL;
}

static gboolean
is_row (GwFormItem *self)
{
  return self->body->kind == GW_FORM_ITEM_REPEAT && self->row->scope == self->body->node;
}

static GwFormCell *
cell_of (GwFormItem *self)
{
  GwFormNode *node = self->body->node;

  return self->row != NULL && node != NULL && self->row->scope == node->scope
             ? &self->row->cells[node->slot] : NULL;
}

/**
 * gw_form_item_is_gone:
 *
 * Returns: whether the row that it was in was removed, or the session ended
 */
gboolean
gw_form_item_is_gone (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), TRUE);

  return self->session == NULL;
}

/**
 * gw_form_item_get_kind:
 */
GwFormItemKind
gw_form_item_get_kind (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), GW_FORM_ITEM_GROUP);

  if (self->body->kind == GW_FORM_ITEM_REPEAT && self->row != NULL && is_row (self))
    return GW_FORM_ITEM_ROW;
  return self->body->kind;
}

/**
 * gw_form_item_get_ref:
 *
 * Returns: (transfer none) (not nullable): the reference of its node; empty for a group that
 * has none
 */
const char *
gw_form_item_get_ref (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), "");

  if (self->ref == NULL)
    self->ref = self->row != NULL && self->body->node != NULL
                    ? gw_form_ref_of (self->body->node, self->row, FALSE) : g_strdup ("");
  return self->ref;
}

/**
 * gw_form_item_get_name:
 *
 * Returns: (transfer none) (not nullable): the name of its node, or "" for a group without one
 */
const char *
gw_form_item_get_name (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), "");

  return self->body->node != NULL ? self->body->node->name : "";
}

/**
 * gw_form_item_get_parent:
 *
 * Returns: (transfer none) (nullable): the item around it, NULL for one of the first level
 */
GwFormItem *
gw_form_item_get_parent (GwFormItem *self)
{
  GwFormBody *above;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL)
    return NULL;
  if (is_row (self))
    return gw_form_item_of (self->session, self->body, self->row->parent, TRUE);
  above = self->body->parent;
  if (above == NULL || above->parent == NULL)
    return NULL;
  row = gw_form_row_climb (self->row, above->kind == GW_FORM_ITEM_REPEAT ? above->node : above->scope);

  return row != NULL ? gw_form_item_of (self->session, above, row, TRUE) : NULL;
}

/**
 * gw_form_item_dup_items:
 *
 * Returns: (transfer full) (element-type GwFormItem): what is in a group or row, or the rows
 * of a repeat; irrelevant ones are among them
 */
GPtrArray *
gw_form_item_dup_items (GwFormItem *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), items);

  if (self->session == NULL)
    return items;
  if (self->body->kind == GW_FORM_ITEM_REPEAT && !is_row (self)) {
    GPtrArray *rows = self->row->lists[self->body->node->repeat_slot].rows;

    for (guint i = 0; i < rows->len; i++)
      g_ptr_array_add (items, g_object_ref (gw_form_item_of (self->session, self->body, rows->pdata[i], TRUE)));
  } else {
    for (guint i = 0; i < self->body->children->len; i++) {
      GwFormBody *child = self->body->children->pdata[i];
      GwFormRow *row = gw_form_row_climb (self->row, child->scope);

      if (row != NULL)
        g_ptr_array_add (items, g_object_ref (gw_form_item_of (self->session, child, row, TRUE)));
    }
  }

  return items;
}

/**
 * gw_form_item_get_appearances:
 *
 * Returns: (transfer none): the words of the form's `appearance`, NULL-terminated
 */
const char * const *
gw_form_item_get_appearances (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return (const char * const *) self->body->appearances;
}

gboolean
gw_form_item_has_appearance (GwFormItem *self,
                             const char *appearance)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  return g_strv_contains ((const char * const *) self->body->appearances, appearance);
}

static char *
render (GwFormItem          *self,
        const GwFormTextRef *text,
        const char          *form)
{
  GwFormNode *node = self->body->node;

  return gw_form_render (self->session, text, form, node != NULL ? node : self->row->scope, self->row);
}

/**
 * gw_form_item_dup_text:
 *
 * Returns: (transfer full) (nullable): one of its texts in the session's language, with its
 * outputs filled in, as markdown; NULL where the form has none
 */
char *
gw_form_item_dup_text (GwFormItem *self,
                       GwFormText  which)
{
  const GwFormNode *node;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL)
    return NULL;
  node = self->body->node;
  switch (which) {
  case GW_FORM_TEXT_LABEL: return render (self, self->body->label, "");
  case GW_FORM_TEXT_HINT: return render (self, self->body->hint, "");
  case GW_FORM_TEXT_GUIDANCE: return render (self, self->body->hint, "guidance");
  case GW_FORM_TEXT_SHORT: return render (self, self->body->label, "short");
  case GW_FORM_TEXT_IMAGE: return gw_form_strip_media (render (self, self->body->label, "image"));
  case GW_FORM_TEXT_BIG_IMAGE: return gw_form_strip_media (render (self, self->body->label, "big-image"));
  case GW_FORM_TEXT_AUDIO: return gw_form_strip_media (render (self, self->body->label, "audio"));
  case GW_FORM_TEXT_VIDEO: return gw_form_strip_media (render (self, self->body->label, "video"));
  case GW_FORM_TEXT_CONSTRAINT_MESSAGE: return render (self, node != NULL ? node->constraint_message : NULL, "");
  case GW_FORM_TEXT_REQUIRED_MESSAGE: return render (self, node != NULL ? node->required_message : NULL, "");
  default: return NULL;
  }
}

/**
 * gw_form_item_dup_markdown:
 *
 * As gw_form_item_dup_text(), for whoever shows the text as markdown: what it shows of the answers stands behind
 * backslashes, so that "*" or "<" in an answer are never marks.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
gw_form_item_dup_markdown (GwFormItem *self,
                           GwFormText  which)
{
  char *text;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL)
    return NULL;
  self->session->escape_depth = GW_FORM_OUTPUT_DEPTH;
  text = gw_form_item_dup_text (self, which);
  self->session->escape_depth = 0;

  return text;
}

/**
 * gw_form_item_dup_text_in:
 * @language: one of the form's languages
 *
 * As gw_form_item_dup_text(), in another language.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
gw_form_item_dup_text_in (GwFormItem *self,
                          GwFormText  which,
                          const char *language)
{
  const char * const *languages;
  guint before;
  char *text;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL)
    return NULL;
  before = self->session->language;
  languages = gw_form_get_languages (self->session->form);
  for (guint i = 0; languages[i] != NULL; i++)
    if (g_str_equal (languages[i], language))
      self->session->language = i;
  text = gw_form_item_dup_text (self, which);
  self->session->language = before;

  return text;
}

/**
 * gw_form_item_dup_second_markdown:
 *
 * As gw_form_item_dup_markdown(), in the session's second language.
 *
 * Returns: (transfer full) (nullable): the text; NULL where there is no second language, or none that says it otherwise
 */
char *
gw_form_item_dup_second_markdown (GwFormItem *self,
                                  GwFormText  which)
{
  g_autofree char *first = NULL, *second = NULL;
  guint before;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL || self->session->second_language < 0)
    return NULL;
  first = gw_form_item_dup_markdown (self, which);
  before = self->session->language;
  self->session->language = (guint) self->session->second_language;
  second = gw_form_item_dup_markdown (self, which);
  self->session->language = before;

  return second != NULL && *second != '\0' && g_strcmp0 (first, second) != 0 ? g_steal_pointer (&second) : NULL;
}

/**
 * gw_form_item_is_relevant:
 *
 * Returns: whether it counts: its own rule holds and those of all around it
 */
gboolean
gw_form_item_is_relevant (GwFormItem *self)
{
  const GwFormCell *cell;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  if (self->session == NULL)
    return FALSE;
  cell = cell_of (self);
  if (cell != NULL)
    return cell->is_relevant;
  /* A group without a node is as relevant as what is around it. */
  if (self->body->kind == GW_FORM_ITEM_REPEAT)
    return gw_form_repeat_is_relevant (self->session, self->body->node, self->row);
  for (GwFormBody *above = self->body->parent; above != NULL; above = above->parent) {
    GwFormRow *row;

    if (above->node == NULL)
      continue;
    row = gw_form_row_climb (self->row, above->node->scope);
    return row == NULL || row->cells[above->node->slot].is_relevant;
  }

  return TRUE;
}

/**
 * gw_form_item_is_visible:
 *
 * Returns: whether a person sees it: a question when it is relevant, a group when something
 * in it is seen, a repeat when it is relevant, also without rows
 */
gboolean
gw_form_item_is_visible (GwFormItem *self)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!gw_form_item_is_relevant (self) || gw_form_item_has_appearance (self, "hidden"))
    return FALSE;
  if (self->body->kind != GW_FORM_ITEM_GROUP)
    return TRUE;
  items = gw_form_item_dup_items (self);
  for (guint i = 0; i < items->len; i++)
    if (gw_form_item_is_visible (items->pdata[i]))
      return TRUE;

  return FALSE;
}

/**
 * gw_form_item_get_row_id:
 *
 * Returns: (transfer none) (nullable): the stable id of the row that it is or is in
 */
const char *
gw_form_item_get_row_id (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return self->row != NULL ? self->row->id : NULL;
}

/**
 * gw_form_item_get_position:
 *
 * Returns: the number of the row that it is or is in, from 1; 0 outside of all rows
 */
guint
gw_form_item_get_position (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), 0);

  return self->row != NULL && self->row->parent != NULL ? self->row->index + 1 : 0;
}

/**
 * gw_form_item_can_add_rows:
 *
 * Returns: whether a person may add rows to the repeat and remove them
 */
gboolean
gw_form_item_can_add_rows (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  return self->session != NULL && self->body->kind == GW_FORM_ITEM_REPEAT
         && !self->session->is_readonly && !self->body->node->no_add_remove
         && self->body->node->expressions[GW_FORM_PROP_COUNT] == NULL;
}

/**
 * gw_form_item_get_control:
 *
 * Returns: what kind of control it is
 */
GwFormControl
gw_form_item_get_control (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), GW_FORM_CONTROL_INPUT);

  return self->body->is_note ? GW_FORM_CONTROL_NOTE : self->body->control;
}

gboolean
gw_form_item_get_place (GwFormItem  *self,
                        GwFormBody **body,
                        GwFormRow  **row)
{
  *body = self->body;
  *row = self->row;
  return self->session != NULL;
}

const char *
gw_form_item_get_element (GwFormItem *self)
{
  return self->body->element;
}

/**
 * gw_form_item_get_data_type:
 */
GwFormDataType
gw_form_item_get_data_type (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), GW_FORM_DATA_STRING);

  return self->body->node != NULL ? self->body->node->data_type : GW_FORM_DATA_STRING;
}

/**
 * gw_form_item_get_value:
 *
 * Returns: (transfer none) (not nullable): the answer's text, also while it is hidden; valid
 * until the session changes
 */
const char *
gw_form_item_get_value (GwFormItem *self)
{
  const GwFormCell *cell;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), "");

  cell = cell_of (self);
  return cell != NULL && cell->text != NULL ? cell->text : "";
}

/**
 * gw_form_item_is_readonly:
 *
 * Returns: whether the form forbids changes here or anywhere around
 */
gboolean
gw_form_item_is_readonly (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), TRUE);

  return cell_of (self) == NULL || (self->session != NULL && self->session->is_readonly)
         || gw_form_node_is_readonly (self->body->node, self->row);
}

/**
 * gw_form_item_may_be_answered:
 *
 * Returns: whether the form lets a person answer here, now or when other answers allow it: what
 *   stands in it may be a person's
 */
gboolean
gw_form_item_may_be_answered (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  return self->body->kind == GW_FORM_ITEM_CONTROL && self->body->node != NULL
         && gw_form_node_is_editable (self->body->node);
}

/**
 * gw_form_item_is_required:
 */
gboolean
gw_form_item_is_required (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  return cell_of (self) != NULL && cell_of (self)->is_required;
}

/**
 * gw_form_item_get_why:
 *
 * Returns: what is wrong with the answer now
 */
GwFormWhy
gw_form_item_get_why (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), GW_FORM_WHY_VALID);

  return cell_of (self) != NULL ? cell_of (self)->why : GW_FORM_WHY_VALID;
}

/**
 * gw_form_item_is_valid:
 */
gboolean
gw_form_item_is_valid (GwFormItem *self)
{
  return gw_form_item_get_why (self) == GW_FORM_WHY_VALID;
}

/**
 * gw_form_item_dup_choices:
 *
 * Returns: (transfer full) (element-type GwFormChoice): what can be chosen now, in order;
 * empty for what is no choice
 */
GPtrArray *
gw_form_item_dup_choices (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL || !gw_form_body_has_choices (self->body))
    return g_ptr_array_new ();
  return gw_form_choices_list (self->session, self->body, self->row, FALSE);
}

/* The list may have been cut off by a limit in one language and not in the other. */
static void
add_second_labels (GwFormItem *self,
                   GPtrArray  *choices)
{
  guint before = self->session->language;
  g_autoptr (GPtrArray) seconds = NULL;

  self->session->language = (guint) self->session->second_language;
  seconds = gw_form_choices_list (self->session, self->body, self->row, TRUE);
  self->session->language = before;
  for (guint i = 0; i < choices->len && i < seconds->len; i++) {
    GwFormChoice *first = choices->pdata[i], *second = seconds->pdata[i];

    if (g_str_equal (first->value, second->value) && *second->label != '\0'
        && !g_str_equal (first->label, second->label))
      first->second = g_steal_pointer (&second->label);
  }
}

/**
 * gw_form_item_dup_markdown_choices:
 *
 * As gw_form_item_dup_choices(), for whoever shows the labels as markdown: what they show of the answers stands behind
 * backslashes, so that "*" or "<" in an answer are never marks; with the labels of the second language.
 *
 * Returns: (transfer full) (element-type GwFormChoice): what can be chosen now, in order
 */
GPtrArray *
gw_form_item_dup_markdown_choices (GwFormItem *self)
{
  GPtrArray *choices;

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  if (self->session == NULL || !gw_form_body_has_choices (self->body))
    return g_ptr_array_new ();
  choices = gw_form_choices_list (self->session, self->body, self->row, TRUE);
  if (self->session->second_language >= 0)
    add_second_labels (self, choices);

  return choices;
}

/**
 * gw_form_item_get_range:
 *
 * Returns: whether it is a range that says from where to where and in which steps
 */
gboolean
gw_form_item_get_range (GwFormItem *self,
                        double     *start,
                        double     *end,
                        double     *step)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  if (!self->body->has_range)
    return FALSE;
  *start = self->body->range[0];
  *end = self->body->range[1];
  *step = self->body->range[2];
  return TRUE;
}

/**
 * gw_form_item_get_media_type:
 *
 * Returns: (transfer none) (nullable): what an upload takes, such as "image/" and any more
 */
const char *
gw_form_item_get_media_type (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return self->body->media_type;
}

/**
 * gw_form_item_get_accept:
 *
 * Returns: (transfer none) (nullable): which files an upload takes: endings and types with commas between them, such as
 * ".pdf,image/png", as HTML's attribute of this name has them
 */
const char *
gw_form_item_get_accept (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return self->body->accept;
}

/**
 * gw_form_item_get_max_pixels:
 *
 * Returns: how long the longer edge of an attached picture may be; 0 where the form does not say
 */
guint
gw_form_item_get_max_pixels (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), 0);

  return self->body->node != NULL ? self->body->node->max_pixels : 0;
}

/**
 * gw_form_item_get_number:
 *
 * Returns: (nullable) (transfer none): under which number the question is known, as "IV.1", where its form says so with
 *   `gw:number`
 */
const char *
gw_form_item_get_number (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return self->body->node != NULL ? self->body->node->number : NULL;
}

/**
 * gw_form_item_get_basis:
 *
 * Returns: (nullable) (transfer none): how far to trust the question, where its form says so with `gw:basis`: "S", stated
 *   in a source; "H", "M" and "L", less and less; "own", an addition of ours
 */
const char *
gw_form_item_get_basis (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);

  return self->body->node != NULL ? self->body->node->basis : NULL;
}

/**
 * gw_form_item_get_rows:
 *
 * Returns: how many lines the form wants a text to show, 0 where it does not say
 */
guint
gw_form_item_get_rows (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), 0);

  return self->body->rows;
}

/**
 * gw_form_item_is_heading:
 *
 * Returns: whether it is a choice that only names the answers of the choices after it (appearance `label`):
 * it asks nothing, and progress does not count it
 */
gboolean
gw_form_item_is_heading (GwFormItem *self)
{
  g_return_val_if_fail (GW_IS_FORM_ITEM (self), FALSE);

  return gw_form_body_is_heading (self->body);
}

/**
 * gw_form_item_dup_choice_label:
 * @value: a choice
 *
 * Finds one choice without building the list, as a table with many cells needs it.
 *
 * Returns: (transfer full) (nullable): the label of @value in the session's language, markdown;
 * NULL where the list does not have it now
 */
char *
gw_form_item_dup_choice_label (GwFormItem *self,
                               const char *value)
{
  g_autoptr (GString) label = g_string_new (NULL);

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (self->session == NULL || !gw_form_body_has_choices (self->body)
      || !gw_form_choices_label (self->session, self->body, self->row, value, FALSE, label))
    return NULL;
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/**
 * gw_form_item_dup_markdown_choice_label:
 * @value: a choice
 *
 * As gw_form_item_dup_choice_label(), for whoever shows the label as markdown; see
 * gw_form_item_dup_markdown_choices().
 *
 * Returns: (transfer full) (nullable): the label of @value, or NULL
 */
char *
gw_form_item_dup_markdown_choice_label (GwFormItem *self,
                                        const char *value)
{
  g_autoptr (GString) label = g_string_new (NULL);

  g_return_val_if_fail (GW_IS_FORM_ITEM (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (self->session == NULL || !gw_form_body_has_choices (self->body)
      || !gw_form_choices_label (self->session, self->body, self->row, value, TRUE, label))
    return NULL;
  return g_string_free (g_steal_pointer (&label), FALSE);
}
