/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormSubmission:
 * @action: (nullable): where the form wants its records to be sent
 * @method: (nullable): how, as `post`
 * @public_key: (nullable): the RSA key in base64 that records are sealed with (section 13)
 * @sends_itself: (nullable): what the form says of `orx:auto-send`, as `true`
 * @deletes_itself: (nullable): what the form says of `orx:auto-delete`
 *
 * The `submission` of a form. Owned by the form.
 */
typedef struct
{
  const char *action;
  const char *method;
  const char *public_key;
  const char *sends_itself;
  const char *deletes_itself;
} GwFormSubmission;

const GwFormSubmission *gw_form_get_submission       (GwForm        *self);

char                   *gw_form_dup_instance_id      (GBytes        *record,
                                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char                   *gw_form_session_dup_instance_id (GwFormSession *self) G_GNUC_WARN_UNUSED_RESULT;
void                    gw_form_session_begin_edit   (GwFormSession *self);
GPtrArray              *gw_form_session_dup_file_names  (GwFormSession *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
