/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The setting of a profile that holds gw_authority_get_pem() of the one that its owner chose. */
#define GW_AUTHORITY_SETTING "server-authority"

/**
 * GwAuthorityError:
 * @GW_AUTHORITY_ERROR_NONE: there is no certificate in it
 * @GW_AUTHORITY_ERROR_SECRET: there is a secret key in it, which nobody else should have
 * @GW_AUTHORITY_ERROR_TOO_LARGE: it is larger than such a file is, or has more certificates
 * @GW_AUTHORITY_ERROR_PAST: each of its certificates has ended
 */
typedef enum
{
  GW_AUTHORITY_ERROR_NONE,
  GW_AUTHORITY_ERROR_SECRET,
  GW_AUTHORITY_ERROR_TOO_LARGE,
  GW_AUTHORITY_ERROR_PAST,
} GwAuthorityError;

#define GW_AUTHORITY_ERROR (gw_authority_error_quark ())
GQuark gw_authority_error_quark (void);

/**
 * GwAuthority:
 *
 * Who vouches for servers besides those that the system knows: a ministry that signs its own, or that watches the line.
 * Unchangeable and good for any thread.
 */
typedef struct _GwAuthority GwAuthority;

GwAuthority *gw_authority_new       (GBytes       *file,
                                     gint64        now,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwAuthority *gw_authority_read      (const char   *pem) G_GNUC_WARN_UNUSED_RESULT;
void         gw_authority_free      (GwAuthority  *self);

const char  *gw_authority_get_pem   (GwAuthority  *self);
const char  *gw_authority_get_name  (GwAuthority  *self);
guint        gw_authority_get_n     (GwAuthority  *self);
gint64       gw_authority_get_until (GwAuthority  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAuthority, gw_authority_free)

G_END_DECLS
