/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/packets/gw-packet-error.h"

#include <glib/gi18n-lib.h>

#include "core/bundles/gw-bundle-error.h"
#include "core/forms/gw-form.h"
#include "core/keys/gw-key.h"

G_DEFINE_QUARK (gw-packet-error-quark, gw_packet_error)

typedef struct
{
  const char *name;
  const char *sentence;
} Row;

static const Row rows[] = {
  [GW_PACKET_ERROR_NOT_A_PACKET] = { "not-a-packet",
    N_("This file is no packet of questions. Nothing was changed here. Please look whether it is the file that was "
       "sent to you.") },
  [GW_PACKET_ERROR_NEWER] = { "newer",
    N_("A newer Godwit wrote this packet. Nothing was changed here. Please bring Godwit up to date and open it again.") },
  [GW_PACKET_ERROR_DAMAGED] = { "damaged",
    N_("This packet was cut short or altered on its way. Nothing was changed here. Please ask for it once more.") },
  [GW_PACKET_ERROR_PASSPHRASE] = { "passphrase",
    N_("This is not the passphrase of this packet. Nothing was changed here. Please ask whoever sent it.") },
  [GW_PACKET_ERROR_PASSPHRASE_NEEDED] = { "passphrase-needed",
    N_("This packet opens with a passphrase. Nothing was changed here. Please type the one that you were told.") },
  [GW_PACKET_ERROR_SHORT_PASSPHRASE] = { "short-passphrase",
    N_("The passphrase is too short to protect the packet, so none was written. Please take one of at least 8 "
       "characters.") },
  [GW_PACKET_ERROR_NOT_FOR_US] = { "not-for-us",
    N_("This packet was sealed for somebody else, or for another computer. Nothing was changed here. Please ask for "
       "one that is for you.") },
  [GW_PACKET_ERROR_NO_KEY] = { "no-key",
    N_("Nobody of that name can open a packet without a passphrase, so none was written. Please send it with a "
       "passphrase.") },
  [GW_PACKET_ERROR_OTHER_COUNTRY] = { "other-country",
    N_("This packet belongs to another country. Nothing was changed here. Please look whether it is the right file.") },
  [GW_PACKET_ERROR_UNKNOWN] = { "unknown",
    N_("No packet of that name is known here. Nothing was changed here. Please take the computer on which it was "
       "made or opened, or exchange with it first.") },
  [GW_PACKET_ERROR_TAKEN_BACK] = { "taken-back",
    N_("This packet was taken back, so its answers were not taken in. The file still holds them. You can take them in "
       "all the same.") },
  [GW_PACKET_ERROR_NOT_ASKED] = { "not-asked",
    N_("This reply holds answers that the packet did not ask for, so nothing of it was taken in. Please ask for it "
       "once more.") },
  [GW_PACKET_ERROR_NO_QUESTION] = { "no-question",
    N_("The report has none of the questions that were picked, so no packet was written. Please pick others.") },
  [GW_PACKET_ERROR_FORM] = { "form",
    N_("These questions cannot be shown by themselves. Nothing was changed here. Please pick the whole section.") },
  [GW_PACKET_ERROR_NOTHING] = { "nothing",
    N_("Nothing is answered yet, so no reply was written. What you type is kept here.") },
  [GW_PACKET_ERROR_EXISTS] = { "exists",
    N_("There is already a file of this name. It was left as it is. Please choose another name.") },
  [GW_PACKET_ERROR_FILE] = { "file",
    N_("The file cannot be read or written. Everything is kept here. Please look whether its folder is there, has "
       "room and may be written to.") },
  [GW_PACKET_ERROR_STORE] = { "store",
    N_("The papers of this computer could not be read or written. What is here is safe. Please try again.") },
};

/**
 * gw_packet_error_get_name:
 *
 * Returns: (transfer none): a short English name that never changes
 */
const char *
gw_packet_error_get_name (GwPacketError code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (rows), "unknown");

  return rows[code].name;
}

/**
 * gw_packet_error_dup_sentence:
 * @error: of the domain %GW_PACKET_ERROR
 *
 * Returns: (transfer full): what happened, what is safe and what to do, in the person's language
 */
char *
gw_packet_error_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == GW_PACKET_ERROR, NULL);
  g_return_val_if_fail ((gsize) error->code < G_N_ELEMENTS (rows), NULL);

  return g_strdup (g_dgettext (GETTEXT_PACKAGE, rows[error->code].sentence));
}

static GwPacketError
classify_bundle (int code)
{
  switch (code) {
  case GW_BUNDLE_ERROR_NOT_A_BUNDLE:
    return GW_PACKET_ERROR_NOT_A_PACKET;
  case GW_BUNDLE_ERROR_NEWER:
    return GW_PACKET_ERROR_NEWER;
  case GW_BUNDLE_ERROR_PASSPHRASE:
    return GW_PACKET_ERROR_PASSPHRASE;
  case GW_BUNDLE_ERROR_PASSPHRASE_NEEDED:
    return GW_PACKET_ERROR_PASSPHRASE_NEEDED;
  case GW_BUNDLE_ERROR_SHORT_PASSPHRASE:
    return GW_PACKET_ERROR_SHORT_PASSPHRASE;
  case GW_BUNDLE_ERROR_NOT_FOR_US:
    return GW_PACKET_ERROR_NOT_FOR_US;
  case GW_BUNDLE_ERROR_NO_KEY:
    return GW_PACKET_ERROR_NO_KEY;
  case GW_BUNDLE_ERROR_DAMAGED:
  case GW_BUNDLE_ERROR_TOO_LARGE:
    return GW_PACKET_ERROR_DAMAGED;
  case GW_BUNDLE_ERROR_EXISTS:
    return GW_PACKET_ERROR_EXISTS;
  case GW_BUNDLE_ERROR_STORE:
  case GW_BUNDLE_ERROR_STORE_FULL:
    return GW_PACKET_ERROR_STORE;
  default:
    return GW_PACKET_ERROR_FILE;
  }
}

static GwPacketError
classify (const GError *error)
{
  if (error->domain == GW_BUNDLE_ERROR)
    return classify_bundle (error->code);
  if (error->domain == GW_FORM_ERROR)
    return GW_PACKET_ERROR_FORM;
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND))
    return GW_PACKET_ERROR_NO_KEY;
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US))
    return GW_PACKET_ERROR_NOT_FOR_US;
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID))
    return GW_PACKET_ERROR_DAMAGED;

  return GW_PACKET_ERROR_STORE;
}

/**
 * gw_packet_error_translate:
 * @error: (inout): of a file, keys, a form or the store, or one of %GW_PACKET_ERROR already
 *
 * Makes it one of %GW_PACKET_ERROR, with the same message.
 */
void
gw_packet_error_translate (GError **error)
{
  GError *own;

  if (error == NULL || *error == NULL || (*error)->domain == GW_PACKET_ERROR)
    return;
  own = g_error_new_literal (GW_PACKET_ERROR, classify (*error), (*error)->message);
  g_error_free (*error);
  *error = own;
}

gboolean
gw_packet_refuse (GError        **error,
                  GwPacketError   code,
                  const char     *message)
{
  g_set_error_literal (error, GW_PACKET_ERROR, code, message);
  return FALSE;
}
