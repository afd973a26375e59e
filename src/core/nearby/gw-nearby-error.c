/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "core/bundles/gw-bundle-error.h"
#include "core/keys/gw-key.h"
#include "core/store/gw-store.h"

G_DEFINE_QUARK (gw-nearby-error-quark, gw_nearby_error)

/* The names are for JSON and logs and do not change. The sentences are the same in the window and on
 * the command line: what happened, what is safe, what to do. */
static const struct
{
  const char *name;
  const char *sentence;
} rows[] = {
  [GW_NEARBY_ERROR_ADDRESS] = { "address",
    N_("No computer of this network has that address. Nothing was exchanged. Please read it once more from the "
       "other screen.") },
  [GW_NEARBY_ERROR_NO_LINK] = { "no-link",
    N_("The other computer cannot be reached. Nothing was exchanged. Please look whether both are in the same "
       "network, and whether the same page is open there.") },
  [GW_NEARBY_ERROR_SILENT] = { "silent",
    N_("The other computer does not go on. What arrived before is kept, and nothing is lost. Please try again.") },
  [GW_NEARBY_ERROR_BROKEN] = { "broken",
    N_("The connection broke off, or was ended on the other computer. What arrived before is kept, and nothing is "
       "lost. Please try again.") },
  [GW_NEARBY_ERROR_NOT_GODWIT] = { "not-godwit",
    N_("What answers there does not speak as Godwit does. Nothing of it was taken over. Please look at the address "
       "again.") },
  [GW_NEARBY_ERROR_NEWER] = { "newer",
    N_("The other computer has another Godwit, and the two do not understand each other. Nothing was exchanged. "
       "Please install the same Godwit on both.") },
  [GW_NEARBY_ERROR_DIFFERENT_CODE] = { "different-code",
    N_("The code was not the same on both screens, or somebody said so. Nothing was exchanged. Please try once more; "
       "if it happens again, somebody else may be between the two computers: take a USB stick.") },
  [GW_NEARBY_ERROR_FALSE_CODE] = { "false-code",
    N_("The other side tried to change the code. Somebody else may be between the two computers. Nothing was "
       "exchanged. Please take a USB stick.") },
  [GW_NEARBY_ERROR_TOO_MANY] = { "too-many",
    N_("Three times a computer came and it did not end with the same code on both screens, so no computer is let in any "
       "more. Nothing was exchanged with them. Somebody else may be in this network: please take a USB stick.") },
  [GW_NEARBY_ERROR_NO_NAME] = { "no-name",
    N_("This desk has no name yet, so nobody could seal anything for it. Nothing was exchanged. Please enter your "
       "name in the preferences first.") },
  [GW_NEARBY_ERROR_SAME_DESK] = { "same-desk",
    N_("That is this desk itself. Nothing was exchanged.") },
  [GW_NEARBY_ERROR_KEY] = { "key",
    N_("The keys of the other computer were withdrawn, or other keys are known here for it. Nothing was exchanged. "
       "Please look at “Codes of people” together.") },
  [GW_NEARBY_ERROR_OTHER_PAPERS] = { "other-papers",
    N_("The other computer keeps the papers of another country or of another office. Nothing was exchanged.") },
  [GW_NEARBY_ERROR_REFUSED] = { "refused",
    N_("The other computer could not take what it was given; its screen says why. What it gave is here, and nothing "
       "is lost.") },
  [GW_NEARBY_ERROR_BUSY] = { "busy",
    N_("This desk exchanges with a computer already. Please wait until that has ended.") },
  [GW_NEARBY_ERROR_LISTEN] = { "listen",
    N_("This computer does not let Godwit wait for others. You can still choose the other computer from here, or "
       "take a USB stick.") },
  [GW_NEARBY_ERROR_NO_FINDER] = { "no-finder",
    N_("The service that finds computers (Avahi) does not run here. You can type the address that the other screen "
       "shows.") },
  [GW_NEARBY_ERROR_FULL] = { "full",
    N_("The disk of this computer is full, so the exchange could not be finished. What is here is safe. Please free "
       "some space and try again.") },
  [GW_NEARBY_ERROR_STORE] = { "store",
    N_("The exchange could not be finished, since the papers of this computer could not be read or written. What is "
       "here is safe. Please try again.") },
  [GW_NEARBY_ERROR_CANCELLED] = { "cancelled",
    N_("It was stopped. What is here is safe.") },
};

