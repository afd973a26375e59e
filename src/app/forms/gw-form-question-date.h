/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_DATE (gw_form_question_date_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionDate, gw_form_question_date, GW, FORM_QUESTION_DATE, GwFormQuestion)

G_END_DECLS
