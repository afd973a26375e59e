/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer-book.h"
#include "core/answers/gw-form-copy-move.h"

G_BEGIN_DECLS

struct _GwFormCopyMovePrivate
{
  char *other_id; /* a copy with the form that the draft is to have */
  char *author;
  char *from_root;
  char *to_root;
  char *stamp;        /* of the answers that were compared */
  GwFormDraft *moved; /* as the person left the draft */
  GwFormDraft *begun; /* the same as the other version opens it */
};

char *gw_form_copy_move_make_stamp (const GwAnswerSheet  *sheet) G_GNUC_WARN_UNUSED_RESULT;
char *gw_form_copy_move_map        (const GwFormCopyMove *self,
                                    const char           *ref,
                                    const char           *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
