/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-context.h"
#include "core/answers/gw-form-copy.h"

G_BEGIN_DECLS

void        gw_other_form_begin_async  (GwContext            *context,
                                        GFile                *file,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GwFormCopy *gw_other_form_begin_finish (GAsyncResult         *result,
                                        GPtrArray           **issues,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
