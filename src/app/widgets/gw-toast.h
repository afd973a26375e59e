/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void gw_toast_show (GtkWidget  *widget,
                    AdwToast   *toast);
void gw_toast_say  (GtkWidget  *widget,
                    const char *words);

G_END_DECLS
