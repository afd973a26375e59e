/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sync/gw-account.h"
#include "app/gw-unsaved.h"
#include "core/manual/gw-manual.h"
#include "core/records/gw-reference.h"
#include "core/search/gw-search.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

#define GW_TYPE_CONTEXT (gw_context_get_type ())

G_DECLARE_FINAL_TYPE (GwContext, gw_context, GW, CONTEXT, GObject)

GwContext     *gw_context_new           (void) G_GNUC_WARN_UNUSED_RESULT;

const char    *gw_context_get_language  (GwContext  *self);
void           gw_context_set_language  (GwContext  *self,
                                         const char *language);

/* For the application alone, before a desk is built. */
void           gw_context_set_library   (GwContext     *self,
                                         GwReference   *reference,
                                         GwManual      *manual);
void           gw_context_open          (GwContext     *self,
                                         GwProfile     *profile,
                                         GwStoreThread *store);
void           gw_context_close         (GwContext     *self);

GwProfile     *gw_context_get_profile   (GwContext  *self);
GwStoreThread *gw_context_get_store     (GwContext  *self);
GwReference   *gw_context_get_reference (GwContext  *self);
GwManual      *gw_context_get_manual    (GwContext  *self);
GwSearch      *gw_context_get_search    (GwContext  *self);
GwAccount     *gw_context_get_account   (GwContext  *self);
GwUnsaved     *gw_context_get_unsaved   (GwContext  *self);
void           gw_context_exchange_changed (GwContext *self);
gboolean       gw_context_get_clock     (GwContext  *self,
                                         gint64     *offset);

G_END_DECLS
