/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

char *gw_answer_words_dup_question (GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;
char *gw_answer_words_dup_shown    (GwFormItem *item,
                                    const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
