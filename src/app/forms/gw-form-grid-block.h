/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *gw_form_grid_block_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void       gw_form_grid_block_add   (GString    *out,
                                     const char *cell,
                                     gboolean    is_first);

G_END_DECLS
