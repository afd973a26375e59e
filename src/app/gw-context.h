/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-reference.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

typedef struct _GwManual      GwManual;
typedef struct _GwSearch      GwSearch;
typedef struct _GwSync        GwSync;

#define GW_TYPE_CONTEXT (gw_context_get_type ())

G_DECLARE_FINAL_TYPE (GwContext, gw_context, GW, CONTEXT, GObject)

GwContext     *gw_context_new           (void) G_GNUC_WARN_UNUSED_RESULT;

const char    *gw_context_get_language  (GwContext  *self);
void           gw_context_set_language  (GwContext  *self,
                                         const char *language);

/* For the application alone, before a desk is built. */
void           gw_context_set_profile   (GwContext     *self,
                                         GwProfile     *profile,
                                         GwStoreThread *store);
void           gw_context_set_reference (GwContext     *self,
                                         GwReference   *reference);

GwProfile     *gw_context_get_profile   (GwContext  *self);
GwStoreThread *gw_context_get_store     (GwContext  *self);
GwReference   *gw_context_get_reference (GwContext  *self);
GwManual      *gw_context_get_manual    (GwContext  *self);
GwSearch      *gw_context_get_search    (GwContext  *self);
GwSync        *gw_context_get_sync      (GwContext  *self);

G_END_DECLS
