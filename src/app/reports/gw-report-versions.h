/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

#define GW_TYPE_REPORT_VERSIONS (gw_report_versions_get_type ())

/**
 * GwReportVersions:
 *
 * Two versions of one answer, side by side, with who wrote them and when. One may be kept, or a
 * text of one's own made of both; what is not kept stays in the history.
 */
G_DECLARE_FINAL_TYPE (GwReportVersions, gw_report_versions, GW, REPORT_VERSIONS, AdwWindow)

void gw_report_versions_show (GtkWidget    *parent,
                              GwFilledForm *form,
                              GwFormItem   *item);

G_END_DECLS
