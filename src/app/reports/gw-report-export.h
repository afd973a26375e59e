/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/exports/gw-report-print.h"

G_BEGIN_DECLS

void gw_report_export_ask (GtkWidget    *parent,
                           GwReport     *report,
                           GwFilledForm *filled,
                           GwReference  *reference);

G_END_DECLS
