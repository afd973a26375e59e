/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/sync/gw-sync-error.h"

#include "core/net/gw-http.h"
#include "core/store/gw-store.h"

G_DEFINE_QUARK (gw-sync-error-quark, gw_sync_error)

/* Names for the JSON of godwitctl and for logs; they do not change. */
static const char *const names[] = {
  [GW_SYNC_ERROR_NO_LINK] = "no-link",
  [GW_SYNC_ERROR_SILENT] = "silent",
  [GW_SYNC_ERROR_BROKEN] = "broken",
  [GW_SYNC_ERROR_CERTIFICATE] = "certificate",
  [GW_SYNC_ERROR_CERTIFICATE_DATE] = "certificate-date",
  [GW_SYNC_ERROR_SIGN_IN_PAGE] = "sign-in-page",
  [GW_SYNC_ERROR_PROXY] = "proxy",
  [GW_SYNC_ERROR_ADDRESS] = "address",
  [GW_SYNC_ERROR_PASSWORD] = "password",
  [GW_SYNC_ERROR_LOCKED] = "locked",
  [GW_SYNC_ERROR_ACCESS] = "access",
  [GW_SYNC_ERROR_NO_DATABASE] = "no-database",
  [GW_SYNC_ERROR_BUSY] = "busy",
  [GW_SYNC_ERROR_NOT_A_SERVER] = "not-a-server",
  [GW_SYNC_ERROR_SERVER_CHANGED] = "server-changed",
  [GW_SYNC_ERROR_MASS_DELETE] = "mass-delete",
  [GW_SYNC_ERROR_DISK_FULL] = "disk-full",
  [GW_SYNC_ERROR_STORE] = "store",
  [GW_SYNC_ERROR_CANCELLED] = "cancelled",
  [GW_SYNC_ERROR_TOO_LARGE] = "too-large",
};

static const GwSyncError of_http[] = {
  [GW_HTTP_ERROR_NO_LINK] = GW_SYNC_ERROR_NO_LINK,
  [GW_HTTP_ERROR_SILENT] = GW_SYNC_ERROR_SILENT,
  [GW_HTTP_ERROR_BROKEN] = GW_SYNC_ERROR_BROKEN,
  [GW_HTTP_ERROR_CERTIFICATE] = GW_SYNC_ERROR_CERTIFICATE,
  [GW_HTTP_ERROR_CERTIFICATE_DATE] = GW_SYNC_ERROR_CERTIFICATE_DATE,
  [GW_HTTP_ERROR_SIGN_IN_PAGE] = GW_SYNC_ERROR_SIGN_IN_PAGE,
  [GW_HTTP_ERROR_TOO_LARGE] = GW_SYNC_ERROR_TOO_LARGE,
  [GW_HTTP_ERROR_PROXY] = GW_SYNC_ERROR_PROXY,
  [GW_HTTP_ERROR_ADDRESS] = GW_SYNC_ERROR_ADDRESS,
};

/* Returns: a short English name that never changes. */
const char *
gw_sync_error_get_name (GwSyncError code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (names), "unknown");

  return names[code];
}

static GwSyncError
classify (const GError *error)
{
  if (error->domain == GW_HTTP_ERROR && (gsize) error->code < G_N_ELEMENTS (of_http))
    return of_http[error->code];
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GW_SYNC_ERROR_CANCELLED;
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_FULL))
    return GW_SYNC_ERROR_DISK_FULL;

  return GW_SYNC_ERROR_STORE;
}

/**
 * gw_sync_error_translate:
 * @error: (inout): an error of the network, the store or sync
 *
 * Makes it one of %GW_SYNC_ERROR; the message stays.
 */
void
gw_sync_error_translate (GError **error)
{
  GwSyncError code;

  if (error == NULL || *error == NULL || (*error)->domain == GW_SYNC_ERROR)
    return;
  code = classify (*error);
  (*error)->domain = GW_SYNC_ERROR;
  (*error)->code = code;
}

/* Whether the fault is on this computer, so that other databases need not be tried. */
gboolean
gw_sync_error_is_local (GwSyncError code)
{
  return code == GW_SYNC_ERROR_DISK_FULL || code == GW_SYNC_ERROR_STORE
         || code == GW_SYNC_ERROR_CANCELLED;
}

/* Whether trying again by itself is useless or harmful: a wrong password locks the account. */
gboolean
gw_sync_error_needs_person (GwSyncError code)
{
  return code == GW_SYNC_ERROR_PASSWORD || code == GW_SYNC_ERROR_ADDRESS
         || code == GW_SYNC_ERROR_SERVER_CHANGED || code == GW_SYNC_ERROR_MASS_DELETE;
}

/* Whether only the database is concerned: the others are still exchanged. */
gboolean
gw_sync_error_is_for_one_db (GwSyncError code)
{
  return code == GW_SYNC_ERROR_ACCESS || code == GW_SYNC_ERROR_NO_DATABASE
         || code == GW_SYNC_ERROR_SERVER_CHANGED || code == GW_SYNC_ERROR_MASS_DELETE;
}
