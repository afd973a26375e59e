/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwBundleError:
 * @GW_BUNDLE_ERROR_NOT_A_BUNDLE: the file is something else
 * @GW_BUNDLE_ERROR_NEWER: a newer Godwit wrote it
 * @GW_BUNDLE_ERROR_PASSPHRASE: it is sound as far as can be seen, and the passphrase is another
 * @GW_BUNDLE_ERROR_SHORT_PASSPHRASE: the passphrase would not protect it
 * @GW_BUNDLE_ERROR_PASSPHRASE_NEEDED: it opens with a passphrase, and none was given
 * @GW_BUNDLE_ERROR_NOT_FOR_US: it was sealed for other desks
 * @GW_BUNDLE_ERROR_NO_KEY: somebody it shall be for has no key here, or one that holds no more
 * @GW_BUNDLE_ERROR_SIGNER: nobody here has confirmed the keys it was signed with, or they were withdrawn
 * @GW_BUNDLE_ERROR_DAMAGED: cut short or altered
 * @GW_BUNDLE_ERROR_OTHER_COUNTRY: it holds another country's papers
 * @GW_BUNDLE_ERROR_NOT_ALLOWED: it holds what this desk does not keep, or no bundle may hold
 * @GW_BUNDLE_ERROR_TOO_LARGE: larger, deeper or more costly to open than any bundle is
 * @GW_BUNDLE_ERROR_MASS_DELETE: it would delete a large part of what is here
 * @GW_BUNDLE_ERROR_NOTHING_NEW: there is nothing that was not given yet
 * @GW_BUNDLE_ERROR_NOTHING: there is nothing to give at all
 * @GW_BUNDLE_ERROR_EXISTS: there is a file of that name already
 * @GW_BUNDLE_ERROR_FULL: the stick is full
 * @GW_BUNDLE_ERROR_FILE: the file or its folder cannot be read or written
 * @GW_BUNDLE_ERROR_READ_BACK: what was written did not come back the same; it was taken away again
 * @GW_BUNDLE_ERROR_MEMORY: this computer has too little free memory to open it
 * @GW_BUNDLE_ERROR_STORE_FULL: the disk of this computer is full
 * @GW_BUNDLE_ERROR_STORE: what is in it could not be stored, or what is here could not be read
 * @GW_BUNDLE_ERROR_CANCELLED: ended by the person
 *
 * With all of them nothing was changed here and no file was left behind, but for the two of the
 * store: of what was being stored a part may be here, and to read the bundle again adds the rest.
 * The message is for the log; gw_bundle_error_dup_sentence() is for the person.
 */
typedef enum
{
  GW_BUNDLE_ERROR_NOT_A_BUNDLE,
  GW_BUNDLE_ERROR_NEWER,
  GW_BUNDLE_ERROR_PASSPHRASE,
  GW_BUNDLE_ERROR_SHORT_PASSPHRASE,
  GW_BUNDLE_ERROR_PASSPHRASE_NEEDED,
  GW_BUNDLE_ERROR_NOT_FOR_US,
  GW_BUNDLE_ERROR_NO_KEY,
  GW_BUNDLE_ERROR_SIGNER,
  GW_BUNDLE_ERROR_DAMAGED,
  GW_BUNDLE_ERROR_OTHER_COUNTRY,
  GW_BUNDLE_ERROR_NOT_ALLOWED,
  GW_BUNDLE_ERROR_TOO_LARGE,
  GW_BUNDLE_ERROR_MASS_DELETE,
  GW_BUNDLE_ERROR_NOTHING_NEW,
  GW_BUNDLE_ERROR_NOTHING,
  GW_BUNDLE_ERROR_EXISTS,
  GW_BUNDLE_ERROR_FULL,
  GW_BUNDLE_ERROR_FILE,
  GW_BUNDLE_ERROR_READ_BACK,
  GW_BUNDLE_ERROR_MEMORY,
  GW_BUNDLE_ERROR_STORE_FULL,
  GW_BUNDLE_ERROR_STORE,
  GW_BUNDLE_ERROR_CANCELLED,
} GwBundleError;

#define GW_BUNDLE_ERROR (gw_bundle_error_quark ())

GQuark      gw_bundle_error_quark        (void);
const char *gw_bundle_error_get_name     (GwBundleError   code);
char       *gw_bundle_error_dup_sentence (const GError   *error) G_GNUC_WARN_UNUSED_RESULT;
void        gw_bundle_error_translate    (GError        **error);

/* Always FALSE, for "return". For core/bundles only. */
gboolean    gw_bundle_error_set_damaged     (GError     **error,
                                             const char  *message);
gboolean    gw_bundle_error_set_not_allowed (GError     **error,
                                             const char  *message);

G_END_DECLS
