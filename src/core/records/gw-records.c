/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store has to know about the documents of this folder. */
#include "core/records/gw-records.h"

#include "core/base/gw-json.h"
#include "core/records/gw-action-fields.h"

G_DEFINE_QUARK (gw-records-error-quark, gw_records_error)

static const char *const tick_states[] = { "done", "skipped", "open", NULL };

static const GwFieldRule plan_fields[] = {
  { "checklist", GW_FIELD_KEEP_FIRST, NULL },
  { "title", GW_FIELD_TEXT, NULL },
  { "meeting", GW_FIELD_VALUE, NULL },
  { "created", GW_FIELD_KEEP_FIRST, NULL },
  { "changed", GW_FIELD_GREATEST, NULL },
  { "author", GW_FIELD_WINNER, NULL },
  { NULL, GW_FIELD_VALUE, NULL },
};

static const GwFieldRule tick_fields[] = {
  { "state", GW_FIELD_STATE, tick_states },
  { "title", GW_FIELD_WINNER, NULL },
  { "note", GW_FIELD_TEXT, NULL },
  { "assignee", GW_FIELD_VALUE, NULL },
  { "reason", GW_FIELD_TEXT, NULL },
  { "due", GW_FIELD_VALUE, NULL },
  { "due_reason", GW_FIELD_TEXT, NULL },
  { "created", GW_FIELD_KEEP_FIRST, NULL },
  { "changed", GW_FIELD_GREATEST, NULL },
  { "author", GW_FIELD_WINNER, NULL },
  { NULL, GW_FIELD_VALUE, NULL },
};

static const GwFieldRule meeting_fields[] = {
  { "body", GW_FIELD_KEEP_FIRST, NULL },
  { "number", GW_FIELD_KEEP_FIRST, NULL },
  { "place", GW_FIELD_TEXT, NULL },
  { "source", GW_FIELD_TEXT, NULL },
  { "created", GW_FIELD_KEEP_FIRST, NULL },
  { "changed", GW_FIELD_GREATEST, NULL },
  { "author", GW_FIELD_WINNER, NULL },
  { NULL, GW_FIELD_VALUE, NULL },
};

static char *
dup_title (GwDoc *doc)
{
  return g_strdup (gw_json_get_string (gw_doc_get_body (doc), "title"));
}

static char *
dup_tick_words (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  const char *fields[] = { "note", "reason", "due_reason", "assignee" };
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *text = gw_json_get_string (body, fields[i]);

    if (text)
      g_string_append_printf (words, "%s\n", text);
  }
  /* A bare tick is nothing to be found. */
  return g_string_free (words, words->len == 0);
}

static char *
dup_meeting_title (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  const char *name = gw_json_get_string (body, "body");

  return g_strdup_printf ("%s %" G_GINT64_FORMAT, name ? name : "",
                          gw_json_get_int (body, "number", 0));
}

static char *
dup_meeting_words (GwDoc *doc)
{
  const char *place = gw_json_get_string (gw_doc_get_body (doc), "place");
  g_autofree char *title = dup_meeting_title (doc);

  return g_strjoin ("\n", title, place ? place : "", NULL);
}

static const GwDocType types[] = {
  {
    .name = "action",
    .database = GW_RECORDS_DB,
    .fields = gw_action_merge_rules,
    .dup_title = dup_title,
    .dup_search_text = gw_action_dup_search_text,
    .home_card = "actions",
  },
  {
    .name = "plan",
    .database = GW_RECORDS_DB,
    .fields = plan_fields,
    .dup_title = dup_title,
    .dup_search_text = dup_title,
    .home_card = "plans",
  },
  {
    .name = "tick",
    .database = GW_RECORDS_DB,
    .fields = tick_fields,
    .dup_title = dup_title,
    .dup_search_text = dup_tick_words,
  },
  {
    .name = "meeting",
    .database = GW_RECORDS_DB,
    .fields = meeting_fields,
    .dup_title = dup_meeting_title,
    .dup_search_text = dup_meeting_words,
  },
};

/**
 * gw_records_register_types:
 *
 * Makes the document types of this folder known to the store: once at start, before a store is
 * opened.
 */
void
gw_records_register_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gw_doc_type_register (&types[i]);
}
