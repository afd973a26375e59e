/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/stick.h"
#include "core/nearby/gw-nearby-private.h"

G_BEGIN_DECLS

/* A room of a test: two desks at the two ends of a wire, each on a thread of its own, and what the people
 * before them say. */

#define ROOM_STALL 5 /* seconds: no test waits for them but those that mean to */

typedef struct
{
  Desk *desk;
  gboolean has_listened;
  gboolean says;       /* that the code is the same */
  gboolean is_silent;  /* nothing, for ever */
  guint stall;
  GwBundleFlags flags;
  /* What came of it. */
  char *code;          /* (nullable): that was shown */
  char *peer;          /* (nullable): and the name beside it */
  gboolean ok;
  GError *error;
  GwNearbySummary *summary;
  /* Its own. */
  GwBundleDesk *own;
  GSocket *socket;
  GThread *thread;
} Side;

void     room_wire        (GSocket **a,
                           GSocket **b);
void     side_begin       (Side     *self,
                           GSocket  *socket);
void     side_end         (Side     *self);
void     side_clear       (Side     *self);
void     room_exchange    (Side     *connecting,
                           Side     *listening);
guint64  room_exchange_cut (Side    *connecting,
                            Side    *listening,
                            guint64  after);
void     room_assert_same (Desk     *a,
                           Desk     *b);

G_END_DECLS
