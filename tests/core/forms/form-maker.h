/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Random forms that are valid, and random edits of them, for tests of what holds for every form.
 * One seed gives one form and one row of edits. */

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

typedef enum
{
  FORM_EDIT_SET,
  FORM_EDIT_ADD,
  FORM_EDIT_REMOVE,
  FORM_EDIT_LANGUAGE,
} FormEditKind;

/* One edit, by references, so that it can be done in another session too. */
typedef struct
{
  FormEditKind kind;
  char *ref;
  char *value; /* the text, the id of the new row, or the language */
} FormEdit;

char          *form_maker_make      (GRand             *rand) G_GNUC_WARN_UNUSED_RESULT;
GwForm        *form_maker_load      (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
GwFormSession *form_maker_open      (GwForm            *form,
                                     const GwFormDraft *draft,
                                     const char        *language) G_GNUC_WARN_UNUSED_RESULT;

FormEdit      *form_maker_pick_edit (GwFormSession     *session,
                                     GRand             *rand,
                                     guint              number,
                                     const char        *prefix) G_GNUC_WARN_UNUSED_RESULT;
gboolean       form_maker_edit      (GwFormSession     *session,
                                     const FormEdit    *edit);
char          *form_maker_describe  (const FormEdit    *edit) G_GNUC_WARN_UNUSED_RESULT;
void           form_edit_free       (FormEdit          *edit);

char          *form_maker_dup_state (GwFormSession     *session) G_GNUC_WARN_UNUSED_RESULT;
char          *form_maker_find_difference (const char  *one,
                                     const char        *other) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*FormMakerFunc) (guint32 seed);

void           form_maker_run_seeds (FormMakerFunc      func,
                                     guint              few,
                                     guint              many);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FormEdit, form_edit_free)

G_END_DECLS
