/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-address.h"

#include <string.h>

/* The part between "//" and the path holds an account up to its last "@" (RFC 3986, 3.2.1). People
 * leave the scheme out, too. */
static const char *
find_account (const char  *address,
              const char **host)
{
  const char *scheme = strstr (address, "://");
  const char *start = scheme != NULL && strcspn (address, "/?#@") > (gsize) (scheme - address) ? scheme + 3 : address;
  gsize length = strcspn (start, "/?#");
  const char *at = g_strrstr_len (start, (gssize) length, "@");

  *host = at != NULL ? at + 1 : start;
  return at != NULL ? start : NULL;
}

/**
 * gw_address_has_account:
 * @address: of a server
 *
 * Returns: whether a name, and maybe a password, stand in it: `https://name:password@host/`
 */
gboolean
gw_address_has_account (const char *address)
{
  const char *host;

  g_return_val_if_fail (address != NULL, FALSE);

  return find_account (address, &host) != NULL;
}

/**
 * gw_address_dup_bare:
 * @address: of a server
 *
 * A password belongs into the keyring. In an address it would be kept in a file, shown, and sent to
 * whoever asks for help.
 *
 * Returns: (transfer full): @address without the account
 */
char *
gw_address_dup_bare (const char *address)
{
  const char *host, *account;

  g_return_val_if_fail (address != NULL, NULL);

  account = find_account (address, &host);
  if (account == NULL)
    return g_strdup (address);

  return g_strdup_printf ("%.*s%s", (int) (account - address), address, host);
}
