/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-record.h"
#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormMigration:
 * @draft: what is to be opened with the new version
 * @lost: (element-type GwFormLoss): answers of a person that the new version has no place for. They
 *   are in no draft of the new version: whoever keeps the answers keeps these, too
 * @doubtful: (element-type GwFormLoss): answers that were carried and that the new version does not
 *   take as they are: of another type, or not in the list of choices any more. By new references
 * @added: (element-type utf8): paths of the questions that are new
 *
 * How a draft of one version of a form looks in another (section 14).
 */
typedef struct
{
  GwFormDraft *draft;
  GPtrArray   *lost;
  GPtrArray   *doubtful;
  GPtrArray   *added;
} GwFormMigration;

GwFormMigration *gw_form_migrate        (GwForm            *from,
                                         GwForm            *to,
                                         const GwFormDraft *draft) G_GNUC_WARN_UNUSED_RESULT;
void             gw_form_migration_free (GwFormMigration   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormMigration, gw_form_migration_free)

G_END_DECLS
