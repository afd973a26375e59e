/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-arrival.h"
#include "core/sync/gw-sync-run.h"
#include "core/sync/gw-sync-splitter.h"

G_BEGIN_DECLS

/* Under this name the store keeps what is known of the server; a profile has one server, so
 * that a new address of the same server does not begin again (see gw-sync-checkpoint.c). */
#define GW_SYNC_REMOTE "server"
/* Database name for what concerns the server as a whole. */
#define GW_SYNC_ALL "*"

/* Rows are stored in groups, so that each costs no wait for the disk of its own; no transaction
 * is ever open while the network is waited for, since the window writes to the same file. */
#define GW_SYNC_GROUP_ROWS 100
#define GW_SYNC_GROUP_US (G_USEC_PER_SEC / 2)

typedef struct _GwSyncBeside GwSyncBeside;

/* One exchange with the server, on one thread. */
typedef struct
{
  GwStore           *store;
  GwHttp            *http;
  const char        *url;        /* without a slash at its end */
  const char        *user;
  const char        *password;
  GwSyncFlags        flags;
  GwSyncProgressFunc progress;   /* (nullable) */
  gpointer           progress_data;
  GCancellable      *cancellable;
  GwSyncSummary      summary;
  GwHttpTotals       before;     /* totals of @http when the exchange before ended */
  GwSyncBeside      *beside;     /* (nullable) */
} GwSyncExchange;

/* gw-sync-ask.c */
GwHttpResponse *gw_sync_ask          (GwSyncExchange        *self,
                                      const char            *method,
                                      const char            *db,
                                      const char            *path,
                                      JsonNode              *body,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject     *gw_sync_ask_results  (GwSyncExchange        *self,
                                      const char            *method,
                                      const char            *db,
                                      const char            *path,
                                      JsonNode              *body,
                                      guint                  max_elements,
                                      GwSyncElementFunc      func,
                                      gpointer               user_data,
                                      guint                 *status,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gw_sync_check_status (const GwHttpResponse  *response,
                                      GError               **error);
JsonNode       *gw_sync_read_answer  (const GwHttpResponse  *response,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject     *gw_sync_read_object  (const GwHttpResponse  *response,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gw_sync_not_a_server (GError               **error,
                                      const char            *message);
char           *gw_sync_dup_reason   (const GwHttpResponse  *response) G_GNUC_WARN_UNUSED_RESULT;
void            gw_sync_tell         (GwSyncExchange        *self,
                                      GwSyncPhase            phase,
                                      const char            *db);

char           *gw_sync_dup_url      (GwSyncExchange        *self,
                                      const char            *db,
                                      const char            *path) G_GNUC_WARN_UNUSED_RESULT;

/* gw-sync-beside.c */
typedef void (*GwSyncBesideFunc) (GwSyncExchange       *self,
                                  const GwHttpResponse *response,
                                  gpointer              user_data);

void            gw_sync_beside       (GwSyncExchange        *self,
                                      const char            *db,
                                      const char            *path,
                                      JsonNode              *body,
                                      GwSyncBesideFunc       func,
                                      gpointer               user_data,
                                      GDestroyNotify         destroy);
void            gw_sync_beside_start (GwSyncExchange        *self);
void            gw_sync_beside_end   (GwSyncExchange        *self,
                                      gboolean               waits);

/* gw-sync-run.c */
char           *gw_sync_dup_base_url (const char            *url) G_GNUC_WARN_UNUSED_RESULT;

/* gw-sync-checkpoint.c */
gboolean        gw_sync_checkpoint_verify (GwSyncExchange       *self,
                                           const GwSyncDatabase *db,
                                           gboolean              in_doubt,
                                           GError              **error);
void            gw_sync_checkpoint_begin  (GwSyncExchange       *self,
                                           const GwSyncDatabase *db);
gboolean        gw_sync_checkpoint_go_back (GwSyncExchange      *self,
                                           const GwSyncDatabase *db,
                                           GError              **error);
gboolean        gw_sync_checkpoint_write  (GwSyncExchange       *self,
                                           const GwSyncDatabase *db,
                                           GError              **error);
gboolean        gw_sync_start_over        (GwSyncExchange       *self,
                                           const GwSyncDatabase *db,
                                           GError              **error);

/* gw-sync-ahead.c */
gboolean        gw_sync_fetch_ahead  (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      JsonObject            *document,
                                      GError               **error);
gboolean        gw_sync_fetch_ahead_all (GwSyncExchange     *self,
                                      const GwSyncDatabase  *db,
                                      GError               **error);

/* gw-sync-arrive.c */
gboolean        gw_sync_arrive       (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      JsonObject            *document,
                                      gboolean              *is_taken,
                                      GError               **error);
gboolean        gw_sync_leave_out    (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      const char            *id,
                                      const char            *rev,
                                      JsonObject            *document,
                                      GwArrivalFault         fault,
                                      GError               **error);

/* gw-sync-pull.c, gw-sync-fetch.c */
gboolean        gw_sync_pull         (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      GError               **error);
gboolean        gw_sync_fetch        (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      GError               **error);
gboolean        gw_sync_row_is_news  (GwStore               *store,
                                      const char            *db,
                                      JsonObject            *row);
char           *gw_sync_dup_last_seq (JsonObject            *list) G_GNUC_WARN_UNUSED_RESULT;

/* gw-sync-push.c */
gboolean        gw_sync_push         (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      GError               **error);

/* gw-sync-chunks.c */
gboolean        gw_sync_chunks       (GwSyncExchange        *self,
                                      const GwSyncDatabase  *db,
                                      GError               **error);

G_END_DECLS
