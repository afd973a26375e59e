/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-bundle-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "core/keys/gw-key.h"
#include "core/store/gw-store.h"

G_DEFINE_QUARK (gw-bundle-error-quark, gw_bundle_error)

/* The names are for JSON and logs and do not change. The sentences are the same in the window and
 * on the command line: what happened, what is safe, what to do. */
static const struct
{
  const char *name;
  const char *sentence;
} rows[] = {
  [GW_BUNDLE_ERROR_NOT_A_BUNDLE] = { "not-a-bundle",
    N_("This file is not a bundle of Godwit. Nothing was changed here. Please choose a file whose "
       "name ends in “.godwit”.") },
  [GW_BUNDLE_ERROR_NEWER] = { "newer",
    N_("A newer Godwit wrote this bundle. Nothing was changed here. Please install the newer Godwit "
       "on this computer, too.") },
  [GW_BUNDLE_ERROR_PASSPHRASE] = { "passphrase",
    N_("This is not the passphrase with which the bundle was closed. Nothing was changed here. "
       "Please type it again, with the same capitals and spaces.") },
  [GW_BUNDLE_ERROR_SHORT_PASSPHRASE] = { "short-passphrase",
    N_("The passphrase is too short to protect the bundle. Nothing was written. Please take at least "
       "8 characters; a few words are good.") },
  [GW_BUNDLE_ERROR_PASSPHRASE_NEEDED] = { "passphrase-needed",
    N_("The bundle opens with a passphrase. Nothing was changed here. Please ask the person who wrote "
       "it, and type it.") },
  [GW_BUNDLE_ERROR_NOT_FOR_US] = { "not-for-us",
    N_("The bundle was sealed for others, so this computer cannot open it. Nothing was changed here. "
       "The people it is for can read it from the same stick.") },
  [GW_BUNDLE_ERROR_NO_KEY] = { "no-key",
    N_("Somebody the bundle shall be for has no code here that holds, so none was written. Please "
       "exchange once with a passphrase, or over a connection.") },
  [GW_BUNDLE_ERROR_SIGNER] = { "signer",
    N_("Nobody here has confirmed yet who signed the bundle. Nothing was changed here. Please compare "
       "the code with the person who wrote it, then read it again.") },
  [GW_BUNDLE_ERROR_DAMAGED] = { "damaged",
    N_("The bundle is damaged: it is not whole, or it was altered. Nothing of it was read and "
       "nothing was changed here. Please ask for it once more.") },
  [GW_BUNDLE_ERROR_OTHER_COUNTRY] = { "other-country",
    N_("The bundle holds the papers of another country. Nothing of it was read and nothing was "
       "changed here.") },
  [GW_BUNDLE_ERROR_NOT_ALLOWED] = { "not-allowed",
    N_("The bundle holds papers that this desk may not keep. Nothing of it was read and nothing was "
       "changed here. Please ask the person who wrote it.") },
  [GW_BUNDLE_ERROR_TOO_LARGE] = { "too-large",
    N_("The bundle is larger than any that Godwit writes. Nothing of it was read and nothing was "
       "changed here. Please ask the person who wrote it.") },
  [GW_BUNDLE_ERROR_MASS_DELETE] = { "mass-delete",
    N_("The bundle would delete a large part of what is here. Nothing was changed. Please ask the "
       "person who wrote it before you go on.") },
  [GW_BUNDLE_ERROR_NOTHING_NEW] = { "nothing-new",
    N_("There is nothing new since the last bundle, so none was written. You can write one with "
       "everything.") },
  [GW_BUNDLE_ERROR_NOTHING] = { "nothing",
    N_("There is nothing here yet that could go into a bundle, so none was written.") },
  [GW_BUNDLE_ERROR_EXISTS] = { "exists",
    N_("There is already a file of this name. It was left as it is, since it may hold changes that "
       "nobody has read yet. Please choose another name.") },
  [GW_BUNDLE_ERROR_FULL] = { "full",
    N_("There is not enough room on the stick, so no bundle was written. Everything is kept here. "
       "Please free some space or take another stick.") },
  [GW_BUNDLE_ERROR_FILE] = { "file",
    N_("The file cannot be reached. Everything is kept here. Please look whether the stick is in "
       "place and may be written to.") },
  [GW_BUNDLE_ERROR_READ_BACK] = { "read-back",
    N_("What was written to the stick did not come back the same, so the bundle was taken away "
       "again. Everything is kept here. Please take another stick.") },
  [GW_BUNDLE_ERROR_MEMORY] = { "memory",
    N_("This computer has too little free memory for the bundle. Nothing was changed here. Please "
       "close other programs and try again.") },
  [GW_BUNDLE_ERROR_STORE_FULL] = { "store-full",
    N_("The disk of this computer is full, so the bundle could not be finished. What is here is "
       "safe. Please free some space and try again.") },
  [GW_BUNDLE_ERROR_STORE] = { "store",
    N_("The bundle could not be finished, since the papers of this computer could not be read or "
       "written. What is here is safe. Please try again.") },
  [GW_BUNDLE_ERROR_CANCELLED] = { "cancelled",
    N_("It was stopped. What is here is safe.") },
};

/**
 * gw_bundle_error_get_name:
 *
 * Returns: (transfer none): a short English name that never changes
 */
const char *
gw_bundle_error_get_name (GwBundleError code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (rows), "unknown");

  return rows[code].name;
}

/**
 * gw_bundle_error_dup_sentence:
 * @error: of the domain %GW_BUNDLE_ERROR
 *
 * Returns: (transfer full): what happened, what is safe and what to do, in the person's language
 */
char *
gw_bundle_error_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == GW_BUNDLE_ERROR, NULL);
  g_return_val_if_fail ((gsize) error->code < G_N_ELEMENTS (rows), NULL);

  return g_strdup (_(rows[error->code].sentence));
}

static GwBundleError
classify (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GW_BUNDLE_ERROR_CANCELLED;
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND))
    return GW_BUNDLE_ERROR_NO_KEY;
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_FULL))
    return GW_BUNDLE_ERROR_STORE_FULL;

  return GW_BUNDLE_ERROR_STORE;
}

/**
 * gw_bundle_error_translate:
 * @error: (inout): an error of the store or of a cancellable, or one of %GW_BUNDLE_ERROR already
 *
 * Makes it one of %GW_BUNDLE_ERROR, with the same message.
 */
void
gw_bundle_error_translate (GError **error)
{
  GError *own;

  if (error == NULL || *error == NULL || (*error)->domain == GW_BUNDLE_ERROR)
    return;
  own = g_error_new_literal (GW_BUNDLE_ERROR, classify (*error), (*error)->message);
  g_error_free (*error);
  *error = own;
}

/**
 * gw_bundle_error_set_damaged:
 * @message: in English, for whoever helps
 *
 * Returns: FALSE, with an @error of %GW_BUNDLE_ERROR_DAMAGED
 */
gboolean
gw_bundle_error_set_damaged (GError     **error,
                             const char  *message)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED, message);
  return FALSE;
}

/**
 * gw_bundle_error_set_not_allowed:
 * @message: in English, for whoever helps
 *
 * Returns: FALSE, with an @error of %GW_BUNDLE_ERROR_NOT_ALLOWED
 */
gboolean
gw_bundle_error_set_not_allowed (GError     **error,
                                 const char  *message)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_ALLOWED, message);
  return FALSE;
}
