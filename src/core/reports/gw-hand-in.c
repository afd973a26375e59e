/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-hand-in.h"

#include <string.h>

#include "core/base/gw-check-code.h"
#include "core/forms/gw-form-submission.h"

struct _GwHandInVersion
{
  GwFreezing freezing;
  char *report;
  char *author;
  char *form_id;
  char *form_version;
  GStrv files;
};

/* What a person answered and no question asks for any more. It is kept, and left out of what is handed in. */
static guint
count_hidden (GwFilledForm *filled)
{
  GwFormSession *session = gw_filled_form_get_session (filled);
  g_autoptr (GHashTable) answers = gw_filled_form_dup_answers (filled);
  GHashTableIter iter;
  gpointer ref;
  guint n = 0;

  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &ref, NULL)) {
    const char *value = gw_form_session_get_value (session, ref);

    n += value != NULL && *value != '\0' && !gw_form_session_is_relevant (session, ref);
  }

  return n;
}

static GStrv
dup_files (GwFormSession *session)
{
  g_autoptr (GPtrArray) names = gw_form_session_dup_file_names (session);
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();

  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (files, g_ptr_array_index (names, i));

  return g_strv_builder_end (files);
}

/**
 * gw_hand_in_version_new:
 * @report: a report
 * @filled: the same, opened
 *
 * Returns: (transfer full): its answers as they are now
 */
GwHandInVersion *
gw_hand_in_version_new (GwReport     *report,
                        GwFilledForm *filled)
{
  GwHandInVersion *self;
  GwFormSession *session;
  GwFormProgress progress;

  g_return_val_if_fail (GW_IS_REPORT (report) && GW_IS_FILLED_FORM (filled), NULL);

  session = gw_filled_form_get_session (filled);
  self = g_new0 (GwHandInVersion, 1);
  self->report = g_strdup (gw_report_get_id (report));
  self->author = g_strdup (gw_filled_form_get_author (filled));
  self->form_id = g_strdup (gw_report_get_form_id (report));
  self->form_version = g_strdup (gw_report_get_form_version (report));
  self->files = dup_files (session);
  gw_form_session_get_progress (session, NULL, &progress);
  self->freezing = (GwFreezing) {
    .report = self->report,
    .xml = gw_form_session_write_instance (session),
    .author = self->author,
    .form_id = self->form_id,
    .form_version = self->form_version,
    .n_hidden = count_hidden (filled),
    .n_open = progress.required - progress.required_answered,
    .n_invalid = progress.invalid,
    .n_undecided = gw_filled_form_get_n_undecided (filled),
    .files = (const char *const *) self->files,
  };

  return self;
}

void
gw_hand_in_version_free (GwHandInVersion *self)
{
  if (self == NULL)
    return;

  g_bytes_unref (self->freezing.xml);
  g_free (self->report);
  g_free (self->author);
  g_free (self->form_id);
  g_free (self->form_version);
  g_strfreev (self->files);
  g_free (self);
}

/* Returns: (transfer none): what gw_frozen_put() takes; as long as @self lives */
const GwFreezing *
gw_hand_in_version_get_freezing (const GwHandInVersion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->freezing;
}

/**
 * gw_hand_in_get_needs:
 * @versions: (element-type GwFrozen): the frozen versions of @report
 * @needs: (out caller-allocates): cleared with gw_hand_in_needs_clear()
 *
 * Looks at the answers as they are now. On the thread of @filled.
 */
void
gw_hand_in_get_needs (GwReport      *report,
                      GwFilledForm  *filled,
                      GPtrArray     *versions,
                      GwHandInNeeds *needs)
{
  g_autoptr (GwHandInVersion) now = NULL;
  g_autofree char *sha256 = NULL;

  g_return_if_fail (versions != NULL && needs != NULL);

  now = gw_hand_in_version_new (report, filled);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, now->freezing.xml);
  *needs = (GwHandInNeeds) {
    .n_open = now->freezing.n_open,
    .n_invalid = now->freezing.n_invalid,
    .n_undecided = now->freezing.n_undecided,
    .n_hidden = now->freezing.n_hidden,
    .has_meeting = *gw_report_get_cycle (report) != '\0',
    .code = gw_check_code_new (sha256),
  };
  for (guint i = 0; i < versions->len; i++) {
    const GwFrozen *version = g_ptr_array_index (versions, i);

    if (strcmp (version->sha256, sha256) != 0)
      continue;
    needs->is_frozen = TRUE;
    needs->is_cleared = version->clearances->len > 0;
  }
  needs->is_ready = needs->has_meeting && needs->n_undecided == 0 && needs->is_frozen;
}

void
gw_hand_in_needs_clear (GwHandInNeeds *needs)
{
  g_return_if_fail (needs != NULL);

  g_clear_pointer (&needs->code, g_free);
}

/**
 * gw_hand_in_prepare:
 * @submitting: (out caller-allocates): what gw_submission_make() takes; it borrows from @report and @frozen
 *
 * What is said of @frozen when it is handed in. That the wording is not the Convention's own is said until a form says
 * otherwise, and none does yet.
 */
void
gw_hand_in_prepare (GwReport       *report,
                    const GwFrozen *frozen,
                    const char     *author,
                    GwSubmitting   *submitting)
{
  g_return_if_fail (GW_IS_REPORT (report) && frozen != NULL && submitting != NULL);

  *submitting = (GwSubmitting) {
    .report = gw_report_get_id (report),
    .frozen = frozen,
    .country = gw_report_get_country (report),
    .cycle = gw_report_get_cycle (report),
    .instrument = gw_report_get_instrument (report),
    .author = author,
    .is_official = FALSE,
  };
}
