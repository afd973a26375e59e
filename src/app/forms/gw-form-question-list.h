/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_LIST (gw_form_question_list_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionList, gw_form_question_list, GW, FORM_QUESTION_LIST, GwFormQuestion)

G_END_DECLS
