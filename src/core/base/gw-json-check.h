/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *gw_json_find_fault (const char *text,
                                gsize       length,
                                guint       most_levels);

G_END_DECLS
