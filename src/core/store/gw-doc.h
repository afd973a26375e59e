/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GwDoc:
 *
 * One revision of one document. Immutable and reference counted, so it may be handed from the
 * store's thread to the window's.
 */
typedef struct _GwDoc GwDoc;

/**
 * GwChange:
 * @seq: the local sequence number of the document's last change
 * @db: the database
 * @id: the document
 * @rev: the revision that is shown (the winner)
 * @deleted: whether the winner is a tombstone
 * @conflicts: live leaves beside the winner: versions that a person has not seen
 *
 * One document that changed, as the change feed tells it.
 */
typedef struct
{
  gint64 seq;
  char *db;
  char *id;
  char *rev;
  gboolean deleted;
  guint conflicts;
} GwChange;

#define GW_TYPE_DOC (gw_doc_get_type ())
#define GW_TYPE_CHANGE (gw_change_get_type ())

GType       gw_doc_get_type       (void) G_GNUC_CONST;
GType       gw_change_get_type    (void) G_GNUC_CONST;

GwDoc      *gw_doc_new            (const char *db,
                                   const char *id,
                                   const char *rev,
                                   gboolean    deleted,
                                   JsonObject *body) G_GNUC_WARN_UNUSED_RESULT;
GwDoc      *gw_doc_new_from_text  (const char *db,
                                   const char *id,
                                   const char *rev,
                                   gboolean    deleted,
                                   const char *text,
                                   guint       conflicts) G_GNUC_WARN_UNUSED_RESULT;
GwDoc      *gw_doc_ref            (GwDoc      *self);
void        gw_doc_unref          (GwDoc      *self);

const char *gw_doc_get_db         (GwDoc      *self);
const char *gw_doc_get_id         (GwDoc      *self);
const char *gw_doc_get_rev        (GwDoc      *self);
gint64      gw_doc_get_generation (GwDoc      *self);
gboolean    gw_doc_is_deleted     (GwDoc      *self);
guint       gw_doc_get_conflicts  (GwDoc      *self);
JsonObject *gw_doc_get_body       (GwDoc      *self);
const char *gw_doc_get_text       (GwDoc      *self);

GwChange   *gw_change_copy        (const GwChange *self) G_GNUC_WARN_UNUSED_RESULT;
void        gw_change_free        (GwChange   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDoc, gw_doc_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwChange, gw_change_free)

G_END_DECLS
