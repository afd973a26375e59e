/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwTickState:
 * @GW_TICK_OPEN: still to be done
 * @GW_TICK_DONE: done
 * @GW_TICK_SKIPPED: left out, with a reason
 *
 * Where an item of a plan stands.
 */
typedef enum
{
  GW_TICK_OPEN,
  GW_TICK_DONE,
  GW_TICK_SKIPPED,
} GwTickState;

/* A tick is a document of its own, "tick:PLAN:ITEM", so that two people who work on different
 * items never meet. Its fields are texts: "state", "note", "assignee", "reason" (why it is left
 * out), "due" and "due_reason" (a day that goes before the computed one), "title" (the item's
 * words when it was written, for the search). */

const char *gw_tick_state_to_text (GwTickState           state);
gboolean    gw_tick_state_parse   (const char           *text,
                                   GwTickState          *state);

char       *gw_tick_make_id       (const char           *plan_id,
                                   const char           *item_id) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_tick_dup_plan_id   (const char           *tick_id) G_GNUC_WARN_UNUSED_RESULT;
const char *gw_tick_find_item_id  (const char           *tick_id);

/* On the store's thread. */
gboolean    gw_tick_store_change  (GwStore              *store,
                                   const char           *tick_id,
                                   JsonObject           *changes,
                                   const char           *author,
                                   GError              **error);

/* Anywhere. */
JsonObject *gw_tick_join          (GPtrArray            *versions) G_GNUC_WARN_UNUSED_RESULT;

/* From the window's. */
void        gw_tick_change_async  (GwStoreThread        *store,
                                   const char           *tick_id,
                                   JsonObject           *changes,
                                   const char           *author,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean    gw_tick_change_finish (GwStoreThread        *store,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
