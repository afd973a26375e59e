/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwPacketError:
 * @GW_PACKET_ERROR_NOT_A_PACKET: the file is something else
 * @GW_PACKET_ERROR_NEWER: a newer Godwit wrote it
 * @GW_PACKET_ERROR_DAMAGED: cut short or altered
 * @GW_PACKET_ERROR_PASSPHRASE: the passphrase is another
 * @GW_PACKET_ERROR_PASSPHRASE_NEEDED: it opens with a passphrase, and none was given
 * @GW_PACKET_ERROR_SHORT_PASSPHRASE: the passphrase would not protect it
 * @GW_PACKET_ERROR_NOT_FOR_US: it was sealed for somebody else
 * @GW_PACKET_ERROR_NO_KEY: the respondent has no key here, or one that holds no more
 * @GW_PACKET_ERROR_OTHER_COUNTRY: it is another country's
 * @GW_PACKET_ERROR_UNKNOWN: this desk gave no packet of that name, or none is open here
 * @GW_PACKET_ERROR_TAKEN_BACK: the packet was taken back
 * @GW_PACKET_ERROR_NOT_ASKED: the reply holds what the packet did not ask for
 * @GW_PACKET_ERROR_NO_QUESTION: the report has none of the questions that were picked
 * @GW_PACKET_ERROR_FORM: the questions cannot stand alone, or this program cannot show them
 * @GW_PACKET_ERROR_NOTHING: nothing was answered yet
 * @GW_PACKET_ERROR_EXISTS: there is a file of that name already
 * @GW_PACKET_ERROR_FILE: the file or its folder cannot be read or written
 * @GW_PACKET_ERROR_STORE: the papers here could not be read or written
 *
 * With all of them nothing was changed here, and no file was left behind. The message is for the log;
 * gw_packet_error_dup_sentence() is for the person.
 */
typedef enum
{
  GW_PACKET_ERROR_NOT_A_PACKET,
  GW_PACKET_ERROR_NEWER,
  GW_PACKET_ERROR_DAMAGED,
  GW_PACKET_ERROR_PASSPHRASE,
  GW_PACKET_ERROR_PASSPHRASE_NEEDED,
  GW_PACKET_ERROR_SHORT_PASSPHRASE,
  GW_PACKET_ERROR_NOT_FOR_US,
  GW_PACKET_ERROR_NO_KEY,
  GW_PACKET_ERROR_OTHER_COUNTRY,
  GW_PACKET_ERROR_UNKNOWN,
  GW_PACKET_ERROR_TAKEN_BACK,
  GW_PACKET_ERROR_NOT_ASKED,
  GW_PACKET_ERROR_NO_QUESTION,
  GW_PACKET_ERROR_FORM,
  GW_PACKET_ERROR_NOTHING,
  GW_PACKET_ERROR_EXISTS,
  GW_PACKET_ERROR_FILE,
  GW_PACKET_ERROR_STORE,
} GwPacketError;

#define GW_PACKET_ERROR (gw_packet_error_quark ())

GQuark      gw_packet_error_quark        (void);
const char *gw_packet_error_get_name     (GwPacketError   code);
char       *gw_packet_error_dup_sentence (const GError   *error) G_GNUC_WARN_UNUSED_RESULT;
void        gw_packet_error_translate    (GError        **error);

/* Always FALSE, for "return". For core/packets only. */
gboolean    gw_packet_refuse             (GError        **error,
                                          GwPacketError   code,
                                          const char     *message);

G_END_DECLS
