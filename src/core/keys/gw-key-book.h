/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-keys.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwKeyTrust:
 * @GW_KEY_TRUST_OWN: this desk's
 * @GW_KEY_TRUST_CONFIRMED: the person compared the code, or the code of a key that vouches for it
 * @GW_KEY_TRUST_UNCONFIRMED: nobody here has compared the code yet
 * @GW_KEY_TRUST_CHANGED: another key of that desk was confirmed, and does not vouch for this one
 * @GW_KEY_TRUST_WITHDRAWN: the account took it back: the computer was lost, or its owner left
 */
typedef enum
{
  GW_KEY_TRUST_OWN,
  GW_KEY_TRUST_CONFIRMED,
  GW_KEY_TRUST_UNCONFIRMED,
  GW_KEY_TRUST_CHANGED,
  GW_KEY_TRUST_WITHDRAWN,
} GwKeyTrust;

/**
 * GwKeyEntry:
 * @key: a key that is known here
 * @trust: what this person may hold of it
 * @confirmed: when the code was compared, microseconds since 1970; 0 for never
 */
typedef struct
{
  GwKey *key;
  GwKeyTrust trust;
  gint64 confirmed;
} GwKeyEntry;

void        gw_key_entry_free          (GwKeyEntry   *self);

void        gw_keys_register_types     (void);
const char *gw_key_trust_get_name      (GwKeyTrust    trust);

/**
 * GwKeyDesk:
 *
 * Whose keys these are, and where they are published. Taken from the profile on its thread, then
 * unchangeable and good for any.
 */
typedef struct _GwKeyDesk GwKeyDesk;

#define GW_TYPE_KEY_DESK (gw_key_desk_get_type ())

GType       gw_key_desk_get_type       (void) G_GNUC_CONST;
GwKeyDesk  *gw_key_desk_new            (GwProfile    *profile,
                                        const char   *account) G_GNUC_WARN_UNUSED_RESULT;
GwKeyDesk  *gw_key_desk_ref            (GwKeyDesk    *self);
void        gw_key_desk_unref          (GwKeyDesk    *self);
const char *gw_key_desk_get_account    (GwKeyDesk    *self);
const char *gw_key_desk_get_country    (GwKeyDesk    *self);
GwKeys     *gw_key_desk_open_keys      (GwKeyDesk    *self,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwKey      *gw_key_desk_dup_key        (GwKeyDesk    *self,
                                        GwKeys       *keys) G_GNUC_WARN_UNUSED_RESULT;
GwKeys     *gw_key_desk_renew_keys     (GwKeyDesk    *self,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is known of keys lies in the store: "key:" documents in the databases that several read, and
 * what this person confirmed in "mine". For the thread of the store. */
gboolean    gw_key_book_publish        (GwStore      *store,
                                        GwKeyDesk    *desk,
                                        GwKeys       *keys,
                                        GError      **error);
GPtrArray  *gw_key_book_list           (GwStore      *store,
                                        GwKeys       *own,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_key_book_find           (GwStore      *store,
                                        GwKeys       *own,
                                        const char   *name,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwKeyTrust  gw_key_book_judge          (GwStore      *store,
                                        GwKeys       *own,
                                        GwKey        *key,
                                        gint64       *confirmed);
char       *gw_key_book_dup_partner    (GwStore      *store,
                                        GwKey        *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_key_book_note           (GwStore      *store,
                                        GwKeys       *own,
                                        GwKey        *key,
                                        const char   *device,
                                        const char   *bundle,
                                        GError      **error);
gboolean    gw_key_book_confirm        (GwStore      *store,
                                        GwKey        *key,
                                        GError      **error);
gboolean    gw_key_book_withdraw       (GwStore      *store,
                                        GwKeyDesk    *desk,
                                        GwKey        *key,
                                        const char   *successor,
                                        GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKeyDesk, gw_key_desk_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKeyEntry, gw_key_entry_free)

G_END_DECLS
