/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-action-form.h"

struct _GwActionForm
{
  GObject parent_instance;

  GwRecord *record;
  GwFormSession *session;
  gboolean is_new;   /* nothing of it is stored yet */
  gboolean applying; /* the form is told, not answered */
};

G_DEFINE_FINAL_TYPE (GwActionForm, gw_action_form, G_TYPE_OBJECT)

static void
keep_answer (const char *ref,
             const char *value,
             gpointer    user_data)
{
  GwActionForm *self = user_data;

  if (*value != '\0' && !g_str_equal (gw_action_field_from_ref (ref), ref))
    gw_action_answer (self->record, ref, value);
}

/* An action that is begun keeps what the form proposed, since that is what stood on the screen. */
static void
keep_beginning (GwActionForm *self)
{
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (self->session);

  self->is_new = FALSE;
  gw_form_draft_foreach (draft, keep_answer, NULL, self);
}

/* Only what a person answered is kept: what the form calculates it can calculate again, and a
 * choice that is no longer in a list is no reason to forget that it was chosen. */
static void
session_changed_cb (GwFormSession *session,
                    GPtrArray     *changes,
                    GwActionForm  *self)
{
  if (self->applying)
    return;

  for (guint i = 0; i < changes->len; i++) {
    const GwFormChange *change = changes->pdata[i];

    if (!(change->aspects & GW_FORM_ASPECT_VALUE) || change->origin != GW_FORM_ORIGIN_PERSON)
      continue;
    if (self->is_new)
      keep_beginning (self);
    gw_action_answer (self->record, change->ref, gw_form_session_get_value (session, change->ref));
  }
}

static void
record_changed_cb (GwRecord           *record,
                   const char *const  *fields,
                   GwActionForm       *self)
{
  self->applying = TRUE;
  for (guint i = 0; fields[i] != NULL; i++) {
    const char *ref = gw_action_field_to_ref (fields[i]);
    g_autofree char *answer = ref != NULL ? gw_action_get_answer (record, ref) : NULL;
    g_autoptr (GError) error = NULL;

    if (ref == NULL)
      continue;
    /* A node that this edition of the form does not have stays in the record. */
    if (!gw_form_session_set_value (self->session, ref, answer != NULL ? answer : "", &error))
      g_message ("“%s” of %s is not shown: %s", fields[i], gw_record_get_id (record), error->message);
  }
  self->applying = FALSE;
}

/* Every field stands in the draft, also without an answer: what the form would propose for a new
 * action was not said by whoever recorded this one. */
static GwFormDraft *
dup_draft (GwRecord *record)
{
  GwFormDraft *draft = gw_form_draft_new ();
  const char *field;

  for (guint i = 0; (field = gw_action_nth_field (i)) != NULL; i++) {
    const char *ref = gw_action_field_to_ref (field);
    g_autofree char *answer = gw_action_get_answer (record, ref);

    gw_form_draft_set (draft, ref, answer != NULL ? answer : "");
  }

  return draft;
}

static void
gw_action_form_dispose (GObject *object)
{
  GwActionForm *self = GW_ACTION_FORM (object);

  if (self->record != NULL) {
    g_signal_handlers_disconnect_by_data (self->record, self);
    g_signal_handlers_disconnect_by_data (self->session, self);
    gw_record_save (self->record);
  }
  g_clear_object (&self->session);
  g_clear_object (&self->record);

  G_OBJECT_CLASS (gw_action_form_parent_class)->dispose (object);
}

static void
gw_action_form_class_init (GwActionFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_action_form_dispose;
}

static void
gw_action_form_init (GwActionForm *self)
{
}

/**
 * gw_action_form_new:
 * @form: the form of actions
 * @environment: what it reads from outside itself
 * @record: an action, opened, or made anew
 *
 * Returns: (transfer full): the action in its form
 */
GwActionForm *
gw_action_form_new (GwForm                  *form,
                    const GwFormEnvironment *environment,
                    GwRecord                *record)
{
  GwActionForm *self;
  g_autoptr (GwFormDraft) draft = NULL;

  g_return_val_if_fail (GW_IS_FORM (form) && GW_IS_RECORD (record), NULL);

  self = g_object_new (GW_TYPE_ACTION_FORM, NULL);
  self->record = g_object_ref (record);
  self->is_new = !gw_record_get_exists (record);
  draft = self->is_new ? NULL : dup_draft (record);
  self->session = gw_form_session_new (form, environment, draft);
  g_signal_connect (self->session, "changed", G_CALLBACK (session_changed_cb), self);
  g_signal_connect (self->record, "changed", G_CALLBACK (record_changed_cb), self);

  return self;
}

/** gw_action_form_get_record: Returns: (transfer none): the action */
GwRecord *
gw_action_form_get_record (GwActionForm *self)
{
  g_return_val_if_fail (GW_IS_ACTION_FORM (self), NULL);

  return self->record;
}

/** gw_action_form_get_session: Returns: (transfer none): its form, filled in */
GwFormSession *
gw_action_form_get_session (GwActionForm *self)
{
  g_return_val_if_fail (GW_IS_ACTION_FORM (self), NULL);

  return self->session;
}
