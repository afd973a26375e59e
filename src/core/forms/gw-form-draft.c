/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-draft.h"

struct _GwFormDraft
{
  GHashTable *answers; /* ref -> value */
  GHashTable *rows;    /* repeat ref -> GPtrArray of row ids */
  GHashTable *dropped; /* row refs, of those rows that a count took away */
  GHashTable *known;   /* row refs */
  GPtrArray *repeats;  /* repeat refs in the order in which they came */
};

/**
 * gw_form_draft_new:
 *
 * Returns: (transfer full): an empty draft
 */
GwFormDraft *
gw_form_draft_new (void)
{
  GwFormDraft *self = g_new0 (GwFormDraft, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_ptr_array_unref);
  self->dropped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->repeats = g_ptr_array_new ();
  return self;
}

/**
 * gw_form_draft_free:
 * @self: (nullable): a draft
 */
void
gw_form_draft_free (GwFormDraft *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->dropped);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->repeats);
  g_free (self);
}

/**
 * gw_form_draft_set:
 *
 * Keeps the text of one node. An empty text is an answer that was emptied.
 */
void
gw_form_draft_set (GwFormDraft *self,
                   const char  *ref,
                   const char  *value)
{
  g_hash_table_replace (self->answers, g_strdup (ref), g_strdup (value));
}

/**
 * gw_form_draft_add_repeat:
 *
 * Says that the draft knows the rows of a repeat, so that one without rows has none when it is
 * opened again.
 */
void
gw_form_draft_add_repeat (GwFormDraft *self,
                          const char  *repeat_ref)
{
  char *key;

  if (g_hash_table_contains (self->rows, repeat_ref))
    return;

  key = g_strdup (repeat_ref);
  g_hash_table_insert (self->rows, key, g_ptr_array_new_with_free_func (g_free));
  g_ptr_array_add (self->repeats, key);
}

/**
 * gw_form_draft_add_row:
 *
 * Adds a row behind those that the repeat has in the draft. A row id that is there already is
 * not added again.
 */
void
gw_form_draft_add_row (GwFormDraft *self,
                       const char  *repeat_ref,
                       const char  *row_id)
{
  GPtrArray *rows;

  gw_form_draft_add_repeat (self, repeat_ref);
  rows = g_hash_table_lookup (self->rows, repeat_ref);
  if (g_hash_table_add (self->known, g_strdup_printf ("%s[%s]", repeat_ref, row_id)))
    g_ptr_array_add (rows, g_strdup (row_id));
}

/**
 * gw_form_draft_drop_row:
 *
 * Says that a row of the draft was counted away: it is kept for when the count grows again, and
 * does not come back while the count is blank.
 */
void
gw_form_draft_drop_row (GwFormDraft *self,
                        const char  *repeat_ref,
                        const char  *row_id)
{
  g_hash_table_add (self->dropped, g_strdup_printf ("%s[%s]", repeat_ref, row_id));
}

/**
 * gw_form_draft_is_dropped:
 *
 * Returns: whether the row was counted away
 */
gboolean
gw_form_draft_is_dropped (const GwFormDraft *self,
                          const char        *repeat_ref,
                          const char        *row_id)
{
  g_autofree char *ref = g_strdup_printf ("%s[%s]", repeat_ref, row_id);

  return g_hash_table_contains (self->dropped, ref);
}

/**
 * gw_form_draft_get:
 *
 * Returns: (transfer none) (nullable): the text of a node, or NULL where the draft has none
 */
const char *
gw_form_draft_get (const GwFormDraft *self,
                   const char        *ref)
{
  return g_hash_table_lookup (self->answers, ref);
}

/**
 * gw_form_draft_get_rows:
 *
 * Returns: (transfer none) (nullable) (element-type utf8): the row ids of a repeat in order,
 * or NULL where the draft does not know it
 */
GPtrArray *
gw_form_draft_get_rows (const GwFormDraft *self,
                        const char        *repeat_ref)
{
  return g_hash_table_lookup (self->rows, repeat_ref);
}

/**
 * gw_form_draft_foreach:
 * @answer_func: (nullable): called with each answer, in no order
 * @row_func: (nullable): called with each row in order; with a NULL id for a repeat without rows
 */
void
gw_form_draft_foreach (const GwFormDraft     *self,
                       GwFormDraftAnswerFunc  answer_func,
                       GwFormDraftRowFunc     row_func,
                       gpointer               user_data)
{
  GHashTableIter iter;
  gpointer ref, value;

  for (guint i = 0; row_func != NULL && i < self->repeats->len; i++) {
    const char *repeat_ref = self->repeats->pdata[i];
    GPtrArray *rows = g_hash_table_lookup (self->rows, repeat_ref);

    if (rows->len == 0)
      row_func (repeat_ref, NULL, user_data);
    for (guint j = 0; j < rows->len; j++)
      row_func (repeat_ref, rows->pdata[j], user_data);
  }
  g_hash_table_iter_init (&iter, self->answers);
  while (answer_func != NULL && g_hash_table_iter_next (&iter, &ref, &value))
    answer_func (ref, value, user_data);
}
