/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *gw_number_entry_new  (void);
void       gw_number_entry_make (GtkEntry *entry);

G_END_DECLS
