/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/gw-bundle-private.h"
#include "core/sync/desk.h"

G_BEGIN_DECLS

/* A stick of a test: a folder, and bundles on it that cost little to open. */

#define PASSPHRASE "seven curlews"
#define CHEAP ((GwSealCost) { .passes = 1, .memory_kib = 8 })

char            *stick_new       (void);
char            *stick_path      (const char            *stick,
                                  const char            *name);
guint            stick_count     (const char            *stick);
GwBundleInfo    *stick_write     (Desk                  *desk,
                                  const char            *path,
                                  GwBundleFlags          flags,
                                  GError               **error);
GwBundleReading *stick_read      (Desk                  *desk,
                                  const char            *path,
                                  GwBundleFlags          flags,
                                  GError               **error);
void             stick_give      (Desk                  *from,
                                  Desk                  *to,
                                  const char            *path,
                                  GwBundleFlags          flags);
void             stick_craft     (const char            *path,
                                  const char *const     *rows);
void             stick_assert_same (Desk                *a,
                                    Desk                *b);
void             stick_put       (Desk                  *desk,
                                  const char            *id,
                                  const char            *value);
void             stick_assert_sound (Desk               *desk);

G_END_DECLS
