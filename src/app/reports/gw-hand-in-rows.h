/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/reports/gw-report-changes.h"
#include "core/reports/gw-submission.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

GtkWidget  *gw_hand_in_row_new          (const char           *title,
                                         const char           *subtitle) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *gw_hand_in_row_new_need     (gboolean              is_met,
                                         const char           *sentence) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *gw_hand_in_row_new_change   (const GwReportChange *change) G_GNUC_WARN_UNUSED_RESULT;

#define GW_TYPE_HAND_IN_REMARK (gw_hand_in_remark_get_type ())

/**
 * GwHandInRemark:
 *
 * What the Secretariat remarked, and a place to answer.
 *
 * Signals:
 * - `answer` (const char *text, gboolean is_dealt): the person answers
 * - `go-to`: the person wants to see the question
 */
G_DECLARE_FINAL_TYPE (GwHandInRemark, gw_hand_in_remark, GW, HAND_IN_REMARK, AdwExpanderRow)

GtkWidget  *gw_hand_in_remark_new       (GwStoreThread        *store,
                                         const GwRemark       *remark,
                                         const char           *question,
                                         gboolean              is_there) G_GNUC_WARN_UNUSED_RESULT;
const char *gw_hand_in_remark_get_id    (GwHandInRemark       *self);
GtkWidget  *gw_hand_in_remark_get_entry (GwHandInRemark       *self);

G_END_DECLS
