/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_NOTE (gw_form_question_note_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionNote, gw_form_question_note, GW, FORM_QUESTION_NOTE, GwFormQuestion)

G_END_DECLS
