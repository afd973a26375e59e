/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo of each step that a person took since the form was opened. What a step wrote stays in the
 * history; going back is an edit like any other, saved and sent like one.
 *
 * Typing in one place is one step until the place is left or a pause is made. What came from
 * elsewhere is nobody's step here, and is never taken back by the way. */

#include "core/answers/gw-filled-form-private.h"

/* After that long a pause the next key begins a step of its own. */
#define PAUSE_US (5 * G_USEC_PER_SEC)

#define MOST_STEPS 1000

static void
notify (GwFilledForm *self)
{
  g_object_notify (G_OBJECT (self), "can-undo");
  g_object_notify (G_OBJECT (self), "can-redo");
}

static void
clear_steps (GQueue *steps)
{
  g_queue_clear_full (steps, (GDestroyNotify) gw_form_step_unref);
}

static void
push_step (GQueue     *steps,
           GwFormStep *step)
{
  g_queue_push_head (steps, gw_form_step_ref (step));
  if (g_queue_get_length (steps) > MOST_STEPS)
    gw_form_step_unref (g_queue_pop_tail (steps));
}

/* Notes what the session did: a person's step, or the way back from one. */
void
gw_filled_form_note_step (GwFilledForm *self,
                          GwFormStep   *step)
{
  gint64 now = g_get_monotonic_time ();
  GwFormStep *last = g_queue_peek_head (&self->steps_back);

  if (self->going < 0) {
    push_step (&self->steps_forward, step);
    return;
  }
  if (self->going == 0)
    clear_steps (&self->steps_forward);
  if (self->going != 0 || last == NULL || !self->step_is_open || now - self->last_step > PAUSE_US
      || !gw_form_step_join (last, step))
    push_step (&self->steps_back, step);
  self->step_is_open = self->going == 0;
  self->last_step = now;
  notify (self);
}

void
gw_filled_form_undo_finalize (GwFilledForm *self)
{
  clear_steps (&self->steps_back);
  clear_steps (&self->steps_forward);
}

static char *
go (GwFilledForm *self,
    int           direction,
    GQueue       *steps)
{
  g_autofree char *place = NULL;
  GwFormStep *step;

  /* What stood there goes into the history: the way back is another stretch than the typing. */
  gw_filled_form_flush (self);
  self->step_is_open = FALSE;
  while (place == NULL && (step = g_queue_pop_head (steps)) != NULL) {
    g_auto (GStrv) rows = gw_form_step_dup_removed_rows (step);

    self->going = direction;
    if (gw_form_session_take_back (self->session, step))
      place = g_strdup (gw_form_step_get_ref (step));
    self->going = 0;
    /* Somebody else may have written in a row while it was away. */
    for (guint i = 0; rows[i] != NULL; i++)
      gw_filled_form_show_row (self, rows[i]);
    gw_form_step_unref (step);
  }
  gw_filled_form_flush (self);
  notify (self);
  return g_steal_pointer (&place);
}

/**
 * gw_filled_form_can_undo:
 *
 * Returns: whether a person took a step that gw_filled_form_undo() can take back. Property
 *   `can-undo`
 */
gboolean
gw_filled_form_can_undo (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), FALSE);

  return !g_queue_is_empty (&self->steps_back);
}

/**
 * gw_filled_form_can_redo:
 *
 * Returns: whether there is a step that gw_filled_form_redo() can take again. Property `can-redo`
 */
gboolean
gw_filled_form_can_redo (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), FALSE);

  return !g_queue_is_empty (&self->steps_forward);
}

/**
 * gw_filled_form_undo:
 *
 * Takes back the last step: the answer, and all that the form did because of it. Places that
 * somebody else changed since are left as they are; a step of which nothing else is left is
 * passed over.
 *
 * Returns: (transfer full) (nullable): the place or row in which the step was taken, to be shown;
 *   NULL where nothing was taken back
 */
char *
gw_filled_form_undo (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return go (self, -1, &self->steps_back);
}

/**
 * gw_filled_form_redo:
 *
 * Takes the last step again that gw_filled_form_undo() took back. A new step forgets them.
 *
 * Returns: (transfer full) (nullable): as gw_filled_form_undo()
 */
char *
gw_filled_form_redo (GwFilledForm *self)
{
  g_return_val_if_fail (GW_IS_FILLED_FORM (self), NULL);

  return go (self, 1, &self->steps_forward);
}
