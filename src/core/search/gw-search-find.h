/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in a text: from @start up to @end, in characters. */
typedef struct
{
  guint start;
  guint end;
} GwSearchPlace;

GArray *gw_search_find_places (const char *text,
                               const char *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
