/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report as data: one line, or one object, for each question that is shown, in the order of
 * the form. Codes and labels stand beside each other, so that the file can be read by people and
 * by programs. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/exports/gw-report-print-private.h"

/* Sees each question that is shown, with the titles of the groups around it. */
typedef void (*VisitFunc) (GwFormItem *item,
                           const char *section,
                           gpointer    user_data);

static void
visit_items (GPtrArray  *items,
             const char *section,
             VisitFunc   func,
             gpointer    user_data)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);
    g_autofree char *label = NULL;
    g_autofree char *path = NULL;
    g_autoptr (GPtrArray) within = NULL;

    if (!gw_form_item_is_visible (item))
      continue;
    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL) {
      if (gw_form_item_get_control (item) != GW_FORM_CONTROL_NOTE)
        func (item, section, user_data);
      continue;
    }
    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_ROW)
      label = g_strdup_printf ("%u", gw_form_item_get_position (item));
    else
      label = gw_report_print_dup_label (item, GW_FORM_TEXT_LABEL);
    path = label == NULL ? g_strdup (section)
           : *section == '\0' ? g_strdup (label) : g_strconcat (section, " / ", label, NULL);
    within = gw_form_item_dup_items (item);
    visit_items (within, path, func, user_data);
  }
}

static void
visit (GwFormSession *session,
       VisitFunc      func,
       gpointer       user_data)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);

  visit_items (items, "", func, user_data);
}

typedef struct
{
  const GwReportPrint *print;
  const GwWords *words;
  GString *csv;
  JsonArray *json;
} Table;

static void
append_cell (GString    *csv,
             const char *text,
             gboolean    last)
{
  gboolean quoted = strpbrk (text, ",\"\r\n") != NULL || *text == ' ';

  if (quoted)
    g_string_append_c (csv, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *p);
  }
  if (quoted)
    g_string_append_c (csv, '"');
  g_string_append (csv, last ? "\r\n" : ",");
}

static char *
join_answer (GwFormItem    *item,
             const GwWords *words)
{
  g_autoptr (GPtrArray) answer = gw_report_print_dup_answer (item, words);

  g_ptr_array_add (answer, NULL);
  return g_strjoinv ("; ", (char **) answer->pdata);
}

static void
add_csv_line (GwFormItem *item,
              const char *section,
              gpointer    user_data)
{
  Table *table = user_data;
  const GwAnswer *answer = g_hash_table_lookup (table->print->answers, gw_form_item_get_ref (item));
  g_autofree char *label = gw_report_print_dup_label (item, GW_FORM_TEXT_LABEL);
  g_autofree char *text = join_answer (item, table->words);
  g_autofree char *changed = answer != NULL ? gw_time_format (answer->changed) : g_strdup ("");
  const char *value = gw_form_item_get_value (item);

  append_cell (table->csv, section, FALSE);
  append_cell (table->csv, label != NULL ? label : "", FALSE);
  append_cell (table->csv, text, FALSE);
  append_cell (table->csv, value != NULL ? value : "", FALSE);
  append_cell (table->csv, gw_form_item_get_ref (item), FALSE);
  append_cell (table->csv, answer != NULL ? answer->author : "", FALSE);
  append_cell (table->csv, changed, TRUE);
}

GBytes *
gw_report_print_csv (const GwReportPrint *self)
{
  g_autoptr (GwWords) words = gw_words_new (self->language);
  g_autoptr (GwFormSession) session = gw_report_print_open (self);
  /* The mark lets a spreadsheet see that accents are UTF-8. */
  g_autoptr (GString) csv = g_string_new ("\xef\xbb\xbf" "section,question,answer,value,ref,author,changed\r\n");
  Table table = { self, words, csv, NULL };

  visit (session, add_csv_line, &table);
  return g_string_free_to_bytes (g_steal_pointer (&csv));
}

static void
add_json_answer (GwFormItem *item,
                 const char *section,
                 gpointer    user_data)
{
  Table *table = user_data;
  const GwAnswer *answer = g_hash_table_lookup (table->print->answers, gw_form_item_get_ref (item));
  g_autofree char *label = gw_report_print_dup_label (item, GW_FORM_TEXT_LABEL);
  g_autofree char *text = join_answer (item, table->words);
  const char *value = gw_form_item_get_value (item);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "ref", gw_form_item_get_ref (item));
  json_object_set_string_member (object, "section", section);
  json_object_set_string_member (object, "question", label != NULL ? label : "");
  json_object_set_string_member (object, "value", value != NULL ? value : "");
  json_object_set_string_member (object, "text", text);
  json_object_set_boolean_member (object, "required", gw_form_item_is_required (item));
  json_object_set_boolean_member (object, "valid", gw_form_item_is_valid (item));
  if (answer != NULL) {
    g_autofree char *changed = gw_time_format (answer->changed);

    json_object_set_string_member (object, "author", answer->author);
    json_object_set_string_member (object, "changed", changed);
    json_object_set_int_member (object, "versions", answer->versions);
  }
  json_array_add_object_element (table->json, object);
}

GBytes *
gw_report_print_json (const GwReportPrint *self)
{
  g_autoptr (GwWords) words = gw_words_new (self->language);
  g_autoptr (GwFormSession) session = gw_report_print_open (self);
  g_autoptr (JsonObject) object = json_object_new ();
  Table table = { self, words, NULL, json_array_new () };
  g_autofree char *time = gw_time_format (self->time);
  g_autofree char *code = gw_report_print_dup_code (self, session);
  char *text;

  visit (session, add_json_answer, &table);
  json_object_set_string_member (object, "report", self->report_id);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_string_member (object, "country", self->country);
  json_object_set_string_member (object, "cycle", self->cycle);
  json_object_set_string_member (object, "form", self->form_title);
  json_object_set_string_member (object, "form_version", self->form_version);
  json_object_set_string_member (object, "form_sha256", self->form_hash);
  json_object_set_string_member (object, "language", self->language);
  json_object_set_string_member (object, "time", time);
  json_object_set_string_member (object, "check_code", code);
  json_object_set_boolean_member (object, "draft", self->draft_copy);
  json_object_set_array_member (object, "answers", table.json);
  text = gw_json_to_text (object);
  return g_bytes_new_take (text, strlen (text));
}
