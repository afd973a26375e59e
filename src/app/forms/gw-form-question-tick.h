/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_TICK (gw_form_question_tick_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionTick, gw_form_question_tick, GW, FORM_QUESTION_TICK, GwFormQuestion)

G_END_DECLS
