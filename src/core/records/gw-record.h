/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwRecordVersions:
 * @docs: (element-type GwDoc): the versions that stand beside each other, the shown one first
 * @joined: what the rules of the type make of them; where a person has to decide, what is shown
 * @undecided: the fields where a person has to decide
 */
typedef struct
{
  GPtrArray  *docs;
  JsonObject *joined;
  GStrv       undecided;
} GwRecordVersions;

void gw_record_versions_free (GwRecordVersions *versions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRecordVersions, gw_record_versions_free)

/**
 * GwRecord:
 *
 * One document open before a person: its fields as they stand on the screen, saved as they are
 * changed, and kept up to date with what comes from elsewhere. What a person is changing is never
 * covered by what comes in: an edit is written as a child of the version that the person had
 * before their eyes, the store merges what it can, and the rest stays as two versions.
 *
 * Fields are members of the document's body: texts or lists of texts. "created", "changed" and
 * "author" are written by the record itself.
 *
 * Properties (read-only, with notify):
 * - "exists": the document is there and not deleted
 * - "conflicts" (guint): versions beside the shown one that a person has not settled
 * - "saving": something changed here is not durable yet
 *
 * Signals:
 * - "changed" (GStrv): fields that changed without a call of gw_record_set_…()
 * - "failed" (GError): a change could not be kept and will not be tried again
 *
 * Belongs to the thread that made it.
 */
#define GW_TYPE_RECORD (gw_record_get_type ())
G_DECLARE_FINAL_TYPE (GwRecord, gw_record, GW, RECORD, GObject)

GwRecord           *gw_record_new              (GwStoreThread        *store,
                                                const char           *db,
                                                const char           *id,
                                                const char           *author) G_GNUC_WARN_UNUSED_RESULT;
GwRecord           *gw_record_new_from_doc     (GwStoreThread        *store,
                                                GwDoc                *doc,
                                                const char           *author) G_GNUC_WARN_UNUSED_RESULT;
void                gw_record_open_async       (GwRecord             *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean            gw_record_open_finish      (GwRecord             *self,
                                                GAsyncResult         *result,
                                                GError              **error);

const char         *gw_record_get_id           (GwRecord             *self);
gboolean            gw_record_get_exists       (GwRecord             *self);
const GError       *gw_record_get_error        (GwRecord             *self);
guint               gw_record_get_conflicts    (GwRecord             *self);
gboolean            gw_record_get_saving       (GwRecord             *self);

const char         *gw_record_get_string       (GwRecord             *self,
                                                const char           *field);
GStrv               gw_record_dup_strv         (GwRecord             *self,
                                                const char           *field) G_GNUC_WARN_UNUSED_RESULT;
void                gw_record_set_string       (GwRecord             *self,
                                                const char           *field,
                                                const char           *value);
void                gw_record_set_strv         (GwRecord             *self,
                                                const char           *field,
                                                const char *const    *values);
void                gw_record_save             (GwRecord             *self);
void                gw_record_delete           (GwRecord             *self);
void                gw_record_restore          (GwRecord             *self);

void                gw_record_versions_async   (GwRecord             *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GwRecordVersions   *gw_record_versions_read    (GwStore              *store,
                                                const char           *db,
                                                const char           *id,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwRecordVersions   *gw_record_versions_finish  (GwRecord             *self,
                                                GAsyncResult         *result,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                gw_record_settle           (GwRecord             *self,
                                                JsonObject           *body,
                                                const char *const    *seen_revs);

void                gw_record_stamp            (JsonObject           *body,
                                                const char           *id,
                                                const char           *author);
JsonObject         *gw_record_new_last_word    (const char           *author) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
