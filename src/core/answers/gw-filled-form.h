/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The front door of answers: include this one to fill in a form that is kept as it is typed. */

#include "core/answers/gw-answer.h"
#include "core/forms/gw-form-session.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwFilledFormState:
 * @GW_FILLED_FORM_SAVED: everything typed is on the disk
 * @GW_FILLED_FORM_SAVING: the last keys are on their way, a quarter of a second at most
 * @GW_FILLED_FORM_NOT_SAVED: the disk does not take it; gw_filled_form_get_error() says why. What
 *   was typed stays in memory and is tried again
 */
typedef enum
{
  GW_FILLED_FORM_SAVED,
  GW_FILLED_FORM_SAVING,
  GW_FILLED_FORM_NOT_SAVED,
} GwFilledFormState;

/**
 * GwFilledForm:
 *
 * A filled-in form, kept in the store as it is typed: where forms and store meet. The form's
 * session is the one that a page shows; whatever a person changes in it is saved by itself, also
 * where it breaks a rule. What comes from elsewhere (another desk by sync, another program) goes
 * into the session, but not under the hands of a person who is typing there.
 *
 * It belongs to the main context of the thread that made it. The last reference may be dropped at
 * any moment: what was typed is handed to the store's thread first.
 *
 * Properties: "state" (#GwFilledFormState), "n-undecided" (guint): answers that two people changed
 * apart.
 *
 * Signals:
 * - `answers-changed` (GPtrArray of utf8): author, time, or the number of versions of these places
 *   changed. The texts themselves are told by the session.
 */
#define GW_TYPE_FILLED_FORM (gw_filled_form_get_type ())

G_DECLARE_FINAL_TYPE (GwFilledForm, gw_filled_form, GW, FILLED_FORM, GObject)

GwFilledForm  *gw_filled_form_open_sync    (GwStoreThread           *thread,
                                            const char              *db,
                                            const char              *record,
                                            const char              *author,
                                            GwForm                  *form,
                                            const GwFormEnvironment *environment,
                                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_filled_form_open_async   (GwStoreThread           *thread,
                                            const char              *db,
                                            const char              *record,
                                            const char              *author,
                                            GwForm                  *form,
                                            const GwFormEnvironment *environment,
                                            GCancellable            *cancellable,
                                            GAsyncReadyCallback      callback,
                                            gpointer                 user_data);
GwFilledForm  *gw_filled_form_open_finish  (GAsyncResult            *result,
                                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

GwFormSession *gw_filled_form_get_session  (GwFilledForm            *self);
const char    *gw_filled_form_get_record   (GwFilledForm            *self);
const char    *gw_filled_form_get_author   (GwFilledForm            *self);
GwStoreThread *gw_filled_form_get_store    (GwFilledForm            *self);

/* Saving */
GwFilledFormState gw_filled_form_get_state (GwFilledForm            *self);
const GError  *gw_filled_form_get_error    (GwFilledForm            *self);
GStrv          gw_filled_form_dup_unsaved  (GwFilledForm            *self) G_GNUC_WARN_UNUSED_RESULT;
void           gw_filled_form_flush        (GwFilledForm            *self);
gboolean       gw_filled_form_flush_sync   (GwFilledForm            *self,
                                            GError                 **error);
void           gw_filled_form_set_editing  (GwFilledForm            *self,
                                            const char              *ref);

/* Each answer */
const GwAnswer *gw_filled_form_get_answer  (GwFilledForm            *self,
                                            const char              *ref);
GHashTable    *gw_filled_form_dup_answers  (GwFilledForm            *self) G_GNUC_WARN_UNUSED_RESULT;
guint          gw_filled_form_get_n_undecided (GwFilledForm         *self);
GPtrArray     *gw_filled_form_dup_undecided (GwFilledForm           *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_filled_form_put_back_row (GwFilledForm            *self,
                                            const char              *row_ref,
                                            GError                 **error);

/* Undo: gw-filled-form-undo.c */
gboolean       gw_filled_form_can_undo     (GwFilledForm            *self);
gboolean       gw_filled_form_can_redo     (GwFilledForm            *self);
char          *gw_filled_form_undo         (GwFilledForm            *self) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_filled_form_redo         (GwFilledForm            *self) G_GNUC_WARN_UNUSED_RESULT;

/* History and versions: gw-filled-form-history.c */
GPtrArray     *gw_filled_form_list_history_sync    (GwFilledForm        *self,
                                                    const char          *ref,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_filled_form_list_history_async   (GwFilledForm        *self,
                                                    const char          *ref,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
GPtrArray     *gw_filled_form_list_history_finish  (GwFilledForm        *self,
                                                    GAsyncResult        *result,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *gw_filled_form_list_versions_sync   (GwFilledForm        *self,
                                                    const char          *ref,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_filled_form_list_versions_async  (GwFilledForm        *self,
                                                    const char          *ref,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
GPtrArray     *gw_filled_form_list_versions_finish (GwFilledForm        *self,
                                                    GAsyncResult        *result,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_filled_form_settle_sync          (GwFilledForm        *self,
                                                    const char          *ref,
                                                    const char          *value,
                                                    const char          *aside,
                                                    const char *const   *seen_revs,
                                                    GError             **error);
void           gw_filled_form_settle_async         (GwFilledForm        *self,
                                                    const char          *ref,
                                                    const char          *value,
                                                    const char          *aside,
                                                    const char *const   *seen_revs,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean       gw_filled_form_settle_finish        (GwFilledForm        *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);

G_END_DECLS
