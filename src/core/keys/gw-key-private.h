/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-key-book.h"
#include "core/keys/gw-key.h"
#include "core/keys/gw-keys.h"

G_BEGIN_DECLS

/* gw-key.c: for core/keys only. */
gboolean  gw_keys_begin        (GError       **error);
gboolean  gw_key_read_bytes    (const char    *text,
                                guint8        *bytes,
                                gsize          size);
char     *gw_key_dup_bytes     (const guint8  *bytes,
                                gsize          size) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_key_dup_statement (GwKey         *self) G_GNUC_WARN_UNUSED_RESULT;
GwKey    *gw_key_new_unproved  (const char    *account,
                                const char    *country,
                                const char    *desk,
                                gint64         created,
                                const guint8   sign[GW_KEY_SIZE],
                                const guint8   seal[GW_KEY_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
void      gw_key_prove         (GwKey         *self,
                                char          *proof,
                                JsonArray     *before);

/* gw-key-desk.c */
extern const char *const gw_key_places[];

const char *const *gw_key_desk_get_places (GwKeyDesk *self);

G_END_DECLS
