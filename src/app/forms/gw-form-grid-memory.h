/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form.h"

G_BEGIN_DECLS

gboolean gw_form_grid_memory_wants_cards (GwForm  *form);
void     gw_form_grid_memory_set_cards   (GwForm  *form,
                                          gboolean cards);

G_END_DECLS
