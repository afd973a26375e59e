/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The member of a document that holds its author's signature: "account:desk:base64". */
#define GW_SIGNATURE_MEMBER "sig"

/**
 * GwSignFunc:
 * @db: the local name of the database
 * @id: the document
 * @content: from gw_signature_dup_content()
 *
 * Signs one version. On the thread of the store.
 *
 * Returns: (transfer full) (nullable): what the member holds; NULL: this desk cannot sign it
 */
typedef char *(*GwSignFunc) (const char *db,
                             const char *id,
                             const char *content,
                             gpointer    user_data);

void       gw_store_set_signer      (GwStore        *self,
                                     GwSignFunc      func,
                                     gpointer        user_data,
                                     GDestroyNotify  destroy);

gboolean   gw_signature_is_wanted   (const char     *id);
char      *gw_signature_dup_content (JsonObject     *body) G_GNUC_WARN_UNUSED_RESULT;

/**
 * GwUnproved:
 * @db: the local name of the database
 * @id: the document
 * @rev: its revision
 * @remote: the database's name on the server
 *
 * A version that was signed with a key that is not known here yet: gw-store-unproved.c.
 */
typedef struct
{
  char *db;
  char *id;
  char *rev;
  char *remote;
} GwUnproved;

void       gw_unproved_free         (GwUnproved     *self);
gboolean   gw_store_note_unproved   (GwStore        *self,
                                     const char     *db,
                                     const char     *id,
                                     const char     *rev,
                                     const char     *remote,
                                     const char     *signer,
                                     GError        **error);
gboolean   gw_store_forget_unproved (GwStore        *self,
                                     const char     *db,
                                     const char     *id,
                                     const char     *rev,
                                     GError        **error);
GPtrArray *gw_store_list_unproved   (GwStore        *self,
                                     const char     *signer,
                                     int             limit,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv      gw_store_list_signers    (GwStore        *self,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_store_take_out        (GwStore        *self,
                                     const char     *db,
                                     const char     *id,
                                     const char     *rev,
                                     GError        **error);
gboolean   gw_store_do_not_send     (GwStore        *self,
                                     const char     *db,
                                     const char     *id,
                                     const char     *rev,
                                     GError        **error);

G_END_DECLS
