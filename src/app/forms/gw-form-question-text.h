/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_TEXT (gw_form_question_text_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionText, gw_form_question_text, GW, FORM_QUESTION_TEXT, GwFormQuestion)

G_END_DECLS
