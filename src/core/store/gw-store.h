/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/store/gw-doc.h"
#include "core/store/gw-doc-type.h"

G_BEGIN_DECLS

/* The front door of the store: one connection to the documents of a profile.
 *
 * All functions are synchronous and belong to the thread that opened the connection, which they
 * assert; the window goes through GwStoreThread. Any number of connections may be open to the
 * same file, in this process or another. A function that writes is one transaction, durable when
 * it returns TRUE; between gw_store_begin() and gw_store_commit() many of them are one. */

/**
 * GwStoreError:
 * @GW_STORE_ERROR_FAILED: something else; the message says what SQLite said
 * @GW_STORE_ERROR_NOT_FOUND: no such document, revision, chunk or file
 * @GW_STORE_ERROR_GONE: the revision is known, but its body is not kept any more
 * @GW_STORE_ERROR_INVALID: the id, revision or body cannot be stored
 * @GW_STORE_ERROR_READ_ONLY: the store was opened for reading, or the folder does not let us write
 * @GW_STORE_ERROR_FULL: the disk is full; nothing was written, the same call may be made again
 * @GW_STORE_ERROR_IO: the disk failed or was taken out; the same call may be made again
 * @GW_STORE_ERROR_BUSY: another process writes for longer than we wait; try again
 * @GW_STORE_ERROR_DAMAGED: the file is damaged; what can be read can be read
 * @GW_STORE_ERROR_NEWER: the file was written by a newer Godwit
 * @GW_STORE_ERROR_INCOMPLETE: a file whose chunks are not all here yet
 */
typedef enum
{
  GW_STORE_ERROR_FAILED,
  GW_STORE_ERROR_NOT_FOUND,
  GW_STORE_ERROR_GONE,
  GW_STORE_ERROR_INVALID,
  GW_STORE_ERROR_READ_ONLY,
  GW_STORE_ERROR_FULL,
  GW_STORE_ERROR_IO,
  GW_STORE_ERROR_BUSY,
  GW_STORE_ERROR_DAMAGED,
  GW_STORE_ERROR_NEWER,
  GW_STORE_ERROR_INCOMPLETE,
} GwStoreError;

#define GW_STORE_ERROR (gw_store_error_quark ())
GQuark gw_store_error_quark (void);

/**
 * GwStoreFlags:
 * @GW_STORE_READ_ONLY: never write
 * @GW_STORE_CREATE: make the file where there is none
 * @GW_STORE_UNSAFE: do not wait for the disk; for tests that show why we do
 * @GW_STORE_CHECK_LATER: open at once; the caller calls gw_store_verify() before it writes
 */
typedef enum
{
  GW_STORE_DEFAULT = 0,
  GW_STORE_READ_ONLY = 1 << 0,
  GW_STORE_CREATE = 1 << 1,
  GW_STORE_UNSAFE = 1 << 2,
  GW_STORE_CHECK_LATER = 1 << 3,
} GwStoreFlags;

/**
 * GwPutFlags:
 * @GW_PUT_COALESCE: when the base is a leaf made here that was never offered to anybody, the new
 *   revision takes its place, so that typing does not grow the tree
 */
typedef enum
{
  GW_PUT_DEFAULT = 0,
  GW_PUT_COALESCE = 1 << 0,
} GwPutFlags;

/**
 * GwInsertFlags:
 * @GW_INSERT_FROM_SERVER: the server has this revision and its ancestors
 * @GW_INSERT_OUTBOX: the server may not have it (it came in a file): offer it at the next upload
 */
typedef enum
{
  GW_INSERT_DEFAULT = 0,
  GW_INSERT_FROM_SERVER = 1 << 0,
  GW_INSERT_OUTBOX = 1 << 1,
} GwInsertFlags;

/**
 * GwOutgoing:
 * @doc: the revision to send
 * @path: its ancestry, newest first and @doc's own revision at the head, back to one the server has
 * @uncertain: it was sent before and no answer came: ask first whether the server has it
 */
typedef struct
{
  GwDoc *doc;
  GStrv path;
  gboolean uncertain;
} GwOutgoing;

/**
 * GwRefused:
 *
 * A revision that the server refused: it is set aside with the server's reason and blocks nothing.
 */
typedef struct
{
  char *db;
  char *id;
  char *rev;
  char *reason;
} GwRefused;

/**
 * GwWanted:
 *
 * A revision that a server told of and that is not here yet.
 */
typedef struct
{
  char *id;
  char *rev;
} GwWanted;

/**
 * GwMergeOutcome:
 * @merged: documents (or leaves) that were merged by rule
 * @waiting: documents that wait for a person
 */
typedef struct
{
  guint merged;
  guint waiting;
} GwMergeOutcome;

