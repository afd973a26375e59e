/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-doc-type.h"

G_BEGIN_DECLS

/* A pure function: no store, no clock, no chance. */
JsonObject *gw_merge_bodies (const GwDocType *type,
                             JsonObject      *base,
                             JsonObject      *winner,
                             JsonObject      *other) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
