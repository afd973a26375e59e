/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_RANK (gw_form_question_rank_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionRank, gw_form_question_rank, GW, FORM_QUESTION_RANK, GwFormQuestion)

G_END_DECLS
