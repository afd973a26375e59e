/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

/* What every test of the store needs. Each store is a file in a folder of its own. */
char       *fixture_new_path  (void);
GwStore    *fixture_new_store (void);
GwStore    *fixture_open      (const char   *path);
JsonObject *fixture_body      (const char   *text);
char       *fixture_put       (GwStore      *store,
                               const char   *id,
                               const char   *base,
                               const char   *text,
                               GwPutFlags    flags);
void        fixture_insert    (GwStore      *store,
                               const char   *id,
                               const char   *path,
                               gboolean      deleted,
                               const char   *text,
                               GwInsertFlags flags);
char       *fixture_dup_text  (GwStore      *store,
                               const char   *id);
void        fixture_assert_sound (GwStore   *store);
