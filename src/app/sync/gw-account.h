/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"
#include "core/sync/gw-sync.h"

G_BEGIN_DECLS

/**
 * GwAccount:
 *
 * The account of a profile on its server: the address and the name are in the profile, the
 * password is in the keyring, and the exchange runs with them.
 *
 * Signal "changed": the account, its password, or the state of the exchange is another.
 */
#define GW_TYPE_ACCOUNT (gw_account_get_type ())

G_DECLARE_FINAL_TYPE (GwAccount, gw_account, GW, ACCOUNT, GObject)

GwAccount  *gw_account_new            (GwProfile     *profile,
                                       GwStoreThread *store) G_GNUC_WARN_UNUSED_RESULT;
void        gw_account_begin          (GwAccount     *self);
void        gw_account_close          (GwAccount     *self);
void        gw_account_set_in_front   (GwAccount     *self,
                                       gboolean       in_front);

void        gw_account_set            (GwAccount     *self,
                                       const char    *url,
                                       const char    *user,
                                       const char    *password);

GwSync     *gw_account_get_sync       (GwAccount     *self);
const char *gw_account_get_url        (GwAccount     *self);
const char *gw_account_get_user       (GwAccount     *self);
gboolean    gw_account_needs_password (GwAccount     *self);
gboolean    gw_account_is_kept        (GwAccount     *self);

G_END_DECLS
