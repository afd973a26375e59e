/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer.h"
#include "core/forms/gw-form-draft.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwAnswerEditKind:
 * @GW_ANSWER_EDIT_VALUE: the text of a place
 * @GW_ANSWER_EDIT_ROW: a row is there
 * @GW_ANSWER_EDIT_NO_ROW: a row was taken away; its answers stay in the store
 */
typedef enum
{
  GW_ANSWER_EDIT_VALUE,
  GW_ANSWER_EDIT_ROW,
  GW_ANSWER_EDIT_NO_ROW,
} GwAnswerEditKind;

/**
 * GwAnswerEdit:
 * @ref: the place, or the row as `/data/rep[01J…]`
 * @value: (nullable): the text, for a place
 * @coded: the text is the code of a choice
 * @calculated: the form computed the text; no person typed it
 * @stretch: one stretch of typing has one number: the history keeps what stood there before
 *   the stretch, and not each key
 * @changed: when
 *
 * One thing that happened to a filled-in form.
 */
typedef struct
{
  GwAnswerEditKind kind;
  char *ref;
  char *value;
  gboolean coded;
  gboolean calculated;
  guint64 stretch;
  gint64 changed;
} GwAnswerEdit;

/**
 * GwAnswerBook:
 *
 * What one open filled-in form knows of its documents: which revision of each answer the person
 * has before their eyes. An edit is written as a child of that revision and of no other, so
 * that a text that came from elsewhere in between is never covered: it stands beside.
 *
 * Reference counted. After gw_answer_book_new() all functions but ref and unref belong to the
 * thread of the store.
 */
typedef struct _GwAnswerBook GwAnswerBook;

/**
 * GwAnswerSheet:
 * @answers: (element-type GwAnswer): all answers, in the order of their ids
 * @rows: (element-type utf8): the rows that are there, as references, in their order
 * @removed_rows: (element-type utf8): the rows that were taken away
 * @begun: (nullable): what the form filled in by itself when it was begun
 *
 * All that the store holds of a filled-in form at one moment.
 */
typedef struct
{
  GPtrArray *answers;
  GPtrArray *rows;
  GPtrArray *removed_rows;
  JsonObject *begun;
} GwAnswerSheet;

/**
 * GwAnswersWritten:
 * @answers: (element-type GwAnswer): the answers that were written, as they are shown now
 * @refused: (element-type utf8): places whose text the store cannot take, being too long
 */
typedef struct
{
  GPtrArray *answers;
  GPtrArray *refused;
} GwAnswersWritten;

GwAnswerEdit  *gw_answer_edit_new       (GwAnswerEditKind  kind,
                                         const char       *ref,
                                         const char       *value,
                                         guint64           stretch) G_GNUC_WARN_UNUSED_RESULT;
void           gw_answer_edit_free      (GwAnswerEdit     *self);

GwAnswerBook  *gw_answer_book_new       (const char       *db,
                                         const char       *record,
                                         const char       *author) G_GNUC_WARN_UNUSED_RESULT;
GwAnswerBook  *gw_answer_book_ref       (GwAnswerBook     *self);
void           gw_answer_book_unref     (GwAnswerBook     *self);
const char    *gw_answer_book_get_record (GwAnswerBook    *self);
const char    *gw_answer_book_get_db    (GwAnswerBook     *self);

GwAnswerSheet *gw_answer_book_read      (GwAnswerBook     *self,
                                         GwStore          *store,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_answer_book_accept    (GwAnswerBook     *self,
                                         const GwAnswer   *answer);
gboolean       gw_answer_book_is_news   (GwAnswerBook     *self,
                                         GwStore          *store,
                                         GPtrArray        *ids);
GwAnswersWritten *gw_answer_book_write  (GwAnswerBook     *self,
                                         GwStore          *store,
                                         int               serial,
                                         GPtrArray        *edits,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_answer_book_note_durable (GwAnswerBook  *self,
                                            int            serial);
gboolean       gw_answer_book_begin     (GwAnswerBook     *self,
                                         GwStore          *store,
                                         const GwFormDraft *draft,
                                         GError          **error);

void           gw_answers_written_free  (GwAnswersWritten *self);
void           gw_answer_sheet_free     (GwAnswerSheet    *self);
GwFormDraft   *gw_answer_sheet_dup_draft (const GwAnswerSheet *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_answer_sheet_is_empty (const GwAnswerSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswerEdit, gw_answer_edit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswerBook, gw_answer_book_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswersWritten, gw_answers_written_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswerSheet, gw_answer_sheet_free)

G_END_DECLS
