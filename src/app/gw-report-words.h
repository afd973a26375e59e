/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-report-due.h"

G_BEGIN_DECLS

char *gw_report_words_dup_due (GwReport    *report,
                               GwReference *reference) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
