/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sheet of the exchange in one room says. */

#include "app/sync/gw-room-words.h"

#include <glib/gi18n-lib.h>

const char *
gw_room_words_phase (GwNearbyPhase phase)
{
  switch (phase) {
  case GW_NEARBY_PHASE_MEETING:
    return _("Going to the other computer…");
  case GW_NEARBY_PHASE_COMPARING:
    return _("Waiting for your colleague to compare the code…");
  case GW_NEARBY_PHASE_PREPARING:
    return _("Putting together what is new…");
  case GW_NEARBY_PHASE_SENDING:
    return _("Giving what is new here…");
  case GW_NEARBY_PHASE_RECEIVING:
    return _("Receiving what is new there…");
  case GW_NEARBY_PHASE_READING:
    return _("Taking over what is new…");
  case GW_NEARBY_PHASE_WAITING:
    return _("Waiting for the other computer…");
  default:
    g_return_val_if_reached ("");
  }
}

/* Who a desk says it is, on one line. */
char *
gw_room_words_peer (const char *account,
                    const char *country)
{
  if (*account == '\0')
    return g_strdup (_("A computer without a name"));
  if (*country == '\0')
    return g_strdup (account);

  /* TRANSLATORS: %1$s is the name of a person's account, %2$s a country's code of three letters. */
  return g_strdup_printf (_("%1$s (%2$s)"), account, country);
}

char *
gw_room_words_ask (const GwNearbyPeer *peer)
{
  g_autofree char *name = gw_room_words_peer (peer->account, peer->country);

  /* TRANSLATORS: %s is who another computer says it belongs to, as "ann (KEN)". */
  return g_strdup_printf (_("The other computer says: %s"), name);
}

static char *
dup_received (const GwNearbySummary *summary)
{
  /* TRANSLATORS: %u is a number of changes that came from the other computer. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change came and is here now.",
                                       "%u changes came and are here now.", summary->received), summary->received);
}

static char *
dup_given (const GwNearbySummary *summary)
{
  /* TRANSLATORS: %u is a number of changes that went to the other computer. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change of this computer is there now.",
                                       "%u changes of this computer are there now.", summary->given), summary->given);
}

/* How much was new on either side; of what is not known to have arrived nothing is said, and of what was not given
 * on purpose why. */
char *
gw_room_words_came (const GwNearbySummary *summary)
{
  g_autofree char *received = dup_received (summary);
  g_autofree char *given = dup_given (summary);
  const char *withheld = gw_nearby_summary_get_withheld (summary);

  if (summary->received == 0 && summary->given == 0 && summary->is_given && withheld == NULL)
    return g_strdup (_("Nothing was new: both computers have the same."));
  if (summary->is_withheld)
    return g_strconcat (received, "\n", withheld, NULL);
  if (!summary->is_given)
    return g_steal_pointer (&received);
  if (summary->is_withheld_there)
    return g_strconcat (given, "\n", withheld, NULL);

  return g_strconcat (received, "\n", given, NULL);
}

/* With whom, and what is left to do. */
char *
gw_room_words_detail (const GwNearbySummary *summary)
{
  g_autofree char *name = gw_room_words_peer (summary->peer.account, summary->peer.country);
  /* TRANSLATORS: %s is whose computer it was, as "ann (KEN)". */
  g_autofree char *with = g_strdup_printf (_("Exchanged with %s. What waits for the server goes on waiting."), name);
  g_autofree char *waiting = NULL;

  if (summary->waiting == 0)
    return g_steal_pointer (&with);
  /* TRANSLATORS: %u is a number of answers, actions and the like. */
  waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u thing has more than one version now: all are kept, and "
                                          "you choose when you look at it.",
                                          "%u things have more than one version now: all are kept, "
                                          "and you choose when you look at them.",
                                          summary->waiting), summary->waiting);

  return g_strconcat (with, "\n\n", waiting, NULL);
}
