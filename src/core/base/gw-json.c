/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-json.h"

#include <math.h>
#include <string.h>
#include <gio/gio.h>

#include "core/base/gw-json-check.h"

/* A text of ours ends with a zero, so that one in the middle would cut it without a word. Its place is
 * taken by the character that stands for what cannot be shown. Backslashes are in texts only. */
static char *
dup_without_zeros (const char *text,
                   gsize       size)
{
  char *whole = g_strndup (text, size);

  for (char *at = memchr (whole, '\\', size); at != NULL; at = memchr (at, '\\', size - (gsize) (at - whole))) {
    if (strncmp (at, "\\u0000", strlen ("\\u0000")) == 0)
      memcpy (at, "\\ufffd", strlen ("\\ufffd"));
    at += 2;
  }

  return whole;
}

/**
 * gw_json_parse:
 * @text: JSON as UTF-8
 * @length: its length in bytes, or -1 when it ends with a zero
 * @error: return location
 *
 * Reads untrusted JSON of at most %GW_JSON_MAX_DEPTH levels. May be called on any thread. A text with
 * the character U+0000 in it is read whole, with U+FFFD in its place.
 *
 * Returns: (transfer full): the value, or NULL with @error set
 */
JsonNode *
gw_json_parse (const char  *text,
               gssize       length,
               GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *whole = NULL;
  const char *fault;
  JsonNode *root;

  if (!g_utf8_validate_len (text, size, NULL)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The JSON is not UTF-8 text");
    return NULL;
  }
  fault = gw_json_find_fault (text, size, GW_JSON_MAX_DEPTH);
  if (fault != NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The JSON cannot be read: %s", fault);
    return NULL;
  }
  if (g_strstr_len (text, (gssize) size, "\\u0000") != NULL)
    text = whole = dup_without_zeros (text, size);
  if (!json_parser_load_from_data (parser, text, (gssize) size, error))
    return NULL;

  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The JSON is empty");
  return root;
}

/**
 * gw_json_parse_object:
 *
 * As gw_json_parse(), for a text that must be an object.
 *
 * Returns: (transfer full): the object, or NULL with @error set
 */
JsonObject *
gw_json_parse_object (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autoptr (JsonNode) node = gw_json_parse (text, length, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The JSON is not an object");
    return NULL;
  }

  return json_node_dup_object (node);
}

/**
 * gw_json_append_string:
 * @out: JSON that is being written
 * @text: UTF-8
 *
 * Appends @text in quotation marks. May be called on any thread.
 */
void
gw_json_append_string (GString    *out,
                       const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    guchar c = *p;

    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", c);
    else if (c == '\n')
      g_string_append (out, "\\n");
    else if (c == '\t')
      g_string_append (out, "\\t");
    else if (c < 0x20)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_c (out, c);
  }
  g_string_append_c (out, '"');
}

static void
append_double (GString *out,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value)) {
    g_string_append (out, "null");
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

    g_ascii_formatd (buffer, sizeof buffer, format, value);
    if (g_ascii_strtod (buffer, NULL) == value)
      break;
  }
  g_string_append (out, buffer);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void append_node (GString  *out,
                         JsonNode *node);

static void
append_object (GString    *out,
               JsonObject *object)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), compare_names);

  g_string_append_c (out, '{');
  for (GList *l = names; l != NULL; l = l->next) {
    if (l != names)
      g_string_append_c (out, ',');
    gw_json_append_string (out, l->data);
    g_string_append_c (out, ':');
    append_node (out, json_object_get_member (object, l->data));
  }
  g_string_append_c (out, '}');
}

static void
append_array (GString   *out,
              JsonArray *array)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    append_node (out, json_array_get_element (array, i));
  }
  g_string_append_c (out, ']');
}

