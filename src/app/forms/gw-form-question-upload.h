/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_QUESTION_UPLOAD (gw_form_question_upload_get_type ())

G_DECLARE_FINAL_TYPE (GwFormQuestionUpload, gw_form_question_upload, GW, FORM_QUESTION_UPLOAD, GwFormQuestion)

G_END_DECLS
