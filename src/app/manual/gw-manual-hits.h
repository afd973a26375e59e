/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/search/gw-search-results.h"

G_BEGIN_DECLS

void        gw_manual_hits_show       (GtkListBox      *list,
                                       GwSearchResults *results);
void        gw_manual_hits_clear      (GtkListBox      *list);
const char *gw_manual_hits_get_target (GtkListBoxRow   *row);

G_END_DECLS
