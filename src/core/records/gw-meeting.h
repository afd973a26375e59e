/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-record.h"
#include "core/records/gw-reference.h"

G_BEGIN_DECLS

/**
 * GwMeetingDates:
 * @id: "CMS-COP16"
 * @body: "CMS COP"
 * @number: which of them
 * @start: (nullable): opening day, `NULL` as long as it is not announced
 * @end: (nullable): last day
 * @place: (nullable): where
 * @source: (nullable): where the dates were read
 * @confidence: (nullable): of the reference data: "verified" or "from-memory"
 * @is_entered: a person entered it, which stands above the reference data
 * @author: (nullable): who entered it
 * @changed: (nullable): when
 *
 * When a meeting is held, as far as this desk knows.
 */
typedef struct
{
  char     *id;
  char     *body;
  int       number;
  char     *start;
  char     *end;
  char     *place;
  char     *source;
  char     *confidence;
  gboolean  is_entered;
  char     *author;
  char     *changed;
} GwMeetingDates;

void                  gw_meeting_dates_free     (GwMeetingDates  *self);

/* On the store's thread. */
GPtrArray            *gw_meetings_read          (GwStore         *store,
                                                 GwReference     *reference,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean              gw_meeting_store_put      (GwStore         *store,
                                                 GwReference     *reference,
                                                 const char      *id,
                                                 const char      *start,
                                                 const char      *end,
                                                 const char      *place,
                                                 const char      *source,
                                                 const char      *author,
                                                 GError         **error);

/* Anywhere. */
const GwMeetingDates *gw_meetings_find          (GPtrArray       *meetings,
                                                 const char      *id);
const GwMeetingDates *gw_meetings_find_next     (GPtrArray       *meetings,
                                                 const char      *body,
                                                 const GDate     *today);
char                 *gw_meetings_dup_next_id   (GPtrArray       *meetings,
                                                 const char      *body,
                                                 const GDate     *today) G_GNUC_WARN_UNUSED_RESULT;

gboolean              gw_meeting_check_dates    (const char      *start,
                                                 const char      *end,
                                                 GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwMeetingDates, gw_meeting_dates_free)

G_END_DECLS
