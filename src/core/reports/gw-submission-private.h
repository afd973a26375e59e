/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-submission.h"

G_BEGIN_DECLS

/* gw-submission.c */
char         *gw_submission_dup_tail      (const char    *id) G_GNUC_WARN_UNUSED_RESULT;
GwSubmission *gw_submission_new_from_doc  (GwDoc         *doc) G_GNUC_WARN_UNUSED_RESULT;

/* gw-submission-replies.c */
gboolean      gw_submission_read_replies  (GwStore       *store,
                                           GwSubmission  *self,
                                           GError       **error);

G_END_DECLS
