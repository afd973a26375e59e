/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_PLACE (gw_form_question_place_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionPlace, gw_form_question_place, GW, FORM_QUESTION_PLACE, GwFormQuestion)

G_END_DECLS
