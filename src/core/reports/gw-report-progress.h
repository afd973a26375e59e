/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/* How far a report is, without opening it: for lists and Home. */

gboolean gw_report_read_progress_sync   (GwStoreThread        *thread,
                                         const char           *report_id,
                                         const char           *media_folder,
                                         GwFormProgress       *progress,
                                         GError              **error);
void     gw_report_read_progress_async  (GwStoreThread        *thread,
                                         const char           *report_id,
                                         const char           *media_folder,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean gw_report_read_progress_finish (GAsyncResult         *result,
                                         GwFormProgress       *progress,
                                         GError              **error);

G_END_DECLS
