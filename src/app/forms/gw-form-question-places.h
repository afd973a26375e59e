/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_PLACES (gw_form_question_places_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionPlaces, gw_form_question_places, GW, FORM_QUESTION_PLACES, GwFormQuestion)

G_END_DECLS