#define GW_STORE_REVS_LIMIT 100
#define GW_STORE_BODY_DAYS 90
/**
 * GwStoreWay:
 * @GW_STORE_WAY_ARRIVED: the server has it
 * @GW_STORE_WAY_WAITS: it waits for a connection
 * @GW_STORE_WAY_REFUSED: the server did not take it
 */
typedef enum
{
  GW_STORE_WAY_ARRIVED,
  GW_STORE_WAY_WAITS,
  GW_STORE_WAY_REFUSED,
} GwStoreWay;

#define GW_STORE_MAX_BODY (1024 * 1024)
#define GW_STORE_CHUNK_SIZE (32 * 1024)

#define GW_TYPE_STORE (gw_store_get_type ())
G_DECLARE_FINAL_TYPE (GwStore, gw_store, GW, STORE, GObject)

/* Opening: gw-store.c, gw-store-open.c. */
GwStore      *gw_store_open           (const char        *path,
                                       GwStoreFlags       flags,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GwStore      *gw_store_open_vfs       (const char        *path,
                                       GwStoreFlags       flags,
                                       const char        *vfs,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_verify         (GwStore           *self,
                                       GError           **error);
const char   *gw_store_get_path       (GwStore           *self);
gboolean      gw_store_is_read_only   (GwStore           *self);
const GError *gw_store_get_fault      (GwStore           *self);

/* Many writes as one: all or nothing, and one wait for the disk. Groups may nest. */
gboolean      gw_store_begin          (GwStore           *self,
                                       GError           **error);
gboolean      gw_store_commit         (GwStore           *self,
                                       GError           **error);
void          gw_store_rollback       (GwStore           *self);

/* Documents: gw-store-docs.c. */
GwDoc        *gw_store_get            (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GwDoc        *gw_store_get_rev        (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_put            (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *base_rev,
                                       JsonObject        *body,
                                       GwPutFlags         flags,
                                       char             **rev_out,
                                       GError           **error);
gboolean      gw_store_delete         (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *base_rev,
                                       JsonObject        *body,
                                       char             **rev_out,
                                       GError           **error);
GPtrArray    *gw_store_list           (GwStore           *self,
                                       const char        *db,
                                       const char        *prefix,
                                       const char        *after,
                                       int                limit,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gint64        gw_store_count          (GwStore           *self,
                                       const char        *db,
                                       const char        *prefix,
                                       GError           **error);
GPtrArray    *gw_store_leaves         (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *gw_store_conflicts      (GwStore           *self,
                                       const char        *db,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *gw_store_changes        (GwStore           *self,
                                       gint64             since,
                                       int                limit,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gint64        gw_store_get_seq        (GwStore           *self,
                                       GError           **error);

/* Revisions from elsewhere: gw-store-insert.c. */
gboolean      gw_store_insert         (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char *const *path,
                                       gboolean           deleted,
                                       JsonObject        *body,
                                       GwInsertFlags      flags,
                                       GError           **error);
gboolean      gw_store_insert_json    (GwStore           *self,
                                       const char        *db,
                                       JsonObject        *document,
                                       GwInsertFlags      flags,
                                       GError           **error);
gboolean      gw_store_accepts        (const char        *db,
                                       JsonObject        *document,
                                       GError           **error);
GStrv         gw_store_missing        (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char *const *revs,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv         gw_store_ancestry       (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject   *gw_store_doc_to_json    (GwDoc             *doc,
                                       const char *const *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_append_doc     (GString           *text,
                                       GwDoc             *doc,
                                       const char *const *path,
                                       GError           **error);

/* What waits to be sent: gw-store-outbox.c. */
GPtrArray    *gw_store_outbox         (GwStore           *self,
                                       const char        *db,
                                       gsize              max_bytes,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_outbox_count   (GwStore           *self,
                                       const char        *db,
                                       gint64            *n_docs,
                                       gint64            *n_bytes,
                                       GError           **error);
gboolean      gw_store_outbox_count_prefix
                                      (GwStore           *self,
                                       const char        *prefix,
                                       gint64            *n_docs,
                                       gint64            *n_bytes,
                                       GError           **error);
gboolean      gw_store_mark_attempted (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error);
gboolean      gw_store_mark_accepted  (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error);
gboolean      gw_store_mark_seen      (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error);
gboolean      gw_store_offer_again    (GwStore           *self,
                                       const char        *db,
                                       gboolean           seen_too,
                                       GError           **error);
gboolean      gw_store_offer_changed  (GwStore           *self,
                                       const char        *db,
                                       gint64             since,
                                       GError           **error);
gboolean      gw_store_compare_leaves (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char *const *revs,
                                       GError           **error);
gboolean      gw_store_compare_leaves_again
                                      (GwStore           *self,
                                       const char        *db,
                                       GError           **error);
gboolean      gw_store_forget_seen    (GwStore           *self,
                                       const char        *db,
                                       GError           **error);
gboolean      gw_store_mark_refused   (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       const char        *reason,
                                       GError           **error);
gboolean      gw_store_retry_refused  (GwStore           *self,
                                       const char        *db,
                                       GError           **error);
GPtrArray    *gw_store_refused        (GwStore           *self,
                                       const char        *db,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *gw_store_hand_over      (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_offer_all      (GwStore           *self,
                                       const char        *db,
                                       GError           **error);

/* What is known of a server, and this desk's own settings: gw-store-values.c. */
char         *gw_store_dup_remote     (GwStore           *self,
                                       const char        *remote,
                                       const char        *db,
                                       const char        *key,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_set_remote     (GwStore           *self,
                                       const char        *remote,
                                       const char        *db,
                                       const char        *key,
                                       const char        *value,
                                       GError           **error);
gboolean      gw_store_forget_remotes (GwStore           *self,
                                       GError           **error);
gboolean      gw_store_want           (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error);
gboolean      gw_store_is_wanted      (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev);
gboolean      gw_store_unwant         (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev,
                                       GError           **error);
GPtrArray    *gw_store_wanted         (GwStore           *self,
                                       const char        *db,
                                       int                limit,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char         *gw_store_dup_setting    (GwStore           *self,
                                       const char        *key,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_set_setting    (GwStore           *self,
                                       const char        *key,
                                       const char        *value,
                                       GError           **error);

/* Merging: gw-store-merge.c. */
gboolean      gw_store_merge          (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       GwMergeOutcome    *outcome,
                                       GError           **error);
gboolean      gw_store_merge_all      (GwStore           *self,
                                       const char        *db,
                                       GwMergeOutcome    *outcome,
                                       GError           **error);
GwDoc        *gw_store_common_base    (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       const char        *rev_a,
                                       const char        *rev_b,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_resolve        (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       JsonObject        *body,
                                       const char *const *leaves,
                                       char             **rev_out,
                                       GError           **error);
gboolean      gw_store_resolve_by_rule (GwStore          *self,
                                       const char        *db,
                                       const char        *id,
                                       JsonObject        *body,
                                       const char *const *leaves,
                                       GError           **error);

/* Files: gw-store-chunks.c. */
JsonObject   *gw_store_put_file       (GwStore           *self,
                                       const char        *db,
                                       GBytes            *bytes,
                                       const char        *name,
                                       const char        *mime,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject   *gw_store_put_file_path  (GwStore           *self,
                                       const char        *db,
                                       const char        *path,
                                       const char        *mime,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes       *gw_store_get_file       (GwStore           *self,
                                       JsonObject        *file,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv         gw_store_missing_chunks (GwStore           *self,
                                       JsonObject        *file,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_put_chunk      (GwStore           *self,
                                       const char        *db,
                                       const char        *chunk,
                                       GBytes            *bytes,
                                       GError           **error);
GBytes       *gw_store_get_chunk      (GwStore           *self,
                                       const char        *chunk,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv         gw_store_unsent_chunks  (GwStore           *self,
                                       const char        *db,
                                       int                limit,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* How far one thing is: gw-store-way.c. */
gboolean      gw_store_doc_way        (GwStore           *self,
                                       const char        *db,
                                       const char        *id,
                                       GwStoreWay        *way,
                                       GError           **error);
gboolean      gw_store_file_waits     (GwStore           *self,
                                       const char        *db,
                                       JsonObject        *file,
                                       gboolean          *waits,
                                       GError           **error);
gboolean      gw_store_count_unsent_chunks (GwStore      *self,
                                            gint64       *n_chunks,
                                            gint64       *n_bytes,
                                            GError      **error);
gboolean      gw_store_want_file      (GwStore           *self,
                                       const char        *db,
                                       JsonObject        *file,
                                       GError           **error);
GStrv         gw_store_wanted_chunks  (GwStore           *self,
                                       const char        *db,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_store_mark_chunk_sent (GwStore          *self,
                                       const char        *db,
                                       const char        *chunk,
                                       GError           **error);

/* Care: gw-store-care.c, gw-store-check.c. */
gboolean      gw_store_backup         (GwStore           *self,
                                       const char        *path,
                                       GError           **error);
gboolean      gw_store_tidy           (GwStore           *self,
                                       GError           **error);
JsonArray    *gw_store_check          (GwStore           *self,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;

void          gw_outgoing_free        (GwOutgoing        *self);
void          gw_refused_free         (GwRefused         *self);
void          gw_wanted_free          (GwWanted          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwOutgoing, gw_outgoing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRefused, gw_refused_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWanted, gw_wanted_free)

G_END_DECLS
