/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps and the way back.
 *
 * While a batch runs, the session notes the texts that changed and the rows that a person added
 * or removed. Going back is a batch of its own, in this order:
 *
 * 1. rows that the step added go, rows that it removed come back with all that was in them;
 * 2. texts that a person, an action or a shrinking list changed stand again as they stood,
 *    together, and without setting off the form's actions: those are among the texts;
 * 3. everything is computed;
 * 4. what the computing would now write over (a text typed over a calculation, a value drawn by
 *    chance or by the clock, once(), rows under a blank count) is put back as well, and what reads
 *    it is computed.
 *
 * A text that is no longer what the step left there is somebody else's by now: it stays, and so
 * does an added row in which such a text stands. */

#include "core/forms/gw-form-private.h"

typedef struct
{
  char *ref;
  char *old_text; /* "" for none */
  char *new_text;
  GwFormOrigin origin;
  gboolean was_own; /* @old_text: no calculation had given it */
} StepText;

typedef struct
{
  char *repeat_ref;
  char *id;
  guint index;
  GwFormDraft *content; /* before it went, or when it came */
} StepRow;

typedef struct
{
  char *repeat_ref;
  guint n_rows; /* before */
} StepCount;

struct _GwFormStep
{
  char *ref;
  gboolean is_typing;
  GPtrArray *texts;   /* of StepText */
  GHashTable *text_by_ref;
  GPtrArray *added;   /* of StepRow */
  GPtrArray *removed; /* of StepRow */
  GPtrArray *counts;  /* of StepCount */
  GHashTable *counted; /* their references */
};

G_DEFINE_BOXED_TYPE (GwFormStep, gw_form_step, gw_form_step_ref, gw_form_step_unref)

static void
step_text_free (gpointer data)
{
  StepText *text = data;

  g_free (text->ref);
  g_free (text->old_text);
  g_free (text->new_text);
  g_free (text);
}

static void
step_row_clear (gpointer data)
{
  StepRow *row = data;

  g_free (row->repeat_ref);
  g_free (row->id);
  gw_form_draft_free (row->content);
}

static void
step_row_unref (gpointer data)
{
  g_rc_box_release_full (data, step_row_clear);
}

static void
step_count_free (gpointer data)
{
  g_free (((StepCount *) data)->repeat_ref);
  g_free (data);
}

static GwFormStep *
step_new (void)
{
  GwFormStep *self = g_rc_box_new0 (GwFormStep);

  self->texts = g_ptr_array_new_with_free_func (step_text_free);
  self->text_by_ref = g_hash_table_new (g_str_hash, g_str_equal);
  self->added = g_ptr_array_new_with_free_func (step_row_unref);
  self->removed = g_ptr_array_new_with_free_func (step_row_unref);
  self->counts = g_ptr_array_new_with_free_func (step_count_free);
  self->counted = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static void
step_clear (gpointer data)
{
  GwFormStep *self = data;

  g_free (self->ref);
  g_hash_table_unref (self->text_by_ref);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->removed);
  g_hash_table_unref (self->counted);
  g_ptr_array_unref (self->counts);
}

GwFormStep *
gw_form_step_ref (GwFormStep *self)
{
  return g_rc_box_acquire (self);
}

void
gw_form_step_unref (GwFormStep *self)
{
  g_rc_box_release_full (self, step_clear);
}

/**
 * gw_form_step_get_ref:
 *
 * Returns: (transfer none): where the person was: a question or a row
 */
const char *
gw_form_step_get_ref (const GwFormStep *self)
{
  return self->ref;
}

/**
 * gw_form_step_is_typing:
 *
 * Returns: whether the step is a key in a text, a number or a date: several of those in one
 *   place are one step for a person
 */
gboolean
gw_form_step_is_typing (const GwFormStep *self)
{
  return self->is_typing;
}

/**
 * gw_form_step_dup_removed_rows:
 *
 * Returns: (transfer full): the references of the rows that went with the step: taking it back
 *   brings them back
 */
