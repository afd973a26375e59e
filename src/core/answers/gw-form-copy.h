/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-filled-form.h"
#include "core/forms/gw-form.h"

G_BEGIN_DECLS

/* Never leaves this computer: whoever opens a form from a file has not said that others should see it. */
#define GW_FORM_COPY_DB "mine"

/* The records of copies begin with it, so that whoever meets one of their answers knows where it belongs. */
#define GW_FORM_COPY_RECORD "copy-"

/**
 * GwFormCopy:
 * @id: the record of its answers, `copy-` and a ULID
 * @title: what it is called in lists: the name that its answers give it, or the form's title
 * @form_id: the form's id
 * @form_version: the form's version, or ""
 * @form_title: the form's title
 * @form_hash: under which the form is kept
 * @created: when it was begun, microseconds since 1970
 * @moved_from: (nullable): the draft that it was moved from, which had another version of the form
 * @moved_version: (nullable): that version, or ""
 * @removed: whether a person took it out of the list; all of it is kept
 *
 * A form that came from a file, being filled in. Immutable; the form, its files and its answers are in the store.
 */
typedef struct
{
  char *id;
  char *title;
  char *form_id;
  char *form_version;
  char *form_title;
  char *form_hash;
  gint64 created;
  char *moved_from;
  char *moved_version;
  gboolean removed;
} GwFormCopy;

void        gw_form_copy_free          (GwFormCopy               *self);
char       *gw_form_copy_dup_doc_title (GwDoc                    *doc) G_GNUC_WARN_UNUSED_RESULT;

/* On the thread of the store. */
GwFormCopy *gw_form_copy_create        (GwStore                  *store,
                                        GwForm                   *form,
                                        GBytes                   *xml,
                                        const char               *media_folder,
                                        const char               *author,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
GwFormCopy *gw_form_copy_create_named  (GwStore                  *store,
                                        const char               *name,
                                        GwForm                   *form,
                                        GBytes                   *xml,
                                        const char               *media_folder,
                                        const char               *author,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_form_copy_read_all      (GwStore                  *store,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_form_copy_set_title     (GwStore                  *store,
                                        const char               *id,
                                        const char               *title,
                                        GError                  **error);
gboolean    gw_form_copy_set_removed   (GwStore                  *store,
                                        const char               *id,
                                        gboolean                  removed,
                                        GError                  **error);
GBytes     *gw_form_copy_unpack        (GwStore                  *store,
                                        const char               *id,
                                        const char               *folder,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

/* On any thread with a main context: gw-form-copy-open.c */
void          gw_form_copy_open_async  (GwStoreThread            *thread,
                                        const char               *id,
                                        const char               *author,
                                        const GwFormEnvironment  *environment,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data);
GwFilledForm *gw_form_copy_open_finish (GAsyncResult             *result,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormCopy, gw_form_copy_free)

G_END_DECLS