static void
append_node (GString  *out,
             JsonNode *node)
{
  GType type;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    append_object (out, json_node_get_object (node));
    return;
  }
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    append_array (out, json_node_get_array (node));
    return;
  }
  if (JSON_NODE_HOLDS_NULL (node)) {
    g_string_append (out, "null");
    return;
  }

  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    gw_json_append_string (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    append_double (out, json_node_get_double (node));
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

/**
 * gw_json_node_to_text:
 * @node: a value
 *
 * Returns: (transfer full): @node in our canonical form: members sorted by bytes, no white
 *   space, the shortest digits that read back to the same number
 */
char *
gw_json_node_to_text (JsonNode *node)
{
  GString *out = g_string_new (NULL);

  append_node (out, node);
  return g_string_free (out, FALSE);
}

/**
 * gw_json_to_text:
 * @object: an object
 *
 * The canonical form of @object. It never depends on the order in which members were set, so
 * that a revision made of the same words on two desks has the same name.
 *
 * Returns: (transfer full): JSON text on one line
 */
char *
gw_json_to_text (JsonObject *object)
{
  GString *out = g_string_new (NULL);

  append_object (out, object);
  return g_string_free (out, FALSE);
}

/**
 * gw_json_copy_node:
 * @node: a value
 *
 * Returns: (transfer full): a deep copy; json_node_copy() would share the objects within
 */
JsonNode *
gw_json_copy_node (JsonNode *node)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    copy = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (copy, gw_json_copy (json_node_get_object (node)));
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *from = json_node_get_array (node);
    JsonArray *array = json_array_sized_new (json_array_get_length (from));

    for (guint i = 0; i < json_array_get_length (from); i++)
      json_array_add_element (array, gw_json_copy_node (json_array_get_element (from, i)));
    copy = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (copy, array);
  } else {
    copy = json_node_copy (node);
  }

  return copy;
}

/**
 * gw_json_copy:
 * @object: an object
 *
 * Returns: (transfer full): a deep copy that shares nothing with @object
 */
JsonObject *
gw_json_copy (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_member (copy, name, gw_json_copy_node (node));

  return copy;
}

static JsonNode *
find_value (JsonObject *object,
            const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * gw_json_get_string:
 * @object: (nullable): an object
 *
 * Returns: (transfer none) (nullable): the text of @member, or NULL where it is no text
 */
const char *
gw_json_get_string (JsonObject *object,
                    const char *member)
{
  JsonNode *node = find_value (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/**
 * gw_json_get_int:
 * @object: (nullable): an object
 *
 * Returns: the whole number in @member, or @otherwise where it is no number
 */
gint64
gw_json_get_int (JsonObject *object,
                 const char *member,
                 gint64      otherwise)
{
  JsonNode *node = find_value (object, member);

  if (node == NULL)
    return otherwise;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE) {
    double value = json_node_get_double (node);

    return value > -9e15 && value < 9e15 ? (gint64) value : otherwise;
  }

  return otherwise;
}

/**
 * gw_json_get_double:
 * @object: (nullable): an object
 *
 * Returns: the number in @member, or @otherwise where it is no number
 */
double
gw_json_get_double (JsonObject *object,
                    const char *member,
                    double      otherwise)
{
  JsonNode *node = find_value (object, member);

  if (node == NULL)
    return otherwise;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return json_node_get_double (node);

  return otherwise;
}

/**
 * gw_json_get_boolean:
 * @object: (nullable): an object
 *
 * Returns: whether @member is there and true
 */
gboolean
gw_json_get_boolean (JsonObject *object,
                     const char *member)
{
  JsonNode *node = find_value (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/**
 * gw_json_get_object:
 * @object: (nullable): an object
 *
 * Returns: (transfer none) (nullable): the object in @member
 */
JsonObject *
gw_json_get_object (JsonObject *object,
                    const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * gw_json_get_array:
 * @object: (nullable): an object
 *
 * Returns: (transfer none) (nullable): the array in @member
 */
JsonArray *
gw_json_get_array (JsonObject *object,
                   const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * gw_json_array_string:
 * @array: (nullable): an array
 *
 * Returns: (transfer none) (nullable): the text at @index, or NULL where there is none
 */
const char *
gw_json_array_string (JsonArray *array,
                      guint      index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  node = json_array_get_element (array, index);
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/**
 * gw_json_array_object:
 * @array: (nullable): an array
 *
 * Returns: (transfer none) (nullable): the object at @index, or NULL where there is none
 */
JsonObject *
gw_json_array_object (JsonArray *array,
                      guint      index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  node = json_array_get_element (array, index);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