char **
gw_form_step_dup_removed_rows (const GwFormStep *self)
{
  g_autoptr (GStrvBuilder) refs = g_strv_builder_new ();

  for (guint i = 0; i < self->removed->len; i++) {
    const StepRow *row = self->removed->pdata[i];
    g_autofree char *ref = g_strdup_printf ("%s[%s]", row->repeat_ref, row->id);

    g_strv_builder_add (refs, ref);
  }
  return g_strv_builder_end (refs);
}

static StepText *
find_text (const GwFormStep *self,
           const char       *ref)
{
  return g_hash_table_lookup (self->text_by_ref, ref);
}

static void
add_text (GwFormStep  *self,
          const char  *ref,
          const char  *old_text,
          const char  *new_text,
          GwFormOrigin origin,
          gboolean     was_own)
{
  StepText *text = g_new0 (StepText, 1);

  text->ref = g_strdup (ref);
  text->old_text = g_strdup (old_text != NULL ? old_text : "");
  text->new_text = g_strdup (new_text != NULL ? new_text : "");
  text->origin = origin;
  text->was_own = was_own;
  g_ptr_array_add (self->texts, text);
  g_hash_table_insert (self->text_by_ref, text->ref, text);
}

/* Takes @repeat_ref. The first number is the one before the step. */
static void
add_count (GwFormStep *self,
           char       *repeat_ref,
           guint       n_rows)
{
  StepCount *count;

  if (g_hash_table_contains (self->counted, repeat_ref)) {
    g_free (repeat_ref);
    return;
  }
  count = g_new0 (StepCount, 1);
  count->repeat_ref = repeat_ref;
  count->n_rows = n_rows;
  g_ptr_array_add (self->counts, count);
  g_hash_table_add (self->counted, repeat_ref);
}

/* A row that came and went again within one step leaves no trace. */
static gboolean
forget_row (GPtrArray     *rows,
            const StepRow *row)
{
  for (guint i = rows->len; i > 0; i--) {
    const StepRow *known = rows->pdata[i - 1];

    if (g_str_equal (known->repeat_ref, row->repeat_ref) && g_str_equal (known->id, row->id)) {
      g_ptr_array_remove_index (rows, i - 1);
      return TRUE;
    }
  }
  return FALSE;
}

static void
append (GwFormStep       *self,
        const GwFormStep *later)
{
  for (guint i = 0; i < later->texts->len; i++) {
    const StepText *text = later->texts->pdata[i];
    StepText *known = find_text (self, text->ref);

    if (known == NULL) {
      add_text (self, text->ref, text->old_text, text->new_text, text->origin, text->was_own);
    } else {
      g_free (known->new_text);
      known->new_text = g_strdup (text->new_text);
      if (text->origin != GW_FORM_ORIGIN_CALCULATION)
        known->origin = text->origin;
    }
  }
  for (guint i = 0; i < later->counts->len; i++) {
    const StepCount *count = later->counts->pdata[i];

    add_count (self, g_strdup (count->repeat_ref), count->n_rows);
  }
  for (guint i = 0; i < later->removed->len; i++)
    if (!forget_row (self->added, later->removed->pdata[i]))
      g_ptr_array_add (self->removed, g_rc_box_acquire (later->removed->pdata[i]));
  for (guint i = 0; i < later->added->len; i++)
    g_ptr_array_add (self->added, g_rc_box_acquire (later->added->pdata[i]));
}

/**
 * gw_form_step_join:
 * @later: the step after it
 *
 * Makes one step of two, where both are typing in the same place.
 *
 * Returns: whether they were joined
 */
gboolean
gw_form_step_join (GwFormStep       *self,
                   const GwFormStep *later)
{
  if (!self->is_typing || !later->is_typing || !g_str_equal (self->ref, later->ref))
    return FALSE;

  append (self, later);
  return TRUE;
}

/* --- noting --- */

static gboolean
is_free_text (const GwFormNode *node)
{
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++) {
    const GwFormBody *body = node->bodies->pdata[i];

    if (body->kind == GW_FORM_ITEM_CONTROL && body->control != GW_FORM_CONTROL_INPUT
        && body->control != GW_FORM_CONTROL_RANGE)
      return FALSE;
  }
  return TRUE;
}

