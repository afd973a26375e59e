/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-session.h"

#include <math.h>
#include <string.h>

#include "core/base/gw-id.h"
#include "core/forms/gw-form-private.h"

G_DEFINE_FINAL_TYPE (GwFormSession, gw_form_session, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ROWS_CHANGED,
  SIGNAL_LANGUAGE_CHANGED,
  SIGNAL_READONLY_CHANGED,
  SIGNAL_STEPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
free_change (GwFormChange *change)
{
  g_free (change->ref);
  g_free (change->old_value);
  g_clear_object (&change->item);
  g_free (change);
}

static void
clear_touch (gpointer data)
{
  g_free (((GwFormTouch *) data)->old_value);
}

static void
gw_form_session_finalize (GObject *object)
{
  GwFormSession *self = GW_FORM_SESSION (object);

  if (self->root != NULL)
    gw_form_row_free (self, self->root);
  g_clear_pointer (&self->step, gw_form_step_unref);
  g_clear_pointer (&self->gathered, gw_form_step_unref);
  g_ptr_array_unref (self->gone);
  g_hash_table_unref (self->repeats_noted);
  g_ptr_array_unref (self->repeats_changed);
  g_array_unref (self->queue);
  g_array_unref (self->touched);
  g_hash_table_unref (self->totals);
  gw_form_arena_free (self->scratch);
  g_clear_pointer (&self->rand, g_rand_free);
  g_clear_pointer (&self->last_saved, gw_form_instance_free);
  g_clear_pointer (&self->environment, gw_form_environment_free);
  g_clear_object (&self->form);

  G_OBJECT_CLASS (gw_form_session_parent_class)->finalize (object);
}

static void
gw_form_session_class_init (GwFormSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_session_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GW_TYPE_FORM_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_ROWS_CHANGED] = g_signal_new ("rows-changed", GW_TYPE_FORM_SESSION, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STEPPED] = g_signal_new ("stepped", GW_TYPE_FORM_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, GW_TYPE_FORM_STEP);
  signals[SIGNAL_READONLY_CHANGED] = g_signal_new ("readonly-changed", GW_TYPE_FORM_SESSION,
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 0);
  signals[SIGNAL_LANGUAGE_CHANGED] = g_signal_new ("language-changed", GW_TYPE_FORM_SESSION,
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 0);
}

static void
gw_form_session_init (GwFormSession *self)
{
  self->scratch = gw_form_arena_new ();
  self->queue = g_array_new (FALSE, FALSE, sizeof (GwFormTask));
  self->touched = g_array_new (FALSE, FALSE, sizeof (GwFormTouch));
  g_array_set_clear_func (self->touched, clear_touch);
  self->totals = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->gone = g_ptr_array_new ();
  self->repeats_changed = g_ptr_array_new_with_free_func (g_free);
  self->repeats_noted = g_hash_table_new (g_str_hash, g_str_equal);
}

/* --- items --- */

GwFormItem *
gw_form_item_of (GwFormSession *session,
                 GwFormBody    *body,
                 GwFormRow     *row,
                 gboolean       make)
{
  GwFormItem *item = row->items != NULL ? g_hash_table_lookup (row->items, body) : NULL;

  if (item != NULL || !make)
    return item;
  if (row->items == NULL)
    row->items = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_object_unref);
  item = gw_form_item_new (session, body, row);
  g_hash_table_insert (row->items, body, item);

  return item;
}

/* --- batches --- */

void
gw_form_session_begin (GwFormSession *self)
{
  self->steps = 0;
  self->is_busy = TRUE;
  self->hit_limit = FALSE;
}

static void
add_change (GPtrArray         *changes,
            const GwFormTouch *touch,
            guint              aspects,
            GwFormItem        *item)
{
  GwFormChange *change = g_new0 (GwFormChange, 1);

  change->ref = gw_form_ref_of (touch->node, touch->row, FALSE);
  change->item = item != NULL ? g_object_ref (item) : NULL;
  change->aspects = aspects;
  change->origin = touch->origin;
  if ((aspects & GW_FORM_ASPECT_VALUE) != 0)
    change->old_value = g_strdup (touch->old_value != NULL ? touch->old_value : "");
  g_ptr_array_add (changes, change);
}

