/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-profile.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The store of a desk of Kenya's office, the same at the beginning of each run: what a run writes is taken back at its
 * end. Nothing waits for the disk. */
GwStore   *gw_fuzz_store        (void);
GwProfile *gw_fuzz_profile      (void);
void       gw_fuzz_store_begin  (void);
void       gw_fuzz_store_end    (void);
void       gw_fuzz_store_check  (void);
char      *gw_fuzz_store_write  (const char *id,
                                 const char *value) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_fuzz_store_has    (const char *id,
                                 const char *rev,
                                 const char *value);

G_END_DECLS
