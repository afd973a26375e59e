/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-report.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwReportList:
 *
 * The reports of a desk as a #GListModel of #GwReport, the newest first. It follows the store by
 * itself; a report that is there already stays the same object.
 *
 * Properties: "loaded" (gboolean, with notify): FALSE until the store was read once, so that an
 * empty list can be told from one that is not known yet.
 */
#define GW_TYPE_REPORT_LIST (gw_report_list_get_type ())

G_DECLARE_FINAL_TYPE (GwReportList, gw_report_list, GW, REPORT_LIST, GObject)

GwReportList *gw_report_list_new       (GwStoreThread *thread) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_report_list_is_loaded (GwReportList  *self);

G_END_DECLS
