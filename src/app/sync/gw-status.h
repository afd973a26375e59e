/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-context.h"
#include "app/gw-sync-words.h"

G_BEGIN_DECLS

#define GW_TYPE_STATUS (gw_status_get_type ())

G_DECLARE_FINAL_TYPE (GwStatus, gw_status, GW, STATUS, GObject)

GwStatus          *gw_status_new          (GwContext *context) G_GNUC_WARN_UNUSED_RESULT;

const char        *gw_status_get_sentence (GwStatus  *self);
const char        *gw_status_get_icon     (GwStatus  *self);
void               gw_status_recount      (GwStatus  *self);
const GwSyncFacts *gw_status_get_facts    (GwStatus  *self);

G_END_DECLS
