/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/bundles/gw-bundle-error.h"
#include "core/keys/gw-key-book.h"
#include "core/store/gw-profile.h"

G_BEGIN_DECLS

/* A bundle is replication through a file: what goes over a link elsewhere lies on a stick here,
 * sealed for named desks or with a passphrase, and signed. README.md beside this file has the format.
 *
 * The plain functions wait, and may be called on any thread; they open the store by a connection of
 * their own. The window uses the others. */

#define GW_BUNDLE_SUFFIX ".godwit"
#define GW_BUNDLE_MAX_FILE (G_GINT64_CONSTANT (2) * 1024 * 1024 * 1024) /* bytes */
#define GW_BUNDLE_MIN_PASSPHRASE 8 /* characters */
#define GW_BUNDLE_MIME_TYPE "application/x-godwit-bundle"

/**
 * GwBundleDesk:
 *
 * What reading and writing have to know of a desk: where its documents are, whose it is, its keys,
 * and which databases it keeps. Taken from the profile on its thread, then unchangeable and good for any.
 */
typedef struct _GwBundleDesk GwBundleDesk;

#define GW_TYPE_BUNDLE_DESK (gw_bundle_desk_get_type ())

GType         gw_bundle_desk_get_type (void) G_GNUC_CONST;
GwBundleDesk *gw_bundle_desk_new      (GwProfile    *profile) G_GNUC_WARN_UNUSED_RESULT;
GwBundleDesk *gw_bundle_desk_ref      (GwBundleDesk *self);
void          gw_bundle_desk_unref    (GwBundleDesk *self);
const char   *gw_bundle_desk_get_store_path (GwBundleDesk *self);
const char   *gw_bundle_desk_get_country    (GwBundleDesk *self);
GwKeys       *gw_bundle_desk_get_keys       (GwBundleDesk *self);
GwKeyDesk    *gw_bundle_desk_get_key_desk   (GwBundleDesk *self);
GStrv         gw_bundle_desk_dup_databases  (GwBundleDesk *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * GwBundleInfo:
 * @id: its own, or "" in a bundle of the first version
 * @country: of the desk that wrote it, ISO 3166 alpha-3, or ""
 * @account: the name of the person, as the desk says it
 * @desk: its computer, by an id that means nothing elsewhere
 * @time: when, microseconds since 1970, by that computer's clock
 * @databases: what it may hold, by the names they have on the server
 * @is_everything: everything that was there, not only what had not been given yet
 * @documents: documents in it
 * @revisions: versions of them
 * @chunks: parts of files
 * @receipts: bundles of others of which it says that they were read
 * @bytes: the size of the file
 * @signer: (nullable): whose signature under all of it holds; NULL when nobody signed it
 * @trust: what the person at the desk that reads it holds of the signer
 * @is_for_us: keys of this desk opened it, and no passphrase
 *
 * What a bundle says of itself; the numbers were counted.
 */
typedef struct
{
  char    *id;
  char    *country;
  char    *account;
  char    *desk;
  gint64   time;
  GStrv    databases;
  gboolean is_everything;
  guint    documents;
  guint    revisions;
  guint    chunks;
  guint    receipts;
  gint64   bytes;
  GwKey   *signer;
  GwKeyTrust trust;
  gboolean is_for_us;
} GwBundleInfo;

#define GW_TYPE_BUNDLE_INFO (gw_bundle_info_get_type ())

GType         gw_bundle_info_get_type (void) G_GNUC_CONST;
GwBundleInfo *gw_bundle_info_copy     (const GwBundleInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void          gw_bundle_info_free     (GwBundleInfo       *self);

/**
 * GwBundleReading:
 * @info: what the bundle is
 * @stored: versions that were new here
 * @known: versions that were here already
 * @set_aside: versions that were not taken, since nobody there could have written them
 * @merged: documents merged by rule
 * @waiting: documents with versions that wait for a person, now
 * @arrived: bundles of this desk of which it said for the first time that they were read
 *
 * What came of reading one.
 */
typedef struct
{
  GwBundleInfo *info;
  guint         stored;
  guint         known;
  guint         set_aside;
  guint         merged;
  guint         waiting;
  guint         arrived;
} GwBundleReading;

void gw_bundle_reading_free (GwBundleReading *self);

/**
 * GwBundleFlags:
 * @GW_BUNDLE_EVERYTHING: write everything, for a desk that has nothing yet or missed a stick
 * @GW_BUNDLE_ALLOW_DELETIONS: take a bundle that deletes a large part of what is here
 * @GW_BUNDLE_ALLOW_SIGNER: take one whose signer nobody here has confirmed, or was withdrawn
 * @GW_BUNDLE_UNLISTED: it is a part of an exchange that is remembered as a whole
 */
typedef enum
{
  GW_BUNDLE_DEFAULT = 0,
  GW_BUNDLE_EVERYTHING = 1 << 0,
  GW_BUNDLE_ALLOW_DELETIONS = 1 << 1,
  GW_BUNDLE_ALLOW_SIGNER = 1 << 2,
  GW_BUNDLE_UNLISTED = 1 << 3,
} GwBundleFlags;

/**
 * GwBundlePhase:
 * @GW_BUNDLE_PHASE_WRITING: documents go into the file
 * @GW_BUNDLE_PHASE_READING_BACK: the file is looked through again
 * @GW_BUNDLE_PHASE_COPYING: the file is taken from the stick
 * @GW_BUNDLE_PHASE_CHECKING: it is looked through; nothing is stored yet
 * @GW_BUNDLE_PHASE_STORING: documents come
 */
typedef enum
{
  GW_BUNDLE_PHASE_WRITING,
  GW_BUNDLE_PHASE_READING_BACK,
  GW_BUNDLE_PHASE_COPYING,
  GW_BUNDLE_PHASE_CHECKING,
  GW_BUNDLE_PHASE_STORING,
} GwBundlePhase;

/* @part is from 0 to 1, of this phase. */
typedef void (*GwBundleProgressFunc) (GwBundlePhase phase,
                                      double        part,
                                      gpointer      user_data);

GwBundleInfo    *gw_bundle_write         (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwBundleInfo    *gw_bundle_write_for     (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char *const    *names,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwBundleReading *gw_bundle_read          (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwBundleInfo    *gw_bundle_inspect       (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GCancellable         *cancellable,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same on a thread of their own; @progress is called where they were called. */
void             gw_bundle_write_async   (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void             gw_bundle_write_for_async (GwBundleDesk       *desk,
                                          const char           *path,
                                          const char *const    *names,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GwBundleInfo    *gw_bundle_write_finish  (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             gw_bundle_inspect_async (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GwBundleInfo    *gw_bundle_inspect_finish (GAsyncResult        *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             gw_bundle_read_async    (GwBundleDesk         *desk,
                                          const char           *path,
                                          const char           *passphrase,
                                          GwBundleFlags         flags,
                                          GwBundleProgressFunc  progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GwBundleReading *gw_bundle_read_finish   (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

char            *gw_bundle_dup_name      (GwBundleDesk         *desk) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBundleDesk, gw_bundle_desk_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBundleInfo, gw_bundle_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBundleReading, gw_bundle_reading_free)

G_END_DECLS
