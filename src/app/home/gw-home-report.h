/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

GtkWidget *gw_home_report_new (GwContext *context,
                               GwReport  *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
