/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/bundles/gw-bundle-file.h"
#include "core/bundles/gw-bundle-rows.h"
#include "core/bundles/gw-bundle.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

#define GW_BUNDLE_VERSION 2

/* Under this name the store keeps what went by stick, as it keeps what went to the server. */
#define GW_BUNDLE_REMOTE "stick"
#define GW_BUNDLE_ALL "*"
#define GW_BUNDLE_GIVEN "given"

/* gw-bundle-desk.c */
typedef struct
{
  char    *local;
  char    *remote;    /* on the server: "party-ken" */
  gboolean carries;   /* whether only what its author signed is sent from here */
  gboolean can_write; /* whether this desk sends to the server what is in it */
} GwBundleDatabase;

struct _GwBundleDesk
{
  char      *store_path;
  char      *account;   /* the person's name */
  GwKeyDesk *key_desk;
  char      *country;
  GwKeys    *keys;      /* (nullable): where the disk gave none */
  GPtrArray *databases; /* GwBundleDatabase */
};

const GwBundleDatabase *gw_bundle_desk_find_remote (GwBundleDesk *self,
                                                    const char   *remote);
const GwBundleDatabase *gw_bundle_desk_find_local  (GwBundleDesk *self,
                                                    const char   *local);

/* gw-bundle-info.c: the first and the last row. */
JsonObject   *gw_bundle_info_to_row   (const GwBundleInfo  *self) G_GNUC_WARN_UNUSED_RESULT;
GwBundleInfo *gw_bundle_info_from_row (JsonObject          *row,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject   *gw_bundle_info_to_end   (const GwBundleInfo  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_bundle_info_is_end   (const GwBundleInfo  *self,
                                       JsonObject          *row);
gboolean      gw_bundle_info_has      (const GwBundleInfo  *self,
                                       const char          *db);
char         *gw_bundle_dup_signed    (const char          *seal,
                                       const char          *rows) G_GNUC_WARN_UNUSED_RESULT;

/* gw-bundle-listed.c: among the last exchanges. */
void          gw_bundle_list_written  (GwStore             *store,
                                       const char          *partner,
                                       guint                versions,
                                       gint64               bytes);
void          gw_bundle_list_read     (GwStore             *store,
                                       const char          *partner,
                                       guint                versions,
                                       gint64               bytes);

/* gw-bundle-walk.c: from the first row to the last, each looked at. */
typedef struct
{
  /* (nullable): after the first row. */
  gboolean (*on_info)  (const GwBundleInfo  *info,
                        gpointer             user_data,
                        GError             **error);
  /* (nullable): one version of a document that a store accepts. */
  gboolean (*on_doc)   (const char          *db,
                        JsonObject          *document,
                        gpointer             user_data,
                        GError             **error);
  /* (nullable): one chunk that is what its name says. */
  gboolean (*on_chunk) (const char          *db,
                        const char          *chunk,
                        GBytes              *bytes,
                        gpointer             user_data,
                        GError             **error);
  /* (nullable): the writer has read a bundle; what that is worth is known at the end only, when the
   * signature was seen. */
  void     (*on_receipt) (const char         *bundle,
                          gint64              time,
                          gpointer            user_data);
} GwBundleVisitor;

GwBundleInfo *gw_bundle_walk (GwSeal                 *seal,
                              int                     fd,
                              const GwBundleVisitor  *visitor,
                              gpointer                user_data,
                              GwBundlePhase           phase,
                              GwBundleProgressFunc    progress,
                              gpointer                progress_data,
                              GCancellable           *cancellable,
                              GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* gw-bundle-read.c: for what reads into a group of writes of its own. */
GwBundleReading *gw_bundle_read_on (GwBundleDesk          *desk,
                                    GwStore               *store,
                                    const char            *path,
                                    const char            *passphrase,
                                    GwBundleFlags          flags,
                                    GwBundleProgressFunc   progress,
                                    gpointer               progress_data,
                                    GCancellable          *cancellable,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* gw-bundle-write.c: for tests, which write thousands. */
GwBundleInfo *gw_bundle_write_at_cost (GwBundleDesk          *desk,
                                       const char            *path,
                                       const char            *passphrase,
                                       GwSealCost             cost,
                                       GwBundleFlags          flags,
                                       GwBundleProgressFunc   progress,
                                       gpointer               progress_data,
                                       GCancellable          *cancellable,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
