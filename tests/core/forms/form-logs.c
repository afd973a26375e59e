/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "form-logs.h"

#include <math.h>
#include <string.h>

#include "core/base/gw-json.h"
#include "core/forms/gw-form-log.h"

static void
keep_line (const char *line,
           gpointer    lines)
{
  g_ptr_array_add (lines, g_strdup (line));
}

GPtrArray *
form_logs_run (const char *form_path,
               const char *script_path,
               const char *media_folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load_file (form_path, media_folder, NULL, &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *script = NULL;
  gsize length;

  g_assert_no_error (error);
  g_file_get_contents (script_path, &script, &length, &error);
  g_assert_no_error (error);
  gw_form_log_run (form, script, length, NULL, NULL, 7, keep_line, lines, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&lines);
}

/* States: path -> field -> node, replayed from a log. */

static GHashTable *
new_states (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
}

static void
add_nodes (GHashTable *states,
           JsonArray  *nodes)
{
  for (guint i = 0; nodes != NULL && i < json_array_get_length (nodes); i++) {
    JsonObject *node = json_array_get_object_element (nodes, i);

    g_hash_table_replace (states, g_strdup (json_object_get_string_member (node, "path")), gw_json_copy (node));
  }
}

static void
replay (GHashTable *states,
        JsonObject *line)
{
  JsonObject *changed = gw_json_get_object (line, "changed");
  JsonArray *removed = gw_json_get_array (line, "removed");
  g_autoptr (GList) paths = changed != NULL ? json_object_get_members (changed) : NULL;

  add_nodes (states, gw_json_get_array (line, "nodes"));
  add_nodes (states, gw_json_get_array (line, "added"));
  for (guint i = 0; removed != NULL && i < json_array_get_length (removed); i++)
    g_hash_table_remove (states, json_array_get_string_element (removed, i));
  for (GList *l = paths; l != NULL; l = l->next) {
    JsonObject *fields = json_object_get_object_member (changed, l->data);
    JsonObject *node = g_hash_table_lookup (states, l->data);
    g_autoptr (GList) names = json_object_get_members (fields);

    g_assert_nonnull (node);
    for (GList *n = names; n != NULL; n = n->next) {
      JsonNode *value = json_object_get_member (fields, n->data);

      if (json_node_is_null (value))
        json_object_remove_member (node, n->data);
      else
        json_object_set_member (node, n->data, json_node_copy (value));
    }
  }
}

static char *
collapse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] == '\0')
      continue;
    if (out->len > 0)
      g_string_append_c (out, ' ');
    g_string_append (out, parts[i]);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
field_text (JsonObject *node,
            const char *field)
{
  JsonNode *value = json_object_get_member (node, field);
  g_autofree char *text = NULL;

  if (value == NULL || (json_node_get_value_type (value) == G_TYPE_STRING
                        && *json_node_get_string (value) == '\0'))
    return g_strdup ("");
  text = json_node_get_value_type (value) == G_TYPE_STRING ? json_node_dup_string (value)
                                                           : gw_json_node_to_text (value);
  return collapse (text);
}

static gboolean
is_same_text (const char *a,
              const char *b)
{
  char *a_end, *b_end;
  double x, y;

  if (g_str_equal (a, b))
    return TRUE;
  x = g_ascii_strtod (a, &a_end);
  y = g_ascii_strtod (b, &b_end);
  return *a != '\0' && *b != '\0' && *a_end == '\0' && *b_end == '\0' && fabs (x - y) < 1e-9;
}

static gboolean
is_excused (JsonObject *last,
            const char *path,
            const char *field)
{
  static const char * const lists[] = { "volatile", "disputed" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonArray *pairs = last != NULL ? gw_json_get_array (last, lists[i]) : NULL;

    for (guint j = 0; pairs != NULL && j < json_array_get_length (pairs); j++) {
      JsonArray *pair = json_array_get_array_element (pairs, j);

      if (g_str_equal (json_array_get_string_element (pair, 0), path)
          && g_str_equal (json_array_get_string_element (pair, 1), field))
        return TRUE;
    }
  }

  return FALSE;
}

static guint
compare_states (GHashTable *ours,
                GHashTable *theirs,
                JsonObject *last,
                guint       step,
                gboolean    is_loud)
{
  static const char * const fields[] = { "kind", "type", "value", "relevant", "readonly", "required",
                                         "valid", "why", "message", "label", "hint", "choices" };
  GHashTableIter iter;
  gpointer path, node;
  guint differences = 0;

  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &path, &node)) {
    JsonObject *own = g_hash_table_lookup (ours, path);

    if (own == NULL) {
      differences++;
      if (is_loud)
        g_test_message ("step %u: %s is missing", step, (char *) path);
      continue;
    }
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
      g_autofree char *mine = field_text (own, fields[i]);
      g_autofree char *other = field_text (node, fields[i]);

      if (is_same_text (mine, other) || is_excused (last, path, fields[i]))
        continue;
      differences++;
      if (is_loud && differences < 20)
        g_test_message ("step %u: %s %s is “%s”, expected “%s”", step, (char *) path, fields[i], mine, other);
    }
  }
  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (!g_hash_table_contains (theirs, path)) {
      differences++;
      if (is_loud)
        g_test_message ("step %u: %s is too many", step, (char *) path);
    }
  }

  return differences;
}

guint
form_logs_compare (GPtrArray  *lines,
                   const char *expected_path,
                   gboolean    is_loud)
{
  g_autofree char *expected = NULL;
  g_auto (GStrv) expected_lines = NULL;
  g_autoptr (GHashTable) ours = new_states ();
  g_autoptr (GHashTable) theirs = new_states ();
  g_autoptr (JsonObject) last = NULL;
  guint n_lines, differences = 0;

  g_assert_true (g_file_get_contents (expected_path, &expected, NULL, NULL));
  expected_lines = g_strsplit (g_strchomp (expected), "\n", -1);
  n_lines = g_strv_length (expected_lines);
  last = gw_json_parse_object (expected_lines[n_lines - 1], -1, NULL);
  if (last != NULL && !json_object_has_member (last, "step"))
    n_lines--;
  g_assert_cmpuint (n_lines, ==, lines->len);
  for (guint i = 0; i < n_lines; i++) {
    g_autoptr (JsonObject) own = gw_json_parse_object (lines->pdata[i], -1, NULL);
    g_autoptr (JsonObject) other = gw_json_parse_object (expected_lines[i], -1, NULL);

    g_assert_nonnull (own);
    g_assert_nonnull (other);
    replay (ours, own);
    replay (theirs, other);
    if (json_object_has_member (own, "error") != json_object_has_member (other, "error")) {
      differences++;
      if (is_loud)
        g_test_message ("step %u: refused by one only: %s", i, gw_json_get_string (own, "error"));
    }
    differences += compare_states (ours, theirs, last, i, is_loud && differences < 20);
  }

  return differences;
}
