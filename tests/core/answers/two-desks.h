/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/* What sync does between two desks, without a network: each gets what the other has. */
char *two_desks_new_path      (void) G_GNUC_WARN_UNUSED_RESULT;
void  two_desks_carry         (GwStore       *from,
                               GwStore       *to,
                               const char    *db);
void  two_desks_exchange      (GwStore       *one,
                               GwStore       *two,
                               const char    *db);
guint two_desks_count         (GwStore       *store,
                               const char    *db,
                               const char    *prefix);
void  two_desks_remove        (const char    *path);

G_END_DECLS
