/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwReportChange:
 * @ref: (nullable): where the question is now; %NULL where it is not there any more
 * @label: its words; where there are none, its place in the form
 * @before: the answer as a person reads it, or ""
 * @after: the same afterwards, or ""
 *
 * An answer that is not what it was.
 */
typedef struct
{
  char *ref;
  char *label;
  char *before;
  char *after;
} GwReportChange;

GPtrArray *gw_report_dup_changes  (GwFormSession   *session,
                                   GBytes          *before,
                                   GBytes          *after,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void       gw_report_change_free  (GwReportChange  *self);

G_END_DECLS
