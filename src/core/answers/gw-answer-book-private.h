/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer-book.h"

G_BEGIN_DECLS

/* What the person has before their eyes in one place. */
typedef struct
{
  char *rev;
  char *value;
  char *author;
  gint64 changed;
  gboolean calculated;
  guint64 stretch; /* of the last edit from this desk; 0 for a text that came from elsewhere */
} GwAnswerKnown;

typedef struct
{
  char *rev;
  char *order;
  gboolean removed;
} GwAnswerKnownRow;

struct _GwAnswerBook
{
  gatomicrefcount refs;
  char *db;
  char *record;
  char *author;
  gboolean was_read;
  GHashTable *answers; /* ref -> GwAnswerKnown */
  GHashTable *rows;    /* row ref -> GwAnswerKnownRow */
  GQueue log;          /* of LogEntry: what writes taught that are perhaps not durable yet */
  gint durable;        /* atomic: the last handful that is */
};

void              gw_answer_book_forget_log (GwAnswerBook    *self);
void              gw_answer_known_free     (GwAnswerKnown    *known);
void              gw_answer_known_row_free (GwAnswerKnownRow *row);
GwAnswerKnown    *gw_answer_known_new      (const char       *rev,
                                            const char       *value,
                                            const char       *author,
                                            gint64            changed,
                                            gboolean          calculated,
                                            guint64           stretch) G_GNUC_WARN_UNUSED_RESULT;
GwAnswerKnownRow *gw_answer_known_row_new  (const char       *rev,
                                            const char       *order,
                                            gboolean          removed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
