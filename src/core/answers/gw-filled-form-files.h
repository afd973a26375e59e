/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer-file.h"
#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

/* The largest file that is taken for an answer: what the servers of ODK take, too. */
#define GW_FILLED_FORM_LARGEST_FILE (100 * 1000 * 1000)

/* Files that are attached to the answers of a filled-in form. */

void          gw_filled_form_add_file_async  (GwFilledForm        *self,
                                              GBytes              *bytes,
                                              const char          *name,
                                              const char          *mime,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GwAnswerFile *gw_filled_form_add_file_finish (GwFilledForm        *self,
                                              GAsyncResult        *result,
                                              GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_filled_form_find_file_async (GwFilledForm        *self,
                                              const char          *stored_name,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GwAnswerFile *gw_filled_form_find_file_finish (GwFilledForm       *self,
                                              GAsyncResult        *result,
                                              GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_filled_form_read_file_async (GwFilledForm        *self,
                                              GwAnswerFile        *file,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GBytes       *gw_filled_form_read_file_finish (GwFilledForm       *self,
                                              GAsyncResult        *result,
                                              GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
