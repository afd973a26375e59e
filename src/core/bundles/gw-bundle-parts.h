/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For core/bundles only. */

typedef void (*GwBundlePartFunc) (const char *chunk,
                                  gpointer    user_data);

gboolean gw_bundle_parts_is_name (const char *name);

void gw_bundle_parts_foreach (JsonNode         *document,
                              GwBundlePartFunc  func,
                              gpointer          user_data);

gboolean gw_bundle_parts_accept_doc (const char  *db,
                                     JsonObject  *document,
                                     GError     **error);

G_END_DECLS
