/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/exports/gw-report-print.h"

G_BEGIN_DECLS

void gw_report_export_ask (GtkWidget    *parent,
                           GwReport     *report,
                           GwFilledForm *filled,
                           GwReference  *reference);
void gw_report_export_ask_frozen (GtkWidget      *parent,
                                  GwReport       *report,
                                  GwFilledForm   *filled,
                                  GwReference    *reference,
                                  const GwFrozen *frozen,
                                  GBytes         *xml,
                                  gboolean        is_handed_in);

G_END_DECLS