static void
add_changes_of (GwFormSession *self,
                GPtrArray     *changes,
                GwFormTouch   *touch)
{
  GwFormNode *node = touch->node;
  GwFormCell *cell = &touch->row->cells[node->slot];
  guint aspects = touch->aspects;

  cell->change = 0;
  if (touch->row->is_gone)
    return;
  if (g_strcmp0 (touch->old_value, cell->text) != 0)
    aspects |= GW_FORM_ASPECT_VALUE;
  if (touch->old_relevant != cell->is_relevant)
    aspects |= GW_FORM_ASPECT_RELEVANT;
  if (aspects == 0)
    return;
  if (node->bodies == NULL) {
    add_change (changes, touch, aspects, NULL);
    return;
  }
  for (guint i = 0; i < node->bodies->len; i++)
    add_change (changes, touch, aspects, gw_form_item_of (self, node->bodies->pdata[i], touch->row, FALSE));
}

/* Computes what is left, then tells everybody once. A handler that changes the session again
 * starts a batch of its own, so all is taken out before the signals. */
void
gw_form_session_finish (GwFormSession *self)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_change);
  g_autoptr (GPtrArray) repeats = NULL;
  g_autoptr (GwFormStep) step = NULL;

  gw_form_settle (self);
  gw_form_check_touched (self);
  step = gw_form_step_end (self);
  for (guint i = 0; i < self->touched->len; i++)
    add_changes_of (self, changes, &g_array_index (self->touched, GwFormTouch, i));
  g_array_set_size (self->touched, 0);
  for (guint i = 0; i < self->gone->len; i++)
    gw_form_row_free (self, self->gone->pdata[i]);
  g_ptr_array_set_size (self->gone, 0);
  g_hash_table_remove_all (self->repeats_noted);
  repeats = g_steal_pointer (&self->repeats_changed);
  self->repeats_changed = g_ptr_array_new_with_free_func (g_free);
  self->is_busy = FALSE;

  g_object_ref (self);
  for (guint i = 0; i < repeats->len; i++)
    g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0, repeats->pdata[i]);
  if (changes->len > 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, changes);
  if (step != NULL && !gw_form_step_gather (self, step))
    g_signal_emit (self, signals[SIGNAL_STEPPED], 0, step);
  g_object_unref (self);
}

/* --- the first load --- */

static void
choose_language (GwFormSession *self)
{
  const char *wanted = self->environment->language;
  const char *found = wanted != NULL ? gw_form_find_language (self->form, wanted) : NULL;

  self->language = self->form->default_language;
  self->second_language = -1;
  for (guint i = 0; found != NULL && i + 1 < self->form->languages->len; i++)
    if (self->form->languages->pdata[i] == found)
      self->language = i;
}

/**
 * gw_form_session_new:
 * @form: a form
 * @environment: (nullable): its clock, zone and chance; NULL for the computer's
 * @draft: (nullable): answers given before
 *
 * Begins to fill in @form, or goes on with it: default values, preloads, actions of the first
 * load where there is no draft, then one full calculation. Takes time in long forms: not for
 * the main thread of a window, to which it may be handed over when it is made.
 *
 * Returns: (transfer full): the session
 */
