/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_MOMENT (gw_form_question_moment_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionMoment, gw_form_question_moment, GW, FORM_QUESTION_MOMENT, GwFormQuestion)

G_END_DECLS
