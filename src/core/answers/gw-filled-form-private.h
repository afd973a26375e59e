/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer-book.h"
#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

struct _GwFilledForm
{
  GObject parent_instance;

  GwStoreThread *thread;
  GwAnswerBook *book;
  GwFormSession *session;
  char *author;

  GHashTable *answers;      /* ref -> GwAnswer, as the store has them */
  GHashTable *rows;         /* row ref, of the rows that the session has */
  guint n_undecided;
  gboolean applying;        /* what the session tells now did not come from the person */

  /* Undo: gw-filled-form-undo.c */
  GQueue steps_back;        /* of GwFormStep, the last one first */
  GQueue steps_forward;
  int going;                /* -1 back, 1 forward, 0 where a person goes */
  gint64 last_step;         /* monotonic */
  gboolean step_is_open;    /* more typing in the same place belongs to the last step */

  /* Saving: gw-filled-form-save.c */
  GPtrArray *queue;         /* GwAnswerEdit, not handed over yet */
  GHashTable *unsaved;      /* ref -> number of edits queued or on their way */
  GHashTable *stretches;    /* ref -> Stretch, places in which a person is typing */
  GHashTable *refused;      /* ref, of texts too long for the store */
  guint64 last_stretch;
  int last_serial;
  guint in_flight;
  gboolean push_after_flight;
  guint timer;
  gint64 first_unsaved;     /* monotonic */
  GError *error;
  GwFilledFormState state;

  /* What comes from elsewhere: gw-filled-form-watch.c */
  char *editing;
  GPtrArray *news;          /* ids that changed */
  gboolean reading;
  gboolean put_off;         /* something waits until the person has stopped typing there */
  gboolean read_all;        /* what was put off is to be read now */
};

void     gw_filled_form_save_init          (GwFilledForm     *self);
void     gw_filled_form_save_dispose       (GwFilledForm     *self);
void     gw_filled_form_save_finalize      (GwFilledForm     *self);
void     gw_filled_form_note_changes       (GwFilledForm     *self,
                                            GPtrArray        *changes);
void     gw_filled_form_note_rows          (GwFilledForm     *self,
                                            const char       *repeat_ref);
void     gw_filled_form_keep_calculation   (GwFilledForm     *self,
                                            const char       *ref);
void     gw_filled_form_learn_rows         (GwFilledForm     *self);
void     gw_filled_form_update_state       (GwFilledForm     *self);
gboolean gw_filled_form_is_being_typed     (GwFilledForm     *self,
                                            const char       *ref);

void     gw_filled_form_note_step          (GwFilledForm     *self,
                                            GwFormStep       *step);
void     gw_filled_form_undo_finalize      (GwFilledForm     *self);
void     gw_filled_form_show_row           (GwFilledForm     *self,
                                            const char       *row_ref);

void     gw_filled_form_note_store         (GwFilledForm     *self,
                                            GPtrArray        *changes);
void     gw_filled_form_read_news          (GwFilledForm     *self);
void     gw_filled_form_take_answers       (GwFilledForm     *self,
                                            GPtrArray        *answers);
void     gw_filled_form_show_answer        (GwFilledForm     *self,
                                            const GwAnswer   *answer);

G_END_DECLS
