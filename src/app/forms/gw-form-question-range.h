/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_RANGE (gw_form_question_range_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionRange, gw_form_question_range, GW, FORM_QUESTION_RANGE, GwFormQuestion)

G_END_DECLS
