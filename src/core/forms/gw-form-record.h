/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form.h"
#include "core/forms/gw-form-draft.h"

G_BEGIN_DECLS

/**
 * GwFormLoss:
 * @ref: where the answer was, with rows in brackets
 * @value: what it was
 *
 * An answer that a form has no place for.
 */
typedef struct
{
  char *ref;
  char *value;
} GwFormLoss;

void         gw_form_loss_free   (GwFormLoss  *self);

GwFormDraft *gw_form_read_record (GwForm      *form,
                                  GBytes      *record,
                                  GPtrArray  **lost,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
