/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwReportSection:
 * @item: the group that is the section
 * @ref: its reference
 * @title: (not nullable): its label in the session's language, "" where it has none
 * @progress: how far it is, required and optional apart
 *
 * One section of a report: a group that stands at the top of the form.
 */
typedef struct
{
  GwFormItem *item;
  char *ref;
  char *title;
  GwFormProgress progress;
} GwReportSection;

GPtrArray  *gw_report_dup_sections         (GwFormSession   *session) G_GNUC_WARN_UNUSED_RESULT;
void        gw_report_section_free         (GwReportSection *self);

GPtrArray  *gw_report_dup_unanswered       (GwFormSession   *session,
                                            GwFormItem      *section) G_GNUC_WARN_UNUSED_RESULT;
GwFormItem *gw_report_find_next_unanswered (GwFormSession   *session,
                                            const char      *after_ref) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwReportSection, gw_report_section_free)

G_END_DECLS
