/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/answers/gw-filled-form.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

void      gw_report_begin_async  (GwContext           *context,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GwReport *gw_report_begin_finish (GAsyncResult        *result,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void      gw_report_begin_fill   (GwFilledForm        *filled,
                                  const char          *country);

G_END_DECLS
