/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_MASKED (gw_form_question_masked_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionMasked, gw_form_question_masked, GW, FORM_QUESTION_MASKED, GwFormQuestion)

G_END_DECLS
