/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nearby/gw-nearby.h"

G_BEGIN_DECLS

const char *gw_room_words_phase  (GwNearbyPhase          phase);
char       *gw_room_words_peer   (const char            *account,
                                  const char            *country) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_room_words_ask    (const GwNearbyPeer    *peer) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_room_words_came   (const GwNearbySummary *summary) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_room_words_detail (const GwNearbySummary *summary) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
