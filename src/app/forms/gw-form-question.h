/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION (gw_form_question_get_type ())

G_DECLARE_DERIVABLE_TYPE (GwFormQuestion, gw_form_question, GW, FORM_QUESTION, GtkBox)

/**
 * GwFormQuestionClass:
 * @refresh: shows again what the item now says: value, choices, texts, read-only
 * @dup_problem: (nullable): what the form's own rules do not see in the answer, such as a number beside the steps of a
 *   scale; NULL where nothing is wrong
 *
 * One question of a form, in place: its label, hint and guidance, the field a subclass adds, and the
 * sentence that says what is wrong. Subclasses are one per kind of answer. Answers live in the session and
 * never in the widget, so that a section can be thrown away at any time.
 *
 * Signals: "entered" when the keyboard focus comes into the field; "left" when it leaves: what was
 * typed should be stored at once.
 */
struct _GwFormQuestionClass
{
  GtkBoxClass parent_class;

  void (*refresh) (GwFormQuestion *self,
                   GwFormAspect    aspects);

  char *(*dup_problem) (GwFormQuestion *self);

  gpointer padding[3];
};

GwFormSession *gw_form_question_get_session (GwFormQuestion *self);
GwFormItem    *gw_form_question_get_item    (GwFormQuestion *self);
GwForm        *gw_form_question_get_form    (GwFormQuestion *self);
void           gw_form_question_set_field   (GwFormQuestion *self,
                                             GtkWidget      *field,
                                             GtkWidget      *focus);
void           gw_form_question_add_trailer (GwFormQuestion *self,
                                             GtkWidget      *trailer);
gboolean       gw_form_question_store       (GwFormQuestion *self,
                                             const char     *value);
void           gw_form_question_say         (GwFormQuestion *self,
                                             const char     *words);
void           gw_form_question_refresh     (GwFormQuestion *self,
                                             GwFormAspect    aspects);
gboolean       gw_form_question_focus       (GwFormQuestion *self);

G_END_DECLS
