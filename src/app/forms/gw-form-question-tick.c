/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A box to tick: the XForms `trigger`, whose value is "OK" or empty. */

#include "app/forms/gw-form-question-tick.h"

#include <glib/gi18n-lib.h>

struct _GwFormQuestionTick
{
  GwFormQuestion parent_instance;

  GtkWidget *button;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionTick, gw_form_question_tick, GW_TYPE_FORM_QUESTION)

static void
show_value (GwFormQuestionTick *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);

  self->showing = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->button), value != NULL && *value != '\0');
  gtk_widget_set_sensitive (self->button, !gw_form_item_is_readonly (item));
  self->showing = FALSE;
}

static void
toggled_cb (GtkCheckButton     *button,
            GwFormQuestionTick *self)
{
  if (self->showing)
    return;
  if (!gw_form_question_store (GW_FORM_QUESTION (self),
                               gtk_check_button_get_active (button) ? "OK" : ""))
    show_value (self);
  g_signal_emit_by_name (self, "left");
}

static void
gw_form_question_tick_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_TICK (question));
}

static void
gw_form_question_tick_constructed (GObject *object)
{
  GwFormQuestionTick *self = GW_FORM_QUESTION_TICK (object);

  G_OBJECT_CLASS (gw_form_question_tick_parent_class)->constructed (object);

  self->button = gtk_check_button_new_with_label (C_("box to tick", "Yes, confirmed"));
  g_signal_connect (self->button, "toggled", G_CALLBACK (toggled_cb), self);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), self->button, self->button);
}

static void
gw_form_question_tick_class_init (GwFormQuestionTickClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_tick_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_tick_refresh;
}

static void
gw_form_question_tick_init (GwFormQuestionTick *self)
{
}
