/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-question.h"

G_BEGIN_DECLS

GtkWidget *gw_form_questions_new_for (GwFormSession *session,
                                      GwFormItem    *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
