/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/bundles/gw-bundle.h"
#include "core/nearby/gw-nearby-error.h"

G_BEGIN_DECLS

/* Two desks in one room exchange the same sealed bundles as by stick, over the network between them.
 * Nothing listens unless a person asked for it, and nothing of the papers is said before both people have
 * seen the same code. README.md beside this file has the protocol.
 *
 * The plain functions wait, and may be called on any thread. The window uses the others. */

#define GW_NEARBY_PORT 46377   /* where nothing else is said; any other when it is taken */
#define GW_NEARBY_STALL 60     /* seconds */
#define GW_NEARBY_MAX_FAILURES 3

/**
 * GwNearbyVerdict:
 *
 * What the person said of the code: nothing yet, that it is the same, or that it is not. Good for any
 * thread; what was said first holds.
 */
typedef struct _GwNearbyVerdict GwNearbyVerdict;

GwNearbyVerdict *gw_nearby_verdict_ref   (GwNearbyVerdict *self);
void             gw_nearby_verdict_unref (GwNearbyVerdict *self);
void             gw_nearby_verdict_give  (GwNearbyVerdict *self,
                                          gboolean         is_same);

/**
 * GwNearbyPhase:
 * @GW_NEARBY_PHASE_MEETING: the connection is made
 * @GW_NEARBY_PHASE_COMPARING: the people look at the code
 * @GW_NEARBY_PHASE_PREPARING: what is new for the other is put together
 * @GW_NEARBY_PHASE_SENDING: it goes
 * @GW_NEARBY_PHASE_RECEIVING: what the other has comes
 * @GW_NEARBY_PHASE_READING: it is taken over
 * @GW_NEARBY_PHASE_WAITING: the other does one of these
 */
typedef enum
{
  GW_NEARBY_PHASE_MEETING,
  GW_NEARBY_PHASE_COMPARING,
  GW_NEARBY_PHASE_PREPARING,
  GW_NEARBY_PHASE_SENDING,
  GW_NEARBY_PHASE_RECEIVING,
  GW_NEARBY_PHASE_READING,
  GW_NEARBY_PHASE_WAITING,
} GwNearbyPhase;

const char *gw_nearby_phase_get_name (GwNearbyPhase phase);

/**
 * GwNearbyPeer:
 * @account: the name of the other desk, by its own word; may be ""
 * @country: its country, ISO 3166 alpha-3, or ""
 *
 * Whom the other says it is. It is text from a network, of bounded length and without line ends.
 */
typedef struct
{
  char *account;
  char *country;
} GwNearbyPeer;

/**
 * GwNearbySummary:
 * @peer: who it was
 * @is_exposed: whether this side has said the number of which the code is made
 * @is_paired: whether both people have said that the code is the same
 * @received: versions that came and were new here
 * @known: versions that came and were here already
 * @given: versions that were new there, by the word of the other desk
 * @is_given: whether the other desk has said what it took
 * @is_withheld: whether this side gave nothing on purpose: the other does not keep all that is kept here
 * @is_withheld_there: whether the other said that it gave nothing for the same reason
 * @merged: documents merged by rule
 * @waiting: documents with versions that wait for a person, now
 * @bytes_up: bytes that left, before TLS
 * @bytes_down: bytes that came
 * @seconds: how long it took, people included
 *
 * What came of it, also when it ended with an error: what arrived has arrived.
 */
typedef struct
{
  GwNearbyPeer peer;
  gboolean is_exposed;
  gboolean is_paired;
  guint received;
  guint known;
  guint given;
  gboolean is_given;
  gboolean is_withheld;
  gboolean is_withheld_there;
  guint merged;
  guint waiting;
  guint64 bytes_up;
  guint64 bytes_down;
  double seconds;
} GwNearbySummary;

GwNearbySummary *gw_nearby_summary_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void             gw_nearby_summary_free  (GwNearbySummary *self);
const char      *gw_nearby_summary_get_withheld (const GwNearbySummary *self);

/**
 * GwNearbyWatch:
 * @ask: shows the person the code ("042 917") and who the other says it is; the answer is given to the
 *   verdict, of which it takes a reference, whenever the person has looked
 * @progress: (nullable): how far it is, @part from 0 to 1 of the phase
 * @user_data: for both
 *
 * Whom to tell. Called on the thread that exchanges; by the asynchronous functions where those were called.
 */
typedef struct
{
  void (*ask)      (const char         *code,
                    const GwNearbyPeer *peer,
                    GwNearbyVerdict    *verdict,
                    gpointer            user_data);
  void (*progress) (GwNearbyPhase       phase,
                    double              part,
                    gpointer            user_data);
  gpointer user_data;
} GwNearbyWatch;

/**
 * GwNearbyListener:
 *
 * A port of this computer at which other desks of the same local network can knock: not through a
 * router, one at a time, and after three in a row that did not end with the same code, never again.
 */
typedef struct _GwNearbyListener GwNearbyListener;

GwNearbyListener *gw_nearby_listener_new      (guint16              port,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GwNearbyListener *gw_nearby_listener_ref      (GwNearbyListener    *self);
void              gw_nearby_listener_unref    (GwNearbyListener    *self);
guint16           gw_nearby_listener_get_port (GwNearbyListener    *self);

gboolean          gw_nearby_serve             (GwNearbyListener    *listener,
                                               GwBundleDesk        *desk,
                                               GwBundleFlags        flags,
                                               const GwNearbyWatch *watch,
                                               GCancellable        *cancellable,
                                               GwNearbySummary     *summary,
                                               GError             **error);
gboolean          gw_nearby_connect           (const char          *address,
                                               GwBundleDesk        *desk,
                                               GwBundleFlags        flags,
                                               const GwNearbyWatch *watch,
                                               GCancellable        *cancellable,
                                               GwNearbySummary     *summary,
                                               GError             **error);

/* The same on a thread of their own. */
void              gw_nearby_serve_async       (GwNearbyListener    *listener,
                                               GwBundleDesk        *desk,
                                               GwBundleFlags        flags,
                                               const GwNearbyWatch *watch,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void              gw_nearby_connect_async     (const char          *address,
                                               GwBundleDesk        *desk,
                                               GwBundleFlags        flags,
                                               const GwNearbyWatch *watch,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean          gw_nearby_finish            (GAsyncResult        *result,
                                               GwNearbySummary    **summary,
                                               GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwNearbyVerdict, gw_nearby_verdict_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwNearbySummary, gw_nearby_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwNearbyListener, gw_nearby_listener_unref)

G_END_DECLS
