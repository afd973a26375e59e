/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gw_number_entry_write_from_left (GtkEntry *entry);

G_END_DECLS
