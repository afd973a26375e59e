/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-form-copy.h"

G_BEGIN_DECLS

/**
 * GwMovedAnswer:
 * @label: its question in the person's language; where the form has no words for it, its reference
 * @value: the text, or the words of the choice
 */
typedef struct
{
  char *label;
  char *value;
} GwMovedAnswer;

/**
 * GwFormCopyMove:
 * @id: the draft
 * @from_version: the version that it was begun with, or ""
 * @to_version: the other one, or ""
 * @added: (element-type utf8): questions that are new
 * @lost: (element-type GwMovedAnswer): answers that the other version has no place for; they stay in the draft
 * @doubtful: (element-type GwMovedAnswer): answers that are carried and that the other version does not take as they
 *   are
 * @n_carried: how many answers have their place
 *
 * What moving a draft to another version of its form would do (section 14), for a person to look at. Immutable,
 * reference counted: it goes from the thread that compared to the one that moves.
 */
typedef struct _GwFormCopyMovePrivate GwFormCopyMovePrivate;

typedef struct
{
  char *id;
  char *from_version;
  char *to_version;
  GPtrArray *added;
  GPtrArray *lost;
  GPtrArray *doubtful;
  guint n_carried;

  GwFormCopyMovePrivate *priv;
} GwFormCopyMove;

const GwFormCopy *gw_form_copy_find_newer  (GPtrArray            *copies,
                                            const GwFormCopy     *copy);

/* On any thread with a main context. */
void            gw_form_copy_plan_async    (GwStoreThread        *thread,
                                            const GwFormCopy     *copy,
                                            const GwFormCopy     *other,
                                            const char           *author,
                                            const char           *language,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GwFormCopyMove *gw_form_copy_plan_finish   (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* On the thread of the store. */
char           *gw_form_copy_move          (GwStore              *store,
                                            GwFormCopyMove       *move,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gw_form_copy_move_back     (GwStore              *store,
                                            const char           *id,
                                            GError              **error);

GwFormCopyMove *gw_form_copy_move_ref      (GwFormCopyMove       *self);
void            gw_form_copy_move_unref    (GwFormCopyMove       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormCopyMove, gw_form_copy_move_unref)

G_END_DECLS
