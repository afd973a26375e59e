/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A draft in another version of its form (section 14): values go by their path.
 *
 * - A row keeps its id where the path is a repeat in both versions.
 * - Where a group became a repeat its answers are the first row; where a repeat became a group the
 *   first row is the group, and the others have no place.
 * - What nobody typed (calculations without a question, hidden metadata) is computed anew and is no
 *   loss. Everything else that has no place is listed: nothing is dropped in silence. */

#include "core/forms/gw-form-migration.h"

#include <string.h>

#include "core/forms/gw-form-private.h"

#define FIRST_ROW "r1"

typedef struct
{
  GwForm *from;
  GwForm *to;
  const GwFormDraft *old;
  GwFormMigration *out;
} Moving;

/* Where one reference of the draft is in both versions. */
typedef struct
{
  GwFormNode *from; /* (nullable) */
  GwFormNode *to;   /* (nullable) */
  GString *ref;     /* in the new version, as far as it goes */
} Place;

static void
clear_place (Place *place)
{
  g_string_free (place->ref, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, clear_place)

static GwFormNode *
find_step (GwForm     *form,
           GwFormNode *node,
           const char *start,
           gsize       length)
{
  const char *name = node != NULL ? gw_form_find_name (form, start, (gssize) length) : NULL;

  return name != NULL ? gw_form_node_find_child (node, name) : NULL;
}

static gboolean
is_first_row (const GwFormDraft *draft,
              const char        *ref,
              gsize              length,
              const char        *id,
              gsize              id_length)
{
  g_autofree char *repeat_ref = g_strndup (ref, length);
  GPtrArray *rows = gw_form_draft_get_rows (draft, repeat_ref);
  const char *first = rows != NULL && rows->len > 0 ? rows->pdata[0] : NULL;

  return first != NULL && strlen (first) == id_length && strncmp (first, id, id_length) == 0;
}

/* The last step of a repeat as a whole has no row. */
static void
enter_step (Moving     *moving,
            Place      *place,
            const char *ref,
            const char *end_of_name,
            const char *id,
            gsize       id_length,
            gboolean    is_last)
{
  g_string_append_c (place->ref, '/');
  g_string_append (place->ref, place->to->name);
  if (place->to->is_repeat && id != NULL) {
    g_string_append_printf (place->ref, "[%.*s]", (int) id_length, id);
  } else if (place->to->is_repeat && !is_last) {
    gw_form_draft_add_row (moving->out->draft, place->ref->str, FIRST_ROW);
    g_string_append (place->ref, "[" FIRST_ROW "]");
  } else if (id != NULL && !is_first_row (moving->old, ref, end_of_name - ref, id, id_length)) {
    place->to = NULL;
  }
}

/* The roots correspond, whatever they are called. */
static void
find_place (Moving     *moving,
            const char *ref,
            Place      *place)
{
  const char *at = ref;

  *place = (Place) { .ref = g_string_new (NULL) };
  while (*at == '/') {
    const char *name = at + 1;
    const char *end = name + strcspn (name, "/[");
    const char *close = *end == '[' ? strchr (end, ']') : NULL;
    gboolean is_root = name == ref + 1;

    at = close != NULL ? close + 1 : end;
    place->from = is_root ? moving->from->root : find_step (moving->from, place->from, name, end - name);
    if (is_root)
      place->to = moving->to->root;
    else if (place->to != NULL)
      place->to = find_step (moving->to, place->to, name, end - name);
    if (place->to != NULL)
      enter_step (moving, place, ref, end, close != NULL ? end + 1 : NULL,
                  close != NULL ? (gsize) (close - end - 1) : 0, *at == '\0');
  }
}

/* Whether a person may have written it. */
static gboolean
is_typed (const GwFormNode *node)
{
  if (node == NULL)
    return TRUE;
  if (node->preload != NULL)
    return FALSE;
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++)
    if (((GwFormBody *) node->bodies->pdata[i])->kind == GW_FORM_ITEM_CONTROL)
      return TRUE;

  return node->expressions[GW_FORM_PROP_CALCULATE] == NULL;
}

static void
move_answer (const char *ref,
             const char *value,
             gpointer    data)
{
  Moving *moving = data;
  g_auto (Place) place = { 0 };

  find_place (moving, ref, &place);
  if (place.to != NULL && place.to->n_children == 0) {
    gw_form_draft_set (moving->out->draft, place.ref->str, value);
    if (*value != '\0' && place.from != NULL && place.from->data_type != place.to->data_type
        && is_typed (place.to))
      g_ptr_array_add (moving->out->doubtful, gw_form_loss_new (place.ref->str, value));
  } else if (*value != '\0' && is_typed (place.from)) {
    g_ptr_array_add (moving->out->lost, gw_form_loss_new (ref, value));
  }
}

