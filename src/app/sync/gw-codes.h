/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-context.h"
#include "core/keys/gw-key-book.h"

G_BEGIN_DECLS

/**
 * GwCodes:
 * @own: (nullable): the key of this desk; NULL for one that has no name yet
 * @trust: of @own: this desk's, or withdrawn
 * @entries: (element-type GwKeyEntry): all others that are known, by account
 *
 * Whose codes are known at this desk, as they were when they were read.
 */
typedef struct
{
  GwKey      *own;
  GwKeyTrust  trust;
  GPtrArray  *entries;
} GwCodes;

void     gw_codes_free          (GwCodes              *self);

/* On the store's thread; the callbacks come where they were called. */
void     gw_codes_load_async    (GwContext            *context,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
GwCodes *gw_codes_load_finish   (GAsyncResult         *result,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void     gw_codes_confirm_async (GwContext            *context,
                                 GwKey                *key,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
void     gw_codes_withdraw_async (GwContext           *context,
                                  GwKey               *key,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean gw_codes_write_finish  (GAsyncResult         *result,
                                 GError              **error);

/* gw-codes-own.c: what one does with the code of this computer. */
void     gw_codes_renew_async   (GwContext            *context,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
void     gw_codes_hand_over_async (GwContext          *context,
                                 GwKey                *successor,
                                 const char           *path,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
void     gw_codes_take_over_async (GwContext          *context,
                                 const char           *path,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
GwKey   *gw_codes_own_finish    (GAsyncResult         *result,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void     gw_codes_publish       (GwProfile            *profile,
                                 GwStoreThread        *store);

char    *gw_codes_words_state   (const GwKeyEntry     *entry) G_GNUC_WARN_UNUSED_RESULT;
char    *gw_codes_words_name    (GwKey                *key) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCodes, gw_codes_free)

G_END_DECLS
