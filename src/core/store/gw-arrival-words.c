/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/gw-arrival.h"

#include <glib/gi18n-lib.h>

/* Sentences of their own, for a list of what was not taken. */
static const char *const words[] = {
  [GW_ARRIVAL_SOUND] = N_("Nothing is wrong with it."),
  [GW_ARRIVAL_ID] = N_("Its name is none that Godwit gives."),
  [GW_ARRIVAL_TYPE] = N_("It is of a kind that is not kept there, or says that it is something else than its name does."),
  [GW_ARRIVAL_OWNER] = N_("It is said to be by somebody whom it does not belong to."),
  [GW_ARRIVAL_COUNTRY] = N_("It is another country’s."),
  [GW_ARRIVAL_OPEN] = N_("It is kept for some people only, and is not sealed."),
  [GW_ARRIVAL_ATTACHED] = N_("It has something attached in a way that Godwit does not use."),
  [GW_ARRIVAL_SIZE] = N_("It is longer than anything that is written with Godwit."),
  [GW_ARRIVAL_SIGNATURE] = N_("It is signed, and not by whom it says: somebody changed it on its way."),
  [GW_ARRIVAL_SHAPE] = N_("It is damaged, or nothing that Godwit knows."),
};

/**
 * gw_arrival_fault_get_words:
 *
 * Returns: a sentence for a person, translated: why it was not taken
 */
const char *
gw_arrival_fault_get_words (GwArrivalFault fault)
{
  g_return_val_if_fail ((gsize) fault < G_N_ELEMENTS (words), "");

  return g_dgettext (GETTEXT_PACKAGE, words[fault]);
}
