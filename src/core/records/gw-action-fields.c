/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-action-fields.h"

#include <string.h>

#include "core/base/gw-json.h"

typedef struct
{
  const char *name;
  const char *ref;
} Field;

static const Field fields[] = {
  { "title", "/action/what/title" },
  { "description", "/action/what/description" },
  { "kind", "/action/what/kind" },
  { "kind_other", "/action/what/kind_other" },
  { "status", "/action/what/status" },
  { "start_date", "/action/what/start_date" },
  { "end_date", "/action/what/end_date" },
  { "places", "/action/scope/places" },
  { "species", "/action/scope/species" },
  { "species_other", "/action/scope/species_other" },
  { "instruments", "/action/scope/instruments" },
  { "threats", "/action/scope/threats" },
  { "targets", "/action/scope/targets" },
  { "nbsap", "/action/scope/nbsap" },
  { "nbsap_note", "/action/scope/nbsap_note" },
  { "lead", "/action/people/lead" },
  { "partners", "/action/people/partners" },
  { "money_amount", "/action/people/money_amount" },
  { "money_currency", "/action/people/money_currency" },
  { "money_source", "/action/people/money_source" },
  { "results", "/action/outcome/results" },
  { "evidence", "/action/outcome/evidence" },
  { "confidentiality", "/action/outcome/confidentiality" },
};

const GwFieldRule gw_action_merge_rules[] = {
  { "title", GW_FIELD_TEXT, NULL },
  { "description", GW_FIELD_TEXT, NULL },
  { "kind_other", GW_FIELD_TEXT, NULL },
  { "places", GW_FIELD_TEXT, NULL },
  { "species", GW_FIELD_SET, NULL },
  { "species_other", GW_FIELD_TEXT, NULL },
  { "instruments", GW_FIELD_SET, NULL },
  { "threats", GW_FIELD_SET, NULL },
  { "targets", GW_FIELD_SET, NULL },
  { "nbsap_note", GW_FIELD_TEXT, NULL },
  { "lead", GW_FIELD_TEXT, NULL },
  { "partners", GW_FIELD_TEXT, NULL },
  { "money_source", GW_FIELD_TEXT, NULL },
  { "results", GW_FIELD_TEXT, NULL },
  { "evidence", GW_FIELD_TEXT, NULL },
  { "form", GW_FIELD_KEEP_FIRST, NULL },
  { "created", GW_FIELD_KEEP_FIRST, NULL },
  { "changed", GW_FIELD_GREATEST, NULL },
  { "author", GW_FIELD_WINNER, NULL },
  { NULL, GW_FIELD_VALUE, NULL },
};

/**
 * gw_action_nth_field:
 * @n: from 0
 *
 * Returns: (transfer none) (nullable): the @n-th answer of an action, %NULL after the last
 */
const char *
gw_action_nth_field (guint n)
{
  return n < G_N_ELEMENTS (fields) ? fields[n].name : NULL;
}

/**
 * gw_action_field_from_ref:
 * @ref: a node of the form: `/action/what/title`
 *
 * Returns: (transfer none): the member that holds its answer
 */
const char *
gw_action_field_from_ref (const char *ref)
{
  g_return_val_if_fail (ref, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_str_equal (fields[i].ref, ref))
      return fields[i].name;
  }
  return ref;
}

/**
 * gw_action_field_to_ref:
 * @field: a member of an action
 *
 * Returns: (transfer none) (nullable): the node of the form, or %NULL for members that are no
 *   answers, such as "created"
 */
const char *
gw_action_field_to_ref (const char *field)
{
  g_return_val_if_fail (field, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_str_equal (fields[i].name, field))
      return fields[i].ref;
  }
  return field[0] == '/' ? field : NULL;
}

/**
 * gw_action_field_is_list:
 * @field: a member of an action
 *
 * Returns: whether it holds an array of chosen values
 */
gboolean
gw_action_field_is_list (const char *field)
{
  g_return_val_if_fail (field, FALSE);

  for (const GwFieldRule *rule = gw_action_merge_rules; rule->name; rule++) {
    if (g_str_equal (rule->name, field))
      return rule->kind == GW_FIELD_SET;
  }
  return FALSE;
}

/**
 * gw_action_dup_answer:
 * @body: an action
 * @field: a member
 *
 * Returns: (transfer full) (nullable): the answer as the form's text: chosen values joined by a
 *   space
 */
char *
gw_action_dup_answer (JsonObject *body,
                      const char *field)
{
  JsonArray *array;
  GString *text;

  g_return_val_if_fail (body && field, NULL);

  array = gw_json_get_array (body, field);
  if (!array)
    return g_strdup (gw_json_get_string (body, field));
  text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *value = gw_json_array_string (array, i);

    if (value && text->len > 0)
      g_string_append_c (text, ' ');
    if (value)
      g_string_append (text, value);
  }
  return g_string_free (text, FALSE);
}

/**
 * gw_action_set_answer:
 * @body: an action
 * @field: a member
 * @answer: (nullable): the form's text; empty or %NULL takes the answer away
 *
 * Writes an answer into a document.
 */
void
gw_action_set_answer (JsonObject *body,
                      const char *field,
                      const char *answer)
{
  g_return_if_fail (body && field);

  if (!answer || !*answer) {
    json_object_remove_member (body, field);
  } else if (gw_action_field_is_list (field)) {
    g_auto (GStrv) values = g_strsplit_set (answer, " \t\r\n", -1);
    JsonArray *array = json_array_new ();

    for (int i = 0; values[i]; i++) {
      if (*values[i])
        json_array_add_string_element (array, values[i]);
    }
    json_object_set_array_member (body, field, array);
  } else {
    json_object_set_string_member (body, field, answer);
  }
}

/**
 * gw_action_list_fields:
 * @body: an action
 *
 * Returns: (transfer full): its members that are answers of the form
 */
GStrv
gw_action_list_fields (JsonObject *body)
{
  g_autoptr (GList) members = NULL;
  GPtrArray *names = g_ptr_array_new ();

  g_return_val_if_fail (body, NULL);

  members = json_object_get_members (body);
  for (GList *l = members; l; l = l->next) {
    if (gw_action_field_to_ref (l->data))
      g_ptr_array_add (names, g_strdup (l->data));
  }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

/**
 * gw_action_dup_search_text:
 * @doc: an action
 *
 * Returns: (transfer full): the words by which search finds it
 */
char *
gw_action_dup_search_text (GwDoc *doc)
{
  static const char *const worded[] = {
    "title", "description", "kind_other", "places", "species", "species_other", "nbsap_note",
    "lead", "partners", "money_source", "results", "evidence"
  };
  JsonObject *body = gw_doc_get_body (doc);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (worded); i++) {
    g_autofree char *answer = gw_action_dup_answer (body, worded[i]);

    if (!answer || !*answer)
      continue;
    /* Ids of species are their scientific names with hyphens. */
    if (gw_action_field_is_list (worded[i]))
      g_strdelimit (answer, "-", ' ');
    g_string_append (text, answer);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
