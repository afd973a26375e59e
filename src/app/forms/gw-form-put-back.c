/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-put-back.h"

#include <glib/gi18n-lib.h>

/* How long one can think about it. */
#define TOAST_SECONDS 10

struct _GwFormPutBack
{
  GObject parent_instance;

  GwFormSession *session; /* NULL when the form was left */
  GPtrArray *toasts;      /* of AdwToast */
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormPutBack, gw_form_put_back, G_TYPE_OBJECT)

/* What one toast brings back: answers, and perhaps the row that they stood in. */
typedef struct
{
  GwFormPutBack *owner;
  GPtrArray *refs;
  GPtrArray *values;
  GPtrArray *repeats; /* of the rows within the row, in step with @rows */
  GPtrArray *rows;
  char *repeat_ref; /* NULL where it is about answers alone */
  char *row_id;
  char *prefix;
} Removed;

static Removed *
removed_new (GwFormPutBack *owner)
{
  Removed *removed = g_new0 (Removed, 1);

  removed->owner = g_object_ref (owner);
  removed->refs = g_ptr_array_new_with_free_func (g_free);
  removed->values = g_ptr_array_new_with_free_func (g_free);
  removed->repeats = g_ptr_array_new_with_free_func (g_free);
  removed->rows = g_ptr_array_new_with_free_func (g_free);

  return removed;
}

static void
removed_free (Removed *removed)
{
  g_object_unref (removed->owner);
  g_ptr_array_unref (removed->refs);
  g_ptr_array_unref (removed->values);
  g_ptr_array_unref (removed->repeats);
  g_ptr_array_unref (removed->rows);
  g_free (removed->repeat_ref);
  g_free (removed->row_id);
  g_free (removed->prefix);
  g_free (removed);
}

static void
remember_answer_cb (const char *ref,
                    const char *value,
                    gpointer    user_data)
{
  Removed *removed = user_data;

  if (!g_str_has_prefix (ref, removed->prefix) || *value == '\0')
    return;
  g_ptr_array_add (removed->refs, g_strdup (ref));
  g_ptr_array_add (removed->values, g_strdup (value));
}

static void
remember_row_cb (const char *repeat_ref,
                 const char *row_id,
                 gpointer    user_data)
{
  Removed *removed = user_data;

  if (row_id == NULL || !g_str_has_prefix (repeat_ref, removed->prefix))
    return;
  g_ptr_array_add (removed->repeats, g_strdup (repeat_ref));
  g_ptr_array_add (removed->rows, g_strdup (row_id));
}

static gboolean
put_back_rows (GwFormSession *session,
               Removed       *removed)
{
  g_autofree char *id = gw_form_session_add_row (session, removed->repeat_ref, removed->row_id, NULL);

  if (id == NULL)
    return FALSE;

  /* An outer row stands before those within it. */
  for (guint i = 0; i < removed->rows->len; i++) {
    g_autofree char *ref = g_strdup_printf ("%s[%s]", (char *) removed->repeats->pdata[i],
                                            (char *) removed->rows->pdata[i]);
    g_autofree char *inner = NULL;

    if (gw_form_session_find_item (session, ref) == NULL)
      inner = gw_form_session_add_row (session, removed->repeats->pdata[i],
                                       removed->rows->pdata[i], NULL);
  }

  return TRUE;
}

static void
put_back_cb (AdwToast *toast,
             Removed  *removed)
{
  GwFormSession *session = removed->owner->session;

  /* A toast that goes can still be clicked. */
  if (session == NULL || (removed->repeat_ref != NULL && !put_back_rows (session, removed)))
    return;
  for (guint i = 0; i < removed->refs->len; i++)
    gw_form_session_set_value (session, removed->refs->pdata[i], removed->values->pdata[i], NULL);
  g_signal_emit (removed->owner, signals[SIGNAL_DONE], 0);
}

static void
toast_gone_cb (AdwToast      *toast,
               GwFormPutBack *self)
{
  g_ptr_array_remove (self->toasts, toast);
}

static void
offer (GwFormPutBack *self,
       GtkWidget     *widget,
       const char    *words,
       Removed       *removed)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (put_back_cb), removed,
                         (GClosureNotify) (void (*) (void)) removed_free, 0);
  if (overlay == NULL) {
    g_object_unref (toast);
    return;
  }
  g_ptr_array_add (self->toasts, g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone_cb), self, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
gw_form_put_back_finalize (GObject *object)
{
  GwFormPutBack *self = GW_FORM_PUT_BACK (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->toasts, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_put_back_parent_class)->finalize (object);
}

static void
gw_form_put_back_class_init (GwFormPutBackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_put_back_finalize;

  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_form_put_back_init (GwFormPutBack *self)
{
  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gw_form_put_back_new:
 * @session: what is filled in
 *
 * Returns: (transfer full): offers for @session
 */
GwFormPutBack *
gw_form_put_back_new (GwFormSession *session)
{
  GwFormPutBack *self;

  g_return_val_if_fail (GW_IS_FORM_SESSION (session), NULL);

  self = g_object_new (GW_TYPE_FORM_PUT_BACK, NULL);
  self->session = g_object_ref (session);

  return self;
}

/**
 * gw_form_put_back_offer_row:
 * @widget: a widget within the window's toast overlay
 * @before: the form as it was
 * @repeat_ref: the repeat that the row was taken from
 * @row_id: the row
 *
 * Offers the row with all that was in it.
 */
void
gw_form_put_back_offer_row (GwFormPutBack     *self,
                            GtkWidget         *widget,
                            const GwFormDraft *before,
                            const char        *repeat_ref,
                            const char        *row_id)
{
  Removed *removed;

  g_return_if_fail (GW_IS_FORM_PUT_BACK (self));
  g_return_if_fail (before != NULL && repeat_ref != NULL && row_id != NULL);

  removed = removed_new (self);
  removed->repeat_ref = g_strdup (repeat_ref);
  removed->row_id = g_strdup (row_id);
  removed->prefix = g_strdup_printf ("%s[%s]/", repeat_ref, row_id);
  gw_form_draft_foreach (before, remember_answer_cb, remember_row_cb, removed);
  offer (self, widget, _("The row was removed"), removed);
}

/**
 * gw_form_put_back_offer_value:
 * @widget: a widget within the window's toast overlay
 * @ref: a question
 * @value: what stood there
 * @words: what happened
 *
 * Offers one answer.
 */
void
gw_form_put_back_offer_value (GwFormPutBack *self,
                              GtkWidget     *widget,
                              const char    *ref,
                              const char    *value,
                              const char    *words)
{
  Removed *removed;

  g_return_if_fail (GW_IS_FORM_PUT_BACK (self));
  g_return_if_fail (ref != NULL && value != NULL && words != NULL);

  removed = removed_new (self);
  g_ptr_array_add (removed->refs, g_strdup (ref));
  g_ptr_array_add (removed->values, g_strdup (value));
  offer (self, widget, words, removed);
}

/**
 * gw_form_put_back_end:
 *
 * The form is left: takes all offers back. What was removed in one form must not come back in another.
 */
void
gw_form_put_back_end (GwFormPutBack *self)
{
  g_autoptr (GPtrArray) toasts = NULL;

  g_return_if_fail (GW_IS_FORM_PUT_BACK (self));

  g_clear_object (&self->session);
  toasts = self->toasts;
  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < toasts->len; i++)
    adw_toast_dismiss (toasts->pdata[i]);
}
