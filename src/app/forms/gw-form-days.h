/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/gw-calendar.h"
#include "core/forms/gw-form-item.h"

G_BEGIN_DECLS

GwCalendar gw_form_days_find_calendar (GwFormItem  *item);
char      *gw_form_days_dup_missing   (GwFormItem  *item) G_GNUC_WARN_UNUSED_RESULT;
char      *gw_form_days_format        (GwFormItem  *item,
                                       const char  *stored) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
