/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-hand-in.h"

G_BEGIN_DECLS

char *gw_hand_in_words_dup_version    (const GwFrozen     *version) G_GNUC_WARN_UNUSED_RESULT;
char *gw_hand_in_words_dup_facts      (const GwFrozen     *version) G_GNUC_WARN_UNUSED_RESULT;
char *gw_hand_in_words_dup_submission (const GwSubmission *submission) G_GNUC_WARN_UNUSED_RESULT;
char *gw_hand_in_words_dup_state      (const GwSubmission *submission) G_GNUC_WARN_UNUSED_RESULT;
char *gw_hand_in_words_dup_remark     (const GwRemark     *remark,
                                       const char         *question) G_GNUC_WARN_UNUSED_RESULT;
char *gw_hand_in_words_dup_button     (const GwFrozen     *version) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
