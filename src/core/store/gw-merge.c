/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two versions of one document become one, field by field, against the common ancestor.
 *
 *  1. Both sides have the same: that.
 *  2. One side left it as the ancestor had it: what the other side made of it, be it removed.
 *  3. Both changed it, to different things: by the kind of the field.
 *     - keep first: the ancestor's value; where it had none, the lesser of the two.
 *     - greatest: the greater number, or the text that comes later in byte order.
 *     - winner: what the winning revision has.
 *     - set: what all three have, and what either side added; so what one side took out is out.
 *     - state: the one that stands first in the field's order; unknown states need a person.
 *     - value, text, and every field that no rule names: a person.
 *  4. No ancestor: a field that only one side has is taken; different ones go by 3.
 *
 * "Keep first" goes before 2: a side that changed it had no business to.
 *
 * A type without rules (or an unknown one) is one value: rules 1 and 2 for the document as a whole.
 *
 * An author's signature (gw-signature.c) is no field: it holds for the version that it is in, and not for the result.
 *
 * If one field needs a person, the document does: half a merge would be what neither wrote.
 * The result depends on the three bodies and their order only (the order of leaves is the same on
 * every desk), so that two desks make the same revision. */

#include "core/store/gw-merge.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-signature.h"

static char *
text_of (JsonNode *node)
{
  return node != NULL ? gw_json_node_to_text (node) : NULL;
}

static gboolean
is_equal (JsonNode *a,
          JsonNode *b)
{
  g_autofree char *text_a = text_of (a), *text_b = text_of (b);

  return g_strcmp0 (text_a, text_b) == 0;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64
             || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static int
compare_nodes (JsonNode *a,
               JsonNode *b)
{
  g_autofree char *text_a = NULL, *text_b = NULL;

  if (is_number (a) && is_number (b)) {
    double first = json_node_get_double (a), second = json_node_get_double (b);

    if (first != second)
      return first < second ? -1 : 1;
  }
  text_a = text_of (a);
  text_b = text_of (b);

  return strcmp (text_a, text_b);
}

/* The elements of a set by their canonical text. */
static GHashTable *
set_of (JsonNode *node)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    g_hash_table_replace (set, gw_json_node_to_text (element), element);
  }

  return set;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static JsonNode *
merge_sets (JsonNode *base,
            JsonNode *winner,
            JsonNode *other)
{
  g_autoptr (GHashTable) was = set_of (base), first = set_of (winner), second = set_of (other);
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) keys = NULL;
  JsonArray *merged = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  GHashTableIter iter;
  gpointer key, element;

  g_hash_table_iter_init (&iter, first);
  while (g_hash_table_iter_next (&iter, &key, &element))
    g_hash_table_insert (all, key, element);
  g_hash_table_iter_init (&iter, second);
  while (g_hash_table_iter_next (&iter, &key, &element))
    g_hash_table_insert (all, key, element);

  keys = g_list_sort (g_hash_table_get_keys (all), compare_texts);
  for (GList *l = keys; l != NULL; l = l->next) {
    gboolean taken_out = g_hash_table_contains (was, l->data)
                         && !(g_hash_table_contains (first, l->data)
                              && g_hash_table_contains (second, l->data));

    if (!taken_out)
      json_array_add_element (merged, gw_json_copy_node (g_hash_table_lookup (all, l->data)));
  }
  json_node_take_array (node, merged);

  return node;
}

static int
rank_of (const GwFieldRule *rule,
         JsonNode          *node)
{
  g_autofree char *text = NULL;
  const char *state;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return -1;
  if (json_node_get_value_type (node) == G_TYPE_STRING) {
    state = json_node_get_string (node);
  } else {
    text = text_of (node);
    state = text;
  }
  for (int i = 0; rule->order != NULL && rule->order[i] != NULL; i++)
    if (strcmp (rule->order[i], state) == 0)
      return i;

  return -1;
}

