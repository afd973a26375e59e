/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwNearbyError:
 * @GW_NEARBY_ERROR_ADDRESS: what was typed is no address, or no computer has it
 * @GW_NEARBY_ERROR_NO_LINK: nothing listens there, or the network does not let us through
 * @GW_NEARBY_ERROR_SILENT: it was reached, and does not go on
 * @GW_NEARBY_ERROR_BROKEN: the connection ended before its time
 * @GW_NEARBY_ERROR_NOT_GODWIT: something else answers, or something that breaks the rules
 * @GW_NEARBY_ERROR_NEWER: a Godwit of another version that cannot be understood
 * @GW_NEARBY_ERROR_DIFFERENT_CODE: one of the two people said that the codes differ
 * @GW_NEARBY_ERROR_FALSE_CODE: the other side did not keep to what it had committed itself to
 * @GW_NEARBY_ERROR_TOO_MANY: so many came that did not end with the same code that nobody is let in any more
 * @GW_NEARBY_ERROR_NO_NAME: this desk has no name yet, so it has no keys
 * @GW_NEARBY_ERROR_SAME_DESK: the other one is this desk
 * @GW_NEARBY_ERROR_KEY: the keys of the other desk were withdrawn, or others are known for it here
 * @GW_NEARBY_ERROR_OTHER_PAPERS: neither desk keeps what the other does: another country, or role
 * @GW_NEARBY_ERROR_REFUSED: the other computer could not take what it was given
 * @GW_NEARBY_ERROR_BUSY: this desk exchanges with a computer already
 * @GW_NEARBY_ERROR_LISTEN: this computer does not let the program wait for others
 * @GW_NEARBY_ERROR_NO_FINDER: the service that finds computers does not run here
 * @GW_NEARBY_ERROR_FULL: the disk of this computer is full
 * @GW_NEARBY_ERROR_STORE: the papers of this computer could not be read or written
 * @GW_NEARBY_ERROR_CANCELLED: the person stopped it
 */
typedef enum
{
  GW_NEARBY_ERROR_ADDRESS,
  GW_NEARBY_ERROR_NO_LINK,
  GW_NEARBY_ERROR_SILENT,
  GW_NEARBY_ERROR_BROKEN,
  GW_NEARBY_ERROR_NOT_GODWIT,
  GW_NEARBY_ERROR_NEWER,
  GW_NEARBY_ERROR_DIFFERENT_CODE,
  GW_NEARBY_ERROR_FALSE_CODE,
  GW_NEARBY_ERROR_TOO_MANY,
  GW_NEARBY_ERROR_NO_NAME,
  GW_NEARBY_ERROR_SAME_DESK,
  GW_NEARBY_ERROR_KEY,
  GW_NEARBY_ERROR_OTHER_PAPERS,
  GW_NEARBY_ERROR_REFUSED,
  GW_NEARBY_ERROR_BUSY,
  GW_NEARBY_ERROR_LISTEN,
  GW_NEARBY_ERROR_NO_FINDER,
  GW_NEARBY_ERROR_FULL,
  GW_NEARBY_ERROR_STORE,
  GW_NEARBY_ERROR_CANCELLED,
} GwNearbyError;

#define GW_NEARBY_ERROR (gw_nearby_error_quark ())

GQuark      gw_nearby_error_quark        (void);
const char *gw_nearby_error_get_name     (const GError  *error);
char       *gw_nearby_error_dup_sentence (const GError  *error) G_GNUC_WARN_UNUSED_RESULT;
void        gw_nearby_error_translate    (GError       **error);

G_END_DECLS
