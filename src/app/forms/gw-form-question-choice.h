/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_CHOICE (gw_form_question_choice_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionChoice, gw_form_question_choice, GW, FORM_QUESTION_CHOICE, GwFormQuestion)

G_END_DECLS
