/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-answer.h"

#include <string.h>

#include "core/answers/gw-form-copy.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-doc-type.h"

G_DEFINE_BOXED_TYPE (GwAnswer, gw_answer, gw_answer_copy, gw_answer_free)

/**
 * gw_answer_new_from_doc:
 * @doc: an "answer" or "past" document; it may come from a server and have any shape
 *
 * Returns: (transfer full) (nullable): the answer, or NULL where the document is none
 */
GwAnswer *
gw_answer_new_from_doc (GwDoc *doc)
{
  JsonObject *body;
  const char *ref, *value, *author;
  GwAnswer *self;

  g_return_val_if_fail (doc != NULL, NULL);

  body = gw_doc_get_body (doc);
  ref = body != NULL ? gw_json_get_string (body, "ref") : NULL;
  value = body != NULL ? gw_json_get_string (body, "value") : NULL;
  if (ref == NULL || *ref != '/' || value == NULL)
    return NULL;

  author = gw_json_get_string (body, "author");
  self = g_new0 (GwAnswer, 1);
  self->ref = g_strdup (ref);
  self->value = g_strdup (value);
  self->author = g_strdup (author != NULL ? author : "");
  gw_time_parse (gw_json_get_string (body, "changed"), &self->changed);
  self->rev = g_strdup (gw_doc_get_rev (doc));
  self->calculated = gw_json_get_boolean (body, "calculated");
  self->versions = 1 + gw_doc_get_conflicts (doc);
  return self;
}

/**
 * gw_answer_copy:
 */
GwAnswer *
gw_answer_copy (const GwAnswer *self)
{
  GwAnswer *copy = g_memdup2 (self, sizeof *self);

  copy->ref = g_strdup (self->ref);
  copy->value = g_strdup (self->value);
  copy->author = g_strdup (self->author);
  copy->rev = g_strdup (self->rev);
  return copy;
}

/**
 * gw_answer_free:
 */
void
gw_answer_free (GwAnswer *self)
{
  if (self == NULL)
    return;

  g_free (self->ref);
  g_free (self->value);
  g_free (self->author);
  g_free (self->rev);
  g_free (self);
}

/**
 * gw_answer_format_time:
 *
 * Returns: (transfer full): the moment with its thousandths, so that a history of quick changes
 *   keeps its order
 */
char *
gw_answer_format_time (gint64 microseconds)
{
  g_autofree char *seconds = gw_time_format (microseconds);
  char *mark = strrchr (seconds, 'Z');

  if (mark == NULL)
    return g_steal_pointer (&seconds);
  *mark = '\0';
  return g_strdup_printf ("%s.%03dZ", seconds,
                          (int) (microseconds % G_USEC_PER_SEC / 1000));
}

/* The words of a chosen answer are in the form; its code would only be noise in a search. */
static char *
dup_search_text (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  const char *value = gw_json_get_string (body, "value");

  return value != NULL && !gw_json_get_boolean (body, "coded") ? g_strdup (value) : NULL;
}

static char *
dup_title (GwDoc *doc)
{
  const char *value = gw_json_get_string (gw_doc_get_body (doc), "value");
  g_auto (GStrv) lines = g_strsplit (value != NULL ? value : "", "\n", 2);

  return g_utf8_strlen (lines[0] != NULL ? lines[0] : "", -1) > 80
           ? g_utf8_substring (lines[0], 0, 80)
           : g_strdup (lines[0] != NULL ? lines[0] : "");
}

/**
 * gw_answers_register_types:
 *
 * Tells the store of the documents that hold filled-in forms. Call it once, before any store
 * is opened.
 *
 * The value is a text: where both sides changed it, both versions stay until a person looks.
 * Author and time only say whose version is shown. A row that was removed on one side and is
 * there on the other is there. What the form filled in by itself at the beginning has no author
 * and asks nobody.
 */
void
gw_answers_register_types (void)
{
  static const char *const copy_states[] = { "draft", "removed", NULL };
  static const char *const row_states[] = { "here", "removed", NULL };
  static const GwFieldRule answer_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "ref", GW_FIELD_KEEP_FIRST, NULL },    { "value", GW_FIELD_TEXT, NULL },
    { "coded", GW_FIELD_WINNER, NULL },      { "calculated", GW_FIELD_WINNER, NULL },
    { "author", GW_FIELD_WINNER, NULL },     { "changed", GW_FIELD_WINNER, NULL },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule past_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "ref", GW_FIELD_KEEP_FIRST, NULL },    { "value", GW_FIELD_KEEP_FIRST, NULL },
    { "author", GW_FIELD_KEEP_FIRST, NULL }, { "changed", GW_FIELD_KEEP_FIRST, NULL },
    { "settled", GW_FIELD_WINNER, NULL },    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule row_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "repeat", GW_FIELD_KEEP_FIRST, NULL }, { "row", GW_FIELD_KEEP_FIRST, NULL },
    { "order", GW_FIELD_WINNER, NULL },      { "state", GW_FIELD_STATE, row_states },
    { "seen", GW_FIELD_WINNER, NULL },       { "author", GW_FIELD_WINNER, NULL },
    { "changed", GW_FIELD_WINNER, NULL },    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule begun_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "values", GW_FIELD_WINNER, NULL },     { "rows", GW_FIELD_WINNER, NULL },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule file_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "stored", GW_FIELD_KEEP_FIRST, NULL }, { "file", GW_FIELD_KEEP_FIRST, NULL },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule form_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "xml", GW_FIELD_KEEP_FIRST, NULL },
    { "last", GW_FIELD_KEEP_FIRST, NULL },   { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule copy_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },   { "form", GW_FIELD_KEEP_FIRST, NULL },
    { "media", GW_FIELD_KEEP_FIRST, NULL },  { "created", GW_FIELD_KEEP_FIRST, NULL },
    { "author", GW_FIELD_KEEP_FIRST, NULL }, { "title", GW_FIELD_TEXT, NULL },
    { "state", GW_FIELD_STATE, copy_states }, { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwDocType types[] = {
    { "answer", "party", answer_fields, dup_title, dup_search_text, NULL },
    { "past", "party", past_fields, NULL, NULL, NULL },
    { "row", "party", row_fields, NULL, NULL, NULL },
    { "begun", "party", begun_fields, NULL, NULL, NULL },
    { "file", "party", file_fields, NULL, NULL, NULL },
    { "formtext", "party", form_fields, NULL, NULL, NULL },
    { "formcopy", "mine", copy_fields, gw_form_copy_dup_doc_title, gw_form_copy_dup_doc_title, NULL },
  };
  static gsize once;

  if (g_once_init_enter (&once)) {
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      gw_doc_type_register (&types[i]);
    g_once_init_leave (&once, 1);
  }
}