static StepRow *
step_row_new (GwFormRow *row)
{
  StepRow *step_row = g_rc_box_new0 (StepRow);

  step_row->repeat_ref = gw_form_ref_of (row->scope, row->parent, FALSE);
  step_row->id = g_strdup (row->id);
  step_row->index = row->index;
  return step_row;
}

static GwFormStep *
step_of (GwFormSession *session)
{
  if (session->step == NULL)
    session->step = step_new ();
  return session->step;
}

/* A row is to be told of after it came and before it goes. */
void
gw_form_step_note_row (GwFormSession *session,
                       GwFormRow     *row,
                       gboolean       is_going)
{
  GwFormStep *step = step_of (session);
  StepRow *step_row = step_row_new (row);

  step_row->content = gw_form_draft_new ();
  gw_form_draft_save_row (session, row, step_row->content);
  g_ptr_array_add (is_going ? step->removed : step->added, step_row);
  if (step->ref == NULL)
    step->ref = gw_form_ref_of (row->scope, row, FALSE);
}

/* To be told before the rows of a counted repeat become more or fewer. */
void
gw_form_step_note_count (GwFormSession *session,
                         GwFormNode    *repeat,
                         GwFormRow     *parent)
{
  add_count (step_of (session), gw_form_ref_of (repeat, parent, FALSE),
             parent->lists[repeat->repeat_slot].rows->len);
}

static void
note_touch (GwFormSession     *session,
            const GwFormTouch *touch)
{
  GwFormStep *step = step_of (session);
  const char *text = touch->row->cells[touch->node->slot].text;
  g_autofree char *ref = gw_form_ref_of (touch->node, touch->row, FALSE);

  add_text (step, ref, touch->old_value, text, touch->origin, touch->was_own);
}

/* A calculation may write over at once what a person answered, and what an action did then is the
 * person's step all the same: so the place is told when the answer comes. */
void
gw_form_step_note_place (GwFormSession    *session,
                         const GwFormNode *node,
                         const GwFormRow  *row)
{
  GwFormStep *step = step_of (session);

  if (step->ref != NULL)
    return;
  step->ref = gw_form_ref_of (node, row, FALSE);
  step->is_typing = is_free_text (node);
}

static gboolean
is_empty (const GwFormStep *step)
{
  return step->texts->len == 0 && step->added->len == 0 && step->removed->len == 0
         && step->counts->len == 0;
}

/* Returns: (transfer full) (nullable): what the batch that ends here did, or NULL where no text
 * and no row changed */
GwFormStep *
gw_form_step_end (GwFormSession *session)
{
  g_autoptr (GwFormStep) step = NULL;

  for (guint i = 0; i < session->touched->len; i++) {
    const GwFormTouch *touch = &g_array_index (session->touched, GwFormTouch, i);
    const GwFormCell *cell = &touch->row->cells[touch->node->slot];

    /* Also in a row that an action counted away: it comes back with the step. */
    if (g_strcmp0 (touch->old_value, cell->text) != 0
        || (touch->was_own && (!cell->is_own || touch->row->is_gone)
            && gw_form_node_is_typed_over (touch->node)))
      note_touch (session, touch);
  }
  step = g_steal_pointer (&session->step);
  /* A change of language or of the day is nobody's step. */
  if (step == NULL || step->ref == NULL || is_empty (step))
    return NULL;
  return g_steal_pointer (&step);
}

/* A step that was taken while gw_form_session_begin_step() holds: it belongs to the one before. */
gboolean
gw_form_step_gather (GwFormSession *session,
                     GwFormStep    *step)
{
  if (session->gathering == 0)
    return FALSE;
  if (session->gathered == NULL) {
    session->gathered = gw_form_step_ref (step);
    session->gathered->is_typing = FALSE;
  } else {
    append (session->gathered, step);
  }
  return TRUE;
}

/* --- going back --- */

