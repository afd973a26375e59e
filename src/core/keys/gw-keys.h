/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-key.h"

G_BEGIN_DECLS

#define GW_FILE_KEY_SIZE 32
#define GW_SEALED_KEY_SIZE 80

/**
 * GwKeys:
 *
 * The secret keys of one desk, in the file keys.json of its profile, which only its owner may read.
 * They are made at the first start and leave the computer by no sync, bundle or backup: a copy of
 * the documents on another computer is another desk. Unchangeable and good for any thread; new keys
 * are a new object.
 *
 * Who reads this file can read the documents beside it as well; a keyring would protect no more.
 */
typedef struct _GwKeys GwKeys;

#define GW_TYPE_KEYS (gw_keys_get_type ())

GType       gw_keys_get_type    (void) G_GNUC_CONST;
GwKeys     *gw_keys_open        (const char    *directory,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GwKeys     *gw_keys_renew       (const char    *directory,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GwKeys     *gw_keys_ref         (GwKeys        *self);
void        gw_keys_unref       (GwKeys        *self);

const char *gw_keys_get_desk    (GwKeys        *self);
gboolean    gw_keys_are_of      (GwKeys        *self,
                                 GwKey         *key);
GwKey      *gw_keys_dup_key     (GwKeys        *self,
                                 const char    *account,
                                 const char    *country) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_keys_sign        (GwKeys        *self,
                                 const char    *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_keys_unseal      (GwKeys        *self,
                                 const guint8   sealed[GW_SEALED_KEY_SIZE],
                                 guint8         file_key[GW_FILE_KEY_SIZE]);

/* Handing over to a successor. */
char       *gw_keys_hand_over   (GwKeys        *self,
                                 GwKey         *own,
                                 GwKey         *successor,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GwKeys     *gw_keys_take_over   (const char    *directory,
                                 const char    *parcel,
                                 GwKey        **predecessor,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* gw-key.c: sealing for one key. */
gboolean    gw_key_seal         (GwKey         *self,
                                 const guint8   file_key[GW_FILE_KEY_SIZE],
                                 guint8         sealed[GW_SEALED_KEY_SIZE]);
char       *gw_key_seal_text    (GwKey         *self,
                                 const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKeys, gw_keys_unref)

G_END_DECLS
