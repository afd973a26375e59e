/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwLeavingPart:
 * @db: the local name of a database
 * @remote: (nullable): its name on the server; NULL: it has none
 * @goes: whether what is written here goes there; else it only comes
 * @documents: documents in it that are not deleted, whoever wrote them
 * @waiting: revisions in it that the server has not confirmed
 *
 * One of the places that documents are in, each read by other people.
 */
typedef struct
{
  char *db;
  char *remote;
  gboolean goes;
  guint documents;
  guint waiting;
} GwLeavingPart;

/**
 * GwLeaving:
 * @server: (nullable): the address of the server; NULL: none is named
 * @account: (nullable): the account on it
 * @last_success: when everything was last exchanged with it, microseconds since 1970; 0: never
 * @parts: (element-type GwLeavingPart): what is exchanged with a server
 * @own: documents that stay here
 * @exchanges: so many exchanges are remembered, at most the last 50,
 * @bytes_up: with so many bytes sent
 * @sticks: files that were written for colleagues
 * @stick_at: when the last of them was, microseconds since 1970; 0: none
 * @copy_at: when a sealed copy of everything was last written, microseconds since 1970; 0: never
 *
 * What goes from this computer where, as the store knows it.
 */
typedef struct
{
  char *server;
  char *account;
  gint64 last_success;
  GPtrArray *parts;
  guint own;
  guint exchanges;
  guint64 bytes_up;
  guint sticks;
  gint64 stick_at;
  gint64 copy_at;
} GwLeaving;

void       gw_leaving_free       (GwLeaving            *self);
GwLeaving *gw_leaving_read       (GwStore              *store,
                                  GwProfile            *profile,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       gw_leaving_read_async (GwStoreThread        *store,
                                  GwProfile            *profile,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
GwLeaving *gw_leaving_read_finish (GwStoreThread       *store,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwLeaving, gw_leaving_free)

G_END_DECLS
