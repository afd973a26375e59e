/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that nobody should read over one's shoulder. They are kept like any others. */

#include "app/forms/gw-form-question-masked.h"

struct _GwFormQuestionMasked
{
  GwFormQuestion parent_instance;

  GtkWidget *entry;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionMasked, gw_form_question_masked, GW_TYPE_FORM_QUESTION)

static void
changed_cb (GtkEditable          *editable,
            GwFormQuestionMasked *self)
{
  if (!self->showing)
    gw_form_question_store (GW_FORM_QUESTION (self), gtk_editable_get_text (editable));
}

static void
show_value (GwFormQuestionMasked *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), value != NULL ? value : "") != 0) {
    self->showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), value != NULL ? value : "");
    self->showing = FALSE;
  }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !gw_form_item_is_readonly (item));
}

static void
gw_form_question_masked_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_MASKED (question));
}

static void
gw_form_question_masked_constructed (GObject *object)
{
  GwFormQuestionMasked *self = GW_FORM_QUESTION_MASKED (object);

  G_OBJECT_CLASS (gw_form_question_masked_parent_class)->constructed (object);

  self->entry = gtk_password_entry_new ();
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->entry), TRUE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), self->entry, self->entry);
}

static void
gw_form_question_masked_class_init (GwFormQuestionMaskedClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_masked_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_masked_refresh;
}

static void
gw_form_question_masked_init (GwFormQuestionMasked *self)
{
}
