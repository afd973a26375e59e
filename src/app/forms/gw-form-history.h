/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

void gw_form_history_show (GtkWidget    *parent,
                           GwFilledForm *form,
                           GwFormItem   *item);

G_END_DECLS
