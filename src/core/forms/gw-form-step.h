/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwFormStep:
 *
 * All that followed from one thing that a person did: the answer itself, what the form's actions
 * set, choices that left with their list, what a calculation wrote over (section 5 of the notes:
 * all of it is one step), or a row that came or went. gw_form_session_take_back() undoes it.
 *
 * Immutable once made, apart from gw_form_step_join(). Reference counted.
 */
typedef struct _GwFormStep GwFormStep;

#define GW_TYPE_FORM_STEP (gw_form_step_get_type ())

GType       gw_form_step_get_type  (void) G_GNUC_CONST;
GwFormStep *gw_form_step_ref       (GwFormStep       *self);
void        gw_form_step_unref     (GwFormStep       *self);
const char *gw_form_step_get_ref   (const GwFormStep *self);
gboolean    gw_form_step_is_typing (const GwFormStep *self);
gboolean    gw_form_step_join      (GwFormStep       *self,
                                    const GwFormStep *later);
char      **gw_form_step_dup_removed_rows (const GwFormStep *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormStep, gw_form_step_unref)

G_END_DECLS
