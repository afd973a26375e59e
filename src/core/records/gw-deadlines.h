/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-meeting.h"

G_BEGIN_DECLS

/**
 * GwDeadline:
 * @id: "CMS-COP16:report"
 * @title: what is due, in English, to be translated where it is shown
 * @basis: (nullable): the rule that asks for it
 * @instrument_id: "cms"
 * @meeting_id: "CMS-COP16"
 * @from_end: @days count from the last day of the meeting, not from the first
 * @days: days from there, negative before it
 * @is_meeting: the meeting itself
 * @is_hard: set by the treaty or its rules
 * @date: (nullable): the day, %NULL as long as the meeting is not announced
 * @place: (nullable): of the meeting itself
 * @is_entered: a person entered the dates of the meeting
 *
 * Something that is due at a time that a meeting sets.
 */
typedef struct
{
  char       *id;
  const char *title;
  const char *basis;
  const char *instrument_id;
  char       *meeting_id;
  gboolean    from_end;
  int         days;
  gboolean    is_meeting;
  gboolean    is_hard;
  GDate      *date;
  char       *place;
  gboolean    is_entered;
} GwDeadline;

void       gw_deadline_free   (GwDeadline   *self);

GPtrArray *gw_deadlines_list  (GPtrArray    *meetings,
                               GwReference  *reference,
                               const char   *iso3,
                               const GDate  *today) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDeadline, gw_deadline_free)

G_END_DECLS