GwFormSession *
gw_form_session_new (GwForm                  *form,
                     const GwFormEnvironment *environment,
                     const GwFormDraft       *draft)
{
  GwFormSession *self;

  g_return_val_if_fail (GW_IS_FORM (form), NULL);

  self = g_object_new (GW_TYPE_FORM_SESSION, NULL);
  self->form = g_object_ref (form);
  self->environment = environment != NULL ? gw_form_environment_copy (environment)
                                          : gw_form_environment_new ();
  if (self->environment->time_zone == NULL)
    self->environment->time_zone = g_time_zone_new_local ();
  self->rand = self->environment->seed != 0 ? g_rand_new_with_seed ((guint32) self->environment->seed)
                                            : g_rand_new ();
  self->shuffle_seed = g_rand_int (self->rand) >> 1;
  choose_language (self);
  self->last_saved = gw_form_read_last_saved (form, self->environment->last_saved);

  self->is_loading = TRUE;
  self->is_new = draft == NULL;
  gw_form_session_begin (self);
  self->root = gw_form_row_new (self, form->root, NULL, "");
  gw_form_row_fill (self, self->root, form->instance_root, TRUE);
  if (draft != NULL)
    gw_form_apply_draft (self, draft);
  gw_form_preload_all (self);
  if (draft == NULL)
    gw_form_dispatch (self, GW_FORM_EVENT_FIRST_LOAD, NULL, NULL);
  else
    gw_form_dispatch (self, GW_FORM_EVENT_LOAD, NULL, NULL);
  gw_form_recalculate_all (self);
  gw_form_check_row (self, self->root);
  self->is_loading = FALSE;
  self->is_new = FALSE;
  self->is_busy = FALSE;

  return self;
}

GwForm *
gw_form_session_get_form (GwFormSession *self)
{
  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  return self->form;
}

/**
 * gw_form_session_get_language:
 *
 * Returns: (transfer none) (nullable): the form's name of the language that texts are in
 */
const char *
gw_form_session_get_language (GwFormSession *self)
{
  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  return self->form->languages->len > 1 ? self->form->languages->pdata[self->language] : NULL;
}

/**
 * gw_form_session_set_language:
 * @language: one of the form's languages, or a code like "fr"
 *
 * Changes the language of all texts, and computes again what is calculated from labels.
 *
 * Returns: whether the form has that language
 */
gboolean
gw_form_session_set_language (GwFormSession *self,
                              const char    *language)
{
  const char *found;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);

  found = gw_form_find_language (self->form, language);
  if (found == NULL)
    return FALSE;
  if (found == gw_form_session_get_language (self))
    return TRUE;
  gw_form_session_begin (self);
  for (guint i = 0; i + 1 < self->form->languages->len; i++)
    if (self->form->languages->pdata[i] == found)
      self->language = i;
  gw_form_mark_language (self);
  g_signal_emit (self, signals[SIGNAL_LANGUAGE_CHANGED], 0);
  gw_form_session_finish (self);

  return TRUE;
}

/**
 * gw_form_session_get_second_language:
 *
 * Returns: (transfer none) (nullable): the form's name of the language that is shown beside the first, or NULL
 */
const char *
gw_form_session_get_second_language (GwFormSession *self)
{
  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  return self->second_language >= 0 ? self->form->languages->pdata[self->second_language] : NULL;
}

/**
 * gw_form_session_set_second_language:
 * @language: (nullable): one of the form's languages, or a code like "fr"; NULL, or what the form does not have, for none
 *
 * Two languages can be shown side by side, while a wording is negotiated or translated. What is calculated follows the
 * first alone.
 */
void
gw_form_session_set_second_language (GwFormSession *self,
                                     const char    *language)
{
  const char *found;
  int second = -1;

  g_return_if_fail (GW_IS_FORM_SESSION (self));

  found = language != NULL ? gw_form_find_language (self->form, language) : NULL;
  for (guint i = 0; found != NULL && i + 1 < self->form->languages->len; i++)
    if (self->form->languages->pdata[i] == found)
      second = (int) i;
  if (second == self->second_language)
    return;
  self->second_language = second;
  g_signal_emit (self, signals[SIGNAL_LANGUAGE_CHANGED], 0);
}

/**
 * gw_form_session_set_readonly:
 * @readonly: whether answers can be read and not changed
 *
 * For a form whose answers cannot be kept: it takes none, rather than losing them later.
 */
void
gw_form_session_set_readonly (GwFormSession *self,
                              gboolean       readonly)
{
  g_return_if_fail (GW_IS_FORM_SESSION (self));

  if (self->is_readonly == readonly)
    return;
  self->is_readonly = readonly;
  g_signal_emit (self, signals[SIGNAL_READONLY_CHANGED], 0);
}

/**
 * gw_form_session_dup_items:
 *
 * Returns: (transfer full) (element-type GwFormItem): the first level of the form's body
 */