/* Rule 3 for two values that are both there. (transfer full) (nullable) */
static JsonNode *
merge_by_kind (const GwFieldRule *rule,
               JsonNode          *base,
               JsonNode          *winner,
               JsonNode          *other)
{
  switch (rule->kind) {
  case GW_FIELD_KEEP_FIRST:
    return gw_json_copy_node (compare_nodes (winner, other) <= 0 ? winner : other);
  case GW_FIELD_GREATEST:
    return gw_json_copy_node (compare_nodes (winner, other) >= 0 ? winner : other);
  case GW_FIELD_WINNER:
    return gw_json_copy_node (winner);
  case GW_FIELD_SET:
    return JSON_NODE_HOLDS_ARRAY (winner) && JSON_NODE_HOLDS_ARRAY (other)
               ? merge_sets (base, winner, other)
               : NULL;
  case GW_FIELD_STATE: {
    int first = rank_of (rule, winner), second = rank_of (rule, other);

    if (first < 0 || second < 0)
      return NULL;
    return gw_json_copy_node (first <= second ? winner : other);
  }
  case GW_FIELD_VALUE:
  case GW_FIELD_TEXT:
  default:
    return NULL;
  }
}

/* FALSE: a person decides. *@merged may be NULL: the field is not there. */
static gboolean
merge_field (const GwFieldRule  *rule,
             gboolean            has_base,
             JsonNode           *base,
             JsonNode           *winner,
             JsonNode           *other,
             JsonNode          **merged)
{
  JsonNode *plain = NULL;

  if (rule != NULL && rule->kind == GW_FIELD_KEEP_FIRST && base != NULL)
    plain = base;
  else if (is_equal (winner, other))
    plain = winner;
  else if (has_base && is_equal (base, winner))
    plain = other;
  else if (has_base && is_equal (base, other))
    plain = winner;
  else if (!has_base && (winner == NULL || other == NULL))
    plain = winner != NULL ? winner : other;
  else if (rule != NULL && rule->kind == GW_FIELD_WINNER)
    plain = winner;
  else if (rule != NULL && winner != NULL && other != NULL) {
    *merged = merge_by_kind (rule, base, winner, other);
    return *merged != NULL;
  } else {
    /* Removed here and changed there. */
    return FALSE;
  }

  *merged = plain != NULL ? gw_json_copy_node (plain) : NULL;
  return TRUE;
}

static JsonObject *
merge_whole (JsonObject *base,
             JsonObject *winner,
             JsonObject *other)
{
  g_autofree char *first = gw_signature_dup_content (winner), *second = gw_signature_dup_content (other);
  g_autofree char *was = base != NULL ? gw_signature_dup_content (base) : NULL;

  if (strcmp (first, second) == 0 || g_strcmp0 (was, second) == 0)
    return gw_json_copy (winner);
  if (g_strcmp0 (was, first) == 0)
    return gw_json_copy (other);

  return NULL;
}

static void
add_names (GHashTable *names,
           JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL)) {
    if (strcmp (name, GW_SIGNATURE_MEMBER) != 0)
      g_hash_table_add (names, (gpointer) name);
  }
}

/**
 * gw_merge_bodies:
 * @type: (nullable): the kind of document, NULL for an unknown one
 * @base: (nullable): the common ancestor, NULL where it is lost
 * @winner: the version that wins by CouchDB's rule
 * @other: the version that loses
 *
 * Returns: (transfer full) (nullable): the merged body, or NULL when a person has to decide
 */
JsonObject *
gw_merge_bodies (const GwDocType *type,
                 JsonObject      *base,
                 JsonObject      *winner,
                 JsonObject      *other)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonObject) merged = NULL;
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (winner != NULL && other != NULL, NULL);

  if (type == NULL || type->fields == NULL)
    return merge_whole (base, winner, other);

  add_names (names, winner);
  add_names (names, other);
  merged = json_object_new ();
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    JsonNode *node = NULL;

    if (!merge_field (gw_doc_type_find_field (type, name), base != NULL,
                      base != NULL ? json_object_get_member (base, name) : NULL,
                      json_object_get_member (winner, name), json_object_get_member (other, name),
                      &node))
      return NULL;
    if (node != NULL)
      json_object_set_member (merged, name, node);
  }

  return g_steal_pointer (&merged);
}
