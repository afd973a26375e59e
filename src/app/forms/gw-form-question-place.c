/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place on the earth (`geopoint`), typed. */

#include "app/forms/gw-form-question-place.h"

#include "app/widgets/gw-place-entry.h"

struct _GwFormQuestionPlace
{
  GwFormQuestion parent_instance;

  GwPlaceEntry *place;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionPlace, gw_form_question_place, GW_TYPE_FORM_QUESTION)

static void
changed_cb (GwPlaceEntry        *place,
            GwFormQuestionPlace *self)
{
  g_autofree char *stored = gw_place_entry_dup_stored (place);

  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
show_value (GwFormQuestionPlace *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));

  gw_place_entry_set_stored (self->place, gw_form_item_get_value (item));
  gw_place_entry_set_editable (self->place, !gw_form_item_is_readonly (item));
}

static void
gw_form_question_place_refresh (GwFormQuestion *question,
                                GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_PLACE (question));
}

static void
gw_form_question_place_constructed (GObject *object)
{
  GwFormQuestionPlace *self = GW_FORM_QUESTION_PLACE (object);
  GtkWidget *place = gw_place_entry_new (TRUE);

  G_OBJECT_CLASS (gw_form_question_place_parent_class)->constructed (object);

  self->place = GW_PLACE_ENTRY (place);
  g_signal_connect (place, "changed", G_CALLBACK (changed_cb), self);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), place, gw_place_entry_get_entry (self->place));
}

static void
gw_form_question_place_class_init (GwFormQuestionPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_place_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_place_refresh;
}

static void
gw_form_question_place_init (GwFormQuestionPlace *self)
{
}
