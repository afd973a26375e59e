/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

GtkWidget *gw_kept_entry_new    (GwStoreThread *store,
                                 const char    *place,
                                 const char    *title) G_GNUC_WARN_UNUSED_RESULT;
void       gw_kept_entry_forget (GtkWidget     *entry);

G_END_DECLS