GPtrArray *
gw_form_session_dup_items (GwFormSession *self)
{
  GwFormItem *body;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  body = gw_form_item_of (self, self->form->body, self->root, TRUE);
  return gw_form_item_dup_items (body);
}

/**
 * gw_form_session_find_item:
 *
 * Returns: (transfer none) (nullable): the item of a node, the first where it has several
 */
GwFormItem *
gw_form_session_find_item (GwFormSession *self,
                           const char    *ref)
{
  GwFormNode *node;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if ((!gw_form_find_ref (self, ref, &node, &row) && !gw_form_find_list (self, ref, &node, &row))
      || node->bodies == NULL)
    return NULL;

  return gw_form_item_of (self, node->bodies->pdata[0], row, TRUE);
}

/**
 * gw_form_session_get_value:
 *
 * Returns: (transfer none) (nullable): the text of a node, also while it is hidden; "" for no
 * answer; NULL where there is no such node. Valid until the session changes
 */
const char *
gw_form_session_get_value (GwFormSession *self,
                           const char    *ref)
{
  GwFormNode *node;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if (!gw_form_find_ref (self, ref, &node, &row))
    return NULL;
  return row->cells[node->slot].text != NULL ? row->cells[node->slot].text : "";
}

gboolean
gw_form_session_is_relevant (GwFormSession *self,
                             const char    *ref)
{
  GwFormNode *node;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);

  return gw_form_find_ref (self, ref, &node, &row) && row->cells[node->slot].is_relevant;
}

static gboolean
report_limit (GwFormSession  *self,
              GError        **error)
{
  if (!self->hit_limit)
    return TRUE;

  g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_LIMIT,
                       "The rules of the form take too many steps; some results were left as they were");
  return FALSE;
}

static gboolean
check_open (GwFormSession  *self,
            GError        **error)
{
  if (!self->is_readonly)
    return TRUE;

  g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED,
                       "The form is open for reading only");
  return FALSE;
}

/**
 * gw_form_session_set_value:
 * @ref: a node
 * @value: (nullable): its text, as it is stored: points for decimals, ISO dates, chosen values
 *   joined by spaces
 *
 * Answers a question. A value that breaks a constraint or does not fit the type is taken, and
 * the item is then not valid. Everything that follows is computed before this returns; then
 * the signals are emitted.
 *
 * Returns: FALSE with @error set where there is no such node, it is read-only, the value is
 * no choice (in which cases nothing changed), or the rules ran into their limit
 */
gboolean
gw_form_session_set_value (GwFormSession  *self,
                           const char     *ref,
                           const char     *value,
                           GError        **error)
{
  GwFormNode *node;
  GwFormRow *row;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);

  if (!gw_form_find_ref (self, ref, &node, &row) || node->n_children > 0) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "There is no answer at %s", ref);
    return FALSE;
  }
  if (!check_open (self, error))
    return FALSE;
  if (gw_form_node_is_readonly (node, row)) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED, "%s is read-only", ref);
    return FALSE;
  }
  gw_form_session_begin (self);
  text = gw_form_prepare_entry (self, node, row, value, error);
  if (text == NULL) {
    self->is_busy = FALSE;
    return FALSE;
  }

  if (gw_form_store (self, node, row, text, GW_FORM_ORIGIN_PERSON)) {
    gw_form_step_note_place (self, node, row);
    gw_form_settle (self);
    gw_form_dispatch (self, GW_FORM_EVENT_VALUE_CHANGED, node, row);
  }
  gw_form_session_finish (self);

  return report_limit (self, error);
}

/* --- rows --- */

static gboolean
check_rows_allowed (const GwFormNode  *repeat,
                    const char        *ref,
                    GError           **error)
{
  if (!repeat->no_add_remove && repeat->expressions[GW_FORM_PROP_COUNT] == NULL)
    return TRUE;

  g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED,
               "The form itself says how many rows %s has", ref);
  return FALSE;
}

