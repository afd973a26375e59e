/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The front door of the forms engine: include this one to fill in a form. */

#include "core/forms/gw-form.h"
#include "core/forms/gw-form-draft.h"
#include "core/forms/gw-form-environment.h"
#include "core/forms/gw-form-item.h"
#include "core/forms/gw-form-step.h"

G_BEGIN_DECLS

/**
 * GwFormOrigin:
 *
 * Who changed a value.
 */
typedef enum
{
  GW_FORM_ORIGIN_PERSON,
  GW_FORM_ORIGIN_CALCULATION,
  GW_FORM_ORIGIN_ACTION,
  GW_FORM_ORIGIN_CHOICES, /* the list no longer holds what was chosen (section 5) */
} GwFormOrigin;

/**
 * GwFormAspect:
 *
 * What changed about a node.
 */
typedef enum
{
  GW_FORM_ASPECT_VALUE    = 1 << 0,
  GW_FORM_ASPECT_RELEVANT = 1 << 1,
  GW_FORM_ASPECT_READONLY = 1 << 2,
  GW_FORM_ASPECT_REQUIRED = 1 << 3,
  GW_FORM_ASPECT_VALID    = 1 << 4,
  GW_FORM_ASPECT_TEXTS    = 1 << 5, /* label, hint, messages */
  GW_FORM_ASPECT_CHOICES  = 1 << 6,
} GwFormAspect;

/**
 * GwFormChange:
 * @ref: the node
 * @item: (nullable): its item, where one was asked for before: a page finds its widget by it.
 *   A node without a control has none. Two controls of one node are two changes
 * @aspects: #GwFormAspect flags
 * @origin: who changed the value
 * @old_value: (nullable): the text before, where the value changed
 *
 * What happened to one node. Owned by the signal emission.
 */
typedef struct
{
  char         *ref;
  GwFormItem   *item;
  GwFormAspect  aspects;
  GwFormOrigin  origin;
  char         *old_value;
} GwFormChange;

/**
 * GwFormProblem:
 * @ref: the node
 * @item: (not nullable): its item
 * @why: what is wrong
 * @message: (nullable): the form's own message in the session's language
 */
typedef struct
{
  char       *ref;
  GwFormItem *item;
  GwFormWhy   why;
  char       *message;
} GwFormProblem;

/**
 * GwFormProgress:
 * @questions: relevant questions that a person can answer
 * @answered: those of them with an answer
 * @required: those of @questions that must be answered
 * @required_answered: those of @required with an answer
 * @invalid: answers that break a rule; required ones without an answer are not counted here
 */
typedef struct
{
  guint questions;
  guint answered;
  guint required;
  guint required_answered;
  guint invalid;
} GwFormProgress;

/**
 * GwFormSession:
 *
 * A filled-in form in memory. It belongs to the thread that made it.
 *
 * Signals, each emitted once after all that one call caused:
 *
 * - `changed` (GPtrArray of #GwFormChange): values, relevance, validity, texts or choices
 * - `rows-changed` (const char *repeat_ref): rows were added or removed, before `changed`
 * - `stepped` (#GwFormStep): after the others, what a call did to texts and rows: what
 *   gw_form_session_take_back() needs to undo it
 * - `language-changed`: every text may have changed
 * - `readonly-changed`: gw_form_session_set_readonly() was called
 */
#define GW_TYPE_FORM_SESSION (gw_form_session_get_type ())

G_DECLARE_FINAL_TYPE (GwFormSession, gw_form_session, GW, FORM_SESSION, GObject)

GwFormSession *gw_form_session_new             (GwForm                  *form,
                                                const GwFormEnvironment *environment,
                                                const GwFormDraft       *draft) G_GNUC_WARN_UNUSED_RESULT;

GwForm        *gw_form_session_get_form        (GwFormSession           *self);
const char    *gw_form_session_get_language    (GwFormSession           *self);
gboolean       gw_form_session_set_language    (GwFormSession           *self,
                                                const char              *language);
const char    *gw_form_session_get_second_language (GwFormSession       *self);
void           gw_form_session_set_second_language (GwFormSession       *self,
                                                const char              *language);

GPtrArray     *gw_form_session_dup_items       (GwFormSession           *self) G_GNUC_WARN_UNUSED_RESULT;
GwFormItem    *gw_form_session_find_item       (GwFormSession           *self,
                                                const char              *ref);

const char    *gw_form_session_get_value       (GwFormSession           *self,
                                                const char              *ref);
gboolean       gw_form_session_is_relevant     (GwFormSession           *self,
                                                const char              *ref);
void           gw_form_session_set_readonly    (GwFormSession           *self,
                                                gboolean                 readonly);
gboolean       gw_form_session_set_value       (GwFormSession           *self,
                                                const char              *ref,
                                                const char              *value,
                                                GError                 **error);
char          *gw_form_session_add_row         (GwFormSession           *self,
                                                const char              *repeat_ref,
                                                const char              *row_id,
                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_form_session_remove_row      (GwFormSession           *self,
                                                const char              *row_ref,
                                                GError                 **error);
void           gw_form_session_begin_step      (GwFormSession           *self);
void           gw_form_session_end_step        (GwFormSession           *self);
gboolean       gw_form_session_take_back       (GwFormSession           *self,
                                                const GwFormStep        *step);
void           gw_form_session_finalise        (GwFormSession           *self);
gboolean       gw_form_session_hit_limit       (GwFormSession           *self);

GPtrArray     *gw_form_session_dup_problems    (GwFormSession           *self) G_GNUC_WARN_UNUSED_RESULT;
void           gw_form_session_get_progress    (GwFormSession           *self,
                                                GwFormItem              *section,
                                                GwFormProgress          *progress);
char          *gw_form_session_dup_name        (GwFormSession           *self) G_GNUC_WARN_UNUSED_RESULT;
GwFormDraft   *gw_form_session_dup_draft       (GwFormSession           *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *gw_form_session_write_instance  (GwFormSession           *self) G_GNUC_WARN_UNUSED_RESULT;

char          *gw_form_session_dup_ref         (GwFormSession           *self,
                                                const char              *path) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_session_dup_path        (GwFormSession           *self,
                                                const char              *ref) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_session_evaluate        (GwFormSession           *self,
                                                const char              *expression,
                                                const char              *context_ref,
                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

void           gw_form_problem_free            (GwFormProblem           *problem);

G_END_DECLS