static gboolean
is_as_left (const GwFormStep *step,
            const StepRow    *step_row,
            const GwFormNode *node,
            GwFormRow        *row)
{
  const char *now = row->cells[node->slot].text;
  g_autofree char *ref = NULL;
  const StepText *text;

  if (now == NULL || node->n_children > 0 || node->expressions[GW_FORM_PROP_CALCULATE] != NULL)
    return TRUE;
  ref = gw_form_ref_of (node, row, FALSE);
  if (g_strcmp0 (gw_form_draft_get (step_row->content, ref), now) == 0)
    return TRUE;
  text = find_text (step, ref);
  return text != NULL && g_str_equal (text->new_text, now);
}

static gboolean
is_row_as_left (const GwFormStep *step,
                const StepRow    *step_row,
                GwFormRow        *row)
{
  for (guint i = 0; i < row->scope->n_slots; i++)
    if (!is_as_left (step, step_row, row->scope->slots[i], row))
      return FALSE;
  for (guint i = 0; i < row->scope->n_repeats; i++)
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      if (!is_row_as_left (step, step_row, row->lists[i].rows->pdata[j]))
        return FALSE;

  return TRUE;
}

static void
take_away_added (GwFormSession    *session,
                 const GwFormStep *step)
{
  for (guint i = step->added->len; i > 0; i--) {
    const StepRow *step_row = step->added->pdata[i - 1];
    g_autofree char *ref = g_strdup_printf ("%s[%s]", step_row->repeat_ref, step_row->id);
    GwFormNode *repeat;
    GwFormRow *row;

    if (gw_form_find_ref (session, ref, &repeat, &row) && repeat->is_repeat
        && is_row_as_left (step, step_row, row))
      gw_form_session_drop_row (session, row);
  }
}

static void
put_back_removed (GwFormSession    *session,
                  const GwFormStep *step)
{
  for (guint i = step->removed->len; i > 0; i--) {
    const StepRow *step_row = step->removed->pdata[i - 1];
    GwFormNode *repeat;
    GwFormRow *parent;

    if (!gw_form_find_list (session, step_row->repeat_ref, &repeat, &parent)
        || !gw_form_has_room (session, repeat)
        || gw_form_row_list_has (&parent->lists[repeat->repeat_slot], step_row->id))
      continue;
    gw_form_step_note_row (session, gw_form_put_row (session, repeat, parent, step_row->id,
                                                     step_row->index, step_row->content), FALSE);
  }
}

/* Whether computing gives the same text again from the same answers. */
static gboolean
is_pure_calculation (const GwFormNode *node)
{
  const GwXPath *calculation = node->expressions[GW_FORM_PROP_CALCULATE];

  return calculation != NULL && !gw_form_node_is_editable (node) && !node->is_fickle;
}

static void
put_text (GwFormSession *session,
          GwFormNode    *node,
          GwFormRow     *row,
          const char    *text,
          GwFormOrigin   origin,
          gboolean       is_own)
{
  gw_form_store (session, node, row, text, origin);
  row->cells[node->slot].is_own = is_own;
}

static void
put_back_texts (GwFormSession    *session,
                const GwFormStep *step,
                GPtrArray        *ours,
                GPtrArray        *in_counted_rows)
{
  for (guint i = step->texts->len; i > 0; i--) {
    const StepText *text = step->texts->pdata[i - 1];
    GwFormNode *node;
    GwFormRow *row;
    const char *now;

    if (!gw_form_find_ref (session, text->ref, &node, &row)) {
      g_ptr_array_add (in_counted_rows, (gpointer) text);
      continue;
    }
    if (is_pure_calculation (node))
      continue;
    now = row->cells[node->slot].text;
    if (!g_str_equal (now != NULL ? now : "", text->new_text))
      continue;
    g_ptr_array_add (ours, (gpointer) text);
    put_text (session, node, row, text->old_text, text->origin, text->was_own);
  }
}

/* Nobody could change what stands in a row that was counted away with the step. */
static void
find_in_counted_rows (GwFormSession *session,
                      GPtrArray     *ours,
                      GPtrArray     *in_counted_rows)
{
  for (guint i = in_counted_rows->len; i > 0; i--) {
    const StepText *text = in_counted_rows->pdata[i - 1];
    GwFormNode *node;
    GwFormRow *row;

    if (gw_form_find_ref (session, text->ref, &node, &row))
      g_ptr_array_add (ours, g_ptr_array_steal_index (in_counted_rows, i - 1));
  }
}

