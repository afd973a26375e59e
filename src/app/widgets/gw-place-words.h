/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean gw_place_words_parse_angle (const char  *typed,
                                     double       limit,
                                     const char  *letters,
                                     double      *angle);
gboolean gw_place_words_split       (const char  *typed,
                                     char       **latitude,
                                     char       **longitude);

G_END_DECLS
