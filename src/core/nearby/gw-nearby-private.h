/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nearby/gw-nearby-link.h"
#include "core/nearby/gw-nearby.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GW_NEARBY_VERSION 2
#define GW_NEARBY_NONCE_SIZE 32
#define GW_NEARBY_HASH_SIZE 32
#define GW_NEARBY_MAX_NAME 128 /* bytes */

/* What a frame is. */
typedef enum
{
  GW_NEARBY_FRAME_HELLO = 'H',
  GW_NEARBY_FRAME_COMMIT = 'C',
  GW_NEARBY_FRAME_NONCE = 'N',
  GW_NEARBY_FRAME_VERDICT = 'V',
  GW_NEARBY_FRAME_DESK = 'D',
  GW_NEARBY_FRAME_OFFER = 'O',
  GW_NEARBY_FRAME_PIECE = 'P',
  GW_NEARBY_FRAME_TAKEN = 'T',
  GW_NEARBY_FRAME_BYE = 'B',
  GW_NEARBY_FRAME_ALIVE = 'A',
} GwNearbyFrame;

/* gw-nearby-verdict.c */
GwNearbyVerdict *gw_nearby_verdict_new    (void) G_GNUC_WARN_UNUSED_RESULT;
int              gw_nearby_verdict_get_fd (GwNearbyVerdict     *self);
gboolean         gw_nearby_verdict_get    (GwNearbyVerdict     *self,
                                           gboolean            *is_same);

/* gw-nearby-words.c: what the other side says, looked at. */
gboolean         gw_nearby_say            (GwNearbyLink        *link,
                                           GwNearbyFrame        type,
                                           JsonObject          *words,
                                           GError             **error);
GBytes          *gw_nearby_expect_at_once (GwNearbyLink        *link,
                                           GwNearbyFrame        type,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes          *gw_nearby_expect         (GwNearbyLink        *link,
                                           GwNearbyFrame        type,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject      *gw_nearby_parse          (GBytes              *content,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char            *gw_nearby_dup_name       (const char          *text) G_GNUC_WARN_UNUSED_RESULT;

/* gw-nearby-pair.c */
void             gw_nearby_commit         (const guint8         binding[GW_NEARBY_BINDING_SIZE],
                                           gboolean             has_listened,
                                           const guint8         nonce[GW_NEARBY_NONCE_SIZE],
                                           GBytes              *hello,
                                           guint8               commitment[GW_NEARBY_HASH_SIZE]);
char            *gw_nearby_dup_code       (const guint8         binding[GW_NEARBY_BINDING_SIZE],
                                           const guint8         connecting[GW_NEARBY_NONCE_SIZE],
                                           const guint8         listening[GW_NEARBY_NONCE_SIZE],
                                           GBytes              *connecting_hello,
                                           GBytes              *listening_hello) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gw_nearby_pair           (GwNearbyLink        *link,
                                           const char          *account,
                                           const char          *country,
                                           const GwNearbyWatch *watch,
                                           GwNearbySummary     *summary,
                                           GError             **error);

/* gw-nearby-proof.c */
char            *gw_nearby_dup_proof      (GwNearbyLink        *link,
                                           GwKeys              *keys) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gw_nearby_is_proof       (GwNearbyLink        *link,
                                           GwKey               *key,
                                           const char          *proof);

/* gw-nearby-exchange.c */
gboolean         gw_nearby_exchange       (GwNearbyLink        *link,
                                           GwBundleDesk        *desk,
                                           GwBundleFlags        flags,
                                           const GwNearbyWatch *watch,
                                           GCancellable        *cancellable,
                                           GwNearbySummary     *summary,
                                           GError             **error);

/* gw-nearby.c: for tests too, which have sockets of their own and little time. */
gboolean         gw_nearby_run            (GSocket             *socket,
                                           gboolean             has_listened,
                                           guint                stall,
                                           GwBundleDesk        *desk,
                                           GwBundleFlags        flags,
                                           const GwNearbyWatch *watch,
                                           GCancellable        *cancellable,
                                           GwNearbySummary     *summary,
                                           GError             **error);
void             gw_nearby_tell           (const GwNearbyWatch *watch,
                                           GwNearbyPhase        phase,
                                           double               part);

G_END_DECLS
