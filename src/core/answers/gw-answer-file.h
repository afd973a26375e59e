/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwAnswerFile:
 * @stored_name: what stands in the answer: a bare file name that no other file of the record has
 * @name: the name that the person knows
 * @mime: its type
 * @length: bytes
 * @description: how the store finds its parts (gw_store_get_file())
 *
 * A file that was attached to an answer. Immutable, reference counted.
 *
 * Each is a document `file:<record>:<hash of the stored name>`, which stays when the answer is taken away, so
 * that undo and history can bring it back.
 */
typedef struct
{
  gatomicrefcount refs;
  char *stored_name;
  char *name;
  char *mime;
  gint64 length;
  JsonObject *description;
} GwAnswerFile;

GwAnswerFile *gw_answer_file_ref   (GwAnswerFile *self);
void          gw_answer_file_unref (GwAnswerFile *self);

/* On the thread of the store. */
GwAnswerFile *gw_answer_file_put   (GwStore      *store,
                                    const char   *db,
                                    const char   *record,
                                    GBytes       *bytes,
                                    const char   *name,
                                    const char   *mime,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwAnswerFile *gw_answer_file_find  (GwStore      *store,
                                    const char   *db,
                                    const char   *record,
                                    const char   *stored_name,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes       *gw_answer_file_read  (GwStore      *store,
                                    GwAnswerFile *file,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAnswerFile, gw_answer_file_unref)

G_END_DECLS
