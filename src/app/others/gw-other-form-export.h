/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

void gw_other_form_export_ask (GtkWidget    *parent,
                               GwFilledForm *filled,
                               const char   *title);

G_END_DECLS
