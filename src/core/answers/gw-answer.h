/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-doc.h"

G_BEGIN_DECLS

/**
 * GwAnswer:
 * @ref: the place in the form, as `/data/sec1/q2`
 * @value: the text as it was typed, also where it breaks a rule; "" where it was taken away
 * @author: who typed it, as the account's or person's name
 * @changed: when, microseconds since 1970 by that person's clock; to be shown, never a reason
 * @rev: (nullable): the document's revision; NULL for a text kept in the history only
 * @versions: live versions of this answer: above 1, two people changed it apart and a person
 *   has to look
 * @calculated: the form computed it; @author is who set that off
 * @shown: whether this is the version that stands in the form
 *
 * One text in one place of a filled-in form, with its author. Immutable once made.
 */
typedef struct
{
  char *ref;
  char *value;
  char *author;
  gint64 changed;
  char *rev;
  guint versions;
  gboolean calculated;
  gboolean shown;
} GwAnswer;

#define GW_TYPE_ANSWER (gw_answer_get_type ())

GType     gw_answer_get_type      (void) G_GNUC_CONST;
GwAnswer *gw_answer_new_from_doc  (GwDoc          *doc) G_GNUC_WARN_UNUSED_RESULT;
GwAnswer *gw_answer_copy          (const GwAnswer *self) G_GNUC_WARN_UNUSED_RESULT;
void      gw_answer_free          (GwAnswer       *self);

char     *gw_answer_format_time   (gint64          microseconds) G_GNUC_WARN_UNUSED_RESULT;
void      gw_answers_register_types (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswer, gw_answer_free)

G_END_DECLS
