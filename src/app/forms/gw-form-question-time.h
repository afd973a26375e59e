/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_TIME (gw_form_question_time_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionTime, gw_form_question_time, GW, FORM_QUESTION_TIME, GwFormQuestion)

G_END_DECLS
