/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reports/gw-frozen.h"

G_BEGIN_DECLS

#define GW_SUBMISSION_DB "exchange"

/**
 * GwHandInError:
 * @GW_HAND_IN_ERROR_MEETING: the report names no meeting that it is for
 * @GW_HAND_IN_ERROR_UNDECIDED: the frozen version was made while answers had two versions
 * @GW_HAND_IN_ERROR_FILE: a file that belongs to it has not arrived on this desk, or not whole
 */
typedef enum
{
  GW_HAND_IN_ERROR_MEETING,
  GW_HAND_IN_ERROR_UNDECIDED,
  GW_HAND_IN_ERROR_FILE,
} GwHandInError;

#define GW_HAND_IN_ERROR (gw_hand_in_error_quark ())
GQuark gw_hand_in_error_quark (void);

/**
 * GwSubmissionState:
 * @GW_SUBMISSION_STATE_QUEUED: sealed here; it, or a part of it, waits for a connection or a stick
 * @GW_SUBMISSION_STATE_REFUSED: the server did not take it; what it said is among the problems of synchronisation
 * @GW_SUBMISSION_STATE_SENT: the server has all of it; nobody has said yet that they read it
 * @GW_SUBMISSION_STATE_RECEIVED: the receipt is here
 * @GW_SUBMISSION_STATE_QUESTIONS: the Secretariat asks something
 * @GW_SUBMISSION_STATE_ACCEPTED: the Secretariat accepted it
 */
typedef enum
{
  GW_SUBMISSION_STATE_QUEUED,
  GW_SUBMISSION_STATE_REFUSED,
  GW_SUBMISSION_STATE_SENT,
  GW_SUBMISSION_STATE_RECEIVED,
  GW_SUBMISSION_STATE_QUESTIONS,
  GW_SUBMISSION_STATE_ACCEPTED,
} GwSubmissionState;

/**
 * GwRemark:
 * @id: its document
 * @question: (nullable): the node that it is about; %NULL: the whole report
 * @text: what the Secretariat says
 * @author: who says it, and @time when, microseconds since 1970
 * @dealt: whether this country's office said that it is dealt with
 * @answer: (nullable): what this country's office said, by @answer_author
 *
 * What was remarked on a submission.
 */
typedef struct
{
  char *id;
  char *question;
  char *text;
  char *author;
  gint64 time;
  gboolean dealt;
  char *answer;
  char *answer_author;
} GwRemark;

/**
 * GwSubmission:
 * @id: `submission:<cycle>:<sha256>`
 * @report: the ULID of the report
 * @sha256: of the version that was handed in, and @code what people compare
 * @number: 1 for the first, more for each amendment
 * @time: when it was sealed, microseconds since 1970
 * @author: who handed it in
 * @is_official: whether the form's wording was the Convention's own
 * @n_files: files that go with it
 * @state: how it stands
 * @received: when the receipt was made, or 0
 * @is_same: whether the receipt bears the same check code
 * @is_checked: whether the Secretariat's side compared what came with its name
 * @remarks: (element-type GwRemark): the oldest first
 *
 * A version that was handed in. It is never changed; an amendment is another one.
 */
typedef struct
{
  char *id;
  char *report;
  char *sha256;
  char *code;
  guint number;
  gint64 time;
  char *author;
  gboolean is_official;
  guint n_files;
  GwSubmissionState state;
  gint64 received;
  gboolean is_same;
  gboolean is_checked;
  GPtrArray *remarks;
} GwSubmission;

/**
 * GwSubmitting:
 * @report: the ULID of the report
 * @frozen: the version
 * @country: ISO 3166 alpha-3
 * @cycle: the id of the meeting it is for: "CMS-COP16"
 * @instrument: "cms"
 * @author: who hands it in
 * @is_official: whether the form's wording is the Convention's own
 * @knows_clock: whether a server told the time
 * @clock_offset: where it did, the seconds by which its clock is ahead of this computer's
 *
 * What is handed in.
 */
typedef struct
{
  const char *report;
  const GwFrozen *frozen;
  const char *country;
  const char *cycle;
  const char *instrument;
  const char *author;
  gboolean is_official;
  gboolean knows_clock;
  gint64 clock_offset;
} GwSubmitting;

const char   *gw_submission_state_get_name (GwSubmissionState    state);

/* On the thread of the store. */
GwSubmission *gw_submission_make           (GwStore             *store,
                                            const GwSubmitting  *submitting,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *gw_submission_read_all       (GwStore             *store,
                                            const char          *report,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_submission_answer         (GwStore             *store,
                                            const char          *remark_id,
                                            const char          *country,
                                            const char          *text,
                                            gboolean             is_dealt,
                                            const char          *author,
                                            GError             **error);

void          gw_remark_free               (GwRemark            *self);
void          gw_submission_free           (GwSubmission        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSubmission, gw_submission_free)

G_END_DECLS
