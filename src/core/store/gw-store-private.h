/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "core/store/gw-signature.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* "GDWT": lets file(1) and us tell a Godwit store from any other SQLite file. */
#define GW_STORE_APPLICATION_ID 0x47445754
#define GW_STORE_SCHEMA_VERSION 7
#define GW_HASH_SIZE 65

struct _GwStore
{
  GObject parent_instance;

  sqlite3 *sql;
  char *path;
  GHashTable *statements; /* text (a literal) -> sqlite3_stmt */
  GThread *owner;
  GError *fault; /* why a store that should be writable is not */
  guint depth;   /* open groups */
  gboolean broken; /* SQLite rolled back the group by itself: nothing more may join it */
  gboolean read_only;
  GwSignFunc signer; /* (nullable) */
  gpointer signer_data;
  GDestroyNotify signer_destroy;
};

/**
 * GwRevState:
 *
 * Who may have a revision. The numbers are stored.
 */
typedef enum
{
  GW_REV_OWN = 0,
  GW_REV_OFFERED = 1,
  GW_REV_KNOWN = 2,
} GwRevState;

/**
 * GwRev:
 *
 * A row of the table rev, without its body. @row is 0 for "none".
 */
typedef struct
{
  gint64 row;
  gint64 gen;
  char hash[GW_HASH_SIZE];
  char parent[GW_HASH_SIZE]; /* "" where nothing is known below */
  gboolean deleted;
  gboolean leaf;
  GwRevState state;
  gboolean has_body;
} GwRev;

#define gw_store_assert_thread(self) g_assert ((self)->owner == g_thread_self ())

/* gw-store.c: statements are prepared once; the auto pointer only resets them. */
typedef sqlite3_stmt GwStatement;

GwStatement *gw_store_query       (GwStore     *self,
                                   const char  *sql,
                                   GError     **error,
                                   const char  *types,
                                   ...);
gboolean     gw_store_step        (GwStore     *self,
                                   GwStatement *statement,
                                   gboolean    *row,
                                   GError     **error);
gboolean     gw_store_exec        (GwStore     *self,
                                   const char  *sql,
                                   GError     **error,
                                   const char  *types,
                                   ...);
gboolean     gw_store_read_int    (GwStore     *self,
                                   GwStatement *statement,
                                   gint64      *value,
                                   GError     **error);
gboolean     gw_store_run_script  (GwStore     *self,
                                   const char  *script,
                                   GError     **error);
void         gw_store_set_error   (GwStore     *self,
                                   int          code,
                                   GError     **error);
void         gw_statement_done    (GwStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStatement, gw_statement_done)

/* gw-store-open.c */
void         gw_store_sync_folder (const char        *path);
gboolean     gw_store_migrate     (GwStore           *self,
                                   const char *const *steps,
                                   int                n_steps,
                                   GError           **error);

/* gw-store-tree.c: revision trees. All within a group that the caller opened. */
gboolean     gw_rev_parse         (const char  *text,
                                   gint64      *gen,
                                   char         hash[GW_HASH_SIZE]);
char        *gw_rev_format        (gint64       gen,
                                   const char  *hash) G_GNUC_WARN_UNUSED_RESULT;
void         gw_rev_make_hash     (gint64       gen,
                                   const char  *parent,
                                   gboolean     deleted,
                                   const char  *text,
                                   char         hash[GW_HASH_SIZE]);
int          gw_rev_compare       (const GwRev *a,
                                   const GwRev *b);
gboolean     gw_tree_find_doc     (GwStore     *self,
                                   const char  *db,
                                   const char  *id,
                                   gint64      *doc,
                                   GError     **error);
gboolean     gw_tree_ensure_doc   (GwStore     *self,
                                   const char  *db,
                                   const char  *id,
                                   gint64      *doc,
                                   GError     **error);
gboolean     gw_tree_find_rev     (GwStore     *self,
                                   gint64       doc,
                                   gint64       gen,
                                   const char  *hash,
                                   GwRev       *rev,
                                   GError     **error);
GArray      *gw_tree_leaves       (GwStore     *self,
                                   gint64       doc,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_tree_add          (GwStore     *self,
                                   gint64       doc,
                                   GwRev       *rev,
                                   const char  *text,
                                   GError     **error);
gboolean     gw_tree_cover        (GwStore     *self,
                                   gint64       row,
                                   GError     **error);
gboolean     gw_tree_mark_known   (GwStore     *self,
                                   gint64       doc,
                                   gint64       gen,
                                   const char  *hash,
                                   GError     **error);
gboolean     gw_tree_mark_seen    (GwStore     *self,
                                   gint64       doc,
                                   gint64       row,
                                   GError     **error);
gboolean     gw_tree_want_ancestry (GwStore    *self,
                                   const char  *db,
                                   const char  *id,
                                   gint64       doc,
                                   GError     **error);
gboolean     gw_tree_settle       (GwStore     *self,
                                   gint64       doc,
                                   GError     **error);
char        *gw_tree_dup_text     (GwStore     *self,
                                   gint64       row,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_tree_is_sent      (const char  *db);
gboolean     gw_tree_queue        (GwStore     *self,
                                   const char  *db,
                                   gint64       row,
                                   GError     **error);
gboolean     gw_store_check_id    (const char  *db,
                                   const char  *id,
                                   GError     **error);
char        *gw_store_check_body  (JsonObject  *body,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* gw-signature.c */
char        *gw_store_dup_signed  (GwStore     *self,
                                   const char  *db,
                                   const char  *id,
                                   const char  *content) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gw_signature_is_same (const char  *text,
                                   const char  *content);

/* gw-store-docs.c */
gboolean     gw_store_put_by_rule (GwStore     *self,
                                   const char  *db,
                                   const char  *id,
                                   const char  *base_rev,
                                   JsonObject  *body,
                                   char       **rev_out,
                                   GError     **error);

G_END_DECLS
