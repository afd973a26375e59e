/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-filled-form.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

/* Opening a report: its own form, as it was when the report was begun, with its answers. */

GwFilledForm *gw_report_open_sync     (GwStoreThread           *thread,
                                       const char              *report_id,
                                       const char              *author,
                                       const char              *media_folder,
                                       const GwFormEnvironment *environment,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_report_open_async    (GwStoreThread           *thread,
                                       const char              *report_id,
                                       const char              *author,
                                       const char              *media_folder,
                                       const GwFormEnvironment *environment,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
GwFilledForm *gw_report_open_finish   (GAsyncResult            *result,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

GwReport     *gw_report_create_sync   (GwStoreThread           *thread,
                                       const GwReportPlan      *plan,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_report_create_async  (GwStoreThread           *thread,
                                       const GwReportPlan      *plan,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
GwReport     *gw_report_create_finish (GwStoreThread           *thread,
                                       GAsyncResult            *result,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GwReport     *gw_report_find_sync     (GwStoreThread           *thread,
                                       const char              *id,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *gw_report_read_all_sync (GwStoreThread           *thread,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_report_set_opening_sync (GwStoreThread        *thread,
                                          const char           *report_id,
                                          const char           *opening,
                                          GError              **error);

G_END_DECLS
