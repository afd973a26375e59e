/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_NUMBER (gw_form_question_number_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionNumber, gw_form_question_number, GW, FORM_QUESTION_NUMBER, GwFormQuestion)

G_END_DECLS
