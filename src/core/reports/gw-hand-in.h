/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The front door of handing in: what is needed, frozen versions with who cleared them, submissions with what the
 * Secretariat said. */

#include "core/answers/gw-filled-form.h"
#include "core/reports/gw-report.h"
#include "core/reports/gw-submission.h"

G_BEGIN_DECLS

/**
 * GwHandInNeeds:
 * @n_open: required answers that are missing
 * @n_invalid: answers that break a rule
 * @n_undecided: answers that have two versions
 * @n_hidden: answers that stay at home because no question asks for them any more
 * @has_meeting: whether the report says which meeting it is for
 * @is_frozen: whether the answers as they are now are a frozen version
 * @is_cleared: whether somebody cleared that version
 * @is_ready: whether nothing hinders: a meeting, nothing undecided, frozen. That something is open hinders nobody: a
 *   late report may be better than none, and that nobody cleared it is for the country to judge
 * @code: the check code of the answers as they are now
 *
 * What is needed before a report is handed in.
 */
typedef struct
{
  guint n_open;
  guint n_invalid;
  guint n_undecided;
  guint n_hidden;
  gboolean has_meeting;
  gboolean is_frozen;
  gboolean is_cleared;
  gboolean is_ready;
  char *code;
} GwHandInNeeds;

/**
 * GwHandInVersion:
 *
 * The answers as they were at one moment, with all that is frozen of them. Made on the thread of the filled-in form;
 * then unchangeable and good for any.
 */
typedef struct _GwHandInVersion GwHandInVersion;

GwHandInVersion  *gw_hand_in_version_new          (GwReport              *report,
                                                   GwFilledForm          *filled) G_GNUC_WARN_UNUSED_RESULT;
void              gw_hand_in_version_free         (GwHandInVersion       *self);
const GwFreezing *gw_hand_in_version_get_freezing (const GwHandInVersion *self);

void              gw_hand_in_get_needs            (GwReport              *report,
                                                   GwFilledForm          *filled,
                                                   GPtrArray             *versions,
                                                   GwHandInNeeds         *needs);
void              gw_hand_in_needs_clear          (GwHandInNeeds         *needs);
void              gw_hand_in_prepare              (GwReport              *report,
                                                   const GwFrozen        *frozen,
                                                   const char            *author,
                                                   GwSubmitting          *submitting);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHandInVersion, gw_hand_in_version_free)

G_END_DECLS
