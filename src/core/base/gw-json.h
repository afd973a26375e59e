/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GW_JSON_MAX_DEPTH 64

/* Everything that comes from a file or a server may have any shape: these getters give the
 * member when it is of the asked kind, and nothing otherwise, without a warning. */
JsonNode   *gw_json_parse         (const char  *text,
                                   gssize       length,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gw_json_parse_object  (const char  *text,
                                   gssize       length,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_json_to_text       (JsonObject  *object) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_json_node_to_text  (JsonNode    *node) G_GNUC_WARN_UNUSED_RESULT;
void        gw_json_append_string (GString     *out,
                                   const char  *text);
JsonObject *gw_json_copy          (JsonObject  *object) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gw_json_copy_node     (JsonNode    *node) G_GNUC_WARN_UNUSED_RESULT;

const char *gw_json_get_string    (JsonObject  *object,
                                   const char  *member);
gint64      gw_json_get_int       (JsonObject  *object,
                                   const char  *member,
                                   gint64       otherwise);
double      gw_json_get_double    (JsonObject  *object,
                                   const char  *member,
                                   double       otherwise);
gboolean    gw_json_get_boolean   (JsonObject  *object,
                                   const char  *member);
JsonObject *gw_json_get_object    (JsonObject  *object,
                                   const char  *member);
JsonArray  *gw_json_get_array     (JsonObject  *object,
                                   const char  *member);
const char *gw_json_array_string  (JsonArray   *array,
                                   guint        index);
JsonObject *gw_json_array_object  (JsonArray   *array,
                                   guint        index);

G_END_DECLS
