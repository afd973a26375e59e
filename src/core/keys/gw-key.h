/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GwKeyError:
 * @GW_KEY_ERROR_FILE: the file with this desk's own keys cannot be read or written
 * @GW_KEY_ERROR_INVALID: what calls itself a key is none, or does not prove that it is
 * @GW_KEY_ERROR_NOT_FOR_US: it was sealed, and for somebody else
 * @GW_KEY_ERROR_NOT_FOUND: nobody of that name has a key here
 * @GW_KEY_ERROR_FAILED: the cryptography cannot be used on this computer
 */
typedef enum
{
  GW_KEY_ERROR_FILE,
  GW_KEY_ERROR_INVALID,
  GW_KEY_ERROR_NOT_FOR_US,
  GW_KEY_ERROR_NOT_FOUND,
  GW_KEY_ERROR_FAILED,
} GwKeyError;

#define GW_KEY_ERROR (gw_key_error_quark ())
GQuark gw_key_error_quark (void);

#define GW_KEY_SIZE 32       /* bytes of either public key */
#define GW_SIGNATURE_SIZE 64 /* bytes, Ed25519 */
#define GW_KEY_DOC_PREFIX "key:"

/**
 * GwKey:
 *
 * What others know of the keys of one desk of one account: an Ed25519 key that checks its
 * signatures, and an X25519 key that seals things for it. Published as the document
 * "key:<account>:<desk>". Unchangeable and good for any thread.
 */
typedef struct _GwKey GwKey;

#define GW_TYPE_KEY (gw_key_get_type ())

GType         gw_key_get_type      (void) G_GNUC_CONST;
GwKey        *gw_key_ref           (GwKey         *self);
void          gw_key_unref         (GwKey         *self);

GwKey        *gw_key_from_body     (JsonObject    *body,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GwKey        *gw_key_from_doc      (const char    *id,
                                    JsonObject    *body,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject   *gw_key_to_body       (GwKey         *self) G_GNUC_WARN_UNUSED_RESULT;
char         *gw_key_dup_id        (GwKey         *self) G_GNUC_WARN_UNUSED_RESULT;

const char   *gw_key_get_account   (GwKey         *self);
const char   *gw_key_get_desk      (GwKey         *self);
const char   *gw_key_get_country   (GwKey         *self);
gint64        gw_key_get_created   (GwKey         *self);
gint64        gw_key_get_withdrawn (GwKey         *self);
const char   *gw_key_get_successor (GwKey         *self);
const guint8 *gw_key_get_seal      (GwKey         *self);

gboolean      gw_key_is_same       (GwKey         *self,
                                    GwKey         *other);
gboolean      gw_key_follows       (GwKey         *self,
                                    const char    *fingerprint);
char         *gw_key_dup_fingerprint (GwKey       *self) G_GNUC_WARN_UNUSED_RESULT;
char         *gw_key_dup_code      (GwKey         *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_key_is_account    (const char    *account);
gboolean      gw_key_verify        (GwKey         *self,
                                    const char    *signature,
                                    const char    *text);
gboolean      gw_key_verify_any    (GwKey         *self,
                                    const char    *signature,
                                    const char    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKey, gw_key_unref)

G_END_DECLS
