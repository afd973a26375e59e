/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-keys.h"

G_BEGIN_DECLS

/* A text inside a document that only some may read, narrower than the database that it lies in: gw-sealed.c. Any
 * thread. */
#define GW_SEALED_MAX (1024 * 1024) /* bytes of text */

gboolean gw_sealed_fill (JsonObject  *body,
                         const char  *text,
                         GPtrArray   *keys,
                         GError     **error);
char    *gw_sealed_open (JsonObject  *body,
                         GwKeys      *own,
                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