static void
move_row (const char *repeat_ref,
          const char *row_id,
          gpointer    data)
{
  Moving *moving = data;
  g_auto (Place) place = { 0 };

  find_place (moving, repeat_ref, &place);
  if (place.to == NULL || !place.to->is_repeat)
    return;
  gw_form_draft_add_repeat (moving->out->draft, place.ref->str);
  if (row_id == NULL)
    return;
  gw_form_draft_add_row (moving->out->draft, place.ref->str, row_id);
  if (gw_form_draft_is_dropped (moving->old, repeat_ref, row_id))
    gw_form_draft_drop_row (moving->out->draft, place.ref->str, row_id);
}

static gboolean
is_asked (const GwFormNode *node)
{
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++) {
    const GwFormBody *body = node->bodies->pdata[i];

    if (body->kind == GW_FORM_ITEM_CONTROL && !body->is_note)
      return TRUE;
  }

  return FALSE;
}

static GwFormNode *
find_counterpart (GwForm           *form,
                  const GwFormNode *node)
{
  GwFormNode *above;

  if (node->parent == NULL)
    return form->root;
  above = find_counterpart (form, node->parent);

  return find_step (form, above, node->name, strlen (node->name));
}

static void
list_added (Moving *moving)
{
  for (guint i = 0; i < moving->to->nodes->len; i++) {
    const GwFormNode *node = moving->to->nodes->pdata[i];

    if (is_asked (node) && find_counterpart (moving->from, node) == NULL)
      g_ptr_array_add (moving->out->added, gw_form_node_dup_path (node));
  }
}

static void
check_choice (GwFormSession *session,
              GwFormNode    *node,
              GwFormRow     *row,
              gpointer       data)
{
  const GwFormCell *cell = &row->cells[node->slot];

  for (guint i = 0; cell->text != NULL && i < node->bodies->len; i++) {
    GwFormBody *body = node->bodies->pdata[i];
    gboolean lost = FALSE;

    if (!gw_form_body_has_choices (body))
      continue;
    g_free (gw_form_choices_clean (session, body, row, cell->text, &lost));
    if (lost) {
      g_autofree char *ref = gw_form_ref_of (node, row, FALSE);

      g_ptr_array_add (data, gw_form_loss_new (ref, cell->text));
      return;
    }
  }
}

/* Lists depend on other answers, so the new version is opened to see what they hold. */
static void
check_choices (Moving *moving)
{
  g_autoptr (GwFormSession) session = gw_form_session_new (moving->to, NULL, moving->out->draft);

  for (guint i = 0; i < moving->to->nodes->len; i++) {
    GwFormNode *node = moving->to->nodes->pdata[i];

    if (gw_form_node_has_choices (node))
      gw_form_for_each_row (session, session->root, node->scope, node, check_choice,
                            moving->out->doubtful);
  }
}

static int
compare_losses (gconstpointer a,
                gconstpointer b)
{
  return strcmp ((*(GwFormLoss **) a)->ref, (*(GwFormLoss **) b)->ref);
}

/**
 * gw_form_migrate:
 * @from: the version that @draft was begun with
 * @to: the version that it is to be opened with
 *
 * Moves a draft to another version of its form. Neither is changed. Takes time in long forms: not
 * for the main thread of a window.
 *
 * Returns: (transfer full): the new draft, and all that a person should see before it is taken
 */
GwFormMigration *
gw_form_migrate (GwForm            *from,
                 GwForm            *to,
                 const GwFormDraft *draft)
{
  g_autoptr (GwFormMigration) out = g_new0 (GwFormMigration, 1);
  Moving moving = { from, to, draft, out };

  g_return_val_if_fail (GW_IS_FORM (from) && GW_IS_FORM (to), NULL);

  out->draft = gw_form_draft_new ();
  out->lost = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_loss_free);
  out->doubtful = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_loss_free);
  out->added = g_ptr_array_new_with_free_func (g_free);
  gw_form_draft_foreach (draft, move_answer, move_row, &moving);
  check_choices (&moving);
  list_added (&moving);
  g_ptr_array_sort (out->lost, compare_losses);
  g_ptr_array_sort (out->doubtful, compare_losses);

  return g_steal_pointer (&out);
}

/**
 * gw_form_migration_free:
 * @self: (nullable): a migration
 */
void
gw_form_migration_free (GwFormMigration *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->draft, gw_form_draft_free);
  g_clear_pointer (&self->lost, g_ptr_array_unref);
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_free (self);
}
