/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwSyncError:
 * @GW_SYNC_ERROR_NO_LINK: no way to the server: not found, nobody listens there
 * @GW_SYNC_ERROR_SILENT: the server does not answer
 * @GW_SYNC_ERROR_BROKEN: the connection broke off; what came is kept, the rest continues by itself
 * @GW_SYNC_ERROR_CERTIFICATE: this network does not let us reach the real server
 * @GW_SYNC_ERROR_CERTIFICATE_DATE: the same, for the dates only: the computer's clock may be wrong
 * @GW_SYNC_ERROR_SIGN_IN_PAGE: the network wants a browser sign-in first
 * @GW_SYNC_ERROR_PROXY: the proxy refuses or wants a password
 * @GW_SYNC_ERROR_ADDRESS: the server's address cannot be used
 * @GW_SYNC_ERROR_PASSWORD: the server does not accept name and password; not tried again by itself
 * @GW_SYNC_ERROR_LOCKED: too many wrong passwords: the account is locked for some minutes
 * @GW_SYNC_ERROR_ACCESS: the server refuses access to a database
 * @GW_SYNC_ERROR_NO_DATABASE: the server has no such database
 * @GW_SYNC_ERROR_BUSY: the server cannot take it just now
 * @GW_SYNC_ERROR_NOT_A_SERVER: something answers JSON that is not a Godwit server's
 * @GW_SYNC_ERROR_SERVER_CHANGED: the server was emptied, made anew or went back in time; stopped
 *   before anything was changed, until a person decides
 * @GW_SYNC_ERROR_MASS_DELETE: the server wants a large part deleted; stopped in the same way
 * @GW_SYNC_ERROR_DISK_FULL: what came could not be stored: the disk is full
 * @GW_SYNC_ERROR_STORE: what came could not be stored
 * @GW_SYNC_ERROR_CANCELLED: paused or ended by the person
 * @GW_SYNC_ERROR_TOO_LARGE: an answer was larger than anything a server of ours sends
 *
 * What a person may have to know of an exchange, one sentence for each. The message of the
 * error is for the log.
 */
typedef enum
{
  GW_SYNC_ERROR_NO_LINK,
  GW_SYNC_ERROR_SILENT,
  GW_SYNC_ERROR_BROKEN,
  GW_SYNC_ERROR_CERTIFICATE,
  GW_SYNC_ERROR_CERTIFICATE_DATE,
  GW_SYNC_ERROR_SIGN_IN_PAGE,
  GW_SYNC_ERROR_PROXY,
  GW_SYNC_ERROR_ADDRESS,
  GW_SYNC_ERROR_PASSWORD,
  GW_SYNC_ERROR_LOCKED,
  GW_SYNC_ERROR_ACCESS,
  GW_SYNC_ERROR_NO_DATABASE,
  GW_SYNC_ERROR_BUSY,
  GW_SYNC_ERROR_NOT_A_SERVER,
  GW_SYNC_ERROR_SERVER_CHANGED,
  GW_SYNC_ERROR_MASS_DELETE,
  GW_SYNC_ERROR_DISK_FULL,
  GW_SYNC_ERROR_STORE,
  GW_SYNC_ERROR_CANCELLED,
  GW_SYNC_ERROR_TOO_LARGE,
} GwSyncError;

#define GW_SYNC_ERROR (gw_sync_error_quark ())

GQuark      gw_sync_error_quark         (void);
const char *gw_sync_error_get_name      (GwSyncError   code);
void        gw_sync_error_translate     (GError      **error);
gboolean    gw_sync_error_is_local      (GwSyncError   code);
gboolean    gw_sync_error_needs_person  (GwSyncError   code);
gboolean    gw_sync_error_is_for_one_db (GwSyncError   code);

G_END_DECLS