static void
force_text (GwFormSession *session,
            const char    *ref,
            const char    *text,
            GwFormOrigin   origin,
            gboolean       is_own)
{
  GwFormNode *node;
  GwFormRow *row;

  if (gw_form_find_ref (session, ref, &node, &row) && node->n_children == 0
      && !is_pure_calculation (node))
    put_text (session, node, row, text, origin, is_own);
}

static void
force_counts (GwFormSession    *session,
              const GwFormStep *step)
{
  for (guint i = 0; i < step->counts->len; i++) {
    const StepCount *count = step->counts->pdata[i];
    GwFormNode *repeat;
    GwFormRow *parent;

    if (gw_form_find_list (session, count->repeat_ref, &repeat, &parent))
      gw_form_put_count (session, repeat, parent, count->n_rows);
  }
}

static void
force_draft_text (const char *ref,
                  const char *value,
                  gpointer    session)
{
  force_text (session, ref, value, GW_FORM_ORIGIN_CALCULATION, TRUE);
}

static void
force_texts (GwFormSession    *session,
             const GwFormStep *step,
             GPtrArray        *ours)
{
  for (guint i = 0; i < ours->len; i++) {
    const StepText *text = ours->pdata[i];

    force_text (session, text->ref, text->old_text, text->origin, text->was_own);
  }
  for (guint i = 0; i < step->removed->len; i++)
    gw_form_draft_foreach (((StepRow *) step->removed->pdata[i])->content, force_draft_text, NULL,
                           session);
}

/* What a person typed over a calculation elsewhere is no matter of the step: that what it reads goes
 * to and fro on the way back is no change. */
static void
keep_typed (GwFormSession    *session,
            const GwFormStep *step)
{
  for (guint i = 0; i < session->touched->len; i++) {
    const GwFormTouch touch = g_array_index (session->touched, GwFormTouch, i);
    g_autofree char *ref = NULL;

    if (!touch.was_own || touch.row->is_gone || touch.row->cells[touch.node->slot].is_own
        || !gw_form_node_is_typed_over (touch.node))
      continue;
    ref = gw_form_ref_of (touch.node, touch.row, FALSE);
    if (find_text (step, ref) == NULL)
      put_text (session, touch.node, touch.row, touch.old_value, touch.origin, TRUE);
  }
}

/**
 * gw_form_session_take_back:
 * @step: what the session's `stepped` signal told
 *
 * Makes the form as it was before @step, except for places that changed since. The session tells
 * of it like of any other change, with a step of its own that leads forward again.
 *
 * Returns: whether anything was taken back
 */
gboolean
gw_form_session_take_back (GwFormSession    *self,
                           const GwFormStep *step)
{
  g_autoptr (GPtrArray) ours = g_ptr_array_new ();
  g_autoptr (GPtrArray) in_counted_rows = g_ptr_array_new ();
  guint n_rows = 0;

  g_return_val_if_fail (GW_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (step != NULL, FALSE);

  if (self->is_readonly)
    return FALSE;
  gw_form_session_begin (self);
  take_away_added (self, step);
  put_back_removed (self, step);
  put_back_texts (self, step, ours, in_counted_rows);
  n_rows = self->step != NULL ? self->step->added->len + self->step->removed->len : 0;
  /* Twice: what is forced may be read by another calculation that a person wrote over. */
  for (int pass = 0; pass < 2; pass++) {
    gw_form_settle (self);
    force_counts (self, step);
    find_in_counted_rows (self, ours, in_counted_rows);
    force_texts (self, step, ours);
    keep_typed (self, step);
  }
  if (self->step == NULL)
    self->step = step_new ();
  if (self->step->ref == NULL) {
    self->step->ref = g_strdup (step->ref);
    self->step->is_typing = FALSE;
  }
  gw_form_session_finish (self);

  return n_rows > 0 || ours->len > 0;
}