/**
 * gw_nearby_error_get_name:
 * @error: of the domain %GW_NEARBY_ERROR or %GW_BUNDLE_ERROR
 *
 * Returns: (transfer none): a short English name that never changes
 */
const char *
gw_nearby_error_get_name (const GError *error)
{
  g_return_val_if_fail (error != NULL, "unknown");

  if (error->domain == GW_BUNDLE_ERROR)
    return gw_bundle_error_get_name (error->code);
  g_return_val_if_fail (error->domain == GW_NEARBY_ERROR && (gsize) error->code < G_N_ELEMENTS (rows), "unknown");

  return rows[error->code].name;
}

/**
 * gw_nearby_error_dup_sentence:
 * @error: of the domain %GW_NEARBY_ERROR, or of %GW_BUNDLE_ERROR for a bundle that was refused
 *
 * Returns: (transfer full): what happened, what is safe and what to do, in the person's language
 */
char *
gw_nearby_error_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == GW_BUNDLE_ERROR)
    return gw_bundle_error_dup_sentence (error);
  g_return_val_if_fail (error->domain == GW_NEARBY_ERROR && (gsize) error->code < G_N_ELEMENTS (rows), NULL);

  return g_strdup (_(rows[error->code].sentence));
}

/* What a bundle's error says of a stick would not be true here, where none is in play. */
static int
classify_bundle (const GError *error)
{
  switch (error->code) {
    case GW_BUNDLE_ERROR_FULL:
    case GW_BUNDLE_ERROR_STORE_FULL:
      return GW_NEARBY_ERROR_FULL;
    case GW_BUNDLE_ERROR_FILE:
    case GW_BUNDLE_ERROR_EXISTS:
    case GW_BUNDLE_ERROR_READ_BACK:
    case GW_BUNDLE_ERROR_STORE:
    case GW_BUNDLE_ERROR_MEMORY:
      return GW_NEARBY_ERROR_STORE;
    case GW_BUNDLE_ERROR_SIGNER:
    case GW_BUNDLE_ERROR_NO_KEY:
    case GW_BUNDLE_ERROR_NOT_FOR_US:
      return GW_NEARBY_ERROR_KEY;
    case GW_BUNDLE_ERROR_OTHER_COUNTRY:
    case GW_BUNDLE_ERROR_NOT_ALLOWED:
      return GW_NEARBY_ERROR_OTHER_PAPERS;
    case GW_BUNDLE_ERROR_CANCELLED:
      return GW_NEARBY_ERROR_CANCELLED;
    default:
      return -1;
  }
}

static int
classify (const GError *error)
{
  if (error->domain == GW_BUNDLE_ERROR)
    return classify_bundle (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GW_NEARBY_ERROR_CANCELLED;
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_FULL))
    return GW_NEARBY_ERROR_FULL;
  if (error->domain == GW_KEY_ERROR)
    return GW_NEARBY_ERROR_KEY;

  return GW_NEARBY_ERROR_STORE;
}

/**
 * gw_nearby_error_translate:
 * @error: (inout): an error of the store, of the keys, of a bundle or of a cancellable, or one of
 *   %GW_NEARBY_ERROR already
 *
 * Makes it one of %GW_NEARBY_ERROR with the same message. What a bundle that came is refused for stays an
 * error of %GW_BUNDLE_ERROR: its sentences are true here, too.
 */
void
gw_nearby_error_translate (GError **error)
{
  GError *own;
  int code;

  if (error == NULL || *error == NULL || (*error)->domain == GW_NEARBY_ERROR)
    return;
  code = classify (*error);
  if (code < 0)
    return;
  own = g_error_new_literal (GW_NEARBY_ERROR, code, (*error)->message);
  g_error_free (*error);
  *error = own;
}
