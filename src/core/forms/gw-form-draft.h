/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwFormDraft:
 *
 * The answers of a form that was begun before, or that is to be kept: texts by node reference
 * and the rows of each repeat in order. A reference is `/data/sec1/q2`, with a row id in each
 * repeat step: `/data/rep[01J…]/x`. Hidden answers and rows are in it like all others.
 */
typedef struct _GwFormDraft GwFormDraft;

typedef void (*GwFormDraftAnswerFunc) (const char *ref,
                                       const char *value,
                                       gpointer    user_data);
typedef void (*GwFormDraftRowFunc)    (const char *repeat_ref,
                                       const char *row_id,
                                       gpointer    user_data);

GwFormDraft *gw_form_draft_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void         gw_form_draft_free         (GwFormDraft           *self);

void         gw_form_draft_set          (GwFormDraft           *self,
                                         const char            *ref,
                                         const char            *value);
void         gw_form_draft_add_row      (GwFormDraft           *self,
                                         const char            *repeat_ref,
                                         const char            *row_id);
void         gw_form_draft_add_repeat   (GwFormDraft           *self,
                                         const char            *repeat_ref);
void         gw_form_draft_drop_row     (GwFormDraft           *self,
                                         const char            *repeat_ref,
                                         const char            *row_id);
gboolean     gw_form_draft_is_dropped   (const GwFormDraft     *self,
                                         const char            *repeat_ref,
                                         const char            *row_id);
const char  *gw_form_draft_get          (const GwFormDraft     *self,
                                         const char            *ref);
GPtrArray   *gw_form_draft_get_rows     (const GwFormDraft     *self,
                                         const char            *repeat_ref);
void         gw_form_draft_foreach      (const GwFormDraft     *self,
                                         GwFormDraftAnswerFunc  answer_func,
                                         GwFormDraftRowFunc     row_func,
                                         gpointer               user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormDraft, gw_form_draft_free)

G_END_DECLS