static char *
make_row_id (GwFormSession       *self,
             const GwFormRowList *list)
{
  char *id;

  if (self->environment->seed == 0)
    return gw_id_new ();
  do {
    id = g_strdup_printf ("s%u", ++self->next_row);
    if (!gw_form_row_list_has (list, id))
      return id;
    g_free (id);
  } while (TRUE);
}

/**
 * gw_form_session_add_row:
 * @repeat_ref: a repeat, without a row in its last step
 * @row_id: (nullable): the id of the new row, letters and digits with at least one letter;
 *   NULL for a new one. A row that was removed may come back under its id
 *
 * Adds a row behind the others.
 *
 * Returns: (transfer full): the new row's id, or NULL with @error set
 */
char *
gw_form_session_add_row (GwFormSession  *self,
                         const char     *repeat_ref,
                         const char     *row_id,
                         GError        **error)
{
  GwFormNode *repeat;
  GwFormRow *parent;
  GwFormRowList *list;
  g_autofree char *id = NULL;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), NULL);

  if (!gw_form_find_list (self, repeat_ref, &repeat, &parent)) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "There is no repeat at %s", repeat_ref);
    return NULL;
  }
  if (!check_open (self, error) || !check_rows_allowed (repeat, repeat_ref, error))
    return NULL;
  list = &parent->lists[repeat->repeat_slot];
  if (!gw_form_has_room (self, repeat)
      || (row_id != NULL && (!gw_form_row_id_is_valid (row_id) || gw_form_row_list_has (list, row_id)))) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED,
                 "%s cannot have another row of that name", repeat_ref);
    return NULL;
  }
  gw_form_session_begin (self);
  id = row_id != NULL ? g_strdup (row_id) : make_row_id (self, list);
  gw_form_step_note_row (self, gw_form_insert_row (self, repeat, parent, id), FALSE);
  gw_form_session_finish (self);

  return g_steal_pointer (&id);
}

void
gw_form_session_drop_row (GwFormSession *self,
                          GwFormRow     *row)
{
  gw_form_step_note_row (self, row, TRUE);
  gw_form_take_row (self, row);
  g_ptr_array_add (self->gone, row);
}

/**
 * gw_form_session_remove_row:
 * @row_ref: a row, with its id in the last step
 *
 * Removes a row with all that is in it. The step that the `stepped` signal tells holds it, and
 * gw_form_session_take_back() brings it back.
 *
 * Returns: FALSE with @error set where nothing was removed
 */
gboolean
gw_form_session_remove_row (GwFormSession  *self,
                            const char     *row_ref,
                            GError        **error)
{
  GwFormNode *repeat;
  GwFormRow *row;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);

  if (!gw_form_find_ref (self, row_ref, &repeat, &row) || !repeat->is_repeat) {
    g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE, "There is no row at %s", row_ref);
    return FALSE;
  }
  if (!check_open (self, error) || !check_rows_allowed (repeat, row_ref, error))
    return FALSE;
  gw_form_session_begin (self);
  gw_form_session_drop_row (self, row);
  gw_form_session_finish (self);

  return report_limit (self, error);
}

/**
 * gw_form_session_begin_step:
 *
 * From here to gw_form_session_end_step() all that is done is one step, as when a block of cells
 * is pasted into a table. Calls may be nested.
 */
void
gw_form_session_begin_step (GwFormSession *self)
{
  g_return_if_fail (GW_IS_FORM_SESSION (self));

  self->gathering++;
}

void
gw_form_session_end_step (GwFormSession *self)
{
  g_autoptr (GwFormStep) step = NULL;

  g_return_if_fail (GW_IS_FORM_SESSION (self));
  g_return_if_fail (self->gathering > 0);

  if (--self->gathering > 0)
    return;
  step = g_steal_pointer (&self->gathered);
  if (step != NULL)
    g_signal_emit (self, signals[SIGNAL_STEPPED], 0, step);
}

/**
 * gw_form_session_hit_limit:
 *
 * Returns: whether the rules took more steps than any form may need, in the last change or
 * while the form was opened: some results were then left as they were
 */
gboolean
gw_form_session_hit_limit (GwFormSession *self)
{
  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);

  return self->hit_limit;
}
