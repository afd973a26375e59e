/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/actions/gw-action-columns.h"

G_BEGIN_DECLS

GtkWidget *gw_action_cell_new  (GwActionColumn  column) G_GNUC_WARN_UNUSED_RESULT;
void       gw_action_cell_show (GtkWidget      *cell,
                                GwAction       *action,
                                GwActionColumn  column,
                                GwReference    *reference,
                                const char     *language);
GtkWidget *gw_action_row_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void       gw_action_row_show  (GtkWidget      *row,
                                GwAction       *action,
                                GwReference    *reference,
                                const char     *language);

G_END_DECLS
